//! What is wrong with a document, said to the person who has to mend it.

use std::fmt;

use crate::document::Position;

/// One thing that is wrong with a document: where, what, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Where it is; a file that cannot be read has no position inside.
    pub position: Option<Position>,
    /// What is wrong, in one line.
    pub message: String,
    /// How to mend it, in one line.
    pub help: String,
}

impl Diagnostic {
    /// A diagnostic about the node at `position`.
    pub fn at(position: &Position, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            position: Some(position.clone()),
            message: message.into(),
            help: help.into(),
        }
    }

    /// A diagnostic about something that has no position, such as a file that is missing.
    pub fn without_position(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            position: None,
            message: message.into(),
            help: help.into(),
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(position) = &self.position {
            write!(f, "{position}: ")?;
        }
        write!(f, "{}\n  help: {}", self.message, self.help)
    }
}

/// Everything that was found wrong with a document; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// `Ok` when nothing was found, else what was found, in the order of the document.
    ///
    /// # Errors
    /// When `found` is not empty.
    pub fn or_ok(mut found: Vec<Diagnostic>) -> Result<(), Self> {
        if found.is_empty() {
            return Ok(());
        }
        found.sort_by(|a, b| a.position.cmp(&b.position));
        // What several operations share is said once.
        found.dedup();
        Err(Self(found))
    }

    /// The diagnostics, in the order of the document.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.0.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            write!(f, "{diagnostic}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}
