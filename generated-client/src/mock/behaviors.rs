//! What counts as a risk in an account.

use serde_json::{Map, Value, json};

use super::answer::Answer;
use super::state::Account;
use crate::document::Problem;

/// What an update may set.
const SETTINGS: [&str; 2] = ["enabled", "risk_level"];

pub(super) fn get(account: &Account) -> Answer {
    Answer::success(&json!({ "behaviors": account.behaviors }))
}

/// Sets what the body, which is what the document wants, gives, and answers with all settings.
pub(super) fn update(account: &mut Account, body: &Value) -> Answer {
    let given = body["behaviors"].as_object();
    let given = || given.into_iter().flatten();
    let unknown: Vec<Problem> = given()
        .filter(|(id, _)| !account.behaviors.contains_key(*id))
        .map(|(id, _)| Problem {
            pointer: format!("/behaviors/{id}"),
            message: "There is no such behavior".to_owned(),
        })
        .collect();
    if !unknown.is_empty() {
        return Answer::forbidden(unknown);
    }
    for (id, settings) in given() {
        for setting in SETTINGS {
            account.behaviors[id][setting] = settings[setting].clone();
        }
    }
    let settings: Map<String, Value> = account
        .behaviors
        .iter()
        .map(|(id, behavior)| {
            let settings = SETTINGS.map(|setting| (setting.to_owned(), behavior[setting].clone()));
            (id.clone(), Value::Object(settings.into_iter().collect()))
        })
        .collect();
    Answer::success(&json!({ "behaviors": settings }))
}
