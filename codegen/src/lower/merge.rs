//! `merge`: writes each `allOf` as the one schema that it stands for.
//!
//! typify merges them too, but keeps no constraint, and nothing that a later stage could look up.

mod choice;
mod keyword;
#[cfg(test)]
mod tests;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use super::nullable::drop_null;
use super::{schema_names, schemas_mut};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{ANNOTATIONS, Document, Node, Object, Position, Value, reference_of};
use crate::reference::Keys;

/// Deepest nesting of parts in parts; recursive schemas that are merged with others have no end.
const MAX_DEPTH: usize = 32;
/// Most merges for one component or path; those that recurse in two places double at each level.
const MAX_MERGES: usize = 10_000;

pub(super) fn lower(document: &mut Document, found: &mut Vec<Diagnostic>) {
    let source = document.clone();
    let mut merger = Merger {
        source: &source,
        found,
        merges: Cell::new(0),
        endless: Cell::new(false),
        is_second_own: Cell::new(false),
        without_effect: RefCell::new(Vec::new()),
        impossible: RefCell::new(BTreeMap::new()),
    };
    for name in schema_names(&source) {
        if let Some(member) = schemas_mut(document).and_then(|schemas| schemas.get_mut(&name)) {
            merger.merges.set(0);
            merger.rewrite(&mut member.node, Keys::Keywords, 0);
        }
    }
    let paths = document.root.get_mut("paths").and_then(Node::as_object_mut);
    for (_, item) in paths.into_iter().flatten() {
        merger.merges.set(0);
        merger.rewrite(&mut item.node, Keys::Keywords, 0);
    }
    let impossible = merger.impossible.take();
    let without_effect = merger.without_effect.take().into_iter();
    found.extend(without_effect.map(|position| {
        Diagnostic::warning(
            Code::NoEffect,
            &position,
            "that null is allowed here has no effect: another part of the `allOf` does not allow it",
            "say it in each part; in OpenAPI 3.0 it may also stand beside the `allOf`",
        )
    }));
    choice::without_alternatives(document, impossible, found);
}

/// What is wrong with a schema that is merged with itself, or with too many: `MAX_DEPTH`, `MAX_MERGES`.
const ENDLESS: &str = "this `allOf` has no end, or more than 32 levels or 10,000 merges";

struct Merger<'a, 'f> {
    source: &'a Document,
    found: &'f mut Vec<Diagnostic>,
    /// How many merges there were for this component or path.
    merges: Cell<usize>,
    /// Whether a merge has no end: nothing is merged after that.
    endless: Cell<bool>,
    /// Whether the second of two schemas is the more specific one, as of parts the later one is.
    is_second_own: Cell<bool>,
    /// Where parts are `nullable` and the whole is not.
    without_effect: RefCell<Vec<Position>>,
    /// The alternatives of choices that were merged; why nothing is of one, if that is so wherever it is.
    impossible: RefCell<BTreeMap<Position, Option<String>>>,
}

/// Why there is no one schema for two.
struct Conflict {
    at: Position,
    reason: String,
    /// Whether no value keeps to both, so that they are no alternative of a choice.
    is_impossible: bool,
}

impl Conflict {
    /// The same in a part of a schema, without which no value may be, or some may.
    fn within(mut self, is_needed: bool) -> Self {
        self.is_impossible &= is_needed;
        self
    }
}

