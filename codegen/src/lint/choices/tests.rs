//! Tests of the checks of choices.

use std::fmt::Write as _;

use crate::source;

/// What is said of a choice of two objects with these properties and required ones.
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
    let found = crate::lint::lint_lowered(&document, &lowered);
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
}

/// Holds what is said of a choice of two against what the first one loses of the second.
fn assert_loses(one: &str, two: &str, lost: Option<&str>) {
    let told = told("oneOf", one, two);
    assert_eq!(
        told.len(),
        usize::from(lost.is_some()),
        "{one} {two}: {told:?}"
    );
    let expected = format!(
        "a.yaml:5:15: error[unsupported]: a reply that is a later alternative is read as this one, and loses {}",
        lost.unwrap_or_default()
    );
    assert!(
        told.iter().all(|told| told.starts_with(&expected)),
        "{told:?}"
    );
}

#[test]
fn an_alternative_that_loses_a_part_of_a_later_one_is_refused_where_it_stands() {
    let object = |text: &str| format!("{{type: object, {text}}}");
    let a = object("required: [a], properties: {a: {type: string}}");
    let b = object("properties: {b: {type: string}}");
    let both = object("required: [a, b], properties: {a: {type: string}, b: {type: string}}");
    let closed =
        object("required: [a], additionalProperties: false, properties: {a: {type: string}}");
    let null = object("required: [c], properties: {c: {type: string, nullable: true}}");
    let inner = |inner: &str| object(&format!("required: [x], properties: {{x: {inner}}}"));
    let of_integer = object("required: [a], properties: {a: {type: integer}, c: {}}");
    let rest = object("properties: {d: {type: string}}, additionalProperties: {}");
    let date = |format: &str, more: &str| {
        object(&format!(
            "required: [a], properties: {{a: {{type: string, format: {format}}}{more}}}"
        ))
    };
    let array = |items: &str| format!("{{type: array, items: {items}}}");
    let constant = |value: u8| format!("{{type: integer, enum: [{value}]}}");
    let either = |one: &str| format!("{{oneOf: [{one}, {{type: string}}]}}");
    let key = |k: &str, more: &str| object(&format!("required: [k], properties: {{k: {k}{more}}}"));
    let (text, number) = ("{type: string}", "{type: integer}");
    for (one, two, lost) in [
        (&object("properties: {a: {type: string}}"), &b, Some("`b`")),
        (&a, &both, Some("`b`")),
        (&closed, &both, Some("`b`")),
        (&inner(&b), &inner(&both), Some("a part of what is in it")),
        (&array(&b), &array(&both), Some("a part of what is in it")),
        (&b, &rest, Some("`d`")),
        (
            &b,
            &object("maxProperties: 9"),
            Some("undeclared properties"),
        ),
        // A list is read as the fields of a type.
        (&b, &array(number), Some("its items")),
        (&a, &array(text), Some("its items")),
        (
            &array("{type: number}"),
            &"{}".to_owned(),
            Some("a part of what is in it"),
        ),
        (&a, &"{}".to_owned(), Some("undeclared properties")),
        (
            &a,
            &object("additionalProperties: true"),
            Some("undeclared properties"),
        ),
        (
            &a,
            &object("additionalProperties: {}"),
            Some("undeclared properties"),
        ),
        (&a, &object("additionalProperties: {type: integer}"), None),
        // A constant that no field holds is read as any integer.
        (
            &key(&array(&constant(1)), ""),
            &key(&array(&constant(2)), ", m: {}"),
            Some("`m`"),
        ),
        (
            &key(&either(&constant(1)), ""),
            &key(&constant(2), ", m: {}"),
            Some("`m`"),
        ),
        (&key(&constant(1), ""), &key(&constant(2), ", m: {}"), None),
        (
            &key(&constant(1), ""),
            &key(&either(&constant(2)), ", m: {}"),
            None,
        ),
        (
            &key(&constant(1), ""),
            &key(&either(&constant(1)), ", m: {}"),
            Some("`m`"),
        ),
        // What requires more is read as nothing else.
        (&both, &a, None),
        (&a, &b, None),
        (&null, &b, None),
        (&a, &of_integer, None),
        (&a, &array(number), None),
        (
            &date("date", ""),
            &date("uuid", ", b: {type: string}"),
            None,
        ),
        // What has a place for all loses nothing.
        (&rest, &both, None),
        (&object("properties: {a: {}, b: {}}"), &both, None),
        (&object("maxProperties: 9"), &both, None),
        (&inner(&both), &inner(&a), None),
        (&array(text), &array(number), None),
    ] {
        assert_loses(one, two, lost);
    }
}

