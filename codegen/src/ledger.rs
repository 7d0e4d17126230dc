//! Stage `ledger`: what becomes of every keyword of a [`Document`]; none is silently dropped.

mod enforcer;
mod places;
mod render;

use std::collections::BTreeSet;
use std::fmt;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Member, Node, Position, Value};
use crate::reference::{FILES, segment};
use crate::schema::{allows_null, applies, constant, has_type, ruled_range};
use crate::vocabulary::{Fate, Keyword, Thing, Version, Visit, walk};

/// What becomes of every keyword, in the order of the document.
#[derive(Clone, Debug, Default)]
pub struct Ledger(Vec<Entry>);

/// What becomes of one keyword.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where it is written.
    pub position: Position,
    /// Where it stands in the document, as a JSON pointer (RFC 6901).
    pub pointer: String,
    /// What becomes of it.
    pub column: Column,
    /// The type, call, pass or stage that does it.
    pub by: String,
}

/// The columns of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The generated types and functions allow nothing else.
    Types,
    /// The client checks it, or acts on it, when it runs.
    RunTime,
    /// The documentation of what it is about says it.
    Documented,
    /// A diagnostic says that the client doesn't do it.
    Refused,
}

impl Column {
    /// Every column.
    pub const ALL: [Self; 4] = [Self::Types, Self::RunTime, Self::Documented, Self::Refused];

    /// What it says of a keyword.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Types => "enforced in types",
            Self::RunTime => "enforced at run time",
            Self::Documented => "documented",
            Self::Refused => "refused",
        }
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Lists the keywords of a document; `lowered` is the same after stage `lower`, and `warnings` are those of
/// the stages before.
///
/// # Errors
/// A keyword that is in no column: a defect of this generator, or of a document that wasn't linted.
pub fn ledger(
    document: &Document,
    lowered: &Document,
    warnings: &[Diagnostic],
) -> Result<Ledger, Vec<Diagnostic>> {
    let told = |code: Code| -> BTreeSet<Position> {
        let warnings = warnings.iter().filter(|one| one.code == code);
        warnings.filter_map(|one| one.position.clone()).collect()
    };
    let mut lister = Lister {
        document,
        lowered,
        without_effect: told(Code::NoEffect),
        unused: places::components_at(document, &told(Code::UnusedComponent)),
        used: crate::lint::used(document),
        version: Version::of(document),
        in_requests: places::in_requests(document),
        envelopes: places::envelopes(document),
        present_or_null: BTreeSet::new(),
        entries: Vec::new(),
        unlisted: Vec::new(),
    };
    walk(document, &mut lister);
    if !lister.unlisted.is_empty() {
        return Err(lister.unlisted);
    }
    let mut entries = lister.entries;
    for entry in &mut entries {
        // As the file has it that it is in.
        let place = entry.pointer.strip_prefix(&format!("/{FILES}/"));
        if let Some((_, pointer)) = place.and_then(|place| place.split_once('/')) {
            entry.pointer = format!("/{pointer}");
        }
    }
    entries.sort_by(|a, b| (&a.position, &a.pointer).cmp(&(&b.position, &b.pointer)));
    // What is in what another reference leads to was come to twice.
    entries.dedup_by(|a, b| (&a.position, &a.pointer) == (&b.position, &b.pointer));
    Ok(Ledger(entries))
}

/// What the tables call the types and calls that progenitor makes, one by one.
const TYPES: &str = "client";

struct Lister<'d> {
    document: &'d Document,
    lowered: &'d Document,
    /// Where warnings say that something has no effect.
    without_effect: BTreeSet<Position>,
    /// Pointers to components that nothing refers to.
    unused: BTreeSet<String>,
    /// Pointers to what is referred to, which may be within those.
    used: BTreeSet<String>,
    version: Version,
    /// Pointers to what a request may hold.
    in_requests: BTreeSet<String>,
    /// Pointers to the schemas of replies, and to what they are merged from.
    envelopes: BTreeSet<String>,
    /// Pointers to properties that have to be there and may be null; their types are no constants.
    present_or_null: BTreeSet<String>,
    entries: Vec<Entry>,
    unlisted: Vec<Diagnostic>,
}

