//! Diagnostics as a terminal, a program or GitHub shows them.

use std::ops::Range;

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
            let (line, column, span) = line(position);
            let snippet = Snippet::source(line)
                .path(position.file.name.as_str())
                .line_start(position.line)
                .annotation(AnnotationKind::Primary.span(span));
            let report = renderer.render(&[title.element(snippet).element(help)]);
            // It counts from the beginning of what it is given.
            let counted = Position {
                column,
                ..position.clone()
            };
            report.replacen(&counted.to_string(), &position.to_string(), 1)
        }
        None => renderer.render(&[title.element(help)]),
    };
    format!("{report}\n\n")
}

/// Most characters of a line before and after a position that are drawn, or left out with an ellipsis.
const MAX_AROUND: usize = 1_000;

/// The line of a position, or of a long one what is around it, with the column and the bytes that the position stands
/// for.
fn line(position: &Position) -> (&str, usize, Range<usize>) {
    let text = &position.file.text;
    let mut start = 0;
    for _ in 1..position.line {
        start = text[start..]
            .find('\n')
            .map_or(text.len(), |end| start + end + 1);
    }
    let line = text[start..].split('\n').next().unwrap_or_default();
    let line = line.split('\r').next().unwrap_or_default();
    let first = position.column.saturating_sub(1);
    let begin = first.saturating_sub(MAX_AROUND);
    let line = &line[byte(line, begin)..];
    let line = &line[..byte(line, 2 * MAX_AROUND)];
    let first = first - begin;
    let span = byte(line, first)..byte(line, first + position.length);
    (line, first + 1, span)
}

/// Where so many characters of a text end.
fn byte(text: &str, characters: usize) -> usize {
    if text.is_ascii() {
        return characters.min(text.len());
    }
    let index = text.char_indices().nth(characters).map(|(index, _)| index);
    index.unwrap_or(text.len())
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Format;
    use crate::diagnostic::{Code, Diagnostic, Diagnostics};
    use crate::document::{File, Position};

    #[test]
    fn of_a_long_line_what_is_around_the_place_is_drawn_with_its_own_column() {
        for (filler, column) in [
            ("é", 1),
            ("é", 40),
            ("é", 5_000),
            ("a", 5_000),
            ("a", 9_995),
        ] {
            let before = filler.repeat(column - 1);
            let after = filler.repeat(9_995 - column);
            let text = format!("first\n{before}wrong{after}\nlast");
            let file = Arc::new(File {
                name: "a.yaml".to_owned(),
                text,
            });
            let position = Position {
                file,
                line: 2,
                column,
                length: 5,
            };
            let found = Diagnostic::error(Code::Syntax, &position, "no", "mend it");
            let report = Diagnostics::from(found).render(Format::Text { colour: false });
            let lines: Vec<&str> = report.lines().collect();
            assert_eq!(lines[1], format!(" --> a.yaml:2:{column}"));
            let word = lines[3].split_once("wrong").expect("it is drawn").0;
            let caret = lines[4].split_once("^^^^^").expect("it is marked").0;
            assert_eq!(caret.chars().count(), word.chars().count(), "{report}");
            assert!(lines[3].chars().count() < 200, "{report}");
        }
    }
}
