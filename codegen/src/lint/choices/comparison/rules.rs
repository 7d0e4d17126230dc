//! Whether values of one schema keep to the rules of another one.

use std::cmp::Ordering;

use jsonschema::{Draft, Validator};
use serde_json::Number;

use super::scalars::reads;
use crate::document::{Node, Value};
use crate::json_schema;
use crate::rules::{COLLECTION, STRING};
use crate::schema::{applies, compare, held_in, ruled_range};

/// Whether a schema takes a value of another one that breaks its own rules; those of what is in it are not
/// looked at.
pub(super) fn breaks(one: &Node, two: &Node) -> bool {
    let Some(of_type) = one.str("type") else {
        return false;
    };
    let is_scalar = !matches!(of_type, "array" | "object");
    let values = two.items("enum").iter().filter(|value| !value.is_null());
    let values: Vec<&Node> = values.collect();
    if is_scalar && !values.is_empty() {
        // An enum of strings has a value for what it doesn't know.
        return validator(one).is_none_or(|one_of| {
            let is_held = |value: &Node| match (ruled_range(one), &value.value) {
                (Some([least, most]), Value::Number(number)) => {
                    let number = number.as_i128();
                    number.is_some_and(|number| (least..=most).contains(&number))
                }
                _ => true,
            };
            let keeps = |value: &Node| one_of.is_valid(&value.to_json()) && is_held(value);
            values
                .iter()
                .any(|value| reads(one, value) && !keeps(value))
        });
    }
    let mut counts = STRING.iter().chain(&COLLECTION);
    counts.any(|key| applies(key, of_type) && !keeps(one, two, key))
        || matches!(of_type, "integer" | "number") && !keeps_numbers(one, two)
        || one.str("format") == Some("uri")
            && of_type == "string"
            && two.str("format") != Some("uri")
        || of_type == "object" && is_empty(one) && !is_empty(two)
        || has_others(one, two)
}

/// Whether an object has no property at all, which its type, a map, doesn't say.
fn is_empty(schema: &Node) -> bool {
    let rest = schema.get("additionalProperties").map(|node| &node.value);
    matches!(rest, Some(Value::Bool(false))) && schema.members("properties").next().is_none()
}

/// What holds values against a scalar's rules.
pub(in crate::lint::choices) fn validator(schema: &Node) -> Option<Validator> {
    let options = jsonschema::options().with_draft(Draft::Draft202012);
    let options = options.should_validate_formats(true);
    options.build(&json_schema::schema(schema)).ok()
}

/// Whether values of another schema keep to a rule of this one that isn't of numbers.
pub(in crate::lint::choices) fn keeps(one: &Node, two: &Node, key: &str) -> bool {
    let Some(rule) = one.get(key) else {
        return true;
    };
    let least = match key {
        "minProperties" => Number::from(two.strings("required").len()),
        _ => Number::from(0),
    };
    let most = || {
        let closed = two.get("additionalProperties").map(|node| &node.value);
        let is_closed = key == "maxProperties" && matches!(closed, Some(Value::Bool(false)));
        is_closed.then(|| Number::from(two.members("properties").count()))
    };
    match (&rule.value, two.get(key).map(|node| &node.value)) {
        (Value::Number(rule), Some(Value::Number(other))) if key.starts_with("min") => {
            compare(other, rule).is_ge() || compare(&least, rule).is_ge()
        }
        (Value::Number(rule), None) if key.starts_with("min") => compare(&least, rule).is_ge(),
        (Value::Number(rule), Some(Value::Number(other))) => {
            compare(other, rule).is_le() || most().is_some_and(|most| compare(&most, rule).is_le())
        }
        (Value::Number(rule), None) => most().is_some_and(|most| compare(&most, rule).is_le()),
        (Value::Bool(false), _) => true,
        (_, other) => other.is_some() && two.get(key).map(Node::to_json) == Some(rule.to_json()),
    }
}

