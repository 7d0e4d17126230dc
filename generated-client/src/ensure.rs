//! Making integrations what they should be: the layer above the calls that knows what an integration is.

use std::fmt;

use chrono::{DateTime, Utc};
use reqwest::{StatusCode, Url};
use uuid::Uuid;

use crate::builder::CreateIntegration;
use crate::types::{CreateIntegrationBody, Integration, IntegrationType, UpdateIntegrationBody};
use crate::{Client, Error};

/// How often a create of which nobody knows whether it happened, and that left nothing, is tried.
const CREATES: u32 = 5;
/// How often to begin again when someone else changes the same integration meanwhile.
const ROUNDS: u32 = 3;

/// What an integration should be; see [`Client::ensure_integration`].
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
    integration_type: IntegrationType,
    tenant_url: String,
    reference_id: Option<String>,
    is_active: bool,
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

/// What was done for an integration to be as desired, with the integration as it is now.
#[derive(Clone, Debug)]
pub enum Ensured {
    /// It was created.
    Created(Integration),
    /// It was there, and differed.
    Updated {
        /// The integration as it is now.
        integration: Integration,
        /// How it differed.
        changed: Vec<Change>,
    },
    /// It was there already.
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

impl Ensured {
    /// The integration as it is now.
    #[must_use]
    pub fn integration(&self) -> &Integration {
        match self {
            Self::Created(integration)
            | Self::Updated { integration, .. }
            | Self::Unchanged(integration) => integration,
        }
    }

