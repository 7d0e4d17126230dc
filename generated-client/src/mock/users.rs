//! The users of an account, and the risk that they are.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::Answer;
use super::state::Account;
use crate::types::RiskLevel;

/// A user, with the events that count.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct User {
    #[serde(rename = "user_id")]
    id: String,
    name: String,
    email: String,
    #[serde(default)]
    last_reset_time: Value,
    #[serde(default)]
    events: Vec<Value>,
}

impl User {
    /// The users of a documented summary, with the events of a documented user.
    pub(super) fn documented(summary: &Value, user: &Value) -> Vec<Self> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let users = summary["users"].as_array().into_iter().flatten();
        let events = user["events"].as_array().cloned().unwrap_or_default();
        users
            .map(|one| Self {
                id: text(&one["user_id"]),
                name: text(&one["name"]),
                email: text(&one["email"]),
                last_reset_time: Value::Null,
                events: events.clone(),
            })
            .collect()
    }

    /// As an item of a summary; none without an event, which is none without a risk.
    pub(super) fn summary(&self) -> Option<Value> {
        let times = self.events.iter().map(|event| &event["timestamp"]);
        let last = times.max_by_key(|time| time.as_str().and_then(instant))?;
        Some(json!({
            "user_id": self.id,
            "name": self.name,
            "email": self.email,
            "event_count": self.events.len(),
            "last_event": last,
            "max_risk_level": self.level(),
        }))
    }

    /// The risk with what makes it.
    pub(super) fn risk(&self) -> Value {
        let mut risk = json!({
            "name": self.name,
            "email": self.email,
            "events": self.events,
            "last_reset_time": self.last_reset_time,
        });
        if let Some(level) = self.level() {
            risk["risk_level"] = level.clone();
        }
        risk
    }

    /// The highest level of an event.
    fn level(&self) -> Option<&Value> {
        let rank = |level: &Value| {
            let known = RiskLevel::KNOWN.iter();
            level
                .as_str()
                .and_then(|level| known.clone().position(|one| one.as_str() == level))
        };
        let levels = self.events.iter().map(|event| &event["risk_level"]);
        levels.max_by_key(|level| rank(level))
    }
}

fn instant(text: &str) -> Option<DateTime<Utc>> {
    text.parse().ok()
}

pub(super) fn summary(account: &Account) -> Answer {
    let users: Vec<Value> = account.users.iter().filter_map(User::summary).collect();
    Answer::success(&json!({ "users": users })).with_count(users.len())
}

pub(super) fn get(account: &Account, id: &str) -> Answer {
    let found = account.users.iter().find(|user| user.id == id);
    found.map_or_else(not_found, |user| {
        Answer::success(&user.risk()).with_count(user.events.len())
    })
}

/// What a user did until now counts no more.
pub(super) fn reset(account: &mut Account, id: &str, now: DateTime<Utc>) -> Answer {
    let Some(user) = account.users.iter_mut().find(|user| user.id == id) else {
        return not_found();
    };
    user.events.clear();
    user.last_reset_time = now.to_rfc3339_opts(SecondsFormat::Micros, true).into();
    Answer::success(&Value::Null)
}

fn not_found() -> Answer {
    Answer::not_found("user")
}
