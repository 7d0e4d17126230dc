//! Stage `lower`: rewrites of the [`Document`] that let progenitor say what it says.
//!
//! One named pass per file; each has a reason, and a test that fails without it.

mod names;
mod order;

use crate::diagnostic::Diagnostics;
use crate::document::Document;

/// Rewrites the document for the generator.
///
/// # Errors
/// When two components would become one type.
pub fn lower(mut document: Document) -> Result<Document, Diagnostics> {
    names::lower(&mut document)?;
    order::lower(&mut document);
    Ok(document)
}
