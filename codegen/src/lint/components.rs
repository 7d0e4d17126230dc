//! What is declared is used, and what is used is declared.

use std::collections::BTreeSet;

use super::{nearest, references};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node, Object};
use crate::operation::operations;
use crate::reference::{self, segment};
use crate::security;
use crate::vocabulary::{Shape, Thing, Version, Visit, walk};

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    let mut parts = Parts::default();
    walk(document, &mut parts);
    if !parts.is_unreadable {
        unused(document, found);
    }
    names(document, found);
    tags(document, !parts.is_unreadable, found);
}

/// Whether there is something else where what uses others would be.
#[derive(Default)]
struct Parts {
    is_unreadable: bool,
}

impl<'a> Visit<'a> for Parts {
    fn mismatch(&mut self, _: &'a Node, shape: Shape, name: &str) {
        // What is none of these refers to nothing.
        let is_values = ["enum", "required", "scopes"].contains(&name.trim_matches('`'));
        let may_refer = matches!(shape, Shape::Is(_) | Shape::List(_) | Shape::Map(_));
        self.is_unreadable |= may_refer && !is_values;
    }
}

fn unused(document: &Document, found: &mut Vec<Diagnostic>) {
    let mut used = BTreeSet::new();
    reference::walk(&document.root, &mut |_, reference| {
        let Some(text) = reference.as_str() else {
            return;
        };
        used.extend(reference::pointer(text));
        // What is meant by one that is misspelt.
        if document.resolve(text).is_none() {
            let meant = references::meant(document, text);
            used.extend(meant.as_deref().and_then(reference::pointer));
        }
    });
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
    let Some(components) = document.root.get("components") else {
        return;
    };
    // That these have no effect is told.
    let version = Version::of(document);
    let is_told = |kind: &str| {
        matches!(kind, "callbacks" | "links") || Thing::Components.keyword(kind, version).is_none()
    };
    let sections = components.as_object().into_iter().flatten();
    for (kind, section) in sections.filter(|(kind, _)| !is_told(kind)) {
        for (name, member) in section.node.as_object().into_iter().flatten() {
            let pointer = format!("/components/{kind}/{}", segment(name));
            let inside = format!("{pointer}/");
            let mut below = used.range(inside.clone()..);
            let is_used_below = below.next().is_some_and(|used| used.starts_with(&inside));
            if !used.contains(&pointer) && !is_used_below {
                found.push(Diagnostic::warning(
                    Code::UnusedComponent,
                    &member.key,
                    format!("nothing refers to `{name}` of `{kind}`"),
                    "remove it, or refer to it",
                ));
            }
        }
    }
}

/// They are those of keys (`OpenAPI` 3.0.3, "Components Object").
fn names(document: &Document, found: &mut Vec<Diagnostic>) {
    let is_key = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    let components = document.root.get("components").into_iter();
    let sections = components.filter_map(Node::as_object).flatten();
    for (kind, section) in sections.filter(|(kind, _)| !kind.starts_with("x-")) {
        for (name, member) in section.node.as_object().into_iter().flatten() {
            let is_told = |one: &Diagnostic| {
                one.code == Code::Name && one.position.as_ref() == Some(&member.key)
            };
            let is_free = !name.is_empty() && name.chars().all(is_key);
            if !is_free && !found.iter().any(is_told) {
                found.push(Diagnostic::error(
                    Code::Name,
                    &member.key,
                    format!("no component of `{kind}` can be called `{name}`"),
                    "give it a name of ASCII letters, digits, `.`, `_` and `-`",
                ));
            }
        }
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

fn tags(document: &Document, tell_unused: bool, found: &mut Vec<Diagnostic>) {
    if document.root.get("tags").is_none() {
        return;
    }
    let declared: Vec<&str> = document
        .root
        .items("tags")
        .iter()
        .filter_map(|tag| tag.str("name").filter(|name| !name.is_empty()))
        .collect();
    let used: Vec<&str> = operations(document)
        .flat_map(|operation| operation.node.strings("tags"))
        .collect();
    let undeclared = used.iter().filter(|name| !declared.contains(name));
    let meant = undeclared.filter_map(|name| nearest(name, declared.iter().copied()));
    let meant: Vec<&str> = meant.collect();
    let is_used = |name: &&str| used.contains(name) || meant.contains(name);
    for (index, tag) in document.root.items("tags").iter().enumerate() {
        let earlier = &document.root.items("tags")[..index];
        if let Some(name) = tag.get("name")
            && let Some(text) = name.as_str().filter(|text| declared.contains(text))
            && earlier.iter().any(|first| first.str("name") == Some(text))
        {
            found.push(Diagnostic::error(
                Code::DuplicateValue,
                &name.position,
                format!("the tag `{text}` is declared a second time"),
                "remove one of the two",
            ));
            continue;
        }
        if let Some(name) = tag
            .str("name")
            .filter(|name| tell_unused && declared.contains(name) && !is_used(name))
        {
            found.push(Diagnostic::warning(
                Code::UnusedComponent,
                &tag.position,
                format!("no operation has the tag `{name}`"),
                "remove it, or use it",
            ));
        }
    }
    // One that has no name may be any.
    if declared.len() < document.root.items("tags").len() {
        return;
    }
    for tag in operations(document).flat_map(|operation| operation.node.items("tags")) {
        let Some(name) = tag
            .as_str()
            .filter(|name| !name.is_empty() && !declared.contains(name))
        else {
            continue;
        };
        let undeclared = Diagnostic::warning(
            Code::UndeclaredTag,
            &tag.position,
            format!("the tag `{name}` is not declared"),
            "declare it under `tags`, or remove it",
        );
        found.push(undeclared.or_meant(nearest(name, declared.iter().copied())));
    }
}
