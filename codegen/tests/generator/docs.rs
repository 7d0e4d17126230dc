//! What the client says of itself: of each item what the document says.

use crate::passes::{assert_has, code};
use crate::{PETS, generate};

#[test]
fn docs_of_an_operation_are_of_no_other_function_of_its_name() {
    let text = PETS.replacen("operationId: putPet", "operationId: token", 1);
    let code = generate(&text).expect("it is valid");
    assert_has(
        &code,
        "/// Authenticates by `token`.\n #[must_use] pub fn token(",
    );
}

#[test]
fn examples_of_replies_are_below_the_status_that_they_are_of() {
    let at = "          content:\n            application/json:\n              schema: {$ref: '#/components/schemas/PetReply'}\n";
    let failure = "{description: No., content: {application/json: {schema: {type: object, required: [success, errors], properties: {success: {type: boolean, enum: [false]}, errors: {type: array, items: {$ref: '#/components/schemas/Note'}}}}, example: {success: false, errors: []}}}}";
    let text = PETS.replace(
        at,
        &format!(
            "{at}              example: {{success: true, errors: []}}\n        '4XX': {failure}\n"
        ),
    );
    let code = generate(&text).expect("it is valid");
    let example = |flag: bool| {
        format!("/// ```json /// {{ /// \"errors\": [], /// \"success\": {flag} /// }} /// ```")
    };
    let (done, failed) = (example(true), example(false));
    assert_has(
        &code,
        &format!("/// # Reply examples /// /// `200`: /// {done} /// /// `4XX`: /// {failed}"),
    );
}

#[test]
fn a_type_tells_what_is_of_it_of_what_stands_beside_a_choice_or_in_a_part() {
    let text = PETS.replace(
        "nick_name: {type: string, nullable: true}",
        "nick_name: {type: string, example: Great Rex}
        short_name: {allOf: [{$ref: '#/components/schemas/Name'}, {maxLength: 3}]}
        long_name: {$ref: '#/components/schemas/Name'}
        codes: {items: {type: string, description: Of three letters.}, maxItems: 2, oneOf: [{type: array}, {type: integer}]}
    Name: {type: string, example: Whiskers}",
    );
    let code = generate(&text).expect("it is valid");
    let docs = |lines: &str| format!("which the document doesn't describe. {lines}");
    assert_has(&code, &docs("/// /// Rules: `maxLength: 3`. #[serde("));
    assert_has(
        &code,
        "/// `long_name`, which the document doesn't describe. /// /// Example: `\"Whiskers\"`.",
    );
    assert_has(&code, "/// Each item: Of three letters.");
    assert_has(
        &code,
        "/// `Integer`, which the document doesn't describe. Integer(i64),",
    );
}

#[test]
fn docs_say_what_the_document_says() {
    let code = code();
    assert_has(&code, "/// Replaces it, see <https://pets.example/put>.");
    assert_has(
        &code,
        "/// # Permissions\n /// At least one of:\n /// - Pets Write\n /// - Pets Admin",
    );
    assert_has(&code, "/// Whose pets.\n pub fn owner_id<V>");
    assert_has(&code, "/// What is a keyword of Rust.\n pub fn type_<T>");
    assert_has(&code, "/// Which animal.\n pub kind: Kind,");
}

#[test]
fn docs_of_an_alternative_have_the_rules_that_it_has() {
    let text = PETS.replacen(
        "nick_name: {type: string, nullable: true}",
        "nick_name: {oneOf: [{type: string}, {type: integer}], minLength: 7}",
        1,
    );
    let code = generate(&text).expect("it is valid");
    assert_eq!(code.matches("Rules: `minLength: 7`.").count(), 1, "{code}");
}

