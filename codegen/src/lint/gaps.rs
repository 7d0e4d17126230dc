//! What is wrong with a schema leaves a gap: not all is known of what has it.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::document::{Document, Node, Position};
use crate::operation::operations;
use crate::reference;
use crate::vocabulary::{Thing, Visit, walk};

/// A document without the operations of which not all is known, as something is wrong with one of their schemas where
/// they were `written`, or one cannot be read; nothing if there is none.
#[must_use]
pub fn without_gaps(
    document: &Document,
    written: &Document,
    found: &[Diagnostic],
    unread: BTreeSet<Position>,
) -> Option<Document> {
    let errors = found.iter().filter(|one| one.severity == Severity::Error);
    let gaps = errors.filter(|one| one.code.leaves_gaps());
    let mut gaps = Gaps {
        written,
        told: gaps.filter_map(|one| one.position.as_ref()).collect(),
        places: unread,
    };
    walk(written, &mut gaps);
    let has_gap = |node: &Node| {
        let mut has_gap = false;
        node.walk(&mut |node| has_gap |= gaps.places.contains(&node.position));
        has_gap
    };
    // What all of a document are held to isn't known then.
    let is_unknown = found.iter().any(|one| one.code == Code::Version);
    let with_gaps: BTreeSet<&Position> = operations(written)
        .filter(|operation| {
            let own = [Some(operation.node), operation.item.get("parameters")];
            let own: Vec<&Node> = own.into_iter().flatten().collect();
            let pointers = reference::reached(written, own.clone());
            let others = pointers.iter().filter_map(|to| written.root.at(to));
            is_unknown || own.into_iter().chain(others).any(has_gap)
        })
        .map(|operation| &operation.node.position)
        .collect();
    if with_gaps.is_empty() {
        return None;
    }
    let mut rest = document.clone();
    rest.root.walk_mut(&mut |node| {
        if let Some(object) = node.as_object_mut() {
            object.retain(|_, member| !with_gaps.contains(&member.node.position));
        }
    });
    Some(rest)
}

/// The schemas of which something is told.
struct Gaps<'t> {
    written: &'t Document,
    told: BTreeSet<&'t Position>,
    places: BTreeSet<Position>,
}

impl<'a> Visit<'a> for Gaps<'_> {
    fn object(&mut self, thing: Thing, node: &'a Node, _: &str) {
        if thing != Thing::Schema {
            return;
        }
        node.walk(&mut |part| {
            let mut keys = part.as_object().into_iter().flatten();
            let is_followed = |to: &str| self.written.resolve(to).is_some();
            if self.told.contains(&part.position)
                || !part.str("$ref").is_none_or(is_followed)
                || keys.any(|(_, member)| self.told.contains(&member.key))
            {
                self.places.insert(part.position.clone());
            }
        });
    }
}
