//! Values in paths.

use std::borrow::Cow;
use std::fmt::Display;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Error;

/// All but the unreserved characters of RFC 3986, section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A value as one segment of a path, whatever it holds.
///
/// `.` and `..` are steps between segments and cannot be encoded (RFC 3986, section 5.2.4): with
/// them, or with nothing, a call would reach another endpoint.
pub(crate) fn path_segment(name: &str, value: &impl Display) -> Result<String, Error> {
    let value = value.to_string();
    let reason = if value.is_empty() {
        "it is empty"
    } else if value == "." || value == ".." {
        "`.` and `..` would lead to another endpoint"
    } else if value.contains(char::is_control) {
        "it has a control character, such as a line break"
    } else {
        return Ok(match Cow::from(utf8_percent_encode(&value, RESERVED)) {
            Cow::Owned(encoded) => encoded,
            Cow::Borrowed(_) => value,
        });
    };
    Err(Error::invalid_request(format_args!("{name}: {reason}")))
}

#[cfg(test)]
mod tests {
    use super::path_segment;

    #[test]
    fn one_segment_stays_one_segment() {
        for (value, expected) in [
            (
                "023e105f4ecef8ad9ca31a8372d0c353",
                "023e105f4ecef8ad9ca31a8372d0c353",
            ),
            ("a/b", "a%2Fb"),
            ("a?b#c", "a%3Fb%23c"),
            ("../x", "..%2Fx"),
            ("%2e%2e", "%252e%252e"),
            ("ü x", "%C3%BC%20x"),
            ("...", "..."),
        ] {
            assert_eq!(path_segment("id", &value).expect(value), expected);
        }
    }

    #[test]
    fn what_is_no_segment_is_refused_by_name() {
        for (value, reason) in [
            ("", "id: it is empty"),
            (".", "id: `.` and `..` would lead to another endpoint"),
            ("..", "id: `.` and `..` would lead to another endpoint"),
            (
                "a\nb",
                "id: it has a control character, such as a line break",
            ),
            (
                "a\u{85}",
                "id: it has a control character, such as a line break",
            ),
            (
                "a\u{0}",
                "id: it has a control character, such as a line break",
            ),
        ] {
            let message = path_segment("id", &value)
                .expect_err("it is no segment")
                .to_string();
            assert!(message.ends_with(reason), "{message}");
        }
    }
}
