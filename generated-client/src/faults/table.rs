//! The table of faults: what a server does wrong, and what a call makes of it.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::fault::{Step, reply};
use super::{Operation, connections, replies};
use crate::ErrorKind;

/// What a server does, and what is expected of a call to it.
pub(super) struct Fault {
    pub(super) name: String,
    /// What it does with calls that come before, and succeed.
    pub(super) before: Vec<Vec<Step>>,
    /// What it does with each request of the call; none if nobody listens.
    pub(super) steps: Vec<Step>,
    /// How often `POST` is tried, and the other methods are.
    pub(super) attempts: [usize; 2],
    /// The error; none if the call succeeds all the same.
    pub(super) error: Option<Expected>,
}

/// What an error has to be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Expected {
    pub(super) kind: ErrorKind,
    pub(super) status: Option<u16>,
    /// Whether a create may have happened.
    pub(super) is_ambiguous: bool,
    pub(super) wait: Wait,
    /// A part of its text.
    pub(super) says: &'static str,
}

/// The wait that an error tells.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wait {
    None,
    For(Duration),
    Until(DateTime<Utc>),
}

impl Wait {
    pub(super) fn is(self, told: Option<Duration>) -> bool {
        match self {
            Self::None => told.is_none(),
            Self::For(wait) => told == Some(wait),
            Self::Until(date) => told.is_some_and(|told| {
                let off = Utc::now() + told - date;
                off.abs() < chrono::Duration::seconds(1)
            }),
        }
    }
}

pub(super) const ALL: [usize; 2] = [3, 3];
pub(super) const ONCE: [usize; 2] = [1, 1];
pub(super) const SAFE: [usize; 2] = [1, 3];

impl Fault {
    pub(super) fn new(
        name: &str,
        steps: Vec<Step>,
        attempts: [usize; 2],
        error: Option<Expected>,
    ) -> Self {
        Self {
            name: name.to_owned(),
            before: Vec::new(),
            steps,
            attempts,
            error,
        }
    }

    /// What is no reason for an error.
    pub(super) fn harmless(name: &str, steps: Vec<Step>) -> Self {
        Self::new(name, steps, ONCE, None)
    }

    /// A fault after which nobody knows what happened.
    pub(super) fn lost(name: &str, steps: Vec<Step>, kind: ErrorKind, status: Option<u16>) -> Self {
        Self::new(name, steps, SAFE, Some(expected(kind, status, true)))
    }

    /// A reply that says no, or cannot be read.
    pub(super) fn reply(
        name: &str,
        steps: Vec<Step>,
        attempts: [usize; 2],
        kind: ErrorKind,
        status: u16,
        is_ambiguous: bool,
    ) -> Self {
        let expected = expected(kind, Some(status), is_ambiguous);
        Self::new(name, steps, attempts, Some(expected))
    }

    /// A reply of the API that says no.
    pub(super) fn refusal(
        status: &str,
        headers: &str,
        attempts: [usize; 2],
        is_ambiguous: bool,
    ) -> Self {
        let body =
            r#"{"success":false,"errors":[{"code":1,"message":"no"}],"messages":[],"result":null}"#;
        let steps = reply(status, headers, body);
        let number = status[..3].parse().expect("a status");
        let name = format!("{status} {}", headers.trim_end());
        Self::reply(&name, steps, attempts, ErrorKind::Api, number, is_ambiguous)
    }

    /// The same, on a connection that is there from calls before.
    pub(super) fn after(mut self, before: Vec<Vec<Step>>) -> Self {
        self.before = before;
        self
    }

    /// The same, whose error tells a wait, or says something.
    pub(super) fn with(mut self, change: impl FnOnce(&mut Expected)) -> Self {
        change(self.error.as_mut().expect("it has an error"));
        self
    }
}

pub(super) fn expected(kind: ErrorKind, status: Option<u16>, is_ambiguous: bool) -> Expected {
    Expected {
        kind,
        status,
        is_ambiguous,
        wait: Wait::None,
        says: "",
    }
}

/// All faults, as an operation meets them.
pub(super) fn table(operation: Operation) -> Vec<Fault> {
    let mut faults = replies::all();
    faults.extend(connections::all(operation));
    faults
}
