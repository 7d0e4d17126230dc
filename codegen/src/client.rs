//! Stage `client`: [`Document`] → openapiv3 → progenitor → [`syn::File`].

use openapiv3::OpenAPI;
use progenitor_impl::{GenerationSettings, Generator, InterfaceStyle};
use serde_path_to_error::{Path, Segment};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{Document, Node, Value};

/// progenitor's client for the document.
///
/// # Errors
/// When openapiv3 cannot read the document, or progenitor cannot generate from it.
pub fn client(document: &Document) -> Result<syn::File, Diagnostics> {
    let api = read(document)?;
    let mut settings = GenerationSettings::new();
    settings.with_interface(InterfaceStyle::Builder);
    let tokens = Generator::new(&settings)
        .generate_tokens(&api)
        .map_err(|error| refuse(document, &error.to_string()))?;
    syn::parse2(tokens).map_err(|error| refuse(document, &error.to_string()))
}

/// progenitor cannot go on, and says no place.
pub(crate) fn refuse(document: &Document, reason: &str) -> Diagnostics {
    let paths = document.root.get("paths");
    let position = paths.map_or(&document.root.position, |node| &node.position);
    Diagnostics::from(Diagnostic::at(
        position,
        format!("no client can be generated from this document: {reason}"),
        "simplify what the message names; remove operations one at a time to find it",
    ))
}

/// The document as openapiv3 has it; an error says where.
fn read(document: &Document) -> Result<OpenAPI, Diagnostics> {
    serde_path_to_error::deserialize(document.root.to_json()).map_err(|error| {
        let node = nearest(&document.root, error.path());
        Diagnostics::from(Diagnostic::at(
            &node.position,
            format!(
                "`{}` is not what OpenAPI 3.0 has there: {}",
                error.path(),
                error.inner()
            ),
            "compare it with the OpenAPI 3.0.3 specification",
        ))
    })
}

/// The deepest node on a path.
fn nearest<'a>(root: &'a Node, path: &Path) -> &'a Node {
    let mut node = root;
    for segment in path {
        let next = match (segment, &node.value) {
            (Segment::Map { key }, Value::Object(object)) => {
                object.get(key).map(|member| &member.node)
            }
            (Segment::Seq { index }, Value::Array(items)) => items.get(*index),
            _ => None,
        };
        match next {
            Some(next) => node = next,
            None => break,
        }
    }
    node
}
