//! A local API to develop and test against, over real HTTP on loopback.
//!
//! It knows the operations of the document that the client was generated from: paths, credentials
//! and bodies are held against that document, not against the client's types, which would agree
//! with themselves. What is done to it it keeps until it is dropped. Nothing of it is Cloudflare's.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use zt_risk_scoring::mock::LocalApi;
//! use zt_risk_scoring::types::{CreateIntegrationBody, IntegrationType};
//!
//! let api = LocalApi::start().await?;
//! let integration = api
//!     .client()?
//!     .create_integration()
//!     .account_id(LocalApi::ACCOUNT_ID)
//!     .body(
//!         CreateIntegrationBody::builder()
//!             .integration_type(IntegrationType::Okta)
//!             .tenant_url("https://tenant.okta.com"),
//!     )
//!     .send()
//!     .await?;
//! assert_eq!(integration.tenant_url, "https://tenant.okta.com");
//! # Ok(())
//! # }
//! ```

mod access;
mod answer;
mod api;
mod behaviors;
mod builder;
mod faults;
mod integrations;
mod seed;
mod server;
mod state;
mod users;

use std::fmt;
use std::io;
use std::sync::Arc;

use tokio::task::JoinHandle;

pub use builder::LocalApiBuilder;
pub use faults::Fault;
pub use seed::Seed;

use crate::{Client, Credentials, Error};

/// The local API, running; dropping it stops it and closes its connections.
pub struct LocalApi {
    base_url: String,
    api: Arc<api::Api>,
    task: JoinHandle<()>,
}

impl LocalApi {
    /// The token that it accepts.
    pub const API_TOKEN: &'static str = "local-api-token";
    /// The email that it accepts, with [`API_KEY`](Self::API_KEY).
    pub const API_EMAIL: &'static str = "local@example.com";
    /// The key that it accepts, with [`API_EMAIL`](Self::API_EMAIL).
    pub const API_KEY: &'static str = "local-api-key";
    /// An account to use; every other account exists too, each with integrations of its own.
    pub const ACCOUNT_ID: &'static str = "00000000000000000000000000000000";

    /// Starts it on a free port of 127.0.0.1, inside the current tokio runtime.
    ///
    /// It answers while that runtime runs tasks: blocking calls of it need another thread than the only one of
    /// a runtime.
    ///
    /// # Errors
    /// When no port can be listened on.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// A local API that differs from that of [`start`](Self::start).
    pub fn builder() -> LocalApiBuilder {
        LocalApiBuilder::default()
    }

    /// The base URL to give to a client.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The integrations of an account as they were answered, in the order in which they were made.
    #[must_use]
    pub fn integrations(&self, account_id: &str) -> Vec<serde_json::Value> {
        self.api.integrations(account_id)
    }

    /// Credentials that it accepts: those by token.
    #[must_use]
    pub fn credentials() -> Credentials {
        Credentials::api_token(Self::API_TOKEN)
    }

    /// A client of it.
    ///
    /// # Errors
    /// When the system's root certificates cannot be read.
    pub fn client(&self) -> Result<Client, Error> {
        Client::builder(Self::credentials())
            .base_url(self.base_url())
            .build()
    }
}

impl fmt::Debug for LocalApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalApi")
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

impl Drop for LocalApi {
    fn drop(&mut self) {
        self.task.abort();
    }
}
