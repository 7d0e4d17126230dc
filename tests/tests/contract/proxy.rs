//! Proxies that a client is given, on the wire; those of the environment are the command's tests'.

use contract_tests::wire::{Wire, reply};
use contract_tests::{TOKEN, documented_call};
use zt_risk_scoring::{Client, ClientBuilder, Credentials, ErrorKind};

/// A name and a password before the host of a proxy, and how they are sent (RFC 7617).
const LOGIN: &str = "user:hunter2@";
const SENT_LOGIN: &str = "proxy-authorization: Basic dXNlcjpodW50ZXIy";

fn builder(base_url: &str) -> ClientBuilder {
    Client::builder(Credentials::api_token(TOKEN))
        .base_url(base_url)
        .retries(0)
}

/// The URL of a proxy, with a password.
fn url(proxy: &Wire) -> String {
    let origin = proxy.base_url().trim_end_matches("/client/v4");
    origin.replace("http://", &format!("http://{LOGIN}"))
}

#[tokio::test]
async fn a_proxy_that_is_given_gets_calls_even_to_this_machine() {
    let proxy = Wire::documented().await;
    let client = builder("http://127.0.0.1:1/client/v4").proxy(url(&proxy));
    let client = client.build().expect("a client");
    documented_call(&client).send().await.expect("a result");
    let request = proxy.request().await;
    assert!(
        request
            .line
            .starts_with("POST http://127.0.0.1:1/client/v4/accounts/"),
        "{}",
        request.line
    );
    assert!(
        request.headers.contains(&SENT_LOGIN.to_owned()),
        "{:?}",
        request.headers
    );
}

#[tokio::test]
async fn a_tunnel_through_a_proxy_is_asked_for_with_its_password_and_without_our_credentials() {
    let refusal = reply("407 Proxy Authentication Required", "text/html", "<html>");
    let proxy = Wire::answering(&refusal).await;
    let client = builder("https://api.invalid/client/v4").proxy(url(&proxy));
    let client = client.build().expect("a client");
    let error = documented_call(&client).send().await;
    let error = error.expect_err("it is refused");
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(!error.is_ambiguous());
    assert!(error.to_string().contains("proxy"), "{error}");
    let request = proxy.request().await;
    assert_eq!(request.line, "CONNECT api.invalid:443 HTTP/1.1");
    let headers = request.headers.join("\n").to_lowercase();
    assert!(headers.contains(&SENT_LOGIN.to_lowercase()), "{headers}");
    assert!(!headers.contains(TOKEN), "{headers}");
}

#[tokio::test]
async fn the_proxy_that_fails_is_named_without_its_password() {
    let refusal = reply("407 Proxy Authentication Required", "text/html", "<html>");
    let refusing = Wire::answering(&refusal).await;
    let nobody = format!("http://{LOGIN}127.0.0.1:1");
    for proxy in [nobody, url(&refusing)] {
        let builder = builder("https://api.invalid/client/v4").proxy(proxy);
        let settings = format!("{builder:?}");
        let client = builder.build().expect("a client");
        let error = documented_call(&client).send().await;
        let error = error.expect_err("there is no way through");
        let through = "cannot connect to https://api.invalid through the proxy http://127.0.0.1:";
        assert!(error.to_string().contains(through), "{error}");
        let shown = format!("{settings} {client:?} {error} {error:?}");
        for secret in ["hunter2", "user", "dXNlcjpodW50ZXIy"] {
            assert!(!shown.contains(secret), "{secret} is in {shown}");
        }
    }
    for proxy in ["http://user:hunter2@", "http://user:hunter2@proxy:port"] {
        let builder = builder("https://api.invalid").proxy(proxy);
        assert!(!format!("{builder:?}").contains("hunter2"));
        let error = builder.build().expect_err("it is no URL");
        assert_eq!(
            error.to_string(),
            "the proxy is not a URL: write it as http://host:port"
        );
    }
}
