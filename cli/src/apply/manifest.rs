//! The manifest: what accounts should have.

use std::collections::HashMap;
use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};
use serde_saphyr::Spanned;
use zt_risk_scoring::types::{CreateIntegrationBody, IntegrationType};
use zt_risk_scoring::{Client, DesiredIntegration};

use crate::failure::Failure;
use crate::file;
use crate::output::printable;

/// Accounts, and the risk score integrations that each should have.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// The accounts, each once.
    pub(super) accounts: Vec<Account>,
}

/// An account, and what it should have.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Account {
    /// Id of the account.
    #[schemars(with = "String", extend("minLength" = 1))]
    pub(super) id: Spanned<String>,
    /// What people call it.
    pub(super) name: Option<String>,
    /// Its integrations, each once. Others that it has are left alone.
    pub(super) integrations: Vec<Entry>,
}

/// What an integration should be.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    /// Base URL of the tenant, e.g. <https://tenant.okta.com>.
    #[schemars(with = "String", extend("format" = "uri"))]
    pub(super) tenant_url: Spanned<String>,
    /// Id that says which integration is meant; without one, that of the tenant URL is. It should be that of
    /// the Access identity provider of the tenant.
    pub(super) reference_id: Option<String>,
    /// Whether it exports changes of risk.
    #[serde(default = "yes")]
    pub(super) active: bool,
    /// What kind of system it connects.
    #[serde(default = "okta", deserialize_with = "known")]
    pub(super) integration_type: IntegrationType,
}

fn yes() -> bool {
    true
}

fn okta() -> IntegrationType {
    IntegrationType::Okta
}

/// A type that is known: one that a reply may have is nothing to ask for.
fn known<'de, D: Deserializer<'de>>(deserializer: D) -> Result<IntegrationType, D::Error> {
    let name = String::deserialize(deserializer)?;
    name.parse().map_err(serde::de::Error::custom)
}

impl Entry {
    pub(super) fn desired(&self) -> DesiredIntegration {
        let mut desired = DesiredIntegration::new(&*self.tenant_url.value)
            .integration_type(self.integration_type.clone())
            .active(self.active);
        if let Some(reference_id) = &self.reference_id {
            desired = desired.reference_id(&**reference_id);
        }
        desired
    }
}

impl Manifest {
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        file::read(path)
    }

    /// Refuses, all at once, what the API would refuse, and what is there twice; nothing is sent.
    pub(super) fn check(&self, client: &Client, path: &Path) -> Result<(), Failure> {
        let mut problems = Vec::new();
        let mut seen: HashMap<&str, &Spanned<String>> = HashMap::new();
        for account in &self.accounts {
            if let Some(first) = seen.insert(&account.id.value, &account.id) {
                let id = printable(&account.id.value);
                let line = first.referenced.line();
                let message = format!("the account {id} is there already, in line {line}");
                problems.push((&account.id, message));
            }
            for (number, integration) in account.integrations.iter().enumerate() {
                if let Err(error) = integration.check(client, &account.id.value) {
                    problems.push((&integration.tenant_url, error.to_string()));
                }
                let desired = integration.desired();
                let mut earlier = account.integrations[..number].iter();
                if let Some(first) = earlier.find(|one| one.desired().is_same(&desired)) {
                    let line = first.tenant_url.referenced.line();
                    let message = format!(
                        "this may be the same integration as the one in line {line}: give both a \
                         reference_id of their own"
                    );
                    problems.push((&integration.tenant_url, message));
                }
            }
        }
        if problems.is_empty() {
            return Ok(());
        }
        let lines = problems.iter().map(|(place, message)| {
            let place = place.referenced;
            let (line, column) = (place.line(), place.column());
            format!("{}:{line}:{column}: {message}", path.display())
        });
        let lines: Vec<String> = lines.collect();
        Err(Failure::usage(lines.join("\nerror: ")))
    }
}

impl Entry {
    /// Makes the request that creates it, without sending it.
    fn check(&self, client: &Client, account: &str) -> Result<(), zt_risk_scoring::Error> {
        let mut body = CreateIntegrationBody::builder()
            .integration_type(self.integration_type.clone())
            .tenant_url(&*self.tenant_url.value);
        if let Some(reference_id) = &self.reference_id {
            body = body.reference_id(&**reference_id);
        }
        let call = client.create_integration().account_id(account);
        call.body(body).request().map(drop)
    }
}
