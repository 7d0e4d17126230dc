//! `merge`: writes each `allOf` as the one schema that it stands for.
//!
//! typify merges them too, but keeps no constraint, and nothing that a later stage could look up.

use serde_json::Number;

use super::{schema_names, schemas_mut};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{ANNOTATIONS, Document, Node, Object, Position, Value, reference_of};

/// Most alternatives that the merge of several choices may have.
const MAX_ALTERNATIVES: usize = 64;
/// Deepest nesting of parts in parts; recursive schemas that are merged with others have no end.
const MAX_DEPTH: usize = 32;

pub(super) fn lower(document: &mut Document, found: &mut Vec<Diagnostic>) {
    let source = document.clone();
    let mut merger = Merger {
        source: &source,
        found,
    };
    for name in schema_names(&source) {
        if let Some(member) = schemas_mut(document).and_then(|schemas| schemas.get_mut(&name)) {
            merger.rewrite(&mut member.node, 0);
        }
    }
    if let Some(paths) = document.root.get_mut("paths") {
        merger.rewrite(paths, 0);
    }
}

struct Merger<'a, 'f> {
    source: &'a Document,
    found: &'f mut Vec<Diagnostic>,
}

/// Why two schemas have no schema in common: where, and what.
type Conflict = (Position, String);

impl Merger<'_, '_> {
    /// Merges what is to be merged in `node` and below.
    fn rewrite(&mut self, node: &mut Node, depth: usize) {
        self.drop_repeated(node);
        if node
            .get("allOf")
            .is_some_and(|list| list.as_array().is_some())
            && reference_of(node).is_none()
        {
            match self.merged(node, depth) {
                Ok(merged) => *node = merged,
                Err((at, reason)) => {
                    self.found.push(Diagnostic::error(
                        Code::Merge,
                        &at,
                        reason,
                        "make the parts of the `allOf` agree, or write the schema out",
                    ));
                    return;
                }
            }
        }
        if depth > 2 * MAX_DEPTH {
            return;
        }
        match &mut node.value {
            Value::Array(items) => items
                .iter_mut()
                .for_each(|item| self.rewrite(item, depth + 1)),
            Value::Object(object) => {
                for (key, member) in object {
                    match key.as_str() {
                        "example" | "examples" | "default" | "enum" => {}
                        // Its keys are names, and may be called as keywords are.
                        "properties" => {
                            for (_, member) in member.node.as_object_mut().into_iter().flatten() {
                                self.rewrite(&mut member.node, depth + 1);
                            }
                        }
                        _ => self.rewrite(&mut member.node, depth + 1),
                    }
                }
            }
            _ => {}
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
        if depth > MAX_DEPTH {
            return Err(conflict(node, "this `allOf` has no end"));
        }
        let mut own = node.clone();
        let Some(Value::Array(parts)) = own.take("allOf").map(|list| list.value) else {
            return Ok(own);
        };
        let own_nullable = own.take("nullable");
        let mut all_nullable = true;
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
            all_nullable &= part
                .take("nullable")
                .is_some_and(|flag| matches!(flag.value, Value::Bool(true)))
                || !says_type;
            if is_reference {
                // What is said of the whole component isn't said of what it is a part of.
                part.take("description");
                part.take("title");
            }
            merged = Some(match merged {
                None => part,
                Some(merged) => self.both(&merged, &part, depth + 1)?,
            });
        }
        let mut result = match merged {
            Some(merged) => self.both(&own, &merged, depth + 1)?,
            None => own,
        };
        let nullable = match own_nullable {
            Some(flag) => matches!(flag.value, Value::Bool(true)),
            None => all_nullable,
        };
        if nullable {
            let flag = node.with(Value::Bool(true));
            result.set("nullable", flag);
        }
        result.position = node.position.clone();
        Ok(result)
    }

    /// A schema of what both allow; what the first says of itself comes first.
    fn both(&self, a: &Node, b: &Node, depth: usize) -> Result<Node, Conflict> {
        let (a, b) = (self.merged(a, depth)?, self.merged(b, depth)?);
        for keyword in ["oneOf", "anyOf"] {
            if a.get(keyword).is_some() || b.get(keyword).is_some() {
                return self.distributed(a, b, keyword, depth);
            }
        }
        let position = a.position.clone();
        let (Value::Object(mut merged), Value::Object(b)) = (a.value, b.value) else {
            return Ok(Node {
                value: Value::Object(Object::new()),
                position,
            });
        };
        for (key, member) in b {
            match merged.get_mut(&key) {
                None => {
                    merged.insert(key, member);
                }
                Some(own) => own.node = self.keyword(&key, &own.node, &member.node, depth)?,
            }
        }
        Ok(Node {
            value: Value::Object(merged),
            position,
        })
    }

