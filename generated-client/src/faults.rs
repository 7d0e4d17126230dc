//! Faults of servers, and what calls make of them: how often an operation of each method is sent, and what
//! the error says; over sockets.

mod connections;
#[path = "../../tests/src/fault.rs"]
#[allow(dead_code, unreachable_pub, reason = "the outside tests use all of it")]
mod fault;
mod operation;
mod replies;
mod table;

use std::time::Duration;

use futures_util::future::join_all;

use crate::{CallOptions, Client, Credentials, Error};
use fault::{FaultServer, Step, reply};
use operation::Operation;
use table::{Fault, table};

/// A client of nobody; port 1 is nobody's.
fn client() -> Client {
    Client::builder(Credentials::api_token("secret"))
        .base_url("http://127.0.0.1:1/v4")
        .timeout(Duration::from_secs(30))
        .reply_size(1 << 20)
        .patience(0.001)
        .build()
        .expect("a client")
}

/// The same client, which doesn't wait long, and tries again so often.
fn hasty(client: &Client, retries: u32) -> Client {
    let short = CallOptions::new()
        .timeout(Duration::from_millis(300))
        .retries(retries);
    client.with_options(&short).expect("a client")
}

/// What became of a call.
struct Seen {
    outcome: Result<(), Error>,
    /// How many requests of it came.
    requests: usize,
    /// How many bytes of floods went out.
    flooded: usize,
}

