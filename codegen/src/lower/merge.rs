//! `merge`: writes each `allOf` as the one schema that it stands for.
//!
//! typify merges them too, but keeps no constraint, and nothing that a later stage could look up.

mod choice;
mod conflict;
mod effects;
mod keyword;
mod null;
#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::collections::BTreeSet;

use self::conflict::{Conflict, Conflicts, conflict};
use self::effects::{Effects, What};
use self::null::{Flags, is_undecided, says_type, take_flag};
use super::choices::CHOICES;
use super::{schema_names, schemas_mut};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{ANNOTATIONS, Document, Node, Object, Position, Value, reference_of};
use crate::reference::Keys;
use crate::schema::unfit;

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
        endless: Cell::new(None),
        within: Vec::new(),
        is_second_own: Cell::new(false),
        effects: Effects::default(),
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
    let effects = merger.effects;
    effects.tell(document, found);
}

/// What is wrong with a schema that is merged with itself: how to mend it, too.
const ENDLESS: [&str; 2] = [
    "this `allOf` has no end: what it makes holds it again",
    "write out what it holds; a schema that is extended where it holds itself has no end",
];
/// With too many in each other: `MAX_DEPTH`.
const TOO_DEEP: [&str; 2] = [
    "this `allOf` has more than 32 levels",
    "make it of fewer parts in parts, or write the schema out",
];
/// Or in all: `MAX_MERGES`.
const TOO_MANY: [&str; 2] = [
    "this `allOf` takes more than 10,000 merges",
    "make it of fewer parts, or write the schema out",
];

struct Merger<'a, 'f> {
    source: &'a Document,
    found: &'f mut Vec<Diagnostic>,
    /// How many merges there were for this component or path.
    merges: Cell<usize>,
    /// Whether a merge has no end: nothing is merged after that.
    endless: Cell<Option<[&'static str; 2]>>,
    /// The lists whose merged schemas are looked into, one in another.
    within: Vec<Position>,
    /// Whether the second of two schemas is the more specific one, as of parts the later one is.
    is_second_own: Cell<bool>,
    effects: Effects,
}

impl Merger<'_, '_> {
    /// Merges what is to be merged in `node`, which is in so many merged schemas, and below.
    fn rewrite(&mut self, node: &mut Node, keys: Keys, depth: usize) {
        if self.endless.get().is_some() {
            return;
        }
        if keys == Keys::Names {
            return self.rewrite_below(node, keys, depth);
        }
        self.drop_repeated(node);
        if reference_of(node).is_some() {
            self.settle_null(node);
        }
        let list = node.get("allOf").filter(|list| list.as_array().is_some());
        if let Some(list) = list.filter(|_| reference_of(node).is_none()) {
            let list = list.position.clone();
            self.effects.begin();
            let merged = self.merged(node, depth);
            if let Some(limit) = self.endless.get() {
                let repeated = self.repeated();
                let [reason, help] = repeated.map_or(limit, |_| ENDLESS);
                let at = repeated.unwrap_or(&list);
                let told = Diagnostic::error(Code::TooLarge, at, reason, help);
                self.found.push(told);
                return;
            }
            match merged {
                Ok(merged) => {
                    *node = merged;
                    // What was put together may hold more to merge, and so on without an end.
                    self.within.push(list);
                    self.rewrite_below(node, keys, depth + 1);
                    self.within.pop();
                }
                Err(conflict) => {
                    self.effects.forget();
                    for (at, reason) in conflict.reasons {
                        let help = "make the two agree, or write the schema out";
                        let told = Diagnostic::error(Code::Merge, &at, reason, help);
                        self.found.push(told);
                    }
                    // Its parts may have more of them.
                    self.rewrite_below(node, keys, depth);
                    // Anything: what cannot be merged is not to be blamed for more.
                    node.value = Value::Object(Object::new());
                }
            }
            return;
        }
        self.rewrite_below(node, keys, depth);
    }

