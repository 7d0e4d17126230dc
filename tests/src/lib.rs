//! What the tests share, and the README's example, compiled.

pub mod fault;
pub mod wire;

use zt_risk_scoring::builder::CreateIntegration;
use zt_risk_scoring::types::{CreateIntegrationBody, IntegrationType};
use zt_risk_scoring::{Client, Credentials};

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

/// An account like those of the documentation.
pub const ACCOUNT: &str = "023e105f4ecef8ad9ca31a8372d0c353";

/// A token that must appear nowhere but in its header.
pub const TOKEN: &str = "token-that-is-secret";

/// A client of `base_url` with [`TOKEN`].
///
/// # Panics
/// When there is no such client.
#[must_use]
pub fn client(base_url: &str) -> Client {
    Client::builder(Credentials::api_token(TOKEN))
        .base_url(base_url)
        .build()
        .expect("a client")
}

/// The call of the documentation: its body is the page's example.
pub fn documented_call(client: &Client) -> CreateIntegration<'_> {
    client.create_integration().account_id(ACCOUNT).body(
        CreateIntegrationBody::builder()
            .integration_type(IntegrationType::Okta)
            .tenant_url("https://example.com"),
    )
}

/// The documented response.
pub const DOCUMENTED_RESPONSE: &str = include_str!("documented-response.json");
