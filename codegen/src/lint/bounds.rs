//! Bounds that no value keeps to.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::schemas::types;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node, Value};
use crate::vocabulary::{Version, schemas};

/// Those of a document as it is written, and as it is merged.
pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    let version = Version::of(document);
    for (schema, _) in schemas(document) {
        // Nothing beside a reference counts in 3.0.
        if schema.get("$ref").is_some() && version == Version::V3_0 {
            continue;
        }
        let mut impossible = |key: &str, message: String, help: &str| {
            if let Some(node) = schema.get(key) {
                let at = &node.position;
                found.push(Diagnostic::error(Code::Impossible, at, message, help));
            }
        };
        numbers(schema, &mut impossible);
        lengths(schema, &mut impossible);
        items(document, schema, &mut impossible);
        properties(schema, &mut impossible);
    }
}

/// Tells what is wrong with the value of a keyword, and how to mend it.
type Tell<'t> = dyn FnMut(&str, String, &str) + 't;

const CORRECT_ONE: &str = "correct one of the two";

/// An end of a range.
struct Bound {
    /// The keyword with its value.
    text: String,
    key: &'static str,
    value: Exact,
    is_exclusive: bool,
}

/// A number, as an integer if it is one: floats are not exact beyond 53 bits.
#[derive(Clone, Copy)]
struct Exact {
    float: f64,
    integer: Option<i128>,
}

impl Exact {
    fn of(schema: &Node, key: &str) -> Option<Self> {
        let Value::Number(number) = &schema.get(key)?.value else {
            return None;
        };
        let integer = number.as_i64().map(i128::from);
        Some(Self {
            float: number.as_f64()?,
            integer: integer.or_else(|| number.as_u64().map(i128::from)),
        })
    }

    #[allow(clippy::cast_precision_loss, reason = "the integer is kept beside it")]
    fn integer(value: i128) -> Self {
        Self {
            float: value as f64,
            integer: Some(value),
        }
    }

    fn compare(self, other: Self) -> Ordering {
        match (self.integer, other.integer) {
            (Some(one), Some(two)) => one.cmp(&two),
            _ => self.float.total_cmp(&other.float),
        }
    }
}

/// The least and the most that the types of integers hold; without a format one has 64 bits.
pub(super) const RANGES: [(&str, i128, i128); 8] = [
    ("int8", i8::MIN as i128, i8::MAX as i128),
    ("int16", i16::MIN as i128, i16::MAX as i128),
    ("int32", i32::MIN as i128, i32::MAX as i128),
    ("int64", i64::MIN as i128, i64::MAX as i128),
    ("uint8", 0, u8::MAX as i128),
    ("uint16", 0, u16::MAX as i128),
    ("uint32", 0, u32::MAX as i128),
    ("uint64", 0, u64::MAX as i128),
];

/// What the values of a schema are held in, if that has a range, with the words for it.
fn held_in(schema: &Node) -> Option<(String, i128, i128)> {
    let format = schema.str("format").unwrap_or_default();
    let range = RANGES.iter().find(|(name, ..)| *name == format);
    let is_integer = types(schema) == ["integer"];
    match range {
        Some((format, least, most)) => Some((format!("format: {format}"), *least, *most)),
        None if is_integer => Some(("type: integer".to_owned(), i64::MIN.into(), i64::MAX.into())),
        None => None,
    }
}

/// The tighter of the ends that a schema has on one side.
fn bound(schema: &Node, keys: [&'static str; 2], held: Option<(&str, i128)>) -> Option<Bound> {
    let [plain, exclusive] = keys;
    let written = |key: &'static str, is_exclusive| {
        Exact::of(schema, key).map(|value| Bound {
            text: format!(
                "{key}: {}",
                schema.get(key).map(Node::to_json).unwrap_or_default()
            ),
            key,
            value,
            is_exclusive,
        })
    };
    let held = held.map(|(text, value)| Bound {
        text: text.to_owned(),
        key: "type",
        value: Exact::integer(value),
        is_exclusive: false,
    });
    // In 3.0 the exclusive one is a flag.
    let bounds = [
        written(plain, schema.is_true(exclusive)),
        written(exclusive, true),
        held,
    ];
    bounds.into_iter().flatten().max_by(|a, b| {
        let order = a.value.compare(b.value);
        let tighter = if plain == "minimum" {
            order
        } else {
            order.reverse()
        };
        tighter.then(a.is_exclusive.cmp(&b.is_exclusive))
    })
}

