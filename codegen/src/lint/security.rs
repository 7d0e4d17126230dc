//! Security requirements name declared schemes, of kinds that the client can send.

use std::collections::BTreeMap;

use super::headers::is_token;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Member, Node};
use crate::names::{field_name, is_identifier, snake};
use crate::operation::operations;
use crate::security::{requirements, variant_name};
use crate::vocabulary::{Shape, Thing, Version};

/// What the credentials have beside the names of schemes.
const RESERVED: [&str; 2] = ["from_schemes", "visit"];

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    let used: Vec<&Node> = requirements(document).collect();
    // Those of the document are there to be read even if each operation has its own.
    for requirement in document.root.items("security").iter().chain(used) {
        check_requirement(document, requirement, found);
    }
    let own = operations(document).all(|operation| operation.node.get("security").is_some());
    let security = document
        .root
        .as_object()
        .and_then(|root| root.get("security"));
    if let Some(security) = security.filter(|_| own && operations(document).next().is_some()) {
        found.push(Diagnostic::warning(
            Code::NoEffect,
            &security.key,
            "`security` of the document has no effect: each operation has its own",
            "remove it here, or there",
        ));
    }
    check_variants(document, found);
    let components = document.root.get("components").into_iter();
    for (name, member) in components.flat_map(|components| components.members("securitySchemes")) {
        let scheme = document.target(&member.node);
        if is_known(document, scheme) {
            check_keywords(name, scheme, found);
        }
    }
}

/// Whether a scheme is of a type that there is; what is none is told as that.
fn is_known(document: &Document, scheme: &Node) -> bool {
    let keyword = Thing::SecurityScheme.keyword("type", Version::of(document));
    let types = keyword.map(|keyword| keyword.shape);
    let of_type = scheme.str("type");
    matches!(types, Some(Shape::Choice(types)) if of_type.is_some_and(|name| types.contains(&name)))
}

/// Keywords that schemes of one type have, with that type, and whether each of it has them.
const BELONGING: [(&str, &str, bool); 6] = [
    ("bearerFormat", "http", false),
    ("flows", "oauth2", true),
    ("in", "apiKey", true),
    ("name", "apiKey", true),
    ("openIdConnectUrl", "openIdConnect", true),
    ("scheme", "http", true),
];

/// A scheme has the keywords of its type (`OpenAPI` 3.0.3, "Security Scheme Object").
fn check_keywords(name: &str, scheme: &Node, found: &mut Vec<Diagnostic>) {
    let of_type = scheme.str("type").unwrap_or_default();
    for (keyword, belongs_to, is_required) in BELONGING {
        let member = scheme.as_object().and_then(|object| object.get(keyword));
        if member.is_none() && is_required && of_type == belongs_to {
            found.push(Diagnostic::error(
                Code::MissingKeyword,
                &scheme.position,
                format!("the security scheme `{name}` has no `{keyword}`"),
                format!("add `{keyword}`: a scheme of type `{of_type}` has one"),
            ));
        }
        if let Some(member) = member.filter(|_| of_type != belongs_to) {
            found.push(Diagnostic::warning(
                Code::NoEffect,
                &member.key,
                format!(
                    "`{keyword}` of `{name}` has no effect: a scheme of type `{of_type}` has none"
                ),
                format!("remove it, or make the type `{belongs_to}`"),
            ));
        }
    }
}

