//! The client: where calls go, and as whom.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue, USER_AGENT};
use reqwest::{Request, redirect};
use serde::Serialize;

use super::base_url::BaseUrl;
use super::{Authentication, Error, Operation, authentication, environment};
use crate::{BASE_URL, Credentials};

/// Time to connect, as the official clients have it.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Time for an attempt, from connecting to the last byte of the reply, as the official clients have it.
const TIMEOUT: Duration = Duration::from_secs(60);
/// What the client calls itself.
const AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// Makes calls to the API.
///
/// Each operation is a method that gives a builder: set its values, then
/// `send()`, `send_with_meta()` or `request()` it.
///
/// A clone shares connections with its original and is cheap.
#[derive(Clone)]
pub struct Client(Arc<Shared>);

struct Shared {
    http: reqwest::Client,
    base_url: BaseUrl,
    credentials: Credentials,
    credential_headers: HeaderMap,
}

impl Client {
    /// A client for the API that the document names.
    ///
    /// # Errors
    /// When a secret is empty or has a character that no header can carry, or the system's root
    /// certificates cannot be read.
    pub fn new(credentials: Credentials) -> Result<Self, Error> {
        Self::builder(credentials).build()
    }

    /// A client for what the environment says, in the variables of the official clients.
    ///
    /// `CLOUDFLARE_API_TOKEN` is used if it is set; else `CLOUDFLARE_EMAIL` with
    /// `CLOUDFLARE_API_KEY`. `CLOUDFLARE_BASE_URL` replaces the API's base URL. An empty variable
    /// counts as unset.
    ///
    /// # Errors
    /// When neither credential is complete (the error names the variables that were found and those
    /// that are missing), or the base URL is not one that credentials may be sent to.
    pub fn from_env() -> Result<Self, Error> {
        environment::client()
    }

    /// A client that differs from the default in more than its credentials.
    pub fn builder(credentials: Credentials) -> ClientBuilder {
        ClientBuilder {
            credentials,
            base_url: BASE_URL.to_owned(),
            is_plain_http_allowed: false,
        }
    }

    /// The base URL, without a slash at its end.
    #[must_use]
    pub fn base_url(&self) -> String {
        self.0.base_url.to_string()
    }

    #[cfg(test)]
    pub(super) fn credentials(&self) -> &Credentials {
        &self.0.credentials
    }

    pub(super) fn http(&self) -> &reqwest::Client {
        &self.0.http
    }

    pub(super) fn origin(&self) -> &str {
        self.0.base_url.origin()
    }

    /// A request as it will be sent, with every header that this crate adds.
    pub(crate) fn request<O: Operation>(
        &self,
        path: &str,
        body: Option<&impl Serialize>,
    ) -> Result<Request, Error> {
        let mut request = Request::new(O::INFO.method, self.0.base_url.join(path)?);
        if let Some(body) = body {
            let body = serde_json::to_vec(body).map_err(Error::invalid_request)?;
            *request.body_mut() = Some(body.into());
        }
        let has_body = request.body().is_some();
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static(O::INFO.accept));
        headers.insert(USER_AGENT, HeaderValue::from_static(AGENT));
        if has_body {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(O::INFO.content_type));
        }
        if !O::INFO.security.is_empty() {
            let schemes = self.0.credentials.schemes();
            if !O::INFO.security.contains(&schemes) {
                return Err(Error::invalid_request(format_args!(
                    "{} does not accept credentials of the kind {}",
                    O::INFO.id,
                    schemes.join(" and ")
                )));
            }
            headers.extend(self.0.credential_headers.clone());
        }
        Ok(request)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.base_url())
            .field("credentials", &self.0.credentials)
            .finish_non_exhaustive()
    }
}

/// Settings of a [`Client`]; made by [`Client::builder`].
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder {
    credentials: Credentials,
    base_url: String,
    is_plain_http_allowed: bool,
}

impl ClientBuilder {
    /// The URL that the paths of the API come after, e.g. `http://127.0.0.1:8080/client/v4`.
    ///
    /// Slashes at its end don't count. It has to be `https`, or `http` on this machine (`localhost`,
    /// 127.0.0.0/8 or `::1`), unless [plain http is allowed](Self::allow_plain_http). Calls to this
    /// machine bypass proxies.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// Allows a base URL that is `http` on another machine: credentials are sent unencrypted then.
    pub fn allow_plain_http(mut self) -> Self {
        self.is_plain_http_allowed = true;
        self
    }

    /// The client.
    ///
    /// # Errors
    /// When the base URL is not one that credentials may be sent to, a secret is empty or has a
    /// character that no header can carry, or the system's root certificates cannot be read.
    pub fn build(self) -> Result<Client, Error> {
        let base_url = BaseUrl::new(&self.base_url, self.is_plain_http_allowed)?;
        let credential_headers = authentication::headers(&self.credentials)?;
        let mut http = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            // Credentials in headers of their own, and bodies, would follow to another host.
            .redirect(redirect::Policy::none())
            // Whether to repeat a call depends on its operation, of which reqwest knows nothing.
            .retry(reqwest::retry::never());
        if base_url.is_loopback() {
            http = http.no_proxy();
        }
        if !base_url.is_encrypted() {
            // No certificate is looked at, so a machine without any will do.
            http = http.tls_certs_only([]);
        }
        let http = http.build().map_err(|error| {
            Error::configuration(format!(
                "cannot set up HTTP: {}",
                super::error::cause(&error)
            ))
        })?;
        Ok(Client(Arc::new(Shared {
            http,
            base_url,
            credentials: self.credentials,
            credential_headers,
        })))
    }
}
