//! Settings of clients and of calls, as they are on the wire, and those that are refused.

use std::time::{Duration, Instant};

use contract_tests::fault::{FaultServer, Step, reply};
use contract_tests::wire::Wire;
use contract_tests::{DOCUMENTED_RESPONSE, TOKEN, documented_call};
use zt_risk_scoring::{CallOptions, Client, ClientBuilder, Credentials, ErrorKind, reqwest};

fn builder(base_url: &str) -> ClientBuilder {
    Client::builder(Credentials::api_token(TOKEN)).base_url(base_url)
}

fn build(builder: ClientBuilder) -> Client {
    builder.build().expect("a client")
}

/// The first line and the headers of the request of the documented call.
async fn sent(
    configure: impl FnOnce(ClientBuilder) -> ClientBuilder,
    options: CallOptions,
) -> (String, Vec<String>) {
    let server = Wire::documented().await;
    let client = build(configure(builder(server.base_url())));
    let outcome = documented_call(&client).options(options).send().await;
    outcome.expect("a result");
    let request = server.request().await;
    (request.line, request.headers)
}

#[tokio::test]
async fn headers_and_query_of_a_client_are_sent_and_those_of_a_call_take_their_place() {
    let (line, headers) = sent(
        |builder| {
            builder
                .default_header("X-Foo", "client")
                .default_header("x-bar", "client")
                .default_query("a", "client")
                .default_query("b", "client & more")
                .user_agent_suffix("risk-sync/1.2")
        },
        CallOptions::new()
            .header("x-foo", "call")
            .query("a", "call")
            .query("c", "1"),
    )
    .await;
    let (_, query) = line.split_once('?').expect("a query");
    assert_eq!(query, "b=client+%26+more&a=call&c=1 HTTP/1.1");
    for header in [
        "x-foo: call".to_owned(),
        "x-bar: client".to_owned(),
        format!(
            "user-agent: zt-risk-scoring/{} risk-sync/1.2",
            env!("CARGO_PKG_VERSION")
        ),
    ] {
        assert!(
            headers.contains(&header),
            "{header} is not among {headers:?}"
        );
    }
    assert!(!headers.contains(&"x-foo: client".to_owned()));
}

#[tokio::test]
async fn a_client_with_other_options_leaves_the_first_as_it_is() {
    let server = Wire::documented().await;
    let first = builder(server.base_url())
        .default_header("x-foo", "first")
        .default_header("x-bar", "first")
        .default_query("b", "first")
        .default_query("c", "first");
    let first = build(first);
    let options = CallOptions::new()
        .header("x-foo", "second")
        .query("c", "second")
        .query("c", "too")
        .query("a", "1");
    let second = first.with_options(&options).expect("a client");
    documented_call(&second).send().await.expect("a result");
    let sent = server.request().await;
    assert!(
        sent.line
            .ends_with("/integrations?b=first&c=second&c=too&a=1 HTTP/1.1"),
        "{}",
        sent.line
    );
    for header in [
        &format!("authorization: Bearer {TOKEN}"),
        "x-foo: second",
        "x-bar: first",
    ] {
        let is_sent = sent.headers.iter().any(|sent| sent == header);
        assert!(is_sent, "{header} is not among {:?}", sent.headers);
    }
    let request = documented_call(&first).request().expect("a request");
    assert_eq!(request.headers()["x-foo"], "first");
    assert_eq!(request.url().query(), Some("b=first&c=first"));
    let error = first.with_options(&CallOptions::new().timeout(Duration::ZERO));
    assert_eq!(error.expect_err("zero").kind(), ErrorKind::Configuration);
}

