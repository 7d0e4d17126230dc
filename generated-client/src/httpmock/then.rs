//! What a mock answers.

use std::fmt;

use serde::Serialize;
use serde_json::{Value, json};

use crate::document::Operation;
use crate::runtime::to_json;

/// What a mock answers: a reply that the document has, or the test fails at once.
///
/// Whatever else httpmock can answer, e.g. late, or what the API should not, is set by
/// [`and`](Self::and).
pub struct Then {
    inner: ::httpmock::Then,
    operation: &'static Operation,
}

#[allow(
    clippy::must_use_candidate,
    clippy::return_self_not_must_use,
    reason = "it changes the mock that it belongs to, as httpmock's own does"
)]
impl Then {
    pub(super) fn new(inner: ::httpmock::Then, operation: &'static Operation) -> Self {
        Self { inner, operation }
    }

    /// Answers with the documented example of a success.
    ///
    /// # Panics
    /// When the document has none.
    #[track_caller]
    pub fn documented(self) -> Self {
        let status = self.operation.success_status();
        let Some(example) = &self.operation.example else {
            assert!(
                status == NO_CONTENT,
                "`{}` has no documented example of a success: say what to answer",
                self.operation.id
            );
            return self.reply(status, ());
        };
        self.reply(status, example)
    }

    /// Answers that it succeeded, with this result in its envelope.
    ///
    /// # Panics
    /// When the document forbids it.
    #[track_caller]
    pub fn result(self, result: impl Serialize) -> Self {
        let body = json!({
            "success": true,
            "errors": [],
            "messages": [],
            "result": self.json(result),
        });
        let status = self.operation.success_status();
        self.reply(status, body)
    }

    /// Answers like [`result`](Self::result), with what is said about the result, such as how many there are.
    ///
    /// # Panics
    /// When the document forbids it.
    #[track_caller]
    pub fn result_with_info(self, result: impl Serialize, result_info: impl Serialize) -> Self {
        let body = json!({
            "success": true,
            "errors": [],
            "messages": [],
            "result": self.json(result),
            "result_info": self.json(result_info),
        });
        let status = self.operation.success_status();
        self.reply(status, body)
    }

    /// Answers that it failed, with one error in its envelope.
    ///
    /// # Panics
    /// When the document forbids it.
    #[track_caller]
    pub fn failure(self, status: u16, code: i64, message: &str) -> Self {
        let body = json!({
            "success": false,
            "errors": [{ "code": code, "message": message }],
            "messages": [],
            "result": null,
        });
        self.reply(status, body)
    }

    /// Answers with this status and body, whole.
    ///
    /// # Panics
    /// When the document forbids it.
    #[track_caller]
    pub fn reply(self, status: u16, body: impl Serialize) -> Self {
        let body = self.json(body);
        let problems = self.operation.reply_problems(status, &body);
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert!(
            problems.is_empty(),
            "a mock of `{}` cannot answer what the document forbids: {}",
            self.operation.id,
            problems.join("; ")
        );
        self.and(|then| match status {
            NO_CONTENT => then.status(status),
            _ => then
                .status(status)
                .header("content-type", "application/json")
                .json_body(body),
        })
    }

    /// What else httpmock can do with a reply, e.g. delay it; the document is not asked.
    pub fn and(self, change: impl FnOnce(::httpmock::Then) -> ::httpmock::Then) -> Self {
        Self {
            inner: change(self.inner),
            ..self
        }
    }

    #[track_caller]
    fn json(&self, value: impl Serialize) -> Value {
        match to_json(&value) {
            Ok(value) => value,
            Err(error) => panic!("a mock of `{}` cannot answer: {error}", self.operation.id),
        }
    }
}

/// The status of a reply that has no body (RFC 9110, section 15.3.5).
const NO_CONTENT: u16 = 204;

impl fmt::Debug for Then {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Then")
            .field("operation", &self.operation.id)
            .finish_non_exhaustive()
    }
}
