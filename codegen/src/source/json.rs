//! What JSON has and YAML has not, and the other way round.

use std::path::Path;
use std::sync::Arc;

use serde::de::IgnoredAny;
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{File, Position};

/// What of the text of a file called JSON is YAML only.
pub(super) fn defect(file: &Arc<File>) -> Option<Diagnostic> {
    let is_json = Path::new(&file.name)
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    let ignored = || serde_json::from_str::<IgnoredAny>(&file.text);
    let error = is_json.then(ignored)?.err()?;
    // Of a trailing comma only that of a value says so.
    let error = serde_json::from_str::<Value>(&file.text)
        .err()
        .unwrap_or(error);
    let message = error.to_string();
    let message = message
        .rsplit_once(" at line ")
        .map_or(&*message, |(text, _)| text);
    let line = file.text.lines().nth(error.line().checked_sub(1)?)?;
    // It counts bytes, and ends at the last one that it has read.
    let before = line.get(..error.column().saturating_sub(1)).unwrap_or(line);
    let position = Position {
        file: Arc::clone(file),
        line: error.line(),
        column: before.chars().count() + 1,
        length: 1,
    };
    Some(Diagnostic::error(
        Code::Syntax,
        &position,
        format!("this is not valid JSON: {message}"),
        "mend it, or call the file `.yaml`: YAML has comments, trailing commas and more",
    ))
}

/// JSON with each pair of surrogate escapes as the character that it stands for: JSON writes those
/// above U+FFFF so (RFC 8259, section 7), YAML doesn't know it. With the line and column of each.
pub(super) fn join_surrogates(json: &str) -> (String, Vec<(usize, usize)>) {
    let escaped = |text: &str| u16::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok();
    let mut joined = String::with_capacity(json.len());
    let mut places = Vec::new();
    let mut rest = json;
    // Counted on from the last place: a document of one line may have many.
    let (mut counted, mut line, mut column) = (0, 1, 0);
    while let Some(at) = rest.find('\\') {
        joined.push_str(&rest[..at]);
        rest = &rest[at..];
        let pair = escaped(rest).zip(rest.get(6..).and_then(escaped));
        let character = pair.and_then(|(high, low)| String::from_utf16(&[high, low]).ok());
        // Two escapes that are a character each are left as they are.
        if let Some(character) = character.filter(|text| text.chars().count() == 1) {
            for c in joined[counted..].chars() {
                (line, column) = if c == '\n' {
                    (line + 1, 0)
                } else {
                    (line, column + 1)
                };
            }
            counted = joined.len();
            places.push((line, column));
            joined.push_str(&character);
            rest = &rest[SURROGATES..];
        } else {
            // The escaped character may be a backslash itself.
            let end = rest.chars().take(2).map(char::len_utf8).sum();
            joined.push_str(&rest[..end]);
            rest = &rest[end..];
        }
    }
    (joined + rest, places)
}

/// How long a pair of escapes is.
pub(super) const SURROGATES: usize = "\\ud83d\\ude00".len();

#[cfg(test)]
mod tests {
    use crate::source::parse;

    #[test]
    fn a_file_called_json_is_held_to_it() {
        let json = |end: &str| format!("{{\"a\": [\"é\", 1],\n \"é\": 2{end}");
        for (name, end, expected) in [
            ("a.json", "}", None),
            ("a.yaml", ",}", None),
            (
                "a.JSON",
                ",}",
                Some("a.JSON:2:9: error[syntax]: this is not valid JSON: trailing comma"),
            ),
            (
                "a.json",
                "} # c",
                Some("a.json:2:10: error[syntax]: this is not valid JSON: trailing characters"),
            ),
            (
                "a.json",
                ", 'b': 1}",
                Some("a.json:2:10: error[syntax]: this is not valid JSON: key must be a string"),
            ),
            (
                "a.json",
                "",
                Some("a.json:2:7: error[syntax]: this is not valid JSON: EOF while parsing"),
            ),
        ] {
            let found = match parse(name, &json(end)) {
                Ok(document) => crate::diagnostic::Diagnostics::new(document.found),
                Err(found) => found,
            };
            let told: Vec<String> = found.iter().map(ToString::to_string).collect();
            assert_eq!(
                told.len(),
                usize::from(expected.is_some()),
                "{end}: {told:?}"
            );
            let is_told = told
                .iter()
                .all(|told| told.starts_with(expected.unwrap_or_default()));
            assert!(is_told, "{end}: {told:?}");
        }
    }

    #[test]
    fn json_may_write_a_character_as_two_surrogates() {
        let text = r#"{"a": "\ud83d\ude00 \\ud83d \u00e9\u00e8"}"#;
        let document = parse("a.json", text).expect("it is valid");
        assert_eq!(document.root.str("a"), Some("\u{1f600} \\ud83d éè"));
    }

    #[test]
    fn places_after_two_surrogates_are_those_of_the_file() {
        let text = "{\"a\": \"\\ud83d\\ude00\", \"b\": \"x\\ud83d\\ude00\\ud83d\\ude00\",\n\"c\": \"\\ud83d\\ude00\", \"d\": 1}";
        let document = parse("a.json", text).expect("it is valid");
        for name in ["a", "b", "c", "d"] {
            let member = &document.root.as_object().expect("an object")[name];
            let value = &member.node.position;
            let line = text.lines().nth(value.line - 1).expect("a line");
            let value = line.chars().skip(value.column - 1).take(value.length);
            let rest: String = line.chars().skip(member.key.column - 1).collect();
            let expected = format!("\"{name}\": {}", value.collect::<String>());
            assert!(rest.starts_with(&expected), "{rest}: {expected}");
            assert!(expected.ends_with(['"', '1']), "{expected}");
        }
    }
}