impl Lister<'_> {
    fn add(&mut self, position: &Position, pointer: String, column: Column, by: &'static str) {
        let is_done = column != Column::Refused;
        let is_unused = || places::is_unused(&self.unused, &self.used, &pointer);
        let (column, by) = if is_done && is_unused() {
            // `lint` warns of it.
            (Column::Refused, "lint")
        } else if is_done && places::is_of_header(&pointer) {
            (Column::Documented, "docs")
        } else {
            (column, by)
        };
        let by = match by {
            TYPES => enforcer::enforcer(self.document, self.lowered, &pointer),
            by => by.to_owned(),
        };
        self.entries.push(Entry {
            position: position.clone(),
            pointer,
            column,
            by,
        });
    }

    fn is_in_request(&self, pointer: &str) -> bool {
        // A property may be called `parameters`: what counts is where the word stands.
        let mut segments = pointer.split('/').skip(1);
        let is_place = |name: Option<&str>| {
            matches!(name, Some("parameters" | "requestBody" | "requestBodies"))
        };
        let is_written_there = match segments.next() {
            Some("components") => match segments.next() {
                Some("pathItems") => is_place(segments.nth(1)) || is_place(segments.next()),
                place => is_place(place),
            },
            Some("paths") => is_place(segments.nth(1)) || is_place(segments.next()),
            _ => false,
        };
        is_written_there || places::is_below(&self.in_requests, pointer)
    }

    /// Whether the keyword is one of an envelope's `success`.
    fn is_success(&self, pointer: &str) -> bool {
        let property = pointer.rsplit_once('/').map(|(schema, _)| schema);
        property
            .and_then(|property| property.strip_suffix("/properties/success"))
            .is_some_and(|envelope| self.envelopes.contains(envelope))
    }

    /// Whether the keyword is one of a property that has to be there and may be null.
    fn is_present_or_null(&self, pointer: &str) -> bool {
        let property = pointer.rsplit_once('/').map(|(property, _)| property);
        property.is_some_and(|property| self.present_or_null.contains(property))
    }

    /// What becomes of a keyword for which it depends.
    fn decide(
        &self,
        name: &str,
        node: &Node,
        siblings: &Node,
        pointer: &str,
    ) -> (Column, &'static str) {
        let is_checked = self.is_in_request(pointer);
        let rule = if is_checked {
            (Column::RunTime, "checks")
        } else {
            (Column::Documented, "docs")
        };
        let of_type = siblings.str("type").unwrap_or_default();
        let is_field = pointer.rsplit('/').nth(2) == Some("properties");
        match name {
            // `lint` warns of it.
            _ if !of_type.is_empty() && !applies(name, of_type) => (Column::Refused, "lint"),
            "format" => match node.as_str() {
                Some(format) if has_type(format, of_type) => (Column::Types, TYPES),
                // `lint` warns of it.
                Some(format) if has_type(format, "") => (Column::Refused, "lint"),
                Some("uri") if matches!(of_type, "string" | "") => rule,
                _ if ruled_range(siblings).is_some() => rule,
                _ => (Column::Documented, "docs"),
            },
            // A type with fields has a place for no other.
            "additionalProperties" => {
                let is_merged =
                    siblings.get("allOf").is_some() || pointer.rsplit('/').nth(2) == Some("allOf");
                let is_map = siblings.get("properties").is_none() && !is_merged;
                if is_map && matches!(node.value, Value::Bool(false)) {
                    rule
                } else {
                    (Column::Types, TYPES)
                }
            }
            "enum" | "const" => {
                if siblings
                    .items("enum")
                    .iter()
                    .any(|item| item.as_str().is_some())
                    || node.as_str().is_some()
                {
                    (Column::Types, "enums")
                } else if self.is_success(pointer) {
                    (Column::RunTime, "envelopes")
                } else if is_field
                    && constant(siblings).is_some()
                    && !self.is_present_or_null(pointer)
                {
                    (Column::Types, "values")
                } else if node.is_null()
                    || node
                        .as_array()
                        .is_some_and(|all| all.iter().all(Node::is_null))
                {
                    (Column::Types, TYPES)
                } else {
                    rule
                }
            }
            // Only the first server is called.
            "url" if pointer == "/servers/0/url" => (Column::Types, "server"),
            "url" => (Column::Documented, "docs"),
            // Those that a path cannot have otherwise are refused.
            "style" | "explode" | "allowEmptyValue" | "allowReserved" => {
                (Column::RunTime, "operations")
            }
            _ => rule,
        }
    }
}

