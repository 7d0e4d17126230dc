//! The bundled API, by its own client and by bare HTTP.

use std::time::Duration;

use contract_tests::{ACCOUNT, documented_call, wire};
use serde_json::{Value, json};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use uuid::Uuid;
use zt_risk_scoring::mock::{Fault, LocalApi, Seed};
use zt_risk_scoring::types::UpdateIntegrationBody;
use zt_risk_scoring::{Client, Credentials};

const PATH: &str =
    "/client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/zt_risk_scoring/integrations";
const TOKEN: &str = "authorization: Bearer local-api-token";
const JSON: &str = "content-type: application/json";
const BODY: &str = r#"{"integration_type": "Okta", "tenant_url": "https://example.com"}"#;

/// The status and body of the answer to a request as any HTTP client would send it.
async fn answer(api: &LocalApi, request: &str, headers: &[&str], body: &str) -> (u16, Value) {
    let host = api.base_url().split('/').nth(2).expect("a host");
    let address = host.parse().expect("an address");
    let (head, body) = wire::exchange(address, request, headers, body).await;
    assert!(head.contains("content-type: application/json"), "{head}");
    assert!(head.contains("cf-ray: "), "{head}");
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    (
        status.expect("a status"),
        serde_json::from_str(&body).expect("JSON"),
    )
}

#[tokio::test]
async fn the_documented_request_makes_an_integration_of_the_documented_shape() {
    let api = LocalApi::start().await.expect("a port");
    let (status, answer) = answer(&api, &format!("POST {PATH}"), &[TOKEN, JSON], BODY).await;
    assert_eq!(status, 200);
    let result = &answer["result"];
    let id: Uuid = serde_json::from_value(result["id"].clone()).expect("a UUID");
    assert_eq!(id.get_version_num(), 4);
    let created_at = result["created_at"].as_str().expect("a time");
    assert!(
        created_at.starts_with("20") && created_at.ends_with('Z'),
        "{created_at}"
    );
    let reference: Uuid = serde_json::from_value(result["reference_id"].clone()).expect("a UUID");
    assert_eq!(
        answer,
        json!({
            "success": true,
            "errors": [],
            "messages": [],
            "result": {
                "id": id,
                "account_tag": ACCOUNT,
                "active": true,
                "created_at": created_at,
                "integration_type": "Okta",
                "reference_id": reference,
                "tenant_url": "https://example.com",
                "well_known_url": format!("/.well-known/sse-configuration/{id}/"),
            },
        })
    );
    assert_eq!(api.integrations(ACCOUNT), std::slice::from_ref(result));
    assert!(api.integrations("another").is_empty());
}

#[tokio::test]
async fn the_client_reaches_it_with_each_credential() {
    let api = LocalApi::start().await.expect("a port");
    for credentials in [
        Credentials::api_token(LocalApi::API_TOKEN),
        Credentials::api_email_and_api_key(LocalApi::API_EMAIL, LocalApi::API_KEY),
    ] {
        let client = Client::builder(credentials)
            .base_url(api.base_url())
            .build()
            .expect("a client");
        let integration = documented_call(&client)
            .body_map(|body| body.reference_id("ref".to_owned()))
            .send()
            .await
            .expect("a result");
        assert_eq!(integration.reference_id, "ref");
    }
    assert_eq!(api.integrations(ACCOUNT).len(), 2);
}

/// A request (`POST` stands for the documented path), and the status and the error of its answer.
type Refusal<'a> = (&'a str, &'a [&'a str], &'a str, u16, &'a str);

