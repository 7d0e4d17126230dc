//! A client for Cloudflare's Zero Trust risk scoring: connections between an identity provider's tenant and
//! the risk scoring of an account, what counts as a risk, and the risk of users.
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
//! [`Client`] has a method for each operation, which gives a builder (see [`builder`]): set its values,
//! then `send()` it for the result. A value that is missing or that breaks a rule of the API is an error
//! that names it, before anything is sent.
//!
//! # Install
//!
//! ```sh
//! cargo add zt-risk-scoring
//! cargo add tokio --features macros,rt-multi-thread
//! ```
//!
//! # Credentials
//!
//! [`Credentials`] are an API token, or an email with its key; one without the other doesn't compile.
//! [`Client::from_env`] takes them from the variables of the official clients: `CLOUDFLARE_API_TOKEN`, or
//! `CLOUDFLARE_EMAIL` with `CLOUDFLARE_API_KEY`. They go to the [base URL](ClientBuilder::base_url) and
//! nowhere else: no redirect is followed, and `Debug`, errors and traces don't show them.
//!
//! # More than the result
//!
//! `send_with_meta()` gives a [`Reply`], with the status, headers, messages, quotas and the number of
//! retries in its [`Meta`]; `send_raw()` gives the body as it came, whatever the status; `request()` builds
//! the request without sending it.
//!
//! ```no_run
//! # async fn example(client: &zt_risk_scoring::Client) -> Result<(), zt_risk_scoring::Error> {
//! # let call = client.create_integration();
//! let reply = call.send_with_meta().await?;
//! for limit in reply.meta().rate_limits() {
//!     println!("{} calls left", limit.remaining);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Settings
//!
//! [`ClientBuilder`] has those of a client, [`CallOptions`] those of a call: time-outs, retries, headers,
//! query. A call ends when its future is dropped.
//!
//! ```no_run
//! # fn main() -> Result<(), zt_risk_scoring::Error> {
//! use std::time::Duration;
//! use zt_risk_scoring::{CallOptions, Client};
//!
//! let client = Client::builder_from_env()?.timeout(Duration::from_secs(10)).build()?;
//! let call = client
//!     .create_integration()
//!     .options(CallOptions::new().retries(0).header("x-audit-id", "7"));
//! # Ok(())
//! # }
//! ```
//!
//! # Errors
//!
//! There is one [`Error`]. Its text is one line with all that is known; its methods answer what a program
//! asks: [`kind`](Error::kind), [`status`](Error::status), [`api_errors`](Error::api_errors),
//! [`code`](Error::code), [`retry_after`](Error::retry_after), [`cf_ray`](Error::cf_ray) for support …
//! What of a reply is taken as an error, and what isn't, is in [`replies`].
//!
//! ```
//! # #[cfg(feature = "mock")]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use zt_risk_scoring::ErrorKind;
//! use zt_risk_scoring::mock::LocalApi;
//!
//! let api = LocalApi::start().await?;
//! let client = api.client()?;
//! let call = client
//!     .get_integration()
//!     .account_id(LocalApi::ACCOUNT_ID)
//!     .integration_id("182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e");
//! match call.send().await {
//!     Ok(integration) => println!("{}", integration.tenant_url),
//!     Err(error) if error.is_retryable() => println!("later, in {:?}", error.retry_after()),
//!     Err(error) => {
//!         println!("{error}");
//!         assert_eq!(error.kind(), ErrorKind::Api);
//!         assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
//!     }
//! }
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "mock"))]
//! # fn main() {}
//! ```
//!
//! # Retries
//!
//! A call is tried again up to twice, after a wait, where that is safe: after a connection that wasn't
//! made, 425 and 429 always; after a time-out, a broken connection, 408, 409 and 5xx if repeating it does
//! no more than doing it once, which for a create it doesn't. A create that may have happened is an error
//! that [says so](Error::is_ambiguous): look whether it is there before you repeat it. A wait that the API
//! asks for is kept if it is a minute or less; a longer one is left to you, as
//! [`retry_after`](Error::retry_after).
//!
//! ```
//! # #[cfg(feature = "mock")]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use zt_risk_scoring::CallOptions;
//! use zt_risk_scoring::mock::LocalApi;
//! use zt_risk_scoring::types::{CreateIntegrationBody, IntegrationType};
//!
//! // It does what it is asked to, and then answers with status 500.
//! let api = LocalApi::builder().fail("500:1:after".parse()?).start().await?;
//! let client = api.client()?;
//!
//! let list = client.list_integrations().account_id(LocalApi::ACCOUNT_ID);
//! let once_more = CallOptions::new().retries(1);
//! let error = list.options(once_more).send().await.expect_err("it fails");
//! assert_eq!(error.retries(), 1);
//!
//! let body = CreateIntegrationBody::builder()
//!     .integration_type(IntegrationType::Okta)
//!     .tenant_url("https://tenant.okta.com");
//! let create = client.create_integration().account_id(LocalApi::ACCOUNT_ID);
//! let error = create.body(body).send().await.expect_err("it fails");
//! assert_eq!(error.retries(), 0);
//! assert!(error.is_ambiguous());
//! // It did happen: another would be one too many.
//! assert_eq!(api.integrations(LocalApi::ACCOUNT_ID).len(), 1);
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "mock"))]
//! # fn main() {}
//! ```
//!
//! Many calls together stay within the API's limits with a [pace](ClientBuilder::pace): a client with one
//! starts no more attempts than it allows, and none while the API refuses all of them.
//!
//! # Making it so
//!
//! [`Client::ensure_integration`] creates an integration, updates it or leaves it alone, whatever it takes to
//! make it a [`DesiredIntegration`]. It can be repeated, and settles a create that may have happened.
//!
//! # Testing your own code
//!
//! With the feature `mock`, [`mock::LocalApi`] is the API on loopback: real HTTP, held to the same document,
//! with state, seeds, failures on purpose and limits. Its `client()` takes the place of yours.
//!
//! ```
//! # #[cfg(feature = "mock")]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use zt_risk_scoring::mock::LocalApi;
//! use zt_risk_scoring::types::{CreateIntegrationBody, IntegrationType};
//! use zt_risk_scoring::{Client, Error};
//!
//! /// Your own code, which takes a client.
//! async fn connect(client: &Client, account: &str, tenant: &str) -> Result<String, Error> {
//!     let body = CreateIntegrationBody::builder()
//!         .integration_type(IntegrationType::Okta)
//!         .tenant_url(tenant);
//!     let call = client.create_integration().account_id(account).body(body);
//!     Ok(call.send().await?.well_known_url)
//! }
//!
//! // Its test.
//! let api = LocalApi::start().await?;
//! let (client, account) = (api.client()?, LocalApi::ACCOUNT_ID);
//! let url = connect(&client, account, "https://tenant.okta.com").await?;
//! assert!(url.starts_with("/.well-known/sse-configuration/"));
//! let made = &api.integrations(account)[0];
//! assert_eq!(made["tenant_url"], "https://tenant.okta.com");
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "mock"))]
//! # fn main() {}
//! ```
//!
//! With the feature `httpmock`, [`httpmock::MockServerExt`] mocks single operations on a server of the crate
//! [`httpmock`](https://docs.rs/httpmock): `server.create_integration(|when, then| …)`. A test fails if
//! its mock is asked for, or made to answer, what the document forbids.
//!
//! # Features
//!
//! None but `rustls`, which is on by default, is needed for a call.
//!
//! | feature | what it adds |
//! |---|---|
//! | `rustls` | TLS by rustls, with the system's root certificates; on by default |
//! | `native-tls` | the platform's TLS; used even if `rustls` is on, too |
//! | `blocking` | `send_blocking()` and its kin, for code that isn't async |
//! | `tracing` | a span for each call and an event for each attempt, of the target `zt_risk_scoring` |
//! | `mock` | the module [`mock`]: a local API to develop and test against |
//! | `httpmock` | the module `httpmock`: typed mocks of each operation, for tests |
//! | `schemars` | JSON Schemas of the types, by schemars 1 |
//! | `codegen` | generates the client from the OpenAPI fragment while building; for this repository |
//!
#![cfg_attr(
    not(feature = "mock"),
    doc = "[`mock`]: https://docs.rs/zt-risk-scoring/latest/zt_risk_scoring/mock/",
    doc = "[`mock::LocalApi`]: https://docs.rs/zt-risk-scoring/latest/zt_risk_scoring/mock/struct.LocalApi.html"
)]
#![cfg_attr(
    not(feature = "httpmock"),
    doc = "[`httpmock::MockServerExt`]: https://docs.rs/zt-risk-scoring/latest/zt_risk_scoring/httpmock/trait.MockServerExt.html"
)]

