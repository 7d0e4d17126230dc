//! What a reply becomes: a result, or an error that keeps what the server said.

use contract_tests::wire::{Wire, reply};
use contract_tests::{DOCUMENTED_RESPONSE, TOKEN, client, documented_call};
use httpmock::MockServer;
use serde_json::{Value, json};
use zt_risk_scoring::types::{Integration, IntegrationType};
use zt_risk_scoring::{Client, Credentials, Error, ErrorKind};

/// The result of the documented call when the server replies so.
async fn result_of(status: &str, content_type: &str, body: &str) -> Result<Integration, Error> {
    let server = Wire::answering(&reply(status, content_type, body)).await;
    let client = client(server.base_url());
    documented_call(&client).send().await
}

/// The documented response with one value replaced.
fn documented_but(pointer: &str, value: Value) -> String {
    let mut response: Value = serde_json::from_str(DOCUMENTED_RESPONSE).expect("JSON");
    *response.pointer_mut(pointer).expect(pointer) = value;
    response.to_string()
}

#[tokio::test]
async fn the_documented_response_decodes_to_every_field() {
    let server = MockServer::start_async().await;
    let mock = server
        .mock_async(|when, then| {
            when.method("POST");
            then.status(200)
                .header("content-type", "application/json")
                .header("cf-ray", "8f0-TEST")
                .body(DOCUMENTED_RESPONSE);
        })
        .await;
    let client = client(&server.base_url());
    let reply = documented_call(&client)
        .send_with_meta()
        .await
        .expect("a result");
    mock.assert_async().await;

    let meta = reply.meta();
    assert_eq!(meta.status(), 200);
    assert_eq!(meta.cf_ray(), Some("8f0-TEST"));
    assert_eq!(meta.headers()["content-type"], "application/json");
    assert_eq!(meta.retries(), 0);
    assert!(meta.elapsed() > std::time::Duration::ZERO);
    assert_eq!(meta.result_info(), None);
    let ([message], [error]) = (meta.messages(), meta.errors()) else {
        panic!("{meta:?}");
    };
    assert_eq!(error.to_string(), message.to_string());
    assert_eq!(message.code, 1000);
    assert_eq!(message.message, "message");
    assert_eq!(
        message.documentation_url.as_deref(),
        Some("documentation_url")
    );
    assert_eq!(message.pointer.as_deref(), Some("pointer"));

    let integration = reply.into_result();
    assert_eq!(
        integration.id.to_string(),
        "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e"
    );
    assert_eq!(integration.account_tag, "account_tag");
    assert!(integration.active);
    assert_eq!(
        integration.created_at.to_rfc3339(),
        "2019-12-27T18:11:19.117+00:00"
    );
    assert_eq!(integration.integration_type, IntegrationType::Okta);
    assert_eq!(integration.reference_id, "reference_id");
    assert_eq!(integration.tenant_url, "tenant_url");
    assert_eq!(integration.well_known_url, "well_known_url");
}

/// A reply, the kind of its error and the whole text of it.
type Failure<'a> = (&'a str, &'a str, &'a str, ErrorKind, &'a str);

const JSON: &str = "application/json";

