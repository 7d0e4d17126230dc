//! From a request to its answer.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use hyper::header::{CONTENT_TYPE, HeaderMap};
use hyper::http::request::Parts;
use hyper::{Method, StatusCode};
use serde_json::Value;

use super::answer::Answer;
use super::faults::{Fault, Quota, inject};
use super::seed::Seed;
use super::state::State;
use super::{access, behaviors, integrations, users};
use crate::document::{self, Operation, Schema};

/// The API without its transport.
pub(super) struct Api {
    prefix: String,
    operations: Vec<Operation>,
    state: State,
    faults: Vec<Fault>,
    quota: Option<Mutex<Quota>>,
}

impl Api {
    /// The API below the path `prefix`.
    pub(super) fn new(
        prefix: &str,
        seed: Seed,
        faults: Vec<Fault>,
        quota: Option<Quota>,
    ) -> Result<Self, String> {
        let operations = document::operations()?;
        let state = State::documented(&operations);
        seed.plant(&state)?;
        Ok(Self {
            prefix: prefix.to_owned(),
            operations,
            state,
            faults,
            quota: quota.map(Mutex::new),
        })
    }

    /// The integrations of an account, in the order in which they were made.
    pub(super) fn integrations(&self, account: &str) -> Vec<Value> {
        self.state
            .with(account, |account| account.integrations.clone())
    }

    /// The answer to a request: held against the limits, routed, then its credentials, then its path and
    /// body held against the document.
    pub(super) fn answer(&self, head: &Parts, body: &[u8]) -> Answer {
        let answer = || {
            inject(&self.faults, || {
                self.try_answer(head, body)
                    .unwrap_or_else(|failure| failure)
            })
        };
        match &self.quota {
            None => answer(),
            Some(quota) => {
                // What is in it is whole whenever a thread lets go of it.
                let mut quota = quota.lock().unwrap_or_else(PoisonError::into_inner);
                quota.count(Instant::now(), answer)
            }
        }
    }

    fn try_answer(&self, head: &Parts, body: &[u8]) -> Result<Answer, Answer> {
        let (operation, variables) = self.route(&head.method, head.uri.path())?;
        access::check(operation, &head.headers)?;
        let problems = operation.path_problems(&variables);
        if !problems.is_empty() {
            return Err(Answer::forbidden(problems));
        }
        let body = match &operation.body {
            Some(schema) => checked_body(schema, &head.headers, body)?,
            None => Value::Null,
        };
        let answer = self.perform(operation, &variables, &body);
        if cfg!(debug_assertions) {
            let problems = operation.reply_problems(answer.status.as_u16(), &answer.body);
            if let Some(problem) = problems.first() {
                let message = format!("The answer would not be what the document says: {problem}");
                let status = StatusCode::INTERNAL_SERVER_ERROR;
                return Err(Answer::failure(status, 1500, &message));
            }
        }
        Ok(answer)
    }

    /// Does what an operation is to do with values that are what the document says.
    fn perform(
        &self,
        operation: &Operation,
        variables: &BTreeMap<&str, String>,
        body: &Value,
    ) -> Answer {
        let value = |name: &str| variables.get(name).map_or("", String::as_str);
        let id = value("account_id");
        self.state
            .change(id, |account, now| match operation.id.as_str() {
                "list_integrations" => Answer::success(&account.integrations.clone().into()),
                "create_integration" => integrations::create(account, id, body, now),
                "get_integration" => integrations::get(account, "id", value("integration_id")),
                "get_integration_by_reference_id" => {
                    integrations::get(account, "reference_id", value("reference_id"))
                }
                "update_integration" => {
                    integrations::update(account, value("integration_id"), body)
                }
                "delete_integration" => integrations::delete(account, value("integration_id")),
                "get_behaviors" => behaviors::get(account),
                "update_behaviors" => behaviors::update(account, body),
                "get_risk_summary" => users::summary(account),
                "get_user_risk" => users::get(account, value("user_id")),
                "reset_user_risk" => users::reset(account, value("user_id"), now),
                // An operation whose state is not kept is answered as the document shows.
                _ => Answer::new(
                    StatusCode::OK,
                    operation.example.clone().unwrap_or_default(),
                ),
            })
    }

    /// The operation that a path names, with the values in it.
    fn route(
        &self,
        method: &Method,
        path: &str,
    ) -> Result<(&Operation, BTreeMap<&str, String>), Answer> {
        let no_route = || Answer::failure(StatusCode::NOT_FOUND, 7003, "No route for the URI");
        let path = document::segments(&self.prefix, path).ok_or_else(no_route)?;
        let at = document::at(&self.operations, &path);
        if at.is_empty() {
            return Err(no_route());
        }
        let allowed: Vec<&str> = at.iter().map(|one| one.method.as_str()).collect();
        at.into_iter()
            .find(|operation| operation.method == method)
            .and_then(|operation| Some((operation, operation.variables(&path)?)))
            .ok_or_else(|| {
                let message = format!("Method {method} not available for that URI");
                Answer::failure(StatusCode::METHOD_NOT_ALLOWED, 7001, &message)
                    .header("allow", &allowed.join(", "))
            })
    }
}

/// The body of a request, if it is what the document wants.
fn checked_body(schema: &Schema, headers: &HeaderMap, body: &[u8]) -> Result<Value, Answer> {
    let media_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let media_type = media_type
        .and_then(|value| value.split(';').next())
        .map(str::trim);
    if !media_type.is_some_and(|value| value.eq_ignore_ascii_case("application/json")) {
        return Err(Answer::failure(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            1415,
            "The content type has to be application/json",
        ));
    }
    let body: Value = serde_json::from_slice(body).map_err(|error| {
        let message = format!("The body is not JSON: {error}");
        Answer::failure(StatusCode::BAD_REQUEST, 1400, &message)
    })?;
    let problems = schema.problems(&body);
    if problems.is_empty() {
        Ok(body)
    } else {
        Err(Answer::forbidden(problems))
    }
}
