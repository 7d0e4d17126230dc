//! Tests of what is told of values that are of two alternatives of a `oneOf`.

use crate::source;

/// Where what is said of two alternatives stands, by their order: what is of both is of neither.
fn told(keyword: &str, one: &str, two: &str) -> Vec<usize> {
    let text = format!(
        "openapi: 3.0.3
paths: {{/a: {{put: {{
  requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'}}}}}}}},
  responses: {{'204': {{}}}}}}}}}}
components: {{schemas: {{A: {{{keyword}: [
  {one},
  {two}]}},
  P: {{type: object, required: [a], properties: {{a: {{type: string}}}}}},
  Q: {{type: object, required: [a, b], properties: {{a: {{type: string}}, b: {{type: string}}}}}},
  M: {{type: object, properties: {{next: {{$ref: '#/components/schemas/M'}}, more: {{}}}}}},
  L: {{type: object, properties: {{next: {{$ref: '#/components/schemas/L'}}}}}}}}}}
"
    );
    let document = source::parse("a.yaml", &text).expect("it parses");
    let (lowered, found) = crate::lower::lower(document.clone());
    assert_eq!(found, [], "{text}");
    let found = crate::lint::lint_lowered(&document, &lowered, crate::lint::Known::All);
    let said = |found: &crate::diagnostic::Diagnostic| {
        found.message.contains("by `oneOf` it is of neither")
    };
    let places = found.iter().filter(|found| said(found));
    let places = places.filter_map(|found| found.position.as_ref());
    places.map(|position| position.line - 5).collect()
}

/// Nothing is said.
const NONE: [usize; 0] = [];

fn string(rules: &str) -> String {
    format!("{{type: string, {rules}}}")
}

fn object(members: &str) -> String {
    format!("{{type: object, {members}}}")
}

/// Holds what is said of two alternatives against where.
fn assert_told(cases: &[(&str, &str, &[usize])]) {
    for (one, two, expected) in cases {
        assert_eq!(told("oneOf", one, two), *expected, "{one} {two}");
    }
}

#[test]
fn a_scalar_whose_values_are_all_of_another_one_is_told() {
    assert_told(&[
        ("{type: number}", "{type: integer}", &[2]),
        ("{type: integer}", "{type: number}", &[1]),
        (
            "{type: integer, minimum: 1}",
            "{type: number, minimum: 2}",
            &NONE,
        ),
        (
            "{type: integer, minimum: 2}",
            "{type: number, minimum: 1}",
            &[1],
        ),
        (
            "{type: integer, format: int32}",
            "{type: integer, minimum: 0, maximum: 2147483647}",
            &[2],
        ),
        (
            "{type: integer, format: int32}",
            "{type: integer, minimum: 0, maximum: 2147483648}",
            &NONE,
        ),
        (
            "{type: integer, format: int32}",
            "{type: integer, minimum: 0}",
            &NONE,
        ),
        ("{type: number}", "{type: string}", &NONE),
        ("{type: string}", "{}", &[1]),
        ("{}", "{type: string, nullable: true}", &[2]),
        // Rules, formats and values.
        (&string("pattern: ^a"), "{type: string}", &[1]),
        (&string("pattern: ^a"), &string("pattern: ^b"), &NONE),
        (&string("maxLength: 2"), &string("maxLength: 3"), &[1]),
        (&string("maxLength: 3"), &string("maxLength: 2"), &[2]),
        (&string("minLength: 1"), &string("maxLength: 2"), &NONE),
        (&string("format: ipv4"), &string("format: ip"), &[1]),
        (&string("format: ipv4"), &string("format: uuid"), &NONE),
        (&string("format: ipv4"), "{type: string}", &[1]),
        (&string("enum: [ab, c]"), &string("maxLength: 2"), &[1]),
        (&string("enum: [abc, d]"), &string("maxLength: 2"), &NONE),
        (&string("maxLength: 2"), &string("enum: [a]"), &[2]),
        ("{type: boolean, enum: [true]}", "{type: boolean}", &[1]),
        (
            "{type: boolean, enum: [true]}",
            "{type: boolean, enum: [false]}",
            &NONE,
        ),
        (
            "{type: integer, enum: [3]}",
            "{type: integer, multipleOf: 2}",
            &NONE,
        ),
    ]);
    // It may be of both.
    assert_eq!(told("anyOf", "{type: number}", "{type: integer}"), NONE);
}