fn check_requirement(document: &Document, requirement: &Node, found: &mut Vec<Diagnostic>) {
    let schemes = document
        .root
        .get("components")
        .and_then(|components| components.get("securitySchemes"));
    let mut fields = BTreeMap::new();
    let mut headers = BTreeMap::new();
    for (name, member) in requirement.as_object().into_iter().flatten() {
        let declared = schemes.and_then(|schemes| schemes.get(name));
        let Some(scheme) = declared.map(|scheme| document.target(scheme)) else {
            let declared = schemes.and_then(Node::as_object).into_iter().flatten();
            let declared = declared.map(|(name, _)| name.as_str());
            // Those that are here already are not meant once more.
            let others = declared.filter(|name| requirement.get(name).is_none());
            let undeclared = Diagnostic::error(
                Code::UndeclaredScheme,
                &member.key,
                format!("the security scheme `{name}` is not declared"),
                "declare it under `components.securitySchemes`",
            );
            found.push(undeclared.or_meant(super::nearest(name, others)));
            continue;
        };
        if let Some(first) = fields.insert(field_name(name), name) {
            found.push(Diagnostic::error(
                Code::NameCollision,
                &member.key,
                format!("the security scheme `{name}` makes the same name as `{first}`"),
                "rename one of the two",
            ));
        }
        check_name(name, member, found);
        if let Some(header) = header(scheme)
            && let Some(first) = headers.insert(header.clone(), name)
        {
            found.push(Diagnostic::error(
                Code::NameCollision,
                &member.key,
                format!(
                    "the security scheme `{name}` is sent in the header `{header}`, as `{first}` is"
                ),
                "make it another header, or an alternative of its own",
            ));
        }
        let of_type = scheme.str("type").unwrap_or_default();
        let lacks = |&(keyword, belongs_to, is_required): &(&str, &str, bool)| {
            is_required && belongs_to == of_type && scheme.get(keyword).is_none()
        };
        if !is_known(document, scheme) || BELONGING.iter().any(lacks) {
            // That is told.
        } else if !is_supported(scheme) {
            found.push(Diagnostic::error(
                Code::Unsupported,
                &scheme.position,
                format!("the security scheme `{name}` is of a kind that is not supported"),
                "use `type: http` with `scheme: bearer`, or `type: apiKey` with `in: header` and the `name` of a header that isn't the request's own",
            ));
        } else if let Some(scope) = member.node.as_array().and_then(<[Node]>::first)
            && scope.as_str().is_some()
        {
            found.push(Diagnostic::warning(
                Code::NoEffect,
                &scope.position,
                format!("a scope of `{name}` has no effect: schemes of its kind have none"),
                "write `[]`; permissions stand under `x-required-permissions`",
            ));
        }
    }
}

/// A scheme is the name of a field.
fn check_name(name: &str, member: &Member, found: &mut Vec<Diagnostic>) {
    let field = snake(name);
    // Before a digit it gets an underscore.
    let message = if field.is_empty() || !is_identifier(&format!("_{field}")) {
        format!("no name in Rust can be made of the security scheme `{name}`")
    } else if RESERVED.contains(&field.as_str()) {
        format!("the security scheme `{name}` has a name that the credentials have already")
    } else {
        return;
    };
    found.push(Diagnostic::error(
        Code::Name,
        &member.key,
        message,
        "call the scheme by words of letters and digits, e.g. `api_token`",
    ));
}

