//! What is declared and no operation comes to is told: nothing is made of it.

use std::collections::BTreeSet;

use super::references;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node, Object, Position};
use crate::reference::{self, segment};
use crate::security;
use crate::vocabulary::{Thing, Version, Visit, schemas, walk};

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    let used = used(document);
    let mut referred = BTreeSet::new();
    reference::walk(&document.root, &mut |_, to| {
        referred.extend(to.as_str().and_then(reference::pointer));
    });
    let mut tell = |pointer: &str, name: &str, kind: &str, key: &Position| {
        if used.contains(pointer) {
            return;
        }
        let (what, help) = if is_any_below(&used, pointer) {
            (
                format!("nothing refers to `{name}` of `{kind}`, but to parts of it"),
                "refer to all of it, or move those parts to where others can be referred to",
            )
        } else if referred.contains(pointer) || is_any_below(&referred, pointer) {
            (
                format!("nothing that is used refers to `{name}` of `{kind}`"),
                "remove it, or refer to it in what is used",
            )
        } else {
            (
                format!("nothing refers to `{name}` of `{kind}`"),
                "remove it, or refer to it",
            )
        };
        found.push(Diagnostic::warning(Code::UnusedComponent, key, what, help));
    };
    // That these have no effect is told.
    let version = Version::of(document);
    let is_told = |kind: &str| {
        matches!(kind, "callbacks" | "links") || Thing::Components.keyword(kind, version).is_none()
    };
    let components = document.root.members("components");
    for (kind, section) in components.filter(|(kind, _)| !is_told(kind)) {
        for (name, member) in section.node.as_object().into_iter().flatten() {
            tell(
                &format!("/components/{kind}/{}", segment(name)),
                name,
                kind,
                &member.key,
            );
        }
    }
    // 3.0 has none, which is told.
    let schemas = (version == Version::V3_1).then(|| schemas(document));
    for (schema, pointer) in schemas.into_iter().flatten() {
        for (name, member) in schema.members(DEFS) {
            tell(
                &format!("{pointer}/{DEFS}/{}", segment(name)),
                name,
                DEFS,
                &member.key,
            );
        }
    }
}

const DEFS: &str = "$defs";

fn is_any_below(pointers: &BTreeSet<String>, pointer: &str) -> bool {
    let inside = format!("{pointer}/");
    let mut below = pointers.range(inside.clone()..);
    below.next().is_some_and(|one| one.starts_with(&inside))
}

/// The pointers to what operations refer to, and to what that refers to; definitions are used where they are
/// referred to.
pub(crate) fn used(document: &Document) -> BTreeSet<String> {
    let mut mapped = Mapped::default();
    walk(document, &mut mapped);
    let mut used: BTreeSet<String> = mapped.0.into_iter().collect();
    let of_document = document.root.items("security").iter();
    let of_document = of_document
        .filter_map(Node::as_object)
        .flat_map(Object::keys);
    let all = security::all_alternatives(document).concat();
    for name in of_document.map(String::as_str).chain(all) {
        used.insert(format!("/components/securitySchemes/{}", segment(name)));
    }
    let mut wanted: Vec<&Node> = used.iter().filter_map(|to| document.root.at(to)).collect();
    // That others than `paths` are not supported is told.
    wanted.extend(
        ["paths", "webhooks"]
            .map(|key| document.root.get(key))
            .into_iter()
            .flatten(),
    );
    while let Some(node) = wanted.pop() {
        reference::walk_without(node, &[DEFS], &mut |_, reference| {
            let Some(text) = reference.as_str() else {
                return;
            };
            let meant = references::meant_by(document, text);
            if let Some(to) = reference::pointer(meant.as_deref().unwrap_or(text))
                && used.insert(to.clone())
            {
                wanted.extend(document.root.at(&to));
            }
        });
    }
    // What is nothing but a reference to what has a type gives that its name.
    for (target, name) in reference::named(document) {
        let makes_type = document.resolve(&target).is_some_and(makes_type);
        if makes_type && is_in(&used, target.trim_start_matches('#')) {
            used.insert(format!("/components/schemas/{}", segment(&name)));
        }
    }
    used
}

fn makes_type(schema: &Node) -> bool {
    let makes = ["properties", "enum", "oneOf", "anyOf", "allOf"];
    makes.iter().any(|keyword| schema.get(keyword).is_some())
}

/// Whether it is used, as what it is in is, unless that only defines it.
pub(crate) fn is_in(used: &BTreeSet<String>, mut pointer: &str) -> bool {
    loop {
        if used.contains(pointer) || pointer == "/paths" {
            return true;
        }
        let Some((outer, _)) = pointer.rsplit_once('/') else {
            return false;
        };
        if outer.ends_with(&format!("/{DEFS}")) {
            return false;
        }
        pointer = outer;
    }
}

/// What discriminators refer to: that they have no effect is told of them.
#[derive(Default)]
struct Mapped(Vec<String>);

impl<'a> Visit<'a> for Mapped {
    fn object(&mut self, thing: Thing, node: &'a Node, _: &str) {
        if thing != Thing::Discriminator {
            return;
        }
        for (_, member) in node.members("mapping") {
            let to = member.node.as_str().unwrap_or_default();
            // It may also be the name of a schema.
            let by_name = format!("/components/schemas/{}", segment(to));
            self.0.push(reference::pointer(to).unwrap_or(by_name));
        }
    }
}
