//! Stage `shape`: passes over progenitor's file, with the lowered [`Document`] at hand, read-only.
//!
//! One pass a file, in the order of [`shape`]. A pass aimed at one defect of progenitor's output
//! fails when it no longer finds it, so that a new progenitor cannot slip past it.

mod checks;
mod choices;
mod credentials;
mod docs;
mod embed;
mod enums;
mod envelopes;
mod growth;
mod httpmock;
mod names;
mod operations;
mod prune;
mod replies;
mod runtime;
mod schemars;
mod secrets;
mod server;
mod setters;
mod syntax;
mod values;

use syn::File;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::Document;

/// Why a pass could not do its work.
type Outcome = Result<(), Mismatch>;

/// progenitor's file is not what a pass was written for.
#[derive(Debug)]
struct Mismatch {
    pass: &'static str,
    expected: String,
}

impl Mismatch {
    fn new(pass: &'static str, expected: impl Into<String>) -> Self {
        Self {
            pass,
            expected: expected.into(),
        }
    }
}

/// Turns progenitor's file into the client.
///
/// # Errors
/// When progenitor's output is not what a pass was written for: a defect of this generator.
pub fn shape(mut file: File, document: &Document) -> Result<File, Diagnostics> {
    run(&mut file, document).map_err(|mismatch| {
        Diagnostic::error(
            Code::Internal,
            &document.root.position,
            format!(
                "the pass `{}` found no {} in progenitor's output",
                mismatch.pass, mismatch.expected
            ),
            "this is a defect of the generator; a progenitor that it was not made for is the usual cause",
        )
    })?;
    Ok(file)
}

fn run(file: &mut File, document: &Document) -> Outcome {
    runtime::shape(file)?;
    names::shape(file, document)?;
    operations::shape(file, document)?;
    prune::shape(file)?;
    enums::shape(file, document)?;
    values::shape(file, document)?;
    setters::shape(file, document)?;
    replies::shape(file, document)?;
    checks::shape(file, document)?;
    envelopes::shape(file, document)?;
    credentials::shape(file, document);
    server::shape(file, document);
    growth::shape(file)?;
    choices::shape(file)?;
    secrets::shape(file, document)?;
    schemars::shape(file, document)?;
    docs::shape(file, document)?;
    httpmock::shape(file, document)?;
    embed::shape(file, document)
}
