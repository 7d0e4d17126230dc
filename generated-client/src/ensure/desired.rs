//! What an integration should be, and what is to be done for that: a pure function of what there is.

use std::fmt;

use chrono::{DateTime, Utc};
use reqwest::Url;
use uuid::Uuid;

use crate::types::{Integration, IntegrationType};

/// What an integration should be; see [`Client::ensure_integration`](crate::Client::ensure_integration).
///
/// Two of the same [`reference_id`](Self::reference_id), or without one of the same tenant URL, are the
/// same integration.
///
/// ```
/// use zt_risk_scoring::DesiredIntegration;
///
/// let desired = DesiredIntegration::new("https://tenant.okta.com")
///     .reference_id("182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e")
///     .active(false);
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "it does nothing by itself: give it to `Client::ensure_integration`"]
pub struct DesiredIntegration {
    pub(super) integration_type: IntegrationType,
    pub(super) tenant_url: String,
    pub(super) reference_id: Option<String>,
    pub(super) is_active: bool,
}

/// What has to be done for an integration to be as desired; made by [`DesiredIntegration::plan`].
#[derive(Clone, Debug)]
pub enum IntegrationPlan {
    /// There is none.
    Create,
    /// There is one that differs.
    Update {
        /// The integration as it is.
        integration: Integration,
        /// How it differs.
        changed: Vec<Change>,
    },
    /// There is one like that.
    Unchanged(Integration),
}

/// A field of an integration that is not what it should be.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Change {
    /// Its name, as the API has it.
    pub field: &'static str,
    /// What it is.
    pub from: String,
    /// What it should be.
    pub to: String,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} -> {}", self.field, self.from, self.to)
    }
}

impl DesiredIntegration {
    /// An active integration with the Okta tenant at `tenant_url`, e.g. `https://tenant.okta.com`.
    pub fn new(tenant_url: impl Into<String>) -> Self {
        Self {
            integration_type: IntegrationType::Okta,
            tenant_url: tenant_url.into(),
            reference_id: None,
            is_active: true,
        }
    }

    /// The reference id, which says which integration is meant.
    pub fn reference_id(mut self, reference_id: impl Into<String>) -> Self {
        self.reference_id = Some(reference_id.into());
        self
    }

    /// Whether it exports changes of risk.
    pub fn active(mut self, is_active: bool) -> Self {
        self.is_active = is_active;
        self
    }

    /// What kind of system it connects; one of another kind is another integration.
    pub fn integration_type(mut self, integration_type: IntegrationType) -> Self {
        self.integration_type = integration_type;
        self
    }

    /// What has to be done, if `existing` are the integrations of the account.
    ///
    /// If several are meant, which the API allows, it is about the oldest of them.
    #[must_use]
    pub fn plan(&self, existing: &[Integration]) -> IntegrationPlan {
        match self.oldest(existing) {
            None => IntegrationPlan::Create,
            Some(integration) => {
                let integration = integration.clone();
                let changed = self.changes(&integration);
                if changed.is_empty() {
                    IntegrationPlan::Unchanged(integration)
                } else {
                    IntegrationPlan::Update {
                        integration,
                        changed,
                    }
                }
            }
        }
    }

    /// The oldest of those that are meant.
    fn oldest<'a>(&self, existing: &'a [Integration]) -> Option<&'a Integration> {
        let meant = existing.iter().filter(|one| self.is_meant(one));
        meant.min_by_key(|one| age(one))
    }

    /// Whether that is the one.
    pub(super) fn is_meant(&self, one: &Integration) -> bool {
        one.integration_type == self.integration_type
            && match &self.reference_id {
                Some(reference_id) => one.reference_id == *reference_id,
                None => is_same_url(&one.tenant_url, &self.tenant_url),
            }
    }

    /// How it differs.
    pub(super) fn changes(&self, one: &Integration) -> Vec<Change> {
        let mut changes = Vec::new();
        if !is_same_url(&one.tenant_url, &self.tenant_url) {
            changes.push(Change {
                field: "tenant_url",
                from: one.tenant_url.clone(),
                to: self.tenant_url.clone(),
            });
        }
        if one.active != self.is_active {
            changes.push(Change {
                field: "active",
                from: one.active.to_string(),
                to: self.is_active.to_string(),
            });
        }
        changes
    }
}

/// Whether two texts are the same URL, however they write it: with a slash at the end of the host or not.
fn is_same_url(one: &str, other: &str) -> bool {
    one == other
        || matches!((Url::parse(one), Url::parse(other)), (Ok(one), Ok(other)) if one == other)
}

/// What says which of two is the older.
pub(super) fn age(integration: &Integration) -> (DateTime<Utc>, Uuid) {
    (integration.created_at, integration.id)
}
