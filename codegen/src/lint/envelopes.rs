//! A reply that says whether it is a success is opened as an envelope, or refused: handed over as it
//! is, a failure would look like a result.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node};
use crate::operation::operations;
use crate::reference;
use crate::reply::Replies;

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    let mut of_replies = BTreeSet::new();
    for operation in operations(document) {
        let replies = Replies::of(document, &operation);
        let successes = replies.successes.iter().map(|reply| (reply, true));
        let failures = replies.failures.iter().map(|reply| (reply, false));
        for (reply, is_success) in successes.chain(failures) {
            let Some(schema) = reply.schema else { continue };
            outer(document, schema, &mut of_replies);
            if let Some(reason) = obstacle(document, schema, is_success) {
                found.push(Diagnostic::error(
                    Code::Envelope,
                    &schema.position,
                    "this reply has `success`, but cannot be opened as an envelope",
                    reason,
                ));
            }
        }
    }
    reference::walk(&document.root, &mut |node, _| {
        if !of_replies.contains(&std::ptr::from_ref(node)) && is_envelope(document, node) {
            found.push(Diagnostic::error(
                Code::Envelope,
                &node.position,
                "an envelope in another schema, or in a request, is not supported: nothing would open it",
                "refer to what its `result` is, or to a schema without `success`",
            ));
        }
    });
}

/// A reply's schema with its parts and alternatives, which are the reply themselves.
fn outer(document: &Document, schema: &Node, seen: &mut BTreeSet<*const Node>) {
    let target = document.target(schema);
    seen.insert(std::ptr::from_ref(schema));
    if !std::ptr::eq(schema, target) && !seen.insert(std::ptr::from_ref(target)) {
        return;
    }
    for part in ["allOf", "oneOf", "anyOf"]
        .iter()
        .flat_map(|keyword| target.items(keyword))
    {
        outer(document, part, seen);
    }
}

/// Whether what a node stands for is opened by the runtime where it is a reply.
fn is_envelope(document: &Document, node: &Node) -> bool {
    let schema = Whole::of(document, node).schema;
    property(schema, "success").is_some() && shortcoming(document, schema).is_none()
}

/// Why a reply with `success` cannot be opened; nothing if it can, or has none.
fn obstacle(document: &Document, schema: &Node, is_success: bool) -> Option<&'static str> {
    let whole = Whole::of(document, schema);
    if property(whole.schema, "success").is_none() {
        // A failure by its status is one whatever it says.
        return (is_success && is_choice_with_success(document, whole.schema))
            .then_some("write the reply as one schema, without alternatives");
    }
    if document.schema_name(schema).is_none() {
        return Some("it has no name: move it to `components.schemas` and refer to it");
    }
    if is_success && whole.is_nullable {
        return Some("write the reply as one schema that is not nullable");
    }
    shortcoming(document, whole.schema)
}

/// What a schema stands for, if all that is said beside references is said of it.
struct Whole<'a> {
    schema: &'a Node,
    is_nullable: bool,
}

impl<'a> Whole<'a> {
    fn of(document: &'a Document, schema: &'a Node) -> Self {
        let mut whole = Self {
            schema,
            is_nullable: false,
        };
        let mut seen = BTreeSet::new();
        loop {
            whole.is_nullable |= whole.schema.is_true("nullable");
            let name = document.schema_name(whole.schema);
            let Some(name) = name.filter(|name| seen.insert(*name)) else {
                return whole;
            };
            let Some(next) = document.schema(name) else {
                return whole;
            };
            whole.schema = next;
        }
    }
}

/// Whether one of the alternatives of a choice, or of a choice in it, has `success`.
fn is_choice_with_success(document: &Document, schema: &Node) -> bool {
    let mut wanted = vec![schema];
    let mut seen = BTreeSet::new();
    while let Some(schema) = wanted.pop() {
        if property(schema, "success").is_some() {
            return true;
        }
        let parts = schema.items("oneOf").iter().chain(schema.items("anyOf"));
        // What is shared by several is looked at once.
        let new = parts.filter(|part| {
            document
                .schema_name(part)
                .is_none_or(|name| seen.insert(name))
        });
        wanted.extend(new.map(|part| Whole::of(document, part).schema));
    }
    false
}

