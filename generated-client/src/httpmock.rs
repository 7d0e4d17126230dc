//! Mocks of each operation for tests of your own code, on a server of the crate [`httpmock`].
//!
//! [`MockServerExt`] gives a [`MockServer`] a method for each operation. The mock answers calls of that
//! operation, and only those that have the values that it was given; it is there until it is dropped.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), zt_risk_scoring::Error> {
//! use serde_json::json;
//! use zt_risk_scoring::httpmock::{MockServer, MockServerExt};
//!
//! let server = MockServer::start();
//! let mock = server.list_integrations(|when, then| {
//!     when.account_id("023e105f4ecef8ad9ca31a8372d0c353");
//!     then.result(json!([]));
//! });
//!
//! // What is tested gets this client, or makes one of `server.api_base_url()`.
//! let client = server.client();
//! let call = client.list_integrations().account_id("023e105f4ecef8ad9ca31a8372d0c353");
//! assert!(call.send().await?.is_empty());
//! mock.assert();
//! # Ok(())
//! # }
//! ```
//!
//! Requests and replies are held against the document that the client was generated from, not against
//! the client's types, which would agree with themselves. A mock that is asked for what the document
//! forbids fails the test when it is asserted or dropped: a body that is not what its schema says or of
//! another media type, a value in the path that breaks a rule, no credentials. The request itself is
//! answered with status 400. A [`Then`] that the document forbids fails the test at once.
//!
//! The server has to be one of this process: one elsewhere cannot be given functions to ask.

mod api;
mod guard;
mod then;
mod when;

pub use ::httpmock::MockServer;
pub(crate) use api::Api;
pub use guard::Mock;
pub use then::Then;
pub use when::When;

pub use crate::generated::MockServerExt;
