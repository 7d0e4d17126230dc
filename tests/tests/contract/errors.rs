//! What errors say, and to those who print all that caused them.

use std::error::Error as _;
use std::iter::successors;
use std::time::Duration;

use contract_tests::fault::{FaultServer, Step, reply};
use contract_tests::{ACCOUNT, DOCUMENTED_RESPONSE, TOKEN, client, documented_call};
use zt_risk_scoring::{CallOptions, Client, Credentials, Error, ErrorKind};

/// An error of a call that is answered so.
async fn answered(steps: Vec<Step>) -> Error {
    let server = FaultServer::start(vec![steps]).await;
    let options = CallOptions::new().timeout(Duration::from_millis(200));
    let client = client(server.base_url());
    let outcome = documented_call(&client).options(options).send().await;
    outcome.expect_err("a fault")
}

async fn options(options: CallOptions) -> Error {
    let client = client("http://127.0.0.1:1");
    let outcome = documented_call(&client).options(options.retries(0)).send();
    outcome.await.expect_err("nobody listens")
}

/// An error of another call that is answered so.
async fn behaviors(status: &str, headers: &str, body: &str) -> Error {
    let server = FaultServer::start(vec![reply(status, headers, body)]).await;
    let client = client(server.base_url());
    let outcome = client.get_behaviors().account_id(ACCOUNT).send().await;
    outcome.expect_err("a failure")
}

fn built(base_url: &str) -> Error {
    let builder = Client::builder(Credentials::api_token(TOKEN)).base_url(base_url);
    builder.build().expect_err("it is no base URL")
}