#[test]
fn settings_that_cannot_be_fail_when_the_client_is_built() {
    let zero = Duration::ZERO;
    let good = || builder("https://api.example.com");
    for (builder, expected) in [
        (
            good().timeout(zero),
            "timeout is zero: give it at least a millisecond",
        ),
        (
            good().connect_timeout(zero),
            "connect_timeout is zero: give it at least a millisecond",
        ),
        (
            good().deadline(zero),
            "deadline is zero: give it at least a millisecond",
        ),
        (
            good().reply_size(0),
            "reply_size is zero: give it at least a byte",
        ),
        (
            good().pace(1, zero),
            "the window of the pace is zero: give it at least a millisecond",
        ),
        (
            good().pace(0, Duration::from_secs(1)),
            "the pace allows no attempt: give it at least one",
        ),
        (
            good().user_agent_suffix("a\r\nb: c"),
            "the suffix of the user agent has a character that no header can carry, such as a line break",
        ),
        (
            good().default_header("x-foo", "secret\r\nx-bar: 1"),
            "default headers: the header `x-foo` has a character that no header can carry, such as a line break",
        ),
        (
            good().default_header("x foo", "1"),
            "default headers: `x foo` is no name of a header",
        ),
        (
            good().default_header("Host", "evil"),
            "default headers: the header `Host` is set by this crate",
        ),
        (
            good().default_header("Authorization", "Bearer secret"),
            "default headers: the header `authorization` carries credentials: give them to the client",
        ),
        (
            good().default_header("X-Auth-Key", "secret"),
            "default headers: the header `x-auth-key` carries credentials: give them to the client",
        ),
        (
            builder("https://{host}/client/v4"),
            "the base URL https://{host} has a character that no request can carry",
        ),
        (
            (0..1001).fold(good(), |builder, n| {
                builder.default_header(&format!("x-{n}"), "1")
            }),
            "default headers: there are more than 1000 headers",
        ),
        (
            good().root_certificates("secret"),
            "a root certificate is not PEM: it has no `BEGIN CERTIFICATE`",
        ),
        (
            builder("ftp://example.com"),
            "the base URL ftp://example.com is neither https nor http",
        ),
    ] {
        assert_refused(builder, expected);
    }
}

/// What reqwest cannot read of a proxy it ignores, and sends the credentials without it.
#[test]
fn a_proxy_that_is_none_fails_when_the_client_is_built() {
    let good = || builder("https://api.example.com");
    for (builder, expected) in [
        (
            good().proxy("http://user:secret@ /"),
            "the proxy is not a URL: write it as http://host:port",
        ),
        (
            good().proxy("http://user:secret@"),
            "the proxy is not a URL: write it as http://host:port",
        ),
        (
            good().proxy("htpp://user:secret@proxy.example"),
            "the scheme of the proxy is `htpp`: use http or https",
        ),
        (
            good().proxy("foo://secret"),
            "the scheme of the proxy is `foo`: use http or https",
        ),
        (
            good().proxy("ftp://user:secret@proxy.example"),
            "the scheme of the proxy is `ftp`: use http or https",
        ),
        (
            good().proxy("socks5://user:secret@proxy.example:1080"),
            "the scheme of the proxy is `socks5`: use http or https",
        ),
        (
            good().proxy("file:///secret"),
            "the scheme of the proxy is `file`: use http or https",
        ),
        (
            good().proxy("user:secret@proxy.example:port"),
            "the proxy is not a URL: write it as http://host:port",
        ),
        (
            good().proxy("http://{secret}:3128"),
            "the proxy is not a URL: write it as http://host:port",
        ),
        (
            good().proxy("http://`secret`:3128"),
            "the proxy is not a URL: write it as http://host:port",
        ),
    ] {
        assert_refused(builder, expected);
    }
}

/// Such a builder makes no client, and shows no secret.
fn assert_refused(builder: ClientBuilder, expected: &str) {
    assert!(!format!("{builder:?}").contains("secret"), "{builder:?}");
    let error = builder.build().expect_err(expected);
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert_eq!(error.to_string(), expected);
}

#[test]
fn headers_that_this_crate_or_http_sets_are_nobody_elses() {
    for name in [
        "accept",
        "connection",
        "content-length",
        "content-type",
        "host",
        "proxy-authorization",
        "te",
        "transfer-encoding",
        "upgrade",
        "user-agent",
    ] {
        let builder = builder("https://api.example.com").default_header(name, "1");
        let error = builder.build().expect_err(name);
        assert_eq!(
            error.to_string(),
            format!("default headers: the header `{name}` is set by this crate")
        );
    }
}