/// Why a schema with `success` is no envelope.
fn shortcoming(document: &Document, schema: &Node) -> Option<&'static str> {
    let is_required = |name: &str| schema.strings("required").contains(&name);
    let success = document.target(property(schema, "success")?);
    let is_null = success.is_true("nullable") || property(schema, "success")?.is_true("nullable");
    if success.str("type") != Some("boolean") || !is_required("success") || is_null {
        return Some("make `success` a required boolean");
    }
    let Some(errors) = property(schema, "errors").filter(|_| is_required("errors")) else {
        return Some("add a required array `errors`");
    };
    let messages = property(schema, "messages");
    for list in [Some(errors), messages].into_iter().flatten() {
        let items = list.get("items");
        let reference = items.and_then(|items| items.str("$ref"));
        if reference.is_some_and(|to| document.resolve(to).is_none()) {
            // The check of references says so.
            continue;
        }
        if list.str("type") != Some("array")
            || items.is_none_or(|items| document.schema_name(items).is_none())
        {
            return Some(
                "write `errors` and `messages` as arrays in place, whose items refer to a component",
            );
        }
        let item = document.referent(items?);
        let field = |name: &str, of_type: &str| {
            let property = property(item, name).map(|node| document.referent(node));
            property.and_then(|node| node.str("type")) == Some(of_type)
        };
        if !field("code", "integer") || !field("message", "string") {
            return Some("give the items of `errors` an integer `code` and a string `message`");
        }
    }
    None
}

fn property<'a>(schema: &'a Node, name: &str) -> Option<&'a Node> {
    schema.get("properties")?.get(name)
}

#[cfg(test)]
mod tests {
    use crate::source;

    /// What is said of a success with this schema, beside other schemas.
    fn told(reply: &str, schemas: &str) -> Vec<String> {
        let reply = format!("{{'200': {{content: {{application/json: {{schema: {reply}}}}}}}}}");
        told_of(&reply, schemas)
    }

    fn told_of(replies: &str, schemas: &str) -> Vec<String> {
        let text = format!(
            "openapi: 3.0.3
paths:
  /a:
    get:
      operationId: get_a
      responses: {replies}
components:
  schemas:
    {schemas}
    E:
      type: object
      required: [success, errors]
      properties:
        success: {{type: boolean}}
        errors: {{type: array, items: {{$ref: '#/components/schemas/Message'}}}}
    Message: {{type: object, properties: {{code: {{type: integer}}, message: {{type: string}}}}}}
    O: {{type: object, required: [b], properties: {{b: {{type: string}}}}}}
"
        );
        let document = source::parse("a.yaml", &text).expect("it parses");
        let (lowered, found) = crate::lower::lower(document);
        assert_eq!(found, [], "{text}");
        let mut found = Vec::new();
        super::check(&lowered, &mut found);
        let found = found.into_iter().map(|found| found.to_string());
        found.collect()
    }

    #[test]
    fn a_failure_by_its_status_may_be_null_or_something_else() {
        let e = "{$ref: '#/components/schemas/E'}";
        for reply in [
            format!("{{nullable: true, allOf: [{e}]}}"),
            format!("{{oneOf: [{{type: string}}, {e}]}}"),
        ] {
            let content =
                |schema: &str| format!("{{content: {{application/json: {{schema: {schema}}}}}}}");
            let failure = |status: &str, success: &str| {
                told_of(&format!("{{{success}{status}: {}}}", content(&reply)), "")
            };
            let success = format!("'200': {}, ", content(e));
            assert_eq!(failure("4XX", &success), [""; 0], "{reply}");
            assert_eq!(failure("default", &success), [""; 0], "{reply}");
            // Where there is no other, it is that of a success too.
            assert_eq!(failure("default", "").len(), 1, "{reply}");
        }
    }

