//! `choices`: leaves a choice with nothing beside it, for the pass `merge` to make each alternative of.
//!
//! typify makes variants with fields of what stands beside `oneOf`, and drops the rules among it.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{ANNOTATIONS, Document, Node, Object, Value};
use crate::schema::is_of;
use crate::vocabulary::schemas;

/// The keywords of a choice.
pub(super) const CHOICES: [&str; 2] = ["oneOf", "anyOf"];

pub(super) fn lower(document: &mut Document, found: &mut Vec<Diagnostic>) {
    let pointers: Vec<String> = schemas(document)
        .into_iter()
        .map(|(_, pointer)| pointer)
        .collect();
    let source = document.clone();
    for pointer in pointers.iter().rev() {
        if let Some(schema) = document.root.at_mut(pointer) {
            lower_null(schema, &source, found);
            lower_schema(schema, &source);
        }
    }
}

/// Says of a choice what an alternative says that is null alone.
fn lower_null(schema: &mut Node, source: &Document, found: &mut Vec<Diagnostic>) {
    for keyword in CHOICES {
        let is_null = |part: &Node| {
            let values = source.target(part).items("enum");
            !values.is_empty() && values.iter().all(Node::is_null)
        };
        let parts = schema.items(keyword);
        let null = parts.iter().find(|part| is_null(part)).cloned();
        if let Some(null) = null.filter(|_| !parts.iter().all(is_null)) {
            if let Some(Value::Array(parts)) = schema.get_mut(keyword).map(|list| &mut list.value) {
                parts.retain(|part| !is_null(part));
            }
            if schema.get("nullable").is_none() {
                schema.set("nullable", null.with(Value::Bool(true)));
            } else if schema.get("nullable").map(Node::to_json) == Some(false.into()) {
                found.push(Diagnostic::warning(
                    Code::NoEffect,
                    &null.position,
                    "this alternative has no effect: what stands beside the choice does not allow null",
                    "remove it, or allow null beside the choice",
                ));
            }
        }
        let forbids = |flag: &Node| matches!(flag.value, Value::Bool(false));
        if schema.get("nullable").is_some_and(forbids) {
            let parts = schema.items(keyword).iter();
            let allowing = parts.filter(|part| part.is_true("nullable"));
            let flags = allowing.filter_map(|part| part.get("nullable"));
            found.extend(flags.map(|flag| {
                Diagnostic::warning(
                    Code::NoEffect,
                    &flag.position,
                    "that null is allowed here has no effect: what stands beside the choice does not allow it",
                    "remove it, or allow null beside the choice",
                )
            }));
        }
    }
}

/// Writes a choice of strings, or of integers, that are listed, each list with what is said of it, as the
/// enum that it is.
fn list(schema: &mut Node, keyword: &str, source: &Document) {
    for of_type in ["string", "integer"] {
        list_of_type(schema, keyword, of_type, source);
    }
}

fn list_of_type(schema: &mut Node, keyword: &str, of_type: &str, source: &Document) {
    let is_said = |key: &str, node: &Node| match key {
        "enum" | "type" | "$comment" => true,
        "nullable" => !matches!(node.value, Value::Bool(true)),
        _ => ANNOTATIONS.contains(&key) || key.starts_with("x-"),
    };
    let values = |part: &Node| {
        let values = part.items("enum");
        let is_listed = !values.is_empty() && values.iter().all(|value| is_of(value, of_type));
        let mut keys = part.as_object().into_iter().flatten();
        let is_plain = keys.all(|(key, member)| is_said(key, &member.node));
        (is_listed && is_plain && part.str("type").is_none_or(|name| name == of_type))
            .then(|| values.to_vec())
    };
    let parts = schema.items(keyword).iter();
    let parts: Vec<&Node> = parts.map(|part| source.target(part)).collect();
    let lists: Option<Vec<Vec<Node>>> = parts.iter().copied().map(values).collect();
    let Some(lists) = lists.filter(|lists| lists.len() > 1) else {
        return;
    };
    // What is of two alternatives of a `oneOf` is of neither.
    let values = lists.concat();
    let distinct = values.iter().map(|value| value.to_json().to_string());
    let distinct: BTreeSet<String> = distinct.collect();
    if distinct.len() < values.len() && lists.iter().any(|list| list.len() > 1) {
        return;
    }
    let lines = parts.iter().zip(&lists).filter_map(|(part, list)| {
        let said = [part.said("title"), part.said("description")];
        let flags = FLAGS.iter().filter(|(flag, _)| part.is_true(flag));
        let said = said.into_iter().flatten().map(str::to_owned);
        let said: Vec<String> = said
            .chain(flags.map(|(_, text)| (*text).to_owned()))
            .collect();
        // As JSON if nothing of it would be seen.
        let shown = |value: &Node| match value.as_str() {
            Some(text) if !text.trim().is_empty() => format!("`{text}`"),
            _ => format!("`{}`", value.to_json()),
        };
        let values: Vec<String> = list.iter().map(shown).collect();
        (!said.is_empty()).then(|| format!("- {}: {}", values.join(", "), sentences(&said)))
    });
    let lines: Vec<String> = lines.collect();
    // One that is written has a place of its own.
    let is_typed = parts.iter().all(|part| part.get("type").is_some());
    let place = schema.get(keyword).filter(|_| is_typed).unwrap_or(schema);
    let of_type = place.with(Value::String(of_type.to_owned()));
    if !lines.is_empty() {
        let own = schema.said("description").map(str::to_owned).into_iter();
        let text = own.chain([lines.join("\n")]).collect::<Vec<_>>();
        schema.set("description", schema.with(Value::String(text.join("\n\n"))));
    }
    schema.take(keyword);
    let values = schema.with(Value::Array(values));
    if schema.get("enum").is_none() {
        schema.set("enum", values);
    } else {
        // Those that both list.
        let mut part = schema.with(Value::Object(Object::new()));
        part.set("enum", values);
        add(schema, vec![part]);
    }
    if schema.get("type").is_none() {
        schema.set("type", of_type);
    }
}

