//! What progenitor 0.15 drops or bends, or panics at: each is closed, or refused with its place.
//!
//! What its client does wrong when it is called is in `tests/tests/contract/`: paths that lead elsewhere
//! (`a_value_in_the_path_stays_one_segment`), redirects (`no_redirect_is_followed_so_that…`), status and headers of
//! replies that cannot be read (`what_came_of_a_reply_is_kept_when_the_rest_does_not_come`), an HTML page with status
//! 429 (`quotas_and_retries_are_at_hand…`), and `success: false` in a 200 (`leniency.rs`). The limits on time and memory are
//! held by `examples/corpus.rs`, over published documents.

use std::collections::BTreeSet;

use syn::visit::Visit;

use crate::{PETS, generate};

const SHOP: &str = crate::SHOP;

/// The client for an edited document, without line breaks, which are prettyplease's.
fn code_of(text: &str, edits: &[(&str, &str)]) -> String {
    let code = generate(&edited(text, edits)).unwrap_or_else(|found| panic!("{found}"));
    code.split_whitespace().collect()
}

fn edited(text: &str, edits: &[(&str, &str)]) -> String {
    edits.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

fn assert_has(code: &str, expected: &str) {
    let expected: String = expected.split_whitespace().collect();
    assert!(code.contains(&expected), "{expected} is not in:\n{code}");
}

#[test]
fn security_schemes_and_servers_are_in_the_client_and_no_api_version_is_sent() {
    let code = code_of(PETS, &[]);
    assert_has(
        &code,
        "pub enum Credentials { /// Authenticates by `token`.\n Token { /// A token.",
    );
    assert_has(
        &code,
        r#"pub const BASE_URL: &str = "https://pets.example/v1";"#,
    );
    assert!(!code.contains("api-version") && !code.contains("1.2.3\")"));
}

#[test]
fn a_constant_is_enforced_and_no_bare_flag() {
    let code = code_of(SHOP, &[]);
    assert_has(
        &code,
        "pub confirmed: ::std::option::Option<crate::ConstBool<true>>",
    );
    assert_has(&code, "pub version: crate::ConstInteger<2>");
    let code = code_of(PETS, &[]);
    assert_has(&code, "const SUCCESS: Option<bool> = Some(true);");
}

#[test]
fn bounds_lengths_and_formats_are_checked_when_a_request_is_made() {
    let code = code_of(SHOP, &[("maxItems: 2", "minItems: 1")]);
    for (field, rules) in [
        ("callback", "Uri"),
        ("note", "MaxLength(10), MinLength(2)"),
        ("tags", "MinItems(1), UniqueItems, Items(&[MinLength(1)])"),
        ("price", "ExclusiveMinimum(Number::Integer(0)"),
    ] {
        let check = format!("check(\"{field}\", &self.{field}, &[{rules}");
        assert_has(
            &code
                .replace("crate::runtime::Rule::", "")
                .replace("crate::runtime::", ""),
            &check,
        );
    }
}

#[test]
fn an_unknown_value_of_an_enum_does_not_fail_the_reply() {
    let code = code_of(PETS, &[]);
    assert_has(
        &code,
        "crate::runtime::open_enum(deserializer, Self::unchecked)",
    );
}

#[test]
fn several_inline_responses_of_an_operation_are_several_types() {
    let code = code_of(SHOP, &[]);
    assert_has(&code, "pub struct ChangeOrderResponse200 { /// `id`");
    assert_has(&code, "pub struct ChangeOrderResponse202 { /// `job`");
    assert_has(
        &code,
        "pub enum ChangeOrderSuccess {
            /// It was changed.
            Status200(ChangeOrderResponse200),
            /// It will be changed.
            Status202(ChangeOrderResponse202),",
    );
}

#[test]
fn several_types_of_errors_are_one_enum_by_status() {
    let code = code_of(SHOP, &[]);
    assert_has(&code, "pub enum ChangeOrderFailure");
    assert_has(&code, "type Failure = types::ChangeOrderFailure;");
}

/// The names that a module, and those in it, have of others and use as they are.
#[derive(Default)]
struct Names {
    used: BTreeSet<String>,
    own: BTreeSet<String>,
}

impl<'ast> Visit<'ast> for Names {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let first = path.segments.first().map(|first| first.ident.to_string());
        let is_type = |name: &String| name.starts_with(char::is_uppercase) && name != "Self";
        let first = first.filter(|_| path.leading_colon.is_none());
        self.used.extend(first.filter(is_type));
        syn::visit::visit_path(self, path);
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.own.insert(item.ident.to_string());
        syn::visit::visit_item_struct(self, item);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.own.insert(item.ident.to_string());
        syn::visit::visit_item_enum(self, item);
    }

    fn visit_type_param(&mut self, parameter: &'ast syn::TypeParam) {
        self.own.insert(parameter.ident.to_string());
        syn::visit::visit_type_param(self, parameter);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        // It sees nothing of what is around it.
        if item.ident != "error" {
            syn::visit::visit_item_mod(self, item);
        }
    }
}

