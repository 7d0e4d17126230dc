//! What has no meaning in a document changes no byte of the client, and what has one does.

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
fn the_header_tells_a_changed_document_from_a_changed_body() {
    let hashes = |text: &str| -> Vec<String> {
        let client = generate(text).expect("it is valid");
        let header = client.lines().take_while(|line| line.starts_with("//"));
        header
            .filter_map(|line| line.split_once("sha256:"))
            .map(|(_, hash)| hash.to_owned())
            .collect()
    };
    let before = hashes(PETS);
    assert_eq!(before.len(), 2);
    // The version reaches no code: progenitor's header from it is gone.
    let after = hashes(&PETS.replace("openapi: 3.0.3", "openapi: 3.0.2"));
    assert_ne!(before[0], after[0]);
}
