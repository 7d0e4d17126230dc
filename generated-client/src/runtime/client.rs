//! The client: where calls go, and as whom.

use std::fmt::{self, Write as _};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue, USER_AGENT};
use reqwest::{Request, Url};
use serde::Serialize;

use super::base_url::BaseUrl;
use super::builder::ClientBuilder;
use super::connections::Connections;
use super::limits::Limits;
use super::options::{CallOptions, Headers};
use super::pace::Pace;
use super::{Authentication, Call, Error, Operation, OperationInfo, authentication, environment};
use crate::Credentials;

/// Makes calls to the API.
///
/// Each operation is a method that gives a builder: set its values, then
/// `send()`, `send_with_meta()`, `send_raw()` or `request()` it.
///
/// A clone shares connections with its original and is cheap: a task of its own gets one, as in
///
/// ```
/// # async fn spawn(client: zt_risk_scoring::Client, account: String) {
/// tokio::spawn({
///     let client = client.clone();
///     async move { client.list_integrations().account_id(account).send().await }
/// });
/// # }
/// ```
///
/// Calls are made within a tokio runtime that has its time and I/O, the same one while the client lives: connections stop when the runtime that
/// they were made in does. Blocking calls bring one of their own.
#[derive(Clone)]
pub struct Client(pub(super) Arc<Shared>);

#[derive(Clone)]
pub(super) struct Shared {
    pub(super) http: Connections,
    pub(super) base_url: BaseUrl,
    pub(super) credentials: Credentials,
    pub(super) agent: HeaderValue,
    pub(super) headers: Headers,
    pub(super) query: Vec<(String, String)>,
    pub(super) limits: Limits,
    pub(super) pace: Option<Arc<Pace>>,
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
        Self::builder_from_env()?.build()
    }

    /// A client that differs from the default in more than its credentials.
    pub fn builder(credentials: Credentials) -> ClientBuilder {
        ClientBuilder::new(credentials)
    }

    /// A client that differs from that of [`from_env`](Self::from_env) in what the environment doesn't
    /// say.
    ///
    /// # Errors
    /// When neither credential is complete.
    pub fn builder_from_env() -> Result<ClientBuilder, Error> {
        environment::builder()
    }

    /// The same client, whose calls do otherwise what `options` say; it shares its connections.
    ///
    /// # Errors
    /// When a time is zero, or a header cannot be sent.
    pub fn with_options(&self, options: &CallOptions) -> Result<Self, Error> {
        let mut shared = Shared::clone(&self.0);
        shared.limits = shared.limits.with(options, Error::configuration)?;
        if let Some(headers) = options.headers() {
            shared.headers.extend(headers);
        }
        shared
            .headers
            .checked(Credentials::HEADERS, Error::configuration)?;
        let query = options.query_pairs();
        // They take the place of those of the same name, as headers do.
        let is_kept = |(name, _): &(String, String)| query.iter().all(|(new, _)| new != name);
        shared.query.retain(is_kept);
        shared.query.extend_from_slice(query);
        Ok(Self(Arc::new(shared)))
    }

    /// The same client, of another server on this machine.
    #[cfg(test)]
    pub(crate) fn at(&self, base_url: &str) -> Self {
        let mut shared = Shared::clone(&self.0);
        shared.base_url = BaseUrl::new(base_url, false).expect("a base URL");
        Self(Arc::new(shared))
    }

    /// The base URL, without a slash at its end.
    #[must_use]
    pub fn base_url(&self) -> String {
        self.0.base_url.to_string()
    }

    /// How long no call of this client and its clones starts, because of its [pace](ClientBuilder::pace) or
    /// because the API said so; nothing for a client without a pace.
    #[must_use]
    pub fn pause(&self) -> Option<Duration> {
        self.0.pace.as_ref()?.pause()
    }

    /// Lets no call of this client and its clones wait for its turn from now on: one that would have to ends
    /// with [`ErrorKind::Paced`](crate::ErrorKind::Paced). For a program that is asked to end.
    pub fn hurry(&self) {
        if let Some(pace) = &self.0.pace {
            pace.hurry();
        }
    }

    /// A call of `O`, ready to be sent; `path` begins with a slash.
    pub(crate) fn call<O: Operation>(
        &self,
        path: fmt::Arguments<'_>,
        body: Option<&impl Serialize>,
        options: CallOptions,
    ) -> Result<Call<O>, Error> {
        let body = body.map(serde_json::to_vec).transpose();
        // Most fit into it, so that it need not grow piece by piece.
        let mut url = String::with_capacity(256);
        // Writing to a string cannot fail.
        let _ = write!(url, "{}{path}", self.0.base_url);
        let call = Outgoing {
            url,
            body: body.map_err(Error::invalid_request)?.map(Bytes::from),
            options,
        };
        Ok(Call::new(self.clone(), call))
    }

    /// A request as it will be sent, with every header that this crate adds.
    pub(super) fn request(&self, info: &OperationInfo, call: &Outgoing) -> Result<Request, Error> {
        let mut url = Url::parse(&call.url).map_err(Error::invalid_request)?;
        let own = call.options.query_pairs();
        // Those of the call take the place of the client's, as with headers.
        let is_kept = |(name, _): &&(String, String)| own.iter().all(|(own, _)| own != name);
        for (name, value) in self.0.query.iter().filter(is_kept).chain(own) {
            url.query_pairs_mut().append_pair(name, value);
        }
        let mut request = Request::new(info.method.clone(), url);
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static(info.accept));
        headers.insert(USER_AGENT, self.0.agent.clone());
        if call.body.is_some() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(info.content_type));
        }
        for extra in [Some(&self.0.headers), call.options.headers()]
            .into_iter()
            .flatten()
        {
            let extra = extra.checked(Credentials::HEADERS, Error::invalid_request)?;
            extra.iter().for_each(|(name, value)| {
                headers.insert(name, value.clone());
            });
        }
        if !info.security.is_empty() {
            let schemes = self.0.credentials.schemes();
            if !info.security.contains(&schemes) {
                return Err(Error::invalid_request(format_args!(
                    "{} does not accept credentials of the kind {}",
                    info.id,
                    schemes.join(" and ")
                )));
            }
            authentication::insert(&self.0.credentials, headers)?;
        }
        *request.body_mut() = call.body.clone().map(Into::into);
        Ok(request)
    }
}

/// What is sent, apart from what the client adds to every request.
pub(crate) struct Outgoing {
    pub(super) url: String,
    pub(super) body: Option<Bytes>,
    pub(super) options: CallOptions,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.base_url())
            .field("credentials", &self.0.credentials)
            .finish_non_exhaustive()
    }
}
