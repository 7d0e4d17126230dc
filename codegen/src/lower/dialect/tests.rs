//! What 3.1 says becomes what 3.0 says.

use serde_json::json;

use crate::lower::{passed, passed_schemas};

fn assert_said(cases: &[(&str, serde_json::Value)]) {
    for (schema, expected) in cases {
        let schemas = passed_schemas(super::lower, &format!("A: {schema}, B: {{}}"));
        assert_eq!(schemas["A"], *expected, "{schema}");
    }
}

#[test]
fn what_3_1_says_is_what_3_0_says_in_other_words() {
    assert_said(&[
        (
            "{type: [string, 'null']}",
            json!({"type": "string", "nullable": true}),
        ),
        (
            "{type: [string, 'null'], enum: [a]}",
            json!({"type": "string", "enum": ["a"]}),
        ),
        (
            "{type: [string, 'null'], enum: [a, null]}",
            json!({"type": "string", "enum": ["a", null], "nullable": true}),
        ),
        ("{const: 1}", json!({"enum": [1]})),
        (
            "{enum: [a, null]}",
            json!({"enum": ["a", null], "nullable": true}),
        ),
        // Both have to allow null.
        (
            "{$ref: '#/components/schemas/B', type: [string, 'null']}",
            json!({"type": "string", "nullable": null, "allOf": [{"$ref": "#/components/schemas/B"}]}),
        ),
        (
            "{$ref: '#/components/schemas/B', type: string}",
            json!({"type": "string", "nullable": false, "allOf": [{"$ref": "#/components/schemas/B"}]}),
        ),
        (
            "{allOf: [{$ref: '#/components/schemas/B'}], enum: [a]}",
            json!({"enum": ["a"], "nullable": false, "allOf": [{"$ref": "#/components/schemas/B"}]}),
        ),
        (
            "{$ref: '#/components/schemas/B', anyOf: [{minLength: 1}, {type: 'null'}]}",
            json!({"allOf": [
                {"$ref": "#/components/schemas/B"},
                {"nullable": true, "allOf": [{"minLength": 1}]},
            ]}),
        ),
        // To the last digit.
        (
            "{exclusiveMinimum: 4611686018427387904, minimum: 4611686018427387905}",
            json!({"minimum": 4_611_686_018_427_387_905_i64}),
        ),
        (
            "{exclusiveMinimum: 1}",
            json!({"minimum": 1, "exclusiveMinimum": true}),
        ),
        (
            "{exclusiveMaximum: 1, maximum: 2}",
            json!({"maximum": 1, "exclusiveMaximum": true}),
        ),
        ("{exclusiveMaximum: 2, maximum: 1}", json!({"maximum": 1})),
        (
            "{oneOf: [{type: string}, {type: integer}, {type: 'null'}]}",
            json!({"nullable": true, "oneOf": [{"type": "string"}, {"type": "integer"}]}),
        ),
        (
            "{$ref: '#/components/schemas/B', description: Mine.}",
            json!({"description": "Mine.", "allOf": [{"$ref": "#/components/schemas/B"}]}),
        ),
        (
            "{$ref: '#/components/schemas/B', allOf: [{minLength: 1}]}",
            json!({"allOf": [{"$ref": "#/components/schemas/B"}, {"minLength": 1}]}),
        ),
        ("{items: true}", json!({"items": {}})),
    ]);
}

#[test]
fn null_as_a_type_and_as_an_alternative_is_said_by_a_flag() {
    assert_said(&[
        (
            "{type: 'null'}",
            json!({"type": "object", "nullable": true, "enum": [null]}),
        ),
        (
            "{type: ['null'], properties: {a: {type: string}}, required: [a], description: None.}",
            json!({"type": "object", "nullable": true, "enum": [null], "description": "None."}),
        ),
        (
            "{anyOf: [{$ref: '#/components/schemas/B'}, {type: 'null'}]}",
            json!({"nullable": true, "allOf": [{"$ref": "#/components/schemas/B"}]}),
        ),
        (
            "{anyOf: [{type: string, minLength: 1}, {type: 'null'}], description: Mine.}",
            json!({"description": "Mine.", "type": "string", "minLength": 1, "nullable": true}),
        ),
        // A list of values has null as well.
        (
            "{anyOf: [{type: integer, const: 3}, {type: 'null'}]}",
            json!({"type": "integer", "enum": [3, null], "nullable": true}),
        ),
        (
            "{anyOf: [{type: 'null'}]}",
            json!({"type": "object", "enum": [null], "nullable": true}),
        ),
        // As may the alternatives.
        (
            "{type: [string, 'null'], oneOf: [{const: a}, {type: string, minLength: 1}]}",
            json!({"type": "string", "oneOf": [{"enum": ["a"]}, {"type": "string", "minLength": 1}]}),
        ),
        (
            "{type: [string, 'null'], oneOf: [{enum: [a, null]}, {$ref: '#/components/schemas/B'}]}",
            json!({"type": "string", "nullable": true, "oneOf": [
                {"enum": ["a", null], "nullable": true},
                {"$ref": "#/components/schemas/B"},
            ]}),
        ),
        // What stands beside it may forbid null all the same.
        (
            "{type: string, anyOf: [{minLength: 1}, {type: 'null'}]}",
            json!({"type": "string", "minLength": 1, "nullable": false}),
        ),
        (
            "{allOf: [{$ref: '#/components/schemas/B'}], anyOf: [{minLength: 1, allOf: []}, {type: 'null'}]}",
            json!({"allOf": [
                {"$ref": "#/components/schemas/B"},
                {"nullable": true, "allOf": [{"minLength": 1, "allOf": []}]},
            ]}),
        ),
    ]);
}

#[test]
fn what_3_0_cannot_say_is_refused_where_it_is() {
    for (schema, expected) in [
        (
            "{type: [string, integer]}",
            "a.yaml:2:34: error[unsupported]: a value of several types",
        ),
        (
            "false",
            "a.yaml:2:27: error[unsupported]: a schema that allows nothing",
        ),
    ] {
        let text = format!("openapi: 3.1.0\ncomponents: {{schemas: {{A: {schema}}}}}");
        let (_, found) = passed(super::lower, &text);
        assert!(
            found.len() == 1 && found[0].starts_with(expected),
            "{found:?}"
        );
    }
}

#[test]
fn null_among_listed_values_is_allowed_unless_something_beside_them_decides() {
    for (schema, expected) in [
        ("{enum: [a, null]}", Some(true)),
        ("{enum: [1, 2, null]}", Some(true)),
        ("{enum: [a]}", None),
        ("{type: string, enum: [a, null]}", None),
        ("{nullable: false, enum: [a, null]}", Some(false)),
        ("{allOf: [{type: string}], enum: [a, null]}", None),
    ] {
        let text = format!("openapi: 3.0.3\ncomponents: {{schemas: {{A: {schema}}}}}");
        let (document, _) = passed(super::lower, &text);
        let nullable = document["components"]["schemas"]["A"].get("nullable");
        let nullable = nullable.and_then(serde_json::Value::as_bool);
        assert_eq!(nullable, expected, "{schema}");
    }
}

#[test]
fn a_document_of_3_0_stays_as_it_is() {
    let text = "openapi: 3.0.3\ncomponents: {schemas: {A: {$ref: '#/b', description: c}}}";
    let (document, found) = passed(super::lower, text);
    assert_eq!(document["components"]["schemas"]["A"]["$ref"], "#/b");
    assert!(document["openapi"] == "3.0.3" && found.is_empty());
}
