//! What is to be done, and what was done, entry by entry.

use std::collections::BTreeMap;

use serde::Serialize;
use uuid::Uuid;
use zt_risk_scoring::{Change, Ensured, Error, IntegrationPlan};

use super::interrupt;
use super::manifest::{Account, Entry};
use super::work::{Outcome, Plan, Work};
use crate::failure;

/// Every integration of a manifest, with what is to be done or was done.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    pub(super) summary: BTreeMap<Action, usize>,
    pub(super) accounts: Vec<AccountReport>,
}

#[derive(Debug, Serialize)]
pub(super) struct AccountReport {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip)]
    pub(super) label: String,
    pub(super) integrations: Vec<Item>,
}

#[derive(Debug, Serialize)]
pub(super) struct Item {
    pub(super) tenant_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reference_id: Option<String>,
    pub(super) action: Action,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<Uuid>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) changed: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) error: Option<String>,
    #[serde(skip)]
    pub(super) help: Option<String>,
    #[serde(skip)]
    exit_code: u8,
    /// Whether the same may succeed later.
    #[serde(skip)]
    pub(super) is_passing: bool,
}

/// What is to be done, or was done.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Action {
    Create,
    Update,
    Created,
    Updated,
    Unchanged,
    Failed,
    NotDone,
    /// It was begun; nobody knows how far it came.
    Unknown,
}

impl Item {
    fn new(entry: &Entry, action: Action) -> Self {
        let is_interrupted = matches!(action, Action::NotDone | Action::Unknown);
        Self {
            tenant_url: entry.tenant_url.value.clone(),
            reference_id: entry.reference_id.clone(),
            action,
            id: None,
            changed: Vec::new(),
            error: None,
            help: None,
            exit_code: if is_interrupted {
                interrupt::EXIT_CODE
            } else {
                0
            },
            is_passing: true,
        }
    }

    fn of(self, id: Uuid, changed: &[Change]) -> Self {
        Self {
            id: Some(id),
            changed: changed.iter().map(ToString::to_string).collect(),
            ..self
        }
    }

    fn planned(entry: &Entry, plan: &IntegrationPlan) -> Self {
        match plan {
            IntegrationPlan::Create => Self::new(entry, Action::Create),
            IntegrationPlan::Update {
                integration,
                changed,
            } => Self::new(entry, Action::Update).of(integration.id, changed),
            IntegrationPlan::Unchanged(integration) => {
                Self::new(entry, Action::Unchanged).of(integration.id, &[])
            }
        }
    }

    fn worked(entry: &Entry, outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Done(Ensured::Created(integration)) => {
                Self::new(entry, Action::Created).of(integration.id, &[])
            }
            Outcome::Done(Ensured::Updated {
                integration,
                changed,
            }) => Self::new(entry, Action::Updated).of(integration.id, changed),
            Outcome::Done(Ensured::Unchanged(integration)) => {
                Self::new(entry, Action::Unchanged).of(integration.id, &[])
            }
            Outcome::Failed(error) => Self::failed(entry, error),
            Outcome::NotDone => Self::new(entry, Action::NotDone),
        }
    }

    fn failed(entry: &Entry, error: &Error) -> Self {
        Self {
            error: Some(error.to_string()),
            help: failure::help(error),
            exit_code: failure::exit_code(error),
            is_passing: error.is_retryable() || error.is_ambiguous(),
            ..Self::new(entry, Action::Failed)
        }
    }
}

/// The items of an account of which only the plan is known.
fn planned(account: &Account, plan: &Work<Plan>) -> Vec<Item> {
    let entries = account.integrations.iter();
    match plan {
        Work::Done(Ok(plans)) => entries
            .zip(plans)
            .map(|(entry, plan)| Item::planned(entry, plan))
            .collect(),
        Work::Done(Err(error)) => entries.map(|entry| Item::failed(entry, error)).collect(),
        // Reading changes nothing.
        Work::NotStarted | Work::Started => entries
            .map(|entry| Item::new(entry, Action::NotDone))
            .collect(),
    }
}

/// The items of an account on which it was worked.
fn worked(account: &Account, plan: &Work<Plan>, work: &Work<Vec<Outcome>>) -> Vec<Item> {
    let entries = account.integrations.iter();
    match work {
        Work::Done(outcomes) if !outcomes.is_empty() => entries
            .zip(outcomes)
            .map(|(entry, outcome)| Item::worked(entry, outcome))
            .collect(),
        Work::Started => entries
            .map(|entry| Item::new(entry, Action::Unknown))
            .collect(),
        // There was nothing to do, or nothing was done.
        Work::Done(_) | Work::NotStarted => {
            let mut items = planned(account, plan);
            for item in &mut items {
                if matches!(item.action, Action::Create | Action::Update) {
                    item.action = Action::NotDone;
                    item.exit_code = interrupt::EXIT_CODE;
                }
            }
            items
        }
    }
}

impl Report {
    /// What is to be done.
    pub(super) fn of_plan(accounts: &[Account], plans: &[Work<Plan>]) -> Self {
        let pairs = accounts.iter().zip(plans);
        Self::count(pairs.map(|(account, plan)| (account, planned(account, plan))))
    }

    /// What was done.
    pub(super) fn new(
        accounts: &[Account],
        plans: &[Work<Plan>],
        works: &[Work<Vec<Outcome>>],
    ) -> Self {
        let all = accounts.iter().zip(plans).zip(works);
        Self::count(all.map(|((account, plan), work)| (account, worked(account, plan, work))))
    }

    fn count<'a>(items: impl Iterator<Item = (&'a Account, Vec<Item>)>) -> Self {
        let mut summary = BTreeMap::new();
        let accounts = items.map(|(account, integrations)| {
            for item in &integrations {
                *summary.entry(item.action).or_default() += 1;
            }
            AccountReport {
                id: account.id.value.clone(),
                name: account.name.clone(),
                label: account.label(),
                integrations,
            }
        });
        let accounts = accounts.collect();
        Self { summary, accounts }
    }

    /// Whether something is to be done.
    pub(super) fn has_changes(&self) -> bool {
        let mut actions = self.summary.keys();
        actions.any(|action| matches!(action, Action::Create | Action::Update))
    }

    /// 0 if nothing failed; that of an interruption if there was one; else that of what failed, where the API
    /// having refused something outweighs not having reached it.
    pub(super) fn exit_code(&self) -> u8 {
        let codes = || self.items().map(|(_, item)| item.exit_code);
        if codes().any(|code| code == interrupt::EXIT_CODE) {
            return interrupt::EXIT_CODE;
        }
        codes().filter(|code| *code != 0).min().unwrap_or_default()
    }

    pub(super) fn items(&self) -> impl Iterator<Item = (&AccountReport, &Item)> {
        self.accounts
            .iter()
            .flat_map(|account| account.integrations.iter().map(move |item| (account, item)))
    }
}
