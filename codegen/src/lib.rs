//! Turns an `OpenAPI` fragment into the source of a typed client.
//!
//! [`generate_from`] is the pipeline. A stage takes values of the stages
//! before and returns a value; none prints, exits, panics on input, or reads the environment.
//!
//! | stage | what it makes |
//! |---|---|
//! | [`source`] | text → [`document::Document`]: nodes that know their file, line and column |
//! | [`lint`](mod@lint) | everything wrong with the document, all at once |
//! | [`lower`](mod@lower) | rewrites of the document that let progenitor say what it says |
//! | [`client`](mod@client) | document → openapiv3 → progenitor → [`syn::File`] |
//! | [`shape`](mod@shape) | passes over that file, with the document at hand |
//! | [`ledger`](mod@ledger) | what becomes of every keyword of the document |
//! | [`output`] | header, formatting, then write or compare |

pub mod client;
pub mod diagnostic;
pub mod document;
mod guard;
pub mod json_schema;
pub mod ledger;
pub mod lint;
pub mod lower;
pub mod names;
pub mod operation;
pub mod output;
pub mod reference;
pub mod reply;
pub mod rules;
pub mod schema;
pub mod security;
pub mod shape;
pub mod source;
pub mod vocabulary;

use std::collections::BTreeSet;
use std::path::Path;

use diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use document::{Document, Position};
use ledger::Ledger;
use lint::Known;

/// A client, and what there is to say of its document.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The source of the client, under its header.
    pub source: String,
    /// What is odd in the document, though the client does what it says.
    pub warnings: Diagnostics,
    /// What becomes of every keyword of the document.
    pub ledger: Ledger,
    /// The names of the files that the document is in.
    pub files: Vec<String>,
}

/// The client for the document in `spec`, and in the files that it refers to.
///
/// The same document gives the same bytes on every run and machine, whatever the order of its keys,
/// its quoting or its line ends.
///
/// # Errors
/// Everything that is wrong with the document, each with its file, line and column.
pub fn generate(spec: &Path) -> Result<Generated, Diagnostics> {
    generate_from(source::read(spec)?)
}

/// The client for a document that was read already; see [`generate`].
///
/// # Errors
/// Everything that is wrong with the document, each with its file, line and column.
pub fn generate_from(document: Document) -> Result<Generated, Diagnostics> {
    // On a thread with a stack for the deepest document, whose panics are diagnostics.
    guard::run(move || render(&document)).unwrap_or_else(|reason| Err(defect(&reason).into()))
}

/// The stages after `source`.
fn render(document: &Document) -> Result<Generated, Diagnostics> {
    let (meant, misspelt) = lint::meant(document);
    let mut found = lint::lint(&meant);
    let mut lowered = lowered(&meant, &mut found);
    found.extend(misspelt);
    let warnings = Diagnostics::or_warnings(found)?;
    let all = |found: Diagnostics| found.and(warnings.clone());
    lower::leave_effective(&mut lowered);
    let file = client::client(&lowered).map_err(all)?;
    let file = shape::shape(file, &lowered).map_err(all)?;
    let ledger = ledger::ledger(document, &lowered, &warnings);
    let ledger = ledger.map_err(|found| all(Diagnostics::new(found)))?;
    let source = output::render(&file, &output::Header::new(document, &ledger));
    // A tree can hold what its text cannot say, such as some characters in a comment.
    syn::parse_file(&source).map_err(|error| defect(&format!("its code is no Rust: {error}")))?;
    let files = document.files.iter().map(|file| file.name.clone());
    Ok(Generated {
        source,
        warnings: Diagnostics::new(warnings),
        ledger,
        files: files.collect(),
    })
}

/// Most times that a document is lowered without what has no end; each cuts all that it finds.
const MAX_ROUNDS: usize = 8;

/// The document after stage `lower`, with what is wrong with that; as it was if what is wrong already lets
/// nothing be said of it.
fn lowered(document: &Document, found: &mut Vec<Diagnostic>) -> Document {
    if !lint::is_of_known_version(document) {
        found.extend(lint::lint_unlowered(document));
        return document.clone();
    }
    let (mut readable, mut unread) = lint::readable(document);
    let endless = |found: &[Diagnostic]| -> BTreeSet<Position> {
        let endless = found.iter().filter(|one| one.code == Code::TooLarge);
        endless.filter_map(|one| one.position.clone()).collect()
    };
    // Of what has no end nothing is known, and of the rest what there is.
    let mut cut = endless(found);
    let mut told = Vec::new();
    let mut rounds = 0;
    let (lowered, mut more) = loop {
        lint::cut(&mut readable, &cut);
        unread.append(&mut cut);
        let (lowered, more) = lower::lower(readable.clone());
        cut = endless(&more);
        if cut.is_empty() {
            break (lowered, more);
        }
        told.extend(more.into_iter().filter(|one| one.code == Code::TooLarge));
        rounds += 1;
        if rounds == MAX_ROUNDS {
            found.extend(told);
            found.extend(lint::lint_unlowered(document));
            return document.clone();
        }
    };
    more.extend(told);
    let told = [found.as_slice(), &more].concat();
    let known = if let Some(rest) = lint::without_gaps(&readable, document, &told, unread) {
        let (lowered, _) = lower::lower(rest.clone());
        more.extend(lint::lint_lowered(&rest, &lowered, Known::Operations));
        Known::WithGaps
    } else {
        Known::All
    };
    more.extend(lint::lint_lowered(&readable, &lowered, known));
    let named = lint::named(document, found);
    let is_collision = |one: &&Diagnostic| one.code == Code::NameCollision;
    let collided: BTreeSet<Position> = more
        .iter()
        .filter(is_collision)
        .filter_map(|one| one.position.clone())
        .collect();
    // What is told of the document isn't told of what becomes of it, and of an error nothing else is.
    more.retain(|one| {
        let is_told = |told: &Diagnostic| {
            one.position == told.position
                && (one.code == told.code || told.severity == Severity::Error)
        };
        let is_at = |places: &BTreeSet<Position>| {
            one.position.as_ref().is_some_and(|at| places.contains(at))
        };
        // Of what is named as another one is, that is told.
        let is_named =
            one.code.is_of_names() && is_at(&named) || one.code == Code::Name && is_at(&collided);
        !is_named && !found.iter().any(is_told)
    });
    found.extend(more);
    lowered
}

/// What the document is not to blame for.
fn defect(reason: &str) -> Diagnostic {
    Diagnostic::without_position(
        Code::Internal,
        format!("the generator cannot go on: {reason}"),
        "this is a defect of the generator: please report it with the document",
    )
}
