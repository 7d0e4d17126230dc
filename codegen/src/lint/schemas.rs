//! Schemas that say something that cannot be meant.

use std::collections::BTreeSet;

use super::required::{is_part, parent_of_part, parts};
use super::{alternatives, enums};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node, Position, Value};
use crate::schema::{allows_null, has_effect, implied_type, subjects, type_of, types};
use crate::vocabulary::{TYPES, Version, schemas};

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    let version = Version::of(document);
    let schemas = schemas(document);
    let parts = parts(document);
    for (schema, pointer) in &schemas {
        if schema.get("$ref").is_some() && version == Version::V3_0 {
            continue;
        }
        // A part of an `allOf` may speak of the properties of the others.
        let is_part = is_part(pointer) || parts.contains(&std::ptr::from_ref(*schema));
        let types = types(schema);
        if !is_part {
            let is_typed = !types.is_empty() || is_typed_by_whole(document, pointer);
            let is_told = !is_typed && !is_merged(document, &parts, pointer);
            if let Some(implied) =
                implied_type(schema).filter(|_| is_told && enums::of_other_type(schema).is_none())
            {
                found.extend(taken_for(schema, implied, version));
            }
            // 3.1 has no such word, which is told.
            if version == Version::V3_0 {
                check_null(schema, found);
            }
        }
        check_keywords(schema, found);
        alternatives::check(document, schema, found);
        enums::check(schema, found);
        repeated_types(schema, found);
        if !is_part {
            if version == Version::V3_0 {
                check_flags(schema, found);
            }
            check_directions(schema, found);
        }
        if let Some(pattern) = schema.get("pattern") {
            check_pattern(pattern, found);
        }
        let mut others = ["allOf", "oneOf", "anyOf"].iter();
        // An alternative may hold what is said beside the choice.
        let is_plain = parent_of_part(pointer).is_none() && !is_part;
        let is_whole = is_plain && others.all(|keyword| schema.get(keyword).is_none());
        // Of 3.1 it holds anything.
        if is_whole && version == Version::V3_0 {
            check_items(schema, found);
        }
    }
}

/// Whether it is an alternative at a pointer, and what it is one of says of which type all are.
fn is_typed_by_whole(document: &Document, pointer: &str) -> bool {
    let whole = parent_of_part(pointer).and_then(|parent| document.root.at(parent));
    whole.is_some_and(|whole| !types(whole).is_empty())
}

/// Whether what stands at a pointer is merged with what another part says of the same: of that it is told when
/// it is merged.
fn is_merged(document: &Document, parts: &BTreeSet<*const Node>, pointer: &str) -> bool {
    let outer = pointer.match_indices('/').map(|(end, _)| &pointer[..end]);
    let mut outer = outer.filter_map(|pointer| document.root.at(pointer));
    outer.any(|node| node.get("allOf").is_some() || parts.contains(&std::ptr::from_ref(node)))
}

/// Of a document before and after it was lowered: what is so of schemas that were merged.
pub(super) fn check_merged(document: &Document, lowered: &Document, found: &mut Vec<Diagnostic>) {
    let version = Version::of(document);
    let schemas = schemas(lowered);
    // What stands beside a choice is a part of each alternative, and has an effect on some.
    let effective: BTreeSet<&Position> = schemas
        .iter()
        .flat_map(|(schema, _)| {
            let members = schema.as_object().into_iter().flatten();
            let members = members.filter(|(name, member)| has_effect(schema, name, &member.node));
            members.flat_map(|(_, member)| [&member.key, &member.node.position])
        })
        .collect();
    let mut without_effect = Vec::new();
    for (schema, _) in &schemas {
        check_items(schema, found);
        check_keywords(schema, &mut without_effect);
        enums::check_merged(schema, found);
        check_directions(schema, found);
        // A type that was written has a place of its own.
        let implied = schema
            .get("type")
            .filter(|of_type| of_type.position == schema.position);
        let is_told = || {
            found
                .iter()
                .any(|one| one.position.as_ref() == Some(&schema.position))
        };
        if let Some(implied) = implied.and_then(Node::as_str).filter(|_| !is_told()) {
            found.extend(taken_for(schema, implied, version));
        }
    }
    without_effect.retain(|one: &Diagnostic| {
        let at = one.position.as_ref();
        at.is_none_or(|at| !effective.contains(at))
    });
    found.extend(without_effect);
}

/// An array says what it holds; one that is merged when all is merged.
fn check_items(schema: &Node, found: &mut Vec<Diagnostic>) {
    if types(schema) == ["array"] && schema.get("items").is_none() {
        found.push(Diagnostic::error(
            Code::MissingKeyword,
            &schema.position,
            "an array has no `items`",
            "say what it holds, e.g. `items: {type: string}`; `items: {}` is for anything",
        ));
    }
}

/// What is said of a schema without a type; in 3.1 its values are enough, which are often all that there is, but for
/// arrays: they don't say what is in them.
fn taken_for(schema: &Node, implied: &str, version: Version) -> Option<Diagnostic> {
    let values = schema.items("enum").iter().chain(schema.get("const"));
    let values: Vec<&Node> = values.filter(|value| !value.is_null()).collect();
    let is_said = implied != "array" && type_of(&values) == Some(implied);
    if is_said && version == Version::V3_1 {
        return None;
    }
    let (null, help) = match version {
        _ if implied == "array" && schema.get("items").is_none() => (
            "",
            "add `type: array`, and what its `items` are, e.g. `items: {}`".to_owned(),
        ),
        _ if !allows_null(schema) => ("", format!("add `type: {implied}`")),
        Version::V3_0 if schema.get("nullable").is_some() => {
            (" or null", format!("add `type: {implied}`"))
        }
        Version::V3_0 => {
            let help = format!("add `type: {implied}` and `nullable: true`");
            (" or null", help)
        }
        Version::V3_1 => (" or null", format!("add `type: [{implied}, 'null']`")),
    };
    Some(Diagnostic::warning(
        Code::MissingKeyword,
        &schema.position,
        format!("this schema has no `type`, and is taken for `{implied}`{null}"),
        help,
    ))
}

