//! The document says that it is `OpenAPI` of a version that is read.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;

pub(super) fn defect(document: &Document) -> Option<Diagnostic> {
    let root = &document.root;
    let help = "begin with `openapi: 3.0.3`";
    Some(if root.as_object().is_none() {
        let message = "this is not an OpenAPI document: its root is not an object";
        Diagnostic::error(Code::Version, &root.position, message, help)
    } else {
        match root.get("openapi") {
            None => {
                let message = "this is not an OpenAPI document: `openapi` is missing";
                Diagnostic::error(Code::Version, &root.position, message, help)
            }
            Some(version) if version.as_str().is_some_and(is_supported) => return None,
            Some(version) => {
                let message = match version.as_str() {
                    Some(version) => format!("OpenAPI `{version}` is not supported"),
                    None => "the version of OpenAPI is not written as one".to_owned(),
                };
                let help = "use a version 3.0 or 3.1, e.g. `openapi: 3.0.3`";
                Diagnostic::error(Code::Version, &version.position, message, help)
            }
        }
    })
}

fn is_supported(version: &str) -> bool {
    let patch = version
        .strip_prefix("3.0.")
        .or_else(|| version.strip_prefix("3.1."));
    patch.is_some_and(|patch| !patch.is_empty() && patch.bytes().all(|byte| byte.is_ascii_digit()))
}
