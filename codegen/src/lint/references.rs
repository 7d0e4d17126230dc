//! Every `$ref` leads somewhere.

use std::collections::BTreeSet;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use pathdiff::diff_paths;

use super::nearest;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node, Position, SCHEMAS};
use crate::reference::{self, segment, shown, unescaped};
use crate::vocabulary::{Shape, Thing, Version, Visit, walk};

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
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
        if text.is_empty() {
            found.push(Diagnostic::error(
                Code::DanglingRef,
                &reference.position,
                "this `$ref` is empty",
                "write what it leads to, e.g. `$ref: '#/components/schemas/Name'`",
            ));
            return;
        }
        if !text.starts_with('#') {
            found.push(Diagnostic::error(
                Code::Unsupported,
                &reference.position,
                format!("the `$ref` {text} leads to no local file"),
                "keep a copy beside the document, and refer to that",
            ));
            return;
        }
        if document.resolve(text).is_none() && !is_unread(document, text) {
            found.push(dangling(document, reference, text));
        }
    });
}

/// Whether a reference leads into a file that could not be read, which is said already.
fn is_unread(document: &Document, text: &str) -> bool {
    let root = reference::file(text).and_then(|file| document.root.at(&file));
    root.is_some_and(Node::is_null)
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
        let is_no_object = |to: &Node| kinds.no_objects.contains(&to.position);
        if document.root.at(&to).is_some_and(|to| !is_no_object(to))
            && !is_unread(document, text)
            && !kinds.all.contains(&(to, thing))
        {
            found.push(Diagnostic::error(
                Code::DanglingRef,
                &reference.position,
                format!(
                    "the `$ref` {} does not lead to {}",
                    written(document, reference, text),
                    thing.name()
                ),
                "refer to a component of this kind",
            ));
        } else if thing == Thing::Schema && document.resolve(text).is_some() && is_dissolved(text) {
            found.push(Diagnostic::error(
                Code::Unsupported,
                &reference.position,
                "a `$ref` to the schema of a shared parameter, header, body or response is not supported",
                "move that schema to `components.schemas`, and refer to it from both",
            ));
        }
    }
}

/// Whether a reference leads into what lowering puts wherever it is referred to, and keeps nowhere else.
fn is_dissolved(reference: &str) -> bool {
    let pointer = reference::pointer(reference).unwrap_or_default();
    let names: Vec<&str> = pointer.split('/').skip(1).collect();
    match names.as_slice() {
        ["components", section, ..] => *section != "schemas",
        ["paths", _, "parameters", ..] => true,
        _ => false,
    }
}

/// Where objects of each kind stand, and what refers to them.
#[derive(Default)]
struct Kinds<'a> {
    all: BTreeSet<(String, Thing)>,
    references: Vec<(Thing, &'a Node)>,
    /// What is told to be no object.
    no_objects: BTreeSet<&'a Position>,
}

impl<'a> Visit<'a> for Kinds<'a> {
    fn mismatch(&mut self, node: &'a Node, shape: Shape, _: &str) {
        if matches!(shape, Shape::Is(_)) {
            self.no_objects.insert(&node.position);
        }
    }

    fn object(&mut self, thing: Thing, node: &'a Node, pointer: &str) {
        let pointer = reference::pointer(&format!("#{pointer}"));
        self.all.extend(pointer.map(|pointer| (pointer, thing)));
        if thing.is_referable() {
            let reference = node.get("$ref").map(|reference| (thing, reference));
            self.references.extend(reference);
        }
    }
}

/// A reference as it may be written where it stands.
fn written(document: &Document, reference: &Node, text: &str) -> String {
    let shown = shown(text);
    let (here, root) = (&reference.position.file, &document.root.position.file);
    let (file, pointer) = shown.split_once('#').unwrap_or((&shown, ""));
    let folder = |file: &str| {
        Path::new(file)
            .parent()
            .map(Path::to_owned)
            .unwrap_or_default()
    };
    let file = if file.is_empty() {
        PathBuf::from(&root.name)
    } else {
        folder(&root.name).join(file)
    };
    let from_here = if file == Path::new(&here.name) {
        Some(PathBuf::new())
    } else {
        diff_paths(&file, folder(&here.name))
    };
    let file = from_here
        .unwrap_or(file)
        .display()
        .to_string()
        .replace(MAIN_SEPARATOR, "/");
    if !pointer.is_empty() || file.is_empty() {
        format!("{file}#{pointer}")
    } else {
        file
    }
}

/// A reference that leads nowhere.
fn dangling(document: &Document, reference: &Node, text: &str) -> Diagnostic {
    let text_there = written(document, reference, text);
    let message = format!("the `$ref` {text_there} leads nowhere");
    let help = "add what it names, or correct the name";
    let meant = meant(document, text).map(|meant| written(document, reference, &meant));
    Diagnostic::error(Code::DanglingRef, &reference.position, message, help)
        .or_meant(meant.as_deref())
}

/// The reference that is meant by one that leads nowhere, or to no file that can be read.
pub(super) fn meant_by(document: &Document, text: &str) -> Option<String> {
    if is_unread(document, text) {
        return reference::bare(document, &shown(text));
    }
    let is_misspelt = document.resolve(text).is_none();
    is_misspelt.then(|| meant(document, text))?
}

/// The reference that is meant by one that leads nowhere: that with the nearest name.
pub(super) fn meant(document: &Document, text: &str) -> Option<String> {
    let (parent, name) = text.rsplit_once('/')?;
    let Some(others) = document.resolve(parent) else {
        let section = parent.strip_prefix("#/components/").unwrap_or_default();
        if Thing::Components.keyword(section, Version::V3_1).is_some() {
            return None;
        }
        // As other versions have it: `#/definitions/Pet`.
        let mut names = document.schemas().map(|(other, _)| other);
        let meant = names.find(|other| *other == unescaped(name))?;
        return Some(format!("{SCHEMAS}{}", segment(meant)));
    };
    let nearest = nearest(name, others.as_object()?.keys().map(String::as_str))?;
    Some(format!("{parent}/{}", segment(nearest)))
}
