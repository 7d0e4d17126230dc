//! Whether all values of one schema are values of another one: by `oneOf` such a value is of neither.

use std::collections::BTreeSet;

use super::comparison::rules::{are_held, keeps, keeps_numbers, validator};
use crate::document::{ANNOTATIONS, Document, Node, Object, Value};
use crate::rules::{COLLECTION, STRING};
use crate::schema::{applies, narrower_format};

/// Deepest nesting that is looked into.
const MAX_DEPTH: usize = 32;
/// Most schemas of a document that are looked at; what needs more isn't known.
const MAX_STEPS: usize = 500_000;

/// Finds out which schemas of a lowered document have which others in them.
pub(super) struct Containment<'a> {
    pub(super) document: &'a Document,
    /// Of which two it is being found out: of what is in them it is taken to be so.
    assumed: BTreeSet<(*const Node, *const Node)>,
    depth: usize,
    steps: usize,
}

impl<'a> Containment<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Self {
            document,
            assumed: BTreeSet::new(),
            depth: 0,
            steps: 0,
        }
    }

    /// Whether every value of a schema is sure to be one of another schema.
    pub(super) fn holds(&mut self, outer: &Node, inner: &Node) -> bool {
        // Null is said at the reference.
        if inner.is_true("nullable") && !outer.is_true("nullable") && !is_anything(outer) {
            return false;
        }
        let (outer, inner) = (self.document.referent(outer), self.document.referent(inner));
        let key = (std::ptr::from_ref(outer), std::ptr::from_ref(inner));
        if std::ptr::eq(outer, inner) || self.assumed.contains(&key) {
            return true;
        }
        self.steps += 1;
        if self.depth == MAX_DEPTH || self.steps > MAX_STEPS {
            return false;
        }
        self.assumed.insert(key);
        self.depth += 1;
        let holds = self.holds_all(outer, inner);
        self.depth -= 1;
        self.assumed.remove(&key);
        holds
    }

    fn holds_all(&mut self, outer: &Node, inner: &Node) -> bool {
        let parts: Vec<&Node> = inner
            .items("oneOf")
            .iter()
            .chain(inner.items("anyOf"))
            .collect();
        if !parts.is_empty() {
            return parts.into_iter().all(|part| self.holds(outer, part));
        }
        // Of a `oneOf` in it a value might be of several.
        if !outer.items("oneOf").is_empty() {
            return false;
        }
        let parts = outer.items("anyOf");
        if !parts.is_empty() {
            return parts.iter().any(|part| self.holds(part, inner));
        }
        if is_anything(outer) {
            return true;
        }
        match (outer.str("type"), inner.str("type")) {
            (Some("object"), Some("object")) => self.holds_members(outer, inner),
            (Some("array"), Some("array")) => {
                let items = outer.get("items").zip(inner.get("items"));
                keeps_rules(outer, inner)
                    && items.is_some_and(|(outer, inner)| self.holds(outer, inner))
            }
            (Some(of_outer), of_inner) => holds_scalars(outer, inner, of_outer, of_inner),
            (None, _) => false,
        }
    }

    fn holds_members(&mut self, outer: &Node, inner: &Node) -> bool {
        let required = inner.strings("required");
        let mut wanted = outer.strings("required").into_iter();
        if !wanted.all(|name| required.contains(&name)) || !keeps_rules(outer, inner) {
            return false;
        }
        let names = outer
            .members("properties")
            .chain(inner.members("properties"));
        let names: BTreeSet<&str> = names.map(|(name, _)| name).collect();
        let mut pairs: Vec<_> = names
            .iter()
            .map(|name| (member(outer, name), member(inner, name)))
            .collect();
        pairs.push((rest(outer), rest(inner)));
        pairs.into_iter().all(|pair| match pair {
            (_, Member::None) | (Member::Any, _) => true,
            (Member::Of(outer), Member::Of(inner)) => self.holds(outer, inner),
            (Member::None | Member::Of(_), _) => false,
        })
    }
}

/// What an object has by a name.
enum Member<'a> {
    None,
    Any,
    Of(&'a Node),
}

fn member<'a>(schema: &'a Node, name: &str) -> Member<'a> {
    let declared = schema.get("properties").and_then(|all| all.get(name));
    declared.map_or_else(|| rest(schema), of)
}

/// What it has by a name that isn't declared.
fn rest(schema: &Node) -> Member<'_> {
    match schema.get("additionalProperties") {
        Some(rest) if matches!(rest.value, Value::Bool(false)) => Member::None,
        Some(rest) if matches!(rest.value, Value::Object(_)) => of(rest),
        _ => Member::Any,
    }
}

fn of(schema: &Node) -> Member<'_> {
    if is_anything(schema) {
        Member::Any
    } else {
        Member::Of(schema)
    }
}

/// Whether a schema has no rule for any value.
fn is_anything(schema: &Node) -> bool {
    let mut keys = schema.as_object().into_iter().flat_map(Object::keys);
    keys.all(|key| {
        ANNOTATIONS.contains(&key.as_str()) || key == "nullable" || key.starts_with("x-")
    })
}

/// Whether values keep to the rules of a schema of the same type, but for those of what is in it.
fn keeps_rules(outer: &Node, inner: &Node) -> bool {
    let of_type = inner.str("type").unwrap_or_default();
    let mut rules = STRING.iter().chain(&COLLECTION);
    outer.get("enum").is_none()
        && rules.all(|key| !applies(key, of_type) || keeps(outer, inner, key))
}

fn holds_scalars(outer: &Node, inner: &Node, of_outer: &str, of_inner: Option<&str>) -> bool {
    if matches!(of_outer, "array" | "object") {
        return false;
    }
    let values = inner.items("enum");
    if !values.is_empty() {
        let mut values = values.iter().filter(|value| !value.is_null());
        return validator(outer)
            .is_some_and(|outer| values.all(|value| outer.is_valid(&value.to_json())));
    }
    let formats = (outer.str("format"), inner.str("format"));
    let is_of_format = match formats {
        (None, _) => true,
        (Some(outer), Some(inner)) => {
            outer == inner || narrower_format(outer, inner) == Some(inner)
        }
        (Some(_), None) => of_outer == "integer" && are_held(outer, inner),
    };
    let is_of_type =
        Some(of_outer) == of_inner || (of_outer, of_inner) == ("number", Some("integer"));
    is_of_type && is_of_format && keeps_rules(outer, inner) && keeps_numbers(outer, inner)
}
