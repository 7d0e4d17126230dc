//! Tests of what is told of envelopes.

use crate::source;

/// What is said of a success with this schema, beside other schemas.
fn told(reply: &str, schemas: &str) -> Vec<String> {
    let reply = format!("{{'200': {{content: {{application/json: {{schema: {reply}}}}}}}}}");
    told_of(&reply, schemas)
}

fn told_of(replies: &str, schemas: &str) -> Vec<String> {
    let text = format!(
        "openapi: 3.0.3
paths:
  /a:
    get:
      operationId: get_a
      responses: {replies}
components:
  schemas:
    {schemas}
    E:
      type: object
      required: [success, errors]
      properties:
        success: {{type: boolean}}
        errors: {{type: array, items: {{$ref: '#/components/schemas/Message'}}}}
    Message: {{type: object, properties: {{code: {{type: integer}}, message: {{type: string}}}}}}
    O: {{type: object, required: [b], properties: {{b: {{type: string}}}}}}
"
    );
    let document = source::parse("a.yaml", &text).expect("it parses");
    let (lowered, found) = crate::lower::lower(document);
    assert_eq!(found, [], "{text}");
    let mut found = Vec::new();
    super::check(&lowered, &mut found);
    let found = found.into_iter().map(|found| found.to_string());
    found.collect()
}

#[test]
fn a_failure_by_its_status_may_be_null_or_something_else() {
    let e = "{$ref: '#/components/schemas/E'}";
    for reply in [
        format!("{{nullable: true, allOf: [{e}]}}"),
        format!("{{oneOf: [{{type: string}}, {e}]}}"),
    ] {
        let content =
            |schema: &str| format!("{{content: {{application/json: {{schema: {schema}}}}}}}");
        let failure = |status: &str, success: &str| {
            told_of(&format!("{{{success}{status}: {}}}", content(&reply)), "")
        };
        let success = format!("'200': {}, ", content(e));
        assert_eq!(failure("4XX", &success), [""; 0], "{reply}");
        assert_eq!(failure("default", &success), [""; 0], "{reply}");
        // Where there is no other, it is that of a success too.
        assert_eq!(failure("default", "").len(), 1, "{reply}");
    }
}

#[test]
fn a_reply_with_success_that_may_be_null_or_something_else_is_refused() {
    let reference = |name: &str| format!("{{$ref: '#/components/schemas/{name}'}}");
    let (a, e, o) = (reference("A"), reference("E"), reference("O"));
    let (null, choice) = ("not nullable", "without alternatives");
    let errors = format!("{{type: array, items: {}}}", reference("Message"));
    for (reply, schemas, expected) in [
        (e.clone(), String::new(), None),
        (
            format!("{{description: All., allOf: [{e}]}}"),
            String::new(),
            None,
        ),
        (
            format!("{{nullable: true, allOf: [{e}]}}"),
            String::new(),
            Some(null),
        ),
        (
            a.clone(),
            format!("A: {{nullable: true, allOf: [{e}]}}"),
            Some(null),
        ),
        (
            a.clone(),
            format!(
                "A: {{nullable: true, type: object, required: [success, errors], properties: {{success: {{type: boolean}}, errors: {errors}}}}}"
            ),
            Some(null),
        ),
        (
            format!("{{oneOf: [{o}, {e}]}}"),
            String::new(),
            Some(choice),
        ),
        (
            a.clone(),
            format!("A: {{anyOf: [{{type: string}}, {e}]}}"),
            Some(choice),
        ),
        (
            format!("{{nullable: true, oneOf: [{{type: string}}, {a}]}}"),
            format!("A: {{oneOf: [{{nullable: true, allOf: [{e}]}}, {o}]}}"),
            Some(choice),
        ),
        (a, format!("A: {{oneOf: [{o}, {{type: string}}]}}"), None),
        (
            format!("{{description: All., allOf: [{}]}}", reference("A")),
            format!(
                "A: {{type: object, required: [errors], properties: {{success: {{type: boolean}}, errors: {errors}}}}}"
            ),
            Some("make `success` a required boolean"),
        ),
    ] {
        let told = told(&reply, &schemas);
        assert_eq!(
            told.len(),
            usize::from(expected.is_some()),
            "{reply} {schemas}: {told:?}"
        );
        let is_said = told
            .iter()
            .all(|told| told.starts_with("a.yaml:") && told.contains(expected.unwrap_or_default()));
        assert!(is_said, "{reply} {schemas}: {told:?}");
    }
}

#[test]
fn all_that_keeps_a_reply_from_being_opened_is_told_where_it_is() {
    let schemas = "A: {nullable: true, type: object, properties: {
      success: {type: string},
      messages: {type: array, items: {$ref: '#/components/schemas/N'}}}}
    N: {type: object, properties: {code: {type: integer}, message: {type: integer}}}";
    let told = told("{$ref: '#/components/schemas/A'}", schemas);
    let begin = "error[envelope]: a reply with `success` cannot be opened as an envelope: ";
    for (place, reason) in [
        ("10:16", "it may have no boolean `success`\n"),
        ("9:8", "it may have no `errors`\n"),
        ("12:68", "an item of `messages` has no string `message`\n"),
        ("6:64", "it may be null\n"),
    ] {
        let expected = format!("a.yaml:{place}: {begin}{reason}");
        let is_told = told.iter().any(|told| told.starts_with(&expected));
        assert!(is_told, "{expected}: {told:#?}");
    }
    assert_eq!(told.len(), 4, "{told:#?}");
}

#[test]
fn messages_may_be_referred_to_with_words_beside_it() {
    let around = |name: &str| {
        format!("{{description: A., allOf: [{{$ref: '#/components/schemas/{name}'}}]}}")
    };
    let plain = |name: &str| format!("{{$ref: '#/components/schemas/{name}'}}");
    for (items, message, is_told) in [
        (plain("N"), plain("Word"), false),
        (plain("N"), around("Word"), false),
        (around("N"), plain("Word"), false),
        (around("N"), plain("Number"), true),
    ] {
        let schemas = format!(
                "E2: {{type: object, required: [success, errors], properties: {{success: {{type: boolean}}, errors: {{type: array, items: {items}}}}}}}
    N: {{type: object, properties: {{code: {{type: integer}}, message: {message}}}}}
    Word: {{type: string, enum: [a, b]}}
    Number: {{type: integer, enum: [1, 2]}}"
            );
        let told = told(&plain("E2"), &schemas);
        assert_eq!(
            told.len(),
            usize::from(is_told),
            "{items} {message}: {told:?}"
        );
    }
}

#[test]
fn an_envelope_that_is_no_reply_is_refused_where_it_is_referred_to() {
    let envelope = "{$ref: '#/components/schemas/E'}";
    let expected =
        "error[envelope]: an envelope in another schema, or in a request, is not supported";
    for (reply, schemas, is_told) in [
        (envelope.to_owned(), String::new(), false),
        (
            format!("{{allOf: [{envelope}], description: A.}}"),
            String::new(),
            false,
        ),
        (
            format!("{{type: array, items: {envelope}}}"),
            String::new(),
            true,
        ),
        (
            "{$ref: '#/components/schemas/P'}".to_owned(),
            format!("P: {{type: object, properties: {{e: {envelope}}}}}"),
            true,
        ),
    ] {
        let told = told(&reply, &schemas);
        assert_eq!(told.len(), usize::from(is_told), "{reply}: {told:?}");
        assert!(told.iter().all(|one| one.contains(expected)), "{told:?}");
    }
}
