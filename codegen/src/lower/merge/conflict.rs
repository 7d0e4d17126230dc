//! Why there is no one schema for several.

use crate::document::{Node, Position};

/// What contradicts each other in two schemas: all of it, since each has to be mended.
pub(super) struct Conflict {
    /// Where, and why.
    pub(super) reasons: Vec<(Position, String)>,
    /// Whether no value keeps to both, so that they are no alternative of a choice.
    pub(super) is_impossible: bool,
}

impl Conflict {
    /// One that no value keeps to.
    pub(super) fn new(at: &Position, reason: impl Into<String>) -> Self {
        Self {
            reasons: vec![(at.clone(), reason.into())],
            is_impossible: true,
        }
    }

    /// The same in a part of a schema, without which no value may be, or some may.
    pub(super) fn within(mut self, is_needed: bool) -> Self {
        self.is_impossible &= is_needed;
        self
    }
}

pub(super) fn conflict(at: &Node, reason: impl Into<String>) -> Conflict {
    Conflict::new(&at.position, reason)
}

/// What went wrong on the way to a schema, each part of which is tried.
#[derive(Default)]
pub(super) struct Conflicts(Option<Conflict>);

impl Conflicts {
    /// What came of a part; nothing if it has no schema.
    pub(super) fn keep<T>(&mut self, part: Result<T, Conflict>) -> Option<T> {
        match part {
            Ok(part) => Some(part),
            Err(more) => {
                self.add(more);
                None
            }
        }
    }

    pub(super) fn add(&mut self, mut more: Conflict) {
        match &mut self.0 {
            None => self.0 = Some(more),
            Some(all) => {
                all.reasons.append(&mut more.reasons);
                all.is_impossible |= more.is_impossible;
            }
        }
    }

    /// The whole, unless a part went wrong.
    pub(super) fn or<T>(self, whole: T) -> Result<T, Conflict> {
        self.0.map_or(Ok(whole), Err)
    }
}