    /// The integration as it is now, alone.
    #[must_use]
    pub fn into_integration(self) -> Integration {
        match self {
            Self::Created(integration)
            | Self::Updated { integration, .. }
            | Self::Unchanged(integration) => integration,
        }
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

    fn is_meant(&self, one: &Integration) -> bool {
        one.integration_type == self.integration_type
            && match &self.reference_id {
                Some(reference_id) => one.reference_id == *reference_id,
                None => is_same_url(&one.tenant_url, &self.tenant_url),
            }
    }

    fn changes(&self, one: &Integration) -> Vec<Change> {
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

impl Client {
    /// Makes an integration of an account what it should be: creates it, updates it, or leaves it alone.
    ///
    /// The integration is looked for by its reference id, or without one by its tenant URL. Doing it again
    /// does nothing more, and is what to do after an error. A create of which nobody knows whether it
    /// happened is settled by looking.
    ///
    /// The API documents nothing against two of the same: when two callers create it at once, each of them
    /// looks again and deletes its own unless that is the oldest (by `created_at`, then `id`). One that
    /// cannot know which is its own, because the API hasn't told, deletes all but the oldest: there was none
    /// when it began.
    ///
    /// ```no_run
    /// # async fn example(client: &zt_risk_scoring::Client) -> Result<(), zt_risk_scoring::Error> {
    /// use zt_risk_scoring::{DesiredIntegration, Ensured};
    ///
    /// let desired = DesiredIntegration::new("https://tenant.okta.com").active(false);
    /// match client.ensure_integration("023e105f4ecef8ad9ca31a8372d0c353", &desired).await? {
    ///     Ensured::Created(integration) => println!("created {}", integration.id),
    ///     Ensured::Updated { changed, .. } => println!("updated {} fields", changed.len()),
    ///     Ensured::Unchanged(_) => println!("nothing to do"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Those of the calls: to list, and where it is needed to create, update and delete integrations. What
    /// the API would refuse is an error before anything is sent.
    pub async fn ensure_integration(
        &self,
        account_id: &str,
        desired: &DesiredIntegration,
    ) -> Result<Ensured, Error> {
        let plan = self.plan_integration(account_id, desired).await?;
        self.realize_integration(account_id, desired, plan).await
    }

    /// What [`ensure_integration`](Self::ensure_integration) would do; it changes nothing.
    ///
    /// # Errors
    /// Those of the call that lists integrations, and those of
    /// [`check_integration`](Self::check_integration).
    pub async fn plan_integration(
        &self,
        account_id: &str,
        desired: &DesiredIntegration,
    ) -> Result<IntegrationPlan, Error> {
        self.check_integration(account_id, desired)?;
        Ok(desired.plan(&list(self, account_id).await?))
    }

    /// [`plan_integration`](Self::plan_integration), for code that isn't async.
    ///
    /// # Errors
    /// Those of [`plan_integration`](Self::plan_integration).
    #[cfg(feature = "blocking")]
    pub fn plan_integration_blocking(
        &self,
        account_id: &str,
        desired: &DesiredIntegration,
    ) -> Result<IntegrationPlan, Error> {
        crate::runtime::block_on(self.plan_integration(account_id, desired))
    }

    /// Whether the API may take it, as far as can be told without asking it: nothing is sent.
    ///
    /// # Errors
    /// When a value breaks a rule of the API, or no integration could be asked for by the reference id.
    pub fn check_integration(
        &self,
        account_id: &str,
        desired: &DesiredIntegration,
    ) -> Result<(), Error> {
        creation(self, account_id, desired).request()?;
        if let Some(reference_id) = &desired.reference_id {
            let call = self.get_integration_by_reference_id();
            let call = call.account_id(account_id);
            call.reference_id(&**reference_id).request()?;
        }
        Ok(())
    }

    /// [`ensure_integration`](Self::ensure_integration), for code that isn't async.
    ///
    /// # Errors
    /// Those of [`ensure_integration`](Self::ensure_integration).
    #[cfg(feature = "blocking")]
    pub fn ensure_integration_blocking(
        &self,
        account_id: &str,
        desired: &DesiredIntegration,
    ) -> Result<Ensured, Error> {
        crate::runtime::block_on(self.ensure_integration(account_id, desired))
    }

    /// [`realize_integration`](Self::realize_integration), for code that isn't async.
    ///
    /// # Errors
    /// Those of [`realize_integration`](Self::realize_integration).
    #[cfg(feature = "blocking")]
    pub fn realize_integration_blocking(
        &self,
        account_id: &str,
        desired: &DesiredIntegration,
        plan: IntegrationPlan,
    ) -> Result<Ensured, Error> {
        crate::runtime::block_on(self.realize_integration(account_id, desired, plan))
    }

    /// [`ensure_integration`](Self::ensure_integration) by a plan that was made already, from the account's
    /// integrations, which are not listed again before the first change.
    ///
    /// # Errors
    /// Those of [`ensure_integration`](Self::ensure_integration).
    pub async fn realize_integration(
        &self,
        account_id: &str,
        desired: &DesiredIntegration,
        plan: IntegrationPlan,
    ) -> Result<Ensured, Error> {
        let mut plan = plan;
        let mut round = 1;
        loop {
            let outcome = match plan {
                IntegrationPlan::Unchanged(integration) => {
                    return Ok(Ensured::Unchanged(integration));
                }
                IntegrationPlan::Update { integration, .. } => {
                    update(self, account_id, desired, integration).await
                }
                IntegrationPlan::Create => create_the_only(self, account_id, desired).await,
            };
            match outcome {
                // Someone has deleted it meanwhile.
                Err(error) if error.status() == Some(StatusCode::NOT_FOUND) && round < ROUNDS => {
                    round += 1;
                    plan = desired.plan(&list(self, account_id).await?);
                }
                outcome => return outcome,
            }
        }
    }
}

/// Creates an integration that wasn't there, and leaves the oldest if there are more of it then.
async fn create_the_only(
    client: &Client,
    account_id: &str,
    desired: &DesiredIntegration,
) -> Result<Ensured, Error> {
    let mut tries = 1;
    // Whether a create may have happened whose integration nobody has told.
    let mut is_unsettled = false;
    loop {
        let (own, error) = match create(client, account_id, desired).await {
            Ok(own) => (Some(own), None),
            // Nothing has happened.
            Err(error) if !is_unsettled && !error.is_ambiguous() => return Err(error),
            Err(error) => (None, Some(error)),
        };
        is_unsettled |= error.is_some();
        let own_id = own.as_ref().map(|own| own.id);
        let oldest = settle(client, account_id, desired, own, is_unsettled).await?;
        match (oldest, error) {
            (Some(oldest), _) => {
                // It starts active, which may not be what is desired.
                let is_created = is_unsettled || own_id == Some(oldest.id);
                let ensured = update(client, account_id, desired, oldest).await?;
                return Ok(match ensured {
                    ensured if is_created => Ensured::Created(ensured.into_integration()),
                    ensured => ensured,
                });
            }
            (None, Some(error)) if tries == CREATES || !error.is_ambiguous() => return Err(error),
            (None, _) => {
                // It may still be under way.
                client.back_off(tries - 1).await;
                tries += 1;
            }
        }
    }
}

/// Looks which integrations there are after a create, where there was none a moment ago: the oldest stays,
/// and this caller's own gives way to it. If it isn't known which one that is, each of them may be.
async fn settle(
    client: &Client,
    account_id: &str,
    desired: &DesiredIntegration,
    own: Option<Integration>,
    is_unsettled: bool,
) -> Result<Option<Integration>, Error> {
    let mut there = list(client, account_id).await?;
    there.retain(|one| desired.is_meant(one));
    let own_id = own.as_ref().map(|own| own.id);
    // A list may be behind what was created.
    there.extend(own.filter(|own| there.iter().all(|one| one.id != own.id)));
    there.sort_by_key(age);
    let mut there = there.into_iter();
    let oldest = there.next();
    for younger in there {
        if is_unsettled || own_id == Some(younger.id) {
            delete(client, account_id, younger.id).await?;
        }
    }
    Ok(oldest)
}

/// What says which of two is the older.
fn age(integration: &Integration) -> (DateTime<Utc>, Uuid) {
    (integration.created_at, integration.id)
}

/// Makes an integration that is there what it should be.
async fn update(
    client: &Client,
    account_id: &str,
    desired: &DesiredIntegration,
    integration: Integration,
) -> Result<Ensured, Error> {
    let changed = desired.changes(&integration);
    if changed.is_empty() {
        return Ok(Ensured::Unchanged(integration));
    }
    // What isn't given may be overwritten with nothing.
    let body = UpdateIntegrationBody::builder()
        .active(desired.is_active)
        .tenant_url(&*desired.tenant_url)
        .reference_id(integration.reference_id);
    let call = client.update_integration().account_id(account_id);
    let call = call.integration_id(integration.id).body(body);
    Ok(Ensured::Updated {
        integration: call.send().await?,
        changed,
    })
}

async fn list(client: &Client, account_id: &str) -> Result<Vec<Integration>, Error> {
    client
        .list_integrations()
        .account_id(account_id)
        .send()
        .await
}

async fn create(
    client: &Client,
    account_id: &str,
    desired: &DesiredIntegration,
) -> Result<Integration, Error> {
    creation(client, account_id, desired).send().await
}

/// The call that creates it.
fn creation<'a>(
    client: &'a Client,
    account_id: &str,
    desired: &DesiredIntegration,
) -> CreateIntegration<'a> {
    let body = CreateIntegrationBody::builder()
        .integration_type(desired.integration_type.clone())
        .tenant_url(&*desired.tenant_url);
    let body = match &desired.reference_id {
        Some(reference_id) => body.reference_id(&**reference_id),
        None => body,
    };
    let call = client.create_integration().account_id(account_id);
    call.body(body)
}

async fn delete(client: &Client, account_id: &str, id: Uuid) -> Result<(), Error> {
    let call = client.delete_integration().account_id(account_id);
    match call.integration_id(id).send().await {
        Err(error) if error.status() != Some(StatusCode::NOT_FOUND) => Err(error),
        _ => Ok(()),
    }
}

#[cfg(all(test, feature = "mock"))]
mod tests {
    use super::DesiredIntegration;
    use crate::Client;
    use crate::mock::{Fault, LocalApi};