#[test]
fn an_array_whose_values_are_all_of_another_one_is_told() {
    assert_told(&[
        (
            "{type: array, items: {type: integer}}",
            "{type: array, items: {type: number}}",
            &[1],
        ),
        (
            "{type: array, items: {}}",
            "{type: array, items: {type: number}}",
            &[2],
        ),
        (
            "{type: array, items: {}}",
            "{type: array, items: {}, maxItems: 1}",
            &[2],
        ),
        (
            "{type: array, items: {type: string, nullable: true}}",
            "{type: array, items: {type: string}}",
            &[2],
        ),
        (
            "{type: array, items: {type: integer, nullable: true}}",
            "{type: array, items: {type: number}}",
            &NONE,
        ),
        (
            "{type: array, items: {anyOf: [{type: string}, {type: integer}]}}",
            "{type: array, items: {type: integer}}",
            &[2],
        ),
        (
            "{type: array, items: {oneOf: [{type: string}, {type: boolean}]}}",
            "{type: array, items: {type: string}}",
            &NONE,
        ),
        (
            "{type: array, items: {oneOf: [{type: string}, {type: boolean}]}}",
            "{type: array, items: {}}",
            &[1],
        ),
    ]);
}

#[test]
fn an_object_whose_values_are_all_of_another_one_is_told() {
    assert_told(&[
        (
            "{$ref: '#/components/schemas/P'}",
            "{$ref: '#/components/schemas/Q'}",
            &[2],
        ),
        (
            "{$ref: '#/components/schemas/Q'}",
            "{$ref: '#/components/schemas/P'}",
            &[1],
        ),
        (
            "{$ref: '#/components/schemas/P'}",
            &object("required: [a], properties: {a: {type: string}}"),
            &[2],
        ),
        (
            "{$ref: '#/components/schemas/P'}",
            &object("required: [b], properties: {b: {type: string}}"),
            &NONE,
        ),
        (
            "{$ref: '#/components/schemas/P'}",
            &object("properties: {a: {type: string}}"),
            &[1],
        ),
        (
            "{$ref: '#/components/schemas/P'}",
            &object("required: [a], properties: {a: {type: integer}}"),
            &NONE,
        ),
        (
            "{$ref: '#/components/schemas/L'}",
            "{$ref: '#/components/schemas/M'}",
            &[2],
        ),
        (
            "{$ref: '#/components/schemas/L'}",
            &object("required: [next], properties: {next: {$ref: '#/components/schemas/L'}}"),
            &[2],
        ),
        (
            "{$ref: '#/components/schemas/P'}",
            &object("required: [a], properties: {a: {type: string}}, maxProperties: 1"),
            &[2],
        ),
        // What else an object may have.
        (
            &object("properties: {a: {}}, additionalProperties: false"),
            &object("properties: {a: {}, b: {}}, additionalProperties: false"),
            &[1],
        ),
        (
            &object("properties: {a: {}}, additionalProperties: false"),
            &object("properties: {a: {}}"),
            &[1],
        ),
        (
            &object("additionalProperties: {type: integer}"),
            &object("additionalProperties: {type: number}"),
            &[1],
        ),
        (
            &object("additionalProperties: {type: integer}"),
            &object("properties: {a: {type: string}}, additionalProperties: {type: integer}"),
            &NONE,
        ),
        (
            &object("properties: {a: {}}, additionalProperties: {type: integer}"),
            &object("properties: {a: {}}, additionalProperties: false"),
            &[2],
        ),
    ]);
}
