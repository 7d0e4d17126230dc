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
    for (schema, pointer) in schemas(document) {
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

/// What makes use of nothing: that callbacks have no effect is told, and definitions are used where they are
/// referred to.
const WITHOUT: [&str; 2] = ["callbacks", DEFS];

/// The pointers to what operations refer to, and to what that refers to.
pub(crate) fn used(document: &Document) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let mut mapped = Mapped::default();
    walk(document, &mut mapped);
    used.extend(mapped.0);
    let of_document = document.root.items("security").iter();
    let of_document = of_document
        .filter_map(Node::as_object)
        .flat_map(Object::keys);
    let all = security::all_alternatives(document).concat();
    for name in of_document.map(String::as_str).chain(all) {
        used.insert(format!("/components/securitySchemes/{}", segment(name)));
    }
    let mut wanted: Vec<&Node> = used.iter().filter_map(|to| document.root.at(to)).collect();
    wanted.extend(document.root.get("paths"));
    while let Some(node) = wanted.pop() {
        reference::walk_without(node, &WITHOUT, &mut |_, reference| {
            let Some(text) = reference.as_str() else {
                return;
            };
            // What is meant by one that is misspelt.
            let is_misspelt = document.resolve(text).is_none();
            let meant = is_misspelt.then(|| references::meant(document, text));
            let meant = meant.flatten();
            if let Some(to) = reference::pointer(meant.as_deref().unwrap_or(text))
                && used.insert(to.clone())
            {
                wanted.extend(document.root.at(&to));
            }
        });
    }
    // What is nothing but a reference to what is used gives that its name.
    let named = reference::named(document).into_iter();
    let named = named.filter(|(target, _)| used.contains(target.trim_start_matches('#')));
    let named: Vec<String> = named.map(|(_, name)| name).collect();
    used.extend(
        named
            .iter()
            .map(|name| format!("/components/schemas/{}", segment(name))),
    );
    used
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
