//! Tests of the checks of choices.

mod breaks;
mod exclusive;
mod loses;

use std::fmt::Write as _;

use crate::diagnostic::Severity;
use crate::source;

/// What is refused of a choice of two schemas.
fn told(keyword: &str, one: &str, two: &str) -> Vec<String> {
    told_where("responses: {'200'", keyword, one, two)
}

/// The same of a choice that stands elsewhere in an operation.
fn told_where(place: &str, keyword: &str, one: &str, two: &str) -> Vec<String> {
    let ends = "}".repeat(6 + place.matches('{').count() - place.matches('}').count());
    let text = format!(
            "openapi: 3.0.3
components:
  schemas:
    A:
      {keyword}: [{one}, {two}]
paths:
  /a: {{get: {{{place}: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'{ends}
"
        );
    let document = source::parse("a.yaml", &text).expect("it parses");
    let (lowered, found) = crate::lower::lower(document.clone());
    assert_eq!(found, [], "{text}");
    let mut found = crate::lint::lint_lowered(&document, &lowered, crate::lint::Known::All);
    found.retain(|one| one.severity == Severity::Error);
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn an_alternative_that_takes_what_is_meant_for_a_later_one_is_refused() {
    let object = |text: &str| format!("{{type: object, {text}}}");
    for (one, two, is_refused) in [
        // Told apart by values only.
        (
            object("required: [k], properties: {k: {type: string, enum: [a]}}"),
            object("required: [k, n], properties: {k: {type: string, enum: [b]}, n: {}}"),
            true,
        ),
        (
            object("properties: {k: {type: array, items: {type: string, enum: [a]}}}"),
            object("properties: {k: {type: array, items: {type: string, enum: [b]}}}"),
            true,
        ),
        (
            "{type: string, enum: [a]}".into(),
            "{type: string}".into(),
            true,
        ),
        // By a property, by a type, by a constant, or not at all.
        (
            object("required: [m], properties: {m: {}, k: {type: string, enum: [a]}}"),
            object("required: [n], properties: {n: {}, k: {type: string, enum: [b]}}"),
            false,
        ),
        (
            object("required: [m], properties: {m: {type: string}, k: {type: string, enum: [a]}}"),
            object("required: [m], properties: {m: {type: boolean}, k: {type: string, enum: [b]}}"),
            false,
        ),
        (
            object(
                "required: [m], properties: {m: {type: integer, enum: [1]}, k: {type: string, enum: [a]}}",
            ),
            object(
                "required: [m], properties: {m: {type: integer, enum: [2]}, k: {type: string, enum: [b]}}",
            ),
            false,
        ),
        (
            object("properties: {k: {type: string, enum: [a, b]}}"),
            object("properties: {k: {type: string, enum: [b]}}"),
            false,
        ),
        (
            "{type: string, enum: [a]}".into(),
            "{type: integer}".into(),
            false,
        ),
        ("{type: string, enum: [a]}".into(), "{}".into(), true),
    ] {
        let told = told("oneOf", &one, &two);
        let expected = "a.yaml:5:14: error[unsupported]: alternatives that only an enum's values";
        assert_eq!(told.len(), usize::from(is_refused), "{one} {two}: {told:?}");
        assert!(
            told.iter().all(|told| told.starts_with(expected)),
            "{told:?}"
        );
    }
}

#[test]
fn what_is_only_sent_is_never_read_as_another_alternative() {
    let told = told_where(
        "requestBody",
        "oneOf",
        "{type: string, enum: [a]}",
        "{type: string}",
    );
    assert_eq!(told, [""; 0]);
}

#[test]
fn several_objects_that_a_value_may_be_at_once_are_refused() {
    let object = "{type: object, properties: {a: {}}}";
    let told = [
        told("anyOf", object, object),
        told("anyOf", object, "{type: string}"),
        told("oneOf", object, object),
    ];
    assert_eq!(told.each_ref().map(Vec::len), [1, 0, 0], "{told:?}");
    // What the first would lose of the second is no more to tell.
    let told = self::told("anyOf", object, "{type: object, properties: {b: {}}}");
    assert!(
        told.len() == 1 && told[0].contains("an `anyOf` of several objects"),
        "{told:?}"
    );
}

/// What is said of a choice of P0 and Q0, of whose schemas each level has those of the next one in it.
fn told_of_levels(levels: usize, level: impl Fn(&str) -> String) -> Vec<String> {
    let mut text = String::from(
        "openapi: 3.0.3
paths:
  /a: {get: {responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}}
components:
  schemas:
    A: {oneOf: [{$ref: '#/components/schemas/P0'}, {$ref: '#/components/schemas/Q0'}]}
",
    );
    for name in ["P", "Q"] {
        for index in 0..levels {
            let next = format!("{{$ref: '#/components/schemas/{name}{}'}}", index + 1);
            writeln!(text, "    {name}{index}: {}", level(&next)).expect("a string");
        }
        writeln!(
            text,
            "    {name}{levels}: {{type: object, properties: {{z: {{}}}}}}"
        )
        .expect("a string");
    }
    let document = source::parse("a.yaml", &text).expect("it parses");
    let (lowered, found) = crate::lower::lower(document);
    assert_eq!(found, []);
    let mut found = Vec::new();
    super::check(&lowered, &mut found);
    found.retain(|one| one.severity == Severity::Error);
    let found = found.into_iter().map(|found| found.to_string());
    found.collect()
}

#[test]
fn what_stands_in_many_places_is_held_against_another_once() {
    let object = |next: &str| {
        format!("{{type: object, required: [a, b], properties: {{a: {next}, b: {next}}}}}")
    };
    let array = |next: &str| format!("{{type: array, items: {{oneOf: [{next}, {next}]}}}}");
    assert_eq!(told_of_levels(60, object), [""; 0]);
    assert_eq!(told_of_levels(40, array), [""; 0]);
    let told = told_of_levels(200, object);
    let expected =
        "a.yaml:6:16: error[too-large]: these alternatives are too many or nested too deep";
    assert!(told.len() == 1 && told[0].starts_with(expected), "{told:?}");
}

#[test]
fn what_holds_itself_is_held_against_another_to_its_end() {
    let object = |more: &str| {
        format!("{{type: object, properties: {{x: {{$ref: '#/components/schemas/A'}}{more}}}}}")
    };
    assert_eq!(told("oneOf", &object(""), &object("")), [""; 0]);
    let told = told("oneOf", &object(""), &object(", b: {}"));
    assert!(told.len() == 1 && told[0].contains("loses `b`"), "{told:?}");
}
