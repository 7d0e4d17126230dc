//! Ranges of numbers.

use std::cmp::Ordering;

use serde_json::Number;

use super::{CORRECT_ONE, Tell};
use crate::document::{Node, Value};
use crate::schema::{compare, held_in, types};

/// An end of a range.
struct Bound {
    /// The keyword with its value.
    text: String,
    key: &'static str,
    value: Exact,
    is_exclusive: bool,
}

/// A number, as an integer if it is one: floats are not exact beyond 53 bits.
#[derive(Clone, Copy)]
struct Exact {
    float: f64,
    integer: Option<i128>,
}

impl Exact {
    fn of(number: &Number) -> Option<Self> {
        let integer = number.as_i64().map(i128::from);
        Some(Self {
            float: number.as_f64()?,
            integer: integer.or_else(|| number.as_u64().map(i128::from)),
        })
    }

    fn compare(self, other: Self) -> Ordering {
        match (self.integer, other.integer) {
            (Some(one), Some(two)) => one.cmp(&two),
            _ => (self.float.partial_cmp(&other.float)).unwrap_or(Ordering::Equal),
        }
    }
}

/// The tighter of the ends that a schema has on one side.
fn bound(schema: &Node, keys: [&'static str; 2], held: Option<(&str, i128)>) -> Option<Bound> {
    let [plain, exclusive] = keys;
    let written = |key: &'static str, is_exclusive| {
        number(schema, key).and_then(Exact::of).map(|value| Bound {
            text: format!(
                "{key}: {}",
                schema.get(key).map(Node::to_json).unwrap_or_default()
            ),
            key,
            value,
            is_exclusive,
        })
    };
    let held = held.and_then(|(text, value)| {
        Some(Bound {
            text: text.to_owned(),
            key: "type",
            value: Exact::of(&Number::from_i128(value)?)?,
            is_exclusive: false,
        })
    });
    // In 3.0 the exclusive one is a flag.
    let bounds = [
        written(plain, schema.is_true(exclusive)),
        written(exclusive, true),
        held,
    ];
    bounds.into_iter().flatten().max_by(|a, b| {
        let order = a.value.compare(b.value);
        let tighter = if plain == "minimum" {
            order
        } else {
            order.reverse()
        };
        tighter.then(a.is_exclusive.cmp(&b.is_exclusive))
    })
}

pub(super) fn check(schema: &Node, tell: &mut Tell<'_>) {
    let types = types(schema);
    let step = number(schema, "multipleOf").and_then(Number::as_f64);
    if step.is_some_and(|step| step <= 0.0) {
        let message = "`multipleOf` is not greater than 0".to_owned();
        tell("multipleOf", message, "write a number greater than 0");
        return;
    }
    if schema.str("format") == Some("float") && types == ["number"] {
        for (keys, is_beyond) in [
            (
                ["minimum", "exclusiveMinimum"],
                (|bound| bound > f64::from(f32::MAX)) as fn(f64) -> bool,
            ),
            (["maximum", "exclusiveMaximum"], |bound| {
                bound < f64::from(f32::MIN)
            }),
        ] {
            for key in keys {
                let bound =
                    number(schema, key).filter(|bound| bound.as_f64().is_some_and(is_beyond));
                if let Some(bound) = bound {
                    let message =
                        format!("no value keeps to both `{key}: {bound}` and `format: float`");
                    tell(key, message, CORRECT_ONE);
                }
            }
        }
    }
    let held = held_in(schema);
    let (least, most) = match &held {
        Some((text, least, most)) => (Some((text.as_str(), *least)), Some((text.as_str(), *most))),
        None => (None, None),
    };
    let low = bound(schema, ["minimum", "exclusiveMinimum"], least);
    let high = bound(schema, ["maximum", "exclusiveMaximum"], most);
    let (Some(low), Some(high)) = (low, high) else {
        return;
    };
    let at = if high.key == "type" {
        low.key
    } else {
        high.key
    };
    let both = format!("`{}` and `{}`", low.text, high.text);
    let is_empty = match low.value.compare(high.value) {
        Ordering::Less => false,
        Ordering::Equal => low.is_exclusive || high.is_exclusive,
        Ordering::Greater => true,
    };
    if is_empty {
        tell(at, format!("no value keeps to both {both}"), CORRECT_ONE);
        return;
    }
    let is_integer = types == ["integer"];
    if is_integer && !has_multiple(None, &low, &high) {
        tell(at, format!("no integer keeps to both {both}"), CORRECT_ONE);
    } else if let Some(step) = step
        && !has_multiple(Some(step), &low, &high)
    {
        let message = format!("no multiple of {step} keeps to both {both}");
        tell("multipleOf", message, "correct one of the three");
    }
}

/// A bound beyond what the type holds is none.
pub(super) fn check_held(schema: &Node, tell: &mut Tell<'_>) {
    let float = || {
        let is_float = schema.str("format") == Some("float") && types(schema) == ["number"];
        let end = |end: f32| Number::from_f64(end.into());
        is_float.then(|| ("format: float".to_owned(), end(f32::MIN), end(f32::MAX)))
    };
    let integer = held_in(schema).filter(|_| types(schema) == ["integer"]);
    let integer = integer
        .map(|(text, least, most)| (text, Number::from_i128(least), Number::from_i128(most)));
    let Some((text, Some(least), Some(most))) = integer.or_else(float) else {
        return;
    };
    for (keys, end, beyond) in [
        (["minimum", "exclusiveMinimum"], &least, Ordering::Less),
        (["maximum", "exclusiveMaximum"], &most, Ordering::Greater),
    ] {
        let bounds = keys
            .iter()
            .filter_map(|key| Some((key, number(schema, key)?)));
        for (key, bound) in bounds.filter(|(_, bound)| compare(bound, end) == beyond) {
            let is_negative =
                number(schema, "minimum").is_some_and(|least| least.as_u64().is_none());
            let is_large = *end == Number::from(i64::MAX) && bound.is_u64() && !is_negative;
            let help = if is_large {
                "write `format: uint64` if values are that large, or remove it"
            } else {
                "remove it, or write a `format` that holds more"
            };
            let message = format!("`{key}: {bound}` has no effect: `{text}` ends at {end}");
            tell(key, message, help);
        }
    }
}

/// Whether a multiple of `step`, or of 1, lies between two ends. Decimal fractions are no exact floats: what is
/// nearly a multiple counts as one.
fn has_multiple(step: Option<f64>, low: &Bound, high: &Bound) -> bool {
    const NEARLY: f64 = 1e-9;
    if let (Some(least), Some(most)) = (low.value.integer, high.value.integer)
        && step.is_none()
    {
        let least = least + i128::from(low.is_exclusive);
        return least <= most - i128::from(high.is_exclusive);
    }
    let step = step.unwrap_or(1.0);
    let (least, most) = (low.value.float / step, high.value.float / step);
    let mut first = (least - NEARLY * least.abs().max(1.0)).ceil();
    if low.is_exclusive && first <= least {
        first += 1.0;
    }
    let nearly = NEARLY * most.abs().max(1.0);
    if high.is_exclusive {
        first < most - nearly
    } else {
        first <= most + nearly
    }
}

fn number<'a>(schema: &'a Node, key: &str) -> Option<&'a Number> {
    match &schema.get(key)?.value {
        Value::Number(number) => Some(number),
        _ => None,
    }
}