#[tokio::test]
async fn a_cause_is_said_once_even_to_those_who_print_the_whole_chain() {
    let wrong = DOCUMENTED_RESPONSE.replace("true", "1");
    let truncated = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{";
    let truncated = vec![Step::Send(truncated.into()), Step::Close];
    let refused =
        r#"{"success":false,"errors":[{"code":1,"message":"no"}],"messages":[],"result":null}"#;
    for (error, kind, cause) in [
        (
            options(CallOptions::new()).await,
            ErrorKind::Connect,
            "Connection refused",
        ),
        (
            options(CallOptions::new().header("x-foo", "a\nb")).await,
            ErrorKind::InvalidRequest,
            "a character that no header can carry",
        ),
        (
            built("/client"),
            ErrorKind::Configuration,
            "relative URL without a base",
        ),
        (
            answered(vec![Step::Close]).await,
            ErrorKind::Transport,
            "connection closed before message completed",
        ),
        (
            answered(truncated).await,
            ErrorKind::Transport,
            "end of file before message length reached",
        ),
        (
            answered(vec![Step::Stall]).await,
            ErrorKind::Timeout,
            "operation timed out",
        ),
        (
            answered(reply("200 OK", "", "<html>")).await,
            ErrorKind::InvalidReply,
            "expected value at line 1 column 1",
        ),
        (
            answered(reply("200 OK", "", wrong)).await,
            ErrorKind::InvalidReply,
            "invalid type: integer `1`, expected a boolean",
        ),
        (
            answered(reply("403 Forbidden", "", refused)).await,
            ErrorKind::Api,
            "1 no",
        ),
    ] {
        assert_eq!(error.kind(), kind, "{error}");
        let text = error.to_string();
        // As `anyhow` and `miette` print it.
        let chain = successors(error.source(), |&error| error.source());
        let chain = chain.map(ToString::to_string).collect::<Vec<_>>();
        let said = chain.iter().filter(|cause| text.contains(cause.as_str()));
        assert_eq!(said.count(), 0, "{text}: {chain:?}");
        let printed = [&[text], &chain[..]].concat().join(": ");
        assert_eq!(printed.matches(cause).count(), 1, "{printed}");
        let is_of_http = matches!(
            kind,
            ErrorKind::Connect | ErrorKind::Transport | ErrorKind::Timeout
        );
        assert_eq!(!chain.is_empty(), is_of_http, "{printed}");
    }
}

#[tokio::test]
async fn what_came_of_a_reply_is_kept_when_the_rest_does_not_come() {
    let whole = r#"{"success":true,"errors":[],"messages":[],"result":null}"#;
    let part = &whole[..20];
    let promised = |length: usize, end| {
        let head =
            format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\ncf-ray: 8f0-TEST\r\n\r\n");
        vec![Step::Send(head.into()), Step::Send(part.into()), end]
    };
    let chunked = format!(
        "HTTP/1.1 200 OK\r\ncf-ray: 8f0-TEST\r\ntransfer-encoding: chunked\r\n\r\n14\r\n{part}\r\n"
    );
    let more = format!("HTTP/1.1 200 OK\r\ncontent-length: 99\r\ncf-ray: 8f0-TEST\r\n\r\n{whole}");
    for (steps, kind, body, says) in [
        (
            promised(99, Step::Close),
            ErrorKind::Transport,
            part,
            "failed: 200 OK: the connection broke off, to http://127.0.0.1:",
        ),
        (
            promised(99, Step::Stall),
            ErrorKind::Timeout,
            part,
            "failed: 200 OK: no reply in time from http://127.0.0.1:",
        ),
        (
            vec![Step::Send(chunked.into()), Step::Close],
            ErrorKind::Transport,
            part,
            "failed: 200 OK: the connection broke off, to http://127.0.0.1:",
        ),
        // All of it, though nobody can know that.
        (
            vec![Step::Send(more.into()), Step::Close],
            ErrorKind::Transport,
            whole,
            "failed: 200 OK: the connection broke off, to http://127.0.0.1:",
        ),
        (
            vec![
                Step::Send("HTTP/1.1 200 OK\r\ncf-ray: 8f0-TEST\r\n\r\n".into()),
                Step::Send("x".repeat(150).into()),
                Step::Close,
            ],
            ErrorKind::InvalidReply,
            &"x".repeat(100),
            "failed: 200 OK: the reply is larger than 100 bytes",
        ),
    ] {
        let server = FaultServer::start(vec![steps]).await;
        let client = Client::builder(Credentials::api_token(TOKEN))
            .base_url(server.base_url())
            .timeout(Duration::from_millis(200))
            .reply_size(100)
            .build()
            .expect("a client");
        let error = documented_call(&client).send().await.expect_err(says);
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(says), "{error}");
        assert!(error.is_ambiguous(), "{error}");
        assert_eq!(error.body(), Some(body.as_bytes()), "{error}");
        assert_eq!(error.body_snippet().as_deref(), Some(body));
        assert_eq!(error.cf_ray(), Some("8f0-TEST"));
    }
}