/// A call to a server that has a fault, and then does what `then` says.
async fn call(
    client: &Client,
    operation: Operation,
    fault: &Fault,
    then: Option<Vec<Step>>,
) -> Seen {
    let script = fault.before.iter().chain([&fault.steps]).cloned();
    let server = FaultServer::start(script.chain(then).collect()).await;
    let mut client = match fault.steps[..] {
        [] => client.clone(),
        _ => client.at(server.base_url()),
    };
    if fault.steps.iter().any(|step| matches!(step, Step::Stall)) {
        client = hasty(&client, 2);
    }
    for _ in &fault.before {
        operation.send(&client).await.expect("it succeeds before");
        // What the server does then has come, too.
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let outcome = operation.send(&client).await;
    Seen {
        outcome,
        requests: server.requests() - fault.before.len(),
        flooded: server.flooded(),
    }
}

/// What is not as expected.
async fn check(client: &Client, operation: Operation, fault: &Fault) -> Result<(), String> {
    let seen = call(client, operation, fault, None).await;
    let attempts = operation.pick(fault.attempts);
    let requests = if fault.steps.is_empty() { 0 } else { attempts };
    if seen.requests != requests {
        return Err(format!("{} requests, not {requests}", seen.requests));
    }
    // What fits into the buffers of the sockets goes out before anybody reads it.
    if seen.flooded >= 64 << 20 {
        return Err(format!("{} bytes were read", seen.flooded));
    }
    let (error, expected) = match (seen.outcome, fault.error) {
        (Ok(()), None) => return Ok(()),
        (Err(error), Some(expected)) => (error, expected),
        (outcome, expected) => return Err(format!("{outcome:?}, not {expected:?}")),
    };
    let status = error.status().map(|status| status.as_u16());
    let is_ambiguous = operation.pick([expected.is_ambiguous, false]);
    let is_expected = error.kind() == expected.kind
        && status == expected.status
        && error.is_ambiguous() == is_ambiguous
        && error.is_rate_limited() == (status == Some(429))
        && expected.wait.is(error.retry_after())
        && error.retries() as usize + 1 == attempts
        && error.to_string().contains(expected.says);
    let told = (error.retry_after(), error.retries());
    is_expected
        .then_some(())
        .ok_or_else(|| format!("{error:?} {told:?}, not {expected:?}"))
}

/// Calls by each method at once, with each fault after the other; what is wrong with them.
async fn each(
    check: impl AsyncFn(&Client, Operation, &Fault) -> Result<(), String>,
) -> Vec<String> {
    let (client, check) = (&client(), &check);
    let operations = Operation::ALL.map(|operation| async move {
        let mut wrong = Vec::new();
        for fault in table(operation) {
            if let Err(reason) = check(client, operation, &fault).await {
                wrong.push(format!("{operation:?}, {}: {reason}", fault.name));
            }
        }
        wrong
    });
    join_all(operations).await.concat()
}

#[tokio::test]
async fn each_fault_is_repeated_where_that_is_safe_and_told_as_what_it_is() {
    let wrong = each(check).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_fault_that_passes_is_not_noticed_where_repeating_is_safe() {
    let check = async |client: &Client, operation: Operation, fault: &Fault| {
        if fault.steps.is_empty() || fault.error.is_none() {
            return Ok(());
        }
        let attempts = operation.pick(fault.attempts);
        let then = reply("200 OK", "", operation.good());
        let seen = call(client, operation, fault, Some(then)).await;
        let is_expected =
            seen.outcome.is_ok() == (attempts > 1) && seen.requests == attempts.min(2);
        is_expected
            .then_some(())
            .ok_or_else(|| format!("{} requests: {:?}", seen.requests, seen.outcome))
    };
    let wrong = each(check).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn connections_are_kept_after_errors() {
    let client = client();
    for operation in Operation::ALL {
        let no = reply("403 Forbidden", "", r#"{"success":false}"#);
        let later = reply("503 Service Unavailable", "", r#"{"success":false}"#);
        let good = reply("200 OK", "", operation.good());
        // A connection that stalls is lost, and no other with it.
        let stalled = vec![vec![Step::Stall], good];
        for (name, script) in [
            ("a refusal", vec![no]),
            ("retries", vec![later]),
            ("a time-out", stalled),
        ] {
            let server = FaultServer::start(script).await;
            let client = client.at(server.base_url());
            let first = operation.send(&hasty(&client, 0)).await;
            first.expect_err("it fails");
            // It is free again a moment after its reply was read: not every call need find it so.
            for _ in 0..100 {
                let _ = operation.send(&client).await;
                if server.connections() < server.requests() {
                    break;
                }
            }
            let (connections, requests) = (server.connections(), server.requests());
            assert!(connections < requests, "{operation:?} after {name}");
        }
    }
}

#[tokio::test]
async fn a_wait_longer_than_is_slept_is_in_the_error() {
    let long = reply("429 Too Many Requests", "retry-after: 300\r\n", "");
    let server = FaultServer::start(vec![long]).await;
    let error = Operation::Post.send(&client().at(server.base_url())).await;
    let error = error.expect_err("it is blocked");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(300)));
    assert!(error.is_rate_limited() && error.is_retryable() && !error.is_ambiguous());
    assert!(error.to_string().contains("try again in 300 s"), "{error}");
}

#[tokio::test]
async fn an_error_tells_whether_its_own_operation_may_be_repeated() {
    let closed = vec![Step::Close];
    for (steps, expected) in [
        (closed, [false, true]),
        (reply("503 Service Unavailable", "", ""), [false, true]),
        (reply("429 Too Many Requests", "", ""), [true, true]),
        (reply("403 Forbidden", "", ""), [false, false]),
    ] {
        for operation in Operation::ALL {
            let server = FaultServer::start(vec![steps.clone()]).await;
            let error = operation.send(&client().at(server.base_url())).await;
            let error = error.expect_err("a fault");
            assert_eq!(
                error.is_retryable(),
                operation.pick(expected),
                "{operation:?}: {error}"
            );
        }
    }
}

#[tokio::test]
async fn a_call_ends_when_it_is_dropped() {
    let server = FaultServer::start(vec![vec![Step::Stall]]).await;
    let client = hasty(&client().at(server.base_url()), 2);
    let call = Operation::Delete.send(&client);
    let outcome = tokio::time::timeout(Duration::from_millis(50), call).await;
    outcome.expect_err("it stalls");
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert_eq!(server.requests(), 1);
}
