//! What has no meaning in a document changes no byte of the client, and what has one does.

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
