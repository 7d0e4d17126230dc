//! The operations of a document, with their path, method and parameters.

use crate::document::{Document, Node, Position};

/// The methods that `OpenAPI` 3.0 knows, as the keys of a path item.
pub const METHODS: [&str; 8] = [
    "delete", "get", "head", "options", "patch", "post", "put", "trace",
];

/// The media type that bodies have for progenitor.
pub const JSON: &str = "application/json";

/// Whether a media type is JSON by another name, e.g. `application/problem+json; charset=utf-8`.
#[must_use]
pub fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    essence == JSON || essence.starts_with("application/") && essence.ends_with("+json")
}

/// One operation where it stands in its document.
#[derive(Clone, Copy, Debug)]
pub struct Operation<'a> {
    /// The path template, e.g. `/accounts/{account_id}`.
    pub path: &'a str,
    /// Where the path template is written.
    pub path_position: &'a Position,
    /// The path item.
    pub item: &'a Node,
    /// The method in lower case.
    pub method: &'a str,
    /// Where the method is written.
    pub method_position: &'a Position,
    /// The operation object.
    pub node: &'a Node,
}

/// Every operation of the document, in its order.
pub fn operations(document: &Document) -> impl Iterator<Item = Operation<'_>> {
    let paths = document.root.members("paths");
    // What else stands there is an extension.
    let paths = paths.filter(|(path, _)| !path.starts_with("x-"));
    paths.flat_map(|(path, member)| {
        let item = document.target(&member.node);
        let path_position = &member.key;
        let members = item.as_object().into_iter().flatten();
        members
            .filter(|(method, member)| {
                METHODS.contains(&method.as_str()) && member.node.as_object().is_some()
            })
            .map(move |(method, member)| Operation {
                path,
                path_position,
                item,
                method,
                method_position: &member.key,
                node: &member.node,
            })
    })
}

impl<'a> Operation<'a> {
    /// The `operationId`, or nothing.
    #[must_use]
    pub fn id(&self) -> Option<&'a str> {
        self.node.str("operationId")
    }

    /// The parameters of the operation and of its path item, references followed; the operation's
    /// own replace those of the same name and place.
    #[must_use]
    pub fn parameters(&self, document: &'a Document) -> Vec<&'a Node> {
        let mut parameters: Vec<&Node> = Vec::new();
        for parameter in self
            .node
            .items("parameters")
            .iter()
            .chain(self.item.items("parameters"))
        {
            let parameter = document.target(parameter);
            let key = |node: &'a Node| (node.str("name"), node.str("in"));
            if !parameters.iter().any(|seen| key(seen) == key(parameter)) {
                parameters.push(parameter);
            }
        }
        parameters
    }

    /// What its body is; nothing if it has none.
    #[must_use]
    pub fn body_schema(&self, document: &'a Document) -> Option<&'a Node> {
        let body = document.target(self.node.get("requestBody")?);
        let mut content = body.members("content");
        content.next()?.1.node.get("schema")
    }

    /// The names between braces in the path template, in order.
    #[must_use]
    pub fn path_names(&self) -> Vec<&'a str> {
        self.path
            .split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}').map(|(name, _)| name))
            .collect()
    }
}
