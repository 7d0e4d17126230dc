//! What calls tell to those who trace.

use std::io;
use std::sync::{Arc, Mutex};

use contract_tests::fault::{FaultServer, reply};
use contract_tests::{DOCUMENTED_RESPONSE, TOKEN, client, documented_call};
use tracing::instrument::WithSubscriber as _;
use zt_risk_scoring::CallOptions;

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

#[tokio::test]
async fn a_call_has_a_span_and_each_attempt_an_event_without_secrets_or_values() {
    let limited = reply(
        "429 Too Many Requests",
        "retry-after-ms: 1\r\ncf-ray: 8f0-A\r\n",
        "<body>",
    );
    let good = reply("200 OK", "cf-ray: 8f0-B\r\n", DOCUMENTED_RESPONSE);
    let server = FaultServer::start(vec![limited, good]).await;
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let client = client(server.base_url());
    let options = CallOptions::new()
        .header("x-foo", "value")
        .query("a", "value");
    let call = documented_call(&client).options(options).send();
    call.with_subscriber(subscriber).await.expect("a result");

    let log = String::from_utf8(log.0.lock().expect("no panic").clone()).expect("text");
    let ours: Vec<&str> = log
        .lines()
        .filter(|line| line.contains(": zt_risk_scoring: "))
        .collect();
    let [failed, replied] = ours[..] else {
        panic!("{log}");
    };
    for line in [failed, replied] {
        for part in [
            r#"operation="create_integration""#,
            "method=POST",
            r#"route="/accounts/{account_id}/zt_risk_scoring/integrations""#,
            "elapsed_ms=",
        ] {
            assert!(line.contains(part), "{part} is not in {line}");
        }
    }
    for part in [
        "failed",
        "attempt=0",
        "status=429",
        r#"cf_ray="8f0-A""#,
        "kind=",
    ] {
        assert!(failed.contains(part), "{part} is not in {failed}");
    }
    for part in ["replied", "attempt=1", "status=200", r#"cf_ray="8f0-B""#] {
        assert!(replied.contains(part), "{part} is not in {replied}");
    }
    for secret in [
        TOKEN,
        "value",
        "<body>",
        "example.com",
        contract_tests::ACCOUNT,
    ] {
        assert!(!ours.concat().contains(secret), "{secret} is in {log}");
    }
}
