//! `replies`: names what each of several replies of an operation holds, and what a failure does.
//!
//! An enum is made of several, whose variants hold types with names; progenitor has no type for a failure that
//! needs none of its own, such as a string.

use super::inline::add;
use super::{each_inner_schema, response_name};
use crate::diagnostic::Diagnostic;
use crate::document::{Document, Member, Object, SCHEMAS, Value};
use crate::names::type_name;
use crate::operation::operations;
use crate::reply::Replies;

pub(super) fn lower(document: &mut Document, _: &mut Vec<Diagnostic>) {
    let mut wanted = Vec::new();
    for operation in operations(document) {
        let replies = Replies::of(document, &operation);
        let successes = replies.successes.iter();
        let successes = successes.filter(|_| replies.has_several_successes());
        let operation_name = type_name(operation.id().unwrap_or_default());
        for reply in successes.chain(&replies.failures) {
            if let Some(schema) = reply.schema
                && (document.schema_name(schema).is_none() || schema.is_true("nullable"))
            {
                wanted.push((
                    response_name(&operation_name, reply.status),
                    schema.position.clone(),
                ));
            }
        }
    }
    let mut hoisted = Object::new();
    each_inner_schema(document, &mut |schema, name| {
        if wanted
            .iter()
            .any(|(wanted, at)| wanted == name && *at == schema.position)
        {
            let mut target = schema.with(Value::Object(Object::new()));
            let reference = schema.with(Value::String(format!("{SCHEMAS}{name}")));
            target.set("$ref", reference);
            let key = schema.position.clone();
            let node = std::mem::replace(schema, target);
            hoisted.insert(name.to_owned(), Member { key, node });
        }
    });
    if !hoisted.is_empty() {
        add(document, hoisted);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::lower::passed;

    #[test]
    fn what_each_of_several_replies_and_a_failure_holds_gets_the_name_of_its_status() {
        let text = "
paths:
  /a:
    get:
      operationId: read_a
      responses:
        '200': {content: {application/json: {schema: {type: string}}}}
        '201': {content: {application/json: {schema: {type: integer}}}}
        4XX: {content: {application/json: {schema: {type: boolean}}}}
";
        let (document, found) = passed(super::lower, text);
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(
            document["components"]["schemas"],
            json!({
                "ReadAResponse200": {"type": "string"},
                "ReadAResponse201": {"type": "integer"},
                "ReadAResponse4xx": {"type": "boolean"},
            })
        );
        let schema = |status: &str| {
            let response = &document["paths"]["/a"]["get"]["responses"][status];
            response["content"]["application/json"]["schema"].clone()
        };
        assert_eq!(
            schema("200"),
            json!({"$ref": "#/components/schemas/ReadAResponse200"})
        );
        assert_eq!(
            schema("201"),
            json!({"$ref": "#/components/schemas/ReadAResponse201"})
        );
        assert_eq!(
            schema("4XX"),
            json!({"$ref": "#/components/schemas/ReadAResponse4xx"})
        );
    }
}
