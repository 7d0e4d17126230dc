//! The headers of replies: what each is called, and what it is.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node};
use crate::vocabulary::{Thing, Visit, walk};

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    walk(document, &mut Headers { found });
}

struct Headers<'f> {
    found: &'f mut Vec<Diagnostic>,
}

impl<'a> Visit<'a> for Headers<'_> {
    fn object(&mut self, thing: Thing, node: &'a Node, _: &str) {
        if thing == Thing::Response {
            check_names(node, self.found);
        }
        let is_something = || {
            ["$ref", "schema", "content"]
                .iter()
                .any(|key| node.get(key).is_some())
        };
        if thing == Thing::Header && !is_something() {
            self.found.push(Diagnostic::error(
                Code::MissingKeyword,
                &node.position,
                "a header has no `schema`",
                "add one, e.g. `schema: {type: string}`",
            ));
        }
    }
}

/// Names of headers are the same in any case (RFC 9110, section 5.1).
fn check_names(response: &Node, found: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for (name, member) in response.members("headers") {
        let lower = name.to_ascii_lowercase();
        if !is_token(name) {
            found.push(Diagnostic::error(
                Code::Name,
                &member.key,
                format!("no header can be called `{name}` (RFC 9110, section 5.6.2)"),
                "write its name as it is sent, e.g. `X-Request-Id`",
            ));
        } else if lower == "content-type" {
            found.push(Diagnostic::warning(
                Code::NoEffect,
                &member.key,
                format!("the header `{name}` has no effect: `content` says what a reply is of"),
                "remove it",
            ));
        }
        if !seen.insert(lower) {
            found.push(Diagnostic::error(
                Code::DuplicateValue,
                &member.key,
                format!("the header `{name}` is here a second time: their names are the same in any case"),
                "remove one of the two",
            ));
        }
    }
}

/// Whether a text may be the name of a header, or of a parameter (RFC 9110, section 5.6.2).
pub(super) fn is_token(name: &str) -> bool {
    let is_of_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !name.is_empty() && name.chars().all(is_of_token)
}
