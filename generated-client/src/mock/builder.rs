//! Settings of the local API.

use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;

use super::api::Api;
use super::faults::{Fault, Quota};
use super::seed::Seed;
use super::{LocalApi, server};
use crate::{BASE_URL, document};

/// Settings of a [`LocalApi`]; made by [`LocalApi::builder`].
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
/// use zt_risk_scoring::mock::{Fault, LocalApi};
///
/// let api = LocalApi::builder()
///     .fail(Fault::new(503, 1.0)?)
///     .latency(Duration::from_millis(1))
///     .start()
///     .await?;
/// let error = api.client()?.list_integrations().account_id("a").send().await;
/// assert_eq!(error.err().and_then(|error| error.code()), Some(10_503));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Default)]
#[must_use = "a local API does nothing until it is started"]
pub struct LocalApiBuilder {
    port: u16,
    seed: Seed,
    faults: Vec<Fault>,
    latency: Duration,
    quota: Option<Quota>,
}

impl LocalApiBuilder {
    /// The port of 127.0.0.1; by default, and with 0, any free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// What it begins with; by default the documented examples, without integrations.
    pub fn seed(mut self, seed: Seed) -> Self {
        self.seed = seed;
        self
    }

    /// Fails calls on purpose; it may be given several times.
    pub fn fail(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// Time that each answer takes at least.
    pub fn latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// Answers at most so many calls in a window, and tells what is left in the headers `ratelimit` and
    /// `ratelimit-policy`; beyond that it refuses all calls for as long as the window, with 429 and
    /// `retry-after`. By default there is no limit; Cloudflare's is 1,200 in five minutes.
    pub fn rate_limit(mut self, calls: u32, window: Duration) -> Self {
        self.quota = Some(Quota::new(calls, window));
        self
    }

    /// Starts it, inside the current tokio runtime.
    ///
    /// # Errors
    /// When the port cannot be listened on, e.g. because another program does, or with
    /// [`InvalidInput`](io::ErrorKind::InvalidInput) when the seed is not what the document says.
    pub async fn start(self) -> io::Result<LocalApi> {
        let prefix = document::prefix(BASE_URL);
        let api = Api::new(&prefix, self.seed, self.faults, self.quota)
            .map_err(|reason| io::Error::new(io::ErrorKind::InvalidInput, reason))?;
        let api = Arc::new(api);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).await?;
        let base_url = format!("http://{}{prefix}", listener.local_addr()?);
        let task = tokio::spawn(server::serve(listener, Arc::clone(&api), self.latency));
        Ok(LocalApi {
            base_url,
            api,
            task,
        })
    }
}
