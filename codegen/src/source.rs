//! Stage `source`: text → [`Document`].

mod builder;
mod files;
mod numbers;
mod scalars;

use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use builder::Builder;
use saphyr_parser::{Parser, SpannedEventReceiver};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, File, Position};

/// Most files of one document.
const MAX_FILES: usize = 1_000;
/// Most MiB of one file.
const MAX_SIZE: u64 = 64;

/// Reads the document in `file`, YAML or JSON, and the local files that it refers to.
///
/// Those stand at the root, below the key `x-files`, and references lead there; one that cannot be read
/// is `null` there. What is wrong with their text is in [`Document::found`].
///
/// # Errors
/// When `file` cannot be read, or is not YAML or JSON.
pub fn read(file: &Path) -> Result<Document, Diagnostics> {
    let name = file.display().to_string();
    let text = load(file).map_err(|reason| {
        Diagnostic::without_position(
            Code::UnreadableFile,
            format!("cannot read the document {name}: {reason}"),
            format!(
                "name an OpenAPI document in YAML or JSON, in UTF-8, of at most {MAX_SIZE} MiB"
            ),
        )
    })?;
    let mut document = parse(&name, &text)?;
    files::read(&mut document, file)?;
    Ok(document)
}

/// The text of a file, or why there is none.
fn load(file: &Path) -> Result<String, String> {
    let failed = |error: std::io::Error| error.to_string();
    // Opening a pipe waits for its other end, and a device may have no end.
    if !fs::metadata(file).map_err(failed)?.is_file() {
        return Err("it is not a regular file".to_owned());
    }
    let limit = MAX_SIZE << 20;
    let mut bytes = Vec::new();
    let opened = fs::File::open(file).map_err(failed)?;
    opened
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > limit {
        return Err(format!("it has more than {MAX_SIZE} MiB"));
    }
    String::from_utf8(bytes).map_err(|error| format!("it is not UTF-8: {error}"))
}

/// Parses `text`, YAML or JSON; `name` is what positions call the file. Other files are not read.
///
/// What is wrong with the text, though it can be read, is in [`Document::found`].
///
/// # Errors
/// When the text is not YAML or JSON.
pub fn parse(name: &str, text: &str) -> Result<Document, Diagnostics> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let file = Arc::new(File {
        name: name.to_owned(),
        text: text.to_owned(),
    });
    let mut builder = Builder::new(Arc::clone(&file));
    builder.found.extend(directive(&file, text));
    let joined = text
        .trim_start()
        .starts_with('{')
        .then(|| join_surrogates(text));
    let text = joined.as_deref().unwrap_or(text);
    // Event by event: the parser's own loop recurses as deeply as the text is nested.
    let mut parser = Parser::new_from_str(text);
    let outcome = loop {
        match parser.next_event() {
            Some(Ok((event, span))) => builder.on_event(event, span),
            Some(Err(error)) => break Err(error),
            None => break Ok(()),
        }
        if builder.has_outgrown() {
            break Ok(());
        }
    };
    let mut found = std::mem::take(&mut builder.found);
    if let Err(error) = outcome {
        let position = inside(builder.position(*error.marker()), text);
        // The parser looks ahead, and may find it before the builder does.
        if error.info() == "recursion limit exceeded" {
            found.push(builder::too_deep(&position));
        } else {
            found.push(Diagnostic::error(
                Code::Syntax,
                &position,
                format!("this is not valid YAML: {}", error.info()),
                "mend the syntax; indentation and unclosed quotes or brackets are the usual causes",
            ));
        }
        return Err(Diagnostics::new(found));
    }
    if builder.has_outgrown() {
        return Err(Diagnostics::new(found));
    }
    match builder.root {
        Some(root) if !root.is_null() => Ok(Document {
            root,
            files: vec![file],
            found,
        }),
        _ => {
            found.push(Diagnostic::without_position(
                Code::Syntax,
                format!("the document {name} is empty"),
                "write an OpenAPI document into it",
            ));
            Err(Diagnostics::new(found))
        }
    }
}

