//! A choice is read as the first alternative that fits: one that takes what is meant for a later one is
//! refused.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node};
use crate::operation::operations;
use crate::reference::reach;
use crate::schema::constant;
use crate::vocabulary::schemas;

/// Deepest nesting that is looked into.
const MAX_DEPTH: usize = 16;

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    let mut in_replies = BTreeSet::new();
    for operation in operations(document) {
        for (_, response) in operation.node.members("responses") {
            reach(document, &response.node, &mut in_replies);
        }
    }
    for (schema, pointer) in schemas(document) {
        if let Some(list) = schema.get("anyOf") {
            let parts = schema.items("anyOf").iter();
            if parts.filter(|part| is_object(document, part)).count() > 1 {
                found.push(Diagnostic::error(
                    Code::Unsupported,
                    &list.position,
                    "an `anyOf` of several objects is not supported: a value may be more than one of them",
                    "write `oneOf` if it is one of them, or one object with optional properties",
                ));
            }
        }
        let below = pointer.strip_prefix("/components/schemas/");
        let name = below.and_then(|below| below.split('/').next());
        // What is only sent is not read.
        if name.is_some_and(|name| !in_replies.contains(name)) {
            continue;
        }
        for keyword in ["oneOf", "anyOf"] {
            let parts = schema.items(keyword);
            let is_hidden = |(index, later): (usize, &Node)| {
                let mut earlier = parts[..index].iter();
                earlier.any(|earlier| only_open(document, earlier, later, 0))
            };
            if let Some(list) = schema.get(keyword)
                && parts.iter().enumerate().any(is_hidden)
            {
                found.push(Diagnostic::error(
                    Code::Unsupported,
                    &list.position,
                    "alternatives that only an enum's values tell apart are not supported",
                    "give each a required property of its own, or make them one schema",
                ));
            }
        }
    }
}

fn is_object(document: &Document, schema: &Node) -> bool {
    let schema = document.target(schema);
    schema.str("type") == Some("object") && schema.get("enum").is_none()
}

/// The alternatives of a schema, itself if it is no choice.
fn alternatives(schema: &Node) -> Vec<&Node> {
    let parts: Vec<&Node> = [schema.items("oneOf"), schema.items("anyOf")]
        .into_iter()
        .flatten()
        .collect();
    if parts.is_empty() {
        vec![schema]
    } else {
        parts
    }
}

/// Whether `schema` takes a value of `other` only because its enums are open: for a value that they
/// don't know.
fn only_open(document: &Document, schema: &Node, other: &Node, depth: usize) -> bool {
    let inner = |one: &Node, two: &Node| only_open(document, one, two, depth + 1);
    each_pair(
        document,
        schema,
        other,
        depth,
        &|one, two| match one.str("type") {
            Some("string") => {
                let known = one.strings("enum");
                let values = two.strings("enum");
                !known.is_empty()
                    && matches!(two.str("type"), Some("string") | None)
                    && (values.is_empty() || values.iter().any(|value| !known.contains(value)))
            }
            Some("array") => both(one, two, "items").is_some_and(|(one, two)| inner(one, two)),
            Some("object") => {
                let properties = || one.members("properties");
                let of_other = |name: &str| two.get("properties").and_then(|all| all.get(name));
                takes(document, one, two, depth)
                    && (properties().any(|(name, member)| {
                        of_other(name).is_some_and(|other| inner(&member.node, other))
                    }) || both(one, two, "additionalProperties")
                        .is_some_and(|(one, two)| inner(one, two)))
            }
            _ => false,
        },
    )
}

/// Whether `schema`, with its enums open, takes some value of `other`.
fn takes(document: &Document, schema: &Node, other: &Node, depth: usize) -> bool {
    let inner = |one: &Node, two: &Node| takes(document, one, two, depth + 1);
    each_pair(document, schema, other, depth, &|one, two| {
        let types = (one.str("type"), two.str("type"));
        let is_number = |name: &str| matches!(name, "integer" | "number");
        if let (Some(of_one), Some(of_two)) = types
            && of_one != of_two
            && !(is_number(of_one) && is_number(of_two))
        {
            return false;
        }
        if let (Some(one), Some(two)) = (constant(one), constant(two))
            && one != two
        {
            return false;
        }
        let (required, of_other) = (one.strings("required"), two.strings("required"));
        let has_what_is_required = required.iter().all(|name| {
            let of_other = two.get("properties").and_then(|all| all.get(name));
            of_other.is_some()
                || two
                    .get("additionalProperties")
                    .is_some_and(|rest| rest.as_object().is_some())
        });
        has_what_is_required
            && one.members("properties").all(|(name, member)| {
                let is_there = required.contains(&name) || of_other.contains(&name);
                let other = two.get("properties").and_then(|all| all.get(name));
                !is_there || other.is_none_or(|other| inner(&member.node, other))
            })
    })
}