    /// `{…} and (A or B)` as `({…} and A) or ({…} and B)`, without alternatives that cannot be.
    fn distributed(&self, a: Node, b: Node, keyword: &str, depth: usize) -> Result<Node, Conflict> {
        let (mut choice, other) = if a.get(keyword).is_some() {
            (a, b)
        } else {
            (b, a)
        };
        let Some(Value::Array(parts)) = choice.take(keyword).map(|list| list.value) else {
            return Ok(choice);
        };
        let mut alternatives = Vec::new();
        let mut conflict_of_last = None;
        for part in &parts {
            let inner = self.of_both(&choice, part, depth + 1);
            match inner.and_then(|inner| self.of_both(&other, &inner, depth + 1)) {
                // A choice in a choice is one of more.
                Ok(mut alternative) => match alternative.take(keyword).map(|list| list.value) {
                    Some(Value::Array(inner)) => alternatives.extend(inner),
                    _ => alternatives.push(alternative),
                },
                Err(conflict) => conflict_of_last = Some(conflict),
            }
            if alternatives.len() > MAX_ALTERNATIVES {
                return Err(conflict(&choice, "this `allOf` has too many alternatives"));
            }
        }
        let mut result = match (alternatives.as_slice(), conflict_of_last) {
            ([], Some(conflict)) => return Err(conflict),
            ([only], _) => only.clone(),
            _ => {
                let mut result = other.with(Value::Object(Object::new()));
                result.set(keyword, choice.with(Value::Array(alternatives)));
                result
            }
        };
        for annotation in ANNOTATIONS {
            if let Some(own) = other.get(annotation).or_else(|| choice.get(annotation)) {
                annotate(&mut result, annotation, own);
            }
        }
        Ok(result)
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

    /// What both values of a keyword allow.
    fn keyword(&self, key: &str, a: &Node, b: &Node, depth: usize) -> Result<Node, Conflict> {
        if a.to_json() == b.to_json() {
            return Ok(a.clone());
        }
        match (key, &a.value, &b.value) {
            ("description", Value::String(first), Value::String(second)) => {
                Ok(a.with(Value::String(format!("{first}\n\n{second}"))))
            }
            _ if ANNOTATIONS.contains(&key) || key.starts_with("x-") => Ok(a.clone()),
            ("properties", Value::Object(first), Value::Object(second)) => {
                let mut merged = first.clone();
                for (name, member) in second {
                    match merged.get_mut(name) {
                        None => {
                            merged.insert(name.clone(), member.clone());
                        }
                        Some(own) => {
                            own.node = self.of_both(&own.node, &member.node, depth + 1)?;
                        }
                    }
                }
                Ok(a.with(Value::Object(merged)))
            }
            ("required", Value::Array(first), Value::Array(second)) => {
                let mut merged = first.clone();
                let is_new =
                    |node: &&Node| !first.iter().any(|other| other.as_str() == node.as_str());
                merged.extend(second.iter().filter(is_new).cloned());
                Ok(a.with(Value::Array(merged)))
            }
            ("enum", Value::Array(first), Value::Array(second)) => {
                let both =
                    |node: &&Node| second.iter().any(|other| other.to_json() == node.to_json());
                let merged: Vec<Node> = first.iter().filter(both).cloned().collect();
                if merged.is_empty() {
                    return Err(conflict(
                        b,
                        "the parts of this `allOf` have no value in common",
                    ));
                }
                Ok(a.with(Value::Array(merged)))
            }
            ("items" | "additionalProperties", Value::Object(_), Value::Object(_)) => {
                self.of_both(a, b, depth + 1)
            }
            ("additionalProperties", Value::Bool(true), _)
            | ("additionalProperties", _, Value::Bool(false)) => Ok(b.clone()),
            ("additionalProperties", Value::Bool(_), _)
            | ("additionalProperties", _, Value::Bool(_)) => Ok(a.clone()),
            ("type", Value::String(first), Value::String(second))
                if first == "integer" && second == "number" =>
            {
                Ok(a.clone())
            }
            ("type", Value::String(first), Value::String(second))
                if first == "number" && second == "integer" =>
            {
                Ok(b.clone())
            }
            (
                "minimum" | "minLength" | "minItems" | "minProperties",
                Value::Number(first),
                Value::Number(second),
            ) => Ok(if is_less(first, second) { b } else { a }.clone()),
            (
                "maximum" | "maxLength" | "maxItems" | "maxProperties",
                Value::Number(first),
                Value::Number(second),
            ) => Ok(if is_less(first, second) { a } else { b }.clone()),
            ("uniqueItems", Value::Bool(first), _) => Ok(if *first { a } else { b }.clone()),
            _ => Err(conflict(
                b,
                format!(
                    "the parts of an `allOf` contradict each other: `{key}` is {} here, and {} at {}",
                    b.to_json(),
                    a.to_json(),
                    a.position
                ),
            )),
        }
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
    (at.position.clone(), reason.into())
}

fn is_less(a: &Number, b: &Number) -> bool {
    a.as_f64().unwrap_or_default() < b.as_f64().unwrap_or_default()
}