#[test]
fn a_scalar_that_a_later_one_is_read_as_is_refused_unless_it_keeps_all_of_it() {
    for (one, two, lost) in [
        ("{type: number}", "{type: integer}", Some("digits")),
        (
            "{type: number, format: float}",
            "{type: number}",
            Some("digits"),
        ),
        (
            "{type: string, format: uuid}",
            "{type: string}",
            Some("how it is written"),
        ),
        ("{type: number}", "{}", Some("digits")),
        (
            "{type: string, format: uuid}",
            "{}",
            Some("how it is written"),
        ),
        (
            "{type: string, format: date}",
            "{type: string}",
            Some("how it is written"),
        ),
        (
            "{type: string, format: ip}",
            "{type: string, format: uri}",
            Some("how it is written"),
        ),
        (
            "{type: string, format: uuid}",
            "{type: string, enum: [00000000-0000-0000-0000-00000000000A]}",
            Some("how it is written"),
        ),
        (
            "{type: number}",
            "{type: integer, enum: [1, 9007199254740993]}",
            Some("digits"),
        ),
        (
            "{type: number, format: float}",
            "{type: integer, format: int32}",
            Some("digits"),
        ),
        (
            "{type: number, format: float}",
            "{type: number, enum: [0.1]}",
            Some("digits"),
        ),
        ("{type: number}", "{type: number, format: float}", None),
        (
            "{type: string, format: date}",
            "{type: string, format: uuid}",
            None,
        ),
        (
            "{type: string, format: uuid}",
            "{type: string, enum: [a, 00000000-0000-0000-0000-00000000000a]}",
            None,
        ),
        (
            "{type: string, format: date}",
            "{type: string, enum: [a, 2020-01-02]}",
            None,
        ),
        (
            "{type: string, format: date-time}",
            "{type: string, format: email}",
            None,
        ),
        (
            "{type: string, format: ip}",
            "{type: string, format: ipv4}",
            None,
        ),
        (
            "{type: string, format: ip}",
            "{type: string, enum: [a, '::1', 1.2.3.4]}",
            None,
        ),
        ("{type: string, format: ipv4}", "{type: string}", None),
        ("{type: number}", "{type: integer, format: int32}", None),
        (
            "{type: number}",
            "{type: integer, minimum: 0, maximum: 100}",
            None,
        ),
        (
            "{type: number, format: float}",
            "{type: number, enum: [0.5, 2]}",
            None,
        ),
        ("{type: integer}", "{type: number}", None),
        ("{type: string}", "{type: string, format: uuid}", None),
        ("{type: integer}", "{}", None),
    ] {
        assert_loses(one, two, lost);
    }
}

/// Holds what is said of a choice of two that is read and sent against whether the second breaks the rules
/// of the first.
fn assert_breaks(one: &str, two: &str, is_refused: bool) {
    let schema = "application/json: {schema: {$ref: '#/components/schemas/A'}}";
    let sent = format!("requestBody: {{content: {{{schema}}}}}, responses: {{'200'");
    let only_read = told("oneOf", one, two);
    assert_eq!(only_read, [""; 0], "{one} {two}");
    let told = told_where(&sent, "oneOf", one, two);
    assert_eq!(told.len(), usize::from(is_refused), "{one} {two}: {told:?}");
    let is_there = told.iter().all(|told| {
        told.starts_with("a.yaml:5:15: error[unsupported]: ") && told.contains("breaks its rules")
    });
    assert!(is_there, "{told:?}");
}