impl Merger<'_, '_> {
    /// Merges what is to be merged in `node`, which is in so many merged schemas, and below.
    fn rewrite(&mut self, node: &mut Node, keys: Keys, depth: usize) {
        if self.endless.get() {
            return;
        }
        if keys == Keys::Names {
            return self.rewrite_below(node, keys, depth);
        }
        self.drop_repeated(node);
        let list = node.get("allOf").filter(|list| list.as_array().is_some());
        if let Some(list) = list.filter(|_| reference_of(node).is_none()) {
            let list = list.position.clone();
            match self.merged(node, depth) {
                _ if self.endless.get() => self.found.push(Diagnostic::error(
                    Code::TooLarge,
                    &list,
                    ENDLESS,
                    "make it of fewer parts, or write the schema out; a schema that is extended where it holds \
                     itself has no end",
                )),
                Ok(merged) => {
                    *node = merged;
                    // What was put together may hold more to merge, and so on without an end.
                    self.rewrite_below(node, keys, depth + 1);
                }
                Err(conflict) => {
                    self.found.push(Diagnostic::error(
                        Code::Merge,
                        &conflict.at,
                        conflict.reason,
                        "make the parts of the `allOf` agree, or write the schema out",
                    ));
                    // Anything: what cannot be merged is not to be blamed for more.
                    node.value = Value::Object(Object::new());
                }
            }
            return;
        }
        self.rewrite_below(node, keys, depth);
    }

    /// Merges what is to be merged below a node.
    fn rewrite_below(&mut self, node: &mut Node, keys: Keys, depth: usize) {
        for (part, keys) in keys.parts_mut(node) {
            self.rewrite(part, keys, depth);
        }
    }

    /// Beside one reference, what its target says too says nothing: `type: object` mostly.
    fn drop_repeated(&self, node: &mut Node) {
        let target = match node.items("allOf") {
            [part] if part.str("$ref").is_some() => self.source.target(part).clone(),
            _ => return,
        };
        if let Some(object) = node.as_object_mut() {
            object.retain(|key, member| {
                let is_structure =
                    key != "allOf" && key != "nullable" && !ANNOTATIONS.contains(&key.as_str());
                let says_too = || target.get(key).map(Node::to_json) == Some(member.node.to_json());
                !(is_structure && says_too())
            });
        }
    }

    /// The schema that a node stands for, without `allOf`.
    fn merged(&self, node: &Node, depth: usize) -> Result<Node, Conflict> {
        self.merges.set(self.merges.get() + 1);
        if depth > MAX_DEPTH || self.merges.get() > MAX_MERGES {
            self.endless.set(true);
            return Err(conflict(node, ENDLESS));
        }
        let mut own = node.clone();
        let Some(Value::Array(parts)) = own.take("allOf").map(|list| list.value) else {
            return Ok(own);
        };
        let own_nullable = own.take("nullable");
        let mut all_nullable = true;
        let mut flags = Vec::new();
        let mut merged: Option<Node> = None;
        for part in parts {
            let is_reference = part.str("$ref").is_some();
            let target = self.source.target(&part).clone();
            let mut part = self.merged(&target, depth + 1)?;
            let says_type = part.as_object().is_some_and(|object| {
                object
                    .keys()
                    .any(|key| !ANNOTATIONS.contains(&key.as_str()) && key != "nullable")
            });
            let flag = part.take("nullable");
            let flag = flag.filter(|flag| matches!(flag.value, Value::Bool(true)));
            all_nullable &= flag.is_some() || !says_type;
            flags.extend(flag);
            if is_reference {
                // What the whole component is called isn't what it is a part of is called.
                part.take("title");
            }
            merged = Some(match merged {
                None => part,
                Some(merged) => self.with_own(true, || self.both(&merged, &part, depth + 1))?,
            });
        }
        let mut result = match merged {
            Some(merged) => self.with_own(false, || self.both(&own, &merged, depth + 1))?,
            None => own,
        };
        let nullable = match own_nullable {
            Some(flag) => matches!(flag.value, Value::Bool(true)),
            None => all_nullable,
        };
        if nullable {
            let flag = node.with(Value::Bool(true));
            result.set("nullable", flag);
        } else {
            let positions = flags.into_iter().map(|flag| flag.position);
            self.without_effect.borrow_mut().extend(positions);
            drop_null(&mut result);
        }
        result.position = node.position.clone();
        Ok(result)
    }

    /// Does something while the first or the second of two schemas is the more specific one.
    fn with_own<T>(&self, is_second: bool, merge: impl FnOnce() -> T) -> T {
        let before = self.is_second_own.replace(is_second);
        let merged = merge();
        self.is_second_own.set(before);
        merged
    }

