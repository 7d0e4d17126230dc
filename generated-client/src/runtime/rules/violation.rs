//! What is wrong with a value, in one line.

use std::error::Error;
use std::fmt;

use super::Rule;
use super::text::quoted;

/// A value that is not what the document says.
///
/// It holds the text of a message and nothing else: of a secret there is nothing in it.
#[derive(Debug)]
pub(crate) struct Violation {
    /// The innermost step first.
    path: Vec<Step>,
    subject: String,
    reason: String,
    rule: String,
}

/// A step from a value into it.
#[derive(Debug)]
pub(super) enum Step {
    Field(String),
    Index(usize),
    /// A key of a map; it is the caller's and may be a secret too.
    Key(Option<String>),
}

impl Violation {
    /// `subject` is the value as a message shows it, unless one of all its `rules` hides it.
    pub(super) fn new(subject: String, reason: String, rule: &str, rules: &[Rule]) -> Self {
        let violation = Self {
            path: Vec::new(),
            subject,
            reason,
            rule: rule.to_owned(),
        };
        violation.hidden_by(rules)
    }

    /// The same of a value that is in another one, which has `rules`.
    pub(super) fn within(mut self, step: Step, rules: &[Rule]) -> Self {
        self.path.push(step);
        self.hidden_by(rules)
    }

    fn hidden_by(mut self, rules: &[Rule]) -> Self {
        if Rule::hides(rules) {
            "the value".clone_into(&mut self.subject);
            for step in &mut self.path {
                if let Step::Key(key) = step {
                    *key = None;
                }
            }
        }
        self
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (depth, step) in self.path.iter().rev().enumerate() {
            let dot = if depth == 0 { "" } else { "." };
            match step {
                Step::Field(name) => write!(f, "{dot}{name}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(Some(key)) if is_name(key) => write!(f, "{dot}{key}")?,
                Step::Key(Some(key)) => write!(f, "[{}]", quoted(key))?,
                Step::Key(None) => f.write_str("[\"…\"]")?,
            }
        }
        let colon = if self.path.is_empty() { "" } else { ": " };
        let Self {
            subject,
            reason,
            rule,
            ..
        } = self;
        write!(f, "{colon}{subject} {reason} (`{rule}`)")
    }
}

/// Whether a key can stand in a path as it is.
fn is_name(key: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    (1..=60).contains(&key.len()) && key.chars().all(is_word)
}

impl Error for Violation {}

impl From<Violation> for String {
    fn from(violation: Violation) -> Self {
        violation.to_string()
    }
}
