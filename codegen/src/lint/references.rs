//! Every `$ref` leads somewhere.

use super::nearest;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node};
use crate::reference;

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    for (name, member) in document
        .root
        .get("components")
        .into_iter()
        .flat_map(|node| node.members("schemas"))
    {
        if is_part_of_itself(document, name, &member.node, &mut Vec::new()) {
            found.push(Diagnostic::error(
                Code::CircularRef,
                &member.key,
                format!("the schema `{name}` is made of itself by `allOf`"),
                "refer to it from a property or from `items`",
            ));
        }
    }
    reference::walk(&document.root, &mut |_, reference| {
        let Some(text) = reference.as_str() else {
            found.push(Diagnostic::error(
                Code::WrongType,
                &reference.position,
                "a `$ref` is not a string",
                "write it as e.g. `$ref: '#/components/schemas/Name'`",
            ));
            return;
        };
        if !text.starts_with('#') {
            found.push(Diagnostic::error(
                Code::Unsupported,
                &reference.position,
                format!("the `$ref` {text} leads to no local file"),
                "keep a copy beside the document, and refer to that",
            ));
            return;
        }
        let mut target = document.resolve(text);
        if target.is_none() {
            found.push(dangling(document, reference, text));
        }
        let mut seen = vec![text];
        while let Some(next) = target.and_then(|node| node.str("$ref")) {
            if seen.contains(&next) {
                found.push(Diagnostic::error(
                    Code::CircularRef,
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

/// A reference that leads nowhere, with the nearest name that there is.
fn dangling(document: &Document, reference: &Node, text: &str) -> Diagnostic {
    let nearest = text.rsplit_once('/').and_then(|(parent, name)| {
        let names = document.resolve(parent)?.as_object()?.keys();
        nearest(name, names.map(String::as_str)).map(|name| format!("{parent}/{name}"))
    });
    let help = match nearest {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => "add what it names, or correct the name".to_owned(),
    };
    let message = format!("the `$ref` {text} leads nowhere");
    Diagnostic::error(Code::DanglingRef, &reference.position, message, help)
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
