//! What is on the wire.

use contract_tests::wire::Wire;
use contract_tests::{ACCOUNT, TOKEN, client, documented_call};
use zt_risk_scoring::types::{CreateIntegrationBody, IntegrationType};
use zt_risk_scoring::{Client, Credentials, ErrorKind};

/// The page's curl call, and what reqwest has to add.
fn expected_headers(host: &str, credentials: &[&str], length: usize) -> Vec<String> {
    let mut headers: Vec<String> = credentials.iter().map(|line| (*line).to_owned()).collect();
    headers.extend([
        "accept: application/json".to_owned(),
        format!("content-length: {length}"),
        "content-type: application/json".to_owned(),
        format!("host: {host}"),
        format!("user-agent: zt-risk-scoring/{}", env!("CARGO_PKG_VERSION")),
    ]);
    headers.sort();
    headers
}

#[tokio::test]
async fn a_call_is_the_documented_curl_call_with_each_credential_and_nothing_more() {
    let cases = [
        (
            Credentials::api_token("Sn3lZJTBX6kkg7OdcBUAxOO963GEIyGQqnFTOFYY"),
            &["authorization: Bearer Sn3lZJTBX6kkg7OdcBUAxOO963GEIyGQqnFTOFYY"][..],
        ),
        (
            Credentials::api_email_and_api_key(
                "user@example.com",
                "144c9defac04969c7bfad8efaa8ea194",
            ),
            &[
                "x-auth-email: user@example.com",
                "x-auth-key: 144c9defac04969c7bfad8efaa8ea194",
            ],
        ),
    ];
    for (credentials, lines) in cases {
        let server = Wire::documented().await;
        let client = Client::builder(credentials)
            .base_url(server.base_url())
            .build();
        documented_call(&client.expect("a client"))
            .send()
            .await
            .expect("a result");
        let host = server
            .base_url()
            .split('/')
            .nth(2)
            .expect("a host")
            .to_owned();
        let request = server.request().await;
        assert_eq!(
            request.line,
            format!("POST /client/v4/accounts/{ACCOUNT}/zt_risk_scoring/integrations HTTP/1.1")
        );
        assert_eq!(
            request.headers,
            expected_headers(&host, lines, request.body.len())
        );
        assert_eq!(
            request.body,
            r#"{"integration_type":"Okta","tenant_url":"https://example.com"}"#
        );
    }
}

#[tokio::test]
async fn a_reference_id_is_sent_when_it_is_given() {
    let server = Wire::documented().await;
    let body = CreateIntegrationBody::builder()
        .integration_type("Okta")
        .tenant_url("https://example.com")
        .reference_id("ref".to_owned());
    let client = client(server.base_url());
    let call = client.create_integration().account_id(ACCOUNT).body(body);
    call.send().await.expect("a result");
    assert_eq!(
        server.request().await.body,
        r#"{"integration_type":"Okta","reference_id":"ref","tenant_url":"https://example.com"}"#
    );
}

#[tokio::test]
async fn request_builds_what_send_would_send_and_shows_no_secret() {
    let server = Wire::documented().await;
    let client = client(server.base_url());
    let request = documented_call(&client).request().expect("a request");
    assert_eq!(request.method(), "POST");
    assert_eq!(
        request.url().as_str(),
        format!(
            "{}/accounts/{ACCOUNT}/zt_risk_scoring/integrations",
            server.base_url()
        )
    );
    assert!(request.headers()["authorization"].is_sensitive());
    let body = request
        .body()
        .and_then(|body| body.as_bytes())
        .expect("bytes");
    assert_eq!(
        body,
        br#"{"integration_type":"Okta","tenant_url":"https://example.com"}"#
    );
    for shown in [
        format!("{request:?}"),
        format!("{client:?}"),
        format!("{:?}", documented_call(&client)),
    ] {
        assert!(!shown.contains(TOKEN), "{shown}");
    }
}

#[tokio::test]
async fn a_value_in_the_path_stays_one_segment() {
    let server = Wire::documented().await;
    let client = client(server.base_url());
    let call = documented_call(&client).account_id("../a b/c?d#e%");
    call.send().await.expect("a result");
    assert_eq!(
        server.request().await.line,
        "POST /client/v4/accounts/..%2Fa%20b%2Fc%3Fd%23e%25/zt_risk_scoring/integrations HTTP/1.1"
    );
}

#[tokio::test]
async fn an_invalid_call_is_refused_by_name_before_anything_is_sent() {
    let server = Wire::documented().await;
    let client = client(server.base_url());
    let body = || {
        CreateIntegrationBody::builder()
            .integration_type(IntegrationType::Okta)
            .tenant_url("https://example.com")
    };
    let call = || client.create_integration();
    for (call, reason) in [
        (
            call().body(body()),
            "account_id: it is required, and was not set",
        ),
        (
            documented_call(&client).account_id(""),
            "account_id: it is empty",
        ),
        (
            documented_call(&client).account_id(".."),
            "account_id: `.` and `..` would lead to another endpoint",
        ),
        (
            documented_call(&client).account_id("a\r\nb"),
            "account_id: it has a control character, such as a line break",
        ),
        (
            call().account_id(ACCOUNT),
            "body: integration_type: it is required, and was not set",
        ),
        (
            documented_call(&client)
                .body_map(|_| CreateIntegrationBody::builder().integration_type("Okta")),
            "body: tenant_url: it is required, and was not set",
        ),
        (
            documented_call(&client).body_map(|body| body.integration_type("okta")),
            r#"body: integration_type: "okta" is not a known value: use `Okta`"#,
        ),
        (
            call()
                .account_id(ACCOUNT)
                .body(body().integration_type("Auth0")),
            r#"body: integration_type: "Auth0" is not a known value: use `Okta`"#,
        ),
    ] {
        let error = call.send().await.expect_err(reason);
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(
            error.to_string(),
            format!("the request is invalid and was not sent: {reason}")
        );
    }
    assert!(server.is_untouched());
}

#[tokio::test]
async fn a_text_that_is_no_uuid_is_told_with_the_field_and_the_rule() {
    let client = client("https://api.example");
    let call = client.get_integration().account_id(ACCOUNT);
    let error = call.integration_id("nope").request();
    let error = error.expect_err("it is no UUID").to_string();
    let begin =
        r#"the request is invalid and was not sent: integration_id: "nope" is not a UUID: "#;
    assert!(error.starts_with(begin), "{error}");
    assert!(error.ends_with(" (`format: uuid`)"), "{error}");
}

/// RFC 9110, section 8.6.
#[tokio::test]
async fn a_call_without_a_body_that_may_have_one_says_that_it_has_none() {
    let server = Wire::documented().await;
    let client = client(server.base_url());
    let reset = client.reset_user_risk().account_id(ACCOUNT);
    let _ = reset.user_id(uuid::Uuid::nil()).send().await;
    let request = server.request().await;
    let length = "content-length: 0".to_owned();
    assert!(request.headers.contains(&length), "{:?}", request.headers);
    let of_body = |header: &String| {
        header.starts_with("content-type") || header.starts_with("transfer-encoding")
    };
    assert!(
        !request.headers.iter().any(of_body),
        "{:?}",
        request.headers
    );
}
