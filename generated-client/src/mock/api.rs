//! From a request to its answer.

use std::collections::BTreeMap;
use std::io;

use hyper::header::{CONTENT_TYPE, HeaderMap};
use hyper::http::request::Parts;
use hyper::{Method, StatusCode};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::access;
use super::answer::Answer;
use super::integrations::Integrations;
use crate::document::{self, Operation, Problem, Schema};

/// The API without its transport.
pub(super) struct Api {
    prefix: String,
    operations: Vec<Operation>,
    integrations: Integrations,
}

impl Api {
    /// The API below the path `prefix`.
    pub(super) fn new(prefix: &str) -> io::Result<Self> {
        Ok(Self {
            prefix: prefix.to_owned(),
            operations: document::operations().map_err(io::Error::other)?,
            integrations: Integrations::default(),
        })
    }

    /// The integrations of an account, in the order in which they were made.
    pub(super) fn integrations(&self, account: &str) -> Vec<Value> {
        self.integrations.list(account)
    }

    /// The answer to a request: routed, then its credentials, then its body held against the document.
    pub(super) fn answer(&self, head: &Parts, body: &[u8]) -> Answer {
        self.try_answer(head, body)
            .unwrap_or_else(|failure| failure)
    }

    fn try_answer(&self, head: &Parts, body: &[u8]) -> Result<Answer, Answer> {
        let (operation, variables) = self.route(&head.method, head.uri.path())?;
        access::check(operation, &head.headers)?;
        let body = match &operation.body {
            Some(schema) => checked_body(schema, &head.headers, body)?,
            None => Value::Null,
        };
        let value = |name: &str| variables.get(name).map_or("", String::as_str);
        let account = value("account_id");
        let integrations = &self.integrations;
        Ok(match operation.id.as_str() {
            "list_integrations" => Answer::success(&integrations.list(account).into()),
            "create_integration" => integrations.create(account, &body),
            "get_integration" => integrations.get(account, "id", value("integration_id")),
            "get_integration_by_reference_id" => {
                integrations.get(account, "reference_id", value("reference_id"))
            }
            "update_integration" => integrations.update(account, value("integration_id"), &body),
            "delete_integration" => integrations.delete(account, value("integration_id")),
            // An operation whose state is not kept is answered as the document shows.
            _ => Answer {
                status: StatusCode::OK,
                body: operation.example.clone().unwrap_or_default(),
            },
        })
    }

    /// The operation that a path names, with the values in it: the most exact one if several match,
    /// so that `/behaviors` isn't a user.
    fn route(
        &self,
        method: &Method,
        path: &str,
    ) -> Result<(&Operation, BTreeMap<&str, String>), Answer> {
        let no_route = || Answer::failure(StatusCode::NOT_FOUND, 7003, "No route for the URI");
        let path = path
            .strip_prefix(&self.prefix)
            .and_then(|path| path.strip_prefix('/'));
        let segments: Vec<String> = path
            .ok_or_else(no_route)?
            .split('/')
            .map(|segment| {
                percent_decode_str(segment)
                    .decode_utf8()
                    .map(std::borrow::Cow::into_owned)
            })
            .collect::<Result<_, _>>()
            .map_err(|_| no_route())?;
        let matching = || {
            let operations = self.operations.iter();
            operations.filter(|operation| operation.variables(&segments).is_some())
        };
        let exactest = matching()
            .map(Operation::exactness)
            .min()
            .ok_or_else(no_route)?;
        matching()
            .find(|operation| operation.method == method && operation.exactness() == exactest)
            .and_then(|operation| Some((operation, operation.variables(&segments)?)))
            .ok_or_else(|| {
                let message = format!("Method {method} not available for that URI");
                Answer::failure(StatusCode::METHOD_NOT_ALLOWED, 7001, &message)
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
        return Ok(body);
    }
    let errors: Vec<Value> = problems
        .into_iter()
        .map(|Problem { pointer, message }| {
            json!({ "code": 1400, "message": message, "source": { "pointer": pointer } })
        })
        .collect();
    Err(Answer::failures(StatusCode::BAD_REQUEST, &errors))
}
