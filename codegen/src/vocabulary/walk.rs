//! Going through a document, knowing what kind of object each node is.

use std::collections::BTreeSet;

use url::Url;

use super::{Fate, Keyword, Shape, Thing, Version};
use crate::document::{Document, Member, Node, Value};
use crate::json_schema::is_of_format;
use crate::reference::{FILES, pointer, segment};

/// What is told of a document on the way through it.
pub trait Visit<'a> {
    /// An object of a kind, or a schema that is a flag, before its members; `pointer` is where it stands.
    fn object(&mut self, _thing: Thing, _node: &'a Node, _pointer: &str) {}

    /// A member of such an object, with its keyword if it is one.
    fn member(
        &mut self,
        _thing: Thing,
        _object: &'a Node,
        _name: &'a str,
        _member: &'a Member,
        _keyword: Option<&'static Keyword>,
        _pointer: &str,
    ) {
    }

    /// A value that isn't of its keyword's shape.
    fn mismatch(&mut self, _node: &'a Node, _shape: Shape, _name: &str) {}
}

/// Goes through a document; references aren't followed, except into other files.
pub fn walk<'a>(document: &'a Document, visit: &mut dyn Visit<'a>) {
    let mut walker = Walker {
        version: Version::of(document),
        document,
        visit,
        seen: BTreeSet::new(),
    };
    walker.thing(Thing::Document, &document.root, "");
}

/// Every schema of a document, with its pointer, outer ones first.
#[must_use]
pub fn schemas(document: &Document) -> Vec<(&Node, String)> {
    struct Schemas<'a>(Vec<(&'a Node, String)>);
    impl<'a> Visit<'a> for Schemas<'a> {
        fn object(&mut self, thing: Thing, node: &'a Node, pointer: &str) {
            if thing == Thing::Schema {
                self.0.push((node, pointer.to_owned()));
            }
        }
    }
    let mut schemas = Schemas(Vec::new());
    walk(document, &mut schemas);
    schemas.0
}

struct Walker<'a, 'v> {
    version: Version,
    document: &'a Document,
    visit: &'v mut dyn Visit<'a>,
    /// What was gone through in other files, so that nothing is gone through twice.
    seen: BTreeSet<String>,
}

