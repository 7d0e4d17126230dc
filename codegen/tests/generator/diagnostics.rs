//! What is wrong with a document is said with its file, line and column.

use crate::{PETS, generate};

/// `PETS` with one thing changed; the change has to be one.
fn broken(from: &str, to: &str) -> String {
    assert!(PETS.contains(from), "nothing to break: {from}");
    PETS.replacen(from, to, 1)
}

/// Each defect as text to replace, what to replace it by, and the message it makes.
const DEFECTS: &[(&str, &str, &str)] = &[
    (
        "openapi: 3.0.3",
        "openapi: 3.1.0",
        "pets.yaml:1:10: OpenAPI \"3.1.0\" is not supported\n  help: use a 3.0 version, e.g. `openapi: 3.0.3`",
    ),
    (
        "openapi: 3.0.3",
        "openapi: 3.0",
        "pets.yaml:1:10: OpenAPI 3.0 is not supported\n  help: use a 3.0 version, e.g. `openapi: 3.0.3`",
    ),
    (
        "openapi: 3.0.3",
        "swagger: '2.0'",
        "pets.yaml:1:1: this is not an OpenAPI document: `openapi` is missing\n  help: begin with `openapi: 3.0.3`",
    ),
    (
        "{$ref: '#/components/schemas/Note'}",
        "{$ref: '#/components/schemas/Nope'}",
        "pets.yaml:61:25: the `$ref` #/components/schemas/Nope leads nowhere\n  help: add what it names, or correct the name",
    ),
    (
        "{$ref: '#/components/schemas/Note'}",
        "{$ref: other.yaml}",
        "pets.yaml:61:25: the `$ref` other.yaml leads out of this file\n  help: refer to something in this file, e.g. `#/components/schemas/Name`",
    ),
    (
        "name: owner-id",
        "name: owner_id",
        "pets.yaml:11:15: the path parameter `owner_id` is not in the path `/owners/{owner-id}/pets`, which has `{owner-id}`\n  help: call the parameter `owner-id`, or write `{owner_id}` into the path",
    ),
    (
        "/owners/{owner-id}/pets:",
        "/owners/{owner-id/pets:",
        "pets.yaml:9:3: the path `/owners/{owner-id/pets` has braces that don't match\n  help: write it as e.g. `/accounts/{account_id}`",
    ),
    (
        "    put:\n",
        "    get: {operationId: put_pet, responses: {'200': {$ref: '#/paths/~1owners~1{owner-id}~1pets/put/responses/200'}}}\n    put:\n",
        "pets.yaml:18:20: the operationId `putPet` makes the same name as `put_pet` at pets.yaml:16:24\n  help: give each operation an `operationId` of its own",
    ),
    (
        "      operationId: putPet\n",
        "",
        "pets.yaml:16:5: PUT /owners/{owner-id}/pets has no operationId\n  help: add an `operationId`, e.g. `create_integration`; it becomes the method's name",
    ),
    (
        "        in: path",
        "        in: path\n        in: path",
        "pets.yaml:13:9: the key `in` is here a second time, first on line 12\n  help: remove one of the two, or rename it",
    ),
    (
        "        - token: []",
        "        - tokens: []",
        "pets.yaml:22:11: the security scheme `tokens` is not declared\n  help: declare it under `components.securitySchemes`, or correct the name",
    ),
    (
        "type: http, scheme: bearer",
        "type: http, scheme: basic",
        "pets.yaml:39:12: the security scheme `token` is of a kind that is not supported\n  help: use `type: http` with `scheme: bearer`, or `type: apiKey` with `in: header` and the `name` of a header",
    ),
    (
        "          application/json:\n            schema: {$ref",
        "          text/plain:\n            schema: {$ref",
        "pets.yaml:29:11: the media type `text/plain` is not supported\n  help: use `application/json`",
    ),
    (
        "required: [success, errors]",
        "required: [errors]",
        "pets.yaml:36:23: this reply has `success`, but cannot be opened as an envelope\n  help: make `success` a required boolean",
    ),
    (
        "      security:\n        - token: []\n        - user: []\n          pass-word: []\n        - {}\n",
        "      security:\n",
        "pets.yaml:21:15: `security` is not a list\n  help: write it as e.g. `- api_token: []`; `[]` is for no credentials",
    ),
    (
        "    pet:\n      type: object",
        "    pet:\n      allOf: [{$ref: '#/components/schemas/pet'}]",
        "pets.yaml:43:5: the schema `pet` is made of itself by `allOf`\n  help: refer to it from a property or from `items`",
    ),
    (
        "/owners/{owner-id}/pets:",
        "/owners/pets:",
        "pets.yaml:11:15: the path parameter `owner-id` is not in the path `/owners/pets`\n  help: write `{owner-id}` into the path, or remove the parameter",
    ),
    (
        "name: X-User",
        "name: X User",
        "pets.yaml:40:11: the security scheme `user` is of a kind that is not supported\n  help: use `type: http` with `scheme: bearer`, or `type: apiKey` with `in: header` and the `name` of a header",
    ),
    (
        "[Pets Write, Pets Admin]",
        "Pets Admin",
        "pets.yaml:20:31: `x-required-permissions` is not a list of strings\n  help: write it as e.g. `[Zero Trust Write]`",
    ),
    (
        "operationId: putPet",
        "operationId: from-env",
        "pets.yaml:17:20: the operationId `from-env` is a name that the client has already\n  help: use a verb and a noun, e.g. `create_integration`",
    ),
    (
        "'200':",
        "'404':",
        "pets.yaml:16:5: an operation without a response for success is not supported\n  help: add a response for `200` with its body",
    ),
    (
        "'200':\n          description: Done.\n          content",
        "'204':\n          description: Done.\n          x-content",
        "pets.yaml:32:9: the response for `204` has no body, which is not supported\n  help: add its `content`, as `application/json`",
    ),
    (
        "        in: path",
        "        in: query",
        "pets.yaml:11:9: parameters in `query` are not supported\n  help: use a path parameter, or the body\n\
         pets.yaml:16:5: the path `/owners/{owner-id}/pets` has `{owner-id}`, but no path parameter of that name\n  help: declare the parameter `owner-id` with `in: path`, or mend the path",
    ),
    (
        "  title: Pets",
        "  title: [Pets]",
        "pets.yaml:3:10: `info.title` is not what OpenAPI 3.0 has there: invalid type: sequence, expected a string\n  help: compare it with the OpenAPI 3.0.3 specification",
    ),
    (
        "    kind:\n      description",
        "    Kind: {}\n    kind:\n      description",
        "pets.yaml:51:5: the schema `kind` makes the same type `Kind` as `Kind` at pets.yaml:50:5\n  help: rename one of the two",
    ),
];