/// Replies that give no result.
const FAILURES: &[Failure<'_>] = &[
    (
        "200 OK",
        JSON,
        r#"{"success":false,"errors":[{"code":1001,"message":"no"}],"messages":[],"result":null}"#,
        ErrorKind::Api,
        "create_integration failed: 200 OK: 1001 no [cf-ray 8f0-TEST]",
    ),
    (
        "403 Forbidden",
        JSON,
        r#"{"success":false,"errors":[{"code":3314,"message":"Forbidden"}],"messages":[],"result":null}"#,
        ErrorKind::Api,
        "create_integration failed: 403 Forbidden: 3314 Forbidden; needs the permission Zero Trust Write [cf-ray 8f0-TEST]",
    ),
    (
        "400 Bad Request",
        JSON,
        r#"{"success":false,"errors":[{"code":1400,"message":"bad\u001b[31m","documentation_url":"https://x","source":{"pointer":"/tenant_url"}},{"code":2000,"message":"worse"}],"messages":[{"code":3000,"message":"by the way"}],"result":null}"#,
        ErrorKind::Api,
        "create_integration failed: 400 Bad Request: 1400 bad [31m at /tenant_url (see https://x); 2000 worse; 3000 by the way [cf-ray 8f0-TEST]",
    ),
    // What the API leaves out of a failure must not hide it.
    (
        "401 Unauthorized",
        JSON,
        r#"{"success":false,"errors":[{"code":10000,"message":"Authentication error"}]}"#,
        ErrorKind::Api,
        "create_integration failed: 401 Unauthorized: 10000 Authentication error; needs the permission Zero Trust Write [cf-ray 8f0-TEST]",
    ),
    (
        "500 Internal Server Error",
        JSON,
        r#"{"success":false,"errors":null,"messages":null,"result":{"a":1}}"#,
        ErrorKind::Api,
        "create_integration failed: 500 Internal Server Error: the API gave no reason; it may have happened all the same: look before repeating it [cf-ray 8f0-TEST]",
    ),
    // A status that says no outweighs a body that says yes.
    (
        "400 Bad Request",
        JSON,
        r#"{"success":true,"errors":[],"messages":[],"result":null}"#,
        ErrorKind::Api,
        "create_integration failed: 400 Bad Request: the API gave no reason [cf-ray 8f0-TEST]",
    ),
    (
        "200 OK",
        JSON,
        r#"{"success":true,"errors":[],"messages":[],"result":null}"#,
        ErrorKind::InvalidReply,
        "create_integration failed: 200 OK: the reply has no `result`, which the document promises; it may have happened all the same: look before repeating it [cf-ray 8f0-TEST]",
    ),
    (
        "200 OK",
        JSON,
        r#"{"success":true,"errors":[],"messages":[]}"#,
        ErrorKind::InvalidReply,
        "create_integration failed: 200 OK: the reply has no `result`, which the document promises; it may have happened all the same: look before repeating it [cf-ray 8f0-TEST]",
    ),
    (
        "200 OK",
        JSON,
        "{}",
        ErrorKind::InvalidReply,
        "create_integration failed: 200 OK: a body of application/json is not what the document says: missing field `success` at line 1 column 2; it begins: {}; it may have happened all the same: look before repeating it [cf-ray 8f0-TEST]",
    ),
    (
        "200 OK",
        JSON,
        r#"{"success":true,"resu"#,
        ErrorKind::InvalidReply,
        "create_integration failed: 200 OK: a body of application/json is not what the document says: EOF while parsing a string at line 1 column 21; it begins: {\"success\":true,\"resu; it may have happened all the same: look before repeating it [cf-ray 8f0-TEST]",
    ),
    (
        "200 OK",
        JSON,
        "",
        ErrorKind::InvalidReply,
        "create_integration failed: 200 OK: a body of application/json is not what the document says: EOF while parsing a value at line 1 column 0; it begins: (nothing); it may have happened all the same: look before repeating it [cf-ray 8f0-TEST]",
    ),
    (
        "502 Bad Gateway",
        "text/html",
        "<html>\n  <h1>Bad gateway</h1>\n",
        ErrorKind::InvalidReply,
        "create_integration failed: 502 Bad Gateway: a body of text/html is not what the document says: expected value at line 1 column 1; it begins: <html> <h1>Bad gateway</h1>; it may have happened all the same: look before repeating it [cf-ray 8f0-TEST]",
    ),
];