#[tokio::test]
async fn options_that_cannot_be_are_refused_before_anything_is_sent() {
    let server = FaultServer::start(vec![reply("200 OK", "", DOCUMENTED_RESPONSE)]).await;
    let client = build(builder(server.base_url()));
    let options = CallOptions::new;
    let many = |n| (0..n).fold(options(), |all, n| all.header(&format!("x-{n}"), "1"));
    let long = "x".repeat(70_000);
    for (options, expected) in [
        (many(1001), "there are more than 1000 headers"),
        (many(40_000), "there are more than 1000 headers"),
        (options().query("q", long), "its URL: uri too long"),
        (
            options().header("x-foo", "a\nb"),
            "the header `x-foo` has a character",
        ),
        (
            options().header("x-auth-email", "a"),
            "`x-auth-email` carries credentials",
        ),
        (
            options().header("content-length", "1"),
            "`content-length` is set by this crate",
        ),
        (options().timeout(Duration::ZERO), "timeout is zero"),
        (options().deadline(Duration::ZERO), "deadline is zero"),
    ] {
        let error = documented_call(&client).options(options).send().await;
        let error = error.expect_err(expected);
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(!error.is_ambiguous() && !error.is_retryable());
        assert_eq!(error.operation(), Some("create_integration"));
        assert!(error.to_string().contains(expected), "{error}");
    }
    assert_eq!(server.requests(), 0);
}

#[tokio::test]
async fn an_error_shows_nothing_of_the_request() {
    let body =
        r#"{"success":false,"errors":[{"code":1,"message":"no"}],"messages":[],"result":null}"#;
    for script in [
        vec![Step::Close],
        vec![
            Step::Send(b"HTTP/1.1 200 OK\r\n\r\n{".to_vec()),
            Step::Close,
        ],
        reply("400 Bad Request", "", body),
    ] {
        let server = FaultServer::start(vec![script]).await;
        let client = build(builder(server.base_url()));
        let options = CallOptions::new()
            .header("x-foo", "hunter2")
            .query("a", "hunter2");
        let mut shown = format!("{options:?}");
        assert!(
            shown.contains("x-foo") && shown.contains(r#""a""#),
            "{shown}"
        );
        let call = documented_call(&client).options(options);
        let error = call.send().await.expect_err("a fault");
        shown = format!("{shown} {error} {error:?}");
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            shown = format!("{shown} {cause} {cause:?}");
            source = cause.source();
        }
        for secret in [
            TOKEN,
            "hunter2",
            "https://example.com",
            contract_tests::ACCOUNT,
        ] {
            assert!(!shown.contains(secret), "{secret} is in {shown}");
        }
    }
}

#[tokio::test]
async fn what_is_configured_beyond_our_settings_is_kept() {
    let (_, headers) = sent(
        |builder| {
            builder.configure_http(|http| {
                let mut headers = reqwest::header::HeaderMap::new();
                headers.insert("x-foo", reqwest::header::HeaderValue::from_static("1"));
                http.default_headers(headers)
            })
        },
        CallOptions::new(),
    )
    .await;
    assert!(headers.contains(&"x-foo: 1".to_owned()), "{headers:?}");
}

#[tokio::test]
async fn redirects_retries_and_time_outs_are_ours_whatever_is_configured() {
    let elsewhere = Wire::documented().await;
    let location = format!("location: {}\r\n", elsewhere.base_url());
    let server = FaultServer::start(vec![reply("307 Temporary Redirect", &location, "")]).await;
    let client = build(
        builder(server.base_url())
            .configure_http(|http| http.redirect(reqwest::redirect::Policy::limited(5))),
    );
    let error = documented_call(&client)
        .send()
        .await
        .expect_err("a redirect");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(307));
    assert!(elsewhere.is_untouched());

    let server = FaultServer::start(vec![reply("503 Service Unavailable", "", "")]).await;
    let again = |http: reqwest::ClientBuilder| {
        let policy = reqwest::retry::for_host("127.0.0.1").no_budget();
        http.retry(policy.classify_fn(|attempt| match attempt.status() {
            Some(_) => attempt.retryable(),
            None => attempt.success(),
        }))
    };
    let client = builder(server.base_url()).configure_http(again).retries(0);
    let error = documented_call(&build(client)).send().await;
    assert_eq!(error.expect_err("it is refused").retries(), 0);
    assert_eq!(server.requests(), 1);

    let slow = vec![Step::Wait(Duration::from_millis(100))];
    let slow = [slow, reply("200 OK", "", DOCUMENTED_RESPONSE)].concat();
    let server = FaultServer::start(vec![slow]).await;
    let hasty = |http: reqwest::ClientBuilder| {
        let moment = Duration::from_millis(1);
        http.timeout(moment).read_timeout(moment)
    };
    let client = build(builder(server.base_url()).configure_http(hasty));
    documented_call(&client).send().await.expect("it has time");
    assert_eq!(server.requests(), 1);
}

