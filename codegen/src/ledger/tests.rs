//! What the ledger says of keywords whose fate depends on where they are.

use super::{Column, ledger};
use crate::diagnostic::Code;
use crate::source;

/// The column of the keyword at a pointer.
fn column(text: &str, pointer: &str) -> Option<Column> {
    let document = source::parse("a.yaml", text).expect("it parses");
    let (lowered, _) = crate::lower::lower(document.clone());
    let ledger = ledger(&document, &lowered, &[]).expect("every keyword is listed");
    let entry = ledger.iter().find(|entry| entry.pointer == pointer);
    entry.map(|entry| entry.column)
}

#[test]
fn what_3_1_says_beside_a_reference_is_listed_once_as_what_it_is() {
    let text = "
openapi: 3.1.0
paths:
  /a: {get: {responses: {'200': {$ref: '#/components/responses/R', description: Done., x-a: 1}}}}
components: {responses: {R: {description: All.}}}
";
    let document = source::parse("a.yaml", text).expect("it parses");
    let (lowered, _) = crate::lower::lower(document.clone());
    let ledger = ledger(&document, &lowered, &[]).expect("every keyword is listed");
    let of_reply = ledger.iter().filter_map(|entry| {
        let rest = entry
            .pointer
            .strip_prefix("/paths/~1a/get/responses/200/")?;
        Some((rest, entry.column))
    });
    let expected = [
        ("$ref", Column::Types),
        ("description", Column::Documented),
        ("x-a", Column::Refused),
    ];
    assert_eq!(of_reply.collect::<Vec<_>>(), expected);
}

#[test]
fn a_rule_is_enforced_in_requests_and_documented_in_replies() {
    let text = "
openapi: 3.0.3
paths:
  /a:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/In'}}}}
      responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/Out'}}}}}
components:
  schemas:
    In: {type: object, minProperties: 1, required: [n], properties: {a: {type: string, minLength: 1, minimum: 1}, b: {type: integer, enum: [1]}, n: {type: integer, nullable: true, enum: [1]}, m: {type: integer, nullable: true, enum: [1]}, c: {type: array, items: {type: integer, enum: [1]}}, d: {type: string, format: int32}, f: {type: integer, format: int16}, e: {type: object, additionalProperties: false}, success: {type: boolean, enum: [true]}}}
    Base: {type: object, properties: {success: {type: boolean, enum: [true]}}}
    Out: {allOf: [{$ref: '#/components/schemas/Base'}], type: object, properties: {success: {type: boolean, enum: [true]}, more: {type: object, additionalProperties: false, properties: {success: {type: integer, enum: [0, 1]}}}, none: {type: object, additionalProperties: false}, parameters: {type: object, properties: {a: {type: string, minLength: 1}}}}}
    Ref: {$ref: '#/components/schemas/In', description: Ignored.}
";
    for (pointer, expected) in [
        ("In/properties/a/minLength", Column::RunTime),
        ("In/properties/a/minimum", Column::Refused),
        ("In/properties/f/format", Column::RunTime),
        ("In/properties/b/enum", Column::Types),
        ("In/properties/m/enum", Column::Types),
        ("In/properties/n/enum", Column::RunTime),
        ("In/properties/d/format", Column::Refused),
        ("In/properties/e/additionalProperties", Column::RunTime),
        ("In/properties/success/enum", Column::Types),
        ("Out/properties/success/enum", Column::RunTime),
        ("Base/properties/success/enum", Column::RunTime),
        ("Out/properties/more/additionalProperties", Column::Types),
        (
            "Out/properties/none/additionalProperties",
            Column::Documented,
        ),
        (
            "Out/properties/more/properties/success/enum",
            Column::Documented,
        ),
        ("In/properties/c/items/enum", Column::RunTime),
        ("In/minProperties", Column::RunTime),
        (
            "Out/properties/parameters/properties/a/minLength",
            Column::Documented,
        ),
        ("Ref/description", Column::Refused),
    ] {
        let pointer = format!("/components/schemas/{pointer}");
        assert_eq!(column(text, &pointer), Some(expected), "{pointer}");
    }
}

