//! Defaults and examples conform to their schemas.

use jsonschema::{Draft, Validator};
use serde_json::{Value as Json, json};

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node};
use crate::json_schema::json_schema;
use crate::vocabulary::{Thing, Visit, walk};

/// Most words of a validator's that are repeated.
const MAX_REASON: usize = 300;

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    let mut values = Values {
        document,
        list: Vec::new(),
    };
    walk(document, &mut values);
    if values.list.is_empty() {
        return;
    }
    let root = json_schema(document);
    // Each is as large as the document, and those of one schema follow each other: one is kept.
    let mut last: Option<(&str, Option<Validator>)> = None;
    for value in &values.list {
        let (_, validator) = match last.take() {
            Some(same) if same.0 == value.schema => last.insert(same),
            _ => last.insert((&value.schema, validator(&root, &value.schema))),
        };
        // A schema that isn't one is said elsewhere.
        let Some(validator) = validator else { continue };
        for error in validator.iter_errors(&value.node.to_json()) {
            let node = value.node.at(error.instance_path().as_str());
            let reason: String = error.to_string().chars().take(MAX_REASON).collect();
            let (code, what) = value.kind;
            found.push(Diagnostic::warning(
                code,
                &node.unwrap_or(value.node).position,
                format!("this {what} does not conform to its schema: {reason}"),
                format!("correct the {what}, or the schema"),
            ));
        }
    }
}

fn validator(root: &Json, pointer: &str) -> Option<Validator> {
    root.pointer(pointer)?;
    let mut schema = root.clone();
    // The schema refers to components by their place in the document: that is what it is part of.
    let object = schema.as_object_mut()?;
    object.insert(
        "$schema".to_owned(),
        json!("https://json-schema.org/draft/2020-12/schema"),
    );
    object.insert(
        "$ref".to_owned(),
        Json::String(format!("#{}", fragment(pointer))),
    );
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .build(&schema)
        .ok()
}

/// A JSON pointer as the fragment of a URI (RFC 6901, section 6).
fn fragment(pointer: &str) -> String {
    percent_encoding::utf8_percent_encode(pointer, FRAGMENT).to_string()
}

/// What a fragment cannot have as it is (RFC 3986, section 3.5).
const FRAGMENT: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Both are documented, and change nothing else.
type Kind = (Code, &'static str);
const DEFAULT: Kind = (Code::Default, "default");
const EXAMPLE: Kind = (Code::Example, "example");

struct Value<'a> {
    node: &'a Node,
    /// Where its schema is.
    schema: String,
    kind: Kind,
}

struct Values<'a> {
    document: &'a Document,
    list: Vec<Value<'a>>,
}

impl<'a> Visit<'a> for Values<'a> {
    fn object(&mut self, thing: Thing, node: &'a Node, pointer: &str) {
        let schema = match thing {
            Thing::Schema => pointer.to_owned(),
            Thing::MediaType | Thing::Parameter | Thing::Header => format!("{pointer}/schema"),
            _ => return,
        };
        if node.get("$ref").is_some() {
            return;
        }
        let mut add = |node: Option<&'a Node>, kind| {
            self.list.extend(node.map(|node| Value {
                node,
                schema: schema.clone(),
                kind,
            }));
        };
        add(node.get("example"), EXAMPLE);
        if thing == Thing::Schema {
            add(node.get("default"), DEFAULT);
            for example in node.items("examples") {
                add(Some(example), EXAMPLE);
            }
        } else {
            for (_, member) in node.members("examples") {
                add(self.document.target(&member.node).get("value"), EXAMPLE);
            }
        }
    }
}
