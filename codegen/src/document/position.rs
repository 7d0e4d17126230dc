//! Where something is written.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

/// A file that was read, as positions refer to it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct File {
    /// Its name, as it was given to the generator or found in a `$ref`.
    pub name: String,
    /// What it says.
    pub text: String,
}

/// Where a node is written.
#[derive(Clone)]
pub struct Position {
    /// The file.
    pub file: Arc<File>,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// How many characters it has on that line; 1 for what has many lines.
    pub length: usize,
}

impl Position {
    /// What positions are told apart by, and ordered.
    fn key(&self) -> (&str, usize, usize) {
        (&self.file.name, self.line, self.column)
    }
}

impl PartialEq for Position {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Position {}

impl PartialOrd for Position {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Position {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file.name, self.line, self.column)
    }
}

impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
