//! The document says that it is `OpenAPI` 3.0, and has the parts that every such document has.

use crate::diagnostic::Diagnostic;
use crate::document::Document;

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    let root = &document.root;
    if root.as_object().is_none() {
        found.push(Diagnostic::at(
            &root.position,
            "this is not an OpenAPI document: its root is not an object",
            "begin with `openapi: 3.0.3`",
        ));
        return;
    }
    match root.get("openapi") {
        None => found.push(Diagnostic::at(
            &root.position,
            "this is not an OpenAPI document: `openapi` is missing",
            "begin with `openapi: 3.0.3`",
        )),
        Some(version) if version.as_str().is_none_or(|text| !is_supported(text)) => {
            found.push(Diagnostic::at(
                &version.position,
                format!("OpenAPI {} is not supported", version.to_json()),
                "use a 3.0 version, e.g. `openapi: 3.0.3`",
            ));
        }
        Some(_) => {}
    }
    for part in ["info", "paths"] {
        if root.get(part).and_then(|node| node.as_object()).is_none() {
            let position = root.get(part).map_or(&root.position, |node| &node.position);
            found.push(Diagnostic::at(
                position,
                format!("`{part}` is missing, or is not an object"),
                format!("add an object `{part}`"),
            ));
        }
    }
}

fn is_supported(version: &str) -> bool {
    version
        .strip_prefix("3.0.")
        .is_some_and(|patch| !patch.is_empty() && patch.bytes().all(|byte| byte.is_ascii_digit()))
}
