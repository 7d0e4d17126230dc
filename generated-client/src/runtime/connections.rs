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
    pub(super) fn new(settings: &Settings, base_url: &BaseUrl) -> Result<Self, Error> {
        Ok(Self {
            client: settings.client(base_url)?,
            route: match settings.proxy_origin()? {
                Some(proxy) => format!("{} through the proxy {proxy}", base_url.origin()),
                None => base_url.origin().to_owned(),
            },
            #[cfg(feature = "blocking")]
            other: std::sync::Arc::new(Other {
                settings: settings.clone(),
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
    #[cfg_attr(
        not(feature = "blocking"),
        expect(
            clippy::unnecessary_wraps,
            reason = "the second client is made when it is needed"
        )
    )]
    pub(super) fn client(&self) -> Result<&reqwest::Client, Error> {
        #[cfg(feature = "blocking")]
        if self.other.is_for(super::blocking::is_here()) {
            return self.other.client();
        }
        Ok(&self.client)
    }
}

#[cfg(feature = "blocking")]
impl Other {
    /// Whether calls of a kind came second.
    fn is_for(&self, is_blocking: bool) -> bool {
        *self.is_first_blocking.get_or_init(|| is_blocking) != is_blocking
    }

    fn client(&self) -> Result<&reqwest::Client, Error> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = self.settings.client(&self.base_url)?;
        Ok(self.client.get_or_init(|| client))
    }
}
