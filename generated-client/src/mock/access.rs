//! Who may call.

use std::collections::BTreeMap;

use hyper::HeaderMap;
use hyper::StatusCode;

use super::LocalApi;
use super::answer::Answer;
use crate::document::{Header, Operation};

/// Refuses a request without the credentials that the operation wants.
///
/// The status and codes are this API's own choice, after what Cloudflare was seen to answer; the
/// document says only that a failure is a 4XX.
pub(super) fn check(operation: &Operation, headers: &HeaderMap) -> Result<(), Answer> {
    let alternatives = &operation.security;
    let given = |alternative: &BTreeMap<String, Header>| {
        let mut headers_of_it = alternative.values();
        headers_of_it.any(|header| headers.contains_key(&header.name))
    };
    if alternatives.iter().filter(|one| given(one)).count() > 1 {
        let message = "Credentials of two kinds: send one of them";
        return Err(Answer::failure(StatusCode::BAD_REQUEST, 9103, message));
    }
    let is_complete = |is_right: fn(&HeaderMap, &str, &Header) -> bool| {
        alternatives.iter().any(|alternative| {
            let mut schemes = alternative.iter();
            schemes.all(|(scheme, header)| is_right(headers, scheme, header))
        })
    };
    if alternatives.is_empty() || is_complete(is_right) {
        return Ok(());
    }
    if is_complete(|headers, _, header| headers.contains_key(&header.name)) {
        let message = "Authentication error";
        return Err(Answer::failure(StatusCode::FORBIDDEN, 10000, message));
    }
    let ways: Vec<String> = alternatives
        .iter()
        .map(|alternative| {
            let names = alternative.values().map(|header| header.name.as_str());
            names.collect::<Vec<_>>().join(" with ")
        })
        .collect();
    let message = format!("Missing credentials: send {}", ways.join(", or "));
    Err(Answer::failure(StatusCode::UNAUTHORIZED, 9106, &message))
}

/// Whether a header carries the secret that this API accepts for a scheme.
fn is_right(headers: &HeaderMap, scheme: &str, header: &Header) -> bool {
    let secret = match scheme {
        "api_token" => LocalApi::API_TOKEN,
        "api_email" => LocalApi::API_EMAIL,
        "api_key" => LocalApi::API_KEY,
        _ => return false,
    };
    let value = headers
        .get(&header.name)
        .and_then(|value| value.to_str().ok());
    // The name of an HTTP scheme has no case (RFC 9110, section 11.1).
    value
        .and_then(|value| value.split_at_checked(header.prefix.len()))
        .is_some_and(|(prefix, value)| {
            prefix.eq_ignore_ascii_case(header.prefix) && value == secret
        })
}
