//! Mocks that are asked for, want or answer what the document forbids fail the test.

use std::panic::{AssertUnwindSafe, catch_unwind};

use contract_tests::{ACCOUNT, documented_call};
use serde_json::{Value, json};
use zt_risk_scoring::httpmock::{MockServer, MockServerExt, Then};
use zt_risk_scoring::types::{CreateIntegrationBody, IntegrationType};

use super::{BODY, ID, JSON, TOKEN, ask, integration};

/// The message of the panic that fails a test.
fn failure<T>(test: impl FnOnce() -> T) -> String {
    let panic = catch_unwind(AssertUnwindSafe(test)).err();
    let panic = panic.expect("the test fails");
    let message = panic.downcast_ref::<String>();
    message.expect("a message").clone()
}

/// A request, its headers and body, and what is said of it.
type Refusal<'a> = (&'a str, &'a [&'a str], &'a str, &'a str);

const CREDENTIALS: &str = "credentials are missing: send `authorization: Bearer …`, \
                           or `x-auth-email: …` with `x-auth-key: …`";

const REFUSALS: &[Refusal<'_>] = &[
    ("POST /integrations", &[JSON], BODY, CREDENTIALS),
    (
        "POST /integrations",
        &[JSON, "authorization: Basic any"],
        BODY,
        CREDENTIALS,
    ),
    (
        "POST /integrations",
        &[JSON, "x-auth-key: any"],
        BODY,
        CREDENTIALS,
    ),
    (
        "POST /integrations",
        &[TOKEN, JSON],
        "",
        "the body is missing",
    ),
    (
        "POST /integrations",
        &[TOKEN, "content-type: text/plain"],
        BODY,
        "the header `content-type` says text/plain, and has to say application/json",
    ),
    (
        "POST /integrations",
        &[TOKEN],
        BODY,
        "the header `content-type` says nothing, and has to say application/json",
    ),
    (
        "POST /integrations",
        &[TOKEN, JSON],
        "{",
        "the body is not JSON: EOF while parsing an object at line 1 column 1",
    ),
    (
        "POST /integrations",
        &[TOKEN, JSON],
        r#"{"integration_type": "Okta", "tenant_url": "example"}"#,
        r#"/tenant_url: "example" is not a "uri""#,
    ),
    (
        "POST /integrations",
        &[TOKEN, JSON],
        r#"{"integration_type": "Auth0"}"#,
        r#""tenant_url" is a required property; /integration_type: "Auth0" is not one of "Okta""#,
    ),
    (
        "GET /nobody",
        &[TOKEN],
        "",
        r#"user_id: "nobody" is not a "uuid""#,
    ),
];

#[tokio::test]
async fn a_mock_that_is_asked_for_what_the_document_forbids_fails_the_test() {
    for (request, headers, body, expected) in REFUSALS {
        let server = MockServer::start();
        // What they want makes no difference.
        let create = server.create_integration(|when, then| {
            when.account_id("another").body(integration());
            then.documented();
        });
        let get = server.get_user_risk(|when, then| {
            when.user_id(ID).and(|when| when.header("x-other", "1"));
            then.documented();
        });
        // Asked twice, told once.
        for _ in 0..2 {
            let (status, answer) = ask(&server, request, headers, body).await;
            assert_eq!(status, 400, "{answer}");
            let answer: Value = serde_json::from_str(&answer).expect("JSON");
            let message = answer["errors"][0]["message"].as_str().expect("a message");
            let begin = "the document forbids this request: ";
            assert!(message.starts_with(begin), "{message}");
        }
        let (method, path) = request.split_once(' ').expect("a method");
        let (id, asked, other) = match path {
            "/integrations" => ("create_integration", create, get),
            _ => ("get_user_risk", get, create),
        };
        drop(other);
        let expected = format!(
            "the mock of `{id}` was asked for what the document forbids:\n\
             {method} /client/v4/accounts/{ACCOUNT}/zt_risk_scoring{path}: {expected}"
        );
        // Told when it is asserted, else when it is dropped.
        if body.is_empty() {
            assert_eq!(failure(|| asked.assert_calls(0)), expected);
        } else {
            assert_eq!(failure(|| drop(asked)), expected);
        }
    }
}

#[tokio::test]
async fn what_a_client_is_let_send_unchecked_is_told_by_its_mock() {
    let server = MockServer::start();
    let mock = server.create_integration(|_, then| {
        then.documented();
    });
    let client = server.client();
    let body = integration().integration_type(IntegrationType::unchecked("Auth0"));
    let error = documented_call(&client).body(body).send().await;
    let error = error.expect_err("it is refused").to_string();
    let reason = r#"the document forbids this request: "Auth0" is not one of "Okta""#;
    assert!(error.contains(reason), "{error}");
    let message = failure(|| mock.assert());
    assert!(
        message.ends_with(r#"integrations: /integration_type: "Auth0" is not one of "Okta""#),
        "{message}"
    );
}

#[tokio::test]
async fn a_test_that_fails_already_says_why_and_nothing_else() {
    let server = MockServer::start();
    let mock = server.create_integration(|_, then| {
        then.documented();
    });
    let (status, _) = ask(&server, "POST /integrations", &[TOKEN, JSON], "{}").await;
    assert_eq!(status, 400);
    let message = failure(move || {
        let _mock = mock;
        panic!("{}", "the reason");
    });
    assert_eq!(message, "the reason");
}

#[test]
fn what_the_document_forbids_cannot_be_wanted_or_answered() {
    let server = MockServer::start();
    let wanted = [
        failure(|| {
            server.get_user_risk(|when, _| {
                when.user_id("nobody");
            })
        }),
        failure(|| {
            server.create_integration(|when, _| {
                when.body(CreateIntegrationBody::builder());
            })
        }),
        failure(|| {
            server.create_integration(|when, _| {
                let unknown = IntegrationType::unchecked("Auth0");
                when.body(integration().integration_type(unknown));
            })
        }),
    ];
    assert_eq!(
        wanted,
        [
            "a mock of `get_user_risk` cannot want what the document forbids: user_id: \
             invalid character: found `n` at 0",
            "a mock of `create_integration` cannot want what the document forbids: body: integration_type: \
             it is required, and was not set",
            "a mock of `create_integration` cannot want what the document forbids: body: /integration_type: \
             \"Auth0\" is not one of \"Okta\"",
        ]
    );
    let answers = |answer: fn(Then)| {
        let message = failure(|| server.list_integrations(|_, then| answer(then)));
        let begin = "a mock of `list_integrations` cannot answer what the document forbids: ";
        message.strip_prefix(begin).expect(&message).to_owned()
    };
    let answered = [
        answers(|then| drop(then.result(json!({})))),
        answers(|then| drop(then.result(json!([{ "id": "1" }])))),
        answers(|then| drop(then.failure(500, 10000, "no"))),
        answers(|then| drop(then.failure(400, 1, "no"))),
        answers(|then| drop(then.reply(200, json!({ "success": false })))),
    ];
    for (message, expected) in answered.iter().zip([
        r#"/result: {} is not of type "array""#,
        r#"/result/0/id: "1" is not a "uuid""#,
        "the document has no reply with status 500",
        "/errors/0/code: 1 is less than the minimum of 1000",
        "/success: false is not one of true",
    ]) {
        assert!(message.contains(expected), "{message}");
    }
}
