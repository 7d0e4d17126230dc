//! What calls tell to those who trace; in a process of its own, since whether an event is wanted is
//! remembered for all threads, of which most want none.

use std::io;
use std::sync::{Arc, Mutex};

use contract_tests::fault::{FaultServer, reply};
use contract_tests::{DOCUMENTED_RESPONSE, TOKEN, client, documented_call};
use tracing::instrument::WithSubscriber as _;
use zt_risk_scoring::CallOptions;

/// One subscriber at a time.
static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// Where a subscriber writes to.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no panic").write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// What a call tells of a level and those above it, by lines of this crate.
    async fn of<T>(level: tracing::Level, call: impl Future<Output = T>) -> (T, Vec<String>) {
        let _alone = ALONE.lock().await;
        let log = Self::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(level)
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish();
        let outcome = call.with_subscriber(subscriber).await;
        let log = String::from_utf8(log.0.lock().expect("no panic").clone()).expect("text");
        let ours = log
            .lines()
            .filter(|line| line.contains(" zt_risk_scoring: "));
        (outcome, ours.map(str::to_owned).collect())
    }
}

fn assert_has(line: &str, parts: &[&str]) {
    for part in parts {
        assert!(line.contains(part), "{part} is not in {line}");
    }
}

const CALLED: [&str; 2] = [
    "method=POST",
    r#"route="/accounts/{account_id}/zt_risk_scoring/integrations""#,
];

#[tokio::test]
async fn a_call_has_a_span_and_each_attempt_an_event_without_secrets_or_values() {
    let limited = reply(
        "429 Too Many Requests",
        "retry-after-ms: 1\r\ncf-ray: 8f0-A\r\n",
        "<body>",
    );
    let good = reply("200 OK", "cf-ray: 8f0-B\r\n", DOCUMENTED_RESPONSE);
    let server = FaultServer::start(vec![limited, good]).await;
    let client = client(server.base_url());
    let options = CallOptions::new()
        .header("x-foo", "value")
        .query("a", "value");
    let call = documented_call(&client).options(options).send();
    let (outcome, lines) = Log::of(tracing::Level::DEBUG, call).await;
    outcome.expect("a result");
    let [failed, replied] = &lines[..] else {
        panic!("{lines:?}");
    };
    for line in [failed, replied] {
        assert_has(
            line,
            &[r#"call{operation="create_integration""#, "elapsed_ms="],
        );
        assert_has(line, &CALLED);
    }
    assert_has(
        failed,
        &[
            "failed",
            "attempt=0",
            "status=429",
            r#"cf_ray="8f0-A""#,
            "kind=",
        ],
    );
    assert_has(
        replied,
        &["replied", "attempt=1", "status=200", r#"cf_ray="8f0-B""#],
    );
    for secret in [
        TOKEN,
        "value",
        "<body>",
        "example.com",
        contract_tests::ACCOUNT,
    ] {
        assert!(!lines.concat().contains(secret), "{secret} is in {lines:?}");
    }
}

#[tokio::test]
async fn a_warning_says_what_was_called_and_how_long_its_attempt_took() {
    let limited = reply("429 Too Many Requests", "retry-after-ms: 300\r\n", "");
    let server = FaultServer::start(vec![limited]).await;
    let client = client(server.base_url());
    let options = CallOptions::new().retries(1);
    let call = documented_call(&client).options(options).send();
    let (outcome, lines) = Log::of(tracing::Level::WARN, call).await;
    outcome.expect_err("too many");
    assert_eq!(lines.len(), 2, "{lines:?}");
    for (attempt, line) in lines.iter().enumerate() {
        assert!(!line.contains("call{"), "{line}");
        assert_has(line, &CALLED);
        assert_has(line, &["failed", &format!("attempt={attempt}")]);
        let (_, elapsed) = line.split_once("elapsed_ms=").expect("a time");
        let elapsed: u64 = elapsed
            .split(' ')
            .next()
            .and_then(|elapsed| elapsed.parse().ok())
            .expect("a number");
        // Without the wait before it.
        assert!(elapsed < 300, "{line}");
    }
}

#[tokio::test]
async fn a_call_that_is_refused_before_it_is_sent_is_no_attempt() {
    let client = client("http://127.0.0.1:1");
    let options = CallOptions::new().header("x-foo", "a\nb");
    let call = documented_call(&client).options(options).send();
    let (outcome, lines) = Log::of(tracing::Level::WARN, call).await;
    outcome.expect_err("it is refused");
    let [refused] = &lines[..] else {
        panic!("{lines:?}");
    };
    assert_has(refused, &CALLED);
    assert_has(refused, &["refused before it was sent"]);
    assert!(!refused.contains("attempt"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blocking_call_within_async_code_is_in_the_span_and_of_the_subscriber_of_its_caller() {
    use tracing::Instrument as _;

    let server = FaultServer::start(vec![reply("200 OK", "", DOCUMENTED_RESPONSE)]).await;
    let client = client(server.base_url());
    let call = async {
        let span = tracing::info_span!(target: "mine", "outer");
        async { documented_call(&client).send_blocking() }
            .instrument(span)
            .await
    };
    let (outcome, lines) = Log::of(tracing::Level::DEBUG, call).await;
    outcome.expect("it is answered");
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_has(&lines[0], &["outer:call{"]);
}