#[tokio::test]
async fn an_error_is_one_short_line_whatever_the_server_or_the_caller_says() {
    let bad = "400 Bad Request";
    let long = "x".repeat(3_000_000);
    let failure = |errors: &str| {
        format!(r#"{{"success":false,"errors":[{errors}],"messages":[],"result":null}}"#)
    };
    let many: Vec<String> = (1..=50_000)
        .map(|code| format!(r#"{{"code":{code},"message":"no"}}"#))
        .collect();
    let message = format!(r#"{{"code":1,"message":"{long}"}}"#);
    let everything = format!(
        r#"{{"code":1,"message":"{long}","documentation_url":"{long}","source":{{"pointer":"{long}"}}}}"#
    );
    let key = format!(
        r#"{{"success":true,"errors":[],"messages":[],"result":{{"behaviors":{{"{long}":5}}}}}}"#
    );
    let header = "x".repeat(30_000);
    let steering = r#"{"code":1,"message":"a\nb\u001b[31mc\u061cd\ufeffe\u2060f\u00adg\u202eh"}"#;
    let type_ = |value: &str| {
        let client = client("http://127.0.0.1:1");
        documented_call(&client)
            .body_map(|body| body.integration_type(value))
            .request()
    };
    for (error, expected) in [
        (
            behaviors(bad, "", &format!(r#"{{"success":"{long}"}}"#)).await,
            "invalid type: string \"xxx",
        ),
        (
            behaviors(bad, "", &failure(&message)).await,
            "400 Bad Request: 1 xxx",
        ),
        (behaviors(bad, "", &failure(&everything)).await, "… at xxx"),
        (
            behaviors(bad, "", &failure(&many.join(","))).await,
            "400 Bad Request: 1 no; 2 no; 3 no; 4 no; 5 no; and 49995 more",
        ),
        (
            behaviors("200 OK", "", &key).await,
            "at `result.behaviors.xxx",
        ),
        (
            behaviors(bad, &format!("content-type: {header}\r\n"), "<html>").await,
            "x… is not what the document says",
        ),
        (
            behaviors(bad, &format!("cf-ray: {header}\r\n"), &failure("")).await,
            "[cf-ray xxx",
        ),
        (
            behaviors(bad, "", &failure(steering)).await,
            "1 a b [31mc d e f g h",
        ),
        (
            type_("Ok\nta\u{1b}[31m").expect_err("it is no type"),
            r#"integration_type: "Ok\nta\u001b[31m" is not a known value: use `Okta`"#,
        ),
        (
            type_(&long).expect_err("it is no type"),
            "xxx\"… is not a known value: use `Okta`",
        ),
        (
            options(CallOptions::new().header(&format!("{long} "), "")).await,
            "xxx…",
        ),
    ] {
        let text = error.to_string();
        assert!(text.contains(expected), "{expected} is not in {text}");
        assert!(text.len() < 4_000, "{expected}: {} bytes", text.len());
        let steers =
            |c: char| c.is_control() || "\u{61c}\u{feff}\u{2060}\u{ad}\u{202e}".contains(c);
        assert!(!text.contains(steers), "{text}");
    }
}

#[tokio::test]
async fn an_error_without_a_code_has_none_and_one_with_bytes_that_are_no_text_is_still_understood()
{
    for (body, code, said) in [
        (
            &br#"{"success":false,"errors":[{"message":"bad tenant"}]}"#[..],
            None,
            "400 Bad Request: bad tenant",
        ),
        (
            br#"{"success":false,"errors":[{}]}"#,
            None,
            "400 Bad Request: (nothing said)",
        ),
        (
            b"{\"success\":false,\"errors\":[{\"code\":3314,\"message\":\"no \xff\"}]}",
            Some(3314),
            "400 Bad Request: 3314 no \u{fffd}",
        ),
    ] {
        let head = format!(
            "HTTP/1.1 400 Bad Request\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        let sent = [head.as_bytes(), body].concat();
        let error = answered(vec![Step::Send(sent), Step::Close]).await;
        assert_eq!(error.kind(), ErrorKind::Api);
        assert_eq!(error.code(), code);
        let message = error.to_string();
        assert!(message.ends_with(said), "{message}");
    }
    let unnamed = behaviors("520 Whatever", "", "").await.to_string();
    assert!(unnamed.contains(" failed: 520: "), "{unnamed}");
}

#[tokio::test]
async fn a_reply_that_breaks_off_is_not_asked_for_again_if_its_headers_say_so() {
    // How many requests there are, and whether the same call may succeed later.
    for (header, requests, is_retryable) in [
        ("x-should-retry: false", 1, false),
        ("retry-after: 300", 1, true),
        ("x-should-retry: true", 2, true),
    ] {
        let head = format!("HTTP/1.1 200 OK\r\n{header}\r\ncontent-length: 9\r\n\r\n{{");
        let server = FaultServer::start(vec![vec![Step::Send(head.into()), Step::Close]]).await;
        let client = client(server.base_url());
        let call = client.get_behaviors().account_id(ACCOUNT);
        let outcome = call.options(CallOptions::new().retries(1)).send().await;
        let error = outcome.expect_err("it breaks off");
        assert_eq!(server.requests(), requests, "{header}");
        assert_eq!(error.is_retryable(), is_retryable, "{header}");
    }
}
