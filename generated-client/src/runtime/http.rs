//! The HTTP client that sends requests, by the settings of a caller.

use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect;
use secrecy::SecretString;

use super::base_url::BaseUrl;
use super::error::cause;
use super::limits::not_zero;
use super::{Error, proxy};

/// A year; reqwest cannot add the longest of times to the present.
const LONGER_THAN_ANY_ATTEMPT: Duration = Duration::from_secs(365 * 86_400);

/// What a caller does to the builder of the HTTP client.
type Configure = Arc<dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync>;

/// How to connect.
#[derive(Clone)]
pub(super) struct Settings {
    pub(super) connect_timeout: Duration,
    /// Its URL may hold a password.
    pub(super) proxy: Option<SecretString>,
    pub(super) root_certificates: Vec<Vec<u8>>,
    pub(super) configure: Option<Configure>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            proxy: None,
            root_certificates: Vec::new(),
            configure: None,
        }
    }
}

impl Settings {
    /// Scheme, host and port of the proxy that was given.
    pub(super) fn proxy_origin(&self) -> Result<Option<String>, Error> {
        let proxy = self.proxy.as_ref().map(proxy::given).transpose()?;
        Ok(proxy.map(|(url, _)| url.origin().ascii_serialization()))
    }

    /// A client that connects so, to that base URL or a proxy.
    pub(super) fn client(&self, base_url: &BaseUrl) -> Result<reqwest::Client, Error> {
        not_zero(
            "connect_timeout",
            self.connect_timeout,
            Error::configuration,
        )?;
        let mut http = reqwest::Client::builder();
        let mut is_encrypted = base_url.is_encrypted();
        if let Some(url) = &self.proxy {
            let (url, proxy) = proxy::given(url)?;
            is_encrypted |= url.scheme() == "https";
            http = http.no_proxy().proxy(proxy);
        } else if base_url.is_loopback() {
            http = http.no_proxy();
        } else if self.configure.is_none() {
            proxy::check_environment(base_url.is_encrypted(), |name| std::env::var(name).ok())?;
        }
        http = trust(http, is_encrypted, &self.root_certificates)?;
        if let Some(configure) = &self.configure {
            // Those below take the place of its own; this one cannot be unset.
            http = configure(http).read_timeout(LONGER_THAN_ANY_ATTEMPT);
        }
        // Each attempt brings its own.
        http.timeout(LONGER_THAN_ANY_ATTEMPT)
            .connect_timeout(self.connect_timeout)
            // A raw reply is as it came, and no reply is larger than it came.
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            // Credentials in headers of their own, and bodies, would follow to another host.
            .redirect(redirect::Policy::none())
            // By default it repeats streams that an HTTP/2 server refused, at once, and beyond the deadline and the
            // number of retries; `retry` repeats them, too, and waits before.
            .retry(reqwest::retry::never())
            .build()
            .map_err(|error| Error::configuration(format!("cannot set up HTTP: {}", cause(&error))))
    }
}

/// Which certificates a connection trusts, to the base URL or to a proxy.
#[cfg(any(feature = "rustls", feature = "native-tls"))]
fn trust(
    mut http: reqwest::ClientBuilder,
    is_encrypted: bool,
    roots: &[Vec<u8>],
) -> Result<reqwest::ClientBuilder, Error> {
    #[cfg(feature = "native-tls")]
    {
        http = http.tls_backend_native();
    }
    let unreadable = |error: reqwest::Error| {
        let cause = cause(&error);
        Error::configuration(format!("a root certificate is not PEM: {cause}"))
    };
    let mut certificates = Vec::new();
    for pem in roots {
        let bundle = reqwest::Certificate::from_pem_bundle(pem).map_err(unreadable)?;
        if bundle.is_empty() {
            return Err(Error::configuration(
                "a root certificate is not PEM: it has no `BEGIN CERTIFICATE`",
            ));
        }
        certificates.extend(bundle);
    }
    if !is_encrypted {
        // A machine without certificates will do; a proxy of the environment may need those that are given.
        http = http.tls_certs_only(certificates);
    } else if !certificates.is_empty() {
        http = http.tls_certs_merge(certificates);
    }
    Ok(http)
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
fn trust(
    http: reqwest::ClientBuilder,
    is_encrypted: bool,
    _: &[Vec<u8>],
) -> Result<reqwest::ClientBuilder, Error> {
    if is_encrypted {
        return Err(Error::configuration(
            "the base URL or the proxy is https, and this crate was built without TLS: turn on its feature \
             `rustls` or `native-tls`",
        ));
    }
    Ok(http)
}
