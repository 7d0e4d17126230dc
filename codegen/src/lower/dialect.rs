//! `dialect`: writes what `OpenAPI` 3.1 says as 3.0 says it.
//!
//! openapiv3 and progenitor read 3.0 only; the two say the same of the kinds of documents that are
//! supported.

#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node, Object, Value};
use crate::schema::{compare, implied_type, lists_null, subjects};
use crate::vocabulary::{Version, schemas};

pub(super) fn lower(document: &mut Document, found: &mut Vec<Diagnostic>) {
    let version = Version::of(document);
    let pointers: Vec<String> = schemas(document)
        .into_iter()
        .map(|(_, pointer)| pointer)
        .collect();
    for pointer in pointers.iter().rev() {
        let Some(schema) = document.root.at_mut(pointer) else {
            continue;
        };
        if version == Version::V3_1 {
            lower_schema(schema, found);
        } else {
            lower_listed_null(schema);
        }
    }
    if version == Version::V3_1
        && let Some(version) = document.root.get_mut("openapi")
    {
        version.value = Value::String("3.0.3".to_owned());
    }
}

fn lower_schema(schema: &mut Node, found: &mut Vec<Diagnostic>) {
    match schema.value {
        // Anything.
        Value::Bool(true) => {
            schema.value = Value::Object(Object::new());
            return;
        }
        Value::Bool(false) => {
            found.push(Diagnostic::error(
                Code::Unsupported,
                &schema.position,
                "a schema that allows nothing is not supported",
                "remove it",
            ));
            return;
        }
        _ => {}
    }
    // 3.1 has none, `lint` says.
    schema.take("nullable");
    lower_types(schema, found);
    let is_array = schema.str("type").or_else(|| implied_type(schema)) == Some("array");
    if is_array && schema.get("items").is_none() {
        // Of anything.
        let items = schema.with(Value::Object(Object::new()));
        schema.set("items", items);
    }
    // `lint` sees to it that it is one of the values of an `enum` beside it.
    if let Some(constant) = schema.take("const") {
        let list = schema.with(Value::Array(vec![constant]));
        schema.set("enum", list);
    }
    lower_listed_null(schema);
    for (bound, exclusive) in [
        ("minimum", "exclusiveMinimum"),
        ("maximum", "exclusiveMaximum"),
    ] {
        let key = schema.as_object().and_then(|object| object.get(exclusive));
        let key = key.map(|member| member.key.clone());
        if let Some(value) = schema.take(exclusive) {
            // The tighter of the two is what counts.
            if let Some(other) = schema.get(bound) {
                let (Value::Number(own), Value::Number(plain)) = (&value.value, &other.value)
                else {
                    continue;
                };
                let looser = if bound == "minimum" {
                    Ordering::Less
                } else {
                    Ordering::Greater
                };
                let is_tighter = compare(own, plain) != looser;
                let (looser, tighter) = if is_tighter {
                    ((bound, other), exclusive)
                } else {
                    ((exclusive, &value), bound)
                };
                found.push(Diagnostic::warning(
                    Code::NoEffect,
                    &looser.1.position,
                    format!(
                        "`{}` has no effect beside `{tighter}`, which is tighter",
                        looser.0
                    ),
                    "remove it",
                ));
                if !is_tighter {
                    continue;
                }
            }
            schema.set(exclusive, value.with(Value::Bool(true)));
            let member = schema
                .as_object_mut()
                .and_then(|all| all.get_mut(exclusive));
            if let (Some(member), Some(key)) = (member, key) {
                member.key = key;
            }
            schema.set(bound, value);
        }
    }
    lower_siblings(schema);
    let allows_null = lower_null_of_parts(schema);
    lower_choice(schema, allows_null, found);
}

/// What is said of null among the types.
fn null_without_effect(at: &Node, reason: &str) -> Diagnostic {
    Diagnostic::warning(
        Code::NoEffect,
        &at.position,
        format!("that null is allowed here has no effect: {reason}"),
        "allow it there, too, or leave it out here",
    )
}

/// `enum: [a, null]`, of which 3.0 wants to be told by `nullable`, too.
fn lower_listed_null(schema: &mut Node) {
    let mut values = schema.items("enum").iter();
    let null = values.find(|value| value.is_null() && lists_null(schema));
    if let Some(flag) = null.map(|null| null.with(Value::Bool(true))) {
        schema.set("nullable", flag);
    }
}

/// Beside a `$ref` 3.1 may have other keywords.
fn lower_siblings(schema: &mut Node) {
    if schema.as_object().is_some_and(|object| object.len() > 1)
        && let Some(reference) = schema.take("$ref")
    {
        let mut target = schema.with(Value::Object(Object::new()));
        target.set("$ref", reference);
        if let Some(Value::Array(parts)) = schema.get_mut("allOf").map(|node| &mut node.value) {
            parts.insert(0, target);
        } else {
            let list = schema.with(Value::Array(vec![target]));
            schema.set("allOf", list);
        }
    }
}

/// Beside an `allOf`, which has to allow null too: there `nullable` of 3.0 would be taken to mean the whole,
/// and is `null` for the pass `merge` if the parts decide. Tells whether what stands beside it allows null.
fn lower_null_of_parts(schema: &mut Node) -> bool {
    let values = schema.items("enum");
    let allows_null = (schema.get("type").is_none() || schema.is_true("nullable"))
        && (values.is_empty() || values.iter().any(Node::is_null));
    if schema.get("allOf").is_some() {
        let flag = schema.take("nullable");
        if !allows_null {
            schema.set("nullable", schema.with(Value::Bool(false)));
        } else if let Some(flag) = flag.filter(|_| schema.get("type").is_some()) {
            schema.set("nullable", flag.with(Value::Null));
        }
    }
    allows_null
}

