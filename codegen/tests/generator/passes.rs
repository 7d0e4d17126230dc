//! Each pass does what it is for; the name of a pass is in the name of its test.

use crate::{PETS, generate};

pub(crate) fn code() -> String {
    generate(PETS).expect("it is valid")
}

pub(crate) fn assert_has(code: &str, expected: &str) {
    // Line breaks are prettyplease's.
    let flat = |text: &str| text.split_whitespace().collect::<String>();
    assert!(
        flat(code).contains(&flat(expected)),
        "{expected} is not in:\n{code}"
    );
}

#[test]
fn runtime_leaves_nothing_of_progenitors_own() {
    let code = code();
    for gone in [
        "progenitor",
        "api-version",
        "ClientHooks",
        "baseurl",
        "pub struct Client",
        "prelude",
        "allow(",
    ] {
        assert!(!code.contains(gone), "{gone}");
    }
    assert_has(&code, "impl crate::Client { /// Put a pet.");
}

#[test]
fn null_is_kept_where_an_alternative_is_anything() {
    let text = PETS.replace(
        "nick_name: {type: string, nullable: true}",
        "nick_name: {anyOf: [{description: Other.}, {type: string}]}\n        count: {oneOf: [{type: string}, {type: integer}]}",
    );
    let code = generate(&text).expect("it is valid");
    assert_has(
        &code,
        "deserialize_with = \"crate::runtime::present\", )] #[cfg_attr( feature = \"schemars\", schemars(with = \"PetNickName\") )] pub nick_name: ::std::option::Option<PetNickName>",
    );
    assert_has(
        &code,
        "skip_serializing_if = \"::std::option::Option::is_none\")] #[cfg_attr( feature = \"schemars\", schemars(with = \"PetCount\") )] pub count:",
    );
}

#[test]
fn operations_have_request_send_and_send_with_meta() {
    let code = code();
    assert_has(
        &code,
        "pub fn request(self) -> Result<runtime::Request, Error>",
    );
    assert_has(
        &code,
        "pub async fn send(self) -> Result<Option<types::Pet>, Error>",
    );
    assert_has(
        &code,
        "pub async fn send_with_meta(self) -> Result<Reply<Option<types::Pet>>, Error>",
    );
    assert_has(
        &code,
        "type Success = types::PetReply; type Failure = runtime::AnyFailure;",
    );
    assert_has(
        &code,
        r#"security: &[&["token"], &["pass-word", "user"], &[]]"#,
    );
}

