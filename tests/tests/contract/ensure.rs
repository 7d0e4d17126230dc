//! Making an integration what it should be, over real HTTP.

use std::sync::Arc;

use contract_tests::fault::{FaultServer, Step, reply};
use contract_tests::{ACCOUNT, client, documented_call};
use serde_json::{Value, json};
use zt_risk_scoring::mock::{LocalApi, Seed};
use zt_risk_scoring::types::Integration;
use zt_risk_scoring::{DesiredIntegration, Ensured, IntegrationPlan};

const URL: &str = "https://tenant.okta.com";

fn desired() -> DesiredIntegration {
    DesiredIntegration::new(URL).reference_id("ref")
}

/// A local API whose account has these integrations.
async fn seeded(integrations: Value) -> LocalApi {
    let seed = json!({ "accounts": { ACCOUNT: { "integrations": integrations } } });
    let seed: Seed = serde_json::from_value(seed).expect("a seed");
    let api = LocalApi::builder().seed(seed).start().await;
    api.expect("a local API")
}

/// What was done, in a word.
fn word(ensured: &Ensured) -> &'static str {
    match ensured {
        Ensured::Created(_) => "created",
        Ensured::Updated { .. } => "updated",
        Ensured::Unchanged(_) => "unchanged",
    }
}

#[tokio::test]
async fn an_integration_becomes_what_is_desired_and_then_stays_so() {
    for (integrations, desired, first, changed) in [
        (json!([]), desired(), "created", vec![]),
        (json!([]), desired().active(false), "created", vec![]),
        (
            json!([{ "tenant_url": URL, "reference_id": "another" }]),
            desired(),
            "created",
            vec![],
        ),
        (
            json!([{ "tenant_url": URL, "reference_id": "ref" }]),
            desired(),
            "unchanged",
            vec![],
        ),
        // The same URL in other letters.
        (
            json!([{ "tenant_url": "https://TENANT.okta.com/", "reference_id": "ref" }]),
            desired(),
            "unchanged",
            vec![],
        ),
        (
            json!([{ "tenant_url": "https://old.okta.com", "reference_id": "ref" }]),
            desired().active(false),
            "updated",
            vec![
                "tenant_url: https://old.okta.com -> https://tenant.okta.com",
                "active: true -> false",
            ],
        ),
        (
            json!([{ "tenant_url": URL, "reference_id": "whatever", "active": false }]),
            DesiredIntegration::new(URL),
            "updated",
            vec!["active: false -> true"],
        ),
    ] {
        let api = seeded(integrations.clone()).await;
        let client = api.client().expect("a client");
        let ensured = client.ensure_integration(ACCOUNT, &desired).await;
        let ensured = ensured.expect("it is ensured");
        assert_eq!(word(&ensured), first, "{integrations}");
        if let Ensured::Updated { changed: found, .. } = &ensured {
            let found: Vec<String> = found.iter().map(ToString::to_string).collect();
            assert_eq!(found, changed);
        }
        let kept = api.integrations(ACCOUNT);
        let is_it = |one: &&Value| one["id"] == ensured.integration().id.to_string();
        let kept_one: Integration = kept
            .iter()
            .find(is_it)
            .map(|one| serde_json::from_value(one.clone()).expect("an integration"))
            .expect("it is kept");
        // What isn't given stays as it is.
        if let Some(reference) = integrations[0]["reference_id"].as_str()
            && first != "created"
        {
            assert_eq!(kept_one.reference_id, reference);
        }
        let again = client.ensure_integration(ACCOUNT, &desired).await;
        assert_eq!(word(&again.expect("it is ensured")), "unchanged");
        assert_eq!(api.integrations(ACCOUNT), kept);
    }
}

