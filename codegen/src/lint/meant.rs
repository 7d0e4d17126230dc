//! The document that is meant: with each misspelt word as it is suggested, so that a slip is told once and what
//! follows from it isn't.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{version, vocabulary};
use crate::diagnostic::Diagnostic;
use crate::document::{Document, Member, Node, Position, Value};
use crate::vocabulary::{Keyword, Shape, Thing, Version, Visit, walk};

/// Most levels of misspelt keywords in misspelt keywords that are looked into.
const MAX_ROUNDS: usize = 10;

/// The document that is meant, and what is misspelt in the one that there is.
#[must_use]
pub fn meant(document: &Document) -> (Cow<'_, Document>, Vec<Diagnostic>) {
    let (mut meant, mut found) = (Cow::Borrowed(document), Vec::new());
    if version::defect(document).is_some() {
        return (meant, found);
    }
    for _ in 0..MAX_ROUNDS {
        let mut misspelt = Misspelt {
            version: Version::of(&meant),
            names: BTreeMap::new(),
            values: BTreeMap::new(),
            found: Vec::new(),
        };
        walk(&meant, &mut misspelt);
        let Misspelt { names, values, .. } = misspelt;
        found.extend(misspelt.found);
        if names.is_empty() && values.is_empty() {
            break;
        }
        meant.to_mut().root.walk_mut(&mut |node| {
            let text = values.get(&node.position);
            match &mut node.value {
                Value::Object(object) => {
                    let members = std::mem::take(object).into_iter();
                    let renamed = members.map(|(name, member)| match names.get(&member.key) {
                        Some(meant) => ((*meant).to_owned(), member),
                        None => (name, member),
                    });
                    *object = renamed.collect();
                }
                Value::String(own) => {
                    if let Some(meant) = text {
                        (*meant).clone_into(own);
                    }
                }
                _ => {}
            }
        });
    }
    (meant, found)
}

/// What is meant instead of names and values, by their places.
struct Misspelt {
    version: Version,
    names: BTreeMap<Position, &'static str>,
    values: BTreeMap<Position, &'static str>,
    found: Vec<Diagnostic>,
}

impl<'a> Visit<'a> for Misspelt {
    fn member(
        &mut self,
        thing: Thing,
        object: &'a Node,
        name: &'a str,
        member: &'a Member,
        keyword: Option<&'static Keyword>,
        _: &str,
    ) {
        if keyword.is_some() || name.starts_with("x-") {
            return;
        }
        let Some(meant) = vocabulary::meant_keyword(thing, name, self.version) else {
            return;
        };
        // What stands there already, or as another slip, is what was meant.
        let mut members = object.as_object().into_iter().flatten();
        let is_there = members
            .any(|(name, other)| name == meant || self.names.get(&other.key) == Some(&meant));
        // Data of one keyword is none of another.
        let is_data = thing
            .keyword(meant, self.version)
            .is_some_and(|keyword| matches!(keyword.shape, Shape::Any));
        if !is_there && !is_data {
            self.found
                .push(vocabulary::unknown(thing, name, member, self.version));
            self.names.insert(member.key.clone(), meant);
        }
    }

    fn mismatch(&mut self, node: &'a Node, shape: Shape, name: &str) {
        if let Some(meant) = vocabulary::meant_value(node, shape) {
            self.found
                .push(vocabulary::mismatch(node, shape, name, self.version));
            self.values.insert(node.position.clone(), meant);
        }
    }
}
