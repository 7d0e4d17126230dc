//! Keywords are those of the specification, with values that they can have.

use super::nearest;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Member, Node, Value};
use crate::vocabulary::{Fate, Keyword, Shape, TYPES, Thing, Version, Visit, walk};

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    let version = Version::of(document);
    walk(document, &mut Keywords { version, found });
}

struct Keywords<'f> {
    version: Version,
    found: &'f mut Vec<Diagnostic>,
}

impl<'a> Visit<'a> for Keywords<'_> {
    fn object(&mut self, thing: Thing, node: &'a Node, _: &str) {
        if thing.is_referable() && node.get("$ref").is_some() {
            self.siblings(thing, node);
            return;
        }
        for keyword in thing.keywords(self.version) {
            if keyword.required && node.get(keyword.name).is_none() {
                // OpenAPI 3.1 doesn't ask for these; a client does.
                let is_ours =
                    self.version == Version::V3_1 && matches!(keyword.name, "paths" | "responses");
                if is_ours {
                    self.found.push(Diagnostic::error(
                        Code::Unsupported,
                        &node.position,
                        format!(
                            "{} without `{}` is not supported",
                            thing.name(),
                            keyword.name
                        ),
                        format!("add `{}`: a client is made of it", keyword.name),
                    ));
                    continue;
                }
                self.found.push(Diagnostic::error(
                    Code::MissingKeyword,
                    &node.position,
                    format!("{} has no `{}`", thing.name(), keyword.name),
                    format!(
                        "add `{}`: OpenAPI {} requires it",
                        keyword.name,
                        self.version.number()
                    ),
                ));
            }
        }
    }

    fn member(
        &mut self,
        thing: Thing,
        object: &'a Node,
        name: &'a str,
        member: &'a Member,
        keyword: Option<&'static Keyword>,
        _: &str,
    ) {
        // It is said of what they are in.
        let is_told = matches!(
            thing,
            Thing::Discriminator
                | Thing::Xml
                | Thing::Link
                | Thing::Encoding
                | Thing::ServerVariable
                | Thing::SecurityScheme
                | Thing::OauthFlows
                | Thing::ImplicitFlow
                | Thing::TokenFlow
                | Thing::CodeFlow
        );
        match keyword.map(|keyword| keyword.fate) {
            Some(Fate::Refused | Fate::Warned) if is_told => {}
            Some(Fate::Refused) => self.found.push(Diagnostic::error(
                Code::Unsupported,
                &member.key,
                format!("`{name}` of {} is not supported", thing.name()),
                match (thing, name) {
                    (Thing::Server, "variables") => {
                        "write the URL with the values in their places, and remove the variables"
                    }
                    (Thing::Parameter | Thing::Header, "content")
                        if object.get("schema").is_none() =>
                    {
                        "write `schema` in its place, e.g. `schema: {type: string}`"
                    }
                    _ => "remove it; the client would not do what it says",
                },
            )),
            Some(Fate::Warned) => self.found.push(Diagnostic::warning(
                Code::NoEffect,
                &member.key,
                format!("`{name}` of {} has no effect on the client", thing.name()),
                "remove it, or leave it to other readers of the document",
            )),
            Some(_) => {}
            None if name.starts_with("x-") => self.extension(name, member),
            None => self
                .found
                .push(unknown(thing, object, name, member, self.version)),
        }
    }

    fn mismatch(&mut self, node: &'a Node, shape: Shape, name: &str) {
        self.found.push(mismatch(node, shape, name, self.version));
    }
}

