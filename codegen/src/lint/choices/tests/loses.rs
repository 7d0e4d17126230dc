//! Tests of what is lost of an alternative that is read as another one.

use super::told;

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
        // A list is read as the fields of a type, unless that is an alternative itself.
        (&b, &array(number), None),
        (&a, &array(text), None),
        (
            &inner(&b),
            &inner(&array(number)),
            Some("a part of what is in it"),
        ),
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
