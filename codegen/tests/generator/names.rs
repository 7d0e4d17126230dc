//! Names are those that a Rust developer would have chosen.

use crate::passes::assert_has;
use crate::{PETS, SHOP, generate};

/// The client for pets of which `nick_name` is of another schema.
fn with_nick_name(schema: &str) -> String {
    let text = PETS.replace(
        "nick_name: {type: string, nullable: true}",
        &format!("nick_name: {schema}"),
    );
    generate(&text).expect("it is valid")
}

#[test]
fn an_acronym_is_one_word_in_names_and_as_it_was_on_the_wire() {
    let text = PETS
        .replace("operationId: putPet", "operationId: putPetOAuth2IDs")
        .replace("owner-id", "ownerIDs")
        .replace("nick_name:", "ownIPv4:");
    let code = generate(&text).expect("it is valid");
    for expected in [
        "pub fn put_pet_oauth2_ids(&self) -> builder::PutPetOauth2Ids<'_>",
        "id: \"putPetOAuth2IDs\"",
        "route: \"/owners/{ownerIDs}/pets\"",
        "format!(\"ownerIDs: {error}\")",
        "pub fn owner_ids<V>(mut self, value: V) -> Self",
        "rename = \"ownIPv4\"",
        "pub own_ipv4: ::std::option::Option<",
        "self.own_ipv4 = value",
        "format!(\"ownIPv4: {error}\")",
    ] {
        assert_has(&code, expected);
    }
    for gone in ["i_ds", "i_pv4", "o_auth", "IDs<"] {
        assert!(!code.contains(gone), "{gone}");
    }
}

#[test]
fn names_that_typify_would_take_for_one_are_two_fields() {
    let text = PETS.replace(
        "nick_name: {type: string, nullable: true}",
        "userIDs: {type: string}\n        user_i_ds: {type: integer}",
    );
    let code = generate(&text).expect("it is valid");
    assert_has(&code, "rename = \"userIDs\"");
    assert_has(
        &code,
        "pub user_ids: ::std::option::Option<::std::string::String>",
    );
    assert_has(&code, "pub user_i_ds: ::std::option::Option<i64>");
}

#[test]
fn of_two_names_that_make_one_the_second_is_told() {
    for (first, second) in [("b", "B"), ("B", "b")] {
        let fields = format!("{first}: {{type: string}}\n        {second}: {{type: string}}");
        let text = PETS.replace("nick_name: {type: string, nullable: true}", &fields);
        let found = generate(&text).expect_err("it is wrong");
        let told = format!(
            "pets.yaml:51:9: error[name-collision]: the property `{second}` makes the same field `b` as `{first}` at pets.yaml:50:9"
        );
        assert!(found.starts_with(&told), "{found}");
        assert_eq!(found.matches("name-collision").count(), 1, "{found}");
    }
}

#[test]
fn a_version_keeps_its_digits_apart() {
    let code = with_nick_name("{type: string, enum: ['1.0', '10', v2.1, IPv4, userIDs]}");
    assert_has(
        &code,
        "pub const KNOWN: &'static [Self] = &[Self::Value1_0, Self::Value10, Self::V2_1, Self::Ipv4, Self::UserIds, ]",
    );
    assert_has(&code, "\"1.0\" => Self::Value1_0,");
}

#[test]
fn alternatives_are_called_by_what_tells_them_apart() {
    let code = with_nick_name(
        "
          type: object
          properties: {since: {type: string}}
          oneOf:
          - $ref: '#/components/schemas/Alias'
          - {title: By place, type: object, required: [town], properties: {town: {type: string}}}
          - {type: object, required: [age], properties: {age: {type: integer}, kind: {type: string, enum: [by-age]}}}
    Alias: {type: object, required: [alias], properties: {alias: {type: string}}}",
    );
    for expected in [
        "Alias(PetNickNameAlias)",
        "ByPlace(PetNickNameByPlace)",
        "ByAge(PetNickNameByAge)",
        "From<PetNickNameAlias> for PetNickName { fn from(value: PetNickNameAlias) -> Self { Self::Alias(value)",
    ] {
        assert_has(&code, expected);
    }
    let code = generate(SHOP).expect("it is valid");
    assert_has(&code, "String1(::std::string::String)");
    assert_has(&code, "Self::String2(x) => x.fmt(f)");
}

