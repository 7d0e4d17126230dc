//! Texts as the values that they stand for.

use std::borrow::Cow;

use saphyr::Scalar;
use saphyr_parser::{ScalarStyle, Tag};
use serde_json::Number;

use super::numbers;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Position, Value};

/// The tags of scalars (YAML 1.2.2, section 10.3.1).
const TAGS: [&str; 5] = ["bool", "float", "int", "null", "str"];

/// What is wrong with a tag that is none of those that JSON has values for.
pub(super) fn tag(
    tag: Option<&Cow<'_, Tag>>,
    known: &[&str],
    position: &Position,
) -> Option<Diagnostic> {
    let tag = tag?;
    let is_core = tag.is_yaml_core_schema();
    if is_core && known.contains(&tag.suffix.as_str()) {
        return None;
    }
    let handle = if is_core { "!!" } else { &tag.handle };
    let message = format!(
        "the tag `{handle}{}` is none that JSON has a value for here",
        tag.suffix
    );
    Some(Diagnostic::error(
        Code::Syntax,
        position,
        message,
        "remove it",
    ))
}

/// What a scalar is, and what is wrong with it if that isn't what it says.
pub(super) fn read(
    text: &str,
    style: ScalarStyle,
    tag: Option<&Cow<'_, Tag>>,
    position: &Position,
) -> (Value, Option<Diagnostic>) {
    if let Some(defect) = self::tag(tag, &TAGS, position) {
        return (Value::Null, Some(defect));
    }
    let value = match value(text, style, tag) {
        Ok(value) => numbers::integral(value),
        Err((code, message, help)) => {
            let defect = Diagnostic::error(code, position, message, help);
            return (Value::Null, Some(defect));
        }
    };
    let is_plain = style == ScalarStyle::Plain && tag.is_none();
    let is_number = is_plain || matches!(value, Value::Number(_));
    let defect = is_number.then(|| numbers::check(text, &value, position));
    (value, defect.flatten())
}

/// Why a text is no value, and how to mend it.
type Defect = (Code, &'static str, &'static str);

fn value(text: &str, style: ScalarStyle, tag: Option<&Cow<'_, Tag>>) -> Result<Value, Defect> {
    // Integers of 64 bits without sign are numbers too.
    if style == ScalarStyle::Plain
        && tag.is_none()
        && let Ok(number) = text.parse::<Number>()
    {
        return Ok(Value::Number(number));
    }
    // What a tag says counts for text in quotes, too.
    let style = tag.map_or(style, |_| ScalarStyle::Plain);
    let scalar = Scalar::parse_from_cow_and_metadata(Cow::Borrowed(text), style, tag);
    let misfit = (
        Code::Syntax,
        "the value does not fit its tag",
        "remove the tag, or mend the value",
    );
    Ok(match scalar.ok_or(misfit)? {
        Scalar::Null => Value::Null,
        Scalar::Boolean(value) => Value::Bool(value),
        Scalar::Integer(value) => Value::Number(value.into()),
        Scalar::String(text) => Value::String(text.into_owned()),
        Scalar::FloatingPoint(value) => {
            let number = Number::from_f64(value.into_inner());
            let (code, message) = if text.contains(|c: char| c.is_ascii_digit()) {
                let message = "a number beyond 1.8e308 is not supported";
                (Code::Unsupported, message)
            } else {
                (Code::Syntax, "JSON has no such number")
            };
            let help = "write a finite number, or quote it if it is text";
            Value::Number(number.ok_or((code, message, help))?)
        }
    })
}
