//! What the values of a keyword in two schemas allow together.

use std::cmp::Ordering;

use super::{ANNOTATIONS, Conflict, Conflicts, Merger, Node, Object, Value, conflict};
use crate::schema::{compare, has_type, narrower_format};

impl Merger<'_, '_> {
    /// What both values of a keyword allow; one of the schemas requires the properties of those names.
    pub(super) fn keyword(
        &self,
        key: &str,
        a: &Node,
        b: &Node,
        required: &[String],
        depth: usize,
    ) -> Result<Node, Conflict> {
        if a.to_json() == b.to_json() {
            return Ok(a.clone());
        }
        match (key, &a.value, &b.value) {
            // A base that several parts share says it once.
            ("description", Value::String(first), Value::String(second))
                if first.split("\n\n").any(|part| part == second) =>
            {
                Ok(a.clone())
            }
            ("description", Value::String(first), Value::String(second)) => {
                Ok(a.with(Value::String(format!("{first}\n\n{second}"))))
            }
            // What one part says is so of the whole.
            ("deprecated" | "readOnly" | "writeOnly", Value::Bool(first), Value::Bool(_)) => {
                Ok(if *first { a } else { b }.clone())
            }
            ("default" | "example" | "examples", ..) => {
                Ok(if self.is_second_own.get() { b } else { a }.clone())
            }
            _ if ANNOTATIONS.contains(&key) || key.starts_with("x-") => Ok(a.clone()),
            ("properties", Value::Object(first), Value::Object(second)) => {
                let mut merged = first.clone();
                let mut conflicts = Conflicts::default();
                for (name, member) in second {
                    match merged.get_mut(name) {
                        None => {
                            merged.insert(name.clone(), member.clone());
                        }
                        Some(own) => {
                            let both = self.of_both(&own.node, &member.node, depth + 1);
                            let is_needed = required.contains(name);
                            let both = both.map_err(|conflict| conflict.within(is_needed));
                            if let Some(both) = conflicts.keep(both) {
                                own.node = both;
                            }
                        }
                    }
                }
                conflicts.or(a.with(Value::Object(merged)))
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
                    let other = &a.position;
                    let reason =
                        format!("no value is both in this `enum` and in the one at {other}");
                    return Err(conflict(b, reason));
                }
                Ok(a.with(Value::Array(merged)))
            }
            ("items" | "additionalProperties", Value::Object(_), Value::Object(_)) => {
                let both = self.of_both(a, b, depth + 1);
                both.map_err(|conflict| conflict.within(false))
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
            ("format", Value::String(first), Value::String(second)) => {
                match narrower_format(first, second) {
                    Some(narrower) => Ok(if narrower == first { a } else { b }.clone()),
                    // No text is both a date and a UUID, say.
                    None if has_type(first, "string") && has_type(second, "string") => {
                        Err(contradiction(key, a, b))
                    }
                    None => Err(unsupported(key, a, b)),
                }
            }
            (
                "minLength" | "minItems" | "minProperties",
                Value::Number(first),
                Value::Number(second),
            ) => Ok(if compare(first, second).is_lt() { b } else { a }.clone()),
            (
                "maxLength" | "maxItems" | "maxProperties",
                Value::Number(first),
                Value::Number(second),
            ) => Ok(if compare(first, second).is_gt() { b } else { a }.clone()),
            ("uniqueItems", Value::Bool(first), _) => Ok(if *first { a } else { b }.clone()),
            ("pattern" | "multipleOf", ..) => Err(unsupported(key, a, b)),
            _ => Err(contradiction(key, a, b)),
        }
    }
}

/// Two values of a keyword that no value keeps to.
fn contradiction(key: &str, a: &Node, b: &Node) -> Conflict {
    conflict(
        b,
        format!(
            "`{key}` is {} here, and {} at {}: no value keeps to both",
            b.to_json(),
            a.to_json(),
            a.position
        ),
    )
}

/// Two values of a keyword that some values may keep to, though no one value says so.
fn unsupported(key: &str, a: &Node, b: &Node) -> Conflict {
    let reason = format!(
        "two `{key}`s of one value are not supported: {} here, and {} at {}",
        b.to_json(),
        a.to_json(),
        a.position
    );
    conflict(b, reason).within(false)
}

/// The names of the properties that one of two schemas requires.
pub(super) fn required(a: &Object, b: &Object) -> Vec<String> {
    let lists = [a, b].map(|object| {
        object
            .get("required")
            .and_then(|member| member.node.as_array())
    });
    let names = lists.into_iter().flatten().flatten();
    let names = names.filter_map(Node::as_str).map(str::to_owned);
    names.collect()
}

/// Leaves each bound to the one of two schemas whose bound is the tighter, with what is said of it.
pub(super) fn tighten(a: &mut Object, b: &mut Object) {
    for (bound, exclusive, looser) in [
        ("minimum", "exclusiveMinimum", Ordering::Less),
        ("maximum", "exclusiveMaximum", Ordering::Greater),
    ] {
        let number = |object: &Object| match &object.get(bound)?.node.value {
            Value::Number(number) => Some(number.clone()),
            _ => None,
        };
        let is_exclusive = |object: &Object| {
            let flag = object.get(exclusive).map(|member| &member.node.value);
            matches!(flag, Some(Value::Bool(true)))
        };
        let b_is_looser = match (number(a), number(b)) {
            (None, None) => continue,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (Some(of_a), Some(of_b)) => match compare(&of_a, &of_b) {
                Ordering::Equal => !is_exclusive(b),
                order => order != looser,
            },
        };
        let other = if b_is_looser { &mut *b } else { &mut *a };
        other.shift_remove(bound);
        other.shift_remove(exclusive);
    }
}