#[test]
fn what_enforces_a_keyword_is_named() {
    let text = "
openapi: 3.0.3
paths:
  /a/{b}:
    parameters: [{$ref: '#/components/parameters/b'}]
    get:
      operationId: getA
      responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/out'}}}}}
components:
  parameters: {b: {name: b, in: path, required: true, schema: {$ref: '#/components/schemas/id'}}}
  schemas:
    id: {type: string}
    base: {type: object, properties: {a: {type: string}}}
    out: {allOf: [{$ref: '#/components/schemas/base'}], required: [a]}
";
    for (pointer, expected) in [
        ("/paths/~1a~1{b}/get/operationId", "Client::get_a"),
        ("/paths/~1a~1{b}/parameters", "references"),
        ("/components/parameters/b/schema", "references"),
        ("/components/schemas/id/type", "lower"),
        ("/components/schemas/base/properties", "lower"),
        ("/components/schemas/out/required", "types::Out"),
        ("/components/schemas/out/allOf", "merge"),
    ] {
        let document = source::parse("a.yaml", text).expect("it parses");
        let (lowered, _) = crate::lower::lower(document.clone());
        let ledger = ledger(&document, &lowered, &[]).expect("every keyword is listed");
        let entry = ledger.iter().find(|entry| entry.pointer == pointer);
        assert_eq!(
            entry.map(|entry| entry.by.as_str()),
            Some(expected),
            "{pointer}"
        );
    }
}

#[test]
fn a_keyword_in_no_column_is_an_error_with_its_place() {
    let text = "openapi: 3.0.3\ninfo: {titel: A}\n";
    let document = source::parse("a.yaml", text).expect("it parses");
    let unlisted = ledger(&document, &document, &[]).expect_err("it has no column");
    assert_eq!(unlisted.len(), 1);
    let place = unlisted[0].position.as_ref().map(ToString::to_string);
    assert_eq!(place.as_deref(), Some("a.yaml:2:8"));
}

#[test]
fn what_is_of_a_header_is_documented_and_what_nobody_refers_to_is_refused() {
    let text = "
openapi: 3.0.3
paths:
  /a:
    post:
      requestBody:
        content: {application/json: {schema: {type: string}}}
      responses: {'200': {description: Done., headers: {X-A: {schema: {type: integer}}, X-B: {$ref: '#/components/headers/B'}}}}
components:
  headers: {B: {schema: {type: string, enum: [a]}}}
  schemas: {Unused: {type: object, properties: {headers: {type: string, maxLength: 1}}}}
";
    let document = source::parse("a.yaml", text).expect("it parses");
    let warnings = crate::lint::lint(&document);
    let (lowered, _) = crate::lower::lower(document.clone());
    let ledger = ledger(&document, &lowered, &warnings).expect("every keyword is listed");
    for (pointer, expected) in [
        ("/paths/~1a/post/requestBody", Column::Types),
        ("/paths/~1a/post/requestBody/content", Column::Types),
        (
            "/paths/~1a/post/responses/200/headers/X-A/schema/type",
            Column::Documented,
        ),
        (
            "/paths/~1a/post/responses/200/headers/X-B/$ref",
            Column::Documented,
        ),
        ("/components/headers/B/schema/enum", Column::Documented),
        ("/components/schemas/Unused/type", Column::Refused),
        (
            "/components/schemas/Unused/properties/headers/maxLength",
            Column::Refused,
        ),
    ] {
        let entry = ledger.iter().find(|entry| entry.pointer == pointer);
        assert_eq!(entry.map(|entry| entry.column), Some(expected), "{pointer}");
    }
}

#[test]
fn what_nothing_comes_to_is_refused_and_what_something_does_is_not() {
    let text = "
openapi: 3.1.0
paths:
  /a:
    get:
      operationId: get_a
      responses: {'200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/A/properties/b'}}}}}
components:
  requestBodies: {R: {content: {application/json: {schema: {type: string}}}}}
  schemas:
    A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}, c: {type: string}}}
    B: {type: object, properties: {b: {type: string}, g: {type: object, properties: {h: {type: string}}}}, $defs: {D: {type: string}, E: {type: string}, F: {$ref: '#/components/schemas/B/$defs/E'}}}
    G: {$ref: '#/components/schemas/B/properties/g'}
    Tree: {type: object, properties: {trees: {type: array, items: {$ref: '#/components/schemas/Tree'}}}}
";
    let document = source::parse("a.yaml", text).expect("it parses");
    let warnings = crate::lint::lint(&document);
    let (lowered, _) = crate::lower::lower(document.clone());
    let ledger = ledger(&document, &lowered, &warnings).expect("every keyword is listed");
    for (pointer, expected) in [
        ("requestBodies/R/content", Column::Refused),
        ("schemas/G/$ref", Column::Types),
        ("schemas/A/properties", Column::Refused),
        ("schemas/A/properties/b/$ref", Column::Types),
        ("schemas/A/properties/c/type", Column::Refused),
        ("schemas/B/properties/b/type", Column::Types),
        ("schemas/B/$defs/D/type", Column::Refused),
        ("schemas/Tree/properties/trees/items", Column::Refused),
    ] {
        let pointer = format!("/components/{pointer}");
        let entry = ledger.iter().find(|entry| entry.pointer == pointer);
        assert_eq!(entry.map(|entry| entry.column), Some(expected), "{pointer}");
    }
    let told = warnings
        .iter()
        .filter(|one| one.code == Code::UnusedComponent);
    let told: Vec<&str> = told.map(|one| one.message.as_str()).collect();
    let expected = [
        "nothing refers to `R` of `requestBodies`",
        "nothing refers to `A` of `schemas`, but to parts of it",
        "nothing that is used refers to `Tree` of `schemas`",
        "nothing refers to `D` of `$defs`",
        "nothing that is used refers to `E` of `$defs`",
        "nothing refers to `F` of `$defs`",
    ];
    assert_eq!(told, expected);
}

