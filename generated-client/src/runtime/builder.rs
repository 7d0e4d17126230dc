//! Settings of a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderValue};
use secrecy::SecretString;

use super::base_url::BaseUrl;
use super::client::Shared;
use super::connections::Connections;
use super::http::Settings;
use super::limits::{Limits, not_zero};
use super::options::{CallOptions, Headers};
use super::pace::{Limit, Pace};
use super::{Authentication, Client, Error, authentication};
use crate::{BASE_URL, Credentials};

/// What the client calls itself.
const AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// Settings of a [`Client`]; made by [`Client::builder`] and [`Client::builder_from_env`].
///
/// ```
/// use std::time::Duration;
/// use zt_risk_scoring::{Client, Credentials};
///
/// # fn main() -> Result<(), zt_risk_scoring::Error> {
/// let client = Client::builder(Credentials::api_token("…"))
///     .timeout(Duration::from_secs(10))
///     .retries(5)
///     .user_agent_suffix("risk-sync/1.2")
///     .build();
/// # let _ = client; Ok(()) }
/// ```
#[derive(Clone)]
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder {
    credentials: Credentials,
    base_url: String,
    /// Where that is from, if not from the caller.
    base_url_variable: Option<&'static str>,
    is_plain_http_allowed: bool,
    http: Settings,
    limits: Limits,
    pace: Vec<Limit>,
    headers: Headers,
    query: Vec<(String, String)>,
    agent_suffix: Option<String>,
}

impl ClientBuilder {
    pub(super) fn new(credentials: Credentials) -> Self {
        Self {
            credentials,
            base_url: BASE_URL.to_owned(),
            base_url_variable: None,
            is_plain_http_allowed: false,
            http: Settings::default(),
            limits: Limits::default(),
            pace: Vec::new(),
            headers: Headers::default(),
            query: Vec::new(),
            agent_suffix: None,
        }
    }

