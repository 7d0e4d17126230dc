//! Each rule of the page on how replies are read, held.

use std::collections::BTreeSet;

use contract_tests::wire::{Wire, reply};
use contract_tests::{DOCUMENTED_RESPONSE, client, documented_call};
use serde_json::{Value, json};

/// The page that states the rules.
const PAGE: &str = include_str!("../../../generated-client/REPLIES.md");

/// A rule, a reply, and what becomes of it: a pointer into the result with the value there, or a part of
/// the error's text.
struct Case {
    rule: &'static str,
    status: &'static str,
    content_type: &'static str,
    body: String,
    expected: Result<(&'static str, Value), &'static str>,
}

type Expected = Result<(&'static str, Value), &'static str>;

/// What says that a documented reply was read.
fn read() -> Expected {
    Ok(("/account_tag", json!("account_tag")))
}

fn case(rule: &'static str, body: String, expected: Expected) -> Case {
    Case {
        rule,
        status: "200 OK",
        content_type: "application/json",
        body,
        expected,
    }
}

/// The documented response with the value at a pointer replaced, or added.
fn with(pointer: &str, value: Value) -> String {
    let mut response: Value = serde_json::from_str(DOCUMENTED_RESPONSE).expect("JSON");
    let (parent, key) = pointer.rsplit_once('/').expect(pointer);
    response.pointer_mut(parent).expect(pointer)[key] = value;
    response.to_string()
}

fn without(pointer: &str) -> String {
    let mut response: Value = serde_json::from_str(DOCUMENTED_RESPONSE).expect("JSON");
    let (parent, key) = pointer.rsplit_once('/').expect(pointer);
    let parent = response.pointer_mut(parent).and_then(Value::as_object_mut);
    parent.and_then(|parent| parent.remove(key)).expect(pointer);
    response.to_string()
}

fn documented() -> String {
    DOCUMENTED_RESPONSE.to_owned()
}

fn cases() -> Vec<Case> {
    let failure = |rest: &str| format!("{{\"success\":false{rest}}}");
    let with_failure = |rule, status, body, expected| Case {
        status,
        ..case(rule, body, expected)
    };

    let unknown_fields = "Fields that the document doesn't have are ignored.";
    let unknown_values = "A value of an enum of strings that the document doesn't have is kept.";
    let optional = "A field that isn't required may be missing, or null.";
    let lists = "`errors` and `messages` may be missing, or null.";
    let rules = "Bounds, lengths, patterns and formats aren't checked.";
    let content_type = "The content type of a reply isn't looked at.";
    let failed_result = "The `result` of a failure is ignored.";
    let failures = "A failure is understood even if it isn't the document's.";
    let success = "A reply whose `success` isn't there, or isn't what it has to be, is no success.";
    let status = "A status that isn't a success outweighs a body that says it is one.";
    let result = "A `result` that the document promises must be there.";
    let required = "A required field must be there.";
    let types = "A value must be of its type.";
    let constants = "A constant must be the one value that the document allows.";
    let once = "A field may be there once only.";
    let json_only = "A body must be JSON from its first byte to its last, if the document says that it is JSON.";

    vec![
        case(unknown_fields, with("/result/color", json!("red")), read()),
        case(unknown_fields, with("/color", json!({"red": 1})), read()),
        case(
            unknown_values,
            with("/result/integration_type", json!("Auth0")),
            Ok(("/integration_type", json!("Auth0"))),
        ),
        case(
            optional,
            with("/messages/0/documentation_url", Value::Null),
            read(),
        ),
        case(optional, without("/messages/0/documentation_url"), read()),
        case(lists, with("/errors", Value::Null), read()),
        case(lists, without("/messages"), read()),
        case(rules, with("/messages/0/code", json!(7)), read()),
        Case {
            content_type: "text/plain",
            ..case(content_type, documented(), read())
        },
        with_failure(
            failed_result,
            "400 Bad Request",
            failure(r#","errors":[{"code":1400,"message":"bad"}],"messages":[],"result":[1]"#),
            Err("400 Bad Request: 1400 bad"),
        ),
        with_failure(
            failures,
            "503 Service Unavailable",
            failure(r#","errors":[{"message":"later"}]"#),
            Err("503 Service Unavailable: 0 later"),
        ),
        with_failure(
            failures,
            "500 Internal Server Error",
            failure(""),
            Err("the API gave no reason"),
        ),
        case(success, "{}".to_owned(), Err("missing field `success`")),
        case(success, without("/success"), Err("missing field `success`")),
        case(
            success,
            failure(r#","errors":[{"code":1001,"message":"no"}],"messages":[],"result":null"#),
            Err("failed: 200 OK: 1001 no"),
        ),
        with_failure(
            status,
            "409 Conflict",
            documented(),
            Err("409 Conflict: 1000 message"),
        ),
        case(
            result,
            with("/result", Value::Null),
            Err("the reply has no `result`"),
        ),
        case(result, without("/result"), Err("the reply has no `result`")),
        case(
            required,
            without("/result/account_tag"),
            Err("missing field `account_tag`"),
        ),
        case(
            required,
            with("/result/active", Value::Null),
            Err("at `result.active`"),
        ),
        case(
            types,
            with("/messages/0/code", json!("1000")),
            Err("at `messages[0].code`"),
        ),
        case(
            types,
            with("/messages/0/code", json!(1000.5)),
            Err("at `messages[0].code`"),
        ),
        case(types, with("/result/id", json!("7")), Err("at `result.id`")),
        case(
            types,
            with("/result/created_at", json!("now")),
            Err("at `result.created_at`"),
        ),
        case(
            constants,
            with("/success", json!("true")),
            Err("at `success`"),
        ),
        case(
            once,
            DOCUMENTED_RESPONSE.replacen('{', r#"{"success":true,"#, 1),
            Err("duplicate field `success`"),
        ),
        case(
            json_only,
            format!("{DOCUMENTED_RESPONSE} x"),
            Err("trailing characters"),
        ),
        case(
            json_only,
            format!("\u{feff}{DOCUMENTED_RESPONSE}"),
            Err("expected value"),
        ),
        case(json_only, "<html>".to_owned(), Err("it begins: <html>")),
    ]
}

#[tokio::test]
async fn a_reply_is_read_as_the_page_says() {
    let mut wrong = Vec::new();
    for Case {
        rule,
        status,
        content_type,
        body,
        expected,
    } in cases()
    {
        let server = Wire::answering(&reply(status, content_type, &body)).await;
        let client = client(server.base_url());
        let outcome = documented_call(&client).send().await;
        let is_right = match (&outcome, &expected) {
            (Ok(integration), Ok((pointer, value))) => {
                let integration = serde_json::to_value(integration).expect("JSON");
                integration.pointer(pointer) == Some(value)
            }
            (Err(error), Err(text)) => {
                error.to_string().contains(text) && error.body() == Some(body.as_bytes())
            }
            _ => false,
        };
        if !is_right {
            wrong.push(format!(
                "{rule}\n{body}\ngives {outcome:?}\nnot {expected:?}\n"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_rule_of_the_page_has_a_case_and_each_case_a_rule() {
    let bold = PAGE
        .lines()
        .filter_map(|line| line.strip_prefix("- **")?.split("**").next());
    let stated: BTreeSet<&str> = bold.collect();
    let held: BTreeSet<&str> = cases().iter().map(|case| case.rule).collect();
    assert_eq!(stated, held);
}
