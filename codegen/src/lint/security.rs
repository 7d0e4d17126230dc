//! Security requirements name declared schemes, of kinds that the client can send.

use crate::diagnostic::Diagnostic;
use crate::document::{Document, Node};
use crate::security::requirements;

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    let schemes = document
        .root
        .get("components")
        .and_then(|components| components.get("securitySchemes"));
    for requirement in requirements(document) {
        for (name, member) in requirement.as_object().into_iter().flatten() {
            let declared = schemes.and_then(|schemes| schemes.get(name));
            let Some(scheme) = declared.map(|scheme| document.target(scheme)) else {
                found.push(Diagnostic::at(
                    &member.key,
                    format!("the security scheme `{name}` is not declared"),
                    "declare it under `components.securitySchemes`, or correct the name",
                ));
                continue;
            };
            if !is_supported(scheme) {
                found.push(Diagnostic::at(
                    &scheme.position,
                    format!("the security scheme `{name}` is of a kind that is not supported"),
                    "use `type: http` with `scheme: bearer`, or `type: apiKey` with `in: header`",
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
        Some("apiKey") => scheme.str("in") == Some("header") && scheme.str("name").is_some(),
        _ => false,
    }
}
