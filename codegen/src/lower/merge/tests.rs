//! What merges become, and what cannot be merged.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::json;

use crate::lower::{passed, passed_schemas};

/// Parts of an `allOf`, and what they become.
type Cases<'a> = &'a [(&'a str, serde_json::Value)];

fn assert_merged(cases: Cases<'_>) {
    for (parts, expected) in cases {
        let base = "Base: {type: object, title: Base, description: Base.}";
        let schemas = format!("A: {{allOf: [{parts}]}}, {base}");
        let schemas = passed_schemas(super::lower, &schemas);
        assert_eq!(schemas["A"], *expected, "{parts}");
    }
}

#[test]
fn parts_become_the_one_schema_that_allows_what_all_of_them_allow() {
    assert_merged(&[
        (
            "{type: string, readOnly: false, deprecated: true}, {readOnly: true, deprecated: false}",
            json!({"type": "string", "readOnly": true, "deprecated": true}),
        ),
        // Of bounds the tighter, whatever the order, with its own flag.
        ("{minimum: 1}, {minimum: 2}", json!({"minimum": 2})),
        (
            "{maximum: 2, maxLength: 3}, {maximum: 1, maxLength: 4}",
            json!({"maximum": 1, "maxLength": 3}),
        ),
        (
            "{minItems: 1}, {minItems: 2, maxItems: 3}, {maxItems: 2}",
            json!({"minItems": 2, "maxItems": 2}),
        ),
        (
            "{minimum: 1, exclusiveMinimum: true}, {minimum: 2}",
            json!({"minimum": 2}),
        ),
        (
            "{minimum: 2}, {minimum: 1, exclusiveMinimum: true}",
            json!({"minimum": 2}),
        ),
        (
            "{maximum: 2}, {maximum: 2, exclusiveMaximum: true}",
            json!({"maximum": 2, "exclusiveMaximum": true}),
        ),
        (
            "{minimum: 9007199254740993}, {minimum: 9007199254740992}",
            json!({"minimum": 9_007_199_254_740_993_i64}),
        ),
        (
            "{type: integer}, {type: number}",
            json!({"type": "integer"}),
        ),
        (
            "{minimum: 9223372036854775808}, {minimum: 9223372036854775809}",
            json!({"minimum": 9_223_372_036_854_775_809_u64}),
        ),
        (
            "{enum: [a, b, c]}, {enum: [c, b, d]}",
            json!({"enum": ["b", "c"]}),
        ),
        (
            "{required: [a]}, {required: [b, a]}",
            json!({"required": ["a", "b"]}),
        ),
        (
            "{uniqueItems: false}, {uniqueItems: true}",
            json!({"uniqueItems": true}),
        ),
        (
            "{items: {minLength: 1}}, {items: {maxLength: 2}}",
            json!({"items": {"minLength": 1, "maxLength": 2}}),
        ),
        // Of values beside a choice each alternative has those of its type.
        (
            "{enum: [a, 3, null], nullable: true}, {oneOf: [{type: string, nullable: true}, {type: integer, nullable: true}]}",
            json!({"oneOf": [
                {"enum": ["a", null], "type": "string", "nullable": true},
                {"enum": [3, null], "type": "integer", "nullable": true},
            ]}),
        ),
        // What the more specific one says of itself counts.
        (
            "{type: string, default: 1}, {default: 2, title: B}",
            json!({"type": "string", "default": 2, "title": "B"}),
        ),
        (
            "{properties: {a: {default: 1, example: 3}}}, {properties: {a: {default: 2}}}",
            json!({"properties": {"a": {"default": 2, "example": 3}}}),
        ),
        (
            "{properties: {a: {examples: [1, 2]}}}, {properties: {a: {examples: [3]}}}",
            json!({"properties": {"a": {"examples": [3]}}}),
        ),
        // A choice is made with what stands beside it, without what cannot be.
        (
            "{type: string}, {oneOf: [{minLength: 1}, {type: integer}]}",
            json!({"type": "string", "minLength": 1}),
        ),
        (
            "{type: string, description: One.}, {description: Two.}, {description: One.}",
            json!({"type": "string", "description": "One.\n\nTwo."}),
        ),
        // What a base says of itself is said of what is made of it, too.
        (
            "{$ref: '#/components/schemas/Base'}, {required: [a]}",
            json!({"type": "object", "description": "Base.", "required": ["a"]}),
        ),
    ]);
}

#[test]
fn null_is_allowed_where_each_part_allows_it() {
    assert_merged(&[
        (
            "{type: string, nullable: true}, {minLength: 1, nullable: true}",
            json!({"type": "string", "minLength": 1, "nullable": true}),
        ),
        (
            "{type: string, nullable: true}, {type: string, minLength: 1}",
            json!({"type": "string", "minLength": 1}),
        ),
        // A rule without a type is none for null.
        (
            "{type: string, nullable: true}, {minLength: 1}",
            json!({"type": "string", "minLength": 1, "nullable": true}),
        ),
        (
            "{minLength: 1}, {maxLength: 2}, {type: string, nullable: true}",
            json!({"type": "string", "minLength": 1, "maxLength": 2, "nullable": true}),
        ),
        (
            "{type: string}, {enum: [a, null], nullable: true}",
            json!({"type": "string", "enum": ["a"]}),
        ),
    ]);
}

#[test]
fn properties_are_those_of_all_parts_that_each_part_allows() {
    assert_merged(&[
        (
            "{properties: {a: {minLength: 1}}}, {properties: {a: {maxLength: 2}, b: {}}}",
            json!({"properties": {"a": {"minLength": 1, "maxLength": 2}, "b": {}}}),
        ),
        (
            "{additionalProperties: true}, {additionalProperties: false}",
            json!({"additionalProperties": false}),
        ),
        // Of properties that it doesn't declare, a part may say something, too.
        (
            "{properties: {a: {minLength: 1}, b: {}}}, {properties: {b: {}}, additionalProperties: {maxLength: 2}}",
            json!({
                "properties": {"a": {"minLength": 1, "maxLength": 2}, "b": {}},
                "additionalProperties": {"maxLength": 2}
            }),
        ),
    ]);
}

#[test]
fn of_two_formats_the_narrower_is_that_of_both_whatever_their_order() {
    assert_merged(&[
        (
            "{type: integer, format: int64}, {type: integer, format: int32}",
            json!({"type": "integer", "format": "int32"}),
        ),
        (
            "{format: uint8}, {format: int16}",
            json!({"format": "uint8"}),
        ),
        (
            "{type: number, format: float}, {type: number, format: double}",
            json!({"type": "number", "format": "float"}),
        ),
        ("{format: ip}, {format: ipv6}", json!({"format": "ipv6"})),
        (
            "{format: uuid}, {oneOf: [{format: date}, {format: uuid, minLength: 1}]}",
            json!({"format": "uuid", "minLength": 1}),
        ),
    ]);
}

#[test]
fn parts_are_merged_wherever_a_schema_stands_and_nowhere_else() {
    let parts = "{allOf: [{type: string}, {maxLength: 1}]}";
    let merged = json!({"type": "string", "maxLength": 1});
    let kept = json!({"allOf": [{"type": "string"}, {"maxLength": 1}]});
    for (schema, pointer, expected) in [
        ("S", "", &merged),
        ("{properties: {default: S}}", "/properties/default", &merged),
        ("{properties: {allOf: S}}", "/properties/allOf", &merged),
        (
            "{patternProperties: {enum: S}}",
            "/patternProperties/enum",
            &merged,
        ),
        ("{items: {items: S}}", "/items/items", &merged),
        ("{default: S}", "/default", &kept),
        ("{example: S}", "/example", &kept),
        ("{x-mine: S}", "/x-mine", &kept),
    ] {
        let schema = schema.replace('S', parts);
        let text = format!(
            "openapi: 3.1.0\npaths: {{/a: {{get: {{responses: {{default: {{content: {{application/json: {{schema: {schema}}}}}}}}}}}}}}}"
        );
        let (document, found) = passed(crate::lower::merge::lower, &text);
        let at =
            format!("/paths/~1a/get/responses/default/content/application~1json/schema{pointer}");
        assert_eq!(document.pointer(&at), Some(expected), "{schema}");
        assert!(found.is_empty(), "{found:?}");
    }
}

#[test]
fn parts_that_contradict_each_other_are_refused_where_they_do() {
    for (parts, expected) in [
        (
            "{type: string}, {type: integer}",
            "`type` is \"integer\" here, and \"string\" at a.yaml:",
        ),
        (
            "{format: uuid}, {format: date}",
            "`format` is \"date\" here, and \"uuid\" at a.yaml:",
        ),
        // Some integers keep to both.
        (
            "{format: int32}, {format: uint32}",
            "two `format`s of one value are not supported: \"uint32\" here, and \"int32\" at a.yaml:",
        ),
        (
            "{enum: [a]}, {enum: [b]}",
            "no value is both in this `enum` and in the one at a.yaml:",
        ),
        (
            "{pattern: a}, {pattern: b}",
            "two `pattern`s of one value are not supported: \"b\" here, and \"a\" at a.yaml:",
        ),
        (
            "{multipleOf: 2}, {oneOf: [{multipleOf: 3}, {}]}",
            "two `multipleOf`s of one value are not supported: 3 here, and 2 at a.yaml:",
        ),
        (
            "{properties: {a: {}, b: {}}}, {properties: {a: {}}, additionalProperties: false}",
            "`b` is declared here, and forbidden by `additionalProperties` at a.yaml:",
        ),
        (
            "{additionalProperties: {type: string}}, {properties: {a: {type: integer}}}",
            "`type` is \"string\" here, and \"integer\" at a.yaml:",
        ),
        (
            "{enum: [a, 1, true]}, {oneOf: [{type: string}, {type: integer}]}",
            "no alternative beside this `enum` has the value true",
        ),
        (
            "{type: string}, {type: string, nullable: true, enum: [null]}",
            "this value can only be null, which another part does not allow",
        ),
        // Without that property an alternative is one all the same.
        (
            "{properties: {a: {enum: [x]}}}, {oneOf: [{properties: {a: {enum: [y]}}}, {}]}",
            "no value is both in this `enum` and in the one at a.yaml:",
        ),
        (
            "{items: {type: string}}, {oneOf: [{items: {type: integer}}, {}]}",
            "`type` is \"integer\" here, and \"string\" at a.yaml:",
        ),
        (
            "{additionalProperties: {type: string}}, {oneOf: [{properties: {a: {type: integer}}}, {}]}",
            "`type` is \"string\" here, and \"integer\" at a.yaml:",
        ),
        (
            "{$ref: '#/components/schemas/A'}, {minLength: 1}",
            "this `allOf` has more than 32 levels",
        ),
        (
            "{properties: {a: {allOf: [{$ref: '#/components/schemas/A'}, {required: [a]}]},
              b: {allOf: [{$ref: '#/components/schemas/A'}, {required: [b]}]}}}",
            "this `allOf` has no end: what it makes holds it again",
        ),
    ] {
        let text = format!("components: {{schemas: {{A: {{allOf: [{parts}]}}}}}}");
        let (document, found) = passed(super::lower, &text);
        assert_eq!(found.len(), 1, "{parts}: {found:?}");
        // Nothing that a later pass could find fault with.
        if found[0].contains("error[merge]") {
            assert_eq!(document["components"]["schemas"]["A"], json!({}), "{parts}");
        }
        assert!(
            found[0].starts_with("a.yaml:1:")
                && found[0].contains(": error[")
                && found[0].contains(expected),
            "{parts}: {found:?}"
        );
    }
}

