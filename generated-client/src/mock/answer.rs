//! Answers in the envelopes of the API.

use hyper::StatusCode;
use serde_json::{Value, json};

/// A status and the body that goes with it.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) body: Value,
}

impl Answer {
    /// A success with its result.
    pub(super) fn success(result: &Value) -> Self {
        Self {
            status: StatusCode::OK,
            body: json!({ "success": true, "errors": [], "messages": [], "result": result }),
        }
    }

    /// A failure with one error.
    pub(super) fn failure(status: StatusCode, code: u32, message: &str) -> Self {
        Self::failures(status, &[json!({ "code": code, "message": message })])
    }

    /// A failure with several errors.
    pub(super) fn failures(status: StatusCode, errors: &[Value]) -> Self {
        Self {
            status,
            body: json!({ "success": false, "errors": errors, "messages": [], "result": null }),
        }
    }
}
