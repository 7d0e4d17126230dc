//! Making integrations what they should be: the layer above the calls that knows what an integration is.

mod desired;
mod steps;

use reqwest::StatusCode;

pub use desired::{Change, DesiredIntegration, IntegrationPlan};
use steps::{create_the_only, creation, list, update};

use crate::types::Integration;
use crate::{Client, Error};

/// How often to begin again when someone else changes the same integration meanwhile.
const ROUNDS: u32 = 3;

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
