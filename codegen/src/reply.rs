//! The replies of an operation, by status.

use crate::document::{Document, Node};
use crate::operation::{Operation, is_json};

/// One reply of an operation.
#[derive(Clone, Copy, Debug)]
pub struct Reply<'a> {
    /// The key in `responses`, e.g. `200`, `4XX` or `default`.
    pub status: &'a str,
    /// What is said of it.
    pub node: &'a Node,
    /// What its body is; nothing if it has none.
    pub schema: Option<&'a Node>,
}

impl Reply<'_> {
    /// The name of the component schema that its body is; nothing if it is none.
    #[must_use]
    pub fn type_name(&self, document: &Document) -> Option<String> {
        document.schema_name(self.schema?).map(str::to_owned)
    }
}

/// The replies of an operation, in the order of the document.
#[must_use]
pub fn replies<'a>(document: &'a Document, operation: &Operation<'a>) -> Vec<Reply<'a>> {
    let responses = operation.node.members("responses");
    responses
        .filter(|(status, _)| !status.starts_with("x-"))
        .map(|(status, member)| {
            let node = document.target(&member.node);
            let content = node
                .members("content")
                .find(|(media_type, _)| is_json(media_type));
            Reply {
                status,
                node,
                schema: content.and_then(|(_, member)| member.node.get("schema")),
            }
        })
        .collect()
}

/// The replies of an operation, by whether they are a success.
#[derive(Debug)]
pub struct Replies<'a> {
    /// Those with a status from 200 to 299, the exact ones first.
    pub successes: Vec<Reply<'a>>,
    /// All others, the exact ones first; `default` is the last.
    pub failures: Vec<Reply<'a>>,
}

impl<'a> Replies<'a> {
    /// Those of an operation.
    #[must_use]
    pub fn of(document: &'a Document, operation: &Operation<'a>) -> Self {
        let mut all = replies(document, operation);
        all.sort_by_key(|reply| {
            (
                reply.status == "default",
                reply.status.ends_with('X'),
                reply.status,
            )
        });
        let (successes, failures): (Vec<_>, Vec<_>) = all
            .iter()
            .copied()
            .partition(|reply| reply.status.starts_with('2'));
        if successes.is_empty() {
            // `default` is for whatever isn't said otherwise, a success too.
            let successes = failures
                .iter()
                .copied()
                .filter(|reply| reply.status == "default");
            return Self {
                successes: successes.collect(),
                failures,
            };
        }
        Self {
            successes,
            failures,
        }
    }

    /// Whether the bodies of successes are of different types.
    #[must_use]
    pub fn has_several_successes(&self) -> bool {
        differ(&self.successes)
    }

    /// Whether the bodies of failures are of different types.
    #[must_use]
    pub fn has_several_failures(&self) -> bool {
        differ(&self.failures)
    }

    /// Whether the bodies of failures are of different types, or of one that no error can hold: an envelope's
    /// messages it can.
    #[must_use]
    pub fn has_own_failures(&self, document: &Document) -> bool {
        let is_own = |reply: &Reply<'_>| {
            let schema = reply.schema.map(|schema| document.target(schema));
            schema.is_some_and(|schema| {
                let properties = schema.get("properties");
                properties.and_then(|all| all.get("success")).is_none()
            })
        };
        self.has_several_failures() || self.failures.iter().any(is_own)
    }

    /// What the body of a success is, unless there are several.
    #[must_use]
    pub fn single_success(&self) -> Option<&'a Node> {
        if self.has_several_successes() {
            return None;
        }
        self.successes.first()?.schema
    }
}

fn differ(replies: &[Reply<'_>]) -> bool {
    let json = |reply: &Reply<'_>| reply.schema.map(Node::to_json);
    replies
        .windows(2)
        .any(|pair| json(&pair[0]) != json(&pair[1]))
}
