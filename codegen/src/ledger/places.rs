//! Where things are that the ledger tells apart: in requests, and in envelopes.

use std::collections::BTreeSet;

use crate::document::{Document, Node, Position};
use crate::lint::is_in;
use crate::operation::{METHODS, is_json, operations};
use crate::reference::{self, FILES, segment};
use crate::vocabulary::schemas;

/// Pointers to what a request may hold.
pub(super) fn in_requests(document: &Document) -> BTreeSet<String> {
    let mut wanted: Vec<&Node> = Vec::new();
    for operation in operations(document) {
        wanted.extend(operation.node.get("requestBody"));
        wanted.extend(operation.node.items("parameters"));
        wanted.extend(operation.item.items("parameters"));
    }
    let mut found = reference::reached(document, wanted);
    // A path may be written in another file.
    let paths = document.root.members("paths");
    let others = paths.filter_map(|(_, item)| reference::pointer(item.node.str("$ref")?));
    for item in others {
        found.insert(format!("{item}/parameters"));
        let methods = METHODS.iter().map(|method| format!("{item}/{method}"));
        for operation in methods {
            found.insert(format!("{operation}/parameters"));
            found.insert(format!("{operation}/requestBody"));
        }
    }
    found
}

/// Pointers to the components and `$defs` whose names stand at these positions, and to the tags that do.
pub(super) fn components_at(
    document: &Document,
    positions: &BTreeSet<Position>,
) -> BTreeSet<String> {
    let tags = document.root.items("tags").iter().enumerate();
    let is_told = |tag: &Node| {
        tag.get("name")
            .is_some_and(|name| positions.contains(&name.position))
    };
    let tags = tags.filter(|(_, tag)| is_told(tag));
    let mut found: BTreeSet<String> = tags.map(|(index, _)| format!("/tags/{index}")).collect();
    let mut add = |names: &Node, place: String| {
        for (name, member) in names.as_object().into_iter().flatten() {
            if positions.contains(&member.key) {
                found.insert(format!("{place}/{}", segment(name)));
            }
        }
    };
    for (kind, section) in document.root.members("components") {
        add(&section.node, format!("/components/{kind}"));
    }
    for (schema, pointer) in schemas(document) {
        if let Some(defs) = schema.get("$defs") {
            add(defs, format!("{pointer}/$defs"));
        }
    }
    found
}

/// Whether it is in what one of these pointers leads to.
pub(super) fn is_below(places: &BTreeSet<String>, pointer: &str) -> bool {
    places.iter().any(|place| {
        let rest = pointer.strip_prefix(place.as_str());
        rest.is_some_and(|rest| rest.starts_with('/'))
    })
}

/// Whether it is in what nothing refers to, and in no part of that which something does refer to; other files have
/// nothing else than what is referred to.
pub(super) fn is_unused(unused: &BTreeSet<String>, used: &BTreeSet<String>, pointer: &str) -> bool {
    let is_elsewhere = pointer.starts_with(&format!("/{FILES}/"));
    if is_elsewhere && !is_in(used, pointer) {
        return true;
    }
    unused.iter().any(|place| {
        let inside = format!("{place}/");
        let parts = used.range(inside.clone()..);
        let mut parts = parts.take_while(|part| part.starts_with(&inside));
        let is_in = |part: &String| pointer == part || pointer.starts_with(&format!("{part}/"));
        pointer.starts_with(&inside) && !parts.any(is_in)
    })
}

/// Whether it is of a header of a reply, of which people only read.
pub(super) fn is_of_header(pointer: &str) -> bool {
    let segments: Vec<&str> = pointer.split('/').skip(1).collect();
    let of_response = match segments.as_slice() {
        ["components", "headers", _, _, ..] => return true,
        ["components", "responses", _, rest @ ..]
        | ["components", "pathItems", _, _, "responses", _, rest @ ..]
        | ["paths", _, _, "responses", _, rest @ ..] => rest,
        _ => return false,
    };
    matches!(of_response, ["headers", _, _, ..])
}

/// Pointers to the schemas of replies, and to what they are merged from: `lint` sees to it that those
/// with `success` are envelopes.
pub(super) fn envelopes(document: &Document) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for operation in operations(document) {
        let item = target(document, format!("/paths/{}", segment(operation.path)));
        for (status, _) in operation.node.members("responses") {
            let method = operation.method;
            let response = format!("{item}/{method}/responses/{}", segment(status));
            let response = target(document, response);
            let content = document.root.at(&response).into_iter();
            for (media_type, _) in content.flat_map(|node| node.members("content")) {
                if is_json(media_type) {
                    let schema = format!("{response}/content/{}/schema", segment(media_type));
                    add_parts(document, &schema, &mut found);
                }
            }
        }
    }
    found
}

/// The pointer of what the node at a pointer refers to, or is itself.
fn target(document: &Document, pointer: String) -> String {
    let node = document.root.at(&pointer);
    let to = node.and_then(|node| reference::pointer(node.str("$ref")?));
    to.unwrap_or(pointer)
}

/// Adds the pointers of a schema, of what it refers to and of the parts of its `allOf`.
fn add_parts(document: &Document, pointer: &str, found: &mut BTreeSet<String>) {
    let Some(node) = document.root.at(pointer) else {
        return;
    };
    if !found.insert(pointer.to_owned()) {
        return;
    }
    if let Some(to) = node.str("$ref").and_then(reference::pointer) {
        add_parts(document, &to, found);
    }
    for index in 0..node.items("allOf").len() {
        add_parts(document, &format!("{pointer}/allOf/{index}"), found);
    }
}