/// The values of a keyword that both have as a schema.
fn both<'a>(one: &'a Node, two: &'a Node, key: &str) -> Option<(&'a Node, &'a Node)> {
    let schema = |node: &'a Node| node.get(key).filter(|node| node.as_object().is_some());
    schema(one).zip(schema(two))
}

/// Whether something is so of an alternative of each of two schemas; what is nested too deep isn't.
fn each_pair(
    document: &Document,
    schema: &Node,
    other: &Node,
    depth: usize,
    is_so: &dyn Fn(&Node, &Node) -> bool,
) -> bool {
    let (schema, other) = (document.target(schema), document.target(other));
    if depth > MAX_DEPTH {
        return false;
    }
    alternatives(schema).iter().any(|one| {
        let of_other = alternatives(other);
        of_other
            .iter()
            .any(|two| is_so(document.target(one), document.target(two)))
    })
}

#[cfg(test)]
mod tests {
    use crate::source;

    /// What is said of a choice of two objects with these properties and required ones.
    fn told(keyword: &str, one: &str, two: &str) -> Vec<String> {
        told_where("responses: {'200'", keyword, one, two)
    }

    /// The same of a choice that stands elsewhere in an operation.
    fn told_where(place: &str, keyword: &str, one: &str, two: &str) -> Vec<String> {
        let ends = "}".repeat(6 + place.matches('{').count());
        let text = format!(
            "openapi: 3.0.3
components:
  schemas:
    A:
      {keyword}: [{one}, {two}]
paths:
  /a: {{get: {{{place}: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'{ends}
"
        );
        let document = source::parse("a.yaml", &text).expect("it parses");
        let (lowered, found) = crate::lower::lower(document.clone());
        assert_eq!(found, [], "{text}");
        let found = crate::lint::lint_lowered(&document, &lowered);
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn an_alternative_that_takes_what_is_meant_for_a_later_one_is_refused() {
        let object = |text: &str| format!("{{type: object, {text}}}");
        for (one, two, is_refused) in [
            // Told apart by values only.
            (
                object("required: [k], properties: {k: {type: string, enum: [a]}}"),
                object("required: [k, n], properties: {k: {type: string, enum: [b]}, n: {}}"),
                true,
            ),
            (
                object("properties: {k: {type: array, items: {type: string, enum: [a]}}}"),
                object("properties: {k: {type: array, items: {type: string, enum: [b]}}}"),
                true,
            ),
            (
                "{type: string, enum: [a]}".into(),
                "{type: string}".into(),
                true,
            ),
            // By a property, by a type, by a constant, or not at all.
            (
                object("required: [m], properties: {m: {}, k: {type: string, enum: [a]}}"),
                object("required: [n], properties: {n: {}, k: {type: string, enum: [b]}}"),
                false,
            ),
            (
                object(
                    "required: [m], properties: {m: {type: string}, k: {type: string, enum: [a]}}",
                ),
                object(
                    "required: [m], properties: {m: {type: boolean}, k: {type: string, enum: [b]}}",
                ),
                false,
            ),
            (
                object(
                    "required: [m], properties: {m: {type: integer, enum: [1]}, k: {type: string, enum: [a]}}",
                ),
                object(
                    "required: [m], properties: {m: {type: integer, enum: [2]}, k: {type: string, enum: [b]}}",
                ),
                false,
            ),
            (
                object("properties: {k: {type: string, enum: [a, b]}}"),
                object("properties: {k: {type: string, enum: [b]}}"),
                false,
            ),
            (
                "{type: string, enum: [a]}".into(),
                "{type: integer}".into(),
                false,
            ),
        ] {
            let told = told("oneOf", &one, &two);
            let expected =
                "a.yaml:5:14: error[unsupported]: alternatives that only an enum's values";
            assert_eq!(told.len(), usize::from(is_refused), "{one} {two}: {told:?}");
            assert!(
                told.iter().all(|told| told.starts_with(expected)),
                "{told:?}"
            );
        }
    }

    #[test]
    fn what_is_only_sent_is_never_read_as_another_alternative() {
        let told = told_where(
            "requestBody",
            "oneOf",
            "{type: string, enum: [a]}",
            "{type: string}",
        );
        assert_eq!(told, [""; 0]);
    }

    #[test]
    fn several_objects_that_a_value_may_be_at_once_are_refused() {
        let object = "{type: object, properties: {a: {}}}";
        let told = [
            told("anyOf", object, object),
            told("anyOf", object, "{type: string}"),
            told("oneOf", object, object),
        ];
        assert_eq!(told.each_ref().map(Vec::len), [1, 0, 0], "{told:?}");
    }
}
