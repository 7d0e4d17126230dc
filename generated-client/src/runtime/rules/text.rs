//! Rules of text, and text as a message shows it.

use std::borrow::Cow;

use regress::Regex;
use reqwest::Url;

use super::Rule;
use crate::runtime::error::is_unprintable;

/// Most characters of a value that are shown.
const SHOWN: usize = 60;

/// What is wrong with a text, if something is.
pub(super) fn broken(text: &str, rule: &Rule) -> Option<String> {
    // Counting stops where the answer is known.
    let longer_than = |most: u64| {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        text.chars().nth(most).is_some()
    };
    match *rule {
        Rule::MinLength(least) if least > 0 && !longer_than(least - 1) => {
            Some(format!("is shorter than {}", characters(least)))
        }
        Rule::MaxLength(most) if longer_than(most) => {
            Some(format!("is longer than {}", characters(most)))
        }
        Rule::Pattern(pattern) => mismatch(text, pattern),
        Rule::Uri if !is_uri(text) => Some("is not a URI".to_owned()),
        _ => None,
    }
}

/// Whether a text is a URI (RFC 3986): a URL, in none but the characters that a URI has.
fn is_uri(text: &str) -> bool {
    let is_allowed =
        |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte);
    let mut escapes = text.split('%').skip(1);
    let is_escape = |rest: &str| {
        let digits = rest.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    // One fragment, and brackets around an address of IPv6 only (sections 3.2.2 and 3.5).
    let (rest, fragment) = text.split_once('#').unwrap_or((text, ""));
    let host = rest.split_once("//").map_or("", |(_, rest)| rest);
    let host = host.split(['/', '?']).next().unwrap_or_default();
    let brackets = |text: &str| text.matches(['[', ']']).count();
    text.bytes().all(is_allowed)
        && escapes.all(is_escape)
        && !fragment.contains('#')
        && brackets(text) == brackets(host)
        && Url::parse(text).is_ok()
}

fn mismatch(text: &str, pattern: &str) -> Option<String> {
    // JSON Schema wants the flag `u`, with which escapes that many documents have, such as `\_`, are
    // errors.
    let regex = Regex::with_flags(pattern, "u").or_else(|_| Regex::new(pattern));
    match regex {
        Ok(regex) if regex.find(text).is_some() => None,
        Ok(_) => Some("does not match the pattern".to_owned()),
        Err(error) => Some(format!(
            "cannot be checked: the document's pattern is invalid, {error}"
        )),
    }
}

fn characters(count: u64) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} character{plural}")
}

/// The beginning of a text, as JSON and in one line; a cut is marked behind the quotation mark.
pub(in crate::runtime) fn quoted(text: &str) -> String {
    let text = without_password(text);
    let mut shown = String::from("\"");
    let mut left = SHOWN;
    for c in text.chars() {
        let escaped = escaped(c);
        match left.checked_sub(escaped.chars().count()) {
            Some(rest) => left = rest,
            None => return shown + "\"…",
        }
        shown += &escaped;
    }
    shown + "\""
}

/// A text without what stands before the host of a URL (RFC 3986, section 3.2.1).
fn without_password(text: &str) -> Cow<'_, str> {
    let Some((scheme, rest)) = text.split_once("//") else {
        return text.into();
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    match rest[..end].rfind('@') {
        Some(at) => format!("{scheme}//…{}", &rest[at..]).into(),
        None => text.into(),
    }
}

