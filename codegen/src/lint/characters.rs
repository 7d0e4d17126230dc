//! Every text can be in source: rustc refuses characters that make a line look like another, and clippy those that
//! nobody sees.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node, Position, Value};
use crate::reference::Keys;

/// Keywords with values that are shown as JSON, which escapes control characters.
const ESCAPED: [&str; 4] = ["default", "example", "examples", "value"];

/// Keywords with texts that are comments in source.
const PROSE: [&str; 3] = ["description", "summary", "title"];

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    below(&document.root, Some(Keys::Keywords), is_in_text, found);
}

/// Whether a text cannot have a character.
type IsWrong = fn(char) -> bool;

fn is_in_text(c: char) -> bool {
    is_direction(c) || is_invisible(c) || is_control(c)
}

fn is_in_escaped(c: char) -> bool {
    is_direction(c) || is_invisible(c)
}

fn is_in_prose(c: char) -> bool {
    is_direction(c) || is_control(c)
}

/// Of data, which has no keywords, there are no `keys`.
fn below(node: &Node, keys: Option<Keys>, is_wrong: IsWrong, found: &mut Vec<Diagnostic>) {
    match &node.value {
        Value::String(text) => text_at(text, &node.position, is_wrong, found),
        Value::Array(items) => {
            let keys = keys.map(|_| Keys::Keywords);
            for item in items {
                below(item, keys, is_wrong, found);
            }
        }
        Value::Object(object) => {
            for (key, member) in object {
                text_at(key, &member.key, is_wrong, found);
                let is_wrong = match key.as_str() {
                    key if keys == Some(Keys::Keywords) && ESCAPED.contains(&key) => is_in_escaped,
                    key if keys == Some(Keys::Keywords) && PROSE.contains(&key) => is_in_prose,
                    _ => is_wrong,
                };
                let keys = keys.and_then(|keys| keys.below(key, &member.node.value));
                below(&member.node, keys, is_wrong, found);
            }
        }
        _ => {}
    }
}

fn text_at(text: &str, position: &Position, is_wrong: IsWrong, found: &mut Vec<Diagnostic>) {
    if let Some(character) = text.chars().find(|c| is_wrong(*c)) {
        found.push(Diagnostic::error(
            Code::Unsupported,
            &place(character, position),
            format!(
                "the character U+{:04X} in a text is not supported",
                u32::from(character)
            ),
            "remove it: it is not shown, and code cannot have it as it is",
        ));
    }
}

/// Where a character of a text is that begins at a position; of one with escapes, where that is.
fn place(character: char, position: &Position) -> Position {
    let lines = position.file.text.lines().enumerate();
    let mut lines = lines.skip(position.line.saturating_sub(1));
    let skipped = |index: usize| {
        if index + 1 == position.line {
            position.column - 1
        } else {
            0
        }
    };
    let is_escaped = lines
        .clone()
        .next()
        .is_some_and(|(_, line)| line.chars().nth(position.column - 1) == Some('"'));
    let at = lines.find_map(|(index, line)| {
        let mut rest = line.chars().enumerate().skip(skipped(index));
        let (column, _) = rest.find(|(_, c)| *c == character)?;
        Some((index + 1, column + 1))
    });
    match at {
        Some((line, column)) if !is_escaped => Position {
            file: position.file.clone(),
            line,
            column,
            length: 1,
        },
        _ => position.clone(),
    }
}

/// Whether a character changes the direction of the text around it.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character takes no place, and two texts that differ look the same.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}')
}

/// Whether a character is a control character, and no line end or tab.
fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r')
}