#[test]
fn all_contradictions_of_parts_are_told_and_of_other_types_no_more_than_those() {
    for (parts, expected) in [
        (
            "{properties: {a: {type: string}, b: {type: string, format: uuid}}},
             {properties: {a: {type: integer}, b: {type: integer, format: int32}}},
             {properties: {a: {type: boolean}}}",
            &["2:38", "2:58", "3:38"][..],
        ),
        (
            "{pattern: a, format: date},
             {pattern: b, format: uuid}",
            &["2:24", "2:35"],
        ),
        (
            "{properties: {a: {}, b: {}}},
             {properties: {}, additionalProperties: false}",
            &["1:50", "1:57"],
        ),
        (
            "{oneOf: [{pattern: a}, {pattern: b}]},
             {pattern: c}",
            &["1:55", "1:69"],
        ),
        (
            "{allOf: [{type: string}, {type: integer}]},
             {allOf: [{type: string}, {type: boolean}]},
             {properties: {a: {allOf: [{enum: [1]}, {enum: [2]}]}}}",
            &["1:68", "2:46", "3:60"],
        ),
    ] {
        let text = format!("components: {{schemas: {{A: {{allOf: [{parts}]}}}}}}");
        let (_, found) = passed(super::lower, &text);
        let at = found.iter().map(|found| {
            let at = found.split_once(": error[merge]").map(|(at, _)| at);
            at.and_then(|at| at.strip_prefix("a.yaml:"))
        });
        let at: BTreeSet<&str> = at.flatten().collect();
        assert_eq!(at.into_iter().collect::<Vec<_>>(), expected, "{found:#?}");
    }
}

