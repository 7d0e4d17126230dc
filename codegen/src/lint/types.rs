//! What becomes a type, in a lowered document, has a name and a place of its own.

use std::collections::BTreeSet;

use super::names::no_type;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node, Value};
use crate::names::{can_be_type, field_name, is_identifier, type_name};
use crate::operation::{Operation, operations};
use crate::reference::reach;
use crate::reply::Replies;
use crate::schema::allows_null;

/// The field for properties that have none of their own.
const REST: &str = "extra";

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    for (name, member) in document.schemas() {
        let reason = if is_identifier(name) {
            ": the code beside it calls something else that"
        } else {
            ""
        };
        if !can_be_type(name) {
            found.push(no_type(name, &member.key, reason));
        }
        check_rest(&member.node, found);
        check_fields(&member.node, found);
    }
    let mut sent = BTreeSet::new();
    for operation in operations(document) {
        if let Some(body) = operation.node.get("requestBody") {
            reach(document, body, &mut sent);
        }
    }
    for schema in sent.iter().filter_map(|name| document.schema(name)) {
        check_nulls(schema, found);
    }
    for operation in operations(document) {
        check_replies(document, &operation, found);
    }
    check_parameters(document, found);
}

/// What is so of parameters, in a document that isn't lowered, too.
pub(super) fn check_parameters(document: &Document, found: &mut Vec<Diagnostic>) {
    for operation in operations(document) {
        let parameters = operation.parameters(document).into_iter();
        // Those of other places are refused whatever they are.
        for parameter in parameters.filter(|parameter| parameter.str("in") == Some("path")) {
            check_parameter(document, parameter, found);
        }
    }
}

/// A property is not called as the field that holds the rest.
fn check_rest(schema: &Node, found: &mut Vec<Diagnostic>) {
    let rest = schema.get("additionalProperties").map(|node| &node.value);
    if matches!(rest, None | Some(Value::Bool(false))) {
        return;
    }
    for (name, member) in schema.members("properties") {
        if field_name(name).as_deref() == Some(REST) {
            found.push(Diagnostic::error(
                Code::NameCollision,
                &member.key,
                format!(
                    "the property `{name}` makes the same field `{REST}` as `additionalProperties`"
                ),
                "leave out the property, or `additionalProperties`",
            ));
        }
    }
}

/// The values of an enum of objects have nothing for which there is no field.
fn check_fields(schema: &Node, found: &mut Vec<Diagnostic>) {
    let is_open =
        schema.get("additionalProperties").is_some() || schema.get("properties").is_none();
    for value in schema.items("enum").iter().filter(|_| !is_open) {
        let members = value.as_object().into_iter().flatten();
        let declared = schema.get("properties");
        let undeclared =
            members.filter(|(name, _)| declared.is_none_or(|all| all.get(name).is_none()));
        for (name, member) in undeclared {
            found.push(Diagnostic::error(
                Code::Unsupported,
                &member.key,
                format!("there is no field for `{name}` of this value"),
                format!("declare `{name}` under `properties`, or allow `additionalProperties`"),
            ));
        }
    }
}

/// A field that holds `null` alone is always there.
fn check_nulls(schema: &Node, found: &mut Vec<Diagnostic>) {
    let required = schema.strings("required");
    for (name, member) in schema.members("properties") {
        let values = member.node.items("enum");
        let is_null = !values.is_empty() && values.iter().all(Node::is_null);
        if is_null && allows_null(&member.node) && !required.contains(&name) {
            found.push(Diagnostic::error(
                Code::Unsupported,
                &member.key,
                format!("`{name}` of a request can only be null, and cannot be left out"),
                "require it, or remove it",
            ));
        }
    }
}

/// No schema is called as what is made of several replies.
fn check_replies(document: &Document, operation: &Operation<'_>, found: &mut Vec<Diagnostic>) {
    let replies = Replies::of(document, operation);
    let id = operation.id().unwrap_or_default();
    for (is_made, suffix) in [
        (replies.has_several_successes(), "Success"),
        (replies.has_own_failures(document), "Failure"),
    ] {
        let name = format!("{}{suffix}", type_name(id));
        let taken = document.schemas().find(|(taken, _)| *taken == name);
        if let Some((_, member)) = taken.filter(|_| is_made) {
            found.push(Diagnostic::error(
                Code::NameCollision,
                &member.key,
                format!("the schema `{name}` makes the same type as the replies of `{id}`"),
                "give the operation another `operationId`, or the schema another name",
            ));
        }
    }
}

/// A path has a place for one plain value.
fn check_parameter(document: &Document, parameter: &Node, found: &mut Vec<Diagnostic>) {
    let Some(schema) = parameter.get("schema") else {
        return;
    };
    let schema = document.target(schema);
    let parts = [schema.items("oneOf"), schema.items("anyOf")].concat();
    let mut all = parts
        .iter()
        .map(|part| document.target(part))
        .chain([schema]);
    if all.any(|schema| matches!(schema.str("type"), Some("array" | "object"))) {
        let name = parameter.str("name").unwrap_or_default();
        found.push(Diagnostic::error(
            Code::Unsupported,
            &parameter.position,
            format!(
                "the parameter `{name}` is an array or an object, which is not supported in a path"
            ),
            "make it a string, and say in its description how it is written",
        ));
    }
}

#[cfg(test)]
mod tests {
    use crate::source;

    #[test]
    fn a_schema_without_a_name_or_with_that_of_an_operations_replies_is_refused() {
        for (name, expected) in [
            (
                "Self",
                "a.yaml:7:5: error[name]: `Self` cannot be the name of a type",
            ),
            (
                "A²",
                "a.yaml:7:5: error[name]: `A²` cannot be the name of a type",
            ),
            (
                "GetASuccess",
                "a.yaml:7:5: error[name-collision]: the schema `GetASuccess` makes the same type as the replies of `get_a`",
            ),
        ] {
            let reply =
                |schema: &str| format!("{{content: {{application/json: {{schema: {schema}}}}}}}");
            let text = format!(
                "openapi: 3.0.3
paths:
  /a: {{get: {{operationId: get_a, responses: {{'200': {}, '202': {}}}}}}}

components:
  schemas:
    '{name}': {{type: object, properties: {{a: {{}}}}}}
",
                reply(&format!("{{$ref: '#/components/schemas/{name}'}}")),
                reply("{type: string}"),
            );
            let document = source::parse("a.yaml", &text).expect("it parses");
            let (lowered, found) = crate::lower::lower(document.clone());
            assert_eq!(found, [], "{text}");
            let found = crate::lint::lint_lowered(&document, &lowered, crate::lint::Known::All);
            let told: Vec<String> = found.iter().map(ToString::to_string).collect();
            assert!(told.len() == 1 && told[0].starts_with(expected), "{told:?}");
        }
    }
}
