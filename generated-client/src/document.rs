//! What the document says of operations, as far as a server needs it: requests and replies are held
//! against this, not against the client's types, which would agree with themselves.

#[cfg(feature = "httpmock")]
mod exchange;
mod route;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use jsonschema::{Draft, Validator};
use reqwest::Method;
use serde_json::{Value, json};

pub(crate) use route::{at, segments};

#[cfg(feature = "mock")]
use crate::generated::DOCUMENT;

/// An operation that can be called.
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: Method,
    segments: Vec<Segment>,
    /// What the values of the path's variables have to be.
    parameters: BTreeMap<String, Schema>,
    /// The alternatives of security schemes; each the headers that carry it, by scheme.
    pub(crate) security: Vec<BTreeMap<String, Header>>,
    /// What the body of a request has to be, if there is one.
    pub(crate) body: Option<Schema>,
    /// The media type of the body of a request, if there is one.
    #[cfg_attr(not(feature = "httpmock"), allow(dead_code, reason = "for mocks"))]
    media_type: Option<String>,
    /// What the bodies of replies have to be, by status, range of statuses or `default`.
    replies: BTreeMap<String, Option<Schema>>,
    /// The documented example of a success.
    pub(crate) example: Option<Value>,
}

enum Segment {
    Text(String),
    Variable(String),
}

/// The header of a security scheme, and what stands before the secret in it.
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) prefix: &'static str,
}

/// A schema of the document.
pub(crate) struct Schema {
    schema: Value,
    /// Made when it is wanted first, since most are not.
    validator: OnceLock<Result<Validator, String>>,
}

/// What is wrong with a value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Problem {
    /// A JSON pointer to the part that it is about; empty for all of it.
    pub(crate) pointer: String,
    pub(crate) message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.pointer.is_empty() {
            write!(f, "{}: ", self.pointer)?;
        }
        f.write_str(&self.message)
    }
}

/// The path of a base URL, without a slash at its end.
pub(crate) fn prefix(base_url: &str) -> String {
    let path = reqwest::Url::parse(base_url).map(|url| url.path().to_owned());
    path.unwrap_or_default().trim_end_matches('/').to_owned()
}

/// Every operation of the document, or why they cannot be served.
#[cfg(feature = "mock")]
pub(crate) fn operations() -> Result<Vec<Operation>, String> {
    operations_of(DOCUMENT)
}

/// Every operation of a document, or why they cannot be served.
pub(crate) fn operations_of(document: &str) -> Result<Vec<Operation>, String> {
    let document: Value = serde_json::from_str(document).map_err(|error| error.to_string())?;
    let mut operations = Vec::new();
    for (path, item) in members(&document["paths"]) {
        for (method, operation) in members(item) {
            let Some(id) = operation["operationId"].as_str() else {
                continue;
            };
            let method = method.to_uppercase().parse::<Method>();
            let content = |content: &Value| {
                // There is one media type: the generator refuses others.
                let (_, media_type) = members(content).next()?;
                Some(Schema::new(&document, &media_type["schema"]))
            };
            operations.push(Operation {
                id: id.to_owned(),
                method: method.map_err(|error| error.to_string())?,
                segments: path.split('/').skip(1).map(segment).collect(),
                parameters: parameters(&document, item, operation),
                security: security(&document, operation),
                body: content(&operation["requestBody"]["content"]),
                media_type: members(&operation["requestBody"]["content"])
                    .next()
                    .map(|(name, _)| name.clone()),
                replies: members(&operation["responses"])
                    .map(|(status, reply)| (status.clone(), content(&reply["content"])))
                    .collect(),
                example: example(operation),
            });
        }
    }
    Ok(operations)
}

