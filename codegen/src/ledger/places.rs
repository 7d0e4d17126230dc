//! Where things are that the ledger tells apart: in requests, and in envelopes.

use std::collections::BTreeSet;

use crate::document::{Document, Node};
use crate::operation::{is_json, operations};
use crate::reference::{self, segment};

/// Pointers to what a request may hold.
pub(super) fn in_requests(document: &Document) -> BTreeSet<String> {
    let mut wanted: Vec<&Node> = Vec::new();
    for operation in operations(document) {
        wanted.extend(operation.node.get("requestBody"));
        wanted.extend(operation.parameters(document));
    }
    reference::reached(document, wanted)
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
