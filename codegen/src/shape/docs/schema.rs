//! What there is to say of a schema: its description, and every keyword that a type doesn't show.

use super::markdown::code;
use crate::document::{Document, Node, Value};
use crate::schema::{has_effect, has_type, ruled_range};

/// Keywords that allow or forbid values, in the order in which they are told.
const RULES: [&str; 14] = [
    "format",
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

/// The description of a field, a parameter or a body, with all that is to be said of its value.
pub(super) fn of_value(document: &Document, schema: &Node, name: &str) -> String {
    let text = text(document, schema).map_or_else(|| undescribed(name), str::to_owned);
    with_facts(text, schema)
}

/// The description of a value, be it that of its type.
pub(super) fn text<'d>(document: &'d Document, schema: &'d Node) -> Option<&'d str> {
    let target = document
        .schema_name(schema)
        .and_then(|name| document.schema(name));
    said(schema).or_else(|| target.and_then(said))
}

/// The description of a schema; else its title, which is the shortest one.
pub(super) fn said(schema: &Node) -> Option<&str> {
    schema.said("description").or_else(|| schema.said("title"))
}

/// What is said of what the document has no description of.
pub(super) fn undescribed(name: &str) -> String {
    format!("{}, which the document doesn't describe.", code(name))
}

/// The description of a type, with all that is to be said of its values.
pub(super) fn of_type(schema: &Node, name: &str) -> String {
    let text = said(schema).map_or_else(|| undescribed(name), str::to_owned);
    with_facts(text, schema)
}

/// A description, with all that is to be said of a value.
pub(super) fn with_facts(text: String, schema: &Node) -> String {
    let mut parts = vec![text];
    parts.extend(facts(schema));
    parts.join("\n\n")
}

/// Everything but the description, a paragraph each; what stands beside a reference is said, not what it
/// leads to.
pub(super) fn facts(schema: &Node) -> Vec<String> {
    let mut facts = own(schema);
    facts.extend(of_parts(schema, ""));
    facts
}

/// What is said of the items or the values in a value; `of` says in which, e.g. ` of each item`.
fn of_parts(schema: &Node, of: &str) -> Vec<String> {
    let mut facts = Vec::new();
    for (keyword, part) in [("items", "item"), ("additionalProperties", "value")] {
        let Some(inner) = schema.get(keyword) else {
            continue;
        };
        let text = said(inner).map(str::to_owned);
        let parts = text.into_iter().chain(own(inner));
        facts.extend(parts.map(|said| format!("Each {part}{of}: {said}")));
        facts.extend(of_parts(inner, &format!(" of each {part}{of}")));
    }
    facts
}

/// What is said of a value as a whole.
fn own(schema: &Node) -> Vec<String> {
    let mut facts = Vec::new();
    if schema.is_true("deprecated") {
        facts.push("Deprecated.".to_owned());
    }
    let is_described = schema.said("description").is_some();
    if let Some(title) = schema.said("title").filter(|_| is_described) {
        facts.push(format!("Title: {title}"));
    }
    let mut short: Vec<String> = Vec::new();
    let values = schema.items("enum");
    let is_null = !values.is_empty() && values.iter().all(Node::is_null);
    if schema.is_true("nullable") && !is_null {
        short.push("May be `null`.".to_owned());
    }
    if schema.is_true("readOnly") {
        short.push("Read only: it is in replies.".to_owned());
    }
    if schema.is_true("writeOnly") {
        short.push("Write only: it is in requests.".to_owned());
    }
    let mut rules = rules(schema);
    let rest = schema.get("additionalProperties");
    if schema.get("properties").is_none()
        && rest.is_some_and(|rest| matches!(rest.value, Value::Bool(false)))
    {
        rules.push(code("additionalProperties: false"));
    }
    if !rules.is_empty() {
        short.push(format!("Rules: {}.", rules.join(", ")));
    }
    let format = schema
        .get("format")
        .filter(|node| has_effect(schema, "format", node));
    let format = format.and_then(Node::as_str);
    if let Some(format) = format.filter(|format| !is_checked(schema, format)) {
        let how = if format == "password" {
            "not shown"
        } else {
            "not checked"
        };
        short.push(format!("Format: {}, which is {how}.", code(format)));
    }
    if let Some(values) = allowed(schema) {
        short.push(values);
    }
    for (keyword, label) in [("default", "Default"), ("example", "Example")] {
        if let Some(value) = schema.get(keyword) {
            short.push(format!("{label}: {}.", code(&value.to_json().to_string())));
        }
    }
    for example in schema.items("examples") {
        short.push(format!(
            "Example: {}.",
            code(&example.to_json().to_string())
        ));
    }
    if !short.is_empty() {
        facts.push(short.join(" "));
    }
    if let Some(docs) = schema.get("externalDocs") {
        facts.push(external(docs));
    }
    facts
}

/// `minimum: 1000`
fn rules(schema: &Node) -> Vec<String> {
    RULES
        .iter()
        .filter_map(|keyword| {
            let value = schema
                .get(keyword)
                .filter(|value| has_effect(schema, keyword, value))?;
            let text = match &value.value {
                Value::Bool(false) => return None,
                Value::String(text) if *keyword == "format" && !is_checked(schema, text) => {
                    return None;
                }
                Value::String(text) => text.clone(),
                _ => value.to_json().to_string(),
            };
            Some(code(&format!("{keyword}: {text}")))
        })
        .collect()
}

/// Whether a value is held to its format: by its type, or by a rule.
fn is_checked(schema: &Node, format: &str) -> bool {
    let of_type = schema.str("type").unwrap_or_default();
    has_type(format, of_type) || format == "uri" || ruled_range(schema).is_some()
}

/// The values of an enum that is no type of its own.
fn allowed(schema: &Node) -> Option<String> {
    let values = schema.items("enum");
    if values.iter().any(|value| value.as_str().is_some()) {
        return None;
    }
    let values: Vec<String> = values
        .iter()
        .map(|value| code(&value.to_json().to_string()))
        .collect();
    match values.as_slice() {
        [] => None,
        [value] => Some(format!("Always {value}.")),
        values => Some(format!("One of {}.", values.join(", "))),
    }
}

/// A page that says more.
pub(super) fn external(docs: &Node) -> String {
    let url = docs.str("url").unwrap_or_default();
    match docs.said("description") {
        Some(text) => format!("See {url}: {text}"),
        None => format!("See {url}"),
    }
}
