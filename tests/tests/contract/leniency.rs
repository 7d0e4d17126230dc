//! Each rule of the page on how replies are read, held.

use std::collections::BTreeSet;

use contract_tests::wire::{Wire, reply};
use contract_tests::{ACCOUNT, DOCUMENTED_RESPONSE, client, documented_call};
use serde_json::{Map, Value, json};

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

const UNKNOWN_FIELDS: &str =
    "Fields that the document doesn't have are ignored, however deep they are.";
const UNKNOWN_VALUES: &str =
    "A value of an enum of strings that the document doesn't have is kept.";
const OPTIONAL: &str = "A field that isn't required may be missing, or null.";
const LISTS: &str = "`errors` and `messages` may be missing, or null.";
const RULES: &str = "Bounds, lengths, patterns and formats aren't checked.";
const CONTENT_TYPE: &str = "The content type of a reply isn't looked at.";
const OTHER_STATUS: &str = "A success may have another status than the document has.";
const FAILED_RESULT: &str = "The `result` of a failure is ignored.";
const LISTED: &str = "A success may list errors.";
const ARRAYS: &str = "An array may stand for an object.";
const FAILURES: &str = "A failure is understood even if it isn't the document's.";
const SUCCESS: &str =
    "A reply whose `success` isn't there, or isn't what it has to be, is no success.";
const STATUS: &str = "A status that isn't a success outweighs a body that says it is one.";
const RESULT: &str = "A `result` that the document promises must be there.";
const REQUIRED: &str = "A required field must be there.";
const TYPES: &str = "A value must be of its type.";
const CONSTANTS: &str = "A constant must be the one value that the document allows.";
const ONCE: &str = "A field may be there once only.";
const JSON_ONLY: &str =
    "A body must be JSON from its first byte to its last, if the document says that it is JSON.";

const OK: &str = "200 OK";

/// A reply that is read as the documented one.
fn accepted(rule: &'static str, body: String) -> Case {
    Case {
        rule,
        status: OK,
        content_type: "application/json",
        body,
        expected: Ok(("/account_tag", json!("account_tag"))),
    }
}

