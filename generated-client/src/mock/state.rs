//! What the local API keeps, by account.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use serde_json::{Map, Value};

use super::users::User;
use crate::document::Operation;

/// All accounts. Each exists, and is as the documented examples say until it is changed.
#[derive(Debug)]
pub(super) struct State {
    accounts: Mutex<Accounts>,
    documented: Account,
}

#[derive(Debug, Default)]
struct Accounts {
    accounts: BTreeMap<String, Account>,
    last: DateTime<Utc>,
}

/// What is kept of an account.
#[derive(Clone, Debug, Default)]
pub(super) struct Account {
    /// In the order in which they were made.
    pub(super) integrations: Vec<Value>,
    /// By id.
    pub(super) behaviors: Map<String, Value>,
    pub(super) users: Vec<User>,
}

impl State {
    /// That of the documented examples: one without integrations.
    pub(super) fn documented(operations: &[Operation]) -> Self {
        let result = |id: &str| {
            let operation = operations.iter().find(|operation| operation.id == id);
            let example = operation.and_then(|operation| operation.example.as_ref());
            example.map_or(Value::Null, |example| example["result"].clone())
        };
        let behaviors = result("get_behaviors")["behaviors"].take();
        Self {
            accounts: Mutex::default(),
            documented: Account {
                integrations: Vec::new(),
                behaviors: behaviors.as_object().cloned().unwrap_or_default(),
                users: User::documented(&result("get_risk_summary"), &result("get_user_risk")),
            },
        }
    }

    /// Reads or changes an account.
    pub(super) fn with<T>(&self, account: &str, change: impl FnOnce(&mut Account) -> T) -> T {
        self.change(account, |account, _| change(account))
    }

    /// Changes an account, at a time that no other change has: those who compare times, to know which of
    /// two came first, find one answer.
    pub(super) fn change<T>(
        &self,
        account: &str,
        change: impl FnOnce(&mut Account, DateTime<Utc>) -> T,
    ) -> T {
        // What is in it is whole whenever a thread lets go of it.
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Utc::now().trunc_subsecs(6);
        let now = now.max(accounts.last + TimeDelta::microseconds(1));
        accounts.last = now;
        let account = accounts
            .accounts
            .entry(account.to_owned())
            .or_insert_with(|| self.documented.clone());
        change(account, now)
    }
}
