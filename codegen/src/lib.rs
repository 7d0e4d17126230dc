//! Turns an `OpenAPI` fragment into the source of a typed client.
//!
//! [`generate_from`] is the pipeline. A stage takes the value of the stage
//! before and returns a value; none prints, exits, panics on input, or reads the environment.
//!
//! | stage | what it makes |
//! |---|---|
//! | [`source`] | text → [`document::Document`]: nodes that know their file, line and column |
//! | [`lint`](mod@lint) | everything wrong with the document, all at once |
//! | [`lower`](mod@lower) | rewrites of the document that let progenitor say what it says |
//! | [`client`](mod@client) | document → openapiv3 → progenitor → [`syn::File`] |
//! | [`shape`](mod@shape) | passes over that file, with the document at hand |
//! | [`output`] | header, formatting, then write or compare |

pub mod client;
pub mod diagnostic;
pub mod document;
mod guard;
pub mod lint;
pub mod lower;
pub mod operation;
pub mod output;
pub mod security;
pub mod shape;
pub mod source;

use std::path::Path;
use std::sync::Arc;

use diagnostic::Diagnostics;
use document::Document;

/// The source of the client for the document in `spec`.
///
/// The same document gives the same bytes on every run and machine, whatever the order of its keys,
/// its quoting or its line ends.
///
/// # Errors
/// Everything that is wrong with the document, each with its file, line and column.
pub fn generate(spec: &Path) -> Result<String, Diagnostics> {
    generate_from(source::read(spec)?)
}

/// The source of the client for a document that was read already; see [`generate`].
///
/// # Errors
/// Everything that is wrong with the document, each with its file, line and column.
pub fn generate_from(document: Document) -> Result<String, Diagnostics> {
    let document = Arc::new(lint::lint(document)?);
    let shared = Arc::clone(&document);
    guard::run(move || render(&shared))
        .unwrap_or_else(|reason| Err(client::refuse(&document, &reason)))
}

/// The stages after `lint`.
fn render(document: &Document) -> Result<String, Diagnostics> {
    let fingerprint = output::fingerprint(document);
    let document = lower::lower(document.clone())?;
    let file = client::client(&document)?;
    let file = shape::shape(file, &document)?;
    let text = output::render(&file, &fingerprint);
    // A tree can hold what its text cannot say, such as some characters in a comment.
    syn::parse_file(&text)
        .map_err(|error| client::refuse(&document, &format!("its code is no Rust: {error}")))?;
    Ok(text)
}
