//! Which type or call it is that enforces a keyword.

use crate::document::Document;
use crate::names::{snake, type_name};
use crate::reference::unescaped;

/// The type or the call that has in it what stands at a pointer of `document`; the stage where it isn't
/// one of them. `lowered` is the same document as types are made of it.
pub(super) fn enforcer(document: &Document, lowered: &Document, pointer: &str) -> String {
    let segments: Vec<&str> = pointer.split('/').skip(1).collect();
    match segments.as_slice() {
        ["components", "schemas", name, _, ..] => {
            let name = type_name(&unescaped(name));
            match lowered.schema(&name) {
                Some(_) => format!("types::{name}"),
                // It is written where it is referred to, or merged into what it is a part of.
                None => "lower".to_owned(),
            }
        }
        ["components", "schemas"] => "types".to_owned(),
        ["components", _, ..] => "references".to_owned(),
        ["paths", path, method, ..] => {
            let operation = document.root.at(&format!("/paths/{path}/{method}"));
            match operation.and_then(|operation| operation.str("operationId")) {
                Some(id) => format!("Client::{}", snake(id)),
                // The parameters of a path are those of each of its operations.
                None => "references".to_owned(),
            }
        }
        _ => "client".to_owned(),
    }
}