#[test]
fn each_defect_is_one_message_with_its_line_and_column() {
    let mut wrong = Vec::new();
    for (from, to, expected) in DEFECTS {
        let message = generate(&broken(from, to)).expect_err(to);
        if message != *expected {
            wrong.push(format!(
                "{from} -> {to}\nsays:\n{message}\nnot:\n{expected}\n"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn all_defects_of_a_document_are_reported_at_once_in_its_order() {
    let text = broken("openapi: 3.0.3", "openapi: 2.0.0")
        .replace("        - token: []", "        - tokens: []")
        .replace("schemas/Note'", "schemas/Nope'");
    let message = generate(&text).expect_err("three defects");
    let lines: Vec<&str> = message
        .lines()
        .filter_map(|line| line.strip_prefix("pets.yaml:"))
        .filter_map(|line| line.split(':').next())
        .collect();
    assert_eq!(lines, ["1", "22", "61"]);
}

#[test]
fn text_that_is_no_document_is_refused_where_it_goes_wrong() {
    let mut wrong = Vec::new();
    let deeper = "- ".repeat(100_000);
    let deep = format!("{}1{}", "[".repeat(101), "]".repeat(101));
    let mut bomb = vec!["a: &a [x,x,x,x,x,x,x,x,x,x]".to_owned()];
    bomb.extend(('b'..='h').zip('a'..='g').map(|(this, that)| {
        let aliases = vec![format!("*{that}"); 10].join(",");
        format!("{this}: &{this} [{aliases}]")
    }));
    let bomb = bomb.join("\n");
    for (text, expected) in [
        ("", "the document pets.yaml is empty"),
        (
            "- a",
            "pets.yaml:1:1: this is not an OpenAPI document: its root is not an object",
        ),
        ("a: [1, 2", "pets.yaml:1:9: this is not valid YAML"),
        ("a: 'b", "pets.yaml:1:4: this is not valid YAML"),
        ("a: 1\n b: 2", "pets.yaml:2:3: this is not valid YAML"),
        (
            "a: 1\n---\nb: 2",
            "pets.yaml:3:1: a second document begins here",
        ),
        ("a: .nan", "pets.yaml:1:4: JSON has no such number"),
        (
            "a: !!int x",
            "pets.yaml:1:4: the value does not fit its tag",
        ),
        (
            "a: &a [*a]",
            "pets.yaml:1:8: an alias refers to the collection that it is in",
        ),
        ("[a, b]: 1", "pets.yaml:1:1: a key is a collection"),
        (
            "a: {<<: {}}",
            "pets.yaml:1:5: merge keys are not part of YAML 1.2",
        ),
        (
            &deeper,
            "pets.yaml:1:201: the document is nested deeper than 100 levels",
        ),
        (
            &deep,
            "pets.yaml:1:101: the document is nested deeper than 100 levels",
        ),
        (
            &bomb,
            "pets.yaml:7:17: the document has more than 5000000 nodes",
        ),
    ] {
        let message = generate(text).expect_err(text);
        if !message.starts_with(expected) {
            wrong.push(format!("{text:.20}\nsays:\n{message}\nnot:\n{expected}\n"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_panic_of_progenitor_is_a_message() {
    // progenitor takes one type of error for an operation.
    let response = |status: &str, schema: &str| {
        format!(
            "        '{status}':\n          description: No.\n          content:\n            \
             application/json: {{schema: {{$ref: '#/components/schemas/{schema}'}}}}\n"
        )
    };
    let text = broken(
        "components:\n",
        &format!(
            "{}{}components:\n",
            response("400", "Note"),
            response("404", "pet")
        ),
    );
    let message = generate(&text).expect_err("progenitor panics");
    assert!(
        message.starts_with("pets.yaml:9:3: no client can be generated from this document: "),
        "{message}"
    );
}