#[test]
fn operations_encode_the_values_of_paths_by_the_runtime() {
    assert_has(
        &code(),
        r#"let owner_id = runtime::path_segment("owner-id", &owner_id)?;"#,
    );
    assert_has(&code(), r#"format_args!("/owners/{owner_id}/pets")"#);
}

#[test]
fn setters_keep_the_reason_of_a_failed_conversion() {
    let code = code();
    assert!(!code.contains("map_err(|_|"));
    assert_has(&code, r#".map_err(|error| format!("owner-id: {error}"))"#);
    assert_has(&code, r#".map_err(|error| format!("kind: {error}"))"#);
    assert_has(
        &code,
        r#"kind: Err("kind: it is required, and was not set".to_owned())"#,
    );
}

#[test]
fn prune_keeps_builders_of_what_requests_hold_and_no_other() {
    let code = code();
    assert_has(&code, "pub fn builder() -> builder::Pet");
    assert!(!code.contains("builder::PetReply"));
    assert!(!code.contains("builder::Note"));
}

#[test]
fn enums_are_open_but_parse_known_values_only() {
    let code = code();
    // `Unknown` is a value of this enum.
    assert_has(
        &code,
        "Unknown, /// A value that this version does not know, as it came in a reply.\n UnknownValue(crate::UnknownValue)",
    );
    assert_has(&code, r#"Self::GreatDane => "Great Dane","#);
    assert_has(
        &code,
        r#"crate::runtime::unknown_value(value, &["cat", "Great Dane", "unknown"],)"#,
    );
}

#[test]
fn envelopes_are_opened_and_read_leniently() {
    let code = code();
    assert_has(
        &code,
        "impl runtime::Envelope for types::PetReply { type Result = Option<types::Pet>;",
    );
    assert_has(
        &code,
        r#"#[serde(default, deserialize_with = "crate::runtime::null_as_default")] #[cfg_attr(feature = "schemars", schemars(!default))] pub errors: ::std::vec::Vec<Note>,"#,
    );
    assert_has(&code, "impl From<types::Note> for crate::ApiMessage");
}

#[test]
fn envelopes_take_where_a_message_points_to_from_a_source_of_each_kind() {
    let pointer = "{type: object, properties: {pointer: {type: string}}}";
    let required = "{type: object, required: [pointer], properties: {pointer: {type: string}}}";
    for (is_required, source, expected) in [
        (false, pointer, "pointer: message.source.and_then(|source| source.pointer),"),
        (false, required, "pointer: message.source.map(|source| source.pointer),"),
        (true, pointer, "pointer: message.source.pointer,"),
        (true, required, "pointer: Some(message.source.pointer),"),
        (
            false,
            "{type: object, nullable: true, properties: {pointer: {type: string, format: uuid, nullable: true}}}",
            "pointer: message.source.and_then(crate::Nullable::into_option)
                .and_then(|source| { source.pointer.and_then(crate::Nullable::into_option).map(|it| it.to_string()) }),",
        ),
        (
            false,
            "{type: object, required: [pointer], properties: {pointer: {type: string, format: uuid}}}",
            "pointer: message.source.map(|source| source.pointer.to_string()),",
        ),
        (false, "{type: object, properties: {pointer: {type: integer}}}", "pointer: None,"),
    ] {
        let message = "message: {type: string}";
        let text = PETS.replace(message, &format!("{message}\n        source: {source}"));
        let text = if is_required {
            text.replace("required: [code, message]", "required: [code, message, source]")
        } else {
            text
        };
        assert_has(&generate(&text).expect("it is valid"), expected);
    }
}

#[test]
fn envelopes_tell_a_list_that_is_missing_from_an_empty_one() {
    let list = "result: {type: array, items: {$ref: '#/components/schemas/pet'}}";
    let nullable = "result:
          type: object
          nullable: true
          allOf:
            - $ref: '#/components/schemas/pet'";
    let text = PETS.replace(nullable, list);
    assert_ne!(text, PETS);
    let code = generate(&text).expect("it is valid");
    assert_has(
        &code,
        "pub result: ::std::option::Option<::std::vec::Vec<Pet>>,",
    );
    assert_has(
        &code,
        "impl runtime::Envelope for types::PetReply { type Result = ::std::vec::Vec<types::Pet>;",
    );
    assert_has(&code, "result: self.result,");
    let text = text.replace(
        "required: [success, errors]",
        "required: [success, errors, result]",
    );
    assert_has(
        &generate(&text).expect("it is valid"),
        "result: Some(self.result),",
    );
}

#[test]
fn credentials_have_a_variant_for_each_alternative_with_all_of_its_schemes() {
    let code = code();
    assert_has(
        &code,
        "Token { /// A token.\n token: runtime::SecretString, }",
    );
    assert_has(
        &code,
        "pub fn pass_word_and_user(pass_word: impl Into<runtime::SecretString>, user: impl Into<runtime::SecretString>,) -> Self",
    );
    assert_has(
        &code,
        r#"runtime::SecretHeader::key("x-password", pass_word)"#,
    );
    assert_has(&code, "/// No credentials.\n Anonymous,");
}

#[test]
fn credentials_of_a_bearer_token_are_one_whatever_else_is_said_of_it() {
    let text = PETS.replace("scheme: bearer,", "scheme: bearer, name: X-Token,");
    assert_has(
        &generate(&text).expect("it is valid"),
        "runtime::SecretHeader::bearer(token)",
    );
}

#[test]
fn server_is_the_default_base_url() {
    assert_has(
        &code(),
        r#"/// The base URL that a client has by default. The shop.
        pub const BASE_URL: &str = "https://pets.example/v1";"#,
    );
}

/// The client for a document with rules, constants, three states and replies by status.
fn shop() -> String {
    generate(crate::SHOP).expect("it is valid")
}

#[test]
fn values_keep_absent_null_and_a_value_apart_and_need_no_setter_for_constants() {
    let code = shop();
    assert_has(
        &code,
        r#"#[serde(default, skip_serializing_if = "::std::option::Option::is_none", deserialize_with = "crate::runtime::present",)]"#,
    );
    assert_has(
        &code,
        "pub comment: ::std::option::Option<crate::Nullable<::std::string::String>>,",
    );
    assert_has(
        &code,
        "pub tags: ::std::option::Option<::std::vec::Vec<::std::string::String>>,",
    );
    assert!(!code.contains("pub fn version"));
    for set in [
        "version: Ok(Default::default())",
        "extra: Ok(Default::default())",
    ] {
        assert_has(&code, set);
    }
}

#[test]
fn checks_hold_what_a_request_can_hold_to_its_rules_when_it_is_built_and_when_it_is_sent() {
    let code = shop();
    assert_has(
        &code,
        "crate::runtime::Checked::check(&built, &[]).map_err(|broken| broken.to_string())?;",
    );
    assert_has(
        &code,
        r#"crate::runtime::check("note", &self.note, &[crate::runtime::Rule::MaxLength(10), crate::runtime::Rule::MinLength(2),],)?;"#,
    );
    assert_has(&code, r#"runtime::check("order_id", &order_id,"#);
    assert!(
        !code.contains("Checked for Problem"),
        "a reply has nothing to check"
    );
}

#[test]
fn checks_hold_a_path_and_a_whole_body_to_their_constants() {
    let text = PETS.replace(
        "schema: {type: string}",
        "schema: {type: integer, enum: [2]}",
    );
    let text = text.replacen(
        "            schema: {$ref: '#/components/schemas/pet'}",
        "            schema: {type: boolean, enum: [true]}",
        1,
    );
    let code = generate(&text).expect("it is valid");
    for value in [
        r#""owner-id", &owner_id, &[crate::runtime::Rule::OneOf(&["2"])]"#,
        r#""body", &body, &[crate::runtime::Rule::OneOf(&["true"])]"#,
    ] {
        assert_has(&code, value);
    }
}

#[test]
fn what_json_has_no_value_for_is_looked_for_without_a_rule() {
    let check = r#"crate::runtime::check("nick_name", &self.nick_name, &[])"#;
    for (schema, is_checked) in [
        ("type: number", true),
        ("type: string, format: date", true),
        ("type: string, format: date-time", true),
        ("type: string, format: uuid", false),
        ("type: string, format: date, enum: ['2026-11-27']", false),
        ("type: integer", false),
    ] {
        let code = generate(&PETS.replacen("type: string, nullable: true", schema, 1));
        let code = code.expect(schema);
        assert_eq!(code.contains(check), is_checked, "{schema}");
    }
}

#[test]
fn checks_hold_a_body_that_may_be_null_to_its_rules_when_it_is_sent() {
    let schema = "            schema: {$ref: '#/components/schemas/pet'}";
    let text = PETS.replacen(
        "type: string, nullable: true",
        "type: string, maxLength: 3",
        1,
    );
    for (body, is_checked) in [
        (
            "{nullable: true, allOf: [{$ref: '#/components/schemas/pet'}]}",
            true,
        ),
        // A builder has checked it.
        ("{$ref: '#/components/schemas/pet'}", false),
    ] {
        let text = text.replacen(schema, &format!("            schema: {body}"), 1);
        let code = generate(&text).expect(body);
        let check = r#"runtime::check("body", &body, &[]).map_err(Error::invalid_request)?;"#;
        assert_eq!(code.contains(check), is_checked, "{body}");
    }
}

#[test]
fn choices_read_no_object_from_an_array_where_another_alternative_may_be_one() {
    let object = |name: &str| {
        format!("{{type: object, properties: {{{name}: {{type: string}}}}, required: [{name}]}}")
    };
    let (one, two) = (object("a"), object("b"));
    let marked = "#[serde(deserialize_with = \"crate::runtime::object\")]";
    for (schema, count) in [
        (format!("oneOf: [{one}, {two}]"), 0),
        (format!("oneOf: [{one}, {{type: string}}]"), 0),
        (
            format!("oneOf: [{one}, {{type: array, items: {{type: string}}}}]"),
            1,
        ),
        (
            format!("oneOf: [{one}, {two}, {{type: array, items: {{}}}}]"),
            2,
        ),
        (
            format!(
                "oneOf: [{{anyOf: [{one}, {{type: string}}]}}, {{type: array, items: {{type: string}}}}]"
            ),
            1,
        ),
    ] {
        let text = PETS.replacen("type: string, nullable: true", &schema, 1);
        let code = generate(&text).unwrap_or_else(|found| panic!("{schema}: {found}"));
        assert_eq!(code.matches(marked).count(), count, "{schema}");
    }
}

#[test]
fn replies_by_status_are_read_as_the_type_of_their_status() {
    let code = shop();
    assert_has(
        &code,
        "202 => { <runtime::Plain<types::ChangeOrderResponse202,> as runtime::Body>::read(status, body)?",
    );
    assert_has(
        &code,
        "<runtime::Empty as runtime::Body>::read(status, body)?.map(|()| Self::Status204)",
    );
}

#[test]
fn growth_leaves_room_for_fields_and_values_that_the_api_adds() {
    for code in [code(), shop()] {
        let types = code.split("pub mod builder").next().unwrap_or_default();
        let public = types.matches("pub struct ").count() + types.matches("pub enum ").count();
        // What is around one value has no room.
        let public = public - types.matches("#[serde(transparent)]").count();
        assert!(
            public > 3 && types.matches("#[non_exhaustive]").count() == public,
            "{types}"
        );
    }
}

#[test]
fn schemars_is_told_what_its_derive_does_not_know() {
    let code = shop();
    for told in [
        r#"schemars(extend("maxLength" = 10), extend("minLength" = 2))"#,
        r#"extend("items" = {"minLength":1, "type":"string"})"#,
        r#"extend("additionalProperties" = {"maxLength":3, "type":"string"})"#,
        r#"extend("exclusiveMinimum" = 0)"#,
        r#"schemars(with = "crate::Nullable<::std::string::String>")"#,
    ] {
        assert_has(&code, told);
    }
}

#[test]
fn httpmock_mocks_each_operation_with_the_values_types_and_words_of_its_call() {
    let code = code();
    assert_has(
        &code,
        r#"#[cfg(feature = "httpmock")] impl super::When<PutPet<'static>> {
        /// Whose pets.
        pub fn owner_id(
            self,
            value: impl TryInto<::std::string::String, Error: ::std::fmt::Display>,
        ) -> Self {
            self.with_variable::<::std::string::String>("owner-id", value)
        }"#,
    );
    assert_has(
        &code,
        "pub fn body(self, value: impl TryInto<types::Pet, Error: ::std::fmt::Display>,) -> Self {
            self.with_body::<types::Pet>(value)
        }",
    );
    assert_has(
        &code,
        "/// Mocks [`put_pet`](crate::Client::put_pet): `PUT /owners/{owner-id}/pets`.
        fn put_pet(&self, config: impl FnOnce(When<builder::PutPet<'static>>, Then),) -> Mock<'_> {
            API.mock(self.server(), config)
        }",
    );
    // A call that takes nothing leaves nothing to want.
    let things = generate(include_str!("golden/things.yaml")).expect("it is valid");
    assert_has(
        &things,
        "impl FnOnce(When<builder::ListThings<'static>>, Then)",
    );
    assert!(!things.contains("impl super::When"));
}

#[test]
fn embed_holds_the_document_for_the_local_api_and_mocks() {
    let text = PETS.replace("A token.", "A \"# token.");
    let code = generate(&text).expect("it is valid");
    assert_has(
        &code,
        "#[cfg(any(feature = \"httpmock\", feature = \"mock\"))] pub(crate) const DOCUMENT: &str = r##\"{",
    );
}

#[test]
fn a_pass_that_does_not_find_what_it_was_made_for_fails() {
    let document = codegen::source::parse("shop.yaml", crate::SHOP).expect("it is valid");
    let (lowered, _) = codegen::lower::lower(document);
    let file = codegen::client::client(&lowered).expect("it is valid");
    let code = prettyplease::unparse(&file);
    for (from, to, pass, missing) in [
        ("mod types {", "mod kinds {", "runtime", "module `types`"),
        (
            "fn send(",
            "fn post(",
            "operations",
            "builder with a `send` for `list_notes`",
        ),
        (
            "self.order_id = value",
            "self.order_id(value)",
            "setters",
            "assignment in the setter `order_id`",
        ),
        (
            "fn try_from(\n                value: OrderChange,",
            "fn build(\n                value: OrderChange,",
            "checks",
            "`Ok` in `try_from` of the builder of `OrderChange`",
        ),
    ] {
        assert!(code.contains(from), "{from} is not in:\n{code}");
        let other = syn::parse_str(&code.replace(from, to)).expect("it is Rust");
        let found = codegen::shape::shape(other, &lowered)
            .map(|_| ())
            .expect_err(from);
        let expected = format!("the pass `{pass}` found no {missing} in progenitor's output");
        assert!(found.to_string().contains(&expected), "{found}");
    }
    assert!(codegen::shape::shape(file, &lowered).is_ok());
}

#[test]
fn names_that_rust_cannot_have_as_they_are_become_names_that_it_can() {
    let text = PETS
        .replace("- user:", "- 1user:")
        .replace("    user:", "    '1user':")
        .replace("- token:", "- type:")
        .replace("    token:", "    type:");
    let code = generate(&text).expect("it is valid");
    assert_has(
        &code,
        "pub fn type_(type_: impl Into<runtime::SecretString>)",
    );
    assert_has(&code, "x1user: runtime::SecretString");
}

#[test]
fn checks_hold_values_of_a_path_to_the_rules_of_their_types() {
    let code = crate::PETS;
    for schema in [
        "{type: string, enum: [cat, dog], maxLength: 3}",
        "{oneOf: [{type: string, maxLength: 3}, {type: integer, maximum: 5}]}",
        "{$ref: '#/components/schemas/Owner'}",
    ] {
        let text = code
            .replacen("schema: {type: string}", &format!("schema: {schema}"), 1)
            .replacen(
                "    kind:\n",
                "    Owner: {type: string, enum: [a, bb], maxLength: 1}\n    kind:\n",
                1,
            );
        let code = generate(&text).unwrap_or_else(|found| panic!("{found}"));
        assert_has(&code, r#"runtime::check("owner-id", &owner_id, &[])"#);
    }
}

#[test]
fn schemars_is_told_of_integers_that_no_i32_holds() {
    let text = crate::SHOP.replacen(
        "type: integer, minimum: 1, maximum: 9, multipleOf: 2",
        "type: integer, minimum: -9000000000, maximum: 3000000000, default: 4000000000",
        1,
    );
    let code = generate(&text).expect("it is valid");
    assert_has(&code, r#"extend("maximum" = 3000000000i64)"#);
    assert_has(&code, r#"extend("default" = 4000000000i64)"#);
    assert_has(&code, r#"extend("minimum" = -9000000000i64)"#);
}

#[test]
fn checks_leave_a_field_that_is_called_as_a_conversion() {
    let text = crate::SHOP.replacen("            size: {", "            try_from: {", 1);
    let code = generate(&text).expect("it is valid");
    let setters = |code: &str, name: &str| code.matches(&format!("self.{name} = value")).count();
    assert_eq!(setters(&code, "try_from"), setters(&shop(), "size"));
    let checks = |code: &str| code.matches("Checked::check(&built").count();
    assert_eq!(checks(&code), checks(&shop()));
}

#[test]
fn a_scheme_may_be_called_as_a_keyword() {
    let code = generate(&PETS.replace("token", "gen")).expect("it is valid");
    assert_has(
        &code,
        "pub fn gen_(gen_: impl Into<runtime::SecretString>) -> Self",
    );
}

#[test]
fn a_text_of_a_message_may_be_of_a_type_that_is_called_as_one_of_ours() {
    for name in ["String", "Nullable"] {
        let code = generate(&crate::SHOP.replace("Reason", name)).expect(name);
        let messages = |code: &str| {
            let begin = code.find("impl From<types::Fault>").expect("it is there");
            code[begin..]
                .split("/// Who makes a call")
                .next()
                .map(str::to_owned)
        };
        assert_eq!(messages(&code), messages(&shop()), "{name}");
    }
}

#[test]
fn a_parameter_may_be_called_as_a_keyword() {
    for name in ["gen", "type", "self"] {
        let code = generate(&PETS.replace("owner-id", name)).expect(name);
        assert_has(
            &code,
            &format!("pub fn {name}_<V>(mut self, value: V) -> Self"),
        );
        assert_has(&code, &format!("pub fn {name}_(self, value: impl TryInto<"));
    }
}

#[test]
fn secrets_are_not_shown_by_debug() {
    let code = shop();
    assert_has(&code, r#".field("note", &self.note)"#);
    assert_has(&code, r#".field("password", &format_args!("[hidden]"))"#);
    assert!(!code.contains(r#"("password", &self.password)"#));
    let text = crate::SHOP;
    for secret in [
        "type: array, items: {type: string, format: password}",
        "type: object, additionalProperties: {type: string, writeOnly: true}",
        "type: object, writeOnly: true",
        "type: array, items: {type: array, items: {type: string, format: password}}",
    ] {
        let text = text.replacen("type: string, format: password, minLength: 8", secret, 1);
        let code = generate(&text).expect(secret);
        assert_has(&code, r#".field("password", &format_args!("[hidden]"))"#);
    }
    // By whatever name in Rust.
    for (name, field) in [
        ("gen", "gen_"),
        ("type", "type_"),
        ("1st", "x1st"),
        ("a-b", "a_b"),
    ] {
        let code = generate(&text.replacen("password:", &format!("{name}:"), 1)).expect(name);
        assert_has(
            &code,
            &format!(r#".field("{field}", &format_args!("[hidden]"))"#),
        );
    }
    // What has alternatives or fields hides its own.
    for (secret, hidden) in [
        (
            "oneOf: [{type: integer}, {type: array, items: {type: string, format: password}}]",
            "Self::Array(..) => { f.debug_tuple(\"Array\").field(&format_args!(\"[hidden]\")).finish() }",
        ),
        (
            "type: object, properties: {a: {type: string}}, additionalProperties: {type: string, writeOnly: true}",
            r#".field("extra", &format_args!("[hidden]"))"#,
        ),
    ] {
        let text = text.replacen("type: string, format: password, minLength: 8", secret, 1);
        let code = generate(&text).expect(secret);
        let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_has(&code, hidden);
    }
}

#[test]
fn secrets_of_a_path_are_not_shown_by_debug_of_their_call() {
    let text = crate::PETS.replacen(
        "schema: {type: string}",
        "schema: {type: string, format: password}",
        1,
    );
    let code = generate(&text).expect("it is valid");
    assert_has(&code, r#".field("owner_id", &format_args!("[hidden]"))"#);
    assert_has(&code, r#".field("body", &self.body)"#);
}

#[test]
fn values_are_constants_whether_or_not_null_is_listed_beside_them() {
    for values in ["[2]", "[2, null]"] {
        let schema = format!("nullable: true, enum: {values}");
        let text = crate::SHOP.replacen("enum: [10, 12]", &schema, 1);
        let code = generate(&text).expect("it is valid");
        assert_has(
            &code,
            "pub size: ::std::option::Option<crate::Nullable<crate::ConstInteger<2>>>",
        );
    }
}

/// What the client calls by one type is of one: otherwise it would not compile.
#[test]
fn values_and_envelopes_agree_on_the_type_of_a_result_that_is_a_constant() {
    let result = "        result:\n          type: object\n          nullable: true\n          allOf:\n            - $ref: '#/components/schemas/pet'\n";
    assert!(PETS.contains(result));
    for (schema, required, field, of_call) in [
        (
            "type: integer, enum: [3]",
            "",
            "Option<crate::ConstInteger<3>>",
            "crate::ConstInteger<3>",
        ),
        (
            "type: integer, enum: [3]",
            ", result",
            "crate::ConstInteger<3>",
            "crate::ConstInteger<3>",
        ),
        (
            "type: boolean, enum: [true], nullable: true",
            "",
            "Option<crate::ConstBool<true>>",
            "Option<crate::ConstBool<true>>",
        ),
        (
            "type: boolean, enum: [true, null], nullable: true",
            ", result",
            "Option<crate::ConstBool<true>>",
            "Option<crate::ConstBool<true>>",
        ),
    ] {
        let text = PETS
            .replace(result, &format!("        result: {{{schema}}}\n"))
            .replace("[success, errors]", &format!("[success, errors{required}]"));
        let code = generate(&text)
            .expect("it is valid")
            .replace("::std::option::", "");
        assert_has(&code, &format!("pub result: {field},"));
        assert_has(&code, &format!("type Result = {of_call};"));
        assert_has(
            &code,
            &format!("pub async fn send(self) -> Result<{of_call}, Error>"),
        );
    }
}

#[test]
fn values_of_a_recursive_field_that_may_be_absent_are_not_null() {
    let text = PETS.replacen(
        "        nick_name: {type: string, nullable: true}",
        "        place: {$ref: '#/components/schemas/Place'}",
        1,
    );
    let place = "Place: {type: object, properties: {within: {$ref: '#/components/schemas/Place'}}}";
    let text = text.replacen("    Note:\n", &format!("    {place}\n    Note:\n"), 1);
    let code = generate(&text).expect("it is valid");
    assert_has(
        &code,
        "pub within: ::std::option::Option<::std::boxed::Box<Place>>",
    );
}

#[test]
fn checks_hold_integers_to_formats_that_are_no_types() {
    for (format, least, most) in [("uint8", 0, 255), ("int16", -32768, 32767)] {
        let text = PETS.replacen(
            "nick_name: {type: string,",
            &format!("nick_name: {{type: integer, format: {format},"),
            1,
        );
        // A comma is prettyplease's.
        let code = generate(&text).expect("it is valid").replace("),", ")");
        for (rule, bound) in [("Minimum", least), ("Maximum", most)] {
            let number = format!("crate::runtime::Number::Integer({bound})");
            assert_has(&code, &format!("crate::runtime::Rule::{rule}({number})"));
        }
    }
}

#[test]
fn the_ledger_refuses_what_a_warning_says_has_no_effect() {
    let text = crate::PETS.replacen(
        "nick_name: {type: string, nullable: true}",
        "nick_name: {allOf: [{type: string, title: Mine}, {type: string, title: Yours}]}",
        1,
    );
    let document = codegen::source::parse("a.yaml", &text).expect("it parses");
    let generated = codegen::generate_from(document).expect("it is valid");
    let columns = ["0", "1"].map(|part| {
        let title = format!("/components/schemas/pet/properties/nick_name/allOf/{part}/title");
        let mut entries = generated.ledger.iter();
        let entry = entries.find(|entry| entry.pointer == title);
        entry.map(|entry| entry.column.as_str())
    });
    assert_eq!(columns, [Some("documented"), Some("refused")]);
}

#[test]
fn the_ledger_claims_no_keyword_that_a_security_scheme_of_its_type_has_not() {
    let text = crate::PETS
        .replacen(
            "scheme: bearer,",
            "scheme: bearer, in: header, name: X-Token,",
            1,
        )
        .replacen(
            "name: X-User",
            "name: X-User, scheme: bearer, bearerFormat: JWT",
            1,
        );
    let document = codegen::source::parse("a.yaml", &text).expect("it parses");
    let generated = codegen::generate_from(document).expect("it is valid");
    assert!(!generated.source.contains("Format: JWT"));
    for (keyword, expected) in [
        ("token/scheme", "enforced at run time"),
        ("token/in", "refused"),
        ("token/name", "refused"),
        ("user/in", "enforced at run time"),
        ("user/scheme", "refused"),
        ("user/bearerFormat", "refused"),
    ] {
        let pointer = format!("/components/securitySchemes/{keyword}");
        let mut entries = generated.ledger.iter();
        let entry = entries.find(|entry| entry.pointer == pointer);
        assert_eq!(
            entry.map(|entry| entry.column.as_str()),
            Some(expected),
            "{keyword}"
        );
    }
}

#[test]
fn what_the_ledger_names_is_in_the_client() {
    for text in [
        crate::PETS,
        crate::SHOP,
        include_str!("golden/things.yaml"),
        include_str!("../../../spec/zt-risk-scoring.yaml"),
    ] {
        let document = codegen::source::parse("a.yaml", text).expect("it parses");
        let generated = codegen::generate_from(document).expect("it is valid");
        let mut named = 0;
        for entry in &generated.ledger {
            let items = match entry.by.split_once("::") {
                Some(("types", name)) => {
                    vec![format!("pub struct {name} "), format!("pub enum {name} ")]
                }
                Some(("Client", name)) => vec![format!("pub fn {name}(")],
                _ => continue,
            };
            let is_there = items.iter().any(|item| generated.source.contains(item));
            assert!(is_there, "{} by {}", entry.pointer, entry.by);
            named += 1;
        }
        assert!(named > 10, "{named}");
    }
}

#[test]
fn an_object_keeps_what_it_may_have_besides_however_that_is_written() {
    for anything in ["true", "{}"] {
        let text = crate::PETS.replacen(
            "nick_name: {type: string, nullable: true}",
            &format!(
                "nick_name: {{type: object, additionalProperties: {anything}, properties: {{a: {{type: string}}}}}}"
            ),
            1,
        );
        let code = generate(&text).expect("it is valid");
        assert_has(
            &code,
            "#[serde(flatten)] pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,",
        );
    }
}