/// What the generator made of the OpenAPI fragment: during this build, or when it was last committed.
///
/// Only this module holds generated code, and exceptions to lints for it.
#[rustfmt::skip]
#[allow(clippy::doc_markdown, reason = "descriptions are the document's")]
#[allow(clippy::default_trait_access, reason = "progenitor writes defaults without their type")]
#[allow(clippy::match_same_arms, reason = "alternatives of one type are shown alike")]
#[allow(clippy::struct_field_names, clippy::type_complexity, reason = "names and nesting are the document's")]
#[allow(clippy::large_enum_variant, reason = "a choice is of what the document says it is")]
#[allow(clippy::same_functions_in_if_condition, reason = "a text is tried as one alternative after the other")]
#[allow(clippy::should_implement_trait, reason = "setters are called as in the document")]
#[allow(clippy::unreadable_literal, reason = "numbers are written as in the document")]
#[cfg_attr(
    feature = "httpmock",
    allow(clippy::return_self_not_must_use, reason = "what is said of a mock changes it")
)]
mod generated {
    #[cfg(feature = "codegen")]
    include!(concat!(env!("OUT_DIR"), "/generated.rs"));
    #[cfg(not(feature = "codegen"))]
    include!("generated.rs");
}

pub mod code;
#[cfg(any(feature = "httpmock", feature = "mock"))]
mod document;
mod ensure;
#[cfg(feature = "httpmock")]
pub mod httpmock;
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

pub use ensure::{Change, DesiredIntegration, Ensured, IntegrationPlan};
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
