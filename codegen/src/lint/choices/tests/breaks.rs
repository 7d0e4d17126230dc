//! Tests of the rules that an alternative breaks which is read as another one.

use super::{told, told_where};

/// Holds what is said of a choice of two that is read and sent against whether the second breaks the rules
/// of the first.
fn assert_breaks(one: &str, two: &str, is_refused: bool) {
    let schema = "application/json: {schema: {$ref: '#/components/schemas/A'}}";
    let sent = format!("requestBody: {{content: {{{schema}}}}}, responses: {{'200'");
    let only_read = told("oneOf", one, two);
    assert_eq!(only_read, [""; 0], "{one} {two}");
    let told = told_where(&sent, "oneOf", one, two);
    assert_eq!(told.len(), usize::from(is_refused), "{one} {two}: {told:?}");
    let is_there = told.iter().all(|told| {
        told.starts_with("a.yaml:5:15: error[unsupported]: ") && told.contains("breaks its rules")
    });
    assert!(is_there, "{told:?}");
}

#[test]
fn an_alternative_that_a_later_one_breaks_the_rules_of_is_refused_if_it_is_sent_too() {
    for (one, two, is_refused) in [
        ("{type: string, maxLength: 2}", "{type: string}", true),
        ("{type: string, format: uri}", "{type: string}", true),
        (
            "{type: string, maxLength: 1}",
            "{type: string, enum: [a, b]}",
            false,
        ),
        (
            "{type: string, maxLength: 1}",
            "{type: string, enum: [a, bc]}",
            true,
        ),
        (
            "{type: array, items: {}, minItems: 1}",
            "{type: array, items: {}, minItems: 0}",
            true,
        ),
        (
            "{type: array, items: {}, minItems: 0}",
            "{type: array, items: {}}",
            false,
        ),
        (
            "{type: object, maxProperties: 1, additionalProperties: {}}",
            "{type: object, properties: {a: {}, b: {}}, additionalProperties: false}",
            true,
        ),
        (
            "{type: object, maxProperties: 1, minProperties: 1, additionalProperties: {}}",
            "{type: object, required: [a], properties: {a: {}}, additionalProperties: false}",
            false,
        ),
        (
            "{type: object, additionalProperties: false}",
            "{type: object, required: [a], properties: {a: {}}}",
            true,
        ),
        (
            "{type: object, additionalProperties: false}",
            "{type: object, description: A., additionalProperties: false}",
            false,
        ),
        (
            "{type: object, properties: {a: {}}, enum: [{a: 1}]}",
            "{type: object, properties: {a: {}}}",
            true,
        ),
        ("{type: string}", "{type: string, maxLength: 2}", false),
        (
            "{type: object, properties: {a: {type: integer, enum: [1]}}}",
            "{type: object, properties: {a: {type: integer, enum: [2]}}}",
            false,
        ),
        (
            "{type: object, properties: {a: {type: string, maxLength: 1}}}",
            "{type: object, properties: {a: {type: string, maxLength: 2}}}",
            true,
        ),
    ] {
        assert_breaks(one, two, is_refused);
    }
}

#[test]
fn a_number_that_a_later_one_is_out_of_the_range_of_is_refused_if_it_is_sent_too() {
    for (one, two, is_refused) in [
        (
            "{type: integer, maximum: 5}",
            "{type: integer, minimum: 10}",
            true,
        ),
        (
            "{type: integer, maximum: 5}",
            "{type: integer, minimum: 2, maximum: 4}",
            false,
        ),
        ("{type: integer, maximum: 5}", "{type: string}", false),
        ("{type: integer, format: int16}", "{type: integer}", true),
        (
            "{type: integer, format: int16}",
            "{type: integer, enum: [7, 70000]}",
            true,
        ),
        (
            "{type: integer, format: int8}",
            "{type: integer, enum: [70000]}",
            false,
        ),
        (
            "{type: integer, format: int16}",
            "{type: integer, format: int8}",
            false,
        ),
        (
            "{type: integer, format: int8}",
            "{type: integer, format: int16}",
            false,
        ),
        (
            "{type: integer, multipleOf: 4}",
            "{type: integer, multipleOf: 2}",
            true,
        ),
        (
            "{type: integer, multipleOf: 2}",
            "{type: integer, multipleOf: 4}",
            false,
        ),
        (
            "{type: integer, minimum: 0, exclusiveMinimum: true}",
            "{type: integer, minimum: 0}",
            true,
        ),
        (
            "{type: integer, minimum: 0, exclusiveMinimum: true}",
            "{type: integer, minimum: 1}",
            false,
        ),
        (
            "{type: integer, minimum: 0}",
            "{type: integer, enum: [7, 8]}",
            false,
        ),
        (
            "{type: integer, minimum: 8}",
            "{type: integer, enum: [7, 8]}",
            true,
        ),
        (
            "{type: integer, format: int32, enum: [1]}",
            "{type: integer, format: int32, enum: [2]}",
            true,
        ),
        (
            "{type: integer, enum: [1, 2]}",
            "{type: integer, format: int32, enum: [2]}",
            false,
        ),
    ] {
        assert_breaks(one, two, is_refused);
    }
}
