//! What stands beside a choice is a part of each alternative.

use std::collections::BTreeMap;

use super::{ANNOTATIONS, Conflict, Conflicts, Merger, Object, What, annotate, conflict};
use crate::document::{Node, Position, Value};
use crate::names::WAS;
use crate::schema::{is_of, types};

/// Most alternatives that the merge of several choices may have.
const MAX_ALTERNATIVES: usize = 64;

impl Merger<'_, '_> {
    /// `{…} and (A or B)` as `({…} and A) or ({…} and B)`, without alternatives that cannot be.
    pub(super) fn distributed(
        &self,
        a: Node,
        b: Node,
        keyword: &str,
        depth: usize,
    ) -> Result<Node, Conflict> {
        let (mut choice, other) = if a.get(keyword).is_some() {
            (a, b)
        } else {
            (b, a)
        };
        let Some(list) = choice.take(keyword) else {
            return Ok(choice);
        };
        let parts = list.as_array().unwrap_or_default();
        let mut alternatives = Vec::new();
        let mut impossible = Vec::new();
        let mut conflicts = Conflicts::default();
        let mut listed = Listed::default();
        for part in parts {
            match self.alternative([&choice, &other], part, &mut listed, depth) {
                // A choice in a choice is one of more.
                Ok(mut alternative) => match alternative.take(keyword).map(|list| list.value) {
                    Some(Value::Array(inner)) => {
                        self.effects.kept(What::Alternative, &part.position);
                        alternatives.extend(inner);
                    }
                    _ => alternatives.push(alternative),
                },
                Err(conflict) if conflict.is_impossible => impossible.push((part, conflict)),
                Err(conflict) => conflicts.add(conflict),
            }
            if alternatives.len() > MAX_ALTERNATIVES {
                return Err(conflict(&choice, "this `allOf` has too many alternatives"));
            }
        }
        conflicts.or(())?;
        if let Some(value) = listed.left().filter(|_| !alternatives.is_empty()) {
            let reason = format!(
                "no alternative beside this `enum` has the value {}",
                value.to_json()
            );
            return Err(conflict(&value, reason).within(false));
        }
        if alternatives.is_empty()
            && let Some((_, conflict)) = impossible.pop()
        {
            return Err(conflict);
        }
        for (part, conflict) in impossible {
            let reasons = conflict.reasons.into_iter().map(|(_, reason)| reason);
            let reason = || reasons.collect::<Vec<_>>().join("; ");
            self.effects
                .dropped(What::Alternative, &part.position, reason);
        }
        let mut result = if let [only] = alternatives.as_slice() {
            self.effects.kept(What::Alternative, &only.position);
            only.clone()
        } else {
            let mut result = other.with(Value::Object(Object::new()));
            result.set(keyword, list.with(Value::Array(alternatives)));
            result
        };
        for annotation in ANNOTATIONS {
            if let Some(own) = other.get(annotation).or_else(|| choice.get(annotation)) {
                annotate(&mut result, annotation, own);
            }
        }
        Ok(result)
    }

    /// What an alternative and both schemas beside it allow.
    fn alternative(
        &self,
        beside: [&Node; 2],
        part: &Node,
        listed: &mut Listed,
        depth: usize,
    ) -> Result<Node, Conflict> {
        let types = types(self.source.target(part));
        let mut alternative = part.clone();
        for schema in beside {
            let schema = listed.of_types(schema, &types)?;
            alternative = self.of_both(&schema, &alternative, depth + 1)?;
        }
        alternative.position = part.position.clone();
        // What more is said of it doesn't change what it is.
        if let Some(name) = self.source.schema_name(part)
            && self.source.schema_name(&alternative).is_none()
        {
            alternative.set(WAS, part.with(Value::String(name.to_owned())));
        }
        Ok(alternative)
    }
}

/// The values that are listed beside a choice, each of which is of the type of an alternative.
#[derive(Default)]
struct Listed {
    /// Those that are of none so far, by their places; nothing in the place of one that is of some.
    values: BTreeMap<Position, Option<Node>>,
}

impl Listed {
    /// A schema whose listed values are of these types, if it has any.
    fn of_types(&mut self, schema: &Node, types: &[&str]) -> Result<Node, Conflict> {
        let mut schema = schema.clone();
        let Some(Value::Array(values)) = schema.get_mut("enum").map(|list| &mut list.value) else {
            return Ok(schema);
        };
        values.retain(|value| {
            let is_of_one = types.is_empty() || types.iter().any(|of_type| is_of(value, of_type));
            let seen = self.values.entry(value.position.clone());
            let seen = seen.or_insert_with(|| Some(value.clone()));
            if is_of_one || value.is_null() {
                *seen = None;
            }
            is_of_one || value.is_null()
        });
        if values.is_empty() {
            let reason = format!(
                "no value of the `enum` beside it is of type `{}`",
                types.join("` or `")
            );
            return Err(conflict(&schema, reason));
        }
        Ok(schema)
    }

    /// A value that is of no alternative.
    fn left(&self) -> Option<Node> {
        self.values.values().flatten().next().cloned()
    }
}
