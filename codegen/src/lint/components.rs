//! What is declared is used, and what is used is declared.

use super::{nearest, unused};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node};
use crate::operation::operations;
use crate::vocabulary::{Shape, Visit, walk};

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    let mut parts = Parts::default();
    walk(document, &mut parts);
    if !parts.is_unreadable {
        unused::check(document, found);
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
        let is_unused = |name: &&str| tell_unused && declared.contains(name) && !is_used(name);
        if let Some(name) = tag.get("name")
            && let Some(text) = name.as_str().filter(is_unused)
        {
            found.push(Diagnostic::warning(
                Code::UnusedComponent,
                &name.position,
                format!("no operation has the tag `{text}`"),
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
