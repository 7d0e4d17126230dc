//! Bounds that no value keeps to.

mod numbers;

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node, Value};
use crate::schema::{allows_null, types};
use crate::vocabulary::{Version, schemas};

/// Those of a document as it is written, where one may be of no effect, too: of what is merged it has one elsewhere.
pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    check_merged(document, found);
    for (schema, _) in schemas(document) {
        numbers::check_held(schema, &mut |key, message, help| {
            if let Some(node) = schema.get(key) {
                let at = &node.position;
                found.push(Diagnostic::warning(Code::NoEffect, at, message, help));
            }
        });
    }
}

/// Those of a document as it is merged.
pub(super) fn check_merged(document: &Document, found: &mut Vec<Diagnostic>) {
    let version = Version::of(document);
    for (schema, _) in schemas(document) {
        // Nothing beside a reference counts in 3.0.
        if schema.get("$ref").is_some() && version == Version::V3_0 {
            continue;
        }
        contradictions(document, schema, &mut |key, message, help| {
            if let Some(node) = schema.get(key) {
                let at = &node.position;
                found.push(Diagnostic::error(Code::Impossible, at, message, help));
            }
        });
    }
}

/// Whether the bounds of a schema leave no value.
pub(super) fn are_contradictory(document: &Document, schema: &Node) -> bool {
    let mut are_contradictory = false;
    contradictions(document, schema, &mut |_, _, _| are_contradictory = true);
    are_contradictory
}

fn contradictions(document: &Document, schema: &Node, tell: &mut Tell<'_>) {
    if !is_misread(document, schema) {
        numbers::check(schema, tell);
    }
    lengths(schema, tell);
    items(document, schema, tell);
    properties(schema, tell);
}

/// Whether an exclusive bound is written as in another version, which is told.
fn is_misread(document: &Document, schema: &Node) -> bool {
    let is_new = Version::of(document) == Version::V3_1;
    let is_other = |key: &&str| match schema.get(key).map(|node| &node.value) {
        Some(Value::Bool(_)) => is_new,
        Some(Value::Number(_)) => !is_new,
        _ => false,
    };
    ["exclusiveMinimum", "exclusiveMaximum"]
        .iter()
        .any(is_other)
}

/// Tells what is wrong with the value of a keyword, and how to mend it.
type Tell<'t> = dyn FnMut(&str, String, &str) + 't;

const CORRECT_ONE: &str = "correct one of the two";

/// How many characters there are in texts of a format, at least and at most.
const LENGTHS: [(&str, usize, usize); 5] = [
    ("date", 10, 10),
    // Without fractions of a second (RFC 3339, section 5.6).
    ("date-time", 20, usize::MAX),
    ("ipv4", 7, 15),
    ("ipv6", 2, 45),
    ("uuid", 36, 36),
];

fn lengths(schema: &Node, tell: &mut Tell<'_>) {
    for (least, most) in [
        ("minLength", "maxLength"),
        ("minItems", "maxItems"),
        ("minProperties", "maxProperties"),
    ] {
        if let (Some(low), Some(high)) = (count(schema, least), count(schema, most))
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
    let low = count(schema, "minLength").filter(|low| low > most);
    let high = count(schema, "maxLength").filter(|high| high < least);
    for (key, value) in [("minLength", low), ("maxLength", high)] {
        if let Some(value) = value {
            let message = format!("no value keeps to both `format: {format}` and `{key}: {value}`");
            tell(key, message, CORRECT_ONE);
        }
    }
}

/// As many different items as there have to be are there to be had.
fn items(document: &Document, schema: &Node, tell: &mut Tell<'_>) {
    let Some(least) = count(schema, "minItems").filter(|_| schema.is_true("uniqueItems")) else {
        return;
    };
    let Some(item) = schema.get("items").map(|items| document.target(items)) else {
        return;
    };
    let null = usize::from(allows_null(item));
    let values = match (item.items("enum"), types(item).as_slice()) {
        ([], ["boolean"]) => 2 + null,
        ([], _) => return,
        (values, _) => {
            let different = values.iter().map(|value| value.to_json().to_string());
            different.collect::<BTreeSet<_>>().len()
        }
    };
    if least > values {
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
    if let Some(least) = count(schema, "minProperties")
        && has_no_other
        && least > declared
    {
        let message = format!("no value has {least} properties: {declared} are declared");
        let help = "lower it, or declare more";
        tell("minProperties", message, help);
    }
    let required = schema.strings("required").into_iter();
    let required = required.collect::<BTreeSet<_>>().len();
    if let Some(most) = count(schema, "maxProperties")
        && most < required
    {
        let message = format!("no value has at most {most} properties: {required} are required");
        let help = "raise it, or require fewer";
        tell("maxProperties", message, help);
    }
}

/// The value of a keyword that counts; what is no count is told elsewhere.
fn count(schema: &Node, key: &str) -> Option<usize> {
    match &schema.get(key)?.value {
        Value::Number(number) => usize::try_from(number.as_u64()?).ok(),
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
                "type: number, format: float, minimum: 1.0e+39",
                "no value keeps to both `minimum: 1e+39` and `format: float`",
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
