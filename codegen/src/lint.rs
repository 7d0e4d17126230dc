//! Stage `lint`: everything that is wrong with a [`Document`], all at once.
//!
//! The checks work on nodes, not on openapiv3's structs, which have no positions, drop what they do
//! not know, and stop at the first error.

mod envelopes;
mod operations;
mod paths;
mod references;
mod refused;
mod security;
mod version;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::Document;

/// One kind of check: adds what it finds.
type Check = fn(&Document, &mut Vec<Diagnostic>);

const CHECKS: &[Check] = &[
    version::check,
    references::check,
    operations::check,
    paths::check,
    security::check,
    refused::check,
    envelopes::check,
];

/// Passes a document on if nothing is wrong with it.
///
/// # Errors
/// Everything that is wrong with it, in the order of the document.
pub fn lint(document: Document) -> Result<Document, Diagnostics> {
    let mut found = Vec::new();
    for check in CHECKS {
        check(&document, &mut found);
    }
    Diagnostics::or_ok(found)?;
    Ok(document)
}