    /// Makes it what it should be, however often that takes.
    async fn insist(base_url: String, desired: DesiredIntegration) {
        let client = Client::builder(LocalApi::credentials())
            .base_url(base_url)
            .retries(20)
            .patience(0.000_1)
            .build()
            .expect("a client");
        let account = LocalApi::ACCOUNT_ID;
        while client.ensure_integration(account, &desired).await.is_err() {}
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn whatever_fails_and_however_many_there_are_one_integration_is_left() {
        let desired = DesiredIntegration::new("https://tenant.okta.com").active(false);
        for (callers, faults) in [
            (1, &["500:0.5:after"][..]),
            (1, &["502:0.3", "429:0.1", "500:0.3:after"]),
            (4, &["500:0.3:after"]),
            (4, &["502:0.1", "429:0.1", "500:0.2:after"]),
        ] {
            for _ in 0..20 {
                let faults = faults.iter().map(|fault| fault.parse::<Fault>());
                let api = faults
                    .fold(LocalApi::builder(), |api, fault| {
                        api.fail(fault.expect("a fault"))
                    })
                    .start()
                    .await
                    .expect("a port");
                let callers: Vec<_> = (0..callers)
                    .map(|_| tokio::spawn(insist(api.base_url().to_owned(), desired.clone())))
                    .collect();
                for caller in callers {
                    caller.await.expect("no panic");
                }
                let kept = api.integrations(LocalApi::ACCOUNT_ID);
                assert_eq!(kept.len(), 1, "{kept:?}");
                assert_eq!(kept[0]["active"], false);
            }
        }
    }
}