const REFUSALS: &[Refusal<'_>] = &[
    ("POST", &[JSON], BODY, 401, MISSING),
    (
        "POST",
        &[JSON, "x-auth-key: local-api-key"],
        BODY,
        401,
        MISSING,
    ),
    (
        "POST",
        &[JSON, "authorization: Bearer nope"],
        BODY,
        403,
        WRONG,
    ),
    (
        "POST",
        &[JSON, "authorization: local-api-token"],
        BODY,
        403,
        WRONG,
    ),
    (
        "POST",
        &[JSON, "x-auth-email: local@example.com", "x-auth-key: nope"],
        BODY,
        403,
        WRONG,
    ),
    (
        "POST",
        &[
            JSON,
            TOKEN,
            "x-auth-email: local@example.com",
            "x-auth-key: local-api-key",
        ],
        BODY,
        400,
        r#"{"code":9103,"message":"Credentials of two kinds: send one of them"}"#,
    ),
    (
        "GET /client/v4/accounts/a/zt_risk_scoring/integrations/1",
        &[TOKEN],
        "",
        400,
        r#"{"code":1400,"message":"integration_id: \"1\" is not a \"uuid\"","source":{"pointer":""}}"#,
    ),
    (
        "POST",
        &[TOKEN],
        BODY,
        415,
        r#"{"code":1415,"message":"The content type has to be application/json"}"#,
    ),
    (
        "POST",
        &[TOKEN, JSON],
        "{",
        400,
        r#"{"code":1400,"message":"The body is not JSON: EOF while parsing an object at line 1 column 1"}"#,
    ),
    (
        "POST",
        &[TOKEN, JSON],
        "[]",
        400,
        r#"{"code":1400,"message":"[] is not of type \"object\"","source":{"pointer":""}}"#,
    ),
    (
        "POST",
        &[TOKEN, JSON],
        r#"{"tenant_url": "https://example.com"}"#,
        400,
        r#"{"code":1400,"message":"\"integration_type\" is a required property","source":{"pointer":""}}"#,
    ),
    (
        "POST",
        &[TOKEN, JSON],
        r#"{"integration_type": "Auth0", "tenant_url": "https://example.com"}"#,
        400,
        r#"{"code":1400,"message":"\"Auth0\" is not one of \"Okta\"","source":{"pointer":"/integration_type"}}"#,
    ),
    (
        "POST",
        &[TOKEN, JSON],
        r#"{"integration_type": "Okta", "tenant_url": "example"}"#,
        400,
        r#"{"code":1400,"message":"\"example\" is not a \"uri\"","source":{"pointer":"/tenant_url"}}"#,
    ),
    (
        "POST",
        &[TOKEN, JSON],
        r#"{"integration_type": "Okta", "tenant_url": "https://example.com", "reference_id": 1}"#,
        400,
        r#"{"code":1400,"message":"1 is not of types \"null\", \"string\"","source":{"pointer":"/reference_id"}}"#,
    ),
    (
        "POST /client/v4/accounts",
        &[TOKEN, JSON],
        BODY,
        404,
        NO_ROUTE,
    ),
    (
        "POST /client/v4/accounts//zt_risk_scoring/integrations",
        &[TOKEN, JSON],
        BODY,
        404,
        NO_ROUTE,
    ),
    (
        "POST /accounts/a/zt_risk_scoring/integrations",
        &[TOKEN, JSON],
        BODY,
        404,
        NO_ROUTE,
    ),
    (
        "PATCH /client/v4/accounts/a/zt_risk_scoring/integrations",
        &[TOKEN, JSON],
        BODY,
        405,
        r#"{"code":7001,"message":"Method PATCH not available for that URI"}"#,
    ),
];
const MISSING: &str = r#"{"code":9106,"message":"Missing credentials: send authorization, or x-auth-email with x-auth-key"}"#;
const WRONG: &str = r#"{"code":10000,"message":"Authentication error"}"#;
const NO_ROUTE: &str = r#"{"code":7003,"message":"No route for the URI"}"#;

#[tokio::test]
async fn what_the_document_forbids_is_refused_in_its_failure_envelope_and_changes_nothing() {
    let api = LocalApi::start().await.expect("a port");
    for (request, headers, body, status, error) in REFUSALS {
        let request = if *request == "POST" {
            format!("POST {PATH}")
        } else {
            (*request).to_owned()
        };
        let (actual, answer) = answer(&api, &request, headers, body).await;
        let error: Value = serde_json::from_str(error).expect("JSON");
        let expected =
            json!({ "success": false, "errors": [error], "messages": [], "result": null });
        assert_eq!(answer, expected, "{request} {headers:?} {body}");
        assert_eq!(actual, *status, "{request} {headers:?} {body}");
    }
    assert!(api.integrations(ACCOUNT).is_empty());
}

