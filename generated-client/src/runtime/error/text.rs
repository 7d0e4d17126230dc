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
    let body = body.trim_ascii_start();
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

#[cfg(test)]
mod tests {
    use super::{printable, snippet};

    #[test]
    fn what_is_long_is_cut_and_what_steers_a_terminal_is_a_space() {
        let x = |count| "x".repeat(count);
        for (text, expected) in [
            ("", String::new()),
            ("a\tb\u{85}c", "a b c".to_owned()),
            (
                "a\u{61c}b\u{feff}c\u{2060}d\u{ad}e\u{202e}f",
                "a b c d e f".to_owned(),
            ),
            (&x(500), x(500)),
            (&x(501), x(500) + "…"),
            (&"ü".repeat(501), "ü".repeat(500) + "…"),
        ] {
            assert_eq!(printable(text), expected);
        }
        for (body, expected) in [
            ("", "(nothing)".to_owned()),
            (" a\n\n b\u{1b}c ", "a b c".to_owned()),
            (&x(200), x(200)),
            (&x(201), x(200) + "…"),
            (&x(5_000_000), x(200) + "…"),
            // Characters of several bytes count as one.
            (&"🙂".repeat(200), "🙂".repeat(200)),
        ] {
            assert_eq!(snippet(body.as_bytes()), expected);
        }
    }
}
