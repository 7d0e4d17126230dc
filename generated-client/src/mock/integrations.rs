//! The integrations of an account.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::answer::Answer;
use super::state::Account;

/// Makes one from a body that is what the document wants.
pub(super) fn create(
    account: &mut Account,
    account_id: &str,
    body: &Value,
    now: DateTime<Utc>,
) -> Answer {
    let integration = integration(account_id, body, now);
    account.integrations.push(integration.clone());
    Answer::success(&integration)
}

/// An integration, with what isn't given made up.
pub(super) fn integration(account_id: &str, given: &Value, now: DateTime<Utc>) -> Value {
    let given_or = |field: &str, default: Value| match &given[field] {
        Value::Null => default,
        given => given.clone(),
    };
    let id = given_or("id", Uuid::new_v4().to_string().into());
    let path = format!(
        "/.well-known/sse-configuration/{}/",
        id.as_str().unwrap_or_default()
    );
    let created_at = now.to_rfc3339_opts(SecondsFormat::Micros, true);
    json!({
        "account_tag": account_id,
        "active": given_or("active", true.into()),
        "created_at": given_or("created_at", created_at.into()),
        "integration_type": given_or("integration_type", "Okta".into()),
        "reference_id": reference_id(&given["reference_id"]),
        "tenant_url": given["tenant_url"],
        "well_known_url": given_or("well_known_url", path.into()),
        "id": id,
    })
}

/// The first whose `field` is `value`.
pub(super) fn get(account: &Account, field: &str, value: &str) -> Answer {
    let found = account.integrations.iter().find(|one| one[field] == value);
    found.map_or_else(not_found, Answer::success)
}

/// Overwrites it with a body that is what the document wants.
pub(super) fn update(account: &mut Account, id: &str, body: &Value) -> Answer {
    let mut integrations = account.integrations.iter_mut();
    let Some(found) = integrations.find(|one| one["id"] == id) else {
        return not_found();
    };
    for field in ["active", "tenant_url"] {
        found[field] = body[field].clone();
    }
    // All of it is overwritten, with what an integration starts with where nothing is given.
    found["reference_id"] = reference_id(&body["reference_id"]);
    Answer::success(found)
}

pub(super) fn delete(account: &mut Account, id: &str) -> Answer {
    let before = account.integrations.len();
    account.integrations.retain(|one| one["id"] != id);
    if account.integrations.len() == before {
        return not_found();
    }
    Answer::success(&Value::Null)
}

/// Seen on live accounts: one that is omitted is made up.
fn reference_id(given: &Value) -> Value {
    match given {
        Value::Null => Uuid::new_v4().to_string().into(),
        given => given.clone(),
    }
}

fn not_found() -> Answer {
    Answer::not_found("integration")
}