/// What nobody's schema or operation can be called, as it would stand for something else in the code.
#[test]
fn whatever_the_code_beside_types_and_calls_uses_by_its_bare_name_is_taken() {
    for (module, named, expected) in [
        (
            "types",
            "schemas/Note",
            "cannot be the name of a type: the code beside it",
        ),
        (
            "builder",
            "operationId: putPet",
            "is a name that the client has already",
        ),
    ] {
        let mut names = Names::default();
        for text in [PETS, SHOP] {
            let file = syn::parse_file(&generate(text).expect("it is valid")).expect("it is Rust");
            let module = file.items.iter().find_map(|item| match item {
                syn::Item::Mod(item) if item.ident == module => Some(item),
                _ => None,
            });
            names.visit_item_mod(module.expect("the module"));
        }
        let used: Vec<&String> = names.used.difference(&names.own).collect();
        assert!(used.len() > 2, "{used:?}");
        for name in used {
            let text = match module {
                "types" => PETS.replace("    Note:", &format!("    {name}:")),
                _ => PETS.to_owned(),
            };
            let own = named.replace("Note", name).replace("putPet", name);
            let found = generate(&text.replace(named, &own)).err();
            let is_told = found.as_ref().is_some_and(|found| found.contains(expected));
            assert!(is_told, "{name}: {found:?}");
        }
    }
}

#[test]
fn what_progenitor_panics_at_is_refused_with_its_place() {
    for (text, edits, expected) in [
        (
            PETS,
            (
                "kind: {$ref: '#/components/schemas/kind'}",
                "kind: {$ref: '#/components/schemas/king'}",
            ),
            "pets.yaml:48:22: error[dangling-ref]",
        ),
        (
            PETS,
            ("/owners/{owner-id}/pets", "/owners/{owner}/pets"),
            "pets.yaml:11:15: error[path-parameter]",
        ),
    ] {
        let found = generate(&edited(text, &[edits])).expect_err(expected);
        assert!(found.starts_with(expected), "{found}");
    }
}

#[test]
fn what_has_no_end_is_refused_with_its_place() {
    let endless = |schema: &str| edited(PETS, &[("    kind:\n", &format!("{schema}    kind:\n"))]);
    for (schema, place) in [
        (
            "    Endless: {allOf: [{$ref: '#/components/schemas/Endless'}]}\n",
            "pets.yaml:51:5",
        ),
        // An item of a list, and one in another.
        (
            "    Endless:
      oneOf:
      - type: string
      - description: A list.
        oneOf:
        - $ref: '#/components/schemas/Endless/oneOf/1'
        - oneOf: [{$ref: '#/components/schemas/Endless/oneOf/1/oneOf/1'}]
",
            "pets.yaml:54:9",
        ),
    ] {
        let found = generate(&endless(schema)).expect_err("it has no end");
        let expected = format!("{place}: error[circular-ref]");
        assert!(found.contains(&expected), "{found}");
    }
}

#[test]
fn a_setter_keeps_the_reason_of_a_failed_conversion() {
    let code = code_of(PETS, &[]);
    assert_has(&code, r#".map_err(|error| format!("kind: {error}"))"#);
    assert!(!code.contains("conversionto`"), "{code}");
}

#[test]
fn what_is_optional_and_nullable_can_be_sent_as_null() {
    let code = code_of(PETS, &[]);
    assert_has(
        &code,
        "pub nick_name: ::std::option::Option<crate::Nullable<::std::string::String>>",
    );
    assert_has(
        &code,
        "T: ::std::convert::TryInto<crate::Nullable<::std::string::String>>",
    );
}

#[test]
fn an_operation_makes_fewer_lines_than_progenitors_own() {
    for (name, text) in [
        ("pets", PETS),
        (
            "the fragment",
            include_str!("../../../spec/zt-risk-scoring.yaml"),
        ),
    ] {
        // The document is data, behind a feature.
        let ours = generate(text).expect(name);
        let ours = ours
            .split("/// The document that this")
            .next()
            .unwrap_or_default();
        let json = codegen::source::parse(name, text)
            .expect(name)
            .root
            .to_json();
        let api: openapiv3::OpenAPI = serde_json::from_value(json).expect(name);
        let mut settings = progenitor_impl::GenerationSettings::new();
        settings.with_interface(progenitor_impl::InterfaceStyle::Builder);
        let calls = progenitor_impl::Generator::new(&settings).generate_tokens(&api);
        let mocks = progenitor_impl::Generator::new(&settings).httpmock(&api, "api");
        // Ours has mocks, too.
        let theirs: String = [calls, mocks]
            .map(|tokens| syn::parse2(tokens.expect(name)).expect("it is Rust"))
            .map(|file| prettyplease::unparse(&file))
            .concat();
        let [ours, theirs] = [ours, theirs.as_str()].map(|code| code.lines().count());
        println!("{name}: {ours} lines, progenitor's own {theirs}");
        assert!(
            ours < theirs,
            "{name}: {ours} lines, progenitor's own {theirs}"
        );
    }
}

#[test]
fn parts_that_share_parts_are_looked_at_once() {
    use std::fmt::Write as _;

    let mut text = String::from(
        "openapi: 3.0.3\ninfo: {title: A, version: '1'}\nservers: [{url: https://a.example}]\n\
         paths: {/a: {get: {operationId: get_a, responses: {'200': {description: Done., content: \
         {application/json: {schema: {$ref: '#/components/schemas/S0'}}}}}}}}\ncomponents:\n  schemas:\n",
    );
    // Twice as many ways to the last one with every level.
    for level in 0..40 {
        let part = format!("{{$ref: '#/components/schemas/S{}'}}", level + 1);
        writeln!(
            text,
            "    S{level}: {{allOf: [{part}, {part}], required: [b]}}"
        )
        .expect("a string");
    }
    text += "    S40: {type: object, properties: {a: {type: string}}}\n";
    let document = codegen::source::parse("a.yaml", &text).expect("it parses");
    let found = codegen::lint::lint(&document);
    let undeclared = found.iter().filter(|one| {
        one.message
            .contains("the property `b` is required but not declared")
    });
    assert!(undeclared.count() >= 40);
}