#[tokio::test]
async fn a_null_reference_id_is_what_an_omitted_one_is() {
    let api = LocalApi::start().await.expect("a port");
    let body = r#"{"integration_type": "Okta", "tenant_url": "https://example.com", "reference_id": null}"#;
    let (status, answer) = answer(&api, &format!("POST {PATH}"), &[TOKEN, JSON], body).await;
    assert_eq!(status, 200);
    assert!(
        answer["result"]["reference_id"]
            .as_str()
            .is_some_and(|id| id.len() == 36)
    );
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let api = LocalApi::start().await.expect("a port");
    let body = "x".repeat(1024 * 1024 + 1);
    let (status, answer) = answer(&api, &format!("POST {PATH}"), &[TOKEN, JSON], &body).await;
    assert_eq!((status, &answer["errors"][0]["code"]), (413, &json!(1413)));
}

#[tokio::test]
async fn it_ends_when_it_is_dropped() {
    let api = LocalApi::start().await.expect("a port");
    let host = api.base_url().split('/').nth(2).expect("a host").to_owned();
    let mut open = TcpStream::connect(&host).await.expect("a connection");
    drop(api);
    // Closed or reset: no byte comes.
    assert_eq!(open.read(&mut [0]).await.unwrap_or(0), 0);
    assert!(TcpStream::connect(host).await.is_err());
}

#[tokio::test]
async fn integrations_live_from_their_creation_to_their_deletion() {
    let api = LocalApi::start().await.expect("a port");
    let client = api.client().expect("a client");
    let account = LocalApi::ACCOUNT_ID;
    let list = async || {
        let listed = client.list_integrations().account_id(account).send().await;
        let listed = listed.expect("a list");
        listed.into_iter().map(|one| one.id).collect::<Vec<_>>()
    };
    assert!(list().await.is_empty());
    let first = documented_call(&client)
        .account_id(account)
        .send()
        .await
        .expect("made");
    let second = documented_call(&client)
        .account_id(account)
        .send()
        .await
        .expect("made");
    // Nothing forbids two of the same tenant.
    assert_eq!(list().await, [first.id, second.id]);

    let update = UpdateIntegrationBody::builder()
        .active(false)
        .tenant_url("https://other.example")
        .reference_id("mine");
    let call = client
        .update_integration()
        .account_id(account)
        .integration_id(first.id);
    let updated = call.body(update).send().await.expect("changed");
    assert!(!updated.active && updated.tenant_url == "https://other.example");
    let call = client.get_integration_by_reference_id().account_id(account);
    let found = call.reference_id("mine").send().await.expect("found");
    assert_eq!((found.id, found.active), (first.id, false));

    let delete = || {
        client
            .delete_integration()
            .account_id(account)
            .integration_id(first.id)
    };
    assert!(delete().send().await.expect("gone").is_none());
    let error = delete().send().await.expect_err("it is gone");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    assert_eq!(list().await, [second.id]);
    let other = client.list_integrations().account_id("other").send().await;
    assert!(other.expect("a list").is_empty());
}

