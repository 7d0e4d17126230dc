//! Every operation of the family: what it sends, and what it makes of the reply.

use contract_tests::fault::{FaultServer, reply};
use contract_tests::wire::{self, Wire};
use contract_tests::{ACCOUNT, client, documented_call};
use serde_json::{Value, json};
use uuid::Uuid;
use zt_risk_scoring::types::{RiskLevel, UpdateBehavior, UpdateBehaviors, UpdateIntegrationBody};
use zt_risk_scoring::{Client, Error, Nullable, Reply};

const ID: Uuid = Uuid::from_u128(0x182b_d5e5_6e1a_4fe4_a799_aa6d_9a6a_b26e);

/// What is sent when `call` is answered with `result`, and what the call gives.
async fn sent<T>(
    result: &Value,
    call: impl AsyncFnOnce(Client) -> Result<Reply<T>, Error>,
) -> (String, String, Reply<T>) {
    let body = json!({
        "errors": [], "messages": [], "success": true, "result": result, "result_info": {"count": 1},
    });
    let server = Wire::answering(&wire::reply(
        "200 OK",
        "application/json",
        &body.to_string(),
    ))
    .await;
    let reply = call(client(server.base_url())).await.expect("a result");
    let request = server.request().await;
    let line = request
        .line
        .replace("/client/v4/accounts/", "")
        .replace(" HTTP/1.1", "");
    (
        line.replace(ACCOUNT, "A").replace("/zt_risk_scoring", ""),
        request.body,
        reply,
    )
}

fn integration() -> Value {
    let response: Value = serde_json::from_str(contract_tests::DOCUMENTED_RESPONSE).expect("JSON");
    response["result"].clone()
}

#[tokio::test]
async fn integrations_are_listed_and_got_by_id_and_by_reference_id() {
    let (line, body, reply) = sent(&json!([integration(), integration()]), async |client| {
        client
            .list_integrations()
            .account_id(ACCOUNT)
            .send_with_meta()
            .await
    })
    .await;
    assert_eq!((line.as_str(), body.as_str()), ("GET A/integrations", ""));
    assert_eq!(reply.result().len(), 2);
    assert_eq!(reply.result()[0].id, ID);

    let (line, _, reply) = sent(&integration(), async |client| {
        let call = client
            .get_integration()
            .account_id(ACCOUNT)
            .integration_id(ID);
        call.send_with_meta().await
    })
    .await;
    assert_eq!(line, format!("GET A/integrations/{ID}"));
    assert_eq!(reply.result().account_tag, "account_tag");

    let (line, _, reply) = sent(&integration(), async |client| {
        let call = client.get_integration_by_reference_id().account_id(ACCOUNT);
        call.reference_id("a/b c").send_with_meta().await
    })
    .await;
    assert_eq!(line, "GET A/integrations/reference_id/a%2Fb%20c");
    assert_eq!(reply.result().reference_id, "reference_id");
}

#[tokio::test]
async fn an_update_sends_absent_null_or_a_reference_id() {
    let body = || {
        UpdateIntegrationBody::builder()
            .active(false)
            .tenant_url("https://example.com")
    };
    for (body, expected) in [
        (
            body(),
            r#"{"active":false,"tenant_url":"https://example.com"}"#,
        ),
        (
            body().reference_id(Nullable::Null),
            r#"{"active":false,"reference_id":null,"tenant_url":"https://example.com"}"#,
        ),
        (
            body().reference_id("r"),
            r#"{"active":false,"reference_id":"r","tenant_url":"https://example.com"}"#,
        ),
    ] {
        let (line, body, reply) = sent(&integration(), async |client| {
            let call = client
                .update_integration()
                .account_id(ACCOUNT)
                .integration_id(ID);
            call.body(body).send_with_meta().await
        })
        .await;
        assert_eq!(line, format!("PUT A/integrations/{ID}"));
        assert_eq!(body, expected);
        assert!(reply.result().active);
    }
}