#[test]
fn docs_say_what_stands_beside_a_reference() {
    let beside = |name: &str, word: &str| {
        format!(
            "{{allOf: [{{$ref: '#/components/schemas/{name}'}}], description: {word} text, title: {word} title, \
             example: cat, default: dog, deprecated: true, externalDocs: {{url: 'https://{word}.example'}}}}"
        )
    };
    let text = crate::PETS
        .replacen(
            "schema: {type: string}",
            &format!("schema: {}", beside("kind", "setter")),
            1,
        )
        .replacen(
            "nick_name: {type: string, nullable: true}",
            &format!(
                "nick_name: {{type: array, items: {}}}",
                beside("kind", "item")
            ),
            1,
        )
        .replacen(
            "schema: {$ref: '#/components/schemas/PetReply'}",
            &format!("schema: {}", beside("PetReply", "reply")),
            1,
        );
    let code = generate(&text).expect("it is valid");
    for word in ["setter", "item", "reply"] {
        for expected in [
            format!("{word} text"),
            format!("Title: {word} title"),
            format!("https://{word}.example"),
        ] {
            // The document itself is there as data, too.
            let docs = code.lines().filter(|line| line.trim().starts_with("///"));
            assert!(
                docs.into_iter().any(|line| line.contains(&expected)),
                "{expected}"
            );
        }
    }
    assert!(code.matches("Deprecated.").count() >= 3);
    assert!(code.matches("Default: `\"dog\"`").count() >= 3);
}

/// Words beside references, `W01` and so on, in all places where there may be some.
const BESIDE: &str = "openapi: 3.1.0
info: {title: Pets, version: '1'}
servers: [{url: 'https://pets.example/v1'}]
paths:
  /pets/{owner}:
    parameters: [{$ref: '#/components/parameters/Owner', description: W01}]
    put:
      operationId: put_pet
      security: [{user: []}]
      requestBody: {$ref: '#/components/requestBodies/Body', description: W02}
      responses:
        '200': {$ref: '#/components/responses/Done', description: W03}
        '404':
          description: Gone.
          headers: {X-A: {$ref: '#/components/headers/H', description: W04}}
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Pet', description: W05}
              examples: {one: {$ref: '#/components/examples/E', summary: W06, description: W07}}
