//! What the local API begins with.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Utc;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::integrations;
use super::state::State;
use super::users::User;
use crate::document::{self, Schema};

/// What the local API begins with: accounts, by id, each with what it has.
///
/// It is read from JSON, or whatever else serde reads. `integrations` are as the API gives them, of which
/// only `tenant_url` has to be there; `behaviors` are those of `get_behaviors`; `users` have the events of
/// `get_user_risk`. What an account lacks is as the documented examples say, and so are accounts that the
/// seed doesn't name; without a seed, nobody has an integration.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use zt_risk_scoring::mock::{LocalApi, Seed};
///
/// let seed: Seed = serde_json::from_str(
///     r#"{"accounts": {"023e105f4ecef8ad9ca31a8372d0c353": {
///         "integrations": [{"tenant_url": "https://tenant.okta.com", "active": false}]
///     }}}"#,
/// )?;
/// let api = LocalApi::builder().seed(seed).start().await?;
/// assert_eq!(api.integrations("023e105f4ecef8ad9ca31a8372d0c353").len(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    accounts: BTreeMap<String, SeedAccount>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedAccount {
    #[serde(default)]
    integrations: Vec<Map<String, Value>>,
    behaviors: Option<Map<String, Value>>,
    users: Option<Vec<User>>,
}

/// A schema that a part of a seed has to be of, and how that part is called.
struct Check(Schema, &'static str);

impl Check {
    fn new(schema: &str, what: &'static str) -> Result<Self, String> {
        Ok(Self(document::schema(schema)?, what))
    }

    fn hold(&self, account: &str, number: usize, value: &Value) -> Result<(), String> {
        match self.0.problems(value).first() {
            None => Ok(()),
            Some(problem) => Err(format!(
                "accounts.{account}: {} {}: {problem}",
                self.1,
                number + 1
            )),
        }
    }
}

impl Seed {
    /// Puts it into `state`, or says what in it is not what the document says.
    pub(super) fn plant(self, state: &State) -> Result<(), String> {
        let integration = Check::new("Integration", "integration")?;
        let creation = Check::new("CreateIntegrationBody", "integration")?;
        let behavior = Check::new("Behavior", "behavior")?;
        let risk = Check::new("RiskEvents", "user")?;
        let summary = Check::new("UserRiskInfo", "user")?;
        for (id, account) in self.accounts {
            let mut integrations = Vec::new();
            let mut ids = BTreeSet::new();
            for (number, given) in account.integrations.into_iter().enumerate() {
                let unknown = given
                    .keys()
                    .find(|key| !INTEGRATION.contains(&key.as_str()));
                if let Some(unknown) = unknown {
                    return Err(format!(
                        "accounts.{id}: integration {}: there is no field `{unknown}`: an integration has {}",
                        number + 1,
                        INTEGRATION.join(", "),
                    ));
                }
                let made = integrations::integration(&id, &given.into(), Utc::now());
                integration.hold(&id, number, &made)?;
                // A reply may have any tenant URL; nobody can have made one of any.
                creation.hold(&id, number, &made)?;
                if !ids.insert(made["id"].to_string()) {
                    return Err(format!(
                        "accounts.{id}: integration {}: another has the same `id`",
                        number + 1
                    ));
                }
                integrations.push(made);
            }
            for (number, value) in account.behaviors.iter().flat_map(Map::values).enumerate() {
                behavior.hold(&id, number, value)?;
            }
            for (number, user) in account.users.iter().flatten().enumerate() {
                risk.hold(&id, number, &user.risk())?;
                user.summary()
                    .map_or(Ok(()), |value| summary.hold(&id, number, &value))?;
            }
            state.with(&id, |kept| {
                kept.integrations = integrations;
                kept.behaviors = account
                    .behaviors
                    .unwrap_or(std::mem::take(&mut kept.behaviors));
                kept.users = account.users.unwrap_or(std::mem::take(&mut kept.users));
            });
        }
        Ok(())
    }
}

/// What a seed may say of an integration.
const INTEGRATION: [&str; 8] = [
    // Nothing depends on it: it is that of the account.
    "account_tag",
    "active",
    "created_at",
    "id",
    "integration_type",
    "reference_id",
    "tenant_url",
    "well_known_url",
];
