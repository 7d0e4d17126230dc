//! Where a document refers to something, and where `$ref` is only a word.
//!
//! Below `example`, `default` and the like stand values of the API, and below `properties` and the
//! like the keys are names: a property may be called `$ref`, `default` or `example`.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;

use crate::document::{Document, MAX_REFERENCES, Node, SCHEMAS, Value};
use crate::vocabulary::Version;

/// Keywords whose values are data.
const DATA: [&str; 5] = ["const", "default", "enum", "example", "value"];
/// Keywords whose keys are names.
const NAMES: [&str; 18] = [
    "$defs",
    "callbacks",
    "content",
    "definitions",
    "encoding",
    "examples",
    "headers",
    "links",
    "parameters",
    "paths",
    "pathItems",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
    "variables",
];

/// What the keys of an object are.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Keys {
    Keywords,
    Names,
}

impl Keys {
    /// What the keys below `key` are; nothing if data is there.
    pub(crate) fn below(self, key: &str, value: &Value) -> Option<Self> {
        match self {
            Self::Keywords if DATA.contains(&key) || key.starts_with("x-") && key != FILES => None,
            // A schema of OpenAPI 3.1 may have a list of examples.
            Self::Keywords if key == "examples" && matches!(value, Value::Array(_)) => None,
            Self::Keywords if NAMES.contains(&key) || key == FILES => Some(Self::Names),
            Self::Keywords | Self::Names => Some(Self::Keywords),
        }
    }

    /// The nodes right below one with such keys, but for data and those of some keywords, each with what its keys
    /// are.
    fn parts<'a>(self, node: &'a Node, without: &[&str]) -> Vec<(&'a Node, Self)> {
        match &node.value {
            // Only objects have names; `parameters` is a list in an operation.
            Value::Array(items) => items.iter().map(|item| (item, Self::Keywords)).collect(),
            Value::Object(object) => object
                .iter()
                .filter(|(key, _)| self == Self::Names || !without.contains(&key.as_str()))
                .filter_map(|(key, member)| {
                    let keys = self.below(key, &member.node.value)?;
                    Some((&member.node, keys))
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The same, to be changed.
    pub(crate) fn parts_mut(self, node: &mut Node) -> Vec<(&mut Node, Self)> {
        match &mut node.value {
            Value::Array(items) => {
                let items = items.iter_mut();
                items.map(|item| (item, Self::Keywords)).collect()
            }
            Value::Object(object) => object
                .iter_mut()
                .filter_map(|(key, member)| {
                    let keys = self.below(key, &member.node.value)?;
                    Some((&mut member.node, keys))
                })
                .collect(),
            _ => Vec::new(),
        }
    }
}

/// Where the roots of the other files of a document are, by their names.
pub const FILES: &str = "x-files";

/// Calls `visit` on every object that has a `$ref`, with that.
pub fn walk<'a>(root: &'a Node, visit: &mut impl FnMut(&'a Node, &'a Node)) {
    walk_without(root, &[], visit);
}

/// The same but for what stands below some keywords.
pub(crate) fn walk_without<'a>(
    root: &'a Node,
    without: &[&str],
    visit: &mut impl FnMut(&'a Node, &'a Node),
) {
    walk_at(root, Keys::Keywords, without, visit);
}

fn walk_at<'a>(
    node: &'a Node,
    keys: Keys,
    without: &[&str],
    visit: &mut impl FnMut(&'a Node, &'a Node),
) {
    if keys == Keys::Keywords
        && let Some(reference) = node.get("$ref")
    {
        visit(node, reference);
    }
    for (part, keys) in keys.parts(node, without) {
        walk_at(part, keys, without, visit);
    }
}

/// The names of the component schemas that a node refers to.
#[must_use]
pub fn referred(node: &Node) -> Vec<String> {
    let mut names = Vec::new();
    // Definitions are used where they are referred to.
    walk_without(node, &["$defs"], &mut |_, to| {
        let name = to.as_str().and_then(|to| to.strip_prefix(SCHEMAS));
        names.extend(name.map(str::to_owned));
    });
    names
}

/// Adds the names of the component schemas that a node refers to, and of those that they do.
pub fn reach(document: &Document, node: &Node, seen: &mut BTreeSet<String>) {
    let mut wanted = vec![node];
    while let Some(node) = wanted.pop() {
        for name in referred(node) {
            if seen.insert(name.clone()) {
                wanted.extend(document.schema(&name));
            }
        }
    }
}