    /// A schema of what both allow; what the first says of itself comes first.
    fn both(&self, a: &Node, b: &Node, depth: usize) -> Result<Node, Conflict> {
        let (mut a, mut b) = (self.merged(a, depth)?, self.merged(b, depth)?);
        self.additional(&a, &mut b, depth)?;
        self.additional(&b, &mut a, depth)?;
        for keyword in ["oneOf", "anyOf"] {
            if a.get(keyword).is_some() || b.get(keyword).is_some() {
                return self.distributed(a, b, keyword, depth);
            }
        }
        let position = a.position.clone();
        let (Value::Object(mut merged), Value::Object(mut b)) = (a.value, b.value) else {
            return Ok(Node {
                value: Value::Object(Object::new()),
                position,
            });
        };
        let required = keyword::required(&merged, &b);
        keyword::tighten(&mut merged, &mut b);
        for (key, member) in b {
            match merged.get_mut(&key) {
                None => {
                    merged.insert(key, member);
                }
                Some(own) => {
                    own.node = self.keyword(&key, &own.node, &member.node, &required, depth)?;
                }
            }
        }
        Ok(Node {
            value: Value::Object(merged),
            position,
        })
    }

    /// Holds properties that only `other` declares to what `one` says of additional ones.
    fn additional(&self, one: &Node, other: &mut Node, depth: usize) -> Result<(), Conflict> {
        let Some(rule) = one.get("additionalProperties") else {
            return Ok(());
        };
        let declared = |name: &str| one.members("properties").any(|(own, _)| own == name);
        let required = match (&one.value, &other.value) {
            (Value::Object(one), Value::Object(other)) => keyword::required(one, other),
            _ => Vec::new(),
        };
        let properties = other.get_mut("properties").and_then(Node::as_object_mut);
        for (name, member) in properties.into_iter().flatten() {
            match &rule.value {
                _ if declared(name) => {}
                Value::Bool(false) => {
                    return Err(Conflict {
                        is_impossible: required.contains(name),
                        at: member.key.clone(),
                        reason: format!(
                            "the parts of an `allOf` contradict each other: `{name}` is declared here, and \
                             forbidden by `additionalProperties` at {}",
                            rule.position
                        ),
                    });
                }
                Value::Object(_) => {
                    let both = self.of_both(&member.node, rule, depth + 1);
                    let is_needed = required.contains(name);
                    member.node = both.map_err(|conflict| conflict.within(is_needed))?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The same as `both`, of schemas that may be references, which stay if the other adds nothing.
    fn of_both(&self, a: &Node, b: &Node, depth: usize) -> Result<Node, Conflict> {
        for (one, other) in [(a, b), (b, a)] {
            let adds = |key: &str, node: &Node| {
                let is_structure = key != "nullable" && !ANNOTATIONS.contains(&key);
                is_structure
                    && self.source.target(one).get(key).map(Node::to_json) != Some(node.to_json())
            };
            let is_plain = other
                .as_object()
                .is_some_and(|object| !object.iter().any(|(key, member)| adds(key, &member.node)));
            if one.str("$ref").is_some() && (is_plain || one.to_json() == other.to_json()) {
                let mut result = one.clone();
                for annotation in ANNOTATIONS {
                    if let Some(own) = other.get(annotation) {
                        annotate(&mut result, annotation, own);
                    }
                }
                return Ok(result);
            }
        }
        let (a, b) = (self.source.target(a), self.source.target(b));
        self.both(a, b, depth)
    }
}

/// Says something of a schema; beside a reference that takes an `allOf`.
fn annotate(schema: &mut Node, keyword: &str, value: &Node) {
    if schema.str("$ref").is_some() {
        let mut around = schema.with(Value::Object(Object::new()));
        around.set("allOf", schema.with(Value::Array(vec![schema.clone()])));
        *schema = around;
    }
    schema.set(keyword, value.clone());
}

fn conflict(at: &Node, reason: impl Into<String>) -> Conflict {
    Conflict {
        at: at.position.clone(),
        reason: reason.into(),
        is_impossible: true,
    }
}
