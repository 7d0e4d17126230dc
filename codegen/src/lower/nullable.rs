//! `nullable`: says at the reference that a component may be null.
//!
//! Of a nullable component typify makes a type around an `Option` of another one. A Rust developer
//! would make the field optional.

use std::collections::{BTreeMap, BTreeSet};

use super::choices::CHOICES;
use super::schemas_mut;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, MAX_REFERENCES, Node, Object, SCHEMAS, Value, reference_of};
use crate::reference;
use crate::vocabulary::schemas;

pub(super) fn lower(document: &mut Document, found: &mut Vec<Diagnostic>) {
    lift(document);
    let mut nullable = BTreeMap::new();
    for (name, member) in schemas_mut(document).into_iter().flatten() {
        if member.node.is_true("nullable") {
            drop_null(&mut member.node);
            let flag = member.node.take("nullable");
            nullable.extend(flag.map(|flag| (format!("{SCHEMAS}{name}"), flag)));
        }
    }
    document.root.walk_mut(&mut |node| {
        // One that says `nullable: false` stays as it is.
        let is_around = node.get("allOf").is_some() && node.get("nullable").is_none();
        let target = reference_of(node).filter(|_| is_around);
        if let Some(flag) = target.and_then(|target| nullable.get(target)) {
            node.set("nullable", flag.clone());
        }
    });
    reference::walk_mut(&mut document.root, &mut |node| {
        let Some(target) = node.str("$ref") else {
            return;
        };
        if let Some(flag) = nullable.get(target) {
            // Told apart from those that are still to be found, until all are.
            let done = format!("{DONE}{target}");
            let mut around = node.with(Value::Object(Object::new()));
            around.set("nullable", flag.clone());
            node.set("$ref", node.with(Value::String(done)));
            around.set("allOf", node.with(Value::Array(vec![node.clone()])));
            *node = around;
        }
    });
    reference::walk_mut(&mut document.root, &mut |node| {
        let target = node.str("$ref").and_then(|to| to.strip_prefix(DONE));
        if let Some(target) = target.map(str::to_owned) {
            node.set("$ref", node.with(Value::String(target)));
        }
    });
    unwrap_double(&mut document.root);
    document.root.walk_mut(&mut |node| {
        for keyword in CHOICES {
            let parts = node.get_mut(keyword).map(|list| &mut list.value);
            if let Some(Value::Array(parts)) = parts {
                parts.iter_mut().for_each(without_null);
            }
        }
    });
    lower_parameters(document, found);
}

/// A path has no place for null.
fn lower_parameters(document: &mut Document, found: &mut Vec<Diagnostic>) {
    let paths = document.root.get_mut("paths").and_then(Node::as_object_mut);
    let items = paths.into_iter().flatten().map(|(_, item)| &mut item.node);
    let operations = items.flat_map(|item| item.as_object_mut().into_iter().flatten());
    let mut told = BTreeSet::new();
    for (_, operation) in operations {
        let list = operation.node.get_mut("parameters");
        let Some(Value::Array(parameters)) = list.map(|list| &mut list.value) else {
            continue;
        };
        for parameter in parameters {
            let Some(schema) = parameter.get_mut("schema") else {
                continue;
            };
            if !schema.is_true("nullable") {
                continue;
            }
            let values = schema.items("enum");
            let is_null = !values.is_empty() && values.iter().all(Node::is_null);
            without_null(schema);
            if is_null {
                // Anything, which has no other defect.
                schema.value = Value::Object(Object::new());
            }
            // One that several operations have is one.
            if told.insert(schema.position.clone()) {
                found.push(if is_null {
                    Diagnostic::error(
                        Code::Impossible,
                        &schema.position,
                        "this value can only be null, for which a path has no place",
                        "say what it can be",
                    )
                } else {
                    Diagnostic::warning(
                        Code::NoEffect,
                        &schema.position,
                        "that this value may be null has no effect: a path has no place for null",
                        "say of which type it is if it is not null, and no more",
                    )
                });
            }
        }
    }
}

/// Whether a schema says that it may be null, or the first of those that it refers to which says whether it may.
fn may_be_null(document: &Document, schema: &Node) -> bool {
    let mut schema = schema;
    for _ in 0..=MAX_REFERENCES {
        if let Some(Value::Bool(flag)) = schema.get("nullable").map(|node| &node.value) {
            return *flag;
        }
        match reference_of(schema).and_then(|to| document.resolve(to)) {
            Some(next) => schema = next,
            None => break,
        }
    }
    false
}

/// Says of a choice what its alternatives say: there null would be one of them, and absent where that is a
/// field that may be absent.
fn lift(document: &mut Document) {
    let pointers = || schemas(document).into_iter().map(|(_, pointer)| pointer);
    let pointers: Vec<String> = pointers().collect();
    // An alternative may be a choice itself, by a reference.
    loop {
        let lifted = pointers.iter().filter(|pointer| {
            let is_null = |part: &Node| may_be_null(document, part);
            document.root.at(pointer).is_some_and(|schema| {
                let parts = CHOICES.iter().flat_map(|keyword| schema.items(keyword));
                schema.get("nullable").is_none() && parts.into_iter().any(is_null)
            })
        });
        let lifted: Vec<&String> = lifted.collect();
        if lifted.is_empty() {
            return;
        }
        for pointer in lifted {
            if let Some(schema) = document.root.at_mut(pointer) {
                schema.set("nullable", schema.with(Value::Bool(true)));
            }
        }
    }
}

/// A schema of the values of another one that aren't null.
fn without_null(part: &mut Node) {
    drop_null(part);
    part.take("nullable");
    let is_around = part.as_object().is_some_and(|object| object.len() == 1);
    let inner = part.items("allOf").first().filter(|_| is_around);
    if let Some(inner) = inner.filter(|inner| inner.get("$ref").is_some()).cloned() {
        *part = inner;
    }
}

