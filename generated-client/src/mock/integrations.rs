//! The integrations that were made.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use chrono::{SecondsFormat, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::answer::Answer;

/// The integrations of each account, in the order in which they were made.
#[derive(Debug, Default)]
pub(super) struct Integrations(Mutex<BTreeMap<String, Vec<Value>>>);

impl Integrations {
    /// Those of an account.
    pub(super) fn list(&self, account: &str) -> Vec<Value> {
        // A list of values is whole whenever a thread lets go of it.
        let accounts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        accounts.get(account).cloned().unwrap_or_default()
    }

    /// Makes one from a body that is what the document wants.
    pub(super) fn create(&self, account: &str, body: &Value) -> Answer {
        let id = Uuid::new_v4().to_string();
        // Seen on live accounts: one that is omitted is made up.
        let reference_id = match &body["reference_id"] {
            Value::Null => Uuid::new_v4().to_string().into(),
            given => given.clone(),
        };
        let integration = json!({
            "id": id,
            "account_tag": account,
            "active": true,
            "created_at": Utc::now().to_rfc3339_opts(SecondsFormat::Micros, true),
            "integration_type": body["integration_type"],
            "reference_id": reference_id,
            "tenant_url": body["tenant_url"],
            "well_known_url": format!("/.well-known/sse-configuration/{id}/"),
        });
        let mut accounts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        accounts
            .entry(account.to_owned())
            .or_default()
            .push(integration.clone());
        Answer::success(&integration)
    }
}
