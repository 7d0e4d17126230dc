//! The integrations that were made.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use chrono::{SecondsFormat, Utc};
use hyper::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use super::answer::Answer;

/// The integrations of each account, in the order in which they were made.
#[derive(Debug, Default)]
pub(super) struct Integrations(Mutex<BTreeMap<String, Vec<Value>>>);

impl Integrations {
    /// Those of an account.
    pub(super) fn list(&self, account: &str) -> Vec<Value> {
        self.with(account, |integrations| integrations.clone())
    }

    /// Makes one from a body that is what the document wants.
    pub(super) fn create(&self, account: &str, body: &Value) -> Answer {
        let id = Uuid::new_v4().to_string();
        let integration = json!({
            "id": id,
            "account_tag": account,
            "active": true,
            "created_at": Utc::now().to_rfc3339_opts(SecondsFormat::Micros, true),
            "integration_type": body["integration_type"],
            "reference_id": reference_id(&body["reference_id"]),
            "tenant_url": body["tenant_url"],
            "well_known_url": format!("/.well-known/sse-configuration/{id}/"),
        });
        self.with(account, |integrations| {
            integrations.push(integration.clone());
        });
        Answer::success(&integration)
    }

    /// The first whose `field` is `value`.
    pub(super) fn get(&self, account: &str, field: &str, value: &str) -> Answer {
        self.with(account, |integrations| {
            let found = integrations.iter().find(|one| one[field] == value);
            found.map_or_else(not_found, Answer::success)
        })
    }

    /// Overwrites what the body, which is what the document wants, gives.
    pub(super) fn update(&self, account: &str, id: &str, body: &Value) -> Answer {
        self.with(account, |integrations| {
            let Some(found) = integrations.iter_mut().find(|one| one["id"] == id) else {
                return not_found();
            };
            for field in ["active", "tenant_url"] {
                found[field] = body[field].clone();
            }
            if let Some(given) = body.get("reference_id") {
                found["reference_id"] = reference_id(given);
            }
            Answer::success(found)
        })
    }

    pub(super) fn delete(&self, account: &str, id: &str) -> Answer {
        self.with(account, |integrations| {
            let before = integrations.len();
            integrations.retain(|one| one["id"] != id);
            if integrations.len() == before {
                return not_found();
            }
            Answer::success(&Value::Null)
        })
    }

    fn with<T>(&self, account: &str, change: impl FnOnce(&mut Vec<Value>) -> T) -> T {
        // A list of values is whole whenever a thread lets go of it.
        let mut accounts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        change(accounts.entry(account.to_owned()).or_default())
    }
}

/// Seen on live accounts: one that is omitted is made up.
fn reference_id(given: &Value) -> Value {
    match given {
        Value::Null => Uuid::new_v4().to_string().into(),
        given => given.clone(),
    }
}

fn not_found() -> Answer {
    let message = "There is no such integration";
    Answer::failure(StatusCode::NOT_FOUND, 1404, message)
}
