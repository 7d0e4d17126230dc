//! Streams that a server of HTTP/2 refuses, of which it says that it has done nothing, and those that it breaks.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use contract_tests::{ACCOUNT, DOCUMENTED_RESPONSE, TOKEN, documented_call};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use zt_risk_scoring::{Client, Credentials, ErrorKind, reqwest};

/// What a server does with a stream.
#[derive(Clone, Copy, Debug)]
enum Answer {
    /// Gives the documented response.
    Reply,
    /// Resets the stream with this code.
    Reset(u32),
    /// Goes away with this code, before the stream.
    GoAway(u32),
    /// Goes away orderly after the stream, whose reply it then doesn't send.
    GoAwayAfter,
}

// Codes and types of RFC 9113, sections 6 and 7.
const NO_ERROR: u32 = 0;
const INTERNAL_ERROR: u32 = 2;
const REFUSED_STREAM: u32 = 7;
const CANCEL: u32 = 8;
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("a short frame");
    let head = [
        &length.to_be_bytes()[1..],
        &[kind, flags],
        &stream.to_be_bytes(),
    ]
    .concat();
    [&head, payload].concat()
}

/// Answers each stream so, the last answer again and again; how many there were is counted.
async fn serve(mut stream: TcpStream, answers: &[Answer], seen: &AtomicUsize) -> io::Result<()> {
    let mut preface = [0; 24];
    stream.read_exact(&mut preface).await?;
    stream.write_all(&frame(SETTINGS, 0, 0, &[])).await?;
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).await?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        let mut payload = vec![0; length as usize];
        stream.read_exact(&mut payload).await?;
        let id = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
        if head[3] != HEADERS {
            continue;
        }
        let number = seen.fetch_add(1, Ordering::SeqCst);
        let go_away = |last: u32, code: u32| {
            let payload = [last.to_be_bytes(), code.to_be_bytes()].concat();
            frame(GOAWAY, 0, 0, &payload)
        };
        let answer = answers[number.min(answers.len() - 1)];
        let bytes = match answer {
            Answer::Reply => [
                // `:status: 200` is the eighth of the static table; both frames are the last of their kind.
                frame(HEADERS, 4, id, &[0x88]),
                frame(DATA, 1, id, DOCUMENTED_RESPONSE.as_bytes()),
            ]
            .concat(),
            Answer::Reset(code) => frame(RST_STREAM, 0, id, &code.to_be_bytes()),
            Answer::GoAway(code) => go_away(id - 1, code),
            Answer::GoAwayAfter => go_away(id, NO_ERROR),
        };
        stream.write_all(&bytes).await?;
        if let Answer::GoAwayAfter = answer {
            return stream.shutdown().await;
        }
    }
}

/// A server, and how many requests came to it.
async fn server(answers: &'static [Answer]) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let seen = Arc::new(AtomicUsize::new(0));
    let shared = Arc::clone(&seen);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let seen = Arc::clone(&shared);
            tokio::spawn(async move { serve(stream, answers, &seen).await });
        }
    });
    (format!("http://{address}/client/v4"), seen)
}

#[tokio::test]
async fn a_refused_stream_is_tried_again_by_each_operation_and_a_broken_one_where_that_is_safe() {
    use Answer::{GoAway, GoAwayAfter, Reply, Reset};
    // How often a create or a reset, which has no body, comes, and a get.
    let cases: &[(&'static [Answer], [usize; 2])] = &[
        (&[Reset(REFUSED_STREAM), Reply], [2, 2]),
        (&[GoAway(NO_ERROR), Reply], [2, 2]),
        (&[Reset(CANCEL), Reply], [1, 2]),
        (&[GoAway(INTERNAL_ERROR), Reply], [1, 2]),
        (&[GoAwayAfter, Reply], [1, 2]),
    ];
    for (answers, requests) in cases {
        for (call, requests) in
            ["create", "reset", "get"]
                .into_iter()
                .zip([requests[0], requests[0], requests[1]])
        {
            let (base_url, seen) = server(answers).await;
            let client = Client::builder(Credentials::api_token(TOKEN))
                .base_url(base_url)
                .configure_http(reqwest::ClientBuilder::http2_prior_knowledge)
                .build()
                .expect("a client");
            let outcome = match call {
                "create" => documented_call(&client).send().await.map(drop),
                "reset" => {
                    let call = client.reset_user_risk().account_id(ACCOUNT);
                    call.user_id(uuid::Uuid::nil()).send().await.map(drop)
                }
                _ => {
                    let call = client.get_integration().account_id(ACCOUNT);
                    let call = call.integration_id(uuid::Uuid::nil());
                    call.send().await.map(drop)
                }
            };
            assert_eq!(
                seen.load(Ordering::SeqCst),
                requests,
                "{call} {answers:?} {outcome:?}"
            );
            match outcome {
                Ok(()) => assert_eq!(requests, 2, "{answers:?}"),
                Err(error) => {
                    assert_eq!(
                        (error.kind(), requests),
                        (ErrorKind::Transport, 1),
                        "{answers:?}"
                    );
                    assert!(error.is_ambiguous() && !error.is_retryable(), "{error}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_create_whose_stream_is_always_refused_has_not_happened() {
    for answers in [
        &[Answer::Reset(REFUSED_STREAM)],
        &[Answer::GoAway(NO_ERROR)],
    ] {
        let (base_url, seen) = server(answers).await;
        let client = Client::builder(Credentials::api_token(TOKEN))
            .base_url(base_url)
            .retries(1)
            .configure_http(reqwest::ClientBuilder::http2_prior_knowledge)
            .build()
            .expect("a client");
        let error = documented_call(&client).send().await;
        let error = error.expect_err("it is refused");
        assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
        assert!(!error.is_ambiguous() && error.is_retryable(), "{error}");
        // No more than the client's own retries: none are reqwest's.
        assert_eq!((seen.load(Ordering::SeqCst), error.retries()), (2, 1));
    }
}
