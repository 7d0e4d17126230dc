//! A choice, or what is made of parts, has some, and each says something of its own.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{ANNOTATIONS, Document, Node, Object};
use crate::schema::{allows_null, is_of};

pub(super) fn check(document: &Document, schema: &Node, found: &mut Vec<Diagnostic>) {
    for keyword in ["allOf", "oneOf", "anyOf"] {
        let list = schema.get(keyword);
        if let Some(list) = list.filter(|list| list.as_array().is_some_and(<[Node]>::is_empty)) {
            found.push(Diagnostic::error(
                Code::Impossible,
                &list.position,
                format!("this `{keyword}` has no schema"),
                "add one, or remove the keyword",
            ));
        }
    }
    repeated(schema, found);
    shared_values(schema, found);
    shared_null(document, schema, found);
}

/// A value that two alternatives of a `oneOf` list is of neither.
fn shared_values(schema: &Node, found: &mut Vec<Diagnostic>) {
    let listed = |part: &Node| {
        let mut keys = part.as_object().into_iter().flat_map(Object::keys);
        let is_said = |key: &String| {
            matches!(key.as_str(), "enum" | "type" | "nullable")
                || ANNOTATIONS.contains(&key.as_str())
        };
        keys.all(is_said)
    };
    let parts = schema.items("oneOf").iter().filter(|part| listed(part));
    let mut before: Vec<BTreeMap<String, &Node>> = Vec::new();
    for part in parts {
        let values = part.items("enum").iter().filter(|value| !value.is_null());
        let values: BTreeMap<String, &Node> = values
            .map(|value| (value.to_json().to_string(), value))
            .collect();
        for (json, value) in &values {
            let first = before.iter().find_map(|other| {
                // Of one that is all of another that is told.
                let is_of_other = values.keys().all(|json| other.contains_key(json));
                let is_whole = is_of_other || other.keys().all(|json| values.contains_key(json));
                other.get(json).filter(|_| !is_whole)
            });
            if let Some(first) = first {
                let message = format!(
                    "the value {json} is of the alternative that has it at {}, too: by `oneOf` it is of neither",
                    first.position
                );
                found.push(Diagnostic::warning(
                    Code::Impossible,
                    &value.position,
                    message,
                    "leave it out of one of the two, or write `anyOf`",
                ));
            }
        }
        before.push(values);
    }
}

/// So is null.
fn shared_null(document: &Document, schema: &Node, found: &mut Vec<Diagnostic>) {
    let is_null = |part: &Node| allows_null(part) || part.str("type") == Some("null");
    let parts = schema.items("oneOf").iter();
    let mut with_null = parts.filter(|part| is_null(part) || is_null(document.target(part)));
    let Some(first) = with_null.next() else {
        return;
    };
    for part in with_null {
        // Of one that is another one once more that is told.
        if found
            .iter()
            .any(|told| told.position.as_ref() == Some(&part.position))
        {
            continue;
        }
        let message = format!(
            "null is of the alternative at {}, too: by `oneOf` it is of neither",
            first.position
        );
        found.push(Diagnostic::warning(
            Code::Impossible,
            &part.position,
            message,
            "let only one of the two be null",
        ));
    }
}

/// What is of one alternative of a `oneOf` is of no other, and one of an `anyOf` is there for something.
fn repeated(schema: &Node, found: &mut Vec<Diagnostic>) {
    let meaning = |part: &Node| {
        let mut json = part.to_json();
        if let Some(object) = json.as_object_mut() {
            object.retain(|key, _| !ANNOTATIONS.contains(&key.as_str()) && !key.starts_with("x-"));
        }
        json
    };
    for keyword in ["oneOf", "anyOf"] {
        let parts = schema.items(keyword);
        let meanings: Vec<_> = parts.iter().map(meaning).collect();
        for (index, part) in parts.iter().enumerate() {
            // The one text or number of an alternative is told as the value of an enum.
            let first = meanings[..index]
                .iter()
                .position(|first| *first == meanings[index]);
            let only = match part.items("enum") {
                [only] => Some(only),
                _ => part.get("const"),
            };
            let is_told = only
                .is_some_and(|value| ["string", "integer"].iter().any(|name| is_of(value, name)));
            if let Some(first) = first.filter(|_| !is_told) {
                let message = format!(
                    "this alternative is the one at {} once more",
                    parts[first].position
                );
                found.push(if keyword == "oneOf" {
                    let message = format!("{message}: by `oneOf` nothing is of either");
                    Diagnostic::error(
                        Code::Impossible,
                        &part.position,
                        message,
                        "remove one of the two",
                    )
                } else {
                    Diagnostic::warning(
                        Code::NoEffect,
                        &part.position,
                        message,
                        "remove one of the two",
                    )
                });
            }
        }
    }
}
