//! The values that a schema lists are its own, each once.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::Node;
use crate::schema::{type_of, types, unfit};

pub(super) fn check(schema: &Node, found: &mut Vec<Diagnostic>) {
    let list = schema.get("enum");
    if let Some(list) = list.filter(|list| list.as_array().is_some_and(<[Node]>::is_empty)) {
        found.push(Diagnostic::error(
            Code::Impossible,
            &list.position,
            "this `enum` has no value",
            "add the values that there can be",
        ));
    }
    constant(schema, found);
    if let Some(other) = of_other_type(schema).filter(|_| types(schema).is_empty()) {
        found.push(Diagnostic::error(
            Code::Unsupported,
            &other.position,
            "an `enum` of values of several types is not supported",
            "keep values of one type",
        ));
    }
    check_merged(schema, found);
}

/// The first value of an enum that has no type in common with all before it; null is of every type.
pub(super) fn of_other_type(schema: &Node) -> Option<&Node> {
    let values = schema.items("enum").iter();
    let values: Vec<&Node> = values.filter(|value| !value.is_null()).collect();
    let is_other = |end: &usize| type_of(&values[..*end]).is_none();
    let end = (1..=values.len()).find(is_other)?;
    values.get(end - 1).copied()
}

/// What is so of values that come together in a merged schema, too.
pub(super) fn check_merged(schema: &Node, found: &mut Vec<Diagnostic>) {
    duplicates(schema, found);
    check_values(schema, found);
}

/// A value is listed once.
fn duplicates(schema: &Node, found: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for item in schema.items("enum") {
        let json = item.to_json();
        if !seen.insert(json.to_string()) {
            found.push(Diagnostic::error(
                Code::DuplicateValue,
                &item.position,
                format!("the value {json} is in this `enum` a second time"),
                "remove one of the two",
            ));
        }
    }
}

/// A `const` is one of the values that are listed, and leaves no other.
fn constant(schema: &Node, found: &mut Vec<Diagnostic>) {
    let Some(constant) = schema.get("const") else {
        return;
    };
    let Some(list) = schema.as_object().and_then(|object| object.get("enum")) else {
        return;
    };
    let value = constant.to_json();
    let mut listed = schema.items("enum").iter();
    if listed.any(|other| other.to_json() == value) {
        found.push(Diagnostic::warning(
            Code::NoEffect,
            &list.key,
            "`enum` has no effect beside `const`, which leaves one of its values",
            "remove one of the two",
        ));
    } else if !schema.items("enum").is_empty() {
        found.push(Diagnostic::error(
            Code::Impossible,
            &constant.position,
            format!("the `const` {value} is none of the values of the `enum` beside it"),
            "correct one of the two, or remove it",
        ));
    }
}

/// The values of an enum are of its type.
fn check_values(schema: &Node, found: &mut Vec<Diagnostic>) {
    for item in unfit(schema) {
        found.push(Diagnostic::error(
            Code::Impossible,
            &item.position,
            format!(
                "the value {} is not of type `{}`",
                item.to_json(),
                types(schema).join("` or `")
            ),
            "correct the value, or the type",
        ));
    }
}