#[tokio::test]
async fn of_several_the_oldest_is_meant_and_the_others_are_left_alone() {
    let at = |day: u32| format!("2026-01-0{day}T00:00:00Z");
    let one = |day, active| json!({ "tenant_url": URL, "created_at": at(day), "active": active });
    let api = seeded(json!([one(2, true), one(1, false), one(3, true)])).await;
    let client = api.client().expect("a client");
    let ensured = client
        .ensure_integration(ACCOUNT, &DesiredIntegration::new(URL))
        .await
        .expect("it is ensured");
    assert_eq!(word(&ensured), "updated");
    assert!(
        ensured
            .integration()
            .created_at
            .to_rfc3339()
            .starts_with("2026-01-01")
    );
    assert_eq!(api.integrations(ACCOUNT).len(), 3);
}

#[tokio::test]
async fn an_ambiguous_create_is_looked_for_before_it_is_repeated() {
    let envelope = |result: &Value| {
        let body = json!({ "success": true, "errors": [], "messages": [], "result": result });
        reply("200 OK", "", body.to_string())
    };
    let documented: Value =
        serde_json::from_str(contract_tests::DOCUMENTED_RESPONSE).expect("JSON");
    let mut made = documented["result"].clone();
    made["reference_id"] = "ref".into();
    made["tenant_url"] = URL.into();
    let empty = envelope(&json!([]));
    // The first create breaks off and has not happened, the second has.
    let server = FaultServer::start(vec![
        empty.clone(),
        vec![Step::Close],
        empty,
        vec![Step::Close],
        envelope(&json!([made])),
    ])
    .await;
    let ensured = client(server.base_url())
        .ensure_integration(ACCOUNT, &desired())
        .await
        .expect("it is settled");
    assert_eq!(word(&ensured), "created");
    let methods: Vec<String> = server
        .lines()
        .iter()
        .map(|line| line.split(' ').next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(methods, ["GET", "POST", "GET", "POST", "GET"]);
}

#[tokio::test]
async fn nothing_is_created_where_the_list_has_no_result() {
    let list = r#"{"success":true,"errors":[],"messages":[]}"#;
    let server = FaultServer::start(vec![reply("200 OK", "", list)]).await;
    let outcome = client(server.base_url())
        .ensure_integration(ACCOUNT, &desired())
        .await;
    let error = outcome.expect_err("who knows what there is");
    assert!(error.to_string().contains("has no `result`"), "{error}");
    let lines = server.lines();
    assert!(
        lines.iter().all(|line| line.starts_with("GET ")),
        "{lines:?}"
    );
}

#[tokio::test]
async fn a_refused_create_is_not_repeated() {
    let body = r#"{"success":false,"errors":[{"code":3314,"message":"Forbidden"}],"messages":[],"result":null}"#;
    let list = r#"{"success":true,"errors":[],"messages":[],"result":[]}"#;
    let server = FaultServer::start(vec![
        reply("200 OK", "", list),
        reply("403 Forbidden", "", body),
    ])
    .await;
    let outcome = client(server.base_url())
        .ensure_integration(ACCOUNT, &desired())
        .await;
    let error = outcome.expect_err("it is refused");
    assert_eq!((error.code(), server.requests()), (Some(3314), 2));
}

#[tokio::test]
async fn one_that_is_deleted_before_it_is_updated_is_created_again() {
    let api = seeded(json!([{ "tenant_url": URL, "reference_id": "ref", "active": false }])).await;
    let client = api.client().expect("a client");
    let listed = client.list_integrations().account_id(ACCOUNT).send().await;
    let listed = listed.expect("a list");
    let plan = desired().plan(&listed);
    assert!(matches!(plan, IntegrationPlan::Update { .. }));
    let delete = client.delete_integration().account_id(ACCOUNT);
    delete
        .integration_id(listed[0].id)
        .send()
        .await
        .expect("deleted");
    let ensured = client.realize_integration(ACCOUNT, &desired(), plan).await;
    assert_eq!(word(&ensured.expect("it is ensured")), "created");
    assert_eq!(api.integrations(ACCOUNT).len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_at_once_end_with_one_integration() {
    for _ in 0..20 {
        let api = Arc::new(LocalApi::start().await.expect("a port"));
        let callers: Vec<_> = (0..8)
            .map(|_| {
                // Each with connections of its own, as processes have.
                let client = api.client().expect("a client");
                tokio::spawn(async move { client.ensure_integration(ACCOUNT, &desired()).await })
            })
            .collect();
        let mut ids = Vec::new();
        for caller in callers {
            let ensured = caller.await.expect("no panic").expect("it is ensured");
            ids.push(ensured.integration().id);
        }
        let kept = api.integrations(ACCOUNT);
        assert_eq!(kept.len(), 1, "{kept:?}");
        assert_eq!(kept[0]["reference_id"], "ref");
    }
}

#[test]
fn a_blocking_ensure_is_the_same() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    let api = runtime.block_on(LocalApi::start()).expect("a port");
    let client = api.client().expect("a client");
    let plan = client.plan_integration_blocking(ACCOUNT, &desired());
    let plan = plan.expect("a plan");
    assert!(matches!(plan, IntegrationPlan::Create));
    let ensured = client.realize_integration_blocking(ACCOUNT, &desired(), plan);
    assert_eq!(word(&ensured.expect("it is ensured")), "created");
    let ensured = client.ensure_integration_blocking(ACCOUNT, &desired());
    assert_eq!(word(&ensured.expect("it is ensured")), "unchanged");
}

#[tokio::test]
async fn an_integration_of_a_tenant_is_found_without_a_reference_id() {
    let api = LocalApi::start().await.expect("a port");
    let client = api.client().expect("a client");
    documented_call(&client).send().await.expect("made");
    let desired = DesiredIntegration::new("https://example.com");
    let ensured = client.ensure_integration(ACCOUNT, &desired).await;
    assert_eq!(word(&ensured.expect("it is ensured")), "unchanged");
}

#[tokio::test]
async fn a_list_that_is_behind_deletes_nothing_that_is_older() {
    let envelope = |result: &Value| {
        let body = json!({ "success": true, "errors": [], "messages": [], "result": result });
        reply("200 OK", "", body.to_string())
    };
    let at = |second: u32| {
        json!({
            "id": format!("182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26{second}"), "account_tag": ACCOUNT, "active": true,
            "created_at": format!("2026-01-01T00:00:0{second}Z"), "integration_type": "Okta",
            "reference_id": "ref", "tenant_url": URL, "well_known_url": "/",
        })
    };
    // What was made isn't listed yet; a younger one is.
    let script = [json!([]), at(0), json!([at(5)])];
    let server = FaultServer::start(script.iter().map(envelope).collect()).await;
    let ensured = client(server.base_url())
        .ensure_integration(ACCOUNT, &desired())
        .await
        .expect("it is ensured");
    assert_eq!(word(&ensured), "created");
    assert!(ensured.integration().id.to_string().ends_with("260"));
    assert_eq!(server.requests(), 3, "{:?}", server.lines());
}

#[tokio::test]
async fn what_the_api_would_refuse_is_an_error_before_anything_is_sent() {
    let server = FaultServer::start(vec![vec![Step::Close]]).await;
    let client = client(server.base_url());
    for (account, desired, message) in [
        (ACCOUNT, DesiredIntegration::new("a b"), "tenant_url"),
        ("..", desired(), "account_id"),
        (ACCOUNT, desired().reference_id(""), "reference_id"),
        (ACCOUNT, desired().reference_id(".."), "reference_id"),
    ] {
        let ensured = client.ensure_integration(account, &desired).await;
        let error = ensured.expect_err(message).to_string();
        assert!(error.contains(message), "{error}");
        let planned = client.plan_integration(account, &desired).await;
        assert_eq!(planned.expect_err(message).to_string(), error);
    }
    assert_eq!(server.requests(), 0);
}
