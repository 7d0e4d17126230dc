//! What the document says of operations, as far as a server needs it.

use std::collections::BTreeMap;

use hyper::Method;
use jsonschema::{Draft, Validator};
use serde_json::{Value, json};

/// An operation that can be called.
pub(super) struct Operation {
    pub(super) id: String,
    pub(super) method: Method,
    segments: Vec<Segment>,
    /// The alternatives of security schemes; each the headers that carry it, by scheme.
    pub(super) security: Vec<BTreeMap<String, Header>>,
    /// What the body has to be, if there is one.
    pub(super) body: Option<Validator>,
    /// The documented example of a success.
    pub(super) example: Option<Value>,
}

enum Segment {
    Text(String),
    Variable(String),
}

/// The header of a security scheme, and what stands before the secret in it.
pub(super) struct Header {
    pub(super) name: String,
    pub(super) prefix: &'static str,
}

/// The path of a base URL, without a slash at its end.
pub(super) fn prefix(base_url: &str) -> String {
    let path = reqwest::Url::parse(base_url).map(|url| url.path().to_owned());
    path.unwrap_or_default().trim_end_matches('/').to_owned()
}

/// Every operation of `document`, lowered and with schemas of JSON Schema, as JSON; or why it cannot be served.
pub(super) fn operations(document: &str) -> Result<Vec<Operation>, String> {
    let document: Value = serde_json::from_str(document).map_err(|error| error.to_string())?;
    let mut operations = Vec::new();
    for (path, item) in members(&document["paths"]) {
        for (method, operation) in members(item) {
            let Some(id) = operation["operationId"].as_str() else {
                continue;
            };
            let method = method.to_uppercase().parse::<Method>();
            operations.push(Operation {
                id: id.to_owned(),
                method: method.map_err(|error| error.to_string())?,
                segments: path.split('/').skip(1).map(segment).collect(),
                security: security(&document, operation),
                body: body(&document, operation)?,
                example: example(operation),
            });
        }
    }
    Ok(operations)
}

fn segment(text: &str) -> Segment {
    match text
        .strip_prefix('{')
        .and_then(|text| text.strip_suffix('}'))
    {
        Some(name) => Segment::Variable(name.to_owned()),
        None => Segment::Text(text.to_owned()),
    }
}

impl Operation {
    /// The values of the path's variables, if `path` is one of this operation.
    pub(super) fn variables(&self, path: &[String]) -> Option<BTreeMap<&str, String>> {
        if path.len() != self.segments.len() {
            return None;
        }
        let mut variables = BTreeMap::new();
        for (segment, value) in self.segments.iter().zip(path) {
            match segment {
                Segment::Text(text) if text == value => {}
                Segment::Variable(name) if !value.is_empty() => {
                    variables.insert(name.as_str(), value.clone());
                }
                _ => return None,
            }
        }
        Some(variables)
    }

    /// Sorts before every operation whose path also matches but is less exact.
    pub(super) fn exactness(&self) -> Vec<bool> {
        let is_variable = |segment: &Segment| matches!(segment, Segment::Variable(_));
        self.segments.iter().map(is_variable).collect()
    }
}

/// The members of an object.
fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn security(document: &Value, operation: &Value) -> Vec<BTreeMap<String, Header>> {
    let own = operation
        .get("security")
        .or_else(|| document.get("security"));
    let alternatives = own.and_then(Value::as_array).into_iter().flatten();
    let header = |scheme: &Value| match scheme["name"].as_str() {
        Some(name) => Header {
            name: name.to_lowercase(),
            prefix: "",
        },
        None => Header {
            name: "authorization".to_owned(),
            prefix: "Bearer ",
        },
    };
    let schemes = &document["components"]["securitySchemes"];
    alternatives
        .map(|alternative| {
            members(alternative)
                .map(|(name, _)| (name.clone(), header(&schemes[name])))
                .collect()
        })
        .collect()
}

fn body(document: &Value, operation: &Value) -> Result<Option<Validator>, String> {
    // There is one media type: the generator refuses others.
    let content = members(&operation["requestBody"]["content"]).next();
    let Some((_, media_type)) = content else {
        return Ok(None);
    };
    let mut schema = media_type["schema"].clone();
    // Where references lead.
    schema["components"] = json!({ "schemas": document["components"]["schemas"] });
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .build(&schema)
        .map(Some)
        .map_err(|error| error.to_string())
}

/// The first documented example of a success.
fn example(operation: &Value) -> Option<Value> {
    let is_success = |status: &&String| status.starts_with('2');
    let (_, response) = members(&operation["responses"]).find(|(status, _)| is_success(status))?;
    let (_, media_type) = members(&response["content"]).next()?;
    let named = members(&media_type["examples"]).next();
    let named = named.and_then(|(_, example)| example.get("value"));
    named.or_else(|| media_type.get("example")).cloned()
}