/// The schema of that name.
#[cfg(feature = "mock")]
pub(crate) fn schema(name: &str) -> Result<Schema, String> {
    let document: Value = serde_json::from_str(DOCUMENT).map_err(|error| error.to_string())?;
    let schema = json!({ "$ref": format!("#/components/schemas/{name}") });
    Ok(Schema::new(&document, &schema))
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
    pub(crate) fn variables(&self, path: &[String]) -> Option<BTreeMap<&str, String>> {
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

    /// What is wrong with the values of the path's variables.
    pub(crate) fn path_problems(&self, variables: &BTreeMap<&str, String>) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (name, value) in variables {
            let Some(schema) = self.parameters.get(*name) else {
                continue;
            };
            let found = schema.problems(&schema.typed(value));
            problems.extend(found.into_iter().map(|problem| Problem {
                pointer: String::new(),
                message: format!("{name}: {problem}"),
            }));
        }
        problems
    }

    /// What is wrong with the body of a reply.
    pub(crate) fn reply_problems(&self, status: u16, body: &Value) -> Vec<Problem> {
        let range = format!("{}XX", status / 100);
        let documented = [status.to_string().as_str(), &range, "default"]
            .into_iter()
            .find_map(|key| self.replies.get(key));
        match documented {
            Some(Some(schema)) => schema.problems(body),
            // The document says nothing of its body.
            Some(None) => Vec::new(),
            None => vec![Problem {
                pointer: String::new(),
                message: format!("the document has no reply with status {status}"),
            }],
        }
    }

    /// Sorts before every operation whose path also matches but is less exact.
    pub(crate) fn exactness(&self) -> Vec<bool> {
        let is_variable = |segment: &Segment| matches!(segment, Segment::Variable(_));
        self.segments.iter().map(is_variable).collect()
    }
}

impl Schema {
    fn new(document: &Value, schema: &Value) -> Self {
        let mut schema = schema.clone();
        // Where references lead.
        schema["components"] = json!({ "schemas": document["components"]["schemas"] });
        Self {
            schema,
            validator: OnceLock::new(),
        }
    }

    /// What is wrong with `value`.
    pub(crate) fn problems(&self, value: &Value) -> Vec<Problem> {
        let validator = self.validator.get_or_init(|| {
            jsonschema::options()
                .with_draft(Draft::Draft202012)
                .should_validate_formats(true)
                .build(&self.schema)
                .map_err(|error| format!("its schema cannot be used: {error}"))
        });
        match validator {
            Ok(validator) => validator
                .iter_errors(value)
                .map(|error| Problem {
                    pointer: error.instance_path().as_str().to_owned(),
                    message: error.to_string(),
                })
                .collect(),
            Err(message) => vec![Problem {
                pointer: String::new(),
                message: message.clone(),
            }],
        }
    }

    /// The value that a text in a path stands for.
    fn typed(&self, text: &str) -> Value {
        match self.schema["type"].as_str() {
            Some("integer" | "number" | "boolean") => text.parse().unwrap_or_else(|_| text.into()),
            _ => text.into(),
        }
    }
}

/// The members of an object.
fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn parameters(document: &Value, item: &Value, operation: &Value) -> BTreeMap<String, Schema> {
    // Those of the operation come last, since they take the place of those of the path.
    let of_both = [&item["parameters"], &operation["parameters"]];
    let all = of_both
        .into_iter()
        .filter_map(Value::as_array)
        .flatten()
        .filter(|parameter| parameter["in"] == "path");
    all.filter_map(|parameter| {
        let name = parameter["name"].as_str()?.to_owned();
        Some((name, Schema::new(document, &parameter["schema"])))
    })
    .collect()
}

fn security(document: &Value, operation: &Value) -> Vec<BTreeMap<String, Header>> {
    let own = operation
        .get("security")
        .or_else(|| document.get("security"));
    let alternatives = own.and_then(Value::as_array).into_iter().flatten();
    let header = |scheme: &Value| match scheme["name"].as_str() {
        Some(name) if scheme["type"] == "apiKey" => Header {
            name: name.to_lowercase(),
            prefix: "",
        },
        _ => Header {
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

/// The first documented example of a success.
fn example(operation: &Value) -> Option<Value> {
    let is_success = |status: &&String| status.starts_with('2');
    let (_, response) = members(&operation["responses"]).find(|(status, _)| is_success(status))?;
    let (_, media_type) = members(&response["content"]).next()?;
    let named = members(&media_type["examples"]).next();
    let named = named.and_then(|(_, example)| example.get("value"));
    named.or_else(|| media_type.get("example")).cloned()
}