fn numbers(schema: &Node, tell: &mut Tell<'_>) {
    let types = types(schema);
    let step = number(schema, "multipleOf");
    if step.is_some_and(|step| step <= 0.0) {
        let message = "`multipleOf` is not greater than 0".to_owned();
        tell("multipleOf", message, "write a number greater than 0");
        return;
    }
    let held = held_in(schema);
    let (least, most) = match &held {
        Some((text, least, most)) => (Some((text.as_str(), *least)), Some((text.as_str(), *most))),
        None => (None, None),
    };
    let low = bound(schema, ["minimum", "exclusiveMinimum"], least);
    let high = bound(schema, ["maximum", "exclusiveMaximum"], most);
    let (Some(low), Some(high)) = (low, high) else {
        return;
    };
    let at = if high.key == "type" {
        low.key
    } else {
        high.key
    };
    let both = format!("`{}` and `{}`", low.text, high.text);
    let is_empty = match low.value.compare(high.value) {
        Ordering::Less => false,
        Ordering::Equal => low.is_exclusive || high.is_exclusive,
        Ordering::Greater => true,
    };
    if is_empty {
        tell(at, format!("no value keeps to both {both}"), CORRECT_ONE);
        return;
    }
    let is_integer = types == ["integer"];
    if is_integer && !has_multiple(None, &low, &high) {
        tell(at, format!("no integer keeps to both {both}"), CORRECT_ONE);
    } else if let Some(step) = step
        && !has_multiple(Some(step), &low, &high)
    {
        let message = format!("no multiple of {step} keeps to both {both}");
        tell("multipleOf", message, "correct one of the three");
    }
}

/// Whether a multiple of `step`, or of 1, lies between two ends. Decimal fractions are no exact floats: what is
/// nearly a multiple counts as one.
fn has_multiple(step: Option<f64>, low: &Bound, high: &Bound) -> bool {
    const NEARLY: f64 = 1e-9;
    if let (Some(least), Some(most)) = (low.value.integer, high.value.integer)
        && step.is_none()
    {
        let least = least + i128::from(low.is_exclusive);
        return least <= most - i128::from(high.is_exclusive);
    }
    let step = step.unwrap_or(1.0);
    let (least, most) = (low.value.float / step, high.value.float / step);
    let mut first = (least - NEARLY * least.abs().max(1.0)).ceil();
    if low.is_exclusive && first <= least {
        first += 1.0;
    }
    let nearly = NEARLY * most.abs().max(1.0);
    if high.is_exclusive {
        first < most - nearly
    } else {
        first <= most + nearly
    }
}

/// How many characters there are in texts of a format, at least and at most.
const LENGTHS: [(&str, f64, f64); 5] = [
    ("date", 10.0, 10.0),
    // Without fractions of a second (RFC 3339, section 5.6).
    ("date-time", 20.0, f64::INFINITY),
    ("ipv4", 7.0, 15.0),
    ("ipv6", 2.0, 45.0),
    ("uuid", 36.0, 36.0),
];

