//! A mock that fails the test if it is asked for what the document forbids.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ::httpmock::{HttpMockRequest, HttpMockResponse, MockServer};
use serde_json::{Value, json};

use super::api::Route;
use crate::document::Problem;

/// A mock of an operation, on its server until it is dropped.
///
/// It is [httpmock's own](::httpmock::Mock), and fails the test when it is asserted or dropped after it
/// was asked for what the document forbids.
#[must_use = "the mock is there until this is dropped: bind it, e.g. `let _mock = …`"]
pub struct Mock<'a> {
    inner: ::httpmock::Mock<'a>,
    /// Answers the operation's requests that the document forbids.
    watch: ::httpmock::Mock<'a>,
    operation: &'static str,
    /// Each request that was forbidden, once, and why.
    forbidden: Forbidden,
}

type Forbidden = Arc<Mutex<Vec<String>>>;

impl<'a> Mock<'a> {
    pub(super) fn guarding(
        server: &'a MockServer,
        route: Route,
        mock: impl FnOnce() -> ::httpmock::Mock<'a>,
    ) -> Self {
        let forbidden = Forbidden::default();
        let told = Arc::clone(&forbidden);
        let watch = server.mock(|when, then| {
            // Asked as often as httpmock likes; the answer is made once a request.
            when.is_true(move |request| !route.problems(request).is_empty());
            then.respond_with(move |request| {
                let problems = route.problems(request);
                let line = line(request, &problems);
                let mut told = locked(&told);
                if !told.contains(&line) {
                    told.push(line);
                }
                refusal(&problems)
            });
        });
        Self {
            inner: mock(),
            watch,
            operation: &route.operation.id,
            forbidden,
        }
    }

    /// Asserts that it was called once.
    ///
    /// # Panics
    /// When it was not, or was asked for what the document forbids.
    #[track_caller]
    pub fn assert(&self) {
        self.assert_calls(1);
    }

    /// Asserts that it was called this many times.
    ///
    /// # Panics
    /// When it was not, or was asked for what the document forbids.
    #[track_caller]
    pub fn assert_calls(&self, calls: usize) {
        self.assert_allowed();
        self.inner.assert_calls(calls);
    }

    /// Fails the test if something that is forbidden came since this was called last.
    #[track_caller]
    fn assert_allowed(&self) {
        let forbidden = std::mem::take(&mut *locked(&self.forbidden));
        assert!(
            forbidden.is_empty(),
            "the mock of `{}` was asked for what the document forbids:\n{}",
            self.operation,
            forbidden.join("\n")
        );
    }
}

/// The lines are whole whenever a thread lets go of them.
fn locked(forbidden: &Forbidden) -> MutexGuard<'_, Vec<String>> {
    forbidden.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A request, and why it is forbidden.
fn line(request: &HttpMockRequest, problems: &[Problem]) -> String {
    let problems: Vec<String> = problems.iter().map(Problem::to_string).collect();
    format!(
        "{} {}: {}",
        request.method_str(),
        request.uri().path(),
        problems.join("; ")
    )
}

/// Says why in the form that failures have; the code is this module's own choice.
fn refusal(problems: &[Problem]) -> HttpMockResponse {
    let errors = problems.iter().map(|Problem { pointer, message }| {
        let message = format!("the document forbids this request: {message}");
        json!({ "code": 1400, "message": message, "source": { "pointer": pointer } })
    });
    let body = json!({
        "success": false,
        "errors": errors.collect::<Vec<Value>>(),
        "messages": [],
        "result": null,
    });
    HttpMockResponse::builder()
        .status(400)
        .header("content-type", "application/json")
        .body(body.to_string())
        .build()
}

impl<'a> Deref for Mock<'a> {
    type Target = ::httpmock::Mock<'a>;

    fn deref(&self) -> &Self::Target {
        &self.inner
    }
}

impl fmt::Debug for Mock<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock")
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}

impl Drop for Mock<'_> {
    fn drop(&mut self) {
        // The test fails already, and a second panic would hide why.
        if std::thread::panicking() {
            return;
        }
        self.inner.delete();
        self.watch.delete();
        self.assert_allowed();
    }
}