#[tokio::test]
async fn a_reply_without_a_result_is_an_error_that_says_all_of_it() {
    let mut wrong = Vec::new();
    for (status, content_type, body, kind, text) in FAILURES {
        let error = result_of(status, content_type, body).await.expect_err(text);
        assert_eq!(
            error.status().map(|status| status.to_string()).as_deref(),
            Some(*status)
        );
        assert_eq!(error.cf_ray(), Some("8f0-TEST"));
        assert_eq!(error.content_type(), Some(*content_type));
        assert_eq!(error.body(), Some(body.as_bytes()));
        assert!(!format!("{error:?}").contains(TOKEN));
        if error.kind() != *kind || error.to_string() != *text {
            wrong.push(format!("{:?}: {error}\n", error.kind()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.concat());
}

#[tokio::test]
async fn a_wrong_type_is_an_error_that_names_the_field() {
    for (pointer, value, field) in [
        (
            "/result/created_at",
            json!("yesterday"),
            "result.created_at",
        ),
        ("/result/id", json!(7), "result.id"),
        ("/result/active", json!("yes"), "result.active"),
        (
            "/errors",
            json!([{"code": "1000", "message": ""}]),
            "errors[0].code",
        ),
        ("/success", json!("true"), "success"),
        ("/result", json!([]), "result"),
    ] {
        let error = result_of("200 OK", JSON, &documented_but(pointer, value)).await;
        let error = error.expect_err(pointer);
        assert_eq!(error.kind(), ErrorKind::InvalidReply);
        assert_eq!(error.field().as_deref(), Some(field));
        assert!(
            error.to_string().contains(&format!(", at `{field}`: ")),
            "{error}"
        );
        assert!(
            error
                .body_snippet()
                .is_some_and(|text| text.starts_with("{\"errors\""))
        );
    }
}

#[tokio::test]
async fn the_errors_of_the_api_are_at_hand() {
    let body = r#"{"success":false,"errors":[{"code":1400,"message":"bad","documentation_url":"https://x","source":{"pointer":"/a"}}],"messages":[{"code":3000,"message":"fyi"}],"result":null}"#;
    let error = result_of("400 Bad Request", JSON, body)
        .await
        .expect_err("400");
    assert_eq!(error.api_errors()[0].code, 1400);
    assert_eq!(error.api_errors()[0].pointer.as_deref(), Some("/a"));
    assert_eq!(
        error.api_errors()[0].documentation_url.as_deref(),
        Some("https://x")
    );
    assert_eq!(error.api_messages()[0].message, "fyi");
    assert!(error.required_permission().is_empty());
    let error = result_of("403 Forbidden", JSON, body)
        .await
        .expect_err("403");
    assert_eq!(error.required_permission(), ["Zero Trust Write"]);
}

#[tokio::test]
async fn unknown_values_and_fields_are_no_error_and_values_go_back_as_they_came() {
    let body = documented_but("/result/integration_type", json!("Auth0"));
    let body = body.replacen('{', "{\"new\":[1],", 1).replacen(
        "\"result\":{",
        "\"result\":{\"new\":{},",
        1,
    );
    let integration = result_of("200 OK", JSON, &body).await.expect("a result");
    assert_eq!(integration.integration_type.as_str(), "Auth0");
    assert!(matches!(
        integration.integration_type,
        IntegrationType::Unknown(_)
    ));
    let json = serde_json::to_value(&integration).expect("JSON");
    assert_eq!(json["integration_type"], "Auth0");
    // Only known values are parsed; others take an explicit word.
    assert!("Auth0".parse::<IntegrationType>().is_err());
    assert_eq!(
        IntegrationType::unchecked("Auth0"),
        integration.integration_type
    );
    assert_eq!(IntegrationType::unchecked("Okta"), IntegrationType::Okta);
}

#[tokio::test]
async fn no_redirect_is_followed_so_that_no_credential_and_no_body_gets_elsewhere() {
    for status in [
        "301 Moved Permanently",
        "302 Found",
        "303 See Other",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        for credentials in [
            Credentials::api_token(TOKEN),
            Credentials::api_email_and_api_key("user@example.com", "key"),
        ] {
            let elsewhere = Wire::documented().await;
            let to = elsewhere.base_url();
            let redirect =
                format!("HTTP/1.1 {status}\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n");
            let server = Wire::answering(&redirect).await;
            let client = Client::builder(credentials)
                .base_url(server.base_url())
                .build()
                .expect("a client");
            let error = documented_call(&client)
                .send()
                .await
                .expect_err("a redirect");
            let told = format!(
                "create_integration failed: {status}: it leads elsewhere, and no redirect is followed: check the \
                 base URL"
            );
            assert!(error.to_string().starts_with(&told), "{error}");
            assert!(elsewhere.is_untouched(), "{status}");
        }
    }
}

#[tokio::test]
async fn a_reply_that_breaks_off_keeps_its_status() {
    let cut = reply("200 OK", JSON, DOCUMENTED_RESPONSE);
    let server = Wire::answering(&cut[..cut.len() - 10]).await;
    let client = client(server.base_url());
    let error = documented_call(&client)
        .send()
        .await
        .expect_err("half a reply");
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    assert!(
        error.to_string().starts_with(
            "create_integration failed: 200 OK: the connection broke off, to http://127.0.0.1:"
        ),
        "{error}"
    );
}

#[tokio::test]
async fn a_reply_that_is_too_large_is_not_read_to_its_end() {
    let body = "x".repeat(16 * 1024 * 1024 + 1);
    let error = result_of("200 OK", JSON, &body)
        .await
        .expect_err("too large");
    assert_eq!(
        error.to_string(),
        "create_integration failed: 200 OK: the reply is larger than 16777216 bytes; it may have happened all the same: look before repeating it [cf-ray 8f0-TEST]"
    );
}
