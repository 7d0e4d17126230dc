//! A choice is read as the first alternative that fits: one that takes what is meant for a later one is
//! refused.

mod comparison;
mod containment;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use self::comparison::{Comparison, Question, drops};
use self::containment::Containment;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node, Position};
use crate::operation::operations;
use crate::reference::reach;
use crate::vocabulary::schemas;

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    let mut in_requests = BTreeSet::new();
    let mut in_replies = BTreeSet::new();
    for operation in operations(document) {
        let parameters = operation.node.items("parameters").iter();
        for node in parameters.chain(operation.node.get("requestBody")) {
            reach(document, node, &mut in_requests);
        }
        for (_, response) in operation.node.members("responses") {
            reach(document, &response.node, &mut in_replies);
        }
    }
    let schemas = schemas(document);
    let mut comparison = Comparison::new(document);
    let mut containment = Containment::new(document);
    for (schema, pointer) in &schemas {
        let are_objects = check_objects(document, schema, found);
        let mut told = Vec::new();
        let below = pointer.strip_prefix("/components/schemas/");
        let name = below.and_then(|below| below.split('/').next());
        // What is only sent is not read.
        let is_read = name.is_none_or(|name| in_replies.contains(name));
        let is_sent = name.is_some_and(|name| in_requests.contains(name));
        for keyword in ["oneOf", "anyOf"] {
            let list = schema.get(keyword).filter(|_| is_read && !are_objects);
            if let Some(list) = list {
                let mut order = Order {
                    document,
                    comparison: &mut comparison,
                    containment: &mut containment,
                    parts: schema.items(keyword),
                    is_sent,
                    is_exclusive: keyword == "oneOf",
                };
                told.extend(order.check(&list.position, found));
            }
            if comparison.is_too_large {
                return;
            }
        }
        check_exclusive(&mut containment, schema.items("oneOf"), &told, found);
    }
}

/// No value may be several objects at once; whether one may.
fn check_objects(document: &Document, schema: &Node, found: &mut Vec<Diagnostic>) -> bool {
    let parts = schema.items("anyOf").iter();
    let objects = parts.filter(|part| is_object(document, part));
    let list = schema.get("anyOf").filter(|_| objects.count() > 1);
    if let Some(list) = list {
        found.push(Diagnostic::error(
            Code::Unsupported,
            &list.position,
            "an `anyOf` of several objects is not supported: a value may be more than one of them",
            "write `oneOf` if it is one of them, or one object with optional properties",
        ));
    }
    list.is_some()
}

/// What is of two alternatives of a `oneOf` is of neither; of those that are told for more it isn't.
fn check_exclusive(
    containment: &mut Containment<'_>,
    parts: &[Node],
    told: &[[&Node; 2]],
    found: &mut Vec<Diagnostic>,
) {
    for (index, part) in parts.iter().enumerate() {
        let mut others = parts.iter().enumerate();
        // Of two that are the same it is told of the second one.
        let whole = others.find(|(other, outer)| {
            *other != index
                && containment.holds(outer, part)
                && (*other < index || !containment.holds(part, outer))
        });
        let is_told = |whole: &Node| {
            told.iter().any(|pair| {
                [part, whole]
                    .iter()
                    .all(|one| pair.iter().any(|told| std::ptr::eq(*told, *one)))
            })
        };
        if let Some((_, whole)) = whole.filter(|(_, whole)| !is_told(whole)) {
            let message = format!(
                "every value of this alternative that isn't null is of the one at {}, too: by `oneOf` it is of neither",
                whole.position
            );
            found.push(Diagnostic::warning(
                Code::Impossible,
                &part.position,
                message,
                if is_object(containment.document, part) {
                    "give each a required property that the other lacks, or make them one schema"
                } else {
                    "write `anyOf`, or leave this alternative out and let the other be null if this one may"
                },
            ));
        }
    }
}

fn is_object(document: &Document, schema: &Node) -> bool {
    let schema = document.target(schema);
    schema.str("type") == Some("object") && schema.get("enum").is_none()
}

/// The alternatives of a choice that is read, in their order.
struct Order<'a, 'c> {
    document: &'a Document,
    comparison: &'c mut Comparison<'a>,
    containment: &'c mut Containment<'a>,
    parts: &'a [Node],
    /// Whether what was read may be sent.
    is_sent: bool,
    /// Whether what is of two of them is of neither.
    is_exclusive: bool,
}

