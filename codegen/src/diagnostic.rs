//! What is wrong with a document, said to the person who has to mend it.

mod code;
mod render;

use std::fmt;

pub use code::Code;
pub use render::{Format, annotation};

use crate::document::Position;

/// One thing that is wrong with a document: where, what, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// Where it is; a file that cannot be read has no position inside.
    pub position: Option<Position>,
    /// Whether it keeps a client from being generated.
    pub severity: Severity,
    /// What kind of thing it is; stays the same when the words change.
    pub code: Code,
    /// What is wrong, in one line.
    pub message: String,
    /// How to mend it, in one line.
    pub help: String,
    /// The word that is meant there, if it is known.
    pub meant: Option<String>,
}

/// How bad a [`Diagnostic`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The client would not do what the document says: none is generated.
    Error,
    /// The client does what the document says; the document may not say what its author meant.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

impl Diagnostic {
    /// An error in the node at `position`.
    pub fn error(
        code: Code,
        position: &Position,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            position: Some(position.clone()),
            severity: Severity::Error,
            code,
            message: message.into(),
            help: help.into(),
            meant: None,
        }
    }

    /// A warning about the node at `position`.
    pub fn warning(
        code: Code,
        position: &Position,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, position, message, help)
        }
    }

    /// An error in something that has no position, such as a file that is missing.
    pub fn without_position(
        code: Code,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            position: None,
            severity: Severity::Error,
            code,
            message: message.into(),
            help: help.into(),
            meant: None,
        }
    }

    /// The same of a word that is misspelt, if it is known which one is meant.
    #[must_use]
    pub fn or_meant(self, meant: Option<&str>) -> Self {
        let Some(meant) = meant else { return self };
        Self {
            help: format!("did you mean `{meant}`?"),
            meant: Some(meant.to_owned()),
            ..self
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(position) = &self.position {
            write!(f, "{position}: ")?;
        }
        write!(
            f,
            "{}[{}]: {}\n  help: {}",
            self.severity, self.code, self.message, self.help
        )
    }
}

/// What was found in a document, each thing once, in the order of the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// In the order of the document; what several operations share is said once.
    #[must_use]
    pub fn new(mut found: Vec<Diagnostic>) -> Self {
        found.sort();
        found.dedup();
        Self(found)
    }

    /// `Ok` with the warnings when there is no error, else everything.
    ///
    /// # Errors
    /// When `found` has an error.
    pub fn or_warnings(found: Vec<Diagnostic>) -> Result<Vec<Diagnostic>, Self> {
        let all = Self::new(found);
        if all.errors() > 0 {
            return Err(all);
        }
        Ok(all.0)
    }

    /// How many errors there are.
    #[must_use]
    pub fn errors(&self) -> usize {
        let is_error = |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Error;
        self.0.iter().filter(is_error).count()
    }

    /// How many warnings there are.
    #[must_use]
    pub fn warnings(&self) -> usize {
        self.0.len() - self.errors()
    }

    /// The same with more.
    #[must_use]
    pub fn and(self, more: Vec<Diagnostic>) -> Self {
        Self::new(self.0.into_iter().chain(more).collect())
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