impl<'a> Visit<'a> for Lister<'_> {
    fn object(&mut self, thing: Thing, node: &'a Node, pointer: &str) {
        if thing == Thing::Schema {
            let required = node.strings("required");
            for (name, member) in node.members("properties") {
                if allows_null(&member.node) && required.contains(&name) {
                    let property = format!("{pointer}/properties/{}", segment(name));
                    self.present_or_null.insert(property);
                }
            }
        }
        if thing.is_referable()
            && let Some(member) = node.as_object().and_then(|object| object.get("$ref"))
        {
            let by = if thing == Thing::Schema {
                TYPES
            } else {
                "references"
            };
            self.add(&member.key, format!("{pointer}/$ref"), Column::Types, by);
            // Beside a reference nothing counts, in 3.0; `lint` warns of it.
            let siblings = node.as_object().into_iter().flatten();
            let version = self.version;
            let is_beside = |name: &str| name != "$ref" && !thing.may_override(name, version);
            for (name, member) in siblings.filter(|(name, _)| is_beside(name)) {
                if thing != Thing::Schema || self.version == Version::V3_0 {
                    self.add(
                        &member.key,
                        format!("{pointer}/{name}"),
                        Column::Refused,
                        "lint",
                    );
                }
            }
        }
    }

    fn member(
        &mut self,
        thing: Thing,
        object: &'a Node,
        name: &'a str,
        member: &'a Member,
        keyword: Option<&'static Keyword>,
        pointer: &str,
    ) {
        let key = &member.key;
        let is_told = |position: &Position| self.without_effect.contains(position);
        if keyword.is_some() && (is_told(key) || is_told(&member.node.position)) {
            self.add(key, pointer.to_owned(), Column::Refused, "lint");
            return;
        }
        match keyword.map(|keyword| keyword.fate) {
            Some(Fate::Types(by)) => self.add(key, pointer.to_owned(), Column::Types, by),
            Some(Fate::Runtime(by)) => self.add(key, pointer.to_owned(), Column::RunTime, by),
            Some(Fate::Documented(by)) => self.add(key, pointer.to_owned(), Column::Documented, by),
            Some(Fate::Refused | Fate::Warned) => {
                self.add(key, pointer.to_owned(), Column::Refused, "lint");
            }
            Some(Fate::Depends) => {
                let (column, by) = self.decide(name, &member.node, object, pointer);
                self.add(key, pointer.to_owned(), column, by);
            }
            // Where other files stand; what is used of them is listed.
            None if name == FILES => {}
            None if name.starts_with("x-") => {
                self.add(key, pointer.to_owned(), Column::Refused, "lint");
            }
            None => self.unlisted.push(Diagnostic::error(
                Code::Internal,
                key,
                format!("the ledger has no column for `{name}` of {}", thing.name()),
                "this is a defect of the generator, which would drop the keyword",
            )),
        }
    }
}

#[cfg(test)]
mod tests;
