//! TLS over a socket, by certificates of an authority that only this test knows.

use std::sync::Arc;

use contract_tests::{DOCUMENTED_RESPONSE, TOKEN, documented_call, wire};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use zt_risk_scoring::{Client, ClientBuilder, Credentials, ErrorKind};

/// A certificate in PEM that signs others.
fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut authority = CertificateParams::default();
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
                assert!(request.starts_with(b"POST /client/v4/accounts/"));
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
        assert_refused(builder, port, reason).await;
    }
}

async fn assert_refused(builder: ClientBuilder, port: u16, reason: &str) {
    let client = builder.build().expect("a client");
    let error = documented_call(&client).send().await;
    let error = error.expect_err("nobody vouches for the server");
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(!error.is_ambiguous());
    let message = error.to_string();
    let expected =
        format!("create_integration failed: cannot connect to https://127.0.0.1:{port}: ");
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
    assert_refused(trusting, port, reason).await;
}
