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
            let is_missing = keyword.required && node.get(keyword.name).is_none();
            if is_missing && !is_misspelt(node, thing, self.version, keyword.name) {
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
        _: &'a Node,
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
        );
        match keyword.map(|keyword| keyword.fate) {
            Some(Fate::Refused | Fate::Warned) if is_told => {}
            Some(Fate::Refused) => self.found.push(Diagnostic::error(
                Code::Unsupported,
                &member.key,
                format!("`{name}` of {} is not supported", thing.name()),
                "remove it; the client would not do what it says",
            )),
            Some(Fate::Warned) => self.found.push(Diagnostic::warning(
                Code::NoEffect,
                &member.key,
                format!("`{name}` of {} has no effect on the client", thing.name()),
                "remove it, or leave it to other readers of the document",
            )),
            Some(_) => {}
            None if name.starts_with("x-") => self.extension(name, member),
            None => self.unknown(thing, name, member),
        }
    }

    fn mismatch(&mut self, node: &'a Node, shape: Shape, name: &str) {
        let (code, expected) = expected(shape, self.version);
        let what = match name.trim_matches('`') {
            // The name of a keyword, or what an object is called.
            keyword if name.contains(' ') => keyword.to_owned(),
            keyword => format!("`{keyword}`"),
        };
        let choices = match shape {
            Shape::Type => &TYPES[..],
            Shape::Choice(choices) => choices,
            _ => &[],
        };
        let meant = node.as_str();
        let meant = meant.and_then(|text| nearest(text, choices.iter().copied()));
        let help = match meant {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None if name == "required" && matches!(node.value, Value::Bool(_)) => {
                "list the property's name under `required` of the object that has it".to_owned()
            }
            None if matches!(shape, Shape::Type)
                && node.as_array().is_some()
                && self.version == Version::V3_0 =>
            {
                "write one type, and `nullable: true` if it may be null".to_owned()
            }
            None => format!("write {expected}"),
        };
        self.found.push(Diagnostic::error(
            code,
            &node.position,
            format!("{what} is not {expected}"),
            help,
        ));
    }
}

impl Keywords<'_> {
    fn siblings(&mut self, thing: Thing, node: &Node) {
        if thing == Thing::Schema && self.version == Version::V3_1 {
            return;
        }
        for (name, member) in node.as_object().into_iter().flatten() {
            if name != "$ref" {
                self.found.push(Diagnostic::warning(
                    Code::RefSiblings,
                    &member.key,
                    format!("`{name}` stands beside a `$ref` and is ignored"),
                    match thing {
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

    fn unknown(&mut self, thing: Thing, name: &str, member: &Member) {
        let known = thing.keywords(self.version).map(|keyword| keyword.name);
        let help = match nearest(name, known) {
            _ if name == "nullable" => "write e.g. `type: [string, 'null']`".to_owned(),
            _ if name == "const" => "write `enum` with the one value".to_owned(),
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => "remove it, or write it as an extension, `x-…`".to_owned(),
        };
        self.found.push(Diagnostic::error(
            Code::UnknownKeyword,
            &member.key,
            format!(
                "OpenAPI {} has no `{name}` in {}",
                self.version.number(),
                thing.name()
            ),
            help,
        ));
    }
}

/// Whether an object has a keyword under a name that it doesn't have: that is told of the name.
pub(super) fn is_misspelt(node: &Node, thing: Thing, version: Version, keyword: &str) -> bool {
    let names = node.as_object().into_iter().flatten();
    let mut unknown = names.filter(|(name, _)| thing.keyword(name, version).is_none());
    unknown.any(|(name, _)| {
        let known = thing.keywords(version).map(|keyword| keyword.name);
        nearest(name, known) == Some(keyword)
    })
}

/// What a value should have been.
fn expected(shape: Shape, version: Version) -> (Code, String) {
    let text = match shape {
        Shape::Any => "a value",
        Shape::Text => "a string",
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