fn escaped(c: char) -> String {
    match c {
        '"' | '\\' => format!("\\{c}"),
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        '\t' => "\\t".to_owned(),
        c if is_unprintable(c) => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;
    use crate::runtime::rules::{Rule, check};

    fn message(text: &str, rule: Rule) -> Option<String> {
        let result = check("name", text, &[rule]);
        result.err().map(|violation| violation.to_string())
    }

    #[test]
    fn a_text_that_breaks_a_rule_is_refused() {
        for (rule, good, bad, expected) in [
            (
                Rule::MinLength(3),
                "äöü",
                "äö",
                r#"name: "äö" is shorter than 3 characters (`minLength: 3`)"#,
            ),
            (
                Rule::MinLength(1),
                "a",
                "",
                r#"name: "" is shorter than 1 character (`minLength: 1`)"#,
            ),
            (
                Rule::MaxLength(2),
                "🙂🙂",
                "🙂🙂🙂",
                r#"name: "🙂🙂🙂" is longer than 2 characters (`maxLength: 2`)"#,
            ),
            (
                Rule::MaxLength(0),
                "",
                "a",
                r#"name: "a" is longer than 0 characters (`maxLength: 0`)"#,
            ),
            (
                Rule::Pattern("b+"),
                "abbc",
                "ac",
                r#"name: "ac" does not match the pattern (`pattern: b+`)"#,
            ),
            (
                Rule::Pattern(r"^(?=.*\d)\p{L}"),
                "ä1",
                "1ä",
                r#"name: "1ä" does not match the pattern (`pattern: ^(?=.*\d)\p{L}`)"#,
            ),
            (
                Rule::Pattern(r"^\_$"),
                "_",
                "a\n",
                r#"name: "a\n" does not match the pattern (`pattern: ^\_$`)"#,
            ),
            (
                Rule::Uri,
                "https://tenant.okta.com/a?b=c#d",
                "foo",
                r#"name: "foo" is not a URI (`format: uri`)"#,
            ),
            (
                Rule::Uri,
                "urn:a:b",
                "https://a b",
                r#"name: "https://a b" is not a URI (`format: uri`)"#,
            ),
            (
                Rule::Uri,
                "https://[::1]:8080/a",
                "https://a.example/b[1]",
                r#"name: "https://a.example/b[1]" is not a URI (`format: uri`)"#,
            ),
            (
                Rule::Uri,
                "https://a.example/#b/?c",
                "https://a.example/#b#c",
                r#"name: "https://a.example/#b#c" is not a URI (`format: uri`)"#,
            ),
            // A password is shown to nobody.
            (
                Rule::Uri,
                "https://user:hunter2@tenant.okta.com",
                "https://user:hunter@2@tenant okta/a@b",
                r#"name: "https://…@tenant okta/a@b" is not a URI (`format: uri`)"#,
            ),
        ] {
            assert_eq!(message(good, rule), None, "{good}");
            assert_eq!(message(bad, rule).as_deref(), Some(expected), "{bad}");
        }
    }

    #[test]
    fn lengths_of_any_size_are_compared() {
        assert_eq!(message("", Rule::MinLength(0)), None);
        assert_eq!(message("a", Rule::MaxLength(u64::MAX)), None);
        assert!(message("a", Rule::MinLength(u64::MAX)).is_some());
    }

    #[test]
    fn an_invalid_pattern_refuses_any_text() {
        let message = message("a", Rule::Pattern("(")).expect("the pattern is invalid");
        let expected = r#"name: "a" cannot be checked: the document's pattern is invalid, "#;
        assert!(message.starts_with(expected), "{message}");
        assert!(message.ends_with(" (`pattern: (`)"), "{message}");
    }

    #[test]
    fn a_text_is_shown_in_one_short_line() {
        let limit = "a".repeat(60);
        for (text, expected) in [
            ("a\"\\\n\r\t", r#""a\"\\\n\r\t""#.to_owned()),
            (
                "\u{0}\u{1b}\u{7f}\u{85}",
                r#""\u0000\u001b\u007f\u0085""#.to_owned(),
            ),
            ("\u{202e}\u{2028}é", r#""\u202e\u2028é""#.to_owned()),
            (
                "\u{feff}\u{ad}\u{200b}",
                r#""\ufeff\u00ad\u200b""#.to_owned(),
            ),
            (&limit, format!("\"{limit}\"")),
            (&format!("{limit}b"), format!("\"{limit}\"…")),
            (&"ä".repeat(61), format!("\"{}\"…", "ä".repeat(60))),
            (
                &"\u{0}".repeat(99),
                format!("\"{}\"…", r"\u0000".repeat(10)),
            ),
        ] {
            assert_eq!(quoted(text), expected);
        }
    }
}
