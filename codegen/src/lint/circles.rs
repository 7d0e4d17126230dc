//! References come to an end, and schemas are none of their own parts or alternatives.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, MAX_REFERENCES, Node};
use crate::reference::{self, shown, unescaped};

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    found.extend(long_chains(document));
    found.extend(circles(document).into_iter().map(|circle| circle.told));
}

/// What leads back to itself.
pub(super) struct Circle {
    /// The pointer to one of the schemas or references in it, without which it is none.
    pub(super) pointer: String,
    told: Diagnostic,
}

pub(super) fn circles(document: &Document) -> Vec<Circle> {
    let mut circles = of_references(document);
    circles.extend(of_parts(document));
    circles
}

/// Chains of references that nobody follows to their end.
fn long_chains(document: &Document) -> Vec<Diagnostic> {
    let mut chains = Chains::new(document);
    let (mut told, mut found) = (BTreeSet::new(), Vec::new());
    chains.visit(&mut |text, length, reference| {
        // Those that begin further ahead are longer for the same reason.
        if length == Some(MAX_REFERENCES + 1) && told.insert(text.to_owned()) {
            found.push(Diagnostic::error(
                Code::TooLarge,
                &reference.position,
                format!(
                    "the `$ref` {} leads to more than {MAX_REFERENCES} others, one after another",
                    shown(text)
                ),
                "refer to what is at their end",
            ));
        }
    });
    found
}

/// References that lead back to themselves.
fn of_references(document: &Document) -> Vec<Circle> {
    let mut chains = Chains::new(document);
    chains.visit(&mut |_, _, _| {});
    let circles = chains.circles.into_iter().filter_map(|circle| {
        let inside = circle.iter().filter_map(|text| {
            let reference = document.resolve(text)?.get("$ref")?;
            Some((&reference.position, reference.as_str()?, *text))
        });
        let (position, first, at) = inside.min()?;
        let told = Diagnostic::error(
            Code::CircularRef,
            position,
            format!("the `$ref` {} leads back to itself", shown(first)),
            "refer to something that is not a reference itself",
        );
        let pointer = reference::pointer(at)?;
        Some(Circle { pointer, told })
    });
    circles.collect()
}

/// How many references lie between each one and what is no reference.
struct Chains<'a> {
    document: &'a Document,
    /// By reference; none for what leads back to itself.
    lengths: BTreeMap<&'a str, Option<usize>>,
    /// References that lead to each other.
    circles: Vec<Vec<&'a str>>,
}

impl<'a> Chains<'a> {
    fn new(document: &'a Document) -> Self {
        Self {
            document,
            lengths: BTreeMap::new(),
            circles: Vec::new(),
        }
    }

    /// Calls `visit` with every reference, its text and its length.
    fn visit(&mut self, visit: &mut impl FnMut(&'a str, Option<usize>, &'a Node)) {
        let document = self.document;
        reference::walk(&document.root, &mut |_, reference| {
            if let Some(text) = reference.as_str() {
                visit(text, self.length(text), reference);
            }
        });
    }

    fn length(&mut self, reference: &'a str) -> Option<usize> {
        let mut path = Vec::new();
        let mut next = Some(reference);
        let mut length = Some(0);
        while let Some(text) = next {
            if let Some(known) = self.lengths.get(text) {
                length = *known;
                if let Some(begin) = path.iter().position(|seen| *seen == text) {
                    self.circles.push(path[begin..].to_vec());
                }
                break;
            }
            self.lengths.insert(text, None);
            path.push(text);
            let target = self.document.resolve(text);
            next = target.and_then(|node| node.str("$ref"));
        }
        for text in path.into_iter().rev() {
            length = length.map(|length| length + 1);
            self.lengths.insert(text, length);
        }
        length
    }
}

/// Schemas that are one of their own parts or alternatives, with no property or item between.
fn of_parts(document: &Document) -> Vec<Circle> {
    let mut circles = Vec::new();
    let mut begins: Vec<String> = document
        .schemas()
        .map(|(name, _)| format!("/components/schemas/{}", reference::segment(name)))
        .collect();
    reference::walk(&document.root, &mut |_, to| {
        begins.extend(to.as_str().and_then(reference::pointer));
    });
    let mut seen = BTreeSet::new();
    for begin in begins {
        if !seen.insert(begin.clone()) {
            continue;
        }
        // The way from here: each schema with those of its parts that are still to be looked into.
        let mut on_the_way = BTreeSet::from([begin.clone()]);
        let first = parts(document, &begin).into_iter();
        let mut way = vec![(begin, first)];
        while let Some((last, rest)) = way.last_mut() {
            let Some(part) = rest.next() else {
                on_the_way.remove(last);
                way.pop();
                continue;
            };
            if on_the_way.contains(&part) {
                let pointers = way.iter().map(|(pointer, _)| pointer.as_str());
                let circle: Vec<&str> = pointers.skip_while(|pointer| *pointer != part).collect();
                circles.extend(circular(document, &circle));
            } else if seen.insert(part.clone()) {
                on_the_way.insert(part.clone());
                let parts = parts(document, &part).into_iter();
                way.push((part, parts));
            }
        }
    }
    circles
}

