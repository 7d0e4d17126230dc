//! Planning and carrying out, some accounts at once.

use std::time::Duration;

use futures_util::stream::{self, StreamExt as _};
use uuid::Uuid;
use zt_risk_scoring::{Change, Client, Ensured, Error, IntegrationPlan};

use super::interrupt::Interrupt;
use super::manifest::{Account, Entry};
use super::progress::Progress;

/// How often a block of the API is waited out that it doesn't end itself.
const BLOCKS: u32 = 10;
/// The longest wait where it doesn't say how long.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// What works on accounts.
pub(super) struct Worker {
    pub(super) client: Client,
    pub(super) concurrency: usize,
    pub(super) interrupt: Interrupt,
    pub(super) is_quiet: bool,
    pub(super) is_verbose: bool,
}

/// An account with what is to be done for each of its integrations, or why that isn't known.
pub(super) struct Planned {
    pub(super) account: Account,
    pub(super) plans: Result<Vec<IntegrationPlan>, Unknown>,
}

/// Why it isn't known what is to be done.
pub(super) enum Unknown {
    /// The integrations of the account could not be listed.
    Failed(Error),
    /// Nobody looked.
    Interrupted,
}

/// An account with what was done for each of its integrations.
pub(super) struct Worked {
    pub(super) account: Account,
    pub(super) results: Vec<Outcome>,
}

/// What was done for an integration.
pub(super) enum Outcome {
    Created(Uuid),
    Updated(Uuid, Vec<Change>),
    Unchanged(Uuid),
    /// It failed; the text says why, and the number is the exit code for it.
    Failed(String, u8),
    NotDone,
}

impl Outcome {
    fn failed(error: &Error) -> Self {
        Self::Failed(error.to_string(), crate::failure::exit_code(error))
    }
}

impl From<Result<Ensured, Error>> for Outcome {
    fn from(ensured: Result<Ensured, Error>) -> Self {
        match ensured {
            Ok(Ensured::Created(integration)) => Self::Created(integration.id),
            Ok(Ensured::Updated {
                integration,
                changed,
            }) => Self::Updated(integration.id, changed),
            Ok(Ensured::Unchanged(integration)) => Self::Unchanged(integration.id),
            Err(error) => Self::failed(&error),
        }
    }
}

impl Planned {
    /// With nothing done.
    pub(super) fn into_unchanged(self) -> Worked {
        let results = match self.plans {
            Ok(plans) => plans
                .into_iter()
                .map(|plan| match plan {
                    IntegrationPlan::Unchanged(integration) => Outcome::Unchanged(integration.id),
                    _ => Outcome::NotDone,
                })
                .collect(),
            Err(unknown) => {
                let outcome = |_: &Entry| match &unknown {
                    Unknown::Failed(error) => Outcome::failed(error),
                    Unknown::Interrupted => Outcome::NotDone,
                };
                self.account.integrations.iter().map(outcome).collect()
            }
        };
        Worked {
            account: self.account,
            results,
        }
    }

    fn is_nothing_to_do(&self) -> bool {
        self.plans.as_ref().map_or(true, |plans| {
            let unchanged = |plan: &IntegrationPlan| matches!(plan, IntegrationPlan::Unchanged(_));
            plans.iter().all(unchanged)
        })
    }
}

impl Worker {
    /// What is to be done for each account.
    pub(super) async fn plan(&self, accounts: Vec<Account>) -> Vec<Planned> {
        let progress = Progress::start(self, "Reading", accounts.len());
        let planned = self.each(accounts, async |account: Account| {
            let plans = if account.integrations.is_empty() {
                Ok(Vec::new())
            } else if self.interrupt.is_wanted() {
                Err(Unknown::Interrupted)
            } else {
                let existing = self
                    .patiently(|| {
                        let call = self.client.list_integrations();
                        call.account_id(&*account.id.value).send()
                    })
                    .await;
                let plan = |existing: Vec<_>| {
                    let entries = account.integrations.iter();
                    entries
                        .map(|entry| entry.desired().plan(&existing))
                        .collect()
                };
                existing.map(plan).map_err(Unknown::Failed)
            };
            progress.step();
            Planned { account, plans }
        });
        planned.await
    }

    /// Does what is to be done.
    pub(super) async fn carry_out(&self, planned: Vec<Planned>) -> Vec<Worked> {
        let to_do = planned.iter().filter(|one| !one.is_nothing_to_do()).count();
        let progress = Progress::start(self, "Applying", to_do);
        let worked = self.each(planned, async |planned: Planned| {
            if planned.is_nothing_to_do() {
                return planned.into_unchanged();
            }
            let Planned { account, plans } = planned;
            let mut results = Vec::new();
            let plans = plans.into_iter().flatten();
            for (entry, plan) in account.integrations.iter().zip(plans) {
                let outcome = if self.interrupt.is_wanted() {
                    Outcome::NotDone
                } else {
                    self.realize(&account, entry, plan).await.into()
                };
                progress.tell_of(&account, entry, &outcome);
                results.push(outcome);
            }
            progress.step();
            Worked { account, results }
        });
        worked.await
    }

    async fn realize(
        &self,
        account: &Account,
        entry: &Entry,
        plan: IntegrationPlan,
    ) -> Result<Ensured, Error> {
        let desired = entry.desired();
        let id = account.id.value.as_str();
        let mut plan = Some(plan);
        self.patiently(|| {
            // After a block the plan may be old.
            let plan = plan.take();
            let desired = &desired;
            async move {
                match plan {
                    Some(plan) => self.client.realize_integration(id, desired, plan).await,
                    None => self.client.ensure_integration(id, desired).await,
                }
            }
        })
        .await
    }

    /// Makes a call again when the API has blocked it, once it doesn't any more.
    async fn patiently<T, F: Future<Output = Result<T, Error>>>(
        &self,
        mut call: impl FnMut() -> F,
    ) -> Result<T, Error> {
        let mut blocks = 0;
        loop {
            match call().await {
                Err(error) if error.is_rate_limited() && blocks < BLOCKS => {
                    // The client's pace waits as long as the API says.
                    if self.client.pause().is_none() {
                        let wait = Duration::from_secs(1 << blocks).min(LONGEST_WAIT);
                        tokio::time::sleep(wait).await;
                    }
                    blocks += 1;
                }
                outcome => return outcome,
            }
        }
    }

    /// Works on some at once, and gives the results in the order of `items`.
    async fn each<T, U>(&self, items: Vec<T>, work: impl AsyncFn(T) -> U) -> Vec<U> {
        let work = &work;
        let numbered = items.into_iter().enumerate();
        let mut results: Vec<(usize, U)> = stream::iter(numbered)
            .map(|(number, item)| async move { (number, work(item).await) })
            .buffer_unordered(self.concurrency)
            .collect()
            .await;
        results.sort_by_key(|(number, _)| *number);
        results.into_iter().map(|(_, result)| result).collect()
    }
}