/// Whether numbers of another schema keep to the rules of this one.
pub(in crate::lint::choices) fn keeps_numbers(one: &Node, two: &Node) -> bool {
    let is_within = |bound: &str, exclusive: &str, outside: Ordering| {
        // What the type of an integer holds no more of it doesn't take.
        let held = |schema| held_in(schema).map(|(_, least, most)| [least, most]);
        let Some((rule, is_exclusive)) = bound_of(one, bound, exclusive, ruled_range(one)) else {
            return true;
        };
        bound_of(two, bound, exclusive, held(two)).is_some_and(|(other, other_is)| {
            match compare(&other, &rule) {
                Ordering::Equal => !is_exclusive || other_is,
                order => order != outside,
            }
        })
    };
    let divides = || {
        let divisor = |schema: &Node| schema.get("multipleOf").map(Node::to_json);
        let (rule, other) = (divisor(one), divisor(two));
        let integer =
            |value: &Option<serde_json::Value>| value.as_ref().and_then(serde_json::Value::as_i64);
        match (integer(&rule), integer(&other)) {
            (Some(1), _) if two.str("type") == Some("integer") => true,
            (Some(rule), Some(other)) if rule != 0 => other % rule == 0,
            _ => rule.is_none() || rule == other,
        }
    };
    is_within("minimum", "exclusiveMinimum", Ordering::Less)
        && is_within("maximum", "exclusiveMaximum", Ordering::Greater)
        && divides()
}

/// Whether integers of another schema are in the range that the type of this one holds.
pub(in crate::lint::choices) fn are_held(one: &Node, two: &Node) -> bool {
    let (Some((_, least, most)), Some((_, lower, higher))) = (held_in(one), held_in(two)) else {
        return false;
    };
    let of_other = |bound, exclusive| {
        let bound = bound_of(two, bound, exclusive, Some([lower, higher]));
        bound.and_then(|(number, _)| number.as_i128())
    };
    let low = of_other("minimum", "exclusiveMinimum");
    let high = of_other("maximum", "exclusiveMaximum");
    low.is_some_and(|low| low >= least) && high.is_some_and(|high| high <= most)
}

/// The bound of a schema's numbers, which a type holds in that range, and whether it is none of them
/// itself; of integers always the last one.
fn bound_of(
    schema: &Node,
    bound: &str,
    exclusive: &str,
    held: Option<[i128; 2]>,
) -> Option<(Number, bool)> {
    let is_least = bound == "minimum";
    let written = match schema.get(bound).map(|node| &node.value) {
        Some(Value::Number(number)) => Some((number.clone(), schema.is_true(exclusive))),
        _ => None,
    };
    let written = written.map(|(number, is_exclusive)| {
        let step = if is_least { 1 } else { -1 };
        let is_integer = is_exclusive && schema.str("type") == Some("integer");
        let next = number.as_i128().filter(|_| is_integer);
        let next = next.and_then(|number| Number::from_i128(number + step));
        next.map_or((number, is_exclusive), |next| (next, false))
    });
    let held = held.map(|[least, most]| if is_least { least } else { most });
    let held = held
        .and_then(Number::from_i128)
        .map(|number| (number, false));
    let (Some(written), Some(held)) = (&written, &held) else {
        return written.or(held);
    };
    let order = compare(&held.0, &written.0);
    let is_tighter = if is_least {
        order.is_gt()
    } else {
        order.is_lt()
    };
    Some(if is_tighter { held } else { written }.clone())
}

/// Whether another schema has values that are none of this one's, which are no strings.
fn has_others(one: &Node, two: &Node) -> bool {
    let known = one.items("enum");
    if known.is_empty() || known.iter().any(|value| value.as_str().is_some()) {
        return false;
    }
    let known: Vec<_> = known.iter().map(Node::to_json).collect();
    let values = two.items("enum");
    values.is_empty() || values.iter().any(|value| !known.contains(&value.to_json()))
}