#[test]
fn what_is_in_another_file_is_listed_as_that_has_it_and_as_what_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, text).expect("it is written");
        file
    };
    write(
        "o.yaml",
        "
Id: {in: path, name: id, required: true, schema: {type: string, maxLength: 9}}
Path:
  post:
    parameters: [{$ref: '#/Id'}]
    requestBody: {content: {application/json: {schema: {type: string, maxLength: 78}}}}
    responses: {'200': {description: Done., content: {application/json: {schema: {type: string, maxLength: 7}}}}}
",
    );
    let file = write(
        "a.yaml",
        "{openapi: 3.0.3, paths: {'/a/{id}': {$ref: 'o.yaml#/Path'}}}",
    );
    let document = source::read(&file).expect("it can be read");
    let (lowered, _) = crate::lower::lower(document.clone());
    let ledger = ledger(&document, &lowered, &[]).expect("every keyword is listed");
    for (pointer, expected) in [
        ("/Id/schema/maxLength", Column::RunTime),
        (
            "/Path/post/requestBody/content/application~1json/schema/maxLength",
            Column::RunTime,
        ),
        (
            "/Path/post/responses/200/content/application~1json/schema/maxLength",
            Column::Documented,
        ),
    ] {
        let entry = ledger.iter().find(|entry| entry.pointer == pointer);
        assert_eq!(entry.map(|entry| entry.column), Some(expected), "{pointer}");
    }
}

#[test]
fn a_tag_that_no_operation_has_is_refused() {
    let text = "
openapi: 3.0.3
info: {title: T, version: '1'}
tags: [{name: used, description: One.}, {name: unused, description: Two.}]
paths: {/a: {get: {operationId: a, tags: [used], responses: {'200': {description: Done.}}}}}
";
    let document = source::parse("a.yaml", text).expect("it parses");
    let (lowered, _) = crate::lower::lower(document.clone());
    let warnings = crate::lint::lint(&document);
    let ledger = ledger(&document, &lowered, &warnings).expect("every keyword is listed");
    for (pointer, expected) in [
        ("/tags/0/description", Column::Documented),
        ("/tags/1/description", Column::Refused),
        ("/tags/1/name", Column::Refused),
    ] {
        let entry = ledger.iter().find(|entry| entry.pointer == pointer);
        assert_eq!(entry.map(|entry| entry.column), Some(expected), "{pointer}");
    }
}

#[test]
fn of_another_file_what_operations_come_to_is_listed_once_and_the_rest_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.yaml");
    let other = "
A: {type: object, properties: {b: {type: object, properties: {c: {type: string}}}}}
Z: {type: object, properties: {z: {type: string}}}
";
    std::fs::write(folder.path().join("o.yaml"), other).expect("it is written");
    let text = "
openapi: 3.0.3
paths:
  /a:
    get:
      operationId: get_a
      responses:
        '200': {description: Done., content: {application/json: {schema: {$ref: 'o.yaml#/A'}}}}
        '201': {description: Done., content: {application/json: {schema: {$ref: 'o.yaml#/A/properties/b'}}}}
components: {schemas: {Unused: {type: object, properties: {z: {$ref: 'o.yaml#/Z'}}}}}
";
    std::fs::write(&file, text).expect("it is written");
    let document = source::read(&file).expect("it can be read");
    let warnings = crate::lint::lint(&document);
    let (lowered, _) = crate::lower::lower(document.clone());
    let ledger = ledger(&document, &lowered, &warnings).expect("every keyword is listed");
    for (pointer, expected) in [
        ("/A/properties/b/properties/c/type", Column::Types),
        ("/Z/properties/z/type", Column::Refused),
    ] {
        let entries = ledger.iter().filter(|entry| entry.pointer == pointer);
        let columns: Vec<Column> = entries.map(|entry| entry.column).collect();
        assert_eq!(columns, [expected], "{pointer}");
    }
}
