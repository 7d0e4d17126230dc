//! Answers in the envelopes of the API.

use hyper::StatusCode;
use hyper::header::{HeaderName, HeaderValue};
use serde_json::{Value, json};

use crate::document::Problem;

/// A status, the body that goes with it, and headers that not every answer has.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) body: Value,
}

impl Answer {
    pub(super) fn new(status: StatusCode, body: Value) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body,
        }
    }

    /// A success with its result.
    pub(super) fn success(result: &Value) -> Self {
        let body = json!({ "success": true, "errors": [], "messages": [], "result": result });
        Self::new(StatusCode::OK, body)
    }

    /// The same, saying that the result has `count` items, all of them on one page.
    pub(super) fn with_count(mut self, count: usize) -> Self {
        self.body["result_info"] = json!({
            "count": count,
            "page": 1,
            "per_page": count,
            "total_count": count,
            "total_pages": 1,
        });
        self
    }

    /// A failure with one error.
    pub(super) fn failure(status: StatusCode, code: u32, message: &str) -> Self {
        Self::failures(status, &[json!({ "code": code, "message": message })])
    }

    /// A refusal of what the document forbids.
    pub(super) fn forbidden(problems: Vec<Problem>) -> Self {
        let errors: Vec<Value> = problems
            .into_iter()
            .map(|Problem { pointer, message }| {
                json!({ "code": 1400, "message": message, "source": { "pointer": pointer } })
            })
            .collect();
        Self::failures(StatusCode::BAD_REQUEST, &errors)
    }

    /// What is asked for isn't there.
    pub(super) fn not_found(what: &str) -> Self {
        let message = format!("There is no such {what}");
        Self::failure(StatusCode::NOT_FOUND, 1404, &message)
    }

    fn failures(status: StatusCode, errors: &[Value]) -> Self {
        let body = json!({ "success": false, "errors": errors, "messages": [], "result": null });
        Self::new(status, body)
    }

    pub(super) fn header(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((HeaderName::from_static(name), value));
        }
        self
    }
}
