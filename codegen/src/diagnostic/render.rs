//! Diagnostics as a terminal, a program or GitHub shows them.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde_json::json;

use super::{Diagnostic, Diagnostics, Severity};
use crate::document::{File, Position};

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
            Format::Text { colour } => {
                let mut place = Place::default();
                let texts = self.iter().map(|found| text(found, &mut place, colour));
                texts.collect()
            }
            Format::Json => {
                let list = self.iter().map(json).collect();
                format!("{:#}\n", serde_json::Value::Array(list))
            }
            Format::Github => self.iter().map(github).collect(),
        }
    }
}

fn text<'a>(diagnostic: &'a Diagnostic, place: &mut Place<'a>, colour: bool) -> String {
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
            let (line, column, span) = place.line(position);
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

/// A place in a file that is gone on from: diagnostics are in the order of their places.
#[derive(Default)]
struct Place<'a> {
    file: Option<&'a File>,
    line: usize,
    /// Where the line begins.
    start: usize,
    /// How many characters of the line are before `at`.
    column: usize,
    at: usize,
}

impl<'a> Place<'a> {
    /// The line of a position, or of a long one what is around it, with the column and the bytes that the position
    /// stands for.
    fn line(&mut self, position: &'a Position) -> (&'a str, usize, Range<usize>) {
        let first = position.column.saturating_sub(1);
        let begin = first.saturating_sub(MAX_AROUND);
        self.go_to(position, begin);
        let rest = &position.file.text[self.at..];
        let end = byte(rest, 2 * MAX_AROUND);
        let around = rest[..end].split(['\n', '\r']).next().unwrap_or_default();
        let first = first - begin;
        let span = byte(around, first)..byte(around, first + position.length);
        (around, first + 1, span)
    }

    /// Goes to a column of the line of a position.
    fn go_to(&mut self, position: &'a Position, column: usize) {
        let file: &File = &position.file;
        let is_same = self.file.is_some_and(|own| std::ptr::eq(own, file));
        if !is_same || position.line < self.line {
            *self = Self {
                file: Some(file),
                line: 1,
                ..Self::default()
            };
        }
        while self.line < position.line {
            let end = file.text[self.start..].find('\n');
            self.start = end.map_or(file.text.len(), |end| self.start + end + 1);
            (self.line, self.column, self.at) = (self.line + 1, 0, self.start);
        }
        if column < self.column {
            (self.column, self.at) = (0, self.start);
        }
        self.at += byte(&file.text[self.at..], column - self.column);
        self.column = column;
    }
}

/// Where so many characters of a text end.
fn byte(text: &str, characters: usize) -> usize {
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

    #[test]
    fn of_several_each_is_drawn_as_it_is_alone_whatever_their_order() {
        let file = |name: &str| {
            Arc::new(File {
                name: name.to_owned(),
                text: format!("a: é\r\n{}b\n\nlast", "é".repeat(3_000)),
            })
        };
        let (one, two) = (file("a.yaml"), file("b.yaml"));
        let places = [
            (&one, 1, 4),
            (&one, 2, 3_001),
            (&one, 2, 2_999),
            (&two, 2, 5),
            (&one, 4, 1),
            (&one, 1, 1),
        ];
        let found = places.map(|(file, line, column)| {
            let position = Position {
                file: Arc::clone(file),
                line,
                column,
                length: 1,
            };
            Diagnostic::error(Code::Syntax, &position, "no", "mend it")
        });
        let render = |found: Diagnostics| found.render(Format::Text { colour: false });
        let alone = found
            .clone()
            .map(|one| render(Diagnostics::from(one)))
            .concat();
        let mut place = super::Place::default();
        let together = found.iter().map(|one| super::text(one, &mut place, false));
        assert_eq!(together.collect::<String>(), alone);
        assert!(alone.contains("1 | a: é\n  |    ^\n"), "{alone}");
    }
}