/// What is wrong with a directive of another version of YAML, before the document.
fn directive(file: &Arc<File>, text: &str) -> Option<Diagnostic> {
    let is_before = |line: &str| line.trim().is_empty() || line.starts_with(['%', '#']);
    let mut lines = text
        .lines()
        .enumerate()
        .take_while(|(_, line)| is_before(line));
    let (index, line) =
        lines.find(|(_, line)| line.starts_with("%YAML") && !line.contains("1.2"))?;
    let position = Position {
        file: Arc::clone(file),
        line: index + 1,
        column: 1,
        length: line.chars().count(),
    };
    Some(Diagnostic::warning(
        Code::NoEffect,
        &position,
        "this directive has no effect: a document is read as YAML 1.2, where e.g. `yes` and `010` are other values",
        "write `%YAML 1.2`, or leave it out",
    ))
}

/// JSON with each pair of surrogate escapes as the character that it stands for: JSON writes those
/// above U+FFFF so (RFC 8259, section 7), YAML doesn't know it.
fn join_surrogates(json: &str) -> String {
    let escaped = |text: &str| u16::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok();
    let mut joined = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        joined.push_str(&rest[..at]);
        rest = &rest[at..];
        let pair = escaped(rest).zip(rest.get(6..).and_then(escaped));
        let character = pair.and_then(|(high, low)| String::from_utf16(&[high, low]).ok());
        // Two escapes that are a character each are left as they are.
        if let Some(character) = character.filter(|text| text.chars().count() == 1) {
            joined.push_str(&character);
            rest = &rest[12..];
        } else {
            // The escaped character may be a backslash itself.
            let end = rest.chars().take(2).map(char::len_utf8).sum();
            joined.push_str(&rest[..end]);
            rest = &rest[end..];
        }
    }
    joined + rest
}

/// The end of `text` for a position behind it, where an editor shows nothing.
fn inside(position: Position, text: &str) -> Position {
    let last = text.lines().count().max(1);
    if position.line <= last {
        return position;
    }
    Position {
        line: last,
        column: text.lines().last().map_or(0, |line| line.chars().count()) + 1,
        ..position
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_regular_files_of_a_bounded_size_are_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let told = |path: &std::path::Path| match super::read(path) {
            Ok(document) => crate::diagnostic::Diagnostics::new(document.found).to_string(),
            Err(found) => found.to_string(),
        };
        let message = told(folder.path());
        assert!(message.contains("it is not a regular file"), "{message}");
        let large = folder.path().join("large.yaml");
        let file = std::fs::File::create(&large).expect("a file");
        file.set_len((super::MAX_SIZE << 20) + 1).expect("a size");
        let message = told(&large);
        assert!(message.contains("it has more than 64 MiB"), "{message}");
        #[cfg(unix)]
        {
            let text = "a: {$ref: /dev/zero}";
            let small = folder.path().join("small.yaml");
            std::fs::write(&small, text).expect("a file");
            let message = told(&small);
            assert!(
                message.contains("small.yaml:1:11: error[dangling-ref]")
                    && message.contains("it is not a regular file"),
                "{message}"
            );
        }
    }

    #[test]
    fn json_may_write_a_character_as_two_surrogates() {
        let text = r#"{"a": "\ud83d\ude00 \\ud83d \u00e9\u00e8"}"#;
        let document = super::parse("a.json", text).expect("it is valid");
        assert_eq!(document.root.str("a"), Some("\u{1f600} \\ud83d éè"));
    }

    #[test]
    fn a_key_is_the_text_that_was_written() {
        let document = super::parse("a.yaml", "{200: a, 1.10: b, True: c, ~: d, 'e': 1.10}");
        let json = document.expect("it is valid").root.to_json().to_string();
        assert_eq!(json, r#"{"1.10":"b","200":"a","True":"c","e":1.1,"~":"d"}"#);
    }
}
