//! Text from elsewhere, made fit for one line of a terminal.

use super::ApiMessage;

/// Most characters of a body that are shown.
const SNIPPET: usize = 200;

/// Text without what could break a line or steer a terminal.
pub(in crate::runtime) fn printable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            // They turn the direction of text, or end a line, without being controls.
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => ' ',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect()
}

/// The beginning of a body in one line.
pub(super) fn snippet(body: &[u8]) -> String {
    if body.is_empty() {
        return "(nothing)".to_owned();
    }
    // A character has four bytes at most.
    let start = &body[..body.len().min(4 * SNIPPET)];
    let text = String::from_utf8_lossy(start);
    let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = words.char_indices().nth(SNIPPET) {
        words.truncate(end);
        words.push('…');
    }
    printable(&words)
}

/// Messages, one after the other.
pub(super) fn list(messages: &[ApiMessage]) -> String {
    let texts: Vec<String> = messages.iter().map(ToString::to_string).collect();
    texts.join("; ")
}
