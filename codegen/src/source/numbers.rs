//! Numbers that 64 bits don't hold as they were written.

use serde_json::Number;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Position, Value};

/// What is wrong with a plain scalar that was read as another number than it says, or as text.
pub(super) fn check(text: &str, value: &Value, position: &Position) -> Option<Diagnostic> {
    let read_as = match value {
        Value::Number(number) if is_exact(text, number) => return None,
        Value::Number(number) => number.to_string(),
        Value::String(_) if is_of_other_base(text) => "text".to_owned(),
        _ => return None,
    };
    let has_fraction = text.contains(['.', 'e', 'E']) && !is_of_other_base(text);
    Some(if has_fraction {
        Diagnostic::warning(
            Code::NoEffect,
            position,
            format!("the last digits of this number have no effect: it is read as {read_as}"),
            "write fewer digits, or quote it if it is text",
        )
    } else {
        Diagnostic::error(
            Code::Unsupported,
            position,
            format!(
                "an integer of more than 64 bits is not supported: this would be read as {read_as}"
            ),
            "write a smaller one, or quote it if it is text",
        )
    })
}

/// A number without a fraction as an integer, however it was written: `1.0` and `1` are the same to JSON Schema.
pub(super) fn integral(value: Value) -> Value {
    /// All up to it are floats, too.
    const MAX: f64 = 9_007_199_254_740_992.0;
    match &value {
        Value::Number(number) if number.is_f64() => match number.as_f64() {
            Some(float) if float.fract() == 0.0 && float.abs() <= MAX => {
                #[expect(clippy::cast_possible_truncation, reason = "it is within 53 bits")]
                let integer = float as i64;
                Value::Number(integer.into())
            }
            _ => value,
        },
        _ => value,
    }
}

/// Whether a text is an integer as YAML writes those in hexadecimal or octal digits.
fn is_of_other_base(text: &str) -> bool {
    [("0x", 16), ("0o", 8)].into_iter().any(|(prefix, base)| {
        let digits = text.strip_prefix(prefix);
        digits.is_some_and(|digits| {
            !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(base))
        })
    })
}

/// Whether a number is what was written, to the last digit.
fn is_exact(text: &str, number: &Number) -> bool {
    decimal(text).is_none_or(|written| decimal(&number.to_string()) == Some(written))
}

/// A decimal number as its digits, without zeros around them, and their exponent.
fn decimal(text: &str) -> Option<(bool, String, i64)> {
    let (is_negative, text) = match text.strip_prefix('-') {
        Some(text) => (true, text),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{integer}{fraction}");
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let shortened = digits.trim_end_matches('0');
    let dropped = i64::try_from(digits.len() - shortened.len()).ok()?;
    let fraction = i64::try_from(fraction.len()).ok()?;
    let shortened = shortened.trim_start_matches('0');
    if shortened.is_empty() {
        return Some((false, String::new(), 0));
    }
    // One that is no number here is far from what any number has.
    let exponent = exponent.parse::<i32>().map_or(i64::MIN / 2, i64::from);
    let exponent = exponent - fraction + dropped;
    Some((is_negative, shortened.to_owned(), exponent))
}

#[cfg(test)]
mod tests {
    use crate::source;

    #[test]
    fn a_number_that_is_read_as_another_is_told() {
        let integer = "1:4: error[unsupported]: an integer of more than 64 bits is not supported: this would be read as ";
        let fraction = "1:4: warning[no-effect]: the last digits of this number have no effect: it is read as ";
        for (text, kind, read_as) in [
            ("99999999999999999999", integer, "1e+20"),
            ("18446744073709551616", integer, "1.8446744073709552e+19"),
            ("-9223372036854775809", integer, "-9.223372036854776e+18"),
            ("+18446744073709551617", integer, "1.8446744073709552e+19"),
            ("!!float 99999999999999999999", integer, "1e+20"),
            ("0xFFFFFFFFFFFFFFFFFF", integer, "text"),
            ("0o7777777777777777777777777", integer, "text"),
            ("3.14159265358979323846", fraction, "3.141592653589793"),
            ("1e-400", fraction, "0"),
            ("-123456789012345678e3", fraction, "-1.2345678901234568e+20"),
        ] {
            let document = source::parse("a.yaml", &format!("a: {text}")).expect("it parses");
            let told: Vec<String> = document.found.iter().map(ToString::to_string).collect();
            let expected = format!("a.yaml:{kind}{read_as}\n");
            let is_told = told.len() == 1 && told[0].starts_with(&expected);
            assert!(is_told, "{text}: {told:?}");
        }
    }

    #[test]
    fn a_number_without_a_fraction_is_an_integer_however_it_is_written() {
        for (text, expected) in [
            ("1.0", "1"),
            ("-2.50e1", "-25"),
            ("-0.0", "0"),
            ("1e3", "1000"),
            ("!!float 7", "7"),
            ("1.5", "1.5"),
            ("1e30", "1e+30"),
            ("'1.0'", "\"1.0\""),
        ] {
            let document = source::parse("a.yaml", text).expect("it parses");
            assert_eq!(document.root.to_json().to_string(), expected, "{text}");
        }
    }

    #[test]
    fn nothing_is_told_of_a_number_that_is_read_as_it_is_written() {
        for text in [
            "0",
            "-0",
            "0.0",
            "007",
            "1.10",
            "0.1",
            ".5",
            "-5.",
            "+1",
            "1e3",
            "1E+30",
            "100000000000000000000",
            "0.30000000000000004",
            "1e-7",
            "1.7976931348623157e308",
            "0x1F",
            "0o17",
            "18446744073709551615",
            "-9223372036854775808",
            "9007199254740993",
            "'99999999999999999999'",
            "!!str 99999999999999999999",
            "!!str 0xFFFFFFFFFFFFFFFFFF",
            "0xyz",
            "1.2.3",
            "1e",
        ] {
            let document = source::parse("a.yaml", &format!("a: {text}")).expect("it parses");
            assert_eq!(document.found, [], "{text}");
        }
    }
}
