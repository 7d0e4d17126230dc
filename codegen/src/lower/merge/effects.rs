//! What the parts of a merge say without an effect, told unless it has one elsewhere.

#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node, Position};
use crate::lower::sweep::lower_again as sweep;
use crate::schema::unfit;

/// What is said without an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    Alternative,
    Null,
    Value,
}

/// What was said in the parts of merges, by its places.
#[derive(Default)]
pub(super) struct Effects(RefCell<Notes>);

#[derive(Default)]
struct Notes {
    /// Why something has no effect in a merge.
    dropped: BTreeMap<(What, Position), String>,
    /// What of that is of the schema that is merged now.
    pending: Vec<(What, Position)>,
    /// What has one, though it isn't where it was.
    kept: BTreeSet<(What, Position)>,
    /// What says the same as something else, which is what is left of both.
    same: BTreeMap<(What, Position), Vec<Position>>,
}

impl Effects {
    /// It has an effect, whatever becomes of it.
    pub(super) fn kept(&self, what: What, at: &Position) {
        self.0.borrow_mut().kept.insert((what, at.clone()));
    }

    /// It has none in this merge, for a reason.
    pub(super) fn dropped(&self, what: What, at: &Position, reason: impl FnOnce() -> String) {
        let notes = &mut *self.0.borrow_mut();
        if let Entry::Vacant(entry) = notes.dropped.entry((what, at.clone())) {
            notes.pending.push(entry.key().clone());
            entry.insert(reason());
        }
    }

    /// Another schema is merged from here on.
    pub(super) fn begin(&self) {
        self.0.borrow_mut().pending.clear();
    }

    /// That schema cannot be merged: what else is so of it isn't known.
    pub(super) fn forget(&self) {
        let notes = &mut *self.0.borrow_mut();
        for key in notes.pending.drain(..) {
            notes.dropped.remove(&key);
        }
    }

    /// It has the effect of what is at another place.
    pub(super) fn same(&self, what: What, at: &Position, left: &Position) {
        if at != left {
            let same = &mut self.0.borrow_mut().same;
            let places = same.entry((what, at.clone())).or_default();
            places.push(left.clone());
        }
    }

    /// Notes which values of enums a merge kept, as far as they were right before it.
    pub(super) fn of_values(&self, parts: [&Node; 2], merged: &Node) {
        let kept: Vec<_> = merged.items("enum").iter().map(Node::to_json).collect();
        for part in parts {
            let unfit = unfit(part);
            for value in part.items("enum") {
                let json = value.to_json();
                if let Some(index) = kept.iter().position(|kept| *kept == json) {
                    let left = &merged.items("enum")[index].position;
                    self.same(What::Value, &value.position, left);
                } else if !value.is_null() && !unfit.iter().any(|it| std::ptr::eq(*it, value)) {
                    self.dropped(What::Value, &value.position, || {
                        format!("another schema that a value has to keep to does not allow {json}")
                    });
                }
            }
        }
    }

    /// Says what has none in the document that came of the merges.
    pub(super) fn tell(self, document: &Document, found: &mut Vec<Diagnostic>) {
        let notes = self.0.into_inner();
        // Where a schema isn't merged it has all that it says.
        let mut document = document.clone();
        sweep(&mut document);
        let mut written = BTreeSet::new();
        document.root.walk(&mut |node| {
            let flag = node.get("nullable").into_iter();
            let lists = ["enum", "oneOf", "anyOf"].map(|keyword| node.items(keyword));
            let items = lists.into_iter().flatten().chain(flag);
            written.extend(items.map(|item| &item.position));
        });
        for ((what, at), reason) in &notes.dropped {
            if notes.has_effect(*what, at, &written) {
                continue;
            }
            let (message, help) = match what {
                What::Alternative => (
                    format!("this alternative has no effect, as nothing is of it: {reason}"),
                    "remove it, or mend what contradicts it",
                ),
                What::Null => (
                    format!("that null is allowed here has no effect: {reason}"),
                    "say it in each part; in OpenAPI 3.0 it may also stand beside an `allOf`",
                ),
                What::Value => (
                    format!("this value has no effect: {reason}"),
                    "remove it, or mend what contradicts it",
                ),
            };
            found.push(Diagnostic::warning(Code::NoEffect, at, message, help));
        }
    }
}

impl Notes {
    /// Whether something that was dropped has an effect elsewhere; what is there was `written`.
    fn has_effect(&self, what: What, at: &Position, written: &BTreeSet<&Position>) -> bool {
        let mut open = vec![at];
        let mut seen = BTreeSet::new();
        while let Some(at) = open.pop() {
            let key = (what, at.clone());
            if written.contains(at) || self.kept.contains(&key) {
                return true;
            }
            if seen.insert(at) {
                open.extend(self.same.get(&key).into_iter().flatten());
            }
        }
        false
    }
}
