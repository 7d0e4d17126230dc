//! How long calls take that nobody answers: as is set, and as it is without.

use std::time::{Duration, Instant};

use contract_tests::fault::{FaultServer, Step};
use contract_tests::{ACCOUNT, TOKEN, client, documented_call};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use uuid::Uuid;
use zt_risk_scoring::{CallOptions, Client, ClientBuilder, Credentials, Error};

const ID: Uuid = Uuid::nil();

fn builder(base_url: &str) -> ClientBuilder {
    Client::builder(Credentials::api_token(TOKEN)).base_url(base_url)
}

/// How long a call takes that is never answered, and how it ends.
async fn stalled(
    configure: impl FnOnce(ClientBuilder) -> ClientBuilder,
    options: CallOptions,
) -> (Duration, Error) {
    let server = FaultServer::start(vec![vec![Step::Stall]]).await;
    let client = configure(builder(server.base_url())).build();
    let client = client.expect("a client");
    let start = Instant::now();
    let outcome = documented_call(&client).options(options).send().await;
    (start.elapsed(), outcome.expect_err("it is never answered"))
}

#[tokio::test]
async fn a_call_takes_no_longer_than_its_time_out_or_its_deadline() {
    let short = Duration::from_millis(100);
    let long = Duration::from_secs(30);
    for (client, call) in [
        (Some((short, long)), CallOptions::new()),
        (Some((long, short)), CallOptions::new()),
        (None, CallOptions::new().timeout(short)),
        (None, CallOptions::new().deadline(short)),
        (Some((long, long)), CallOptions::new().timeout(short)),
    ] {
        let shown = format!("{client:?} {call:?}");
        let configure = |builder: ClientBuilder| match client {
            Some((timeout, deadline)) => builder.timeout(timeout).deadline(deadline),
            None => builder,
        };
        let (elapsed, error) = stalled(configure, call).await;
        assert!(
            error.is_timeout() && error.is_ambiguous(),
            "{shown}: {error}"
        );
        assert!(
            elapsed >= short && elapsed < long / 3,
            "{shown}: {elapsed:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn an_attempt_has_a_minute_and_a_call_two_and_a_half_if_nothing_else_is_said() {
    let server = FaultServer::start(vec![vec![Step::Stall]]).await;
    let client = client(server.base_url());
    let start = tokio::time::Instant::now();
    let error = documented_call(&client).send().await;
    assert!(error.expect_err("nobody answers").is_timeout());
    assert_near(start.elapsed(), Duration::from_secs(60));
    assert_eq!(server.requests(), 1);

    let start = tokio::time::Instant::now();
    let error = client.list_integrations().account_id(ACCOUNT).send().await;
    assert!(error.expect_err("nobody answers").is_timeout());
    // Twice a minute, two waits, and what is left.
    assert_near(start.elapsed(), Duration::from_secs(150));
    assert_eq!(server.requests(), 1 + 3);
}

/// Timers have a granularity of a millisecond.
fn assert_near(time: Duration, expected: Duration) {
    let most = expected + Duration::from_millis(10);
    assert!((expected..most).contains(&time), "{time:?}");
}

/// A listener that answers nobody, since it accepts nothing and its queue is full, with who is in the queue.
async fn full() -> (TcpListener, Vec<TcpStream>) {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket
        .bind("127.0.0.1:0".parse().expect("an address"))
        .expect("a port");
    let listener = socket.listen(1).expect("a listener");
    let address = listener.local_addr().expect("an address");
    let mut waiting = Vec::new();
    let wait = Duration::from_millis(100);
    while let Ok(stream) = tokio::time::timeout(wait, TcpStream::connect(address)).await {
        waiting.push(stream.expect("a connection"));
    }
    (listener, waiting)
}

#[tokio::test]
async fn a_server_that_takes_no_connection_is_given_up_after_the_time_to_connect() {
    let (listener, _waiting) = full().await;
    let base_url = format!("http://{}", listener.local_addr().expect("an address"));
    let wait = Duration::from_millis(100);
    // From here on time passes as soon as nothing else happens.
    tokio::time::pause();
    for (builder, expected) in [
        (builder(&base_url), Duration::from_secs(5)),
        (builder(&base_url).connect_timeout(wait), wait),
        (
            builder(&base_url)
                .connect_timeout(wait)
                .configure_http(|http| http.connect_timeout(Duration::from_secs(9))),
            wait,
        ),
        // An attempt that has less time leaves some of it.
        (builder(&base_url).timeout(wait), wait.mul_f64(0.9)),
        (builder(&base_url).deadline(wait), wait.mul_f64(0.9)),
    ] {
        let client = builder.retries(0).build().expect("a client");
        let start = tokio::time::Instant::now();
        let error = documented_call(&client).send().await;
        let error = error.expect_err("nobody accepts");
        assert!(
            error.is_connect() && !error.is_timeout() && !error.is_ambiguous(),
            "{error}"
        );
        assert_near(start.elapsed(), expected);
    }
}

#[tokio::test]
async fn a_call_that_ends_while_it_connects_is_known_to_have_done_nothing() {
    let (listener, _waiting) = full().await;
    let base_url = format!("http://{}", listener.local_addr().expect("an address"));
    let client = builder(&base_url).build().expect("a client");
    let seconds = Duration::from_secs;
    let options = || CallOptions::new().retries(0);
    tokio::time::pause();
    for (options, retries, expected) in [
        (options().timeout(seconds(2)), 0, 2.0),
        (options().deadline(seconds(2)), 0, 2.0),
        // The second attempt has less than the 5 s of the first.
        (options().retries(9).deadline(seconds(8)), 1, 8.0),
    ] {
        let start = tokio::time::Instant::now();
        let error = documented_call(&client).options(options).send().await;
        let error = error.expect_err("nobody accepts");
        assert!(
            error.is_connect() && !error.is_timeout() && !error.is_ambiguous(),
            "{error}"
        );
        assert_eq!(error.retries(), retries);
        let elapsed = start.elapsed().as_secs_f64();
        assert!((elapsed - expected).abs() < 0.2, "{elapsed}");
    }
    // One without a body of its own is known as well, and so is one that was sent.
    let reset = client.reset_user_risk().account_id(ACCOUNT).user_id(ID);
    let reset = reset.options(options().timeout(seconds(2)));
    let error = reset.send().await.expect_err("nobody accepts");
    assert!(error.is_connect() && !error.is_ambiguous(), "{error}");
    tokio::time::resume();
    for end in [Step::Stall, Step::Close] {
        let server = FaultServer::start(vec![vec![end]]).await;
        let client = builder(server.base_url()).build().expect("a client");
        let reset = client.reset_user_risk().account_id(ACCOUNT).user_id(ID);
        let options = options().retries(2).timeout(Duration::from_millis(200));
        let error = reset.options(options).send().await.expect_err("no reply");
        assert!(error.is_ambiguous() && !error.is_connect(), "{error}");
        assert_eq!(server.requests(), 1);
    }
}
