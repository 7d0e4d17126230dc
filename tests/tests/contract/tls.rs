//! TLS over a socket, by certificates of an authority that only this test knows.

use std::sync::Arc;

use contract_tests::{DOCUMENTED_RESPONSE, TOKEN, documented_call, wire};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use zt_risk_scoring::{Client, ClientBuilder, Credentials, ErrorKind};

/// A certificate in PEM that signs others.
fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut authority = CertificateParams::default();
    // OpenSSL takes a certificate with the name of its issuer for its own.
    let name = "An authority";
    authority.distinguished_name.push(DnType::CommonName, name);
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    CertifiedIssuer::self_signed(authority, key).expect("a certificate")
}

/// A server of `host` that answers every request as the documentation does; its port.
async fn serve(authority: &CertifiedIssuer<'static, KeyPair>, host: &str) -> u16 {
    let key = KeyPair::generate().expect("a key");
    let certificate = CertificateParams::new([host.to_owned()])
        .and_then(|certificate| certificate.signed_by(&key, authority))
        .expect("a certificate");
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.into()], key)
        .expect("a server");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let answer = wire::reply("200 OK", "application/json", DOCUMENTED_RESPONSE);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // A client that doesn't trust it goes away here.
            if let Ok(mut stream) = acceptor.accept(stream).await {
                let mut request = Vec::new();
                while !request.ends_with(b"}") {
                    let read = stream.read_buf(&mut request).await;
                    assert_ne!(read.expect("a request"), 0);
                }
                let request = String::from_utf8_lossy(&request);
                let (_, path) = request.split_once("POST ").expect("a request");
                // A proxy gets the whole URL.
                let path = path.trim_start_matches("http://127.0.0.1:1");
                assert!(path.starts_with("/client/v4/accounts/"), "{request}");
                stream.write_all(answer.as_bytes()).await.expect("sent");
                stream.shutdown().await.expect("an end");
            }
        }
    });
    port
}

fn builder(port: u16) -> ClientBuilder {
    Client::builder(Credentials::api_token(TOKEN))
        .base_url(format!("https://127.0.0.1:{port}/client/v4"))
        .retries(0)
}

#[tokio::test]
async fn a_server_is_trusted_only_with_the_certificate_of_its_authority() {
    let authority = authority();
    let port = serve(&authority, "127.0.0.1").await;
    let trusting = builder(port).root_certificates(authority.pem());
    let call = trusting.build().expect("a client");
    documented_call(&call).send().await.expect("a result");

    let another = self::authority();
    // The other authority has the same name, and another key.
    let wrong = builder(port).root_certificates(another.pem());
    let unknown = "UnknownIssuer; the system doesn't know the authority of this certificate: add it to those of \
                   the system, or by `root_certificates`";
    for (builder, reason) in [(builder(port), unknown), (wrong, "BadSignature")] {
        assert_refused(builder, &format!("https://127.0.0.1:{port}"), reason).await;
    }
}

#[tokio::test]
async fn a_proxy_is_trusted_by_the_same_certificates_even_where_the_base_url_is_not_encrypted() {
    let authority = authority();
    let port = serve(&authority, "127.0.0.1").await;
    let builder = || {
        Client::builder(Credentials::api_token(TOKEN))
            .base_url("http://127.0.0.1:1/client/v4")
            .proxy(format!("https://127.0.0.1:{port}"))
            .retries(0)
    };
    let trusting = builder().root_certificates(authority.pem()).build();
    let call = trusting.expect("a client");
    documented_call(&call).send().await.expect("a result");
    let route = format!("http://127.0.0.1:1 through the proxy https://127.0.0.1:{port}");
    assert_refused(builder(), &route, "UnknownIssuer").await;
}

#[test]
fn a_certificate_that_is_none_is_refused_whatever_the_base_url_is() {
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for base_url in ["https://api.example.com", "http://127.0.0.1:1"] {
        let builder = Client::builder(Credentials::api_token(TOKEN)).base_url(base_url);
        let error = builder.root_certificates(broken).build();
        let error = error.expect_err("it is no certificate");
        assert_eq!(error.kind(), ErrorKind::Configuration);
        let message = error.to_string();
        assert!(message.starts_with("cannot set up HTTP: "), "{message}");
        assert!(message.contains("certificate"), "{message}");
    }
}

async fn assert_refused(builder: ClientBuilder, route: &str, reason: &str) {
    let client = builder.build().expect("a client");
    let error = documented_call(&client).send().await;
    let error = error.expect_err("nobody vouches for the server");
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(!error.is_ambiguous());
    let message = error.to_string();
    let expected = format!("create_integration failed: cannot connect to {route}: ");
    assert!(message.starts_with(&expected), "{message}");
    let expected = format!("invalid peer certificate: {reason}");
    assert!(message.contains(&expected), "{message}");
}

#[tokio::test]
async fn a_certificate_of_another_host_is_none_of_the_server() {
    let authority = authority();
    let port = serve(&authority, "example.com").await;
    let trusting = builder(port).root_certificates(authority.pem());
    let reason = r#"certificate not valid for name "127.0.0.1""#;
    assert_refused(trusting, &format!("https://127.0.0.1:{port}"), reason).await;
}