/// The pointers to what some nodes refer to, and to what that refers to.
#[must_use]
pub fn reached<'a>(document: &'a Document, mut wanted: Vec<&'a Node>) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    while let Some(node) = wanted.pop() {
        walk(node, &mut |_, to| {
            if let Some(to) = to.as_str().and_then(pointer)
                && reached.insert(to.clone())
            {
                wanted.extend(document.root.at(&to));
            }
        });
    }
    reached
}

/// What components that are nothing but a reference lead to, in another file or within a schema, by the first of
/// them that something refers to, else by the first: that is its name.
pub(crate) fn named(document: &Document) -> BTreeMap<String, String> {
    let mut referred = BTreeSet::new();
    walk(&document.root, &mut |_, to| {
        referred.extend(to.as_str());
    });
    let is_referred =
        |name: &str| referred.contains(format!("{SCHEMAS}{}", segment(name)).as_str());
    let mut schemas: Vec<(&str, &Node)> = document
        .schemas()
        .map(|(name, member)| (name, &member.node))
        .collect();
    schemas.sort_by_key(|(name, _)| !is_referred(name));
    let mut names = BTreeMap::new();
    for (name, schema) in schemas {
        if let Some(target) = mere(document, schema).map(|to| end(document, to))
            && !is_component(&target)
            && document.resolve(&target).is_some()
        {
            names.entry(target).or_insert_with(|| name.to_owned());
        }
    }
    names
}

/// What a schema refers to that is nothing but a reference: beside one 3.0 has nothing.
fn mere(document: &Document, schema: &Node) -> Option<String> {
    let to = schema.str("$ref").and_then(pointer)?;
    let is_alone = schema.as_object().is_some_and(|all| all.len() == 1);
    (is_alone || Version::of(document) == Version::V3_0).then(|| format!("#{to}"))
}

/// What a reference leads to in the end, or the first component on the way.
pub(crate) fn end(document: &Document, mut reference: String) -> String {
    for _ in 0..MAX_REFERENCES {
        let node = document.resolve(&reference);
        let next = node.and_then(|node| mere(document, node));
        match next.filter(|_| !is_component(&reference)) {
            Some(next) => reference = next,
            None => break,
        }
    }
    reference
}

/// Whether a reference leads to a component schema, and to no part of one.
pub(crate) fn is_component(reference: &str) -> bool {
    let name = reference.strip_prefix(SCHEMAS);
    name.is_some_and(|name| !name.contains('/'))
}

/// Calls `visit` on every object that has a `$ref`, to be changed.
pub fn walk_mut(root: &mut Node, visit: &mut impl FnMut(&mut Node)) {
    walk_mut_at(root, Keys::Keywords, visit);
}

fn walk_mut_at(node: &mut Node, keys: Keys, visit: &mut impl FnMut(&mut Node)) {
    if keys == Keys::Keywords && node.get("$ref").is_some() {
        visit(node);
    }
    for (part, keys) in keys.parts_mut(node) {
        walk_mut_at(part, keys, visit);
    }
}

/// The JSON pointer that a local reference is, without what a URI writes in percent.
#[must_use]
pub fn pointer(reference: &str) -> Option<String> {
    let pointer = reference.strip_prefix('#')?;
    let decoded = percent_decode_str(pointer).decode_utf8().ok()?;
    Some(decoded.into_owned())
}

/// A reference as a person wrote it or would: `pets.yaml#/Pet` for what stands in another file.
#[must_use]
pub fn shown(reference: &str) -> String {
    let Some(rest) = reference.strip_prefix(&format!("#/{FILES}/")) else {
        return reference.to_owned();
    };
    let (file, pointer) = rest
        .find('/')
        .map_or((rest, ""), |slash| rest.split_at(slash));
    let file = unescaped(file).replace("%25", "%");
    if pointer.is_empty() {
        file
    } else {
        format!("{file}#{pointer}")
    }
}

/// The component schema that is meant by one who writes its name only, or the way to it without `#`.
pub(crate) fn bare(document: &Document, text: &str) -> Option<String> {
    let name = text.rsplit('/').next()?;
    document.schema(name)?;
    Some(format!("{SCHEMAS}{}", segment(name)))
}

/// The pointer to the other file that a reference leads into.
#[must_use]
pub fn file(reference: &str) -> Option<String> {
    let pointer = pointer(reference)?;
    let rest = pointer.strip_prefix(&format!("/{FILES}/"))?;
    let name = rest.split('/').next()?;
    Some(format!("/{FILES}/{name}"))
}

/// A name as a segment of a JSON pointer (RFC 6901).
#[must_use]
pub fn segment(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The name that a segment of a JSON pointer stands for.
#[must_use]
pub fn unescaped(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}