/// What is said of a value by flags.
const FLAGS: [(&str, &str); 3] = [
    ("deprecated", "Deprecated"),
    ("readOnly", "Read only"),
    ("writeOnly", "Write only"),
];

/// Texts one after the other, each as a sentence but for the last, which ends as it does.
fn sentences(texts: &[String]) -> String {
    let mut joined = String::new();
    for text in texts {
        if !joined.is_empty() {
            joined.push_str(if joined.ends_with(['.', '!', '?']) {
                " "
            } else {
                ". "
            });
        }
        joined.push_str(text.trim_end());
    }
    joined
}

fn lower_schema(schema: &mut Node, source: &Document) {
    for keyword in CHOICES {
        list(schema, keyword, source);
    }
    let is_choice = |key: &str| CHOICES.contains(&key);
    for keyword in CHOICES {
        // One alternative is none.
        if schema.items(keyword).len() == 1
            && let Some(Value::Array(only)) = schema.take(keyword).map(|list| list.value)
        {
            add(schema, only);
        }
    }
    // Of two choices each is to be made.
    if schema.get("oneOf").is_some()
        && let Some(other) = schema.take("anyOf")
    {
        let mut part = schema.with(Value::Object(Object::new()));
        part.set("anyOf", other);
        add(schema, vec![part]);
    }
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    if !object.keys().any(|key| is_choice(key)) {
        return;
    }
    let says_nothing = |key: &str| {
        key == "nullable" || key == "allOf" || is_choice(key) || ANNOTATIONS.contains(&key)
    };
    let (rest, beside): (Object, Object) = std::mem::take(object)
        .into_iter()
        .partition(|(key, _)| says_nothing(key));
    *object = rest;
    if !beside.is_empty() {
        let part = schema.with(Value::Object(beside));
        add(schema, vec![part]);
    }
}