/// `type: [string, 'null']`
fn lower_types(schema: &mut Node, found: &mut Vec<Diagnostic>) {
    let Some(node) = schema.get("type").cloned() else {
        return;
    };
    let names: Vec<&str> = match node.as_array() {
        Some(items) => items.iter().filter_map(Node::as_str).collect(),
        None => node.as_str().into_iter().collect(),
    };
    let others: BTreeSet<&str> = names
        .iter()
        .copied()
        .filter(|name| *name != "null")
        .collect();
    let others = Vec::from_iter(others);
    // Values that are listed are all that there are.
    let allows_null = |values: &[Node]| values.iter().any(Node::is_null);
    let is_listed = schema
        .get("enum")
        .is_none_or(|_| allows_null(schema.items("enum")))
        && schema.get("const").is_none_or(Node::is_null);
    let mut items = node.as_array().unwrap_or_default().iter();
    let null = items.find(|item| item.as_str() == Some("null"));
    let null = null.or(Some(&node)).filter(|_| names.contains(&"null"));
    if let Some(null) = null.filter(|_| is_listed) {
        schema.set("nullable", null.with(Value::Bool(true)));
    } else if let Some(null) = null {
        let reason = "null is none of the values that are listed";
        found.push(null_without_effect(null, reason));
    }
    match others.as_slice() {
        [name] => schema.set("type", node.with(Value::String((*name).to_owned()))),
        [] if names.is_empty() => {}
        [] => {
            // What is said of other types, `lint` says, has no effect.
            if let Some(object) = schema.as_object_mut() {
                object.retain(|name, _| subjects(name).is_none());
            }
            schema.set("type", node.with(Value::String("object".to_owned())));
            let null = node.with(Value::Array(vec![node.with(Value::Null)]));
            schema.set("enum", null);
        }
        _ => {
            found.push(Diagnostic::error(
                Code::Unsupported,
                &node.position,
                "a value of several types is not supported",
                "use `oneOf` with a schema for each type",
            ));
            // Anything, which nothing contradicts.
            schema.value = Value::Object(Object::new());
        }
    }
}

/// `anyOf: [{…}, {type: 'null'}]`; what stands beside the choice may forbid null all the same.
fn lower_choice(schema: &mut Node, allows_null: bool, found: &mut Vec<Diagnostic>) {
    for keyword in ["anyOf", "oneOf"] {
        let Some(Value::Array(parts)) = schema.get_mut(keyword).map(|node| &mut node.value) else {
            continue;
        };
        let is_null = |part: &Node| {
            part.is_true("nullable")
                && part.items("enum").iter().all(Node::is_null)
                && !part.items("enum").is_empty()
        };
        let before = parts.clone();
        parts.retain(|part| !is_null(part));
        if parts.len() == before.len() {
            // None of them is null, whatever stands beside them.
            if !before.iter().any(may_be_null)
                && let Some(flag) = schema
                    .take("nullable")
                    .filter(|flag| matches!(flag.value, Value::Bool(true)))
            {
                found.push(null_without_effect(
                    &flag,
                    "null is none of the alternatives",
                ));
            }
            continue;
        }
        if parts.is_empty() {
            parts.extend(before.into_iter().take(1));
        }
        let flag = schema.with(Value::Bool(allows_null));
        let Some(parts) = schema.take(keyword) else {
            continue;
        };
        let choice = if let Some([only]) = parts.as_array() {
            let mut only = only.clone();
            // A list of values has null as well.
            if let Some(Value::Array(values)) = only.get_mut("enum").map(|list| &mut list.value)
                && allows_null
                && !values.iter().any(Node::is_null)
            {
                values.push(flag.with(Value::Null));
            }
            only
        } else {
            let mut around = parts.with(Value::Object(Object::new()));
            around.set(keyword, parts);
            around
        };
        add(schema, choice, flag);
    }
}

/// Whether an alternative allows null, or may do so by what it is made of.
fn may_be_null(part: &Node) -> bool {
    let is_made = ["$ref", "allOf", "oneOf", "anyOf"]
        .iter()
        .any(|key| part.get(key).is_some());
    let is_open = part.get("type").is_none() && part.get("enum").is_none();
    is_made || is_open || part.is_true("nullable")
}

/// Says of a schema what `choice` says, and whether that may be null.
fn add(schema: &mut Node, mut choice: Node, nullable: Node) {
    let is_apart = |object: &Object| object.keys().all(|key| schema.get(key).is_none());
    let is_alone = schema.get("allOf").is_none();
    let position = choice.position.clone();
    match choice.as_object_mut() {
        Some(members) if is_alone && !members.contains_key("$ref") && is_apart(members) => {
            if schema.as_object().is_some_and(Object::is_empty) {
                // What is said of it is said of what it is.
                schema.position = position;
            }
            for (key, member) in std::mem::take(members) {
                schema.set(&key, member.node);
            }
            schema.set("nullable", nullable);
        }
        _ if is_alone => {
            let list = choice.with(Value::Array(vec![choice.clone()]));
            schema.set("allOf", list);
            schema.set("nullable", nullable);
        }
        // Only if the other parts may be null, too.
        _ => {
            let mut part = choice.with(Value::Object(Object::new()));
            part.set("allOf", choice.with(Value::Array(vec![choice.clone()])));
            part.set("nullable", nullable);
            if let Some(Value::Array(parts)) = schema.get_mut("allOf").map(|node| &mut node.value) {
                parts.push(part);
            }
        }
    }
}
