//! The ways to send a call, and what there is beside its result.

use std::time::Duration;

use contract_tests::fault::{FaultServer, reply};
use contract_tests::{DOCUMENTED_RESPONSE, client, documented_call};
use zt_risk_scoring::{CallOptions, Client, Credentials, Error, ErrorKind, code};

const LIMITS: &str = "cf-ray: 8f0-TEST\r\nx-request-id: 7\r\nratelimit: \"default\";r=50;t=30\r\n\
                      ratelimit-policy: \"burst\";q=100;w=60\r\n";

#[tokio::test]
async fn a_raw_reply_is_untouched_whatever_its_status_or_body() {
    for (status, body) in [
        ("200 OK", DOCUMENTED_RESPONSE.as_bytes()),
        ("200 OK", b"{ \"a\" : 1 }"),
        // No text of any encoding, and ends of lines in it.
        ("200 OK", b"\x89PNG\r\n\x1a\n\0\xff\xfe\xc3\x28\n\r"),
        ("404 Not Found", b"<html>"),
        ("403 Forbidden", br#"{"success":false}"#),
        ("307 Temporary Redirect", b""),
    ] {
        let server = FaultServer::start(vec![reply(status, LIMITS, body)]).await;
        let client = client(server.base_url());
        let reply = documented_call(&client).send_raw().await.expect(status);
        assert_eq!(reply.meta().status().to_string(), status);
        assert_eq!(reply.meta().cf_ray(), Some("8f0-TEST"));
        assert_eq!(reply.result(), body);
        assert_eq!(server.requests(), 1);
    }
}

#[tokio::test]
async fn what_is_shown_of_a_reply_has_the_names_of_its_headers_without_their_values() {
    let headers = "set-cookie: session=hunter2\r\n";
    let server = FaultServer::start(vec![reply("200 OK", headers, DOCUMENTED_RESPONSE)]).await;
    let client = client(server.base_url());
    let reply = documented_call(&client).send_with_meta().await;
    let reply = reply.expect("a result");
    assert_eq!(reply.meta().headers()["set-cookie"], "session=hunter2");
    let raw = documented_call(&client).send_raw().await.expect("a reply");
    for shown in [
        format!("{:?}", reply.meta()),
        format!("{reply:?}"),
        format!("{raw:?}"),
    ] {
        assert!(shown.contains("set-cookie"), "{shown}");
        assert!(
            shown.contains("200") && shown.contains("retries: 0"),
            "{shown}"
        );
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}

#[tokio::test]
async fn a_clone_that_is_dropped_leaves_the_others_working() {
    let server = FaultServer::start(vec![reply("200 OK", "", DOCUMENTED_RESPONSE)]).await;
    let first = client(server.base_url());
    let clone = first.clone();
    let copy = first.with_options(&CallOptions::new().retries(0));
    for client in [first, copy.expect("a client")] {
        documented_call(&client).send().await.expect("a result");
        drop(client);
        documented_call(&clone).send().await.expect("a result");
    }
    assert_eq!(server.requests(), 4);
}

#[tokio::test]
async fn a_raw_call_is_repeated_as_any_other_and_fails_without_a_reply() {
    let limited = reply("429 Too Many Requests", "retry-after-ms: 1\r\n", "slow");
    let server = FaultServer::start(vec![limited]).await;
    let reply = documented_call(&client(server.base_url())).send_raw().await;
    let reply = reply.expect("a reply");
    assert_eq!((server.requests(), reply.meta().retries()), (3, 2));
    assert_eq!(reply.result(), b"slow");
    let error = documented_call(&client("http://127.0.0.1:1"))
        .send_raw()
        .await;
    assert!(error.expect_err("nothing listens").is_connect());
}

#[tokio::test]
async fn quotas_and_retries_are_at_hand_with_the_result_and_with_the_error() {
    let limited = reply(
        "429 Too Many Requests",
        &format!("content-type: text/html\r\nretry-after-ms: 1\r\n{LIMITS}"),
        "<html>Slow down</html>",
    );
    let good = reply("200 OK", LIMITS, DOCUMENTED_RESPONSE);
    let server = FaultServer::start(vec![limited.clone(), good]).await;
    let client = client(server.base_url());
    let reply = documented_call(&client)
        .send_with_meta()
        .await
        .expect("a result");
    let meta = reply.meta();
    assert_eq!((meta.retries(), meta.request_id()), (1, Some("7")));
    let [limit] = &meta.rate_limits()[..] else {
        panic!("{:?}", meta.rate_limits());
    };
    assert_eq!((limit.policy.as_str(), limit.remaining), ("default", 50));
    assert_eq!(limit.reset, Some(Duration::from_secs(30)));
    let [policy] = &meta.rate_limit_policies()[..] else {
        panic!("{:?}", meta.rate_limit_policies());
    };
    assert_eq!((policy.policy.as_str(), policy.quota), ("burst", 100));
    assert_eq!(policy.window, Some(Duration::from_secs(60)));

    let server = FaultServer::start(vec![limited]).await;
    let client = contract_tests::client(server.base_url());
    let error = documented_call(&client).send().await.expect_err("too many");
    assert_eq!(error.rate_limits()[0].remaining, 50);
    assert_eq!(error.retry_after(), Some(Duration::from_millis(1)));
    assert!(error.is_rate_limited() && error.is_retryable());
    assert_eq!((error.retries(), error.request_id()), (2, Some("7")));
}

#[tokio::test]
async fn an_account_without_the_product_is_told_by_its_code() {
    let body = r#"{"success":false,"errors":[{"code":3314,"message":"Forbidden"}],"messages":[],"result":null}"#;
    let server = FaultServer::start(vec![reply("403 Forbidden", "", body)]).await;
    let error = documented_call(&client(server.base_url())).send().await;
    let error = error.expect_err("no product");
    assert_eq!(error.code(), Some(code::NOT_ENTITLED));
    assert_eq!(error.required_permission(), ["Zero Trust Write"]);
    assert!(!error.is_retryable() && !error.is_ambiguous());
}

#[tokio::test]
async fn a_call_can_be_sent_from_another_task() {
    let server = FaultServer::start(vec![reply("200 OK", "", DOCUMENTED_RESPONSE)]).await;
    let client = client(server.base_url());
    let calls = (0..8).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { documented_call(&client).send().await })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.expect("no panic").expect("a result");
    }
    assert_eq!(server.requests(), 8);
}