    #[test]
    fn a_reply_with_success_that_may_be_null_or_something_else_is_refused() {
        let reference = |name: &str| format!("{{$ref: '#/components/schemas/{name}'}}");
        let (a, e, o) = (reference("A"), reference("E"), reference("O"));
        let (null, choice) = ("not nullable", "without alternatives");
        for (reply, schemas, expected) in [
            (e.clone(), String::new(), None),
            (
                format!("{{description: All., allOf: [{e}]}}"),
                String::new(),
                None,
            ),
            (
                format!("{{nullable: true, allOf: [{e}]}}"),
                String::new(),
                Some(null),
            ),
            (
                a.clone(),
                format!("A: {{nullable: true, allOf: [{e}]}}"),
                Some(null),
            ),
            (
                a.clone(),
                "A: {nullable: true, type: object, properties: {success: {type: boolean}}}".into(),
                Some(null),
            ),
            (
                format!("{{oneOf: [{o}, {e}]}}"),
                String::new(),
                Some(choice),
            ),
            (
                a.clone(),
                format!("A: {{anyOf: [{{type: string}}, {e}]}}"),
                Some(choice),
            ),
            (
                format!("{{nullable: true, oneOf: [{{type: string}}, {a}]}}"),
                format!("A: {{oneOf: [{{nullable: true, allOf: [{e}]}}, {o}]}}"),
                Some(choice),
            ),
            (a, format!("A: {{oneOf: [{o}, {{type: string}}]}}"), None),
            (
                format!("{{description: All., allOf: [{}]}}", reference("A")),
                "A: {type: object, properties: {success: {type: boolean}}}".into(),
                Some("make `success` a required boolean"),
            ),
        ] {
            let told = told(&reply, &schemas);
            assert_eq!(
                told.len(),
                usize::from(expected.is_some()),
                "{reply} {schemas}: {told:?}"
            );
            let is_said = told.iter().all(|told| {
                told.starts_with("a.yaml:") && told.contains(expected.unwrap_or_default())
            });
            assert!(is_said, "{reply} {schemas}: {told:?}");
        }
    }

    #[test]
    fn messages_may_be_referred_to_with_words_beside_it() {
        let around = |name: &str| {
            format!("{{description: A., allOf: [{{$ref: '#/components/schemas/{name}'}}]}}")
        };
        let plain = |name: &str| format!("{{$ref: '#/components/schemas/{name}'}}");
        for (items, message, is_told) in [
            (plain("N"), plain("Word"), false),
            (plain("N"), around("Word"), false),
            (around("N"), plain("Word"), false),
            (around("N"), plain("Number"), true),
        ] {
            let schemas = format!(
                "E2: {{type: object, required: [success, errors], properties: {{success: {{type: boolean}}, errors: {{type: array, items: {items}}}}}}}
    N: {{type: object, properties: {{code: {{type: integer}}, message: {message}}}}}
    Word: {{type: string, enum: [a, b]}}
    Number: {{type: integer, enum: [1, 2]}}"
            );
            let told = told(&plain("E2"), &schemas);
            assert_eq!(
                told.len(),
                usize::from(is_told),
                "{items} {message}: {told:?}"
            );
        }
    }

    #[test]
    fn an_envelope_that_is_no_reply_is_refused_where_it_is_referred_to() {
        let envelope = "{$ref: '#/components/schemas/E'}";
        let expected =
            "error[envelope]: an envelope in another schema, or in a request, is not supported";
        for (reply, schemas, is_told) in [
            (envelope.to_owned(), String::new(), false),
            (
                format!("{{allOf: [{envelope}], description: A.}}"),
                String::new(),
                false,
            ),
            (
                format!("{{type: array, items: {envelope}}}"),
                String::new(),
                true,
            ),
            (
                "{$ref: '#/components/schemas/P'}".to_owned(),
                format!("P: {{type: object, properties: {{e: {envelope}}}}}"),
                true,
            ),
        ] {
            let told = told(&reply, &schemas);
            assert_eq!(told.len(), usize::from(is_told), "{reply}: {told:?}");
            assert!(told.iter().all(|one| one.contains(expected)), "{told:?}");
        }
    }
}
