//! What has no meaning in a document changes no byte of the client, and what has one does.

use std::fs;

use serde_json::{Value, json};
use sha2::Digest as _;

use crate::{PETS, generate};

#[test]
fn line_ends_comments_quotes_and_the_order_of_keys_change_nothing() {
    let client = generate(PETS).expect("it is valid");
    let twins = [
        ("CRLF", PETS.replace('\n', "\r\n")),
        ("a byte order mark", format!("\u{feff}{PETS}")),
        ("a comment", PETS.replace("paths:", "# the paths\npaths:")),
        ("quotes", PETS.replace("title: Pets", "title: \"Pets\"")),
        (
            "a block scalar",
            PETS.replace("title: Pets", "title: >-\n    Pets"),
        ),
        (
            "the order of keys",
            PETS.replace(
                "  title: Pets\n  version: 1.2.3",
                "  version: 1.2.3\n  title: Pets",
            )
            .replace(
                "{type: http, scheme: bearer, ",
                "{scheme: bearer, type: http, ",
            )
            .replace("        kind: {$ref: '#/components/schemas/kind'}\n", "")
            .replace(
                "        nick_name: {type",
                "        kind: {$ref: '#/components/schemas/kind'}\n        nick_name: {type",
            ),
        ),
        (
            "an alias",
            PETS.replace("- token: []", "- token: &none []")
                .replace("- user: []", "- user: *none"),
        ),
    ];
    for (what, twin) in twins {
        assert_ne!(twin, PETS, "{what}");
        assert!(
            generate(&twin).expect(what) == client,
            "{what} changed the client"
        );
    }
}

#[test]
fn json_makes_the_same_client_as_yaml() {
    let document = codegen::source::parse("pets.yaml", PETS).expect("it is valid");
    for json in [
        document.root.to_json().to_string(),
        serde_json::to_string_pretty(&document.root.to_json())
            .expect("it is JSON")
            .replace("  ", "\t"),
    ] {
        assert!(generate(&json).expect("it is valid") == generate(PETS).expect("it is valid"));
    }
}

/// A client without its header, which has the hash of the document.
fn body(text: &str) -> String {
    let client = generate(text).unwrap_or_else(|found| panic!("{found}"));
    let (_, body) = client.split_once("\n\n").expect("a header");
    body.to_owned()
}

fn assert_same(one: &str, other: &str) {
    let lines = one.lines().zip(other.lines());
    let differ: Vec<_> = lines.filter(|(one, other)| one != other).take(1).collect();
    assert!(one == other, "{differ:#?}");
}

/// Documents with everything that there is.
const ALL: [&str; 4] = [
    PETS,
    crate::SHOP,
    include_str!("../../../spec/zt-risk-scoring.yaml"),
    include_str!("golden/things.yaml"),
];

#[test]
fn a_document_with_a_file_for_each_schema_makes_the_client_of_one_file() {
    let in_schemas = "#/components/schemas/";
    for text in ALL {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: String, value: &Value| {
            fs::write(folder.path().join(name), value.to_string()).expect("it is written");
        };
        let document = codegen::source::parse("whole.yaml", text).expect("it is valid");
        let mut whole = document.root.to_json();
        let schemas = whole["components"]["schemas"].as_object_mut();
        let schemas = schemas.expect("there are schemas");
        fs::create_dir(folder.path().join("schemas")).expect("it is made");
        for (index, (name, schema)) in schemas.iter_mut().enumerate() {
            let to_root = format!("../api.json{in_schemas}");
            let schema_text = schema.to_string().replace(in_schemas, &to_root);
            // Some files are called otherwise, and some are referred to by the way of another.
            let mut file = match index % 3 {
                0 => format!("schemas/{name}.json"),
                _ => format!("schemas/of-{name}.json"),
            };
            write(
                file.clone(),
                &serde_json::from_str(&schema_text).expect("it is JSON"),
            );
            if index % 3 == 2 {
                let to = format!("of-{name}.json");
                file = format!("schemas/{name}.json");
                write(file.clone(), &json!({"$ref": to}));
            }
            *schema = json!({"$ref": file});
        }
        write("api.json".to_owned(), &whole);
        let document = codegen::source::read(&folder.path().join("api.json"));
        let generated = document.and_then(codegen::generate_from);
        let generated = generated.unwrap_or_else(|found| panic!("{found}"));
        let (_, split) = generated.source.split_once("\n\n").expect("a header");
        assert_same(split, &body(text));
    }
}

#[test]
fn a_document_of_3_1_makes_the_client_of_its_3_0_twin() {
    for text in ALL {
        let document = codegen::source::parse("twin.yaml", text).expect("it is valid");
        let mut twin = codegen::json_schema::json_schema(&document);
        twin["openapi"] = "3.1.0".into();
        let twin = twin.to_string();
        assert!(!twin.contains("nullable") && !twin.contains("exclusiveMinimum\":true"));
        assert_same(&body(&twin), &body(text));
    }
}

#[test]
fn what_3_1_has_its_own_words_for_makes_the_same_client() {
    let text = crate::SHOP;
    let mut twin = text.to_owned();
    for (from, to) in [
        ("openapi: 3.0.3", "openapi: 3.1.1"),
        (
            "version: {type: integer, enum: [2],",
            "version: {type: integer, const: 2,",
        ),
        ("type: boolean, enum: [true]", "type: boolean, const: true"),
        (
            "type: integer, nullable: true, enum: [1, null]",
            "anyOf: [{type: integer, const: 1}, {type: 'null'}]",
        ),
        ("type: string, nullable: true", "type: [string, 'null']"),
        (
            "type: integer, format: uint64, minimum: 0, nullable: true",
            "type: [integer, 'null'], format: uint64, minimum: 0",
        ),
        (
            "type: string, format: date-time, nullable: true",
            "type: [string, 'null'], format: date-time",
        ),
        ("minimum: 0, exclusiveMinimum: true", "exclusiveMinimum: 0"),
    ] {
        assert!(twin.contains(from), "{from}");
        twin = twin.replace(from, to);
    }
    assert_same(&body(&twin), &body(text));
}

#[test]
fn the_header_has_the_hash_of_the_document_and_of_the_body() {
    let parts = |text: &str| {
        let client = generate(text).expect("it is valid");
        let (header, body) = client.split_once("\n\n").expect("a header");
        let lines = header.lines().filter_map(|line| line.split_once("sha256:"));
        let hashes: Vec<String> = lines.map(|(_, hash)| hash.to_owned()).collect();
        let digest = sha2::Sha256::digest(body.as_bytes());
        let body: String = digest
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<Vec<_>>()
            .concat();
        assert_eq!(hashes[1..], [body]);
        hashes[0].clone()
    };
    let before = parts(PETS);
    assert_eq!(
        before,
        parts(&PETS.replace("paths:", "# a comment\npaths:"))
    );
    assert_ne!(
        before,
        parts(&PETS.replace("version: 1.2.3", "version: 1.2.4"))
    );
}
