//! The typed mocks, by the client's calls and by bare HTTP.

mod forbidden;

use std::collections::BTreeMap;

use contract_tests::wire::exchange;
use contract_tests::{ACCOUNT, DOCUMENTED_RESPONSE};
use serde_json::{Value, json};
use uuid::Uuid;
use zt_risk_scoring::httpmock::{MockServer, MockServerExt};
use zt_risk_scoring::types::{
    CreateIntegrationBody, IntegrationType, RiskLevel, UpdateBehavior, UpdateBehaviors,
    UpdateIntegrationBody, builder,
};

const ID: Uuid = Uuid::from_u128(0x182b_d5e5_6e1a_4fe4_a799_aa6d_9a6a_b26e);
const TOKEN: &str = "authorization: Bearer any";
const JSON: &str = "content-type: application/json";
const BODY: &str = r#"{"integration_type": "Okta", "tenant_url": "https://example.com"}"#;

/// Asks the server for a path below that of the family: the status and the body.
async fn ask(server: &MockServer, request: &str, headers: &[&str], body: &str) -> (u16, String) {
    let (method, path) = request.split_once(' ').expect("a method");
    let request = format!("{method} /client/v4/accounts/{ACCOUNT}/zt_risk_scoring{path}");
    let (head, body) = exchange(*server.address(), &request, headers, body).await;
    let status = head.split(' ').nth(1).and_then(|text| text.parse().ok());
    (status.expect("a status"), body)
}

fn integration() -> builder::CreateIntegrationBody {
    CreateIntegrationBody::builder()
        .integration_type(IntegrationType::Okta)
        .tenant_url("https://example.com")
}

fn update() -> builder::UpdateIntegrationBody {
    UpdateIntegrationBody::builder()
        .active(false)
        .tenant_url("https://example.com")
}

fn behaviors() -> builder::UpdateBehaviors {
    let behavior = UpdateBehavior::builder()
        .enabled(true)
        .risk_level(RiskLevel::Low);
    let behavior = UpdateBehavior::try_from(behavior).expect("a behavior");
    let behaviors: BTreeMap<_, _> = [("imp_travel".to_owned(), behavior)].into();
    UpdateBehaviors::builder().behaviors(behaviors)
}

/// Mocks an operation with each of its values, calls it with the same ones, and gives its result.
macro_rules! called {
    ($operation:ident $(, $setter:ident = $value:expr)*) => {{
        let server = MockServer::start();
        let mock = server.$operation(|when, then| {
            when.account_id(ACCOUNT)$(.$setter($value))*;
            then.documented();
        });
        let client = server.client();
        let result = client.$operation().account_id(ACCOUNT)$(.$setter($value))*.send().await;
        mock.assert();
        result.expect(stringify!($operation))
    }};
}

#[tokio::test]
async fn every_operation_has_a_mock_that_answers_as_documented() {
    assert_eq!(called!(create_integration, body = integration()).id, ID);
    assert_eq!(called!(list_integrations)[0].id, ID);
    assert_eq!(called!(get_integration, integration_id = ID).id, ID);
    assert_eq!(
        called!(get_integration_by_reference_id, reference_id = "a/b c%").id,
        ID
    );
    assert_eq!(
        called!(update_integration, integration_id = ID, body = update()).id,
        ID
    );
    assert_eq!(called!(delete_integration, integration_id = ID), None);
    assert!(!called!(get_behaviors).behaviors.is_empty());
    assert!(
        !called!(update_behaviors, body = behaviors())
            .behaviors
            .is_empty()
    );
    assert_eq!(called!(get_risk_summary).users.len(), 1);
    assert_eq!(called!(get_user_risk, user_id = ID).events.len(), 1);
    assert_eq!(called!(reset_user_risk, user_id = ID), None);
}

#[tokio::test]
async fn the_documented_answer_is_on_the_wire_as_json() {
    let server = MockServer::start();
    let mock = server.create_integration(|_, then| {
        then.documented();
    });
    let path = format!("POST /client/v4/accounts/{ACCOUNT}/zt_risk_scoring/integrations");
    let (head, body) = exchange(*server.address(), &path, &[TOKEN, JSON], BODY).await;
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    let content_type = "\r\ncontent-type: application/json";
    assert_eq!(head.matches(content_type).count(), 1, "{head}");
    let [body, documented] =
        [&body, DOCUMENTED_RESPONSE].map(|text| serde_json::from_str::<Value>(text).expect("JSON"));
    assert_eq!(body, documented);
    // httpmock's own is at hand.
    assert_eq!(mock.calls(), 1);
}

