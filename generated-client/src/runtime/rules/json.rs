//! Values that are equal as JSON.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use serde::Serialize;
use serde_json::Value;

use super::Number;
use crate::runtime::to_json;

/// Whether one of the allowed values, which are JSON text, is this one.
pub(super) fn is_one_of(value: Value, allowed: &[&str]) -> bool {
    let value = canonical(value);
    let mut allowed = allowed.iter().flat_map(|text| serde_json::from_str(text));
    allowed.any(|allowed| canonical(allowed) == value)
}

/// The first two items that are equal.
pub(super) fn repeated<T: Serialize>(items: &[T]) -> Option<(usize, usize)> {
    let mut seen = HashMap::new();
    items.iter().enumerate().find_map(|(index, item)| {
        // What cannot be written fails when the request is.
        let value = to_json(item).ok()?;
        match seen.entry(canonical(value)) {
            Entry::Occupied(first) => Some((*first.get(), index)),
            Entry::Vacant(first) => {
                first.insert(index);
                None
            }
        }
    })
}

/// A value in which 1.0 is 1, as in JSON Schema.
fn canonical(value: Value) -> Value {
    match value {
        Value::Number(number) => Number::from(&number).to_json(),
        Value::Array(items) => items.into_iter().map(canonical).collect(),
        Value::Object(members) => {
            let members = members.into_iter();
            members
                .map(|(key, value)| (key, canonical(value)))
                .collect()
        }
        value => value,
    }
}
