//! Security requirements name declared schemes, of kinds that the client can send.

use std::collections::BTreeMap;

use heck::ToSnakeCase;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node};
use crate::security::requirements;

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    let schemes = document
        .root
        .get("components")
        .and_then(|components| components.get("securitySchemes"));
    for requirement in requirements(document) {
        let mut fields = BTreeMap::new();
        for (name, member) in requirement.as_object().into_iter().flatten() {
            if let Some(first) = fields.insert(name.to_snake_case(), name) {
                found.push(Diagnostic::error(
                    Code::NameCollision,
                    &member.key,
                    format!("the security scheme `{name}` makes the same name as `{first}`"),
                    "rename one of the two",
                ));
            }
            let declared = schemes.and_then(|schemes| schemes.get(name));
            let Some(scheme) = declared.map(|scheme| document.target(scheme)) else {
                let declared = schemes.and_then(Node::as_object).into_iter().flatten();
                let nearest = super::nearest(name, declared.map(|(name, _)| name.as_str()));
                found.push(Diagnostic::error(
                    Code::UndeclaredScheme,
                    &member.key,
                    format!("the security scheme `{name}` is not declared"),
                    match nearest {
                        Some(nearest) => format!("did you mean `{nearest}`?"),
                        None => "declare it under `components.securitySchemes`".to_owned(),
                    },
                ));
                continue;
            };
            if !is_supported(scheme) {
                found.push(Diagnostic::error(
                    Code::Unsupported,
                    &scheme.position,
                    format!("the security scheme `{name}` is of a kind that is not supported"),
                    "use `type: http` with `scheme: bearer`, or `type: apiKey` with `in: header` and the `name` of a header",
                ));
            } else if let Some(scope) = member.node.as_array().and_then(<[Node]>::first) {
                found.push(Diagnostic::warning(
                    Code::NoEffect,
                    &scope.position,
                    format!("a scope of `{name}` has no effect: schemes of its kind have none"),
                    "write `[]`; permissions stand under `x-required-permissions`",
                ));
            }
        }
    }
}

fn is_supported(scheme: &Node) -> bool {
    match scheme.str("type") {
        Some("http") => scheme
            .str("scheme")
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer")),
        Some("apiKey") => {
            scheme.str("in") == Some("header") && scheme.str("name").is_some_and(is_header)
        }
        _ => false,
    }
}

/// Whether a name is one that a header can have (RFC 9110, section 5.6.2).
fn is_header(name: &str) -> bool {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !name.is_empty() && name.chars().all(is_token)
}