#[tokio::test]
async fn what_gives_nothing_gives_none_whether_it_is_null_or_missing_or_empty() {
    for (result, expected) in [
        (r#","result":null"#, None),
        ("", None),
        (r#","result":{}"#, Some(0)),
    ] {
        let body = format!(r#"{{"errors":[],"messages":[],"success":true{result}}}"#);
        let server = FaultServer::start(vec![reply("200 OK", "", &body)]).await;
        let client = client(server.base_url());
        let delete = client
            .delete_integration()
            .account_id(ACCOUNT)
            .integration_id(ID);
        let deleted = delete.send().await.expect("it is deleted");
        assert_eq!(deleted.map(|map| map.len()), expected, "{body}");
        let reset = client.reset_user_risk().account_id(ACCOUNT).user_id(ID);
        let reset = reset.send().await.expect("it is reset");
        assert_eq!(reset.map(|map| map.len()), expected, "{body}");
        let prefix = format!("/client/v4/accounts/{ACCOUNT}/zt_risk_scoring");
        let expected = [
            format!("DELETE {prefix}/integrations/{ID} HTTP/1.1"),
            format!("POST {prefix}/{ID}/reset HTTP/1.1"),
        ];
        assert_eq!(server.lines(), expected);
    }
}

#[tokio::test]
async fn behaviors_are_read_and_set() {
    let result = json!({"behaviors": {"imp_travel": {
        "name": "Impossible travel", "description": "d", "risk_level": "critical", "enabled": true,
    }}});
    let (line, _, reply) = sent(&result, async |client| {
        client
            .get_behaviors()
            .account_id(ACCOUNT)
            .send_with_meta()
            .await
    })
    .await;
    assert_eq!(line, "GET A/behaviors");
    let behavior = &reply.result().behaviors["imp_travel"];
    assert_eq!(behavior.name, "Impossible travel");
    // A level that the document doesn't have.
    assert_eq!(behavior.risk_level.as_str(), "critical");

    let result = json!({"behaviors": {"imp_travel": {"risk_level": "low", "enabled": true}}});
    let (line, body, reply) = sent(&result, async |client| {
        let behavior = UpdateBehavior::builder()
            .enabled(true)
            .risk_level(RiskLevel::Low);
        let behavior = UpdateBehavior::try_from(behavior).expect("a behavior");
        let behaviors = [("imp_travel".to_owned(), behavior)].into();
        let behaviors: std::collections::BTreeMap<_, _> = behaviors;
        let call = client.update_behaviors().account_id(ACCOUNT);
        call.body(UpdateBehaviors::builder().behaviors(behaviors))
            .send_with_meta()
            .await
    })
    .await;
    assert_eq!(line, "PUT A/behaviors");
    assert_eq!(
        body,
        r#"{"behaviors":{"imp_travel":{"enabled":true,"risk_level":"low"}}}"#
    );
    assert_eq!(
        reply.result().behaviors["imp_travel"].risk_level,
        RiskLevel::Low
    );
}

#[tokio::test]
async fn risks_of_users_are_read_with_how_many_there_are() {
    let result = json!({"users": [{
        "user_id": ID, "name": "Ada", "email": "ada@example.com", "max_risk_level": "high",
        "event_count": 2, "last_event": "2019-12-27T18:11:19.117Z",
    }]});
    let (line, _, reply) = sent(&result, async |client| {
        client
            .get_risk_summary()
            .account_id(ACCOUNT)
            .send_with_meta()
            .await
    })
    .await;
    assert_eq!(line, "GET A/summary");
    let user = &reply.result().users[0];
    assert_eq!((user.user_id, user.event_count), (ID, 2));
    assert_eq!(user.max_risk_level, RiskLevel::High);
    assert_eq!(reply.meta().result_info(), Some(&json!({"count": 1.0})));

    let result = json!({
        "name": "Ada", "email": "ada@example.com", "last_reset_time": null,
        "events": [{
            "id": "1", "name": "Impossible travel", "risk_level": "high",
            "timestamp": "2019-12-27T18:11:19.117Z", "event_details": {"from": ["Berlin", 1]},
        }],
    });
    let (line, _, reply) = sent(&result, async |client| {
        let call = client.get_user_risk().account_id(ACCOUNT).user_id(ID);
        call.send_with_meta().await
    })
    .await;
    assert_eq!(line, format!("GET A/{ID}"));
    let risk = reply.result();
    assert_eq!(risk.last_reset_time, Some(Nullable::Null));
    assert_eq!(risk.risk_level, None);
    assert_eq!(
        risk.events[0].event_details,
        Some(json!({"from": ["Berlin", 1]}))
    );
}

#[tokio::test]
async fn a_refusal_names_the_permission_that_each_operation_needs() {
    let body =
        r#"{"success":false,"errors":[{"code":10000,"message":"no"}],"messages":[],"result":null}"#;
    let server = FaultServer::start(vec![reply("403 Forbidden", "", body)]).await;
    let client = client(server.base_url());
    let (read, write, pii) = (
        &["Zero Trust Read", "Zero Trust Write"][..],
        &["Zero Trust Write"][..],
        &["Zero Trust: PII Read"][..],
    );
    let id = || {
        client
            .get_integration()
            .account_id(ACCOUNT)
            .integration_id(ID)
    };
    let refused = |outcome: Option<Error>| outcome.expect("a refusal").required_permission();
    assert_eq!(refused(id().send().await.err()), read);
    let list = client.list_integrations().account_id(ACCOUNT);
    assert_eq!(refused(list.send().await.err()), read);
    assert_eq!(refused(documented_call(&client).send().await.err()), write);
    let reset = client.reset_user_risk().account_id(ACCOUNT).user_id(ID);
    assert_eq!(refused(reset.send().await.err()), write);
    let summary = client.get_risk_summary().account_id(ACCOUNT);
    assert_eq!(refused(summary.send().await.err()), pii);
    let user = client.get_user_risk().account_id(ACCOUNT).user_id(ID);
    assert_eq!(refused(user.send().await.err()), pii);
}

#[tokio::test]
async fn a_value_of_any_shape_that_is_nested_without_end_is_an_error_with_its_place() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let body = format!(
        r#"{{"errors":[],"messages":[],"success":true,"result":{{"name":"","email":"","events":[{{
        "id":"1","name":"","risk_level":"low","timestamp":"2019-12-27T18:11:19Z","event_details":{deep}}}]}}}}"#
    );
    let server = FaultServer::start(vec![reply("200 OK", "", &body)]).await;
    let client = client(server.base_url());
    let call = client.get_user_risk().account_id(ACCOUNT).user_id(ID);
    let error = call.send().await.expect_err("it is too deep");
    let text = error.to_string();
    assert!(text.contains("recursion limit exceeded"), "{text}");
    assert!(
        text.contains("at `result.events[0].event_details"),
        "{text}"
    );
}