#[tokio::test]
async fn retries_are_as_many_as_the_client_or_the_call_says() {
    for (client_retries, options, expected) in [
        (None, CallOptions::new(), 3),
        (Some(0), CallOptions::new(), 1),
        (Some(0), CallOptions::new().retries(1), 2),
        (Some(1), CallOptions::new().retries(0), 1),
    ] {
        let limited = reply("429 Too Many Requests", "retry-after-ms: 1\r\n", "");
        let server = FaultServer::start(vec![limited]).await;
        let client = builder(server.base_url());
        let client = build(match client_retries {
            Some(retries) => client.retries(retries),
            None => client,
        });
        let error = documented_call(&client).options(options).send().await;
        let error = error.expect_err("too many");
        assert_eq!(server.requests(), expected);
        assert_eq!(error.retries() as usize, expected - 1);
    }
}

#[tokio::test]
async fn a_client_with_a_pace_waits_as_the_api_asks_and_its_clones_with_it() {
    let blocked = reply(
        "429 Too Many Requests",
        "retry-after-ms: 200\r\n",
        "slow down",
    );
    let server = FaultServer::start(vec![blocked, reply("200 OK", "", DOCUMENTED_RESPONSE)]).await;
    let paced = builder(server.base_url())
        .retries(0)
        .pace(1000, Duration::from_secs(1));
    let client = paced.build().expect("a client");
    assert_eq!(client.pause(), None);
    let start = Instant::now();
    let hurried = CallOptions::new().deadline(Duration::from_millis(150));
    let error = documented_call(&client).options(hurried).send().await;
    assert!(error.expect_err("it is blocked").is_rate_limited());
    assert!(client.clone().pause() > Some(Duration::from_millis(100)));
    let hurried = CallOptions::new().deadline(Duration::from_millis(50));
    let error = documented_call(&client).options(hurried).send().await;
    let error = error.expect_err("it has no time to wait");
    assert_eq!(error.kind(), ErrorKind::Paced);
    assert!(error.is_retryable() && !error.is_ambiguous());
    assert!(error.retry_after() > Some(Duration::from_millis(50)));
    assert_eq!(server.requests(), 1);
    let sent = documented_call(&client.clone()).send().await;
    sent.expect("it has waited");
    assert!(start.elapsed() >= Duration::from_millis(200));
}

#[tokio::test]
async fn a_call_of_a_client_with_a_pace_waits_a_block_out_which_is_no_retry() {
    let blocked = reply("429 Too Many Requests", "retry-after-ms: 50\r\n", "");
    let good = reply("200 OK", "", DOCUMENTED_RESPONSE);
    let server = FaultServer::start(vec![blocked.clone(), blocked, good]).await;
    let paced = builder(server.base_url())
        .retries(0)
        .pace(1000, Duration::from_secs(1));
    let start = Instant::now();
    let reply = documented_call(&paced.build().expect("a client"))
        .send_with_meta()
        .await
        .expect("it waits twice");
    assert_eq!(reply.meta().retries(), 2);
    assert!(start.elapsed() >= Duration::from_millis(100));
}

#[tokio::test]
async fn a_hurried_client_makes_no_call_that_would_have_to_wait() {
    let server = FaultServer::start(vec![reply("200 OK", "", DOCUMENTED_RESPONSE)]).await;
    let paced = builder(server.base_url()).pace(1, Duration::from_secs(100));
    let client = paced.build().expect("a client");
    let call = || documented_call(&client).options(CallOptions::new().deadline(Duration::MAX));
    call().send().await.expect("a result");
    let hurry = async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        client.hurry();
    };
    let (error, ()) = tokio::join!(call().send(), hurry);
    assert_eq!(error.expect_err("it waits").kind(), ErrorKind::Paced);
    assert_eq!(server.requests(), 1);
}
