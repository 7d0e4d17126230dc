//! Stage `lint`: everything that is wrong with a [`Document`], all at once.
//!
//! The checks work on nodes, not on openapiv3's structs, which have no positions, drop what they do
//! not know, and stop at the first error.

mod alternatives;
mod bounds;
mod characters;
mod choices;
mod circles;
mod components;
mod endless;
mod enums;
mod envelopes;
mod exclusive;
mod formats;
mod gaps;
mod headers;
mod links;
mod lost;
mod meant;
mod names;
mod operations;
mod paths;
mod references;
mod refused;
mod repeated;
mod required;
mod schemas;
mod security;
mod servers;
mod types;
mod unused;
mod values;
mod version;
mod vocabulary;
mod words;

pub use gaps::without_gaps;
pub use meant::{cut, meant, named, readable};
pub(crate) use unused::{is_in, used};
pub(crate) use values::displaced;
pub(crate) use version::is_known as is_of_known_version;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::document::Document;

/// One kind of check: adds what it finds.
type Check = fn(&Document, &mut Vec<Diagnostic>);

const CHECKS: &[Check] = &[
    version::check,
    vocabulary::check,
    references::check,
    circles::check,
    operations::check,
    paths::check,
    security::check,
    refused::check,
    repeated::check,
    schemas::check,
    required::check,
    bounds::check,
    formats::check,
    names::check,
    values::check,
    components::check,
    exclusive::check,
    headers::check,
    links::check,
    servers::check,
    characters::check,
    words::check,
];

/// Those of a lowered document.
const LOWERED_CHECKS: &[Check] = &[
    envelopes::check,
    choices::check,
    types::check,
    required::check_merged,
    names::check_merged,
    bounds::check_merged,
    values::check_merged,
    endless::check,
];

/// Everything that is wrong with a document.
#[must_use]
pub fn lint(document: &Document) -> Vec<Diagnostic> {
    let mut found = document.found.clone();
    // What isn't OpenAPI of a known version has no other defects that would be worth telling.
    let defect = version::defect(document);
    found.extend(defect.clone());
    if !is_of_known_version(document) {
        return found;
    }
    let mut of_checks = Vec::new();
    for check in CHECKS {
        check(document, &mut of_checks);
    }
    // What cannot be read stands for something that nobody wrote.
    let mut unread = document.found.clone();
    unread.extend(defect);
    unread.retain(|text| text.severity == Severity::Error);
    let is_read = |one: &Diagnostic| unread.iter().all(|text| text.position != one.position);
    found.extend(of_checks.into_iter().filter(is_read));
    found
}

/// What can be said of a document only when it is lowered; if something is wrong with it already, what is so of the
/// rest all the same.
#[must_use]
pub fn lint_lowered(document: &Document, lowered: &Document, known: Known) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for check in LOWERED_CHECKS {
        check(lowered, &mut found);
    }
    schemas::check_merged(document, lowered, &mut found);
    if known == Known::All {
        lost::check(document, lowered, &mut found);
    }
    found.retain(|one| known.tells(one));
    found
}

/// How much is known of a lowered document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// All of it.
    All,
    /// Some schemas are not what they should be.
    WithGaps,
    /// All of these operations, and nothing of others, in which something may have an effect or conform.
    Operations,
}

impl Known {
    /// Whether something that seems to be wrong is that for sure.
    fn tells(self, one: &Diagnostic) -> bool {
        let is_of_others = one.severity == Severity::Warning
            && matches!(one.code, Code::Default | Code::Example | Code::NoEffect);
        // What an envelope lacks, what is required, or what makes something so.
        let is_of_gaps = match one.severity {
            Severity::Error => matches!(one.code, Code::Envelope | Code::UndeclaredProperty),
            Severity::Warning => matches!(one.code, Code::Impossible | Code::MissingKeyword),
        };
        match self {
            Self::All => true,
            Self::WithGaps => !is_of_others && !is_of_gaps,
            Self::Operations => !is_of_others,
        }
    }
}

/// What of that can be said of a document that cannot be lowered.
#[must_use]
pub fn lint_unlowered(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    types::check_parameters(document, &mut found);
    found
}

/// The candidate that someone who wrote `name` may have meant.
fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let letters = name.chars().count();
    candidates
        .map(|candidate| {
            let is_same = name.eq_ignore_ascii_case(candidate);
            let distance = || strsim::damerau_levenshtein(name, candidate);
            (if is_same { 0 } else { distance() }, candidate)
        })
        .filter(|(distance, candidate)| {
            // One letter of two says nothing.
            if letters <= 2 {
                return *distance == 0;
            }
            // Its beginning is an abbreviation, as `int` and `desc`.
            let is_short = candidate.starts_with(name);
            *distance <= 1 + letters.min(candidate.chars().count()) / 5 || is_short
        })
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_name_is_suggested_if_it_is_likely_to_be_meant() {
        for (name, candidates, expected) in [
            ("ID", &["a", "id"][..], Some("id")),
            ("ib", &["id", "in", "ibis"], None),
            ("é", &["è"], None),
            ("äb", &["äbc"], None),
            ("a", &["b", "ab"], None),
            ("inn", &["in"], Some("in")),
            ("age", &["image", "agenda"], Some("agenda")),
            ("age", &["image"], None),
            ("int", &["integer", "string"], Some("integer")),
            ("min_length", &["minLength", "maxLength"], Some("minLength")),
            ("responces", &["responses"], Some("responses")),
            ("returns", &["responses"], None),
        ] {
            let candidates = candidates.iter().copied();
            assert_eq!(nearest(name, candidates), expected, "{name}");
        }
    }
}
