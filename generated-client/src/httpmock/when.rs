//! Which calls a mock answers.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;

use super::api::Route;
use crate::runtime::{path_value, to_json};

/// Which calls of the operation `O` a mock answers: all, but for what it is told here.
///
/// For each value of the operation there is a method that takes what the call's own setter takes; the
/// mock then answers calls with that value only. What the document forbids fails the test at once.
pub struct When<O> {
    inner: ::httpmock::When,
    route: Route,
    operation: PhantomData<fn() -> O>,
}

#[allow(
    clippy::return_self_not_must_use,
    reason = "it changes the mock that it belongs to, as httpmock's own does"
)]
impl<O> When<O> {
    pub(super) fn new(inner: ::httpmock::When, route: Route) -> Self {
        Self {
            inner: inner.is_true(move |request| route.variables(request).is_some()),
            route,
            operation: PhantomData,
        }
    }

    /// What else httpmock can ask of a request, e.g. for a header.
    pub fn and(self, ask: impl FnOnce(::httpmock::When) -> ::httpmock::When) -> Self {
        Self {
            inner: self.inner.and(ask),
            ..self
        }
    }

    /// Wants this value of a path's variable, after decoding.
    pub(crate) fn with_variable<T: Serialize>(
        self,
        name: &'static str,
        value: impl TryInto<T, Error: fmt::Display>,
    ) -> Self {
        let value = match value.try_into() {
            Ok(value) => path_value(&value).map_err(str::to_owned),
            Err(reason) => Err(reason.to_string()),
        };
        let value = value.unwrap_or_else(|reason| self.refuse(format_args!("{name}: {reason}")));
        let variables = BTreeMap::from([(name, value.clone())]);
        if let Some(problem) = self.route.operation.path_problems(&variables).first() {
            self.refuse(problem);
        }
        let route = self.route;
        self.and(|when| {
            when.is_true(move |request| {
                let variables = route.variables(request);
                variables.is_some_and(|variables| variables.get(name) == Some(&value))
            })
        })
    }

    /// Wants this body, as JSON.
    pub(crate) fn with_body<T: Serialize>(
        self,
        value: impl TryInto<T, Error: fmt::Display>,
    ) -> Self {
        let value = match value.try_into() {
            Ok(value) => to_json(&value).map_err(|error| error.to_string()),
            Err(reason) => Err(reason.to_string()),
        };
        let value = match value {
            Ok(value) => value,
            Err(reason) => self.refuse(format_args!("body: {reason}")),
        };
        let schema = self.route.operation.body.as_ref();
        let problems = schema.map(|schema| schema.problems(&value));
        if let Some(problem) = problems.unwrap_or_default().first() {
            self.refuse(format_args!("body: {problem}"));
        }
        self.and(|when| when.json_body(value))
    }

    /// Fails the test: what the document forbids is never answered.
    fn refuse(&self, reason: impl fmt::Display) -> ! {
        panic!(
            "a mock of `{}` cannot want what the document forbids: {reason}",
            self.route.operation.id
        )
    }
}

impl<O> fmt::Debug for When<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("When")
            .field("operation", &self.route.operation.id)
            .finish_non_exhaustive()
    }
}
