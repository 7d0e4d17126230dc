//! Diagnostics as a terminal, a program or GitHub shows them.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde_json::json;

use super::{Diagnostic, Diagnostics, Severity};
use crate::document::Position;

/// How diagnostics are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For a person: the offending line with a caret; in colour or not.
    Text {
        /// Whether to write ANSI escapes.
        colour: bool,
    },
    /// A JSON array of objects with `severity`, `code`, `file`, `line`, `column`, `message`, `help`.
    Json,
    /// Workflow commands that annotate the lines of a pull request on GitHub.
    Github,
}

impl Diagnostics {
    /// All of them in one text.
    #[must_use]
    pub fn render(&self, format: Format) -> String {
        match format {
            Format::Text { colour } => self.iter().map(|found| text(found, colour)).collect(),
            Format::Json => {
                let list = self.iter().map(json).collect();
                format!("{:#}\n", serde_json::Value::Array(list))
            }
            Format::Github => self.iter().map(github).collect(),
        }
    }
}

fn text(diagnostic: &Diagnostic, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.as_str());
    let help = Level::HELP.message(diagnostic.help.as_str());
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    }
    .decor_style(DecorStyle::Ascii);
    let report = match &diagnostic.position {
        Some(position) => {
            let (start, end) = span(position);
            let snippet = Snippet::source(position.file.text.as_str())
                .path(position.file.name.as_str())
                .annotation(AnnotationKind::Primary.span(start..end));
            renderer.render(&[title.element(snippet).element(help)])
        }
        None => renderer.render(&[title.element(help)]),
    };
    format!("{report}\n\n")
}

/// The bytes of the file that a position stands for.
fn span(position: &Position) -> (usize, usize) {
    let text = &position.file.text;
    let mut start = 0;
    for _ in 1..position.line {
        start = text[start..]
            .find('\n')
            .map_or(text.len(), |end| start + end + 1);
    }
    let line = text[start..].split(['\n', '\r']).next().unwrap_or_default();
    let byte = |characters: usize| {
        let index = line.char_indices().nth(characters).map(|(index, _)| index);
        start + index.unwrap_or(line.len())
    };
    let first = position.column.saturating_sub(1);
    (byte(first), byte(first + position.length))
}

fn json(diagnostic: &Diagnostic) -> serde_json::Value {
    let position = diagnostic.position.as_ref();
    json!({
        "severity": diagnostic.severity.to_string(),
        "code": diagnostic.code.as_str(),
        "file": position.map(|position| &position.file.name),
        "line": position.map(|position| position.line),
        "column": position.map(|position| position.column),
        "message": diagnostic.message,
        "help": diagnostic.help,
    })
}

fn github(diagnostic: &Diagnostic) -> String {
    let position = diagnostic.position.as_ref();
    let numbers = position.map(|position| {
        let end = position.column + position.length;
        [
            ("line", position.line),
            ("col", position.column),
            ("endColumn", end),
        ]
    });
    annotation(
        diagnostic.severity,
        position.map(|position| position.file.name.as_str()),
        numbers.as_ref().map_or(&[], |numbers| numbers),
        diagnostic.code.as_str(),
        &format!("{} ({})", diagnostic.message, diagnostic.help),
    )
}

/// A workflow command that annotates a place of a file, with what would end it escaped
/// (<https://docs.github.com/actions/reference/workflow-commands-for-github-actions>).
#[must_use]
pub fn annotation(
    severity: Severity,
    file: Option<&str>,
    numbers: &[(&str, usize)],
    title: &str,
    message: &str,
) -> String {
    let data = |text: &str| {
        text.replace('%', "%25")
            .replace('\r', "%0D")
            .replace('\n', "%0A")
    };
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let file = file.map(|file| format!("file={}", property(file)));
    let numbers = numbers
        .iter()
        .map(|(name, value)| format!("{name}={value}"));
    let title = format!("title={}", property(title));
    let properties: Vec<String> = file.into_iter().chain(numbers).chain([title]).collect();
    format!("::{severity} {}::{}\n", properties.join(","), data(message))
}
