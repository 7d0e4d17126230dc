//! Whole requests, held against the document.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Header, Operation, Problem};

impl Operation {
    /// All that is wrong with a request: its path's values, its credentials, its body.
    ///
    /// `header` gives the value of a header by its name in lower case.
    pub(crate) fn request_problems<'a>(
        &self,
        variables: &BTreeMap<&str, String>,
        header: impl Fn(&str) -> Option<&'a str>,
        body: &[u8],
    ) -> Vec<Problem> {
        let mut problems = self.path_problems(variables);
        problems.extend(self.credentials_problem(&header));
        problems.extend(self.body_problems(header("content-type"), body));
        problems
    }

    /// Whether there are credentials; which ones are right, the document cannot say.
    fn credentials_problem<'a>(&self, header: impl Fn(&str) -> Option<&'a str>) -> Option<Problem> {
        let is_sent = |wanted: &Header| {
            let value = header(&wanted.name);
            value
                .and_then(|value| value.split_at_checked(wanted.prefix.len()))
                .is_some_and(|(prefix, secret)| {
                    prefix.eq_ignore_ascii_case(wanted.prefix) && !secret.trim().is_empty()
                })
        };
        let mut alternatives = self.security.iter();
        if self.security.is_empty() || alternatives.any(|all| all.values().all(is_sent)) {
            return None;
        }
        let ways = self.security.iter().map(|alternative| {
            let headers = alternative
                .values()
                .map(|header| format!("`{}: {}…`", header.name, header.prefix));
            headers.collect::<Vec<_>>().join(" with ")
        });
        let ways: Vec<String> = ways.collect();
        Some(problem(format!(
            "credentials are missing: send {}",
            ways.join(", or ")
        )))
    }

    fn body_problems(&self, content_type: Option<&str>, body: &[u8]) -> Vec<Problem> {
        let (Some(schema), Some(media_type)) = (&self.body, &self.media_type) else {
            return Vec::new();
        };
        if body.is_empty() {
            return vec![problem("the body is missing")];
        }
        let mut problems = Vec::new();
        let sent = content_type.unwrap_or("nothing");
        if !essence(sent).eq_ignore_ascii_case(essence(media_type)) {
            problems.push(problem(format!(
                "the header `content-type` says {sent}, and has to say {media_type}"
            )));
        }
        match serde_json::from_slice::<Value>(body) {
            Ok(value) => problems.extend(schema.problems(&value)),
            Err(error) => problems.push(problem(format!("the body is not JSON: {error}"))),
        }
        problems
    }

    /// The status of a success that is documented first.
    pub(crate) fn success_status(&self) -> u16 {
        let mut statuses = self.replies.keys();
        let success = statuses.find(|status| status.starts_with('2'));
        // A range has no number of its own.
        success
            .and_then(|status| status.parse().ok())
            .unwrap_or(200)
    }
}

/// A media type without its parameters.
fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

fn problem(message: impl Into<String>) -> Problem {
    Problem {
        pointer: String::new(),
        message: message.into(),
    }
}
