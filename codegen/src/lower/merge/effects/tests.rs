//! Tests of what is told of what has no effect.

use serde_json::json;

use crate::lower::merge::lower;
use crate::lower::passed;

/// What is said of a schema of such parts beside one of other components.
fn effects(parts: &str, others: &str) -> Vec<String> {
    let reply = "responses: {default: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}";
    let text = format!(
        "components: {{schemas: {{A: {{allOf: [{parts}]}}, {others}}}}}\npaths: {{/a: {{get: {{{reply}}}}}}}"
    );
    passed(lower, &text).1
}

/// Holds what is said of such a schema against the one warning that is expected, if one is.
fn assert_told(parts: &str, others: &str, expected: Option<&str>) {
    let found = effects(parts, others);
    let is_told = match (expected, found.as_slice()) {
        (Some(expected), [one]) => one.contains(expected) && one.contains("warning[no-effect]"),
        (None, []) => true,
        _ => false,
    };
    assert!(is_told, "{parts}: {found:#?}");
}

#[test]
fn an_alternative_that_nothing_is_of_is_told_unless_its_choice_is_elsewhere() {
    for (parts, others, expected) in [
        (
            "{type: string}, {oneOf: [{maxLength: 3}, {type: integer}]}",
            "",
            Some(
                "a.yaml:1:77: warning[no-effect]: this alternative has no effect, as nothing is of it: `type` is ",
            ),
        ),
        (
            "{required: [a], properties: {a: {enum: [x]}}}, {anyOf: [{properties: {a: {enum: [y]}}}, {}]}",
            "",
            Some(
                "a.yaml:1:92: warning[no-effect]: this alternative has no effect, as nothing is of it: no value",
            ),
        ),
        (
            "{type: string}, {oneOf: [{maxLength: 3}, {minLength: 5}]}",
            "",
            None,
        ),
        (
            "{type: string}, {$ref: '#/components/schemas/B'}",
            "B: {oneOf: [{type: string}, {type: integer}]}",
            Some("a.yaml:1:116: warning[no-effect]: this alternative has no effect"),
        ),
        (
            "{maxLength: 3}, {oneOf: [{type: string}, {type: integer}]}, {type: string}",
            "",
            Some("a.yaml:1:77: warning[no-effect]: this alternative has no effect"),
        ),
        // What is used elsewhere is there for that.
        (
            "{type: object, properties: {b: {$ref: '#/components/schemas/B'}, c: {allOf: [{type: string}, {$ref: '#/components/schemas/B'}]}}}",
            "B: {oneOf: [{type: string}, {type: integer}]}",
            None,
        ),
    ] {
        assert_told(parts, others, expected);
    }
    // What cannot be at all is told once.
    let found = effects(
        "{type: string}, {oneOf: [{type: boolean}, {type: integer}]}",
        "",
    );
    assert!(
        found.len() == 1 && found[0].contains("error[merge]"),
        "{found:?}"
    );
}

#[test]
fn a_value_that_another_part_does_not_allow_is_left_out_and_told_unless_it_is_elsewhere() {
    let none = "warning[no-effect]: this value has no effect: another schema that a value has to keep to does not allow ";
    let b = "B: {type: string, enum: [a, b]}";
    for (parts, others, values, told) in [
        (
            "{type: number, enum: [1, 2.5]}, {type: integer}",
            "",
            json!([1]),
            Some("2.5"),
        ),
        (
            "{enum: [a, 1]}, {type: string}",
            "",
            json!(["a"]),
            Some("1"),
        ),
        (
            "{type: string, enum: [a, b]}, {enum: [b]}",
            "",
            json!(["b"]),
            Some("\"a\""),
        ),
        (
            "{type: string, enum: [b, a]}, {enum: [a, b]}",
            "",
            json!(["b", "a"]),
            None,
        ),
        (
            "{enum: [b]}, {$ref: '#/components/schemas/B'}",
            b,
            json!(["b"]),
            Some("\"a\""),
        ),
        (
            "{enum: [b]}, {$ref: '#/components/schemas/B'}",
            &format!("{b}, C: {{properties: {{b: {{$ref: '#/components/schemas/B'}}}}}}"),
            json!(["b"]),
            Some("\"a\""),
        ),
        // One that is left of two merges, but not of the third.
        (
            "{type: string, enum: [a, b]}, {enum: [b, a]}, {enum: [b]}",
            "",
            json!(["b"]),
            Some("\"a\""),
        ),
        // One that is not of the type beside it is told where that stands.
        (
            "{type: string, enum: [1, a]}, {maxLength: 3}",
            "",
            json!([1, "a"]),
            None,
        ),
    ] {
        let expected = told.map(|value| format!("{none}{value}"));
        assert_told(parts, others, expected.as_deref());
        let text = format!("components: {{schemas: {{A: {{allOf: [{parts}]}}, {others}}}}}");
        let (document, _) = passed(lower, &text);
        assert_eq!(
            document["components"]["schemas"]["A"]["enum"], values,
            "{parts}"
        );
    }
    // One that two parts list has the effect of the one that is left.
    assert_told(
        "{type: object, properties: {
            x: {allOf: [{type: string, enum: [a, b]}, {$ref: '#/components/schemas/B'}]},
            y: {allOf: [{enum: [b]}, {$ref: '#/components/schemas/B'}]}}}",
        b,
        None,
    );
    // A value that one alternative has is not missing in another one.
    assert_told(
        "{enum: [a, 1]}, {oneOf: [{type: string}, {type: integer}]}",
        "",
        None,
    );
    let found = effects("{enum: [a]}, {type: integer}", "");
    assert!(
        found.len() == 1
            && found[0]
                .contains("error[merge]: no value of this `enum` is of the type \"integer\""),
        "{found:?}"
    );
}

#[test]
fn null_that_another_part_does_not_allow_is_left_out_and_told_wherever_it_is() {
    let none = "warning[no-effect]: that null is allowed here has no effect: another part does not allow it";
    let nullable = "{type: string, nullable: true}";
    for (one, other, is_null) in [
        (nullable, nullable, true),
        (nullable, "{description: A.}", true),
        (nullable, "{maxLength: 3}", true),
        (nullable, "{type: string, maxLength: 3}", false),
        (nullable, "{enum: [a]}", false),
        (
            nullable,
            "{oneOf: [{type: string}], nullable: false}",
            false,
        ),
        (
            "{type: string, nullable: true, enum: [a, null]}",
            "{type: string}",
            false,
        ),
        (
            "{oneOf: [{type: string, nullable: true}, {type: integer}]}",
            "{type: string, nullable: true}",
            true,
        ),
    ] {
        for (place, pointer) in [
            ("PART", ""),
            ("{properties: {a: PART}}", "/properties/a"),
            ("{items: PART}", "/items"),
            ("{additionalProperties: PART}", "/additionalProperties"),
        ] {
            let parts = [one, other]
                .map(|part| place.replace("PART", part))
                .join(", ");
            let told = (!is_null && one.contains("nullable: true")).then_some(none);
            let found = effects(&parts, "");
            let found: Vec<_> = found
                .iter()
                .filter(|found| found.contains("null is allowed"))
                .collect();
            assert_eq!(
                found.len(),
                usize::from(told.is_some()),
                "{parts}: {found:?}"
            );
            let text = format!("components: {{schemas: {{A: {{allOf: [{parts}]}}}}}}");
            let (document, _) = passed(lower, &text);
            let merged = document.pointer(&format!("/components/schemas/A{pointer}"));
            let merged = merged.expect("it is there").to_string();
            assert_eq!(merged.contains("null"), is_null, "{parts}: {merged}");
        }
    }
}
