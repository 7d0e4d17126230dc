//! The document says that it is `OpenAPI` of a version that is read.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::reference::FILES;
use crate::vocabulary::Version;

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
                let written = version.to_json();
                let text = written.as_str().map(str::to_owned);
                let text = text.unwrap_or_else(|| written.to_string());
                let (message, help) = match text.as_str() {
                    "3.0" | "3.1" => (
                        format!("`{text}` is no whole version of OpenAPI"),
                        format!("write all three numbers, e.g. `openapi: {text}.0`"),
                    ),
                    _ if version.as_str().is_some() => (
                        format!("OpenAPI `{text}` is not supported"),
                        "use a version 3.0 or 3.1, e.g. `openapi: 3.0.3`".to_owned(),
                    ),
                    _ => (
                        "the version of OpenAPI is not written as one".to_owned(),
                        "write e.g. `openapi: 3.0.3`".to_owned(),
                    ),
                };
                Diagnostic::error(Code::Version, &version.position, message, help)
            }
        }
    })
}

/// The files that a document refers to are of its version, if they say which: all are read as that.
pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    let own = Version::of(document).number();
    for (_, file) in document.root.members(FILES) {
        let version = file.node.get("openapi");
        let is_other = |text: &str| text != own && !text.starts_with(&format!("{own}."));
        if let Some(version) = version.filter(|node| node.as_str().is_some_and(is_other)) {
            found.push(Diagnostic::error(
                Code::Version,
                &version.position,
                format!(
                    "this file is of another version than {}, which refers to it and is of {own}",
                    document.root.position.file.name
                ),
                "write both for the same version",
            ));
        }
    }
}

fn is_supported(version: &str) -> bool {
    let patch = version
        .strip_prefix("3.0.")
        .or_else(|| version.strip_prefix("3.1."));
    patch.is_some_and(|patch| !patch.is_empty() && patch.bytes().all(|byte| byte.is_ascii_digit()))
}