fn refused(rule: &'static str, status: &'static str, body: String, error: &'static str) -> Case {
    Case {
        status,
        expected: Err(error),
        ..accepted(rule, body)
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

fn documented_result() -> Value {
    let mut reply: Value = serde_json::from_str(DOCUMENTED_RESPONSE).expect("JSON");
    reply["result"].take()
}

fn cases() -> Vec<Case> {
    accepted_replies()
        .into_iter()
        .chain(arrays())
        .chain(failures())
        .chain(refused_replies())
        .collect()
}

fn accepted_replies() -> Vec<Case> {
    vec![
        accepted(UNKNOWN_FIELDS, with("/result/color", json!("red"))),
        accepted(UNKNOWN_FIELDS, with("/color", json!({"red": 1}))),
        accepted(
            UNKNOWN_FIELDS,
            DOCUMENTED_RESPONSE.replacen(
                '{',
                &format!(
                    r#"{{"deep":{}{},"#,
                    "[".repeat(100_000),
                    "]".repeat(100_000)
                ),
                1,
            ),
        ),
        Case {
            expected: Ok(("/integration_type", json!("Auth0"))),
            ..accepted(
                UNKNOWN_VALUES,
                with("/result/integration_type", json!("Auth0")),
            )
        },
        accepted(OPTIONAL, with("/messages/0/documentation_url", Value::Null)),
        accepted(OPTIONAL, without("/messages/0/documentation_url")),
        accepted(LISTS, with("/errors", Value::Null)),
        accepted(LISTS, without("/messages")),
        accepted(
            LISTED,
            with("/errors", json!([{"code": 1234, "message": "partly"}])),
        ),
        accepted(RULES, with("/messages/0/code", json!(7))),
        Case {
            content_type: "text/plain",
            ..accepted(CONTENT_TYPE, documented())
        },
        Case {
            status: "299 Fine",
            ..accepted(OTHER_STATUS, documented())
        },
    ]
}

/// A body that says that the call failed, and `rest`.
fn failure(rest: &str) -> String {
    format!("{{\"success\":false{rest}}}")
}

fn failures() -> Vec<Case> {
    vec![
        refused(
            FAILED_RESULT,
            "400 Bad Request",
            failure(r#","errors":[{"code":1400,"message":"bad"}],"messages":[],"result":[1]"#),
            "400 Bad Request: 1400 bad",
        ),
        refused(
            FAILURES,
            "503 Service Unavailable",
            failure(r#","errors":[{"message":"later"}]"#),
            "503 Service Unavailable: later",
        ),
        refused(
            FAILURES,
            "403 Forbidden",
            failure(
                r#","errors":[{"code":1000.0,"message":null,"documentation_url":5},{"code":"1001","message":{"a":1}},{"code":1.5,"message":"no"}]"#,
            ),
            "failed: 403 Forbidden: 1000; 1001; no; needs",
        ),
        refused(
            FAILURES,
            "400 Bad Request",
            failure(
                r#","errors":[{"code":1400,"message":"bad","source":{"pointer":"/a"}},{"code":1401,"source":[1]}],"messages":[{"code":3000,"message":"fyi"},"hm"]"#,
            ),
            "failed: 400 Bad Request: 1400 bad at /a; 1401; 3000 fyi; hm",
        ),
        refused(
            FAILURES,
            "400 Bad Request",
            failure(r#","errors":[{"code":1000,"documentation_url":"https://x"}]"#),
            "failed: 400 Bad Request: 1000 (see https://x)",
        ),
        refused(
            FAILURES,
            OK,
            failure(r#","errors":["boom",null,[1],{"code":1e400,"message":"far"}]"#),
            "failed: 200 OK: boom; far",
        ),
        refused(
            FAILURES,
            OK,
            failure(r#","errors":"boom""#),
            "failed: 200 OK: boom",
        ),
        refused(
            FAILURES,
            OK,
            failure(r#","errors":{"code":1234,"message":"boom"}"#),
            "failed: 200 OK: 1234 boom",
        ),
        refused(
            FAILURES,
            OK,
            failure(&format!(
                r#","errors":[{{"code":{}1{},"message":"deep"}}]"#,
                "[".repeat(200),
                "]".repeat(200)
            )),
            "failed: 200 OK: deep",
        ),
        refused(
            FAILURES,
            "500 Internal Server Error",
            failure(""),
            "the API gave no reason",
        ),
    ]
}

fn arrays() -> Vec<Case> {
    vec![
        accepted(
            ARRAYS,
            with(
                "/result",
                documented_result()
                    .as_object()
                    .into_iter()
                    .flat_map(Map::values)
                    .cloned()
                    .collect(),
            ),
        ),
        refused(
            ARRAYS,
            OK,
            format!("[[],[],{},true]", documented_result()),
            "invalid type: sequence",
        ),
        refused(
            ARRAYS,
            OK,
            "[false,[]]".to_owned(),
            "invalid type: sequence",
        ),
        refused(
            ARRAYS,
            OK,
            with("/result", json!(["account_tag"])),
            "at `result`",
        ),
    ]
}

fn refused_replies() -> Vec<Case> {
    vec![
        refused(SUCCESS, OK, "{}".to_owned(), "missing field `success`"),
        refused(SUCCESS, OK, without("/success"), "missing field `success`"),
        refused(
            SUCCESS,
            OK,
            failure(r#","errors":[{"code":1001,"message":"no"}],"messages":[],"result":null"#),
            "failed: 200 OK: 1001 no",
        ),
        refused(
            STATUS,
            "409 Conflict",
            documented(),
            "409 Conflict: 1000 message",
        ),
        refused(
            RESULT,
            OK,
            with("/result", Value::Null),
            "the reply has no `result`",
        ),
        refused(RESULT, OK, without("/result"), "the reply has no `result`"),
        refused(
            REQUIRED,
            OK,
            without("/result/account_tag"),
            "missing field `account_tag`",
        ),
        refused(
            REQUIRED,
            OK,
            with("/result/active", Value::Null),
            "at `result.active`",
        ),
        refused(
            TYPES,
            OK,
            with("/messages/0/code", json!("1000")),
            "at `messages[0].code`",
        ),
        refused(
            TYPES,
            OK,
            with("/messages/0/code", json!(1000.5)),
            "at `messages[0].code`",
        ),
        refused(
            TYPES,
            OK,
            with("/messages/0/code", json!(1000.0)),
            "at `messages[0].code`",
        ),
        refused(TYPES, OK, with("/result/id", json!("7")), "at `result.id`"),
        refused(
            TYPES,
            OK,
            with("/result/created_at", json!("now")),
            "at `result.created_at`",
        ),
        refused(
            CONSTANTS,
            OK,
            with("/success", json!("true")),
            "at `success`",
        ),
        refused(
            ONCE,
            OK,
            DOCUMENTED_RESPONSE.replacen('{', r#"{"success":true,"#, 1),
            "duplicate field `success`",
        ),
        refused(
            JSON_ONLY,
            OK,
            format!("{DOCUMENTED_RESPONSE} x"),
            "trailing characters",
        ),
        refused(
            JSON_ONLY,
            OK,
            format!("\u{feff}{DOCUMENTED_RESPONSE}"),
            "expected value",
        ),
        refused(JSON_ONLY, OK, "<html>".to_owned(), "it begins: <html>"),
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

#[tokio::test]
async fn a_list_that_is_missing_is_no_empty_list() {
    for body in [
        r#"{"success":true,"errors":[],"messages":[]}"#,
        r#"{"success":true,"errors":[],"messages":[],"result":null}"#,
    ] {
        let server = Wire::answering(&reply(OK, "application/json", body)).await;
        let client = client(server.base_url());
        let listed = client.list_integrations().account_id(ACCOUNT).send().await;
        let error = listed.expect_err(body);
        assert_eq!(error.field().as_deref(), Some("result"));
        assert!(error.to_string().contains("has no `result`"), "{error}");
    }
    let body = r#"{"success":true,"errors":[],"messages":[],"result":[]}"#;
    let server = Wire::answering(&reply(OK, "application/json", body)).await;
    let client = client(server.base_url());
    let listed = client.list_integrations().account_id(ACCOUNT).send().await;
    assert!(listed.expect("an empty list").is_empty());
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