    /// The first list in which there is itself.
    fn repeated(&self) -> Option<&Position> {
        let mut lists = self.within.iter().enumerate();
        let list = lists.find(|(index, list)| self.within[index + 1..].contains(list));
        list.map(|(_, list)| list)
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
        let limits = [
            (depth > MAX_DEPTH, TOO_DEEP),
            (self.merges.get() > MAX_MERGES, TOO_MANY),
        ];
        if let Some((_, limit)) = limits.into_iter().find(|(is_over, _)| *is_over) {
            self.endless.set(Some(limit));
            return Err(conflict(node, limit[0]));
        }
        let mut own = node.clone();
        let Some(Value::Array(parts)) = own.take("allOf").map(|list| list.value) else {
            return Ok(own);
        };
        let is_undecided = is_undecided(&own);
        let own_nullable = own.take("nullable");
        let mut conflicts = Conflicts::default();
        let mut merged: Option<Node> = None;
        for part in parts {
            let is_reference = part.str("$ref").is_some();
            let target = self.source.target(&part).clone();
            let Some(mut part) = conflicts.keep(self.merged(&target, depth + 1)) else {
                continue;
            };
            if is_reference {
                // What the whole component is called isn't what it is a part of is called.
                part.take("title");
            }
            merged = Some(match merged {
                None => part,
                Some(merged) => {
                    let both = self.with_own(true, || self.both(&merged, &part, depth + 1));
                    conflicts.keep(both).unwrap_or(merged)
                }
            });
        }
        // What is said of null beside the parts is said of the whole, and what they say nothing of they allow.
        let are_open = merged.as_ref().is_none_or(|merged| !says_type(merged));
        let own_nullable = own_nullable.map(|own| match own.value {
            Value::Null if are_open => own.with(Value::Bool(true)),
            _ => own,
        });
        let of_parts = merged.as_mut().filter(|_| !is_undecided);
        let of_parts = of_parts.and_then(take_flag);
        let mut result = match merged {
            Some(merged) => {
                let both = self.with_own(false, || self.both(&own, &merged, depth + 1));
                conflicts.keep(both).unwrap_or(merged)
            }
            None => own,
        };
        self.set_null(&mut result, own_nullable, of_parts);
        result.position = node.position.clone();
        conflicts.or(result)
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
        // A choice that doesn't say so itself may be null if one of its alternatives may.
        if is_undecided(&a) || is_undecided(&b) {
            return self.both_values(a, b, depth);
        }
        let flags = Flags::take(&mut a, &mut b);
        let mut both = self.both_values(a, b, depth)?;
        self.set_null_of_both(&mut both, flags)?;
        Ok(both)
    }

    /// The same of the values that aren't null.
    fn both_values(&self, mut a: Node, mut b: Node, depth: usize) -> Result<Node, Conflict> {
        if let (Some(of_a), Some(of_b)) = (a.get("type"), b.get("type")) {
            // What is of one type has more that the other has not.
            self.keyword("type", of_a, of_b, &[], depth)?;
        }
        let mut conflicts = Conflicts::default();
        conflicts.keep(self.additional(&a, &mut b, depth));
        conflicts.keep(self.additional(&b, &mut a, depth));
        for keyword in CHOICES {
            if a.get(keyword).is_some() || b.get(keyword).is_some() {
                let position = a.clone();
                let choice = conflicts.keep(self.distributed(a, b, keyword, depth));
                return conflicts.or(choice.unwrap_or(position));
            }
        }
        let position = a.position.clone();
        let parts = [a.clone(), b.clone()];
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
                    let both = self.keyword(&key, &own.node, &member.node, &required, depth);
                    if let Some(both) = conflicts.keep(both) {
                        own.node = both;
                    }
                }
            }
        }
        let mut merged = conflicts.or(Node {
            value: Value::Object(merged),
            position,
        })?;
        fit(&parts, &mut merged)?;
        self.effects.of_values(parts.each_ref(), &merged);
        Ok(merged)
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
        let mut conflicts = Conflicts::default();
        for (name, member) in properties.into_iter().flatten() {
            let both = match &rule.value {
                _ if declared(name) => continue,
                Value::Bool(false) => {
                    let reason = format!(
                        "`{name}` is declared here, and forbidden by `additionalProperties` at {}",
                        rule.position
                    );
                    Err(Conflict::new(&member.key, reason))
                }
                Value::Object(_) => self.of_both(&member.node, rule, depth + 1),
                _ => continue,
            };
            let both = both.map_err(|conflict| conflict.within(required.contains(name)));
            if let Some(both) = conflicts.keep(both) {
                member.node = both;
            }
        }
        conflicts.or(())
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

/// Leaves the values that one of two parts lists and that are of the type that the other says.
fn fit(parts: &[Node; 2], merged: &mut Node) -> Result<(), Conflict> {
    // What is no value of the part that lists it is told where it stands.
    let were_unfit = parts.iter().flat_map(unfit).map(|value| &value.position);
    let were_unfit: BTreeSet<&Position> = were_unfit.collect();
    // Of null the flags say whether it is one.
    let unfit = unfit(merged)
        .into_iter()
        .filter(|value| !value.is_null())
        .map(|value| value.position.clone());
    let unfit: BTreeSet<Position> = unfit.filter(|at| !were_unfit.contains(at)).collect();
    let of_type = merged.get("type").cloned();
    let Some(list) = merged.get_mut("enum") else {
        return Ok(());
    };
    let at = list.clone();
    if let Value::Array(values) = &mut list.value {
        values.retain(|value| !unfit.contains(&value.position));
        if values.iter().all(Node::is_null) && !unfit.is_empty() {
            let of_type = of_type.unwrap_or(at.clone());
            let reason = format!(
                "no value of this `enum` is of the type {}, which is at {}",
                of_type.to_json(),
                of_type.position
            );
            return Err(conflict(&at, reason));
        }
    }
    Ok(())
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