fn lengths(schema: &Node, tell: &mut Tell<'_>) {
    for (least, most) in [
        ("minLength", "maxLength"),
        ("minItems", "maxItems"),
        ("minProperties", "maxProperties"),
    ] {
        if let (Some(low), Some(high)) = (number(schema, least), number(schema, most))
            && low > high
        {
            let message = format!("no value keeps to both `{least}: {low}` and `{most}: {high}`");
            tell(most, message, CORRECT_ONE);
        }
    }
    let format = LENGTHS
        .iter()
        .find(|(format, ..)| schema.str("format") == Some(format));
    let Some((format, least, most)) = format.filter(|_| matches!(*types(schema), ["string"] | []))
    else {
        return;
    };
    for (key, is_impossible) in [
        (
            "minLength",
            number(schema, "minLength").is_some_and(|low| low > *most),
        ),
        (
            "maxLength",
            number(schema, "maxLength").is_some_and(|high| high < *least),
        ),
    ] {
        if is_impossible {
            let value = number(schema, key).unwrap_or_default();
            let message = format!("no value keeps to both `format: {format}` and `{key}: {value}`");
            tell(key, message, CORRECT_ONE);
        }
    }
}

/// As many different items as there have to be are there to be had.
fn items(document: &Document, schema: &Node, tell: &mut Tell<'_>) {
    let Some(least) = number(schema, "minItems").filter(|_| schema.is_true("uniqueItems")) else {
        return;
    };
    let Some(item) = schema.get("items").map(|items| document.target(items)) else {
        return;
    };
    let null = usize::from(item.is_true("nullable") || item.strings("type").contains(&"null"));
    let values = match (item.items("enum"), types(item).as_slice()) {
        ([], ["boolean"]) => 2 + null,
        ([], _) => return,
        (values, _) => {
            let different = values.iter().map(|value| value.to_json().to_string());
            different.collect::<BTreeSet<_>>().len()
        }
    };
    if count(least) > values {
        let message = format!("no {least} items are different: they have {values} values");
        let help = "lower it, or let items repeat";
        tell("minItems", message, help);
    }
}

fn properties(schema: &Node, tell: &mut Tell<'_>) {
    let has_no_other = matches!(
        schema.get("additionalProperties").map(|node| &node.value),
        Some(Value::Bool(false))
    );
    let declared = schema.members("properties").count();
    if let Some(least) = number(schema, "minProperties")
        && has_no_other
        && count(least) > declared
    {
        let message = format!("no value has {least} properties: {declared} are declared");
        let help = "lower it, or declare more";
        tell("minProperties", message, help);
    }
    let required = schema.strings("required").into_iter();
    let required = required.collect::<BTreeSet<_>>().len();
    if let Some(most) = number(schema, "maxProperties")
        && count(most) < required
    {
        let message = format!("no value has at most {most} properties: {required} are required");
        let help = "raise it, or require fewer";
        tell("maxProperties", message, help);
    }
}

/// A number of things; what is no count is told elsewhere.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates"
)]
fn count(number: f64) -> usize {
    number as usize
}

