//! `directions`: a property that only replies or only requests have is not required in the others.
//!
//! `required` counts for replies if a property is `readOnly`, and for requests if it is `writeOnly`
//! (`OpenAPI` 3.0.3, "Schema Object"). A schema makes one type, whichever way it goes.

use std::collections::BTreeSet;

use super::schemas_mut;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node, Value, reference_of};
use crate::operation::operations;
use crate::reference::{Keys, reach};

pub(super) fn lower(document: &mut Document, found: &mut Vec<Diagnostic>) {
    let mut told = Vec::new();
    relax_all(document, &mut told);
    // What another schema was merged with may go the other way.
    let mut kept = BTreeSet::new();
    document.root.walk(&mut |node| {
        let items = node.items("required").iter();
        kept.extend(items.map(|item| item.position.clone()));
    });
    let is_kept = |one: &Diagnostic| one.position.as_ref().is_some_and(|at| kept.contains(at));
    told.retain(|one| one.help == BOTH_WAYS || !is_kept(one));
    found.append(&mut told);
}

/// How to mend what goes both ways.
const BOTH_WAYS: &str = "make a schema for requests, and one for replies";

fn relax_all(document: &mut Document, found: &mut Vec<Diagnostic>) {
    let source = document.clone();
    let (mut sent, mut read) = (BTreeSet::new(), BTreeSet::new());
    for operation in operations(&source) {
        if let Some(body) = operation.node.get("requestBody") {
            reach(&source, body, &mut sent);
        }
        if let Some(responses) = operation.node.get("responses") {
            reach(&source, responses, &mut read);
        }
    }
    for (name, member) in schemas_mut(document).into_iter().flatten() {
        let ways = [sent.contains(name), read.contains(name)];
        relax(&mut member.node, Keys::Keywords, &source, ways, found);
    }
    let paths = document.root.get_mut("paths").and_then(Node::as_object_mut);
    for (_, item) in paths.into_iter().flatten() {
        for (_, operation) in item.node.as_object_mut().into_iter().flatten() {
            for (key, keys, ways) in [
                ("requestBody", Keys::Keywords, [true, false]),
                ("responses", Keys::Names, [false, true]),
            ] {
                if let Some(node) = operation.node.get_mut(key) {
                    relax(node, keys, &source, ways, found);
                }
            }
        }
    }
}

/// Takes from what is required, in a node and below, what one of the ways that it goes doesn't have.
fn relax(
    node: &mut Node,
    keys: Keys,
    source: &Document,
    ways: [bool; 2],
    found: &mut Vec<Diagnostic>,
) {
    if keys == Keys::Keywords {
        relax_own(node, source, ways, found);
    }
    for (part, keys) in keys.parts_mut(node) {
        relax(part, keys, source, ways, found);
    }
}

/// The same for what a schema itself requires.
fn relax_own(node: &mut Node, source: &Document, ways: [bool; 2], found: &mut Vec<Diagnostic>) {
    let [is_sent, is_read] = ways;
    let is_of = |name: &str, flag: &str, node: &Node| {
        let property = node.get("properties").and_then(|all| all.get(name));
        property.is_some_and(|property| {
            property.is_true(flag)
                || reference_of(property).is_some() && source.target(property).is_true(flag)
        })
    };
    let required: Vec<Node> = node.items("required").to_vec();
    let mut kept = Vec::new();
    for item in required.iter().cloned() {
        let name = item.as_str().unwrap_or_default();
        let other = if is_sent && is_of(name, "readOnly", node) {
            "readOnly"
        } else if is_read && is_of(name, "writeOnly", node) {
            "writeOnly"
        } else {
            kept.push(item);
            continue;
        };
        let (goes, help) = match ways {
            [true, true] => ("goes both ways: in its one type it is optional", BOTH_WAYS),
            [true, false] => (
                "is of requests only: nobody has to send it",
                "leave it out here",
            ),
            _ => ("is of replies only: it is in none", "leave it out here"),
        };
        let message = format!("`{name}` is `{other}`, and its schema {goes}");
        let told = Diagnostic::warning(Code::NoEffect, &item.position, message, help);
        found.push(told);
    }
    if kept.is_empty() && !required.is_empty() {
        node.take("required");
    } else if kept.len() < required.len()
        && let Some(list) = node.get_mut("required")
    {
        list.value = Value::Array(kept);
    }
}

#[cfg(test)]
mod tests {
    use crate::lower::passed;

    #[test]
    fn what_one_way_does_not_have_is_not_required_there() {
        let properties = "{id: {type: string, readOnly: true}, pw: {type: string, writeOnly: true}, n: {type: string}}";
        let schema = format!("{{required: [id, pw, n], properties: {properties}}}");
        let body =
            |schema: &str| format!("{{content: {{application/json: {{schema: {schema}}}}}}}");
        let both = "{$ref: '#/components/schemas/Both'}";
        let text = format!(
            "
openapi: 3.0.3
paths:
  /a:
    put: {{requestBody: {}, responses: {{default: {}}}}}
    post: {{requestBody: {}, responses: {{'200': {}}}}}
components:
  schemas:
    Both: {schema}
",
            body(&schema),
            body(&schema),
            body(both),
            body(both)
        );
        let (document, found) = passed(super::lower, &text);
        let of =
            |pointer: &str| document.pointer(pointer).expect("it is there")["required"].clone();
        let schema = "content/application~1json/schema";
        assert_eq!(
            of(&format!("/paths/~1a/put/requestBody/{schema}")),
            serde_json::json!(["pw", "n"])
        );
        assert_eq!(
            of(&format!("/paths/~1a/put/responses/default/{schema}")),
            serde_json::json!(["id", "n"])
        );
        assert_eq!(of("/components/schemas/Both"), serde_json::json!(["n"]));
        let told = |at: &str, what: &str| {
            let told = format!("a.yaml:{at}: warning[no-effect]: {what}");
            found.iter().any(|found| found.starts_with(&told))
        };
        for (at, what) in [
            ("9:23", "`id` is `readOnly`, and its schema goes both ways"),
            ("9:27", "`pw` is `writeOnly`, and its schema goes both ways"),
            (
                "5:74",
                "`id` is `readOnly`, and its schema is of requests only",
            ),
            (
                "5:271",
                "`pw` is `writeOnly`, and its schema is of replies only",
            ),
        ] {
            assert!(told(at, what), "{at} {what}: {found:#?}");
        }
        assert_eq!(found.len(), 4, "{found:#?}");
    }

    #[test]
    fn what_replies_have_through_another_schema_is_not_of_requests_only() {
        let text = "
openapi: 3.0.3
paths:
  /a:
    put:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/New'}}}}
      responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/Old'}}}}}
components:
  schemas:
    New: {type: object, required: [id], properties: {id: {type: string, readOnly: true}}}
    Old: {allOf: [{$ref: '#/components/schemas/New'}, {type: object, properties: {more: {type: string}}}]}
";
        let document = crate::source::parse("a.yaml", text).expect("it parses");
        let (lowered, found) = crate::lower::lower(document);
        assert!(found.is_empty(), "{found:?}");
        let required = |name| {
            lowered
                .schema(name)
                .map(|schema| schema.strings("required"))
        };
        assert_eq!(required("Old"), Some(vec!["id"]));
        assert_eq!(required("New"), Some(Vec::new()));
    }
}
