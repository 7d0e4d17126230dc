//! `choices`: leaves a choice with nothing beside it, for the pass `merge` to make each alternative of.
//!
//! typify makes variants with fields of what stands beside `oneOf`, and drops the rules among it.

use crate::diagnostic::Diagnostic;
use crate::document::{ANNOTATIONS, Document, Node, Object, Value};
use crate::vocabulary::schemas;

/// The keywords of a choice.
const CHOICES: [&str; 2] = ["oneOf", "anyOf"];

pub(super) fn lower(document: &mut Document, _: &mut Vec<Diagnostic>) {
    let pointers: Vec<String> = schemas(document)
        .into_iter()
        .map(|(_, pointer)| pointer)
        .collect();
    for pointer in pointers.iter().rev() {
        if let Some(schema) = document.root.at_mut(pointer) {
            lower_schema(schema);
        }
    }
}

fn lower_schema(schema: &mut Node) {
    let is_choice = |key: &str| CHOICES.contains(&key);
    for keyword in CHOICES {
        // One alternative is none.
        if schema.items(keyword).len() == 1
            && let Some(Value::Array(only)) = schema.take(keyword).map(|list| list.value)
        {
            add(schema, only);
        }
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

    use crate::lower::passed_schemas;

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
                "{oneOf: [{}, {}], title: A}",
                json!({"oneOf": [{}, {}], "title": "A"}),
            ),
        ] {
            let schemas = passed_schemas(super::lower, &format!("A: {schema}"));
            assert_eq!(schemas["A"], expected, "{schema}");
        }
    }
}