#[test]
fn an_alternative_that_a_later_one_breaks_the_rules_of_is_refused_if_it_is_sent_too() {
    for (one, two, is_refused) in [
        ("{type: string, maxLength: 2}", "{type: string}", true),
        ("{type: string, format: uri}", "{type: string}", true),
        (
            "{type: string, maxLength: 1}",
            "{type: string, enum: [a, b]}",
            false,
        ),
        (
            "{type: string, maxLength: 1}",
            "{type: string, enum: [a, bc]}",
            true,
        ),
        (
            "{type: array, items: {}, minItems: 1}",
            "{type: array, items: {}, minItems: 0}",
            true,
        ),
        (
            "{type: array, items: {}, minItems: 0}",
            "{type: array, items: {}}",
            false,
        ),
        (
            "{type: object, maxProperties: 1, additionalProperties: {}}",
            "{type: object, properties: {a: {}, b: {}}, additionalProperties: false}",
            true,
        ),
        (
            "{type: object, maxProperties: 1, minProperties: 1, additionalProperties: {}}",
            "{type: object, required: [a], properties: {a: {}}, additionalProperties: false}",
            false,
        ),
        (
            "{type: object, properties: {a: {}}, enum: [{a: 1}]}",
            "{type: object, properties: {a: {}}}",
            true,
        ),
        ("{type: string}", "{type: string, maxLength: 2}", false),
        (
            "{type: object, properties: {a: {type: integer, enum: [1]}}}",
            "{type: object, properties: {a: {type: integer, enum: [2]}}}",
            false,
        ),
        (
            "{type: object, properties: {a: {type: string, maxLength: 1}}}",
            "{type: object, properties: {a: {type: string, maxLength: 2}}}",
            true,
        ),
    ] {
        assert_breaks(one, two, is_refused);
    }
}

#[test]
fn a_number_that_a_later_one_is_out_of_the_range_of_is_refused_if_it_is_sent_too() {
    for (one, two, is_refused) in [
        (
            "{type: integer, maximum: 5}",
            "{type: integer, minimum: 10}",
            true,
        ),
        (
            "{type: integer, maximum: 5}",
            "{type: integer, minimum: 2, maximum: 4}",
            false,
        ),
        ("{type: integer, maximum: 5}", "{type: string}", false),
        ("{type: integer, format: int16}", "{type: integer}", true),
        (
            "{type: integer, format: int16}",
            "{type: integer, format: int8}",
            false,
        ),
        (
            "{type: integer, format: int8}",
            "{type: integer, format: int16}",
            false,
        ),
        (
            "{type: integer, multipleOf: 4}",
            "{type: integer, multipleOf: 2}",
            true,
        ),
        (
            "{type: integer, multipleOf: 2}",
            "{type: integer, multipleOf: 4}",
            false,
        ),
        (
            "{type: integer, minimum: 0, exclusiveMinimum: true}",
            "{type: integer, minimum: 0}",
            true,
        ),
        (
            "{type: integer, minimum: 0, exclusiveMinimum: true}",
            "{type: integer, minimum: 1}",
            false,
        ),
        (
            "{type: integer, minimum: 0}",
            "{type: integer, enum: [7, 8]}",
            false,
        ),
        (
            "{type: integer, minimum: 8}",
            "{type: integer, enum: [7, 8]}",
            true,
        ),
        (
            "{type: integer, format: int32, enum: [1]}",
            "{type: integer, format: int32, enum: [2]}",
            true,
        ),
        (
            "{type: integer, enum: [1, 2]}",
            "{type: integer, format: int32, enum: [2]}",
            false,
        ),
    ] {
        assert_breaks(one, two, is_refused);
    }
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
