//! Stage `source`: text → [`Document`].

mod builder;
mod files;
mod json;
mod numbers;
mod scalars;

use std::borrow::Cow;
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
    let mut document = parse_bytes(&name, text)?;
    files::read(&mut document, file)?;
    Ok(document)
}

/// What is in a file, or why there is nothing.
fn load(file: &Path) -> Result<Vec<u8>, String> {
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
    Ok(bytes)
}

/// Parses what is in a file, see [`parse`].
fn parse_bytes(name: &str, bytes: Vec<u8>) -> Result<Document, Diagnostics> {
    let error = match String::from_utf8(bytes) {
        Ok(text) => return parse(name, &text),
        Err(error) => error,
    };
    let (valid, bytes) = (error.utf8_error().valid_up_to(), error.into_bytes());
    let before = line_ends(&String::from_utf8_lossy(&bytes[..valid])).into_owned();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let position = Position {
        file: Arc::new(File {
            name: name.to_owned(),
            text: line_ends(&String::from_utf8_lossy(&bytes)).into_owned(),
        }),
        line: before.matches('\n').count() + 1,
        column: line.chars().count() + 1,
        length: 1,
    };
    Err(Diagnostic::error(
        Code::Syntax,
        &position,
        "this is not UTF-8",
        "save the file as UTF-8, as YAML and JSON are written",
    )
    .into())
}

/// Parses `text`, YAML or JSON; `name` is what positions call the file. Other files are not read.
///
/// What is wrong with the text, though it can be read, is in [`Document::found`].
///
/// # Errors
/// When the text is not YAML or JSON.
pub fn parse(name: &str, text: &str) -> Result<Document, Diagnostics> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = &line_ends(text);
    let file = Arc::new(File {
        name: name.to_owned(),
        text: text.to_string(),
    });
    let mut builder = Builder::new(Arc::clone(&file));
    builder.found.extend(directive(&file, text));
    let joined = text
        .trim_start()
        .starts_with('{')
        .then(|| json::join_surrogates(text));
    if let Some((joined, places)) = joined {
        builder.joined = places;
        return build(file, &joined, builder);
    }
    build(file, text, builder)
}

/// Builds the document of a file from its text, in which pairs of surrogates are joined.
fn build(file: Arc<File>, text: &str, mut builder: Builder) -> Result<Document, Diagnostics> {
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
    let no_json = json::defect(&file);
    if let Err(error) = outcome {
        let position = inside(builder.position(*error.marker()), text);
        // The parser looks ahead, and may find it before the builder does.
        if error.info() == "recursion limit exceeded" {
            found.push(builder::too_deep(&position));
        } else {
            let no_yaml = || {
                Diagnostic::error(
                    Code::Syntax,
                    &position,
                    format!("this is not valid YAML: {}", error.info()),
                    "mend the syntax; indentation and unclosed quotes or brackets are the usual causes",
                )
            };
            found.push(no_json.unwrap_or_else(no_yaml));
        }
        return Err(Diagnostics::new(found));
    }
    if builder.has_outgrown() {
        return Err(Diagnostics::new(found));
    }
    found.extend(no_json);
    match builder.root {
        Some(root) if !root.is_null() => Ok(Document {
            root,
            files: vec![file],
            found,
        }),
        _ => {
            found.push(Diagnostic::without_position(
                Code::Syntax,
                format!("the file {} is empty", file.name),
                "write into it what is to be read",
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

/// A text whose lines end as all readers know it: a carriage return alone ends one, too (YAML 1.2.2, section 5.4).
fn line_ends(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_alone = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    if !(0..bytes.len()).any(is_alone) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
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
    fn a_byte_that_is_not_utf_8_has_a_place() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("b.yaml"), b"a: 1\r\nb: \xc3\xa4\xe4 c").expect("a file");
        let file = folder.path().join("a.yaml");
        std::fs::write(&file, "a: {$ref: b.yaml}").expect("a file");
        let found = super::read(&file).expect("the first file is").found;
        let told: Vec<String> = found.iter().map(ToString::to_string).collect();
        let is_there =
            told.len() == 1 && told[0].contains("b.yaml:2:5: error[syntax]: this is not UTF-8");
        assert!(is_there, "{told:?}");
        let told = super::read(&folder.path().join("b.yaml"))
            .expect_err("it is not")
            .to_string();
        assert!(
            told.contains("b.yaml:2:5: error[syntax]: this is not UTF-8"),
            "{told}"
        );
    }

    #[test]
    fn a_line_may_end_with_a_carriage_return_alone() {
        let document = super::parse("a.yaml", "a: 1\rb:\r  c: 2\r").expect("it is valid");
        let position = document.root.at("/b/c").map(|node| &node.position);
        let position = position.expect("it is there");
        assert_eq!((position.line, position.column), (3, 6));
        assert_eq!(position.file.text.lines().nth(2), Some("  c: 2"));
    }

    #[test]
    fn a_key_is_the_text_that_was_written() {
        let document = super::parse("a.yaml", "{200: a, 1.10: b, True: c, ~: d, 'e': 1.10}");
        let json = document.expect("it is valid").root.to_json().to_string();
        assert_eq!(json, r#"{"1.10":"b","200":"a","True":"c","e":1.1,"~":"d"}"#);
    }
}