#[test]
fn an_alternative_that_more_is_said_of_keeps_its_name_if_nothing_else_has_it() {
    let schema = "
          type: object
          properties: {since: {type: string}}
          oneOf:
          - $ref: '#/components/schemas/PetNickNameAlias'
          - {type: object, required: [town], properties: {town: {type: string}}}";
    let alias = "
    PetNickNameAlias: {type: object, required: [alias], properties: {alias: {type: string}}}";
    let code = with_nick_name(&format!("{schema}{alias}"));
    assert_has(&code, "Alias(PetNickNameAlias)");
    let other = "
        other: {$ref: '#/components/schemas/PetNickNameAlias'}";
    let code = with_nick_name(&format!("{schema}{other}{alias}"));
    assert_has(&code, "PetNickNameAlias(PetNickNamePetNickNameAlias)");
    assert_has(&code, "Option<PetNickNameAlias>");
}

#[test]
fn alternatives_that_are_called_as_parts_of_a_trait_rename_none() {
    let code = with_nick_name(
        "{anyOf: [{$ref: '#/components/schemas/ApiError'}, {$ref: '#/components/schemas/ApiErr'}]}
    ApiError: {oneOf: [{type: string, format: uuid}, {type: string, format: date-time}]}
    ApiErr: {oneOf: [{type: string, format: ipv4}, {type: string, format: date}]}",
    );
    assert_has(&code, "ApiError(ApiError)");
    assert_has(&code, "type Error = self::error::ConversionError;");
    assert_has(&code, "type Err = self::error::ConversionError;");
}

#[test]
fn a_call_that_is_called_as_a_keyword_is_linked_by_its_name() {
    let text = PETS.replace("operationId: putPet", "operationId: type");
    let code = generate(&text).expect("it is valid");
    assert_has(&code, "[`Client::type_`](crate::Client::type_)");
    assert!(!code.contains("Client::type`"), "{code}");
}

#[test]
fn of_two_schemas_that_would_be_called_the_same_nothing_else_is_told() {
    let alternative = |title: &str, field: &str| {
        format!(
            "{{title: '{title}', type: object, required: [{field}], properties: {{{field}: {{type: string}}}}}}"
        )
    };
    let (first, second) = (alternative("v1.0", "a"), alternative("v10", "b"));
    let schema = format!("nick_name: {{oneOf: [{first}, {second}]}}");
    let text = PETS.replace("nick_name: {type: string, nullable: true}", &schema);
    let found = generate(&text).expect_err("it is wrong");
    assert!(
        found.contains("would be called `PetNickNameV10`"),
        "{found}"
    );
    assert_eq!(found.matches("pets.yaml:50:").count(), 2, "{found}");
}

#[test]
fn operations_that_would_have_one_builder_or_types_of_one_name_are_told() {
    for (first, second) in [("get_a_1", "getA1"), ("a1_b", "a1b"), ("get_a_b", "get_ab")] {
        let text = PETS.replace("operationId: putPet", &format!("operationId: {first}"));
        let other = format!(
            "    get:
      operationId: {second}
      responses:
        '200':
          description: Done.
          content: {{application/json: {{schema: {{$ref: '#/components/schemas/PetReply'}}}}}}
components:
"
        );
        let found = generate(&text.replace("components:\n", &other)).expect_err("it is wrong");
        let told = format!(
            "error[name-collision]: the operationId `{second}` makes the same name as `{first}` at"
        );
        assert!(found.contains(&told), "{found}");
        assert_eq!(found.matches("error[").count(), 1, "{found}");
    }
}

#[test]
fn values_of_a_parameter_are_those_of_the_wire_whatever_its_type_is_called() {
    let text = PETS
        .replace("operationId: putPet", "operationId: getA")
        .replace("owner-id", "b")
        .replace(
            "schema: {type: string}",
            "schema: {type: string, enum: [x, y]}",
        );
    let code = generate(&text).expect("it is valid");
    assert_has(&code, "pub enum GetAb { /// `x` X,");
    assert_has(&code, "Self::X => \"x\", Self::Y => \"y\",");
}

#[test]
fn a_schema_may_be_called_as_a_type_of_rust_is() {
    let text = PETS
        .replace(
            "      responses:\n",
            "      responses:\n        '202': {description: Later.}\n",
        )
        .replace(
            "nick_name: {type: string, nullable: true}",
            "nick_name: {$ref: '#/components/schemas/Option'}",
        )
        .replace(
            "    kind:\n      desc",
            "    Option: {type: object, properties: {a: {type: string}}}\n    kind:\n      desc",
        );
    let code = generate(&text).expect("it is valid");
    assert_has(&code, "Status200(::std::option::Option<Pet>)");
    assert_has(&code, "pub struct Option {");
}