impl<'a> Walker<'a, '_> {
    fn thing(&mut self, thing: Thing, node: &'a Node, pointer: &str) {
        let Some(object) = node.as_object() else {
            // A schema of 3.1 may be `true` or `false`.
            let is_flag = matches!(node.value, Value::Bool(_));
            if thing == Thing::Schema && self.version == Version::V3_1 && is_flag {
                self.visit.object(thing, node, pointer);
            } else {
                self.visit.mismatch(node, Shape::Is(thing), thing.name());
            }
            return;
        };
        self.visit.object(thing, node, pointer);
        if thing.is_referable()
            && let Some(reference) = node.str("$ref")
            && reference.starts_with(&format!("#/{FILES}/"))
            && kind(reference).is_none_or(|kind| kind == thing)
            && let Some(target) = self.document.resolve(reference)
            && self.seen.insert(reference.to_owned())
        {
            self.thing(thing, target, &reference[1..]);
        }
        let is_reference = thing.is_referable() && node.str("$ref").is_some();
        // A schema of 3.1 may have keywords beside it.
        let is_alone = is_reference && (thing != Thing::Schema || self.version == Version::V3_0);
        for (name, member) in object {
            if name == "$ref" && thing.is_referable()
                || is_alone && !thing.may_override(name, self.version)
            {
                continue;
            }
            let keyword = thing.keyword(name, self.version);
            let pointer = format!("{pointer}/{}", segment(name));
            self.visit
                .member(thing, node, name, member, keyword, &pointer);
            // In what is refused whole there is nothing more to look at.
            if let Some(keyword) = keyword.filter(|keyword| keyword.fate != Fate::Refused) {
                self.value(&keyword.shape, &member.node, name, &pointer);
            }
        }
    }

    fn value(&mut self, shape: &Shape, node: &'a Node, name: &str, pointer: &str) {
        let fits = match (shape, &node.value) {
            (Shape::Any, _)
            | (Shape::Text, Value::String(_))
            | (Shape::Flag | Shape::SchemaOrFlag, Value::Bool(_))
            | (Shape::Number, Value::Number(_)) => true,
            (Shape::Name, Value::String(text)) => !text.is_empty(),
            (Shape::Url, Value::String(text)) => is_url(text),
            (Shape::Email, Value::String(text)) => is_of_format(text, "email"),
            (Shape::Count, Value::Number(number)) => number.as_u64().is_some(),
            (Shape::Choice(choices), Value::String(text)) => choices.contains(&text.as_str()),
            (Shape::Exclusive, Value::Bool(_)) => self.version == Version::V3_0,
            (Shape::Exclusive, Value::Number(_)) => self.version == Version::V3_1,
            (Shape::Type, Value::String(text)) => self.is_type(text),
            (Shape::Type, Value::Array(types)) if self.version == Version::V3_1 => {
                let is_type = |item: &Node| item.as_str().is_some_and(|text| self.is_type(text));
                !types.is_empty() && types.iter().all(is_type)
            }
            (Shape::SchemaOrFlag, _) => return self.thing(Thing::Schema, node, pointer),
            (Shape::Is(thing), _) => return self.thing(*thing, node, pointer),
            (Shape::List(of), Value::Array(items)) => {
                // Its item, whatever it is in.
                let item_of = format!("an item of `{name}`");
                let name = if name.contains(' ') { name } else { &item_of };
                for (index, item) in items.iter().enumerate() {
                    self.value(of, item, name, &format!("{pointer}/{index}"));
                }
                true
            }
            (Shape::Map(of), Value::Object(members)) => {
                for (key, member) in members {
                    let below = format!("{pointer}/{}", segment(key));
                    // Maps that the specification has names for may have extensions.
                    match extended(name, pointer).filter(|_| key.starts_with("x-")) {
                        Some(thing) => self.visit.member(thing, node, key, member, None, &below),
                        None => self.value(of, &member.node, key, &below),
                    }
                }
                true
            }
            _ => false,
        };
        if !fits {
            self.visit.mismatch(node, *shape, name);
        }
    }

    fn is_type(&self, text: &str) -> bool {
        TYPES.contains(&text) || text == "null" && self.version == Version::V3_1
    }
}

/// Whether a text is a URL, as readers of one have it, or a relative one.
fn is_url(text: &str) -> bool {
    let base = Url::parse("https://api.example").ok();
    let options = Url::options().base_url(base.as_ref());
    !text.is_empty() && text.chars().all(is_of_url) && options.parse(text).is_ok()
}

/// Whether a character may be in a URL that is written down.
#[must_use]
pub fn is_of_url(character: char) -> bool {
    !character.is_whitespace() && !character.is_control() && !"\\\"<>".contains(character)
}

/// What a reference to a component of another file leads to.
fn kind(reference: &str) -> Option<Thing> {
    let pointer = pointer(reference)?;
    let names: Vec<&str> = pointer.split('/').skip(1).collect();
    let [_, _, "components", section, _] = names.as_slice() else {
        return None;
    };
    match Thing::Components.keyword(section, Version::V3_1)?.shape {
        Shape::Map(Shape::Is(thing)) => Some(*thing),
        _ => None,
    }
}

/// What a map whose own names the specification has belongs to; those of components are one's own.
fn extended(name: &str, pointer: &str) -> Option<Thing> {
    match name {
        "paths" => Some(Thing::Document),
        "responses" if pointer != "/components/responses" => Some(Thing::Operation),
        _ => None,
    }
}

/// The types of values.
pub const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];