/// A server that outlives the runtime of no test: it has its own.
fn server(status: &'static str, body: &'static str) -> (tokio::runtime::Runtime, FaultServer) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    let server = runtime.block_on(FaultServer::start(vec![reply(status, LIMITS, body)]));
    (runtime, server)
}

#[test]
fn a_blocking_call_is_the_same_call() {
    let (_runtime, server) = server("200 OK", DOCUMENTED_RESPONSE);
    let client = client(server.base_url());
    let integration = documented_call(&client).send_blocking().expect("a result");
    assert_eq!(integration.account_tag, "account_tag");
    let reply = documented_call(&client).send_with_meta_blocking();
    assert_eq!(reply.expect("a result").meta().cf_ray(), Some("8f0-TEST"));
    let reply = documented_call(&client)
        .send_raw_blocking()
        .expect("a reply");
    assert_eq!(reply.result(), DOCUMENTED_RESPONSE.as_bytes());
    assert_eq!(server.requests(), 3);
}

#[test]
fn a_blocking_call_can_use_the_connection_of_the_one_before() {
    let (_runtime, server) = server("200 OK", DOCUMENTED_RESPONSE);
    let client = client(server.base_url());
    // A connection is free again a moment after its reply was read, on another thread: a call that
    // comes at once may find it busy, but not every one does.
    let is_shared = (0..100).any(|_| {
        documented_call(&client).send_blocking().expect("a result");
        server.connections() < server.requests()
    });
    assert!(is_shared, "{} connections", server.connections());
}

#[test]
fn a_blocking_call_works_on_any_thread_and_within_async_code() {
    let (runtime, server) = server("200 OK", DOCUMENTED_RESPONSE);
    let client = client(server.base_url());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| documented_call(&client).send_blocking().expect("a result"));
        }
    });
    let within = |client: Client| async move { documented_call(&client).send_blocking() };
    runtime.block_on(within(client)).expect("a result");
    assert_eq!(server.requests(), 5);
}

/// A connection is driven by the runtime that it was made in, which waits here for the second call.
#[test]
fn a_blocking_call_does_not_wait_for_the_runtime_of_an_async_one() {
    let (_runtime, server) = server("200 OK", DOCUMENTED_RESPONSE);
    let build = || {
        let runtime = tokio::runtime::Builder::new_current_thread();
        { runtime }.enable_all().build().expect("a runtime")
    };
    let options = || {
        CallOptions::new()
            .timeout(Duration::from_secs(5))
            .retries(0)
    };
    for is_within in [true, false] {
        let client = client(server.base_url());
        let runtime = build();
        runtime.block_on(async {
            documented_call(&client).send().await.expect("a result");
            if is_within {
                let call = documented_call(&client).options(options());
                call.send_blocking().expect("a result");
            }
        });
        let call = documented_call(&client).options(options());
        call.send_blocking().expect("a result");
        let later = documented_call(&client).options(options()).send();
        runtime.block_on(later).expect("a result");
    }
}

#[test]
fn an_error_is_small_and_says_in_one_line_what_happened() {
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    let error = Client::builder(Credentials::api_token("t"))
        .base_url("x")
        .build()
        .expect_err("no URL");
    assert_eq!(error.to_string().lines().count(), 1);
    let boxed: Box<dyn std::error::Error + Send + Sync> = error.into();
    assert!(boxed.downcast_ref::<Error>().is_some());
}

/// Ten thousand `{`, packed by gzip (RFC 1952).
const PACKED: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xed\xc1\x01\x0d\x00\x00\x00\xc2\xa0\xe0\x2f\x6f\x0e\x37\
    \xa0\x00\x00\x00\x00\x00\x00\x00\x00\x00\xe0\xdf\x00\xbb\xec\x22\x59\x10\x27\x00\x00";

#[tokio::test]
async fn a_packed_reply_is_not_asked_for_and_not_unpacked_so_that_none_outgrows_its_bounds() {
    let headers = "content-encoding: gzip\r\n";
    let server = FaultServer::start(vec![reply("200 OK", headers, PACKED)]).await;
    let client = client(server.base_url());
    let request = documented_call(&client).request().expect("a request");
    assert!(!request.headers().contains_key("accept-encoding"));
    let error = documented_call(&client).send().await;
    let error = error.expect_err("it is no JSON");
    assert_eq!(error.kind(), ErrorKind::InvalidReply);
    assert_eq!(error.body(), Some(PACKED));
}
