//! Every `$ref` leads somewhere.

use crate::diagnostic::Diagnostic;
use crate::document::{Document, Node};

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    for (name, member) in document
        .root
        .get("components")
        .into_iter()
        .flat_map(|node| node.members("schemas"))
    {
        if is_part_of_itself(document, name, &member.node, &mut Vec::new()) {
            found.push(Diagnostic::at(
                &member.key,
                format!("the schema `{name}` is made of itself by `allOf`"),
                "refer to it from a property or from `items`",
            ));
        }
    }
    document.root.walk(&mut |node| {
        let Some(reference) = node.get("$ref") else {
            return;
        };
        // A property may be called `$ref`; its value is a schema then.
        if reference.as_object().is_some() {
            return;
        }
        let Some(text) = reference.as_str() else {
            found.push(Diagnostic::at(
                &reference.position,
                "a `$ref` is not a string",
                "write it as e.g. `$ref: '#/components/schemas/Name'`",
            ));
            return;
        };
        if !text.starts_with('#') {
            found.push(Diagnostic::at(
                &reference.position,
                format!("the `$ref` {text} leads out of this file"),
                "refer to something in this file, e.g. `#/components/schemas/Name`",
            ));
            return;
        }
        let mut target = document.resolve(text);
        if target.is_none() {
            found.push(Diagnostic::at(
                &reference.position,
                format!("the `$ref` {text} leads nowhere"),
                "add what it names, or correct the name",
            ));
        }
        let mut seen = vec![text];
        while let Some(next) = target.and_then(|node| node.str("$ref")) {
            if seen.contains(&next) {
                found.push(Diagnostic::at(
                    &reference.position,
                    format!("the `$ref` {text} leads back to itself"),
                    "refer to something that is not a reference itself",
                ));
                return;
            }
            seen.push(next);
            target = document.resolve(next);
        }
    });
}

/// Whether the schema `name` is among what `schema` is merged from; `seen` are those looked into.
fn is_part_of_itself<'a>(
    document: &'a Document,
    name: &str,
    schema: &'a Node,
    seen: &mut Vec<&'a str>,
) -> bool {
    schema.items("allOf").iter().chain([schema]).any(|part| {
        let Some(part_name) = document.schema_name(part) else {
            return false;
        };
        if part_name == name {
            return true;
        }
        if seen.contains(&part_name) {
            return false;
        }
        seen.push(part_name);
        let part = document.schema(part_name);
        part.is_some_and(|part| is_part_of_itself(document, name, part, seen))
    })
}