impl<'a> Order<'a, '_> {
    /// Tells what is wrong with the order, and gives the two alternatives that it is wrong of.
    fn check(&mut self, at: &Position, found: &mut Vec<Diagnostic>) -> Option<[&'a Node; 2]> {
        let mut told = None;
        if let Some((earlier, later)) = self.find(Question::OnlyOpen) {
            told = Some([earlier, later]);
            let of_type = |node| self.document.referent(node).str("type");
            let are_strings = [earlier, later].map(of_type) == [Some("string"); 2];
            found.push(Diagnostic::error(
                Code::Unsupported,
                at,
                "alternatives that only an enum's values tell apart are not supported",
                if are_strings {
                    "make them one schema: one `enum` of all values, or a `string` that says them in its description"
                } else {
                    "give each a required property of its own, or make them one schema"
                },
            ));
        } else if let Some((earlier, later)) = self.find(Question::Loses) {
            told = Some([earlier, later]);
            let of_type = |node| self.document.referent(node).str("type");
            let lost = drops(
                self.document.referent(earlier),
                self.document.referent(later),
            );
            let is_of_both = self.is_exclusive && self.containment.holds(earlier, later);
            let is_within = self.is_exclusive && self.containment.holds(later, earlier);
            let required = |node| self.document.referent(node).strings("required");
            let (first, second) = (required(earlier), required(later));
            let requires_more = second.iter().any(|name| !first.contains(name));
            let lost = lost.unwrap_or_else(|| "a part of what is in it".to_owned());
            found.push(Diagnostic::error(
                Code::Unsupported,
                &earlier.position,
                format!("a reply that is a later alternative is read as this one, and loses {lost}"),
                if of_type(later) == Some("array") {
                    "put the array before it"
                } else if of_type(earlier) == Some("number") && is_of_both {
                    "leave the later one out"
                } else if of_type(earlier) == Some("number") {
                    "put the later one before it, or leave that out"
                } else if of_type(earlier) == Some("string") && is_within {
                    "leave this one out"
                } else if of_type(earlier) == Some("string") {
                    "leave this one out, or its `format`"
                } else if is_of_both {
                    "give each a required property that the other lacks, or make them one schema"
                } else if !requires_more {
                    "give each a required property that the others lack"
                } else {
                    "put the one that requires more before it, or give each a required property that the others lack"
                },
            ));
        } else if self.is_sent
            && let Some((earlier, later)) = self.find(Question::Breaks)
        {
            told = Some([earlier, later]);
            let is_of_both = self.is_exclusive
                && (self.containment.holds(earlier, later)
                    || self.containment.holds(later, earlier));
            found.push(Diagnostic::error(
                Code::Unsupported,
                &earlier.position,
                "a reply that is a later alternative is read as this one, and breaks its rules when it is sent",
                if is_of_both {
                    "make them one schema"
                } else {
                    "make them one schema, or, if one has no rule that the other lacks, put it first"
                },
            ));
        }
        if self.comparison.is_too_large {
            found.push(Diagnostic::error(
                Code::TooLarge,
                at,
                "these alternatives are too many or nested too deep to be held against each other",
                "make it a choice of fewer or of flatter ones",
            ));
        }
        told
    }

    /// The first alternative of which something is so with a later one, and that.
    fn find(&mut self, question: Question) -> Option<(&'a Node, &'a Node)> {
        let parts = self.parts;
        let mut pairs = parts.iter().enumerate().flat_map(|(index, earlier)| {
            let later = parts[index + 1..].iter();
            later.map(move |later| (earlier, later))
        });
        // An alternative that is an object is read from no array: the pass `choices` of `shape` sees to it.
        let document = self.document;
        let is_of = |part: &Node, of_type| document.referent(part).str("type") == Some(of_type);
        pairs.find(|(earlier, later)| {
            if !is_of(later, "array") {
                return self.comparison.ask(question, earlier, later);
            }
            let mut alternatives = plain(document, earlier).into_iter();
            alternatives
                .any(|one| !is_of(one, "object") && self.comparison.ask(question, one, later))
        })
    }
}

/// The alternatives of a schema that are no choices; itself if it is none.
fn plain<'a>(document: &'a Document, schema: &'a Node) -> Vec<&'a Node> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut rest = vec![schema];
    while let Some(schema) = rest.pop() {
        let target = document.referent(schema);
        if !seen.insert(std::ptr::from_ref(target)) {
            continue;
        }
        let before = rest.len();
        rest.extend(target.items("oneOf").iter().chain(target.items("anyOf")));
        if rest.len() == before {
            found.push(schema);
        }
    }
    found
}