impl Keywords<'_> {
    fn siblings(&mut self, thing: Thing, node: &Node) {
        if thing == Thing::Schema && self.version == Version::V3_1 {
            return;
        }
        for (name, member) in node.as_object().into_iter().flatten() {
            if name != "$ref" && !thing.may_override(name, self.version) {
                self.found.push(Diagnostic::warning(
                    Code::RefSiblings,
                    &member.key,
                    format!("`{name}` stands beside a `$ref` and is ignored"),
                    match thing {
                        _ if thing.keyword(name, self.version).is_none() => "remove it",
                        Thing::Schema => {
                            "put it where the reference leads, or the reference into an `allOf`"
                        }
                        _ => "put it where the reference leads",
                    },
                ));
            }
        }
    }

    fn extension(&mut self, name: &str, member: &Member) {
        if name == crate::reference::FILES {
            return;
        }
        self.found.push(Diagnostic::warning(
            Code::UnknownExtension,
            &member.key,
            format!("the extension `{name}` means nothing to this generator"),
            "`x-required-permissions`, in an operation, is the one that does",
        ));
    }
}

/// What is wrong with a name that is no keyword.
pub(super) fn unknown(
    thing: Thing,
    object: &Node,
    name: &str,
    member: &Member,
    version: Version,
) -> Diagnostic {
    let help = match name {
        "nullable" => "write e.g. `type: [string, 'null']`",
        "const" => "write `enum` with the one value",
        _ => "remove it, or write it as an extension, `x-…`",
    };
    let (number, what) = (version.number(), thing.name());
    Diagnostic::error(
        Code::UnknownKeyword,
        &member.key,
        format!("OpenAPI {number} has no `{name}` in {what}"),
        help,
    )
    .or_meant(meant_keyword(thing, object, name, version))
}

/// The keyword that someone may have meant by a name that is none, in an object.
fn meant_keyword(
    thing: Thing,
    object: &Node,
    name: &str,
    version: Version,
) -> Option<&'static str> {
    let reference = thing.is_referable().then_some("$ref");
    // What is there already isn't meant once more.
    let known = thing.keywords(version).map(|keyword| keyword.name);
    let known = known.filter(|name| object.get(name).is_none());
    // However short it is: one that has to be there and isn't.
    let missing = || {
        let mut keywords = thing.keywords(version);
        let is_meant = |keyword: &&Keyword| {
            keyword.required
                && object.get(keyword.name).is_none()
                && strsim::damerau_levenshtein(name, keyword.name) == 1
        };
        keywords.find(is_meant).map(|keyword| keyword.name)
    };
    nearest(name, known.chain(reference)).or_else(missing)
}

/// What is wrong with a value that isn't of its keyword's shape.
pub(super) fn mismatch(node: &Node, shape: Shape, name: &str, version: Version) -> Diagnostic {
    // Of a list of types the one that is none.
    let is_type = |item: &Node| {
        item.as_str()
            .is_some_and(|name| TYPES.contains(&name) || name == "null")
    };
    let items = node.as_array().filter(|_| version == Version::V3_1);
    let wrong = items.and_then(|items| items.iter().find(|item| !is_type(item)));
    let node = wrong
        .filter(|_| matches!(shape, Shape::Type))
        .unwrap_or(node);
    let (code, expected) = expected(shape, version);
    let what = match name {
        // The name of a keyword, or what an object is called.
        what if what.contains(' ') => what.to_owned(),
        keyword => format!("`{}`", keyword.trim_matches('`')),
    };
    if matches!(shape, Shape::Name) && node.as_str() == Some("") {
        let message = format!("{what} is empty");
        return Diagnostic::error(
            Code::WrongValue,
            &node.position,
            message,
            "write what it is",
        );
    }
    let help = match shape {
        _ if name == "required" && matches!(node.value, Value::Bool(_)) => {
            "list the property's name under `required` of the object that has it".to_owned()
        }
        Shape::Type if version == Version::V3_1 && holds_null(node) => {
            "write the type as `'null'`, in quotes: without them it is no text".to_owned()
        }
        Shape::Type if node.as_array().is_some() && version == Version::V3_0 => {
            "write one type, and `nullable: true` if it may be null".to_owned()
        }
        Shape::Exclusive if matches!(node.value, Value::Number(_)) => {
            let bound = node.to_json();
            format!("write `{}: {bound}` and `{name}: true`", inclusive(name))
        }
        Shape::Exclusive if matches!(node.value, Value::Bool(_)) => {
            format!("write the number here, in place of `{}`", inclusive(name))
        }
        Shape::Text | Shape::Name if matches!(node.value, Value::Number(_) | Value::Bool(_)) => {
            format!("write it in quotes: `'{}'`", node.to_json())
        }
        Shape::Url => "write e.g. `https://example.com`".to_owned(),
        Shape::Email => "write e.g. `api@example.com`".to_owned(),
        _ => format!("write {expected}"),
    };
    let message = format!("{what} is not {expected}");
    if unquoted(node, shape, version).is_some() {
        return Diagnostic {
            meant: node.as_str().map(str::to_owned),
            ..Diagnostic::error(code, &node.position, message, "write it without quotes")
        };
    }
    Diagnostic::error(code, &node.position, message, help)
        .or_meant(meant_value(node, shape, version))
}

