//! Text from elsewhere, made fit for one line of a terminal.

use super::ApiMessage;

/// Most characters of a body that are shown.
const SNIPPET: usize = 200;

/// Most characters of any other part of an error that are shown.
const SHOWN: usize = 500;

/// Most messages of a list that are shown.
const MESSAGES: usize = 5;

/// The beginning of a text, without what could break a line or steer a terminal.
pub(in crate::runtime) fn printable(text: &str) -> String {
    cut(text, SHOWN)
}

fn cut(text: &str, most: usize) -> String {
    let mut chars = text.chars();
    let shown = chars.by_ref().take(most);
    let mut shown: String = shown
        .map(|c| if is_unprintable(c) { ' ' } else { c })
        .collect();
    if chars.next().is_some() {
        shown.push('…');
    }
    shown
}

/// Whether a character could break a line or steer a terminal.
pub(in crate::runtime) fn is_unprintable(c: char) -> bool {
    // They turn the direction of text, end a line, or aren't seen, without being controls.
    let is_like_a_control = matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    );
    is_like_a_control || c.is_control()
}

/// The beginning of a body in one line.
pub(super) fn snippet(body: &[u8]) -> String {
    if body.is_empty() {
        return "(nothing)".to_owned();
    }
    // A character has four bytes at most.
    let start = &body[..body.len().min(4 * SNIPPET)];
    let text = String::from_utf8_lossy(start);
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    cut(&words, SNIPPET)
}

/// The first messages, one after the other.
pub(super) fn list(messages: &[ApiMessage]) -> String {
    let shown = messages.iter().take(MESSAGES);
    let mut texts: Vec<String> = shown.map(ToString::to_string).collect();
    if messages.len() > MESSAGES {
        texts.push(format!("and {} more", messages.len() - MESSAGES));
    }
    texts.join("; ")
}
