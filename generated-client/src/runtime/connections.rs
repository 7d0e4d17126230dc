//! The connections that a client keeps.

use super::Error;
use super::base_url::BaseUrl;
use super::http::Settings;

/// The HTTP client of async calls, and that of blocking ones.
///
/// A connection is driven by the tokio runtime that it was made in: if one of them used those of the other, it
/// would wait for a runtime that may be waiting for it.
#[derive(Clone)]
pub(super) struct Connections {
    client: reqwest::Client,
    /// Where they lead, for errors.
    route: String,
    #[cfg(feature = "blocking")]
    other: std::sync::Arc<Other>,
}

/// The client of the kind of calls that came second.
#[cfg(feature = "blocking")]
struct Other {
    settings: Settings,
    base_url: BaseUrl,
    is_first_blocking: std::sync::OnceLock<bool>,
    client: std::sync::OnceLock<reqwest::Client>,
}

impl Connections {
    pub(super) fn new(settings: Settings, base_url: &BaseUrl) -> Result<Self, Error> {
        Ok(Self {
            client: settings.client(base_url)?,
            route: match settings.proxy_origin()? {
                Some(proxy) => format!("{} through the proxy {proxy}", base_url.origin()),
                None => base_url.origin().to_owned(),
            },
            #[cfg(feature = "blocking")]
            other: std::sync::Arc::new(Other {
                settings,
                base_url: base_url.clone(),
                is_first_blocking: std::sync::OnceLock::new(),
                client: std::sync::OnceLock::new(),
            }),
        })
    }

    /// The origin that they lead to, and the proxy that they are made through, if one was given.
    pub(super) fn route(&self) -> &str {
        &self.route
    }

    /// The HTTP client for a call from here.
    #[cfg(not(feature = "blocking"))]
    pub(super) fn client(&self) -> Result<&reqwest::Client, Error> {
        Ok(&self.client)
    }

    /// The HTTP client for a call from here.
    #[cfg(feature = "blocking")]
    pub(super) fn client(&self) -> Result<&reqwest::Client, Error> {
        let is_blocking = super::blocking::is_here();
        let other = &self.other;
        if *other.is_first_blocking.get_or_init(|| is_blocking) == is_blocking {
            return Ok(&self.client);
        }
        if let Some(client) = other.client.get() {
            return Ok(client);
        }
        let client = other.settings.client(&other.base_url)?;
        Ok(other.client.get_or_init(|| client))
    }
}