components:
  parameters: {Owner: {name: owner, in: path, required: true, schema: {$ref: '#/components/schemas/Kind', description: W08}}}
  requestBodies: {Body: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Pet', description: W09}}}}}
  responses: {Done: {description: Done., content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet', description: W10}}}}}}
  headers: {H: {schema: {type: string}}}
  examples: {E: {value: {}}}
  securitySchemes: {user: {$ref: '#/components/securitySchemes/other', description: W11}, other: {type: http, scheme: bearer}}
  schemas:
    Kind: {type: string, enum: [cat, dog]}
    Other: {type: object, properties: {a: {type: string}}}
    Alias: {$ref: '#/components/schemas/Other', description: W12}
    Pet:
      type: object
      properties:
        kind: {$ref: '#/components/schemas/Kind', description: W13}
        alias: {$ref: '#/components/schemas/Alias'}
        list: {type: array, items: {$ref: '#/components/schemas/Kind', title: W14}}
        map: {type: object, additionalProperties: {$ref: '#/components/schemas/Kind', description: W15}}
        one: {oneOf: [{$ref: '#/components/schemas/Kind', description: W16}, {type: integer}]}
        all: {allOf: [{$ref: '#/components/schemas/Other', description: W17}, {type: object, properties: {b: {type: string}}}]}
";

#[test]
fn docs_say_what_3_1_has_beside_references_and_what_3_0_has_there_is_told() {
    let generated = |text: &str| {
        let document = codegen::source::parse("pets.yaml", text).expect("it parses");
        codegen::generate_from(document).expect("it is valid")
    };
    let new = generated(BESIDE);
    // What the one reference says otherwise.
    let told = new.warnings.to_string();
    assert!(
        new.warnings.iter().count() == 1
            && told.contains("23:22: warning[no-effect]: this `description`"),
        "{told}"
    );
    let old = generated(&BESIDE.replace("3.1.0", "3.0.3"));
    let told = old.warnings.to_string();
    let mut words = 0;
    for (number, (index, _)) in BESIDE.match_indices(": W").enumerate() {
        let word = &BESIDE[index + 2..index + 5];
        let is_doc = |line: &str| line.trim().starts_with("///") && line.contains(word);
        assert!(new.source.lines().any(is_doc), "{word}");
        assert!(!old.source.lines().any(is_doc), "{word}");
        words = number + 1;
    }
    assert_eq!(
        told.matches("warning[ref-siblings]").count(),
        words,
        "{told}"
    );
}

#[test]
fn docs_tell_items_of_items_apart() {
    let list = "type: array, maxItems: 9, items: {type: array, maxItems: 8, items: {type: object, additionalProperties: {type: integer, maximum: 7}}}";
    let text = PETS.replacen("type: string, nullable: true", list, 1);
    let code = generate(&text).expect("it is valid");
    assert_has(
        &code,
        "/// Rules: `maxItems: 9`.
         ///
         /// Each item: Rules: `maxItems: 8`.
         ///
         /// Each value of each item of each item: Rules: `maximum: 7`.",
    );
}

#[test]
fn what_is_said_of_each_item_is_told_so_every_time() {
    let list = "type: array, items: {description: A word., type: string, maxLength: 9}";
    let text = PETS.replacen("type: string, nullable: true", list, 1);
    let code = generate(&text).expect("it is valid");
    assert_has(
        &code,
        "/// Each item: A word. /// /// Each item: Rules: `maxLength: 9`.",
    );
}

#[test]
fn what_is_said_of_a_field_stands_there_and_not_at_its_type() {
    let mode =
        "description: How., type: string, enum: [a, b], default: a, example: b, deprecated: true";
    let text = PETS.replacen("type: string, nullable: true", mode, 1);
    let code = generate(&text).expect("it is valid");
    let said = "/// How. /// /// Deprecated. /// /// Default: `\"a\"`. Example: `\"b\"`.";
    assert_has(&code, &format!("{said} #[serde(default"));
    assert_has(&code, &format!("{said} #[deprecated] pub fn nick_name<T>("));
    assert_has(&code, "/// How. #[derive(");
}

#[test]
fn a_title_describes_what_has_no_description() {
    let titled = "title: A name, type: string, maxLength: 3";
    let text = PETS.replacen("type: string, nullable: true", titled, 1);
    let code = generate(&text).expect("it is valid");
    assert_has(&code, "/// A name /// /// Rules: `maxLength: 3`.");
    let described = format!("description: Of it., {titled}");
    let text = PETS.replacen("type: string, nullable: true", &described, 1);
    let code = generate(&text).expect("it is valid");
    assert_has(&code, "/// Of it. /// /// Title: A name /// /// Rules");
}

#[test]
fn a_choice_is_made_of_a_text_where_one_alternative_alone_may_be_one() {
    let text_of = |schema: &str| {
        let text = PETS.replacen("{type: string, nullable: true}", schema, 1);
        let string =
            "    String: {type: object, required: [q], properties: {q: {type: string}}}\n    Note:";
        generate(&text.replacen("    Note:", string, 1)).expect(schema)
    };
    for (schema, expected) in [
        ("{oneOf: [{type: string}, {type: integer}]}", true),
        (
            "{oneOf: [{type: string, maxLength: 3}, {type: array, items: {type: string}}]}",
            true,
        ),
        ("{oneOf: [{type: boolean}, {type: integer}]}", false),
        (
            "{oneOf: [{$ref: '#/components/schemas/String'}, {type: integer}]}",
            false,
        ),
    ] {
        let made = text_of(schema).contains("::From<&str>");
        assert_eq!(made, expected, "{schema}");
    }
    let shop = generate(crate::SHOP).expect("it is valid");
    assert!(shop.contains("::From<&str> for OrderChangeCode"));
    assert!(!shop.contains("::From<&str> for OrderChangePlace"));
}

#[test]
fn what_is_deprecated_is_so_for_the_compiler() {
    let text = PETS
        .replace(
            "      operationId: putPet",
            "      deprecated: true\n      operationId: putPet",
        )
        .replace(
            "        in: path",
            "        in: path\n        deprecated: true",
        );
    let code = generate(&text).expect("it is valid");
    assert_has(&code, "#[deprecated] pub fn put_pet(&self)");
    // There is no way around it.
    assert!(code.contains("Deprecated.") && code.matches("#[deprecated]").count() == 1);
}

#[test]
fn the_docs_of_a_call_lead_to_what_the_api_answers() {
    let code = generate(crate::SHOP).expect("it is valid");
    let answers = "[`types::ChangeOrderFailure::of`] gives what it answers then.";
    assert_has(&code, answers);
    let call = "[`Client::change_order`](crate::Client::change_order)";
    assert_has(
        &code,
        &format!("What the API answers when {call} fails, by status."),
    );
}

#[test]
fn only_what_asks_for_credentials_speaks_of_them() {
    let said = "The credentials are among the headers";
    assert!(generate(PETS).expect("it is valid").contains(said));
    let asks = "      security:\n        - token: []\n        - user: []\n          pass-word: []\n        - {}\n";
    let text = PETS.replace(asks, "      security: []\n");
    assert!(!generate(&text).expect("it is valid").contains(said));
}

#[test]
fn a_body_that_is_described_needs_no_description_of_its_type() {
    let text = PETS.replace(
        "      requestBody:\n",
        "      requestBody:\n        description: The key.\n",
    );
    let text = text.replacen(
        "{$ref: '#/components/schemas/pet'}",
        "{type: string, maxLength: 3}",
        1,
    );
    let code = generate(&text).expect("it is valid");
    assert_has(
        &code,
        "/// The key. /// /// Rules: `maxLength: 3`. pub fn body<V>(",
    );
}

#[test]
fn docs_of_what_a_blank_description_says_nothing_of_say_that() {
    let text = PETS
        .replace("Which animal.", "' '")
        .replace("What is a keyword of Rust.", "''")
        .replace(
            "type: string, nullable: true",
            "description: '', oneOf: [{type: string, description: \"\\n\"}, {type: integer}]",
        )
        .replace("Whose pets.", "''");
    let code = generate(&text).expect("it is valid");
    for item in [
        "`Kind`, which the document doesn't describe.",
        "`type`, which the document doesn't describe.",
        "`nick_name`, which the document doesn't describe.",
        "`String`, which the document doesn't describe.",
        "`owner-id`, which the document doesn't describe.",
    ] {
        assert_has(&code, item);
    }
}

#[test]
fn docs_of_a_value_show_it_as_it_is() {
    let text = PETS.replace(
        "[cat, Great Dane, unknown]",
        r#"["a`b", "", "new\nline", " a"]"#,
    );
    let code = generate(&text).expect("it is valid");
    for value in [
        "/// `` a`b `` ",
        r#"/// `""` "#,
        r#"/// `"new\nline"` "#,
        r#"/// `" a"` "#,
        r#"parsed: `` "a`b".parse() ``."#,
    ] {
        assert_has(&code, value);
    }
}

#[test]
fn docs_of_a_body_speak_of_a_builder_where_there_is_one() {
    let takes = "Takes the body or a builder of it.";
    let schema = "            schema: {$ref: '#/components/schemas/pet'}";
    for (body, has_builder) in [
        ("{$ref: '#/components/schemas/pet'}", true),
        (
            "{nullable: true, allOf: [{$ref: '#/components/schemas/pet'}]}",
            false,
        ),
        ("{type: string}", false),
        (
            "{type: array, items: {$ref: '#/components/schemas/pet'}}",
            false,
        ),
    ] {
        let text = PETS.replacen(schema, &format!("            schema: {body}"), 1);
        let code = generate(&text).expect(body);
        let of_call = code
            .split("pub mod builder {\n    use super")
            .nth(1)
            .expect("it is there");
        assert_eq!(of_call.contains(takes), has_builder, "{body}");
    }
}

#[test]
fn names_are_no_markdown() {
    let text = PETS
        .replace("[Pets Write, Pets Admin]", "['Pets *all*', Pets Admin]")
        .replace("tags: [pets]", "tags: ['a_b_c']")
        .replace("name: pets,", "name: a_b_c,");
    let code = generate(&text).expect("it is valid");
    for expected in [
        "/// - Pets \\*all\\*",
        "Needs the permission Pets \\*all\\* or Pets Admin.",
        "/// Tag: a\\_b\\_c. About pets.",
    ] {
        assert!(code.contains(expected), "{expected}: {code}");
    }
}

#[test]
fn only_a_format_that_is_checked_is_a_rule() {
    for (schema, expected) in [
        ("type: string, format: uri", "Rules: `format: uri`."),
        ("type: string, format: uuid", "Rules: `format: uuid`."),
        ("type: integer, format: int32", "Rules: `format: int32`."),
        ("type: integer, format: uint8", "Rules: `format: uint8`."),
        (
            "type: string, format: email",
            "Format: `email`, which is not checked.",
        ),
        (
            "type: integer, format: decimal",
            "Format: `decimal`, which is not checked.",
        ),
        (
            "type: string, format: email, maxLength: 9",
            "Rules: `maxLength: 9`. Format: `email`, which is not checked.",
        ),
        (
            "type: string, format: password",
            "Format: `password`, which is not shown.",
        ),
    ] {
        let text = PETS.replace("{type: string, nullable: true}", &format!("{{{schema}}}"));
        let code = generate(&text).expect("it is valid");
        let line = code.lines().find(|line| line.contains(expected));
        assert_eq!(
            line.map(|line| line.trim().trim_start_matches("/// ")),
            Some(expected)
        );
    }
}
