//! Making a client, and reaching the API with it.

use contract_tests::{TOKEN, client, documented_call};
use tokio::net::TcpListener;
use zt_risk_scoring::{BASE_URL, Client, Credentials, ErrorKind};

#[test]
fn a_client_calls_the_documented_api_by_default() {
    let client = Client::new(Credentials::api_token(TOKEN)).expect("a client");
    assert_eq!(client.base_url(), "https://api.cloudflare.com/client/v4");
    assert_eq!(client.base_url(), BASE_URL);
}

#[test]
fn a_secret_that_no_header_can_carry_is_refused_without_being_shown() {
    for (credentials, reason) in [
        (
            Credentials::api_token("secret\n"),
            "the credential for the header `authorization` has a character that no header can carry, such as a line break",
        ),
        (
            Credentials::api_token(""),
            "the credential for the header `authorization` is empty",
        ),
        (
            Credentials::api_email_and_api_key("e@example.com", "sec\0ret"),
            "the credential for the header `x-auth-key` has a character that no header can carry, such as a line break",
        ),
    ] {
        let error = Client::new(credentials).expect_err(reason);
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert_eq!(error.to_string(), reason);
    }
}

#[test]
fn secrets_are_not_shown() {
    let credentials = [
        Credentials::api_token(TOKEN),
        Credentials::api_email_and_api_key(TOKEN, TOKEN),
    ];
    for credentials in credentials {
        assert!(!format!("{credentials:?}").contains(TOKEN));
        let client = Client::new(credentials).expect("a client");
        assert!(!format!("{client:?} {:?}", client.create_integration()).contains(TOKEN));
    }
}

#[test]
fn a_client_can_be_shared_between_threads() {
    fn is_shared<T: Clone + Send + Sync + 'static>() {}
    is_shared::<Client>();
    is_shared::<std::sync::Arc<zt_risk_scoring::Error>>();
}

/// An address where nothing listens.
async fn nowhere() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    format!("http://{}", listener.local_addr().expect("an address"))
}

#[tokio::test(start_paused = true)]
async fn a_refused_connection_is_tried_three_times_and_then_an_error_that_names_the_server() {
    let url = nowhere().await;
    let client = client(&url);
    let start = tokio::time::Instant::now();
    let error = documented_call(&client)
        .send()
        .await
        .expect_err("nothing listens");
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert_eq!(error.status(), None);
    let message = error.to_string();
    let expected = format!("create_integration failed: cannot connect to {url}: ");
    assert!(message.starts_with(&expected), "{message}");
    // Half a second, then a whole one, each less up to a quarter.
    let waited = start.elapsed().as_millis();
    assert!((1125..1510).contains(&waited), "{waited} ms");
}