/// What a reference begins with that was found.
const DONE: &str = "done:";

/// An enum lists its `null` too.
pub(super) fn drop_null(schema: &mut Node) {
    if let Some(Value::Array(values)) = schema.get_mut("enum").map(|node| &mut node.value)
        && values.len() > 1
    {
        values.retain(|value| !value.is_null());
    }
}

/// An `allOf` in an `allOf`, where both say that the value may be null.
fn unwrap_double(root: &mut Node) {
    root.walk_mut(&mut |node| {
        let inner = match node.items("allOf") {
            [part] if part.str("$ref").is_none() => {
                reference_of(part).map(|_| part.items("allOf").to_vec())
            }
            _ => None,
        };
        if let Some(inner) = inner
            && let Some(list) = node.get_mut("allOf")
        {
            list.value = Value::Array(inner);
        }
    });
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::lower::{passed, passed_schemas};

    #[test]
    fn a_component_that_may_be_null_says_so_where_it_is_referred_to() {
        let schemas = passed_schemas(
            super::lower,
            "A: {type: string, nullable: true, enum: [a, null]},
             B: {properties: {a: {$ref: '#/components/schemas/A'}}, items: {allOf: [{$ref: '#/components/schemas/A'}]},
             additionalProperties: {nullable: false, allOf: [{$ref: '#/components/schemas/A'}]}}",
        );
        let reference = |nullable: bool| json!({"nullable": nullable, "allOf": [{"$ref": "#/components/schemas/A"}]});
        let nullable = reference(true);
        assert_eq!(
            schemas,
            json!({
                "A": {"type": "string", "enum": ["a"]},
                "B": {"properties": {"a": nullable}, "items": nullable, "additionalProperties": reference(false)},
            })
        );
    }

    #[test]
    fn a_value_of_a_path_is_not_null() {
        let none = "warning[no-effect]: that this value may be null has no effect";
        for (schema, expected, message) in [
            (
                "{type: string, nullable: true}",
                json!({"type": "string"}),
                Some(none),
            ),
            (
                "{nullable: true, type: string, enum: [a, null]}",
                json!({"type": "string", "enum": ["a"]}),
                Some(none),
            ),
            (
                "{oneOf: [{type: string, nullable: true}, {type: integer}]}",
                json!({"oneOf": [{"type": "string"}, {"type": "integer"}]}),
                Some(none),
            ),
            (
                "{$ref: '#/components/schemas/A'}",
                json!({"$ref": "#/components/schemas/A"}),
                Some(none),
            ),
            (
                "{nullable: true, allOf: [{$ref: '#/components/schemas/B'}]}",
                json!({"$ref": "#/components/schemas/B"}),
                Some(none),
            ),
            (
                "{nullable: true, enum: [null]}",
                json!({}),
                Some("error[impossible]: this value can only be null"),
            ),
            ("{type: string}", json!({"type": "string"}), None),
        ] {
            let parameter = format!("{{in: path, name: a, schema: {schema}}}");
            let text = format!(
                "components: {{schemas: {{A: {{nullable: true, enum: [a]}}, B: {{enum: [a]}}}}}}
paths: {{/a: {{get: {{parameters: [{parameter}]}}}}}}"
            );
            let (document, found) = passed(super::lower, &text);
            let lowered = document.pointer("/paths/~1a/get/parameters/0/schema");
            assert_eq!(lowered, Some(&expected), "{schema}");
            let is_told = found.len() == usize::from(message.is_some())
                && found
                    .iter()
                    .all(|one| one.contains(message.unwrap_or_default()));
            assert!(is_told, "{schema}: {found:?}");
        }
    }

    #[test]
    fn a_choice_may_be_null_if_one_of_its_alternatives_may() {
        let schemas = passed_schemas(
            super::lower,
            "A: {oneOf: [{type: string, nullable: true, enum: [a, null]}, {type: integer}]},
             B: {anyOf: [{$ref: '#/components/schemas/A'}, {type: boolean}]},
             C: {items: {$ref: '#/components/schemas/B'}},
             D: {nullable: false, oneOf: [{type: string, nullable: true}, {type: integer}]},
             E: {type: object, nullable: true, properties: {e: {}}},
             F: {oneOf: [{description: F., allOf: [{$ref: '#/components/schemas/E'}]}, {type: integer}]},
             G: {oneOf: [{nullable: false, allOf: [{$ref: '#/components/schemas/E'}]}, {type: integer}]},
             H: {items: {$ref: '#/components/schemas/F'}, additionalProperties: {$ref: '#/components/schemas/G'}}",
        );
        assert_eq!(
            schemas,
            json!({
                "A": {"oneOf": [{"type": "string", "enum": ["a"]}, {"type": "integer"}]},
                "B": {"anyOf": [{"$ref": "#/components/schemas/A"}, {"type": "boolean"}]},
                "C": {"items": {"nullable": true, "allOf": [{"$ref": "#/components/schemas/B"}]}},
                "D": {"nullable": false, "oneOf": [{"type": "string"}, {"type": "integer"}]},
                "E": {"type": "object", "properties": {"e": {}}},
                "F": {"oneOf": [
                    {"description": "F.", "allOf": [{"$ref": "#/components/schemas/E"}]},
                    {"type": "integer"},
                ]},
                "G": {"oneOf": [{"$ref": "#/components/schemas/E"}, {"type": "integer"}]},
                "H": {
                    "items": {"nullable": true, "allOf": [{"$ref": "#/components/schemas/F"}]},
                    "additionalProperties": {"$ref": "#/components/schemas/G"},
                },
            })
        );
    }
}
