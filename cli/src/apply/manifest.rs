//! The manifest: what accounts should have.

use std::collections::HashMap;
use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};
use serde_saphyr::Spanned;
use zt_risk_scoring::reqwest::Url;
use zt_risk_scoring::types::IntegrationType;
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
            let id = account.id.value.as_str();
            let call = client.list_integrations().account_id(id).request();
            if let Err(error) = call {
                problems.push((&account.id, error.to_string()));
            }
            if let Some(first) = seen.insert(id, &account.id) {
                let line = first.referenced.line();
                let id = printable(id);
                let message = format!("the account {id} is there already, in line {line}");
                problems.push((&account.id, message));
            } else {
                account.check(client, &mut problems);
            }
        }
        if problems.is_empty() {
            return Ok(());
        }
        let lines = problems.iter().map(|(place, message)| {
            let place = place.referenced;
            let (line, column) = (place.line(), place.column());
            format!("{}:{line}:{column}: {message}", file::name(path))
        });
        let lines: Vec<String> = lines.collect();
        Err(Failure::usage(lines.join("\nerror: ")))
    }
}

impl Account {
    fn check<'a>(&'a self, client: &Client, problems: &mut Vec<(&'a Spanned<String>, String)>) {
        let mut by_reference: HashMap<&str, u64> = HashMap::new();
        // Each tenant's, and of those the ones without a reference id, which may be any of that tenant.
        let mut by_tenant: HashMap<String, u64> = HashMap::new();
        let mut without: HashMap<String, u64> = HashMap::new();
        for entry in &self.integrations {
            let place = &entry.tenant_url;
            // What is wrong with the account's own id is told once.
            if let Err(error) = client.check_integration("account", &entry.desired()) {
                problems.push((place, error.to_string()));
            }
            let line = place.referenced.line();
            let tenant = Url::parse(&place.value)
                .map_or_else(|_| place.value.clone(), |url| url.to_string());
            let first = match &entry.reference_id {
                Some(reference_id) => by_reference
                    .insert(reference_id, line)
                    .or(without.get(&tenant).copied()),
                None => by_tenant.get(&tenant).copied(),
            };
            if let Some(first) = first {
                let message = format!(
                    "this may be the same integration as the one in line {first}: give both a \
                     reference_id of their own"
                );
                problems.push((place, message));
            }
            if entry.reference_id.is_none() {
                without.insert(tenant.clone(), line);
            }
            by_tenant.insert(tenant, line);
        }
    }
}