/// `nullable` adds `null` to a type, and not to an `enum` that lists other values (`OpenAPI` 3.0.3, "Schema Object").
fn check_null(schema: &Node, found: &mut Vec<Diagnostic>) {
    let is_typed = ["type", "allOf", "oneOf", "anyOf"]
        .iter()
        .any(|key| schema.get(key).is_some());
    if let Some(list) = schema.get("enum")
        && schema.is_true("nullable")
        && list
            .as_array()
            .is_some_and(|all| !all.is_empty() && !all.iter().any(Node::is_null))
    {
        found.push(Diagnostic::warning(
            Code::MissingKeyword,
            &list.position,
            "null is none of these values, though `nullable: true` is taken at its word",
            "list `null`, too, or remove `nullable`",
        ));
    }
    let Some(nullable) = schema.get("nullable").filter(|_| !is_typed) else {
        return;
    };
    // Anything may be null.
    let has_effect = schema.is_true("nullable") || implied_type(schema).is_some();
    found.push(if has_effect {
        Diagnostic::warning(
            Code::MissingKeyword,
            &nullable.position,
            "`nullable` is without a `type` to add `null` to, and is taken at its word",
            "add the `type` of the values that aren't null",
        )
    } else {
        Diagnostic::warning(
            Code::NoEffect,
            &nullable.position,
            "`nullable: false` has no effect without a `type`: the value may be anything",
            "add the `type` of the values, or remove it",
        )
    });
}

/// Keywords are of the type that there is; those of a part are, of what it is merged with.
fn check_keywords(schema: &Node, found: &mut Vec<Diagnostic>) {
    // What has an effect on values of a type that is none isn't known.
    if !types(schema)
        .iter()
        .all(|name| TYPES.contains(name) || *name == "null")
    {
        return;
    }
    let types = types(schema).join("` or `");
    for (name, member) in schema.as_object().into_iter().flatten() {
        // Beside what it is of: a flag that was meant for a property of another object.
        let is_flag = name == "required" && matches!(member.node.value, Value::Bool(_));
        // Of one that was made of another, that is told.
        let is_made = member.key == member.node.position;
        if is_flag || is_made || has_effect(schema, name, &member.node) {
            continue;
        }
        found.push(match member.node.as_str().filter(|_| name == "format") {
            Some(format) => Diagnostic::warning(
                Code::NoEffect,
                &member.node.position,
                format!("the format `{format}` has no effect on a value of type `{types}`"),
                "remove it, or correct the type",
            ),
            None => Diagnostic::warning(
                Code::NoEffect,
                &member.key,
                format!("`{name}` has no effect on a value of type `{types}`"),
                format!(
                    "remove it, or make the type `{}`",
                    subjects(name).unwrap_or_default().join("` or `")
                ),
            ),
        });
    }
}

/// A type is listed once.
fn repeated_types(schema: &Node, found: &mut Vec<Diagnostic>) {
    let types = schema
        .get("type")
        .and_then(Node::as_array)
        .unwrap_or_default();
    for (index, of_type) in types.iter().enumerate() {
        if types[..index]
            .iter()
            .any(|first| first.as_str() == of_type.as_str())
        {
            found.push(Diagnostic::error(
                Code::DuplicateValue,
                &of_type.position,
                format!("the type {} is here a second time", of_type.to_json()),
                "remove one of the two",
            ));
        }
    }
}

/// Flags that say something of another keyword.
fn check_flags(schema: &Node, found: &mut Vec<Diagnostic>) {
    for (flag, bound) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        let flag = schema
            .get(flag)
            .filter(|_| schema.is_true(flag))
            .zip(Some(flag));
        if let Some((node, flag)) = flag.filter(|_| schema.get(bound).is_none()) {
            found.push(Diagnostic::warning(
                Code::NoEffect,
                &node.position,
                format!("`{flag}: true` has no effect without `{bound}`"),
                format!("add `{bound}`, or remove it"),
            ));
        }
    }
}

/// What is in replies only is in no request.
fn check_directions(schema: &Node, found: &mut Vec<Diagnostic>) {
    if let Some(node) = schema.get("writeOnly")
        && schema.is_true("writeOnly")
        && schema.is_true("readOnly")
    {
        found.push(Diagnostic::error(
            Code::Impossible,
            &node.position,
            "what is `readOnly` is in replies only, and not `writeOnly`",
            "remove one of the two",
        ));
    }
}

/// Patterns are regular expressions of ECMA-262, as JSON Schema has them.
fn check_pattern(pattern: &Node, found: &mut Vec<Diagnostic>) {
    let Some(text) = pattern.as_str() else { return };
    let parsed = regress::Regex::with_flags(text, "u").or_else(|_| regress::Regex::new(text));
    if let Err(error) = parsed {
        found.push(Diagnostic::error(
            Code::Pattern,
            &pattern.position,
            format!("this is no regular expression: {error}"),
            "correct it; the syntax is that of ECMA-262 (JavaScript)",
        ));
    }
}