#[tokio::test]
async fn behaviors_are_as_documented_until_they_are_set_and_static_paths_win() {
    let api = LocalApi::start().await.expect("a port");
    let path = PATH.replace("integrations", "behaviors");
    let (status, before) = answer(&api, &format!("GET {path}"), &[TOKEN], "").await;
    let expected = json!({
        "name": "Impossible travel",
        "description": "Logged in from two places too far from each other.",
        "risk_level": "high",
        "enabled": true,
    });
    assert_eq!(
        (status, &before["result"]["behaviors"]),
        (200, &json!({ "imp_travel": expected }))
    );

    let body = r#"{"behaviors": {"imp_travel": {"enabled": false, "risk_level": "low"}}}"#;
    let (status, set) = answer(&api, &format!("PUT {path}"), &[TOKEN, JSON], body).await;
    let settings = json!({ "imp_travel": { "enabled": false, "risk_level": "low" } });
    assert_eq!((status, &set["result"]["behaviors"]), (200, &settings));
    let (_, after) = answer(&api, &format!("GET {path}"), &[TOKEN], "").await;
    let mut expected = expected;
    expected["enabled"] = false.into();
    expected["risk_level"] = "low".into();
    assert_eq!(
        after["result"]["behaviors"],
        json!({ "imp_travel": expected })
    );

    let body = r#"{"behaviors": {"walking": {"enabled": true, "risk_level": "low"}}}"#;
    let (status, refused) = answer(&api, &format!("PUT {path}"), &[TOKEN, JSON], body).await;
    let pointer = &refused["errors"][0]["source"]["pointer"];
    assert_eq!((status, pointer), (400, &json!("/behaviors/walking")));
}

#[tokio::test]
async fn a_user_has_a_risk_until_it_is_reset() {
    let api = LocalApi::start().await.expect("a port");
    let base = PATH.replace("/integrations", "");
    let get = async |path: &str| answer(&api, &format!("GET {base}/{path}"), &[TOKEN], "").await;
    let (_, summary) = get("summary").await;
    let user = summary["result"]["users"][0]["user_id"]
        .as_str()
        .expect("an id");
    let count = |count: u64| json!({ "count": count, "page": 1, "per_page": count, "total_count": count, "total_pages": 1 });
    assert_eq!(summary["result_info"], count(1));
    let (_, risk) = get(user).await;
    assert_eq!(risk["result"]["risk_level"], "high");
    assert_eq!(risk["result"]["last_reset_time"], Value::Null);
    assert_eq!(risk["result_info"], count(1));

    let reset = format!("POST {base}/{user}/reset");
    let (status, done) = answer(&api, &reset, &[TOKEN], "").await;
    assert_eq!((status, &done["result"]), (200, &Value::Null));
    let (_, risk) = get(user).await;
    assert_eq!(risk["result"]["events"], json!([]));
    assert_eq!(risk["result"].get("risk_level"), None);
    assert!(risk["result"]["last_reset_time"].is_string());
    let (_, summary) = get("summary").await;
    assert_eq!(summary["result"]["users"], json!([]));

    let nobody = "00000000-0000-4000-8000-000000000000";
    assert_eq!(get(nobody).await.0, 404);
    let reset = format!("POST {base}/{nobody}/reset");
    assert_eq!(answer(&api, &reset, &[TOKEN], "").await.0, 404);
    assert_eq!(get("no-uuid").await.0, 400);
}

#[tokio::test]
async fn a_seed_is_what_it_begins_with() {
    let seed = json!({ "accounts": { ACCOUNT: {
        "integrations": [{ "tenant_url": "https://a.okta.com", "active": false, "reference_id": "r" }],
        "behaviors": {},
        "users": [{
            "user_id": "4a5b5e2e-23ae-4d6e-8d5f-cf9e0a3a5d55", "name": "Eve", "email": "eve@example.com",
            "events": [
                { "id": "1", "name": "a", "risk_level": "high", "timestamp": "2026-01-01T00:00:00Z" },
                { "id": "2", "name": "b", "risk_level": "low", "timestamp": "2026-01-02T00:00:00Z" },
            ],
        }],
    }}});
    let seed: Seed = serde_json::from_value(seed).expect("a seed");
    let api = LocalApi::builder()
        .seed(seed)
        .start()
        .await
        .expect("a port");
    let [integration] = &api.integrations(ACCOUNT)[..] else {
        panic!("{:?}", api.integrations(ACCOUNT));
    };
    assert_eq!(integration["active"], false);
    assert_eq!(integration["account_tag"], ACCOUNT);
    assert!(integration["id"].is_string() && integration["created_at"].is_string());
    let client = api.client().expect("a client");
    let summary = client.get_risk_summary().account_id(ACCOUNT).send().await;
    let [user] = &summary.expect("a summary").users[..] else {
        panic!("one user");
    };
    assert_eq!(
        (user.event_count, user.max_risk_level.as_str()),
        (2, "high")
    );
    assert_eq!(user.last_event.to_rfc3339(), "2026-01-02T00:00:00+00:00");
    let behaviors = client.get_behaviors().account_id(ACCOUNT).send().await;
    assert!(behaviors.expect("behaviors").behaviors.is_empty());
    let others = client.get_behaviors().account_id("other").send().await;
    assert_eq!(others.expect("behaviors").behaviors.len(), 1);
}