/// Adds parts to the `allOf` of a schema.
fn add(schema: &mut Node, more: Vec<Node>) {
    if let Some(Value::Array(parts)) = schema.get_mut("allOf").map(|node| &mut node.value) {
        parts.extend(more);
    } else {
        let list = schema.with(Value::Array(more));
        schema.set("allOf", list);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::lower::{passed, passed_schemas};

    #[test]
    fn null_of_an_alternative_that_what_stands_beside_the_choice_forbids_is_told_where_it_is() {
        for (schema, expected) in [
            (
                "{nullable: false, oneOf: [{type: string, nullable: true}, {type: integer}]}",
                &[
                    "a.yaml:1:78: warning[no-effect]: that null is allowed here has no effect: what stands",
                ][..],
            ),
            (
                "{oneOf: [{type: string, nullable: true}, {type: integer}]}",
                &[],
            ),
            (
                "{nullable: true, anyOf: [{type: string, nullable: true}]}",
                &[],
            ),
            (
                "{nullable: false, oneOf: [{$ref: '#/components/schemas/B'}]}",
                &[],
            ),
        ] {
            let text = format!("components: {{schemas: {{A: {schema}, B: {{nullable: true}}}}}}");
            let (_, found) = passed(super::lower, &text);
            assert_eq!(found.len(), expected.len(), "{schema}: {found:?}");
            let mut pairs = found.iter().zip(expected);
            assert!(
                pairs.all(|(found, expected)| found.starts_with(expected)),
                "{found:?}"
            );
        }
    }

    #[test]
    fn a_choice_stands_alone_and_one_of_one_is_none() {
        for (schema, expected) in [
            (
                "{oneOf: [{minLength: 1}]}",
                json!({"allOf": [{"minLength": 1}]}),
            ),
            (
                "{oneOf: [{}, {type: string}], minLength: 1, nullable: true, description: A.}",
                json!({
                    "oneOf": [{}, {"type": "string"}],
                    "nullable": true,
                    "description": "A.",
                    "allOf": [{"minLength": 1}],
                }),
            ),
            (
                "{anyOf: [{}, {}], allOf: [{}], properties: {a: {}}}",
                json!({"anyOf": [{}, {}], "allOf": [{}, {"properties": {"a": {}}}]}),
            ),
            (
                "{description: A., oneOf: [{enum: [a], description: The first.}, {type: string, enum: [b]}]}",
                json!({"description": "A.\n\n- `a`: The first.", "enum": ["a", "b"], "type": "string"}),
            ),
            (
                "{oneOf: [{enum: [1], title: One.}, {type: integer, enum: [2, 3]}]}",
                json!({"description": "- `1`: One.", "enum": [1, 2, 3], "type": "integer"}),
            ),
            (
                "{oneOf: [{enum: [1]}, {type: number, enum: [2]}]}",
                json!({"oneOf": [{"enum": [1]}, {"type": "number", "enum": [2]}]}),
            ),
            (
                "{oneOf: [{enum: [a, b], title: Two.}, {enum: ['']}]}",
                json!({"description": "- `a`, `b`: Two.", "enum": ["a", "b", ""], "type": "string"}),
            ),
            (
                "{oneOf: [{enum: [a, b]}, {enum: [b]}]}",
                json!({"oneOf": [{"enum": ["a", "b"]}, {"enum": ["b"]}]}),
            ),
            (
                "{oneOf: [{enum: [a]}, {$ref: '#/components/schemas/Blank'}]}",
                json!({"description": "- `\"\"`: None.", "enum": ["a", ""], "type": "string"}),
            ),
            // Beside other values those that both list, and of two choices what both allow.
            (
                "{type: string, enum: [a], oneOf: [{enum: [a]}, {enum: [b]}]}",
                json!({"type": "string", "enum": ["a"], "allOf": [{"enum": ["a", "b"]}]}),
            ),
            (
                "{oneOf: [{enum: [a]}, {enum: [b]}], anyOf: [{enum: [b]}, {enum: [c]}]}",
                json!({"type": "string", "enum": ["a", "b"], "allOf": [{"enum": ["b", "c"]}]}),
            ),
            (
                "{oneOf: [{}, {type: string}], anyOf: [{}, {type: integer}]}",
                json!({"oneOf": [{}, {"type": "string"}], "allOf": [{"anyOf": [{}, {"type": "integer"}]}]}),
            ),
            (
                "{oneOf: [{enum: [a], title: A., deprecated: true, x-a: 1}, {enum: [b], nullable: false, readOnly: true}]}",
                json!({
                    "description": "- `a`: A. Deprecated\n- `b`: Read only",
                    "enum": ["a", "b"],
                    "type": "string",
                }),
            ),
            (
                "{oneOf: [{enum: [a]}, {enum: [b], minLength: 1}]}",
                json!({"oneOf": [{"enum": ["a"]}, {"enum": ["b"], "minLength": 1}]}),
            ),
            (
                "{oneOf: [{enum: [a]}, {enum: [b]}, {enum: [null]}]}",
                json!({"nullable": true, "enum": ["a", "b"], "type": "string"}),
            ),
            (
                "{nullable: false, oneOf: [{}, {minLength: 1}, {$ref: '#/components/schemas/Null'}]}",
                json!({"nullable": false, "oneOf": [{}, {"minLength": 1}]}),
            ),
            (
                "{oneOf: [{enum: [null]}, {enum: [null]}]}",
                json!({"oneOf": [{"enum": [null]}, {"enum": [null]}]}),
            ),
            (
                "{oneOf: [{}, {}], title: A}",
                json!({"oneOf": [{}, {}], "title": "A"}),
            ),
        ] {
            let schemas = passed_schemas(
                super::lower,
                &format!(
                    "A: {schema}, Null: {{enum: [null]}}, Blank: {{enum: [''], title: None.}}"
                ),
            );
            assert_eq!(schemas["A"], expected, "{schema}");
        }
    }
}