    /// The URL that the paths of the API come after, e.g. `http://127.0.0.1:8080/client/v4`.
    ///
    /// Slashes at its end don't count. It has to be `https`, or `http` on this machine (`localhost`,
    /// 127.0.0.0/8 or `::1`), unless [plain http is allowed](Self::allow_plain_http). Calls to this
    /// machine bypass proxies, but for one that is [given](Self::proxy).
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self.base_url_variable = None;
        self
    }

    /// The same, from an environment variable.
    pub(super) fn base_url_of(mut self, variable: &'static str, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self.base_url_variable = Some(variable);
        self
    }

    /// Allows a base URL that is `http` on another machine: credentials are sent unencrypted then.
    pub fn allow_plain_http(mut self) -> Self {
        self.is_plain_http_allowed = true;
        self
    }

    /// Time to connect, 5 s by default; at most nine tenths of the [time of an attempt](Self::timeout).
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.http.connect_timeout = timeout;
        self
    }

    /// Time for each attempt, from connecting to the last byte of the reply; 60 s by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.timeout = timeout;
        self
    }

    /// Time for a whole call, with all of its attempts and the waits between them; 150 s by default.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.limits.deadline = deadline;
        self
    }

    /// How often to try again, where that is safe; 2 by default, 0 for never.
    ///
    /// Connections that weren't made, streams that an HTTP/2 server refused, 425 and 429 are tried again always; time-outs, broken connections,
    /// 408, 409 and 5xx only for `GET`, `PUT` and `DELETE`, since another call may have happened already
    /// ([`Error::is_ambiguous`]). The first wait is half a second, each later one twice as long, up to
    /// eight, less up to a quarter by chance; or what the API asks for, up to a minute.
    pub fn retries(mut self, retries: u32) -> Self {
        self.limits.retries = retries;
        self
    }

    /// Starts at most so many attempts within any time as long as `window`; by default there is no limit.
    ///
    /// All calls of the client and of its clones share it; it may be given several times. Cloudflare allows
    /// [1,200 requests in five minutes and 200 a second][limits], beyond which it refuses everything for
    /// five minutes.
    ///
    /// A client with a pace also waits where the API asks for it: until a quota is filled again that the
    /// header `ratelimit` says is used up, and as long as a 429 says, however long, which counts as no
    /// retry. A call whose turn would come after its [deadline](Self::deadline) is an error at once
    /// ([`ErrorKind::Paced`](crate::ErrorKind::Paced)).
    ///
    /// [limits]: https://developers.cloudflare.com/fundamentals/api/reference/limits/
    pub fn pace(mut self, attempts: u32, window: Duration) -> Self {
        self.pace.push(Limit::new(attempts, window));
        self
    }

    /// The largest reply that is read, in bytes after decompression; 16 MiB by default.
    pub fn reply_size(mut self, bytes: usize) -> Self {
        self.limits.reply_size = bytes;
        self
    }

    /// A header to send with every call.
    pub fn default_header(mut self, name: &str, value: &str) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// A parameter to add to the query of every call.
    pub fn default_query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// What comes after this crate's name in the header `user-agent`, e.g. `risk-sync/1.2`.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.agent_suffix = Some(suffix.into());
        self
    }

    /// The proxy of all calls, e.g. `http://proxy.example:3128`, in place of those of the environment.
    ///
    /// Its scheme is `http`, which may be left off, or `https`. A user name and a password may stand before its
    /// host, as in `http://user:password@proxy.example`. Those of the environment are in `HTTPS_PROXY` or `ALL_PROXY`, with
    /// exceptions in `NO_PROXY`, in upper or lower case.
    pub fn proxy(mut self, url: impl Into<SecretString>) -> Self {
        self.http.proxy = Some(url.into());
        self
    }

    /// Certificates, in PEM, to trust beside the system's.
    ///
    /// A server of your own, or a proxy that looks into what it forwards, may have a certificate of an authority
    /// that the system doesn't know: without this a call is an error then that says so.
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.http.root_certificates.push(pem.into());
        self
    }

    /// What this builder has no setting for. Redirects, retries, time-outs and that nothing is unpacked are set
    /// after it.
    ///
    /// With the feature `blocking` it is called once more for a client that is used from async code and other code
    /// too: each has connections of its own.
    pub fn configure_http(
        mut self,
        configure: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        self.http.configure = Some(Arc::new(configure));
        self
    }

    #[cfg(test)]
    pub(crate) fn patience(mut self, factor: f64) -> Self {
        self.limits.patience = factor;
        self
    }

    /// The client.
    ///
    /// # Errors
    /// When the base URL is not one that credentials may be sent to, a secret is empty, a header has a
    /// character that none can carry, a time or the size of a reply is zero, the proxy or a certificate cannot be read, or the
    /// system's root certificates cannot.
    pub fn build(mut self) -> Result<Client, Error> {
        let base_url = BaseUrl::new(&self.base_url, self.is_plain_http_allowed);
        let base_url = base_url.map_err(|reason| {
            Error::configuration(match self.base_url_variable {
                Some(variable) => format!("{variable}: {reason}"),
                None => reason,
            })
        })?;
        // Whether they can be sent is known now; they are made for each request.
        authentication::insert(&self.credentials, &mut HeaderMap::new())?;
        self.headers.checked(Credentials::HEADERS, |problem| {
            Error::configuration(format!("default headers: {problem}"))
        })?;
        let limits = self
            .limits
            .with(&CallOptions::new(), Error::configuration)?;
        if limits.reply_size == 0 {
            return Err(Error::configuration(
                "reply_size is zero: give it at least a byte",
            ));
        }
        for limit in &self.pace {
            not_zero("the window of the pace", limit.window, Error::configuration)?;
            if limit.most == 0 {
                return Err(Error::configuration(
                    "the pace allows no attempt: give it at least one",
                ));
            }
        }
        // If both ended at once, nobody would know that nothing was sent.
        let attempt = limits.timeout.min(limits.deadline).mul_f64(0.9);
        self.http.connect_timeout = self.http.connect_timeout.min(attempt);
        let http = Connections::new(&self.http, &base_url)?;
        Ok(Client(Arc::new(Shared {
            agent: agent(self.agent_suffix.as_deref())?,
            http,
            base_url,
            credentials: self.credentials,
            headers: self.headers,
            query: self.query,
            limits,
            pace: (!self.pace.is_empty()).then(|| Arc::new(Pace::new(self.pace))),
        })))
    }
}

fn agent(suffix: Option<&str>) -> Result<HeaderValue, Error> {
    let Some(suffix) = suffix else {
        return Ok(HeaderValue::from_static(AGENT));
    };
    HeaderValue::from_str(&format!("{AGENT} {suffix}")).map_err(|_| {
        Error::configuration(
            "the suffix of the user agent has a character that no header can carry, such as a line \
             break",
        )
    })
}

/// Without what may hold secrets.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("credentials", &self.credentials)
            .field("limits", &self.limits)
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}
