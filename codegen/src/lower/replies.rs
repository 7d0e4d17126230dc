//! `replies`: names what each of several replies of an operation holds, and what a failure does.
//!
//! An enum is made of several, whose variants hold types with names; progenitor has no type for a failure that
//! needs none of its own, such as a string.

use super::inline::add;
use super::{each_inner_schema, joined, response_name, schema_names};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Member, Object, Position, SCHEMAS, Value, reference_of};
use crate::names::type_name;
use crate::operation::operations;
use crate::reply::Replies;

pub(super) fn lower(document: &mut Document, found: &mut Vec<Diagnostic>) {
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
    let taken = schema_names(document);
    let mut hoisted = Object::new();
    each_inner_schema(document, &mut |schema, name| {
        let is_wanted =
            |(wanted, at): &(String, Position)| wanted == name && *at == schema.position;
        // The reference that a nullable one is around stands in the same place.
        if !wanted.iter().any(is_wanted) || schema.get("$ref").is_some() {
            return;
        }
        // What may be null besides has the name of its status.
        let mut name = match reference_of(schema).and_then(|to| to.strip_prefix(SCHEMAS)) {
            Some(inner) if inner == name => joined(name, "or_null"),
            _ => name.to_owned(),
        };
        if taken.contains(&name) {
            found.push(Diagnostic::error(
                Code::NameCollision,
                &schema.position,
                format!("this schema would be called `{name}`, as another is"),
                "give the other one another name",
            ));
            // What both are is looked at all the same.
            name = format!("{name} {}", found.len());
        }
        let mut target = schema.with(Value::Object(Object::new()));
        let reference = schema.with(Value::String(format!("{SCHEMAS}{name}")));
        target.set("$ref", reference);
        let key = schema.position.clone();
        let node = std::mem::replace(schema, target);
        hoisted.insert(name, Member { key, node });
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

    #[test]
    fn a_reply_that_may_be_null_besides_is_not_the_type_that_it_may_be() {
        let text = "
components: {schemas: {ReadAResponse404: {type: object}}}
paths:
  /a:
    get:
      operationId: read_a
      responses:
        4XX: {content: {application/json: {schema: {nullable: true, allOf: [{$ref: '#/components/schemas/ReadAResponse4xx'}]}}}}
        404: {content: {application/json: {schema: {type: string}}}}
";
        let (document, found) = passed(super::lower, text);
        assert_eq!(
            document["components"]["schemas"]["ReadAResponse4xxOrNull"],
            json!({"nullable": true, "allOf": [{"$ref": "#/components/schemas/ReadAResponse4xx"}]})
        );
        let expected = "a.yaml:9:52: error[name-collision]: this schema would be called `ReadAResponse404`, as another is";
        assert!(
            found.len() == 1 && found[0].starts_with(expected),
            "{found:?}"
        );
    }
}
