//! Every `$ref` leads somewhere.

use std::collections::BTreeSet;

use super::nearest;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node};
use crate::reference;
use crate::vocabulary::{Thing, Visit, walk};

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    for (name, member) in document
        .root
        .get("components")
        .into_iter()
        .flat_map(|node| node.members("schemas"))
    {
        if is_part_of_itself(document, name, &member.node, &mut BTreeSet::new()) {
            found.push(Diagnostic::error(
                Code::CircularRef,
                &member.key,
                format!("the schema `{name}` is made of itself by `allOf`"),
                "refer to it from a property or from `items`",
            ));
        }
    }
    check_kinds(document, found);
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
        let mut seen = BTreeSet::from([text]);
        while let Some(next) = target.and_then(|node| node.str("$ref")) {
            if !seen.insert(next) {
                found.push(Diagnostic::error(
                    Code::CircularRef,
                    &reference.position,
                    format!("the `$ref` {text} leads back to itself"),
                    "refer to something that is not a reference itself",
                ));
                return;
            }
            target = document.resolve(next);
        }
    });
}

/// A reference leads to what may stand in its place.
fn check_kinds(document: &Document, found: &mut Vec<Diagnostic>) {
    let mut kinds = Kinds::default();
    walk(document, &mut kinds);
    for (thing, reference) in kinds.references {
        let Some(text) = reference.as_str() else {
            continue;
        };
        let Some(to) = reference::pointer(text) else {
            continue;
        };
        if document.root.at(&to).is_some() && !kinds.all.contains(&(to, thing)) {
            found.push(Diagnostic::error(
                Code::DanglingRef,
                &reference.position,
                format!("the `$ref` {text} does not lead to {}", thing.name()),
                "refer to a component of this kind",
            ));
        }
    }
}

/// Where objects of each kind stand, and what refers to them.
#[derive(Default)]
struct Kinds<'a> {
    all: BTreeSet<(String, Thing)>,
    references: Vec<(Thing, &'a Node)>,
}

impl<'a> Visit<'a> for Kinds<'a> {
    fn object(&mut self, thing: Thing, node: &'a Node, pointer: &str) {
        let pointer = reference::pointer(&format!("#{pointer}"));
        self.all.extend(pointer.map(|pointer| (pointer, thing)));
        if thing.is_referable() {
            let reference = node.get("$ref").map(|reference| (thing, reference));
            self.references.extend(reference);
        }
    }
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
    seen: &mut BTreeSet<&'a str>,
) -> bool {
    schema.items("allOf").iter().chain([schema]).any(|part| {
        let Some(part_name) = document.schema_name(part) else {
            return false;
        };
        if part_name == name {
            return true;
        }
        if !seen.insert(part_name) {
            return false;
        }
        let part = document.schema(part_name);
        part.is_some_and(|part| is_part_of_itself(document, name, part, seen))
    })
}