#[tokio::test]
async fn answers_are_the_envelopes_around_what_was_given() {
    let server = MockServer::start();
    let mut answers = Vec::new();
    for answer in 0..5 {
        let _mock = server.list_integrations(|_, then| {
            match answer {
                0 => then.result(json!([])),
                1 => then.result_with_info(json!([]), json!({ "count": 0 })),
                2 => then.failure(403, 10000, "no"),
                3 => then.reply(
                    404,
                    json!({ "success": false, "errors": [], "messages": [], "result": null }),
                ),
                _ => then.and(|then| then.status(502).header("server", "proxy").body("<html>")),
            };
        });
        answers.push(ask(&server, "GET /integrations", &[TOKEN], "").await);
    }
    let expected = [
        (
            200,
            r#"{"errors":[],"messages":[],"result":[],"success":true}"#,
        ),
        (
            200,
            r#"{"errors":[],"messages":[],"result":[],"result_info":{"count":0},"success":true}"#,
        ),
        (
            403,
            r#"{"errors":[{"code":10000,"message":"no"}],"messages":[],"result":null,"success":false}"#,
        ),
        (
            404,
            r#"{"errors":[],"messages":[],"result":null,"success":false}"#,
        ),
        (502, "<html>"),
    ];
    assert_eq!(
        answers,
        expected.map(|(status, body)| (status, body.to_owned()))
    );
}

#[tokio::test]
async fn static_paths_win_and_other_methods_and_prefixes_are_not_mocked() {
    let server = MockServer::start();
    let mock = server.get_user_risk(|_, then| {
        then.documented();
    });
    for request in [
        "GET /behaviors",
        "GET /summary",
        "GET /integrations",
        "GET /",
        "GET /a/b",
        "PUT /182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e",
    ] {
        let (status, _) = ask(&server, request, &[TOKEN], "").await;
        assert_eq!(status, 404, "{request}");
    }
    let path = format!("GET /accounts/{ACCOUNT}/zt_risk_scoring/{ID}");
    let (head, _) = exchange(*server.address(), &path, &[TOKEN], "").await;
    assert!(head.starts_with("HTTP/1.1 404"), "{head}");
    mock.assert_calls(0);

    // However they are written.
    let behaviors = server.get_behaviors(|_, then| {
        then.documented();
    });
    let (status, _) = ask(&server, "GET /%62ehaviors", &[TOKEN], "").await;
    assert_eq!(status, 200);
    behaviors.assert();
}

#[tokio::test]
async fn a_mock_answers_the_values_that_it_wants_and_is_gone_when_it_is_dropped() {
    let server = MockServer::start();
    let mock = server.get_integration_by_reference_id(|when, then| {
        when.account_id(ACCOUNT).reference_id("a.b/c d+é");
        then.documented();
    });
    let path = "GET /integrations/reference_id/";
    let wanted = format!("{path}a%2Eb%2Fc%20d+%C3%A9");
    for (request, expected) in [
        (wanted.as_str(), 200),
        (&format!("{path}a-b%2Fc%20d+%C3%A9"), 404),
        (&format!("{path}a.b/c%20d+%C3%A9"), 404),
        (&format!("{path}a.b%2Fc%20d%20%C3%A9"), 404),
    ] {
        let (status, _) = ask(&server, request, &[TOKEN], "").await;
        assert_eq!(status, expected, "{request}");
    }
    mock.assert();
    drop(mock);
    assert_eq!(ask(&server, &wanted, &[TOKEN], "").await.0, 404);

    let mock = server.create_integration(|when, then| {
        when.body(integration());
        then.documented();
    });
    let other = BODY.replace("example.com", "other.example");
    let reordered = r#"{"tenant_url":"https://example.com","integration_type":"Okta"}"#;
    for (body, expected) in [(BODY, 200), (reordered, 200), (&other, 404)] {
        let (status, _) = ask(&server, "POST /integrations", &[TOKEN, JSON], body).await;
        assert_eq!(status, expected, "{body}");
    }
    mock.assert_calls(2);
}

/// What has a server of its own.
struct Harness(MockServer);

impl MockServerExt for Harness {
    fn server(&self) -> &MockServer {
        &self.0
    }
}

#[tokio::test]
async fn what_has_a_server_has_its_mocks_too() {
    let harness = Harness(MockServer::start());
    assert_eq!(
        harness.api_base_url(),
        format!("http://{}/client/v4", harness.0.address())
    );
    let mock = harness.delete_integration(|_, then| {
        then.failure(404, 1404, "gone")
            .and(|then| then.header("cf-ray", "1-TEST"));
    });
    let client = harness.client();
    let call = client.delete_integration().account_id(ACCOUNT);
    let error = call
        .integration_id(ID)
        .send()
        .await
        .expect_err("it is gone");
    assert_eq!((error.code(), error.cf_ray()), (Some(1404), Some("1-TEST")));
    mock.assert();
    assert_eq!(
        format!("{mock:?}"),
        r#"Mock { operation: "delete_integration", .. }"#
    );
}
