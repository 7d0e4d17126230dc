//! Planning and carrying out, some accounts at once.

use std::cell::RefCell;

use futures_util::stream::{self, StreamExt as _};
use tracing::Instrument as _;
use zt_risk_scoring::types::Integration;
use zt_risk_scoring::{Client, Ensured, Error, ErrorKind, IntegrationPlan};

use super::interrupt::Interrupt;
use super::manifest::{Account, Entry};
use super::progress::Progress;

/// What works on accounts.
pub(super) struct Worker {
    pub(super) client: Client,
    pub(super) concurrency: usize,
    pub(super) interrupt: Interrupt,
    pub(super) is_quiet: bool,
    pub(super) is_verbose: bool,
}

/// What became of the work on an account.
pub(super) enum Work<T> {
    /// An interruption came first.
    NotStarted,
    /// An interruption came before it was done.
    Started,
    Done(T),
}

/// What is to be done for each integration of an account, or why that isn't known.
pub(super) type Plan = Result<Vec<IntegrationPlan>, Error>;

/// What was done for an integration.
pub(super) enum Outcome {
    Done(Ensured),
    Failed(Error),
    NotDone,
}

impl Worker {
    /// What is to be done for each account.
    pub(super) async fn plan(&self, accounts: &[Account]) -> Vec<Work<Plan>> {
        let progress = Progress::start(self, "Reading", accounts.len());
        self.each(accounts, async |number| {
            let account = &accounts[number];
            let plan = self.plan_account(account).await;
            progress.step();
            plan
        })
        .await
    }

    async fn plan_account(&self, account: &Account) -> Plan {
        if account.integrations.is_empty() {
            return Ok(Vec::new());
        }
        let call = self.client.list_integrations();
        let existing = call.account_id(&*account.id.value).send().await?;
        Ok(plan(&account.integrations, existing))
    }

    /// Does what is to be done.
    pub(super) async fn carry_out(
        &self,
        accounts: &[Account],
        plans: &[Work<Plan>],
    ) -> Vec<Work<Vec<Outcome>>> {
        let to_do = plans.iter().filter(|plan| changes(plan).is_some()).count();
        let progress = Progress::start(self, "Applying", to_do);
        self.each(accounts, async |number| {
            let (account, plan) = (&accounts[number], &plans[number]);
            let Some(plans) = changes(plan) else {
                return Vec::new();
            };
            let outcomes = self.carry_out_account(account, plans, &progress).await;
            progress.step();
            outcomes
        })
        .await
    }

    async fn carry_out_account(
        &self,
        account: &Account,
        plans: &[IntegrationPlan],
        progress: &Progress,
    ) -> Vec<Outcome> {
        let mut outcomes: Vec<Outcome> = plans.iter().map(|_| Outcome::NotDone).collect();
        for number in in_order(&account.integrations) {
            if self.interrupt.is_wanted() {
                break;
            }
            let (entry, plan) = (&account.integrations[number], plans[number].clone());
            let desired = entry.desired();
            let id = account.id.value.as_str();
            let ensured = self.client.realize_integration(id, &desired, plan).await;
            outcomes[number] = match ensured {
                Ok(ensured) => Outcome::Done(ensured),
                // It would have had to wait.
                Err(error) if error.kind() == ErrorKind::Paced => Outcome::NotDone,
                Err(error) => Outcome::Failed(error),
            };
            progress.tell_of(account, entry, &outcomes[number]);
        }
        outcomes
    }

    /// Works on some accounts at once, by their numbers; what is not done when someone wants it to end at once
    /// is dropped.
    async fn each<T>(&self, accounts: &[Account], work: impl AsyncFn(usize) -> T) -> Vec<Work<T>> {
        let results: Vec<RefCell<Work<T>>> = accounts
            .iter()
            .map(|_| RefCell::new(Work::NotStarted))
            .collect();
        let all = stream::iter(0..accounts.len()).for_each_concurrent(self.concurrency, |number| {
            let (result, work) = (&results[number], &work);
            let span = tracing::info_span!("work", account = %accounts[number].id.value);
            let work = async move {
                if !self.interrupt.is_wanted() {
                    result.replace(Work::Started);
                    let done = work(number).await;
                    result.replace(Work::Done(done));
                }
            };
            work.instrument(span)
        });
        tokio::select! {
            () = all => {}
            () = self.interrupt.at_once() => {}
        }
        results.into_iter().map(RefCell::into_inner).collect()
    }
}

/// What is to be done for an account, if that is something.
fn changes(plan: &Work<Plan>) -> Option<&[IntegrationPlan]> {
    let Work::Done(Ok(plans)) = plan else {
        return None;
    };
    let is_change = |plan: &IntegrationPlan| !matches!(plan, IntegrationPlan::Unchanged(_));
    plans.iter().any(is_change).then_some(plans)
}

/// Entries that say by their reference id which integration is meant come first: one without takes any of
/// its tenant that is left.
fn in_order(entries: &[Entry]) -> impl Iterator<Item = usize> {
    let numbers = 0..entries.len();
    let (first, last): (Vec<usize>, Vec<usize>) =
        numbers.partition(|number| entries[*number].reference_id.is_some());
    first.into_iter().chain(last)
}

/// What is to be done for each entry; no two mean the same integration.
fn plan(entries: &[Entry], mut existing: Vec<Integration>) -> Vec<IntegrationPlan> {
    let mut plans: Vec<IntegrationPlan> = entries.iter().map(|_| IntegrationPlan::Create).collect();
    for number in in_order(entries) {
        plans[number] = entries[number].desired().plan(&existing);
        if let IntegrationPlan::Update { integration, .. }
        | IntegrationPlan::Unchanged(integration) = &plans[number]
        {
            existing.retain(|one| one.id != integration.id);
        }
    }
    plans
}