fn number(schema: &Node, key: &str) -> Option<f64> {
    match &schema.get(key)?.value {
        Value::Number(number) => number.as_f64(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::source;

    /// What is said of a schema of `OpenAPI` 3.0 or 3.1.
    fn told(version: &str, schema: &str) -> Vec<String> {
        let text = format!("openapi: {version}\ncomponents: {{schemas: {{A: {{{schema}}}}}}}");
        let document = source::parse("a.yaml", &text).expect("it parses");
        let mut found = Vec::new();
        super::check(&document, &mut found);
        found.into_iter().map(|found| found.message).collect()
    }

    #[test]
    fn bounds_that_nothing_keeps_to_are_told() {
        for (schema, expected) in [
            (
                "type: number, minimum: 3, maximum: 2",
                "no value keeps to both `minimum: 3` and `maximum: 2`",
            ),
            (
                "type: number, minimum: 3, exclusiveMinimum: true, maximum: 3",
                "no value keeps to both `minimum: 3` and `maximum: 3`",
            ),
            (
                "type: integer, minimum: 1.2, maximum: 1.8",
                "no integer keeps to both `minimum: 1.2` and `maximum: 1.8`",
            ),
            (
                "type: integer, minimum: 1, exclusiveMinimum: true, maximum: 2, exclusiveMaximum: true",
                "no integer keeps to both `minimum: 1` and `maximum: 2`",
            ),
            (
                "type: integer, multipleOf: 10, minimum: 5, maximum: 9",
                "no multiple of 10 keeps to both `minimum: 5` and `maximum: 9`",
            ),
            (
                "type: number, multipleOf: 0.5, minimum: 0.6, maximum: 0.9",
                "no multiple of 0.5 keeps to both `minimum: 0.6` and `maximum: 0.9`",
            ),
            (
                "type: number, multipleOf: 0",
                "`multipleOf` is not greater than 0",
            ),
            (
                "type: integer, format: int32, minimum: 3000000000",
                "no value keeps to both `minimum: 3000000000` and `format: int32`",
            ),
            (
                "type: integer, format: uint32, maximum: -1",
                "no value keeps to both `format: uint32` and `maximum: -1`",
            ),
            (
                "type: string, minLength: 3, maxLength: 2",
                "no value keeps to both `minLength: 3` and `maxLength: 2`",
            ),
            (
                "type: string, format: uuid, maxLength: 10",
                "no value keeps to both `format: uuid` and `maxLength: 10`",
            ),
            (
                "type: string, format: date, minLength: 11",
                "no value keeps to both `format: date` and `minLength: 11`",
            ),
            (
                "type: array, uniqueItems: true, minItems: 3, items: {type: boolean}",
                "no 3 items are different: they have 2 values",
            ),
            (
                "type: array, uniqueItems: true, minItems: 3, items: {type: string, enum: [a, b]}",
                "no 3 items are different: they have 2 values",
            ),
            (
                "type: object, minProperties: 2, properties: {a: {}}, additionalProperties: false",
                "no value has 2 properties: 1 are declared",
            ),
            (
                "type: object, maxProperties: 1, required: [a, b], properties: {a: {}, b: {}}",
                "no value has at most 1 properties: 2 are required",
            ),
        ] {
            assert_eq!(told("3.0.3", schema), [expected], "{schema}");
        }
        let schema = "type: integer, exclusiveMinimum: 1, exclusiveMaximum: 2";
        let expected = "no integer keeps to both `exclusiveMinimum: 1` and `exclusiveMaximum: 2`";
        assert_eq!(told("3.1.0", schema), [expected]);
    }

    #[test]
    fn bounds_that_something_keeps_to_are_not_told() {
        for schema in [
            "type: number, minimum: 1.2, maximum: 1.8",
            "type: integer, minimum: 2, maximum: 2",
            "type: integer, minimum: 0, exclusiveMinimum: true, maximum: 1",
            "type: integer, multipleOf: 10, minimum: 5, maximum: 10",
            "type: integer, minimum: 9007199254740992, exclusiveMinimum: true, maximum: 9007199254740993",
            "type: integer, format: uint64, minimum: 9223372036854775808",
            "type: number, minimum: 1e30",
            // Not exact as floats.
            "type: number, multipleOf: 0.1, minimum: 0.3, maximum: 0.3",
            "type: number, multipleOf: 0.01, minimum: 1.13, maximum: 1.13",
            "type: number, multipleOf: 0.7, minimum: -0.7, maximum: -0.7",
            "type: integer, format: int32, minimum: 2147483647",
            "type: string, format: uuid, minLength: 36, maxLength: 36",
            "type: string, format: date-time, minLength: 100",
            "type: array, uniqueItems: true, minItems: 3, items: {type: boolean, nullable: true}",
            "type: array, uniqueItems: true, minItems: 30, items: {type: string}",
            "type: array, minItems: 3, items: {type: boolean}",
            "type: object, minProperties: 2, properties: {a: {}}",
            "type: object, maxProperties: 1, required: [a, a], properties: {a: {}}",
        ] {
            assert_eq!(told("3.0.3", schema), [""; 0], "{schema}");
        }
    }
}