#[test]
fn a_choice_beside_parts_may_be_null_as_its_alternatives_and_all_of_those_may() {
    let schema = "{allOf: [{nullable: true, type: string}], oneOf: [{nullable: true, maxLength: 3, type: string}, {nullable: true, minLength: 5, type: string}]}";
    let text = format!("components: {{schemas: {{A: {schema}}}}}");
    let (document, found) = passed(super::lower, &text);
    assert_eq!(found, [""; 0]);
    let alternatives = document["components"]["schemas"]["A"]["oneOf"].as_array();
    let alternatives = alternatives.expect("a choice").iter();
    assert!(
        alternatives.clone().count() == 2
            && alternatives.clone().all(|part| part["nullable"] == true)
    );
}

#[test]
fn too_many_levels_are_told_once_for_all_schemas() {
    let mut schemas = String::new();
    for level in 0..100 {
        let next = level + 1;
        let part = format!("{{$ref: '#/components/schemas/S{next}'}}");
        // If it were given a name, that of the first would be that of the twelfth schema.
        let own = "{properties: {a: {type: string}}}";
        write!(schemas, "S{level}: {{allOf: [{part}, {own}]}}, ").expect("a string");
    }
    let text = format!("components: {{schemas: {{{schemas} S100: {{type: object}}}}}}");
    let document = crate::source::parse("a.yaml", &text).expect("it parses");
    let (_, found) = crate::lower::lower(document);
    assert_eq!(found.len(), 1, "{found:?}");
    let expected = "error[too-large]: this `allOf` has more than 32 levels";
    assert!(found[0].to_string().contains(expected), "{found:?}");
}
