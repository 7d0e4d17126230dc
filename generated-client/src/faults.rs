//! Faults of servers, and what calls make of them: how often an operation of each method is sent, and what
//! the error says; over sockets.

#[path = "../../tests/src/fault.rs"]
#[allow(dead_code, unreachable_pub, reason = "the outside tests use all of it")]
mod fault;

use std::time::Duration;

use fault::{FaultServer, Step, reply};

use crate::types::{CreateIntegrationBody, IntegrationType, UpdateIntegrationBody};
use crate::{Client, Credentials, Error, ErrorKind};

/// The method of an operation that is called.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Operation {
    Post,
    Get,
    Put,
    Delete,
}

const ID: uuid::Uuid = uuid::Uuid::from_u128(1);

impl Operation {
    const ALL: [Self; 4] = [Self::Post, Self::Get, Self::Put, Self::Delete];

    async fn send(self, client: &Client) -> Result<(), Error> {
        match self {
            Self::Post => {
                let body = CreateIntegrationBody::builder()
                    .integration_type(IntegrationType::Okta)
                    .tenant_url("https://example.com");
                let call = client.create_integration().account_id("a").body(body);
                call.send().await.map(drop)
            }
            Self::Get => {
                let call = client.get_integration().account_id("a").integration_id(ID);
                call.send().await.map(drop)
            }
            Self::Put => {
                let body = UpdateIntegrationBody::builder()
                    .active(false)
                    .tenant_url("https://example.com");
                let call = client
                    .update_integration()
                    .account_id("a")
                    .integration_id(ID);
                call.body(body).send().await.map(drop)
            }
            Self::Delete => {
                let call = client
                    .delete_integration()
                    .account_id("a")
                    .integration_id(ID);
                call.send().await.map(drop)
            }
        }
    }

    /// A reply that this operation takes for a success.
    fn good(self) -> Vec<Step> {
        let integration = r#"{
            "id":"182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e","account_tag":"a","active":true,
            "created_at":"2019-12-27T18:11:19.117Z","integration_type":"Okta",
            "reference_id":"r","tenant_url":"t","well_known_url":"w"}"#;
        let result = match self {
            Self::Delete => "null",
            _ => integration,
        };
        let body = format!(r#"{{"success":true,"errors":[],"messages":[],"result":{result}}}"#);
        reply("200 OK", "", &body)
    }

    /// How often it is sent where a create is sent so often.
    fn requests(self, [post, others]: [usize; 2]) -> usize {
        if self == Self::Post { post } else { others }
    }
}

fn client(base_url: &str) -> Client {
    client_with(base_url, Duration::from_secs(30))
}

/// A client that waits long, unless the fault is that nothing comes.
fn client_for(fault: &Fault, base_url: &str) -> Client {
    let is_stalled = fault.steps.iter().any(|step| matches!(step, Step::Stall));
    client_with(
        base_url,
        Duration::from_millis(if is_stalled { 300 } else { 30_000 }),
    )
}

fn client_with(base_url: &str, timeout: Duration) -> Client {
    Client::builder(Credentials::api_token("secret"))
        .base_url(base_url)
        .timeout(timeout)
        .patience(0.001)
        .build()
        .expect("a client")
}

fn send(text: &str) -> Step {
    Step::Send(text.to_owned())
}

/// A fault; how often `POST` and the other methods are sent when it doesn't pass; and of the error: its kind, its status, and whether a create may have happened.
struct Fault {
    name: &'static str,
    steps: Vec<Step>,
    requests: [usize; 2],
    kind: ErrorKind,
    status: Option<u16>,
    is_ambiguous: bool,
}

impl Fault {
    /// A fault after which nobody knows what happened.
    fn lost(name: &'static str, steps: Vec<Step>, kind: ErrorKind, status: Option<u16>) -> Self {
        Self {
            name,
            steps,
            requests: SAFE,
            kind,
            status,
            is_ambiguous: true,
        }
    }

    /// A reply of the API that says no.
    fn refusal(
        status: &'static str,
        headers: &str,
        requests: [usize; 2],
        is_ambiguous: bool,
    ) -> Self {
        let body =
            r#"{"success":false,"errors":[{"code":1,"message":"no"}],"messages":[],"result":null}"#;
        Self {
            name: status,
            steps: reply(status, headers, body),
            requests,
            kind: ErrorKind::Api,
            status: status[..3].parse().ok(),
            is_ambiguous,
        }
    }
}

const ALL: [usize; 2] = [3, 3];
const ONCE: [usize; 2] = [1, 1];
const SAFE: [usize; 2] = [1, 3];