/// The bound that is beside an exclusive one in 3.0.
fn inclusive(name: &str) -> &'static str {
    if name.contains("Minimum") {
        "minimum"
    } else {
        "maximum"
    }
}

/// The flag or number that is meant by a text.
fn unquoted(node: &Node, shape: Shape, version: Version) -> Option<Value> {
    let value = value_of(node.as_str()?)?;
    let is_meant = match (shape, &value) {
        (Shape::Flag, Value::Bool(_)) | (Shape::Number, Value::Number(_)) => true,
        (Shape::Count, Value::Number(number)) => number.as_u64().is_some(),
        (Shape::Exclusive, Value::Bool(_)) => version == Version::V3_0,
        (Shape::Exclusive, Value::Number(_)) => version == Version::V3_1,
        _ => false,
    };
    is_meant.then_some(value)
}

/// What a text would be without quotes, if that is a flag or a number.
pub(super) fn value_of(text: &str) -> Option<Value> {
    let flag = || text.parse().map(Value::Bool);
    text.parse().map(Value::Number).or_else(|_| flag()).ok()
}

/// Whether a node is the value `null`, or a list with it.
fn holds_null(node: &Node) -> bool {
    node.is_null()
        || node
            .as_array()
            .is_some_and(|items| items.iter().any(Node::is_null))
}

/// The choice of its keyword that someone may have meant by a value that is none.
fn meant_value(node: &Node, shape: Shape, version: Version) -> Option<&'static str> {
    let choices = match shape {
        Shape::Type => &TYPES[..],
        Shape::Choice(choices) => choices,
        _ => return None,
    };
    let null = matches!(shape, Shape::Type) && version == Version::V3_1;
    let choices = choices.iter().copied().chain(null.then_some("null"));
    nearest(node.as_str()?, choices)
}

/// What a value should have been.
fn expected(shape: Shape, version: Version) -> (Code, String) {
    let text = match shape {
        Shape::Any => "a value",
        Shape::Text | Shape::Name => "a string",
        Shape::Url => {
            return (Code::WrongValue, "a URL".to_owned());
        }
        Shape::Email => {
            return (Code::WrongValue, "an email address".to_owned());
        }
        Shape::Flag => "`true` or `false`",
        Shape::Number => "a number",
        Shape::Count => "an integer from 0",
        Shape::List(_) => "a list",
        Shape::Map(_) | Shape::Is(_) | Shape::SchemaOrFlag => "an object",
        Shape::Exclusive if version == Version::V3_0 => "`true` or `false`, as in OpenAPI 3.0",
        Shape::Exclusive => "a number, as in OpenAPI 3.1",
        Shape::Type => {
            let types = match version {
                Version::V3_0 => "`array`, `boolean`, `integer`, `number`, `object` or `string`",
                Version::V3_1 => {
                    "`array`, `boolean`, `integer`, `null`, `number`, `object` or `string`"
                }
            };
            return (Code::WrongValue, format!("the name of a type: {types}"));
        }
        Shape::Choice(choices) => {
            let choices: Vec<String> = choices.iter().map(|choice| format!("`{choice}`")).collect();
            return (Code::WrongValue, format!("one of {}", choices.join(", ")));
        }
    };
    (Code::WrongType, text.to_owned())
}