/// The pointers of the schemas that the one at a pointer is merged from, or is, or may be.
fn parts(document: &Document, pointer: &str) -> Vec<String> {
    fn add(schema: &Node, all: &mut Vec<String>) {
        all.extend(schema.str("$ref").and_then(reference::pointer));
        for keyword in ["allOf", "oneOf", "anyOf"] {
            schema.items(keyword).iter().for_each(|part| add(part, all));
        }
    }
    let mut all = Vec::new();
    if let Some(schema) = document.root.at(pointer) {
        add(schema, &mut all);
    }
    all
}

/// What is wrong with schemas that are parts of each other, at the first of them; of mere references that
/// is said elsewhere.
fn circular(document: &Document, circle: &[&str]) -> Option<Circle> {
    let target = |pointer: &&str| document.root.at(pointer);
    let is_reference =
        |pointer: &&str| target(pointer).is_some_and(|node| node.str("$ref").is_some());
    if circle.iter().all(is_reference) {
        return None;
    }
    let place = |pointer: &&str| {
        let (parent, name) = pointer.rsplit_once('/')?;
        let name = unescaped(name);
        let object = document.root.at(parent)?.as_object();
        let key = object
            .and_then(|object| object.get(&name))
            .map(|member| &member.key);
        let position = key.or_else(|| Some(&target(pointer)?.position))?;
        Some((position, name, (*pointer).to_owned()))
    };
    let (position, name, pointer) = circle.iter().filter_map(place).min()?;
    let told = Diagnostic::error(
        Code::CircularRef,
        position,
        format!("the schema `{name}` is one of its own parts or alternatives"),
        "refer to it from a property or from `items`",
    );
    Some(Circle { pointer, told })
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::MAX_REFERENCES;
    use crate::source;

    fn told(schemas: &str) -> Vec<String> {
        let text = format!("openapi: 3.0.3\ncomponents:\n  schemas:\n{schemas}");
        let document = source::parse("a.yaml", &text).expect("it parses");
        let mut found = Vec::new();
        super::check(&document, &mut found);
        found.into_iter().map(|found| found.to_string()).collect()
    }

    #[test]
    fn a_circle_is_told_once_where_it_begins() {
        let a = "{$ref: '#/components/schemas/A'}";
        let b = "{$ref: '#/components/schemas/B'}";
        for (schemas, expected) in [
            (
                format!("    A: {b}\n    B: {a}\n    C: {a}\n"),
                "4:15: error[circular-ref]: the `$ref` #/components/schemas/B leads back",
            ),
            (
                format!(
                    "    C: {{allOf: [{b}]}}\n    B: {{allOf: [{a}, {{type: object}}]}}\n    A: {b}\n"
                ),
                "5:5: error[circular-ref]: the schema `B` is one of its own parts",
            ),
            (
                format!("    A: {{oneOf: [{a}, {{type: string}}]}}\n"),
                "4:5: error[circular-ref]: the schema `A` is one of its own parts",
            ),
            (
                format!(
                    "    A: {{oneOf: [{{type: integer}}, {{anyOf: [{b}]}}]}}\n    B: {{anyOf: [{a}]}}\n"
                ),
                "4:5: error[circular-ref]: the schema `A` is one of its own parts",
            ),
            (
                format!("    A: {{allOf: [{a}, {{type: object}}]}}\n"),
                "4:5: error[circular-ref]: the schema `A` is one of its own parts",
            ),
        ] {
            let told = told(&schemas);
            let is_told = told.len() == 1 && told[0].starts_with(&format!("a.yaml:{expected}"));
            assert!(is_told, "{schemas}: {told:?}");
        }
    }

    #[test]
    fn a_schema_may_hold_itself_in_a_property_or_an_item() {
        let a = "{$ref: '#/components/schemas/A'}";
        for schema in [
            format!("properties: {{a: {{oneOf: [{a}, {{type: string}}]}}}}"),
            format!("oneOf: [{{type: array, items: {a}}}, {{type: string}}]"),
            format!("allOf: [{{additionalProperties: {a}}}]"),
        ] {
            assert_eq!(told(&format!("    A: {{{schema}}}\n")), [""; 0], "{schema}");
        }
    }

    #[test]
    fn a_chain_of_references_that_is_too_long_is_told_once() {
        for (length, count) in [(64, 0), (65, 1), (500, 1)] {
            let mut schemas = String::new();
            for link in 0..length {
                let next = link + 1;
                writeln!(
                    schemas,
                    "    S{link}: {{$ref: '#/components/schemas/S{next}'}}"
                )
                .expect("a string");
            }
            writeln!(schemas, "    S{length}: {{type: string}}").expect("a string");
            // Another one that is as far from the end as the first that is too far.
            if length > MAX_REFERENCES {
                let near = length - MAX_REFERENCES;
                writeln!(schemas, "    T: {{$ref: '#/components/schemas/S{near}'}}")
                    .expect("a string");
            }
            let told = told(&schemas);
            assert_eq!(told.len(), count, "{length}: {told:?}");
            assert!(
                told.iter().all(|told| told.contains("error[too-large]")),
                "{told:?}"
            );
        }
    }
}
