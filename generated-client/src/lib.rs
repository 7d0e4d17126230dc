//! A client for Cloudflare's Zero Trust risk score integrations: connections between an identity
//! provider's tenant and the risk scoring of an account.
//!
//! ```no_run
//! # async fn example() -> Result<(), zt_risk_scoring::Error> {
//! use zt_risk_scoring::Client;
//! use zt_risk_scoring::types::{CreateIntegrationBody, IntegrationType};
//!
//! let client = Client::from_env()?;
//! let integration = client
//!     .create_integration()
//!     .account_id("023e105f4ecef8ad9ca31a8372d0c353")
//!     .body(
//!         CreateIntegrationBody::builder()
//!             .integration_type(IntegrationType::Okta)
//!             .tenant_url("https://tenant.okta.com"),
//!     )
//!     .send()
//!     .await?;
//! println!("{}", integration.well_known_url);
//! # Ok(())
//! # }
//! ```
//!
//! - [`Client`] has a method for each operation, which gives a builder (see [`builder`]): set its
//!   values, then `send()` it for the result, `send_with_meta()` it for the result with status,
//!   headers and messages, or take the `request()` without sending it.
//! - [`Credentials`] are an API token, or an email with its key; [`Client::from_env`] takes them from
//!   the variables of the official clients.
//! - [`Error`] is the one error: what kind it is, what the server said, and where a reply is not what
//!   the document says. What is taken as an error and what isn't: [`replies`].
//! - `mock`, a feature, has a local API to test against.
//!
//! # Features
//!
//! None is needed for a call.
//!
//! | feature | what it adds |
//! |---|---|
//! | `mock` | the module `mock`: a local API to develop and test against |
//! | `schemars` | JSON Schemas of the types, by schemars 1 |
//! | `codegen` | generates the client from the OpenAPI fragment while building; for this repository |

/// What the generator made of the OpenAPI fragment: during this build, or when it was last committed.
///
/// Only this module holds generated code, and exceptions to lints for it.
#[rustfmt::skip]
#[allow(clippy::doc_markdown, reason = "descriptions are the document's")]
#[allow(clippy::default_trait_access, reason = "progenitor writes defaults without their type")]
mod generated {
    #[cfg(feature = "codegen")]
    include!(concat!(env!("OUT_DIR"), "/generated.rs"));
    #[cfg(not(feature = "codegen"))]
    include!("generated.rs");
}

pub mod code;
#[cfg(feature = "mock")]
pub mod mock;
#[doc = include_str!("../REPLIES.md")]
pub mod replies {}
#[cfg(test)]
mod faults;
mod runtime;
#[cfg(all(test, feature = "schemars"))]
mod schemas;
#[cfg(test)]
mod shop;

/// The HTTP client underneath, for [`ClientBuilder::configure_http`].
pub use reqwest;

pub use generated::{BASE_URL, Credentials, builder, types};
pub use runtime::{
    ApiMessage, CallOptions, Client, ClientBuilder, ConstBool, ConstInteger, Error, ErrorKind,
    Meta, Nullable, RateLimit, RateLimitPolicy, Reply, Request, SecretString, UnknownValue,
};

/// ```compile_fail,E0061
/// zt_risk_scoring::Credentials::api_email_and_api_key("user@example.com");
/// ```
///
/// ```compile_fail,E0063
/// zt_risk_scoring::Credentials::ApiEmailAndApiKey { api_email: "user@example.com".into() };
/// ```
#[cfg(doctest)]
struct HalfAPairOfCredentialsDoesNotCompile;