fn connections_that_break() -> Vec<Fault> {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n";
    let lost = Fault::lost;
    vec![
        lost(
            "reset before headers",
            vec![Step::Reset],
            ErrorKind::Transport,
            None,
        ),
        lost(
            "close before headers",
            vec![Step::Close],
            ErrorKind::Transport,
            None,
        ),
        lost(
            "reset in headers",
            vec![send("HTTP/1.1 200 OK\r\ncontent-"), Step::Reset],
            ErrorKind::Transport,
            None,
        ),
        lost(
            "reset after headers",
            vec![send(head), Step::Reset],
            ErrorKind::Transport,
            Some(200),
        ),
        lost(
            "truncated: more was promised than came",
            vec![send(head), send("{\"success\":true"), Step::Close],
            ErrorKind::Transport,
            Some(200),
        ),
        lost(
            "a chunk that breaks off",
            vec![
                send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n64\r\n{"),
                Step::Close,
            ],
            ErrorKind::Transport,
            Some(200),
        ),
        lost(
            "stalled headers",
            vec![Step::Stall],
            ErrorKind::Timeout,
            None,
        ),
        lost(
            "stalled body",
            vec![send(head), send("{"), Step::Stall],
            ErrorKind::Timeout,
            Some(200),
        ),
        lost(
            "no HTTP",
            vec![send("SSH-2.0-x\r\n"), Step::Close],
            ErrorKind::Transport,
            None,
        ),
    ]
}

fn refusals() -> Vec<Fault> {
    let refusal = Fault::refusal;
    vec![
        refusal("400 Bad Request", "", ONCE, false),
        refusal("400 Bad Request", "x-should-retry: true\r\n", ALL, false),
        refusal("403 Forbidden", "", ONCE, false),
        refusal("408 Request Timeout", "", SAFE, true),
        refusal(
            "408 Request Timeout",
            "x-should-retry: true\r\n",
            SAFE,
            true,
        ),
        refusal("409 Conflict", "", SAFE, true),
        refusal("409 Conflict", "x-should-retry: true\r\n", SAFE, true),
        refusal("425 Too Early", "", ALL, false),
        refusal("429 Too Many Requests", "", ALL, false),
        refusal(
            "429 Too Many Requests",
            "retry-after-ms: 20\r\n",
            ALL,
            false,
        ),
        refusal("429 Too Many Requests", "retry-after: 1\r\n", ALL, false),
        refusal("429 Too Many Requests", "retry-after: soon\r\n", ALL, false),
        refusal(
            "429 Too Many Requests",
            "retry-after: Wed, 01 Jan 2020 00:00:00 GMT\r\n",
            ALL,
            false,
        ),
        // Longer than is slept.
        refusal("429 Too Many Requests", "retry-after: 300\r\n", ONCE, false),
        refusal(
            "429 Too Many Requests",
            "retry-after: Fri, 01 Jan 2100 00:00:00 GMT\r\n",
            ONCE,
            false,
        ),
        refusal(
            "429 Too Many Requests",
            "x-should-retry: false\r\n",
            ONCE,
            false,
        ),
        refusal("500 Internal Server Error", "", SAFE, true),
        refusal(
            "500 Internal Server Error",
            "x-should-retry: true\r\n",
            SAFE,
            true,
        ),
        refusal("503 Service Unavailable", "retry-after: 2\r\n", SAFE, true),
        refusal(
            "503 Service Unavailable",
            "x-should-retry: false\r\n",
            ONCE,
            true,
        ),
    ]
}

fn replies_that_cannot_be_read() -> Vec<Fault> {
    let unread = |name, steps, requests, status, is_ambiguous| Fault {
        name,
        steps,
        requests,
        kind: ErrorKind::InvalidReply,
        status: Some(status),
        is_ambiguous,
    };
    let html = "<html><h1>Oops</h1></html>";
    vec![
        unread(
            "HTML and 429",
            reply("429 Too Many Requests", "", html),
            ALL,
            429,
            false,
        ),
        unread(
            "HTML and 502",
            reply("502 Bad Gateway", "", html),
            SAFE,
            502,
            true,
        ),
        unread(
            "HTML and 404",
            reply("404 Not Found", "", html),
            ONCE,
            404,
            false,
        ),
        unread(
            "a redirect elsewhere",
            reply(
                "307 Temporary Redirect",
                "location: http://127.0.0.1:1/\r\n",
                "",
            ),
            ONCE,
            307,
            false,
        ),
    ]
}

#[tokio::test]
async fn each_fault_is_repeated_where_that_is_safe_and_told_as_what_it_is() {
    let mut faults = connections_that_break();
    faults.extend(refusals());
    faults.extend(replies_that_cannot_be_read());
    let mut wrong = Vec::new();
    for fault in &faults {
        for operation in Operation::ALL {
            let requests = operation.requests(fault.requests);
            let server = FaultServer::start(vec![fault.steps.clone()]).await;
            let error = operation.send(&client_for(fault, server.base_url())).await;
            let Err(error) = error else {
                wrong.push(format!("{} {operation:?}: no error", fault.name));
                continue;
            };
            let status = error.status().map(|status| status.as_u16());
            let is_ambiguous = fault.is_ambiguous && operation == Operation::Post;
            let expected = (requests, fault.kind, fault.status, is_ambiguous);
            let found = (
                server.requests(),
                error.kind(),
                status,
                error.is_ambiguous(),
            );
            let retries = usize::try_from(error.retries()).expect("few");
            if found != expected || retries + 1 != requests {
                let name = fault.name;
                wrong.push(format!(
                    "{name} {operation:?}: {found:?}, not {expected:?}: {error}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_fault_that_passes_is_not_noticed_where_repeating_is_safe() {
    for fault in connections_that_break().into_iter().chain(refusals()) {
        for operation in Operation::ALL {
            let requests = operation.requests(fault.requests);
            let script = vec![fault.steps.clone(), operation.good()];
            let server = FaultServer::start(script).await;
            let outcome = operation.send(&client_for(&fault, server.base_url())).await;
            assert_eq!(
                outcome.is_ok(),
                requests > 1,
                "{} {operation:?}: {outcome:?}",
                fault.name
            );
            assert_eq!(
                server.requests(),
                requests.min(2),
                "{} {operation:?}",
                fault.name
            );
        }
    }
}

#[tokio::test]
async fn a_refused_connection_is_tried_again_by_every_operation() {
    for operation in Operation::ALL {
        // Port 1 is nobody's.
        let error = operation.send(&client("http://127.0.0.1:1/v4")).await;
        let error = error.expect_err("nothing listens");
        assert!(error.is_connect() && !error.is_timeout() && !error.is_ambiguous());
        assert!(error.is_retryable());
        assert_eq!(error.retries(), 2);
    }
}

#[tokio::test]
async fn a_reply_of_a_gigabyte_is_not_read_to_its_end() {
    for head in [
        "HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
    ] {
        let steps = vec![send(head), Step::Flood(1 << 30), Step::Close];
        let server = FaultServer::start(vec![steps]).await;
        let client = Client::builder(Credentials::api_token("secret"))
            .base_url(server.base_url())
            .reply_size(1 << 20)
            .build()
            .expect("a client");
        let error = Operation::Post
            .send(&client)
            .await
            .expect_err("it is large");
        assert!(
            error
                .to_string()
                .contains("the reply is larger than 1048576 bytes"),
            "{error}"
        );
        assert!(error.is_ambiguous());
        // What fits into the buffers of the sockets goes out before anybody reads it.
        assert!(server.flooded() < 64 << 20, "{} bytes", server.flooded());
    }
}

#[tokio::test]
async fn http_1_0_is_understood_and_bytes_beyond_the_promised_length_are_not_read() {
    for operation in Operation::ALL {
        let Some(Step::Send(good)) = operation.good().pop() else {
            panic!("a reply is sent");
        };
        let old = good.replace("HTTP/1.1", "HTTP/1.0");
        let more = format!("{good}<html>");
        for text in [old, more] {
            let server = FaultServer::start(vec![vec![Step::Send(text), Step::Close]]).await;
            let outcome = operation.send(&client(server.base_url())).await;
            assert!(outcome.is_ok(), "{operation:?}: {outcome:?}");
        }
    }
}

#[tokio::test]
async fn a_kept_connection_that_closes_at_the_wrong_moment_is_repeated_only_where_it_is_safe() {
    for operation in Operation::ALL {
        // The second request is read on the connection of the first, and not answered.
        let script = vec![operation.good(), vec![Step::Close], operation.good()];
        let server = FaultServer::start(script).await;
        let client = client(server.base_url());
        operation.send(&client).await.expect("a result");
        let outcome = operation.send(&client).await;
        let is_safe = operation != Operation::Post;
        assert_eq!(outcome.is_ok(), is_safe, "{operation:?}: {outcome:?}");
        assert_eq!(server.requests(), if is_safe { 3 } else { 2 });
    }
}

#[tokio::test]
async fn connections_are_kept_after_errors() {
    for operation in Operation::ALL {
        let no = Fault::refusal("403 Forbidden", "", ONCE, false).steps;
        let server = FaultServer::start(vec![no]).await;
        let client = client(server.base_url());
        // It is free again a moment after its reply was read: not every call need find it so.
        for _ in 0..100 {
            operation.send(&client).await.expect_err("it is refused");
            if server.connections() < server.requests() {
                break;
            }
        }
        assert!(server.connections() < server.requests(), "{operation:?}");
    }
}

#[tokio::test]
async fn a_wait_longer_than_is_slept_is_in_the_error() {
    let long = Fault::refusal("429 Too Many Requests", "retry-after: 300\r\n", ONCE, false).steps;
    let server = FaultServer::start(vec![long]).await;
    let error = Operation::Post.send(&client(server.base_url())).await;
    let error = error.expect_err("it is blocked");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(300)));
    assert!(error.is_rate_limited() && error.is_retryable() && !error.is_ambiguous());
    assert!(error.to_string().contains("try again in 300 s"), "{error}");
}

#[tokio::test]
async fn a_call_ends_when_it_is_dropped() {
    let server = FaultServer::start(vec![vec![Step::Stall]]).await;
    let client = client(server.base_url());
    let call = Operation::Delete.send(&client);
    let outcome = tokio::time::timeout(Duration::from_millis(50), call).await;
    outcome.expect_err("it stalls");
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert_eq!(server.requests(), 1);
}
