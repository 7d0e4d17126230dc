//! The document says that it is `OpenAPI` of a version that is read.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node};
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
            // Of a word that is misspelt that is told.
            None if misspelt(root).is_some() => return None,
            None => {
                let message = "this is not an OpenAPI document: `openapi` is missing";
                let help = match root.get("swagger") {
                    Some(_) => "convert it from Swagger 2, and begin with `openapi: 3.0.3`",
                    None => help,
                };
                Diagnostic::error(Code::Version, &root.position, message, help)
            }
            Some(version) if version.as_str().is_some_and(is_supported) => return None,
            Some(version) => {
                let json = version.to_json();
                let text = version.as_str().map(str::to_owned);
                let message = match text
                    .or_else(|| json.as_f64().map(|number| format!("{number:.1}")))
                {
                    Some(text) => format!("`{text}` is no version of OpenAPI that is supported"),
                    None => "the version of OpenAPI is not written as one".to_owned(),
                };
                let help = Version::meant(version).map_or(
                    "write a version 3.0 or 3.1, e.g. `openapi: 3.0.3`".to_owned(),
                    |meant| {
                        format!(
                            "write all three numbers, e.g. `openapi: {}.0`",
                            meant.number()
                        )
                    },
                );
                Diagnostic::error(Code::Version, &version.position, message, help)
            }
        }
    })
}

/// Whether a document says of which version it is, though maybe not as it should.
pub(crate) fn is_known(document: &Document) -> bool {
    let root = &document.root;
    let version = root.get("openapi").or_else(|| misspelt(root));
    version.and_then(Version::meant).is_some()
}

/// The value of a keyword that someone may have meant by it.
fn misspelt(root: &Node) -> Option<&Node> {
    let mut members = root.as_object().into_iter().flatten();
    let is_meant = |name: &str| super::nearest(name, std::iter::once("openapi")).is_some();
    members.find_map(|(name, member)| is_meant(name).then_some(&member.node))
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