/// Each alternative is a variant of the credentials, and so is that of none.
fn check_variants(document: &Document, found: &mut Vec<Diagnostic>) {
    let alternatives = requirements(document).filter_map(|requirement| {
        let object = requirement.as_object()?;
        let mut schemes: Vec<&str> = object.keys().map(String::as_str).collect();
        schemes.sort_unstable();
        Some((schemes, requirement))
    });
    let (named, anonymous): (Vec<_>, Vec<_>) =
        alternatives.partition(|(schemes, _)| !schemes.is_empty());
    let anonymous = anonymous.into_iter().take(1);
    let anonymous = anonymous.map(|(schemes, node)| ("Anonymous".to_owned(), (schemes, node)));
    let mut seen: BTreeMap<_, _> = anonymous.collect();
    for (schemes, requirement) in named {
        let variant = variant_name(&schemes);
        match seen.get(&variant) {
            Some((first, _)) if *first == schemes => {}
            Some((_, first)) => found.push(Diagnostic::error(
                Code::NameCollision,
                &requirement.position,
                format!(
                    "`{}` makes the same credentials `{variant}` as the alternative at {}",
                    schemes.join("` and `"),
                    first.position
                ),
                "rename a scheme",
            )),
            None => {
                seen.insert(variant, (schemes, requirement));
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
            let name = scheme.str("name").unwrap_or_default();
            let is_own = OWN_HEADERS.contains(&name.to_ascii_lowercase().as_str());
            scheme.str("in") == Some("header") && is_token(name) && !is_own
        }
        _ => false,
    }
}

/// The headers that say how a request is sent, which are no place for credentials.
const OWN_HEADERS: [&str; 8] = [
    "accept",
    "connection",
    "content-length",
    "content-type",
    "host",
    "te",
    "transfer-encoding",
    "upgrade",
];

/// The name of the header that a scheme is sent in, in lower case.
fn header(scheme: &Node) -> Option<String> {
    match scheme.str("type")? {
        "http" => Some("authorization".to_owned()),
        "apiKey" => Some(scheme.str("name")?.to_ascii_lowercase()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::source;

    /// What is said of a document with these declared schemes, of an operation that asks for `security`.
    fn told(schemes: &[&str], security: &str) -> Vec<String> {
        let schemes = schemes.iter().enumerate().map(|(index, name)| {
            format!("'{name}': {{type: apiKey, in: header, name: X-{index}}}")
        });
        told_of(&schemes.collect::<Vec<_>>(), security)
    }

    /// The same of schemes as they are written.
    fn told_of(schemes: &[String], security: &str) -> Vec<String> {
        let text = format!(
            "openapi: 3.0.3
components: {{securitySchemes: {{{}}}}}
paths:
  /a:
    get: {{responses: {{}}, security: {security}}}
",
            schemes.join(", ")
        );
        let document = source::parse("a.yaml", &text).expect("it parses");
        let mut found = Vec::new();
        super::check(&document, &mut found);
        found.into_iter().map(|found| found.message).collect()
    }

    #[test]
    fn schemes_that_are_one_field_and_alternatives_that_are_one_variant_are_refused() {
        for (schemes, security, expected) in [
            (
                &["anonymous"][..],
                "[{anonymous: []}, {}]",
                &[
                    "`anonymous` makes the same credentials `Anonymous` as the alternative at a.yaml:5:54",
                ][..],
            ),
            (
                &["api-key", "apiKey"],
                "[{api-key: []}, {apiKey: []}]",
                &["`apiKey` makes the same credentials `ApiKey` as the alternative at a.yaml:5:37"],
            ),
            (
                &["a", "b", "a_and_b"],
                "[{b: [], a: []}, {a_and_b: []}]",
                &["`a_and_b` makes the same credentials `AAndB` as the alternative at a.yaml:5:37"],
            ),
            (
                &["api-key", "apiKey"],
                "[{api-key: [], apiKey: []}]",
                &["the security scheme `apiKey` makes the same name as `api-key`"],
            ),
            // Nobody does without, or it is the same alternative.
            (&["anonymous"], "[{anonymous: []}]", &[]),
            (
                &["a", "b"],
                "[{a: [], b: []}, {b: [], a: []}, {a: []}, {}]",
                &[],
            ),
        ] {
            assert_eq!(told(schemes, security), expected, "{security}");
        }
    }

    #[test]
    fn two_credentials_in_one_header_and_those_in_a_header_of_the_request_are_refused() {
        let bearer = "a: {type: http, scheme: bearer}".to_owned();
        let key = |name: &str| format!("b: {{type: apiKey, in: header, name: {name}}}");
        let both = "[{a: [], b: []}]";
        let kind = "the security scheme `b` is of a kind that is not supported";
        for (name, security, expected) in [
            (
                "AUTHORIZATION",
                both,
                &["the security scheme `b` is sent in the header `authorization`, as `a` is"][..],
            ),
            ("Authorization", "[{a: []}, {b: []}]", &[]),
            ("X-User", both, &[]),
            ("Content-Type", both, &[kind]),
            ("host", both, &[kind]),
        ] {
            let schemes = [bearer.clone(), key(name)];
            assert_eq!(told_of(&schemes, security), expected, "{name} {security}");
        }
    }

    #[test]
    fn what_a_document_requires_of_operations_that_have_their_own_is_looked_at() {
        let text = "openapi: 3.0.3
security: [{nope: [read]}, {a: [read]}]
components: {securitySchemes: {a: {type: http, scheme: bearer}}}
paths: {/a: {get: {responses: {}, security: []}}}
";
        let document = source::parse("a.yaml", text).expect("it parses");
        let mut found = Vec::new();
        super::check(&document, &mut found);
        let told: Vec<String> = found.into_iter().map(|found| found.message).collect();
        let expected = [
            "the security scheme `nope` is not declared",
            "a scope of `a` has no effect: schemes of its kind have none",
            "`security` of the document has no effect: each operation has its own",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn without_operations_no_operation_has_its_own() {
        let text = "openapi: 3.0.3
security: [{a: []}]
components: {securitySchemes: {a: {type: http, scheme: bearer}}}
paths: {}
";
        let document = source::parse("a.yaml", text).expect("it parses");
        let mut found = Vec::new();
        super::check(&document, &mut found);
        assert_eq!(found, []);
    }

    #[test]
    fn a_scheme_without_a_name_of_its_own_in_rust_is_refused() {
        for (scheme, expected) in [
            (
                "!!",
                &["no name in Rust can be made of the security scheme `!!`"][..],
            ),
            (
                "a²",
                &["no name in Rust can be made of the security scheme `a²`"],
            ),
            ("1user", &[]),
            (
                "fromSchemes",
                &["the security scheme `fromSchemes` has a name that the credentials have already"],
            ),
            (
                "visit",
                &["the security scheme `visit` has a name that the credentials have already"],
            ),
            ("self", &[]),
        ] {
            let security = format!("[{{'{scheme}': []}}]");
            assert_eq!(told(&[scheme], &security), expected, "{scheme}");
        }
    }
}