#[tokio::test]
async fn a_seed_that_is_not_what_the_document_says_is_refused_with_its_place() {
    for (account, reason) in [
        (
            json!({ "integrations": [{ "tenant_url": "https://a.okta.com" }, { "tenant_url": "a" }] }),
            r#"accounts.a: integration 2: /tenant_url: "a" is not a "uri""#,
        ),
        (
            json!({ "integrations": [{ "tenant_ulr": "https://a.okta.com" }] }),
            "accounts.a: integration 1: there is no field `tenant_ulr`: an integration has account_tag, \
             active, created_at, id, integration_type, reference_id, tenant_url, well_known_url",
        ),
        (
            json!({ "integrations": [
                { "tenant_url": "https://a.okta.com", "id": "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e" },
                { "tenant_url": "https://b.okta.com", "id": "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e" },
            ] }),
            "accounts.a: integration 2: another has the same `id`",
        ),
        (
            json!({ "behaviors": { "b": { "name": "b" } } }),
            r#"accounts.a: behavior 1: "description" is a required property"#,
        ),
        (
            json!({ "users": [{ "user_id": "1", "name": "n", "email": "e", "events": [{}] }] }),
            r#"accounts.a: user 1: /events/0: "id" is a required property"#,
        ),
    ] {
        let seed = serde_json::from_value(json!({ "accounts": { "a": account } }));
        let api = LocalApi::builder().seed(seed.expect("a seed"));
        let error = api.start().await.expect_err(reason);
        assert_eq!(error.to_string(), reason);
    }
    let unknown = serde_json::from_str::<Seed>(r#"{"acounts": {}}"#);
    let error = unknown.expect_err("no such field").to_string();
    assert!(
        error.starts_with("unknown field `acounts`, expected `accounts`"),
        "{error}"
    );
}

#[tokio::test]
async fn it_fails_on_purpose_before_or_after_the_call_has_done_its_work() {
    for (fault, status, made) in [
        ("503:1", 503, 0),
        ("500:1:after", 500, 1),
        ("500:0", 200, 1),
    ] {
        let fault: Fault = fault.parse().expect(fault);
        let api = LocalApi::builder()
            .fail(fault)
            .start()
            .await
            .expect("a port");
        let (actual, _) = answer(&api, &format!("POST {PATH}"), &[TOKEN, JSON], BODY).await;
        assert_eq!(
            (actual, api.integrations(ACCOUNT).len()),
            (status, made),
            "{fault:?}"
        );
    }
}

#[tokio::test]
async fn beyond_its_limit_all_calls_are_refused_and_it_says_until_when() {
    let limited = LocalApi::builder().rate_limit(1, Duration::from_secs(300));
    let api = limited.start().await.expect("a port");
    let client = api.client().expect("a client");
    let call = || client.list_integrations().account_id(ACCOUNT);
    let reply = call().send_with_meta().await.expect("a list");
    let [limit] = &reply.meta().rate_limits()[..] else {
        panic!("{:?}", reply.meta().headers());
    };
    assert_eq!((limit.policy.as_str(), limit.remaining), ("default", 0));
    let error = call().send().await.expect_err("it is blocked");
    assert!(error.is_rate_limited());
    assert!(
        error.retry_after() > Some(Duration::from_secs(290)),
        "{error}"
    );
}
