//! Values in paths.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::Value;

use super::{Error, to_json};

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
pub(crate) fn path_segment(name: &str, value: &impl Serialize) -> Result<String, Error> {
    let invalid = |reason| Error::invalid_request(format_args!("{name}: {reason}"));
    let value = path_value(value).map_err(invalid)?;
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
    Err(invalid(reason))
}

/// A value as a path has it before it is encoded: as it is in JSON, without quotes.
pub(crate) fn path_value(value: &impl Serialize) -> Result<String, &'static str> {
    match to_json(value) {
        Ok(Value::String(text)) => Ok(text),
        Ok(Value::Number(number)) => Ok(match number.as_f64().filter(|_| number.is_f64()) {
            // 1, not 1.0.
            Some(float) => float.to_string(),
            None => number.to_string(),
        }),
        Ok(Value::Bool(truth)) => Ok(truth.to_string()),
        _ => Err("a path has a place for a text, a number, true or false"),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Duration};
    use serde_json::json;

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
    fn a_value_is_written_as_in_json_without_quotes() {
        let time = DateTime::UNIX_EPOCH + Duration::milliseconds(1500);
        let time = serde_json::to_value(time).expect("JSON");
        for (value, expected) in [
            (json!("a b"), "a%20b"),
            (time, "1970-01-01T00%3A00%3A01.500Z"),
            (json!(-1), "-1"),
            (json!(u64::MAX), "18446744073709551615"),
            (json!(1.0), "1"),
            (json!(0.5), "0.5"),
            (json!(true), "true"),
        ] {
            assert_eq!(path_segment("id", &value).expect("a segment"), expected);
        }
        // Not the nearest number of twice the bits.
        assert_eq!(path_segment("id", &0.1_f32).expect("a segment"), "0.1");
        for value in [json!(null), json!(["a"]), json!({"a": 1})] {
            let message = path_segment("id", &value).expect_err("it is no segment");
            let reason = "id: a path has a place for a text, a number, true or false";
            assert!(message.to_string().ends_with(reason), "{message}");
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
