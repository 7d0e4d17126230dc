//! The ledger as a person or a program reads it.

use serde_json::json;

use super::{Column, Entry, Ledger};

impl Ledger {
    /// The entries, in the order of the document.
    pub fn iter(&self) -> std::slice::Iter<'_, Entry> {
        self.0.iter()
    }

    /// How many keywords a column has.
    #[must_use]
    pub fn count(&self, column: Column) -> usize {
        self.0.iter().filter(|entry| entry.column == column).count()
    }

    /// How many keywords there are, and in which columns.
    #[must_use]
    pub fn summary(&self) -> String {
        let counts = Column::ALL.map(|column| format!("{} {column}", self.count(column)));
        format!("{} keywords: {}", self.0.len(), counts.join(", "))
    }

    /// A line for each keyword, then the summary.
    #[must_use]
    pub fn to_text(&self) -> String {
        let places: Vec<String> = self
            .0
            .iter()
            .map(|entry| entry.position.to_string())
            .collect();
        let width = places.iter().map(String::len).max().unwrap_or(0);
        let by_width = self.0.iter().map(|entry| entry.by.len()).max().unwrap_or(0);
        let lines = self.0.iter().zip(places).map(|(entry, place)| {
            format!(
                "{place:width$}  {:20}  {:by_width$}  {}\n",
                entry.column, entry.by, entry.pointer
            )
        });
        format!("{}\n{}\n", lines.collect::<String>(), self.summary())
    }

    /// A JSON array with an object for each keyword.
    #[must_use]
    pub fn to_json(&self) -> String {
        let entries = self.0.iter().map(|entry| {
            json!({
                "file": entry.position.file.name,
                "line": entry.position.line,
                "column": entry.position.column,
                "pointer": entry.pointer,
                "fate": entry.column.as_str(),
                "by": entry.by,
            })
        });
        format!("{:#}\n", serde_json::Value::Array(entries.collect()))
    }
}

impl<'a> IntoIterator for &'a Ledger {
    type Item = &'a Entry;
    type IntoIter = std::slice::Iter<'a, Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
