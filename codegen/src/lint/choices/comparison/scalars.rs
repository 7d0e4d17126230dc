//! What the types of strings, numbers and flags read, and what they keep of it.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::document::{Node, Value};
use crate::schema::{constant, has_type, held_in, is_of};

/// Formats of strings with types of their own.
const TYPED: [&str; 6] = ["date", "date-time", "ip", "ipv4", "ipv6", "uuid"];
/// Formats whose every value has a character that is in none of those.
const FOREIGN: [&str; 2] = ["email", "idn-email"];

/// What an integer without a type of its own is held in.
const WIDEST: (i128, i128) = (i64::MIN as i128, i64::MAX as i128);

fn format(schema: &Node) -> &str {
    schema.str("format").unwrap_or_default()
}

/// The format of strings of a type of its own.
fn typed(schema: &Node) -> Option<&str> {
    let is_enum = schema.get("enum").is_some();
    Some(format(schema)).filter(|name| !is_enum && TYPED.contains(name))
}

/// Whether the type of a schema reads no value of another one, by what both are: rules and the values of
/// enums of strings are not looked at.
pub(super) fn differ(one: &Node, two: &Node) -> bool {
    let (Some(of_one), Some(of_two)) = (one.str("type"), two.str("type")) else {
        return false;
    };
    let of_both = |name| [of_one, of_two] == [name; 2];
    let is_number = |name| matches!(name, "integer" | "number");
    if of_one != of_two && !(is_number(of_one) && is_number(of_two)) {
        return true;
    }
    let values = two.items("enum").iter();
    let mut values = values.filter(|value| !value.is_null()).peekable();
    if values.peek().is_some() && !matches!(of_one, "array" | "object") {
        return !values.any(|value| reads(one, value));
    }
    of_both("string") && typed(one).is_some_and(|name| !may_be(name, format(two)))
}

/// Whether the field for a schema reads no value of another one as it holds to a constant.
pub(super) fn holds_to_other(field: &Node, other: &Node) -> bool {
    let Some(constant_of_field) = constant(field) else {
        return false;
    };
    let values = other.items("enum").iter();
    let mut values = values.filter(|value| !value.is_null()).peekable();
    let is_it = |value: &Node| {
        let mut single = field.clone();
        let list = value.with(Value::Array(vec![value.clone()]));
        single.set("enum", list);
        constant(&single).as_ref() == Some(&constant_of_field)
    };
    values.peek().is_some() && !values.any(is_it)
}

/// Whether the type of strings of a format reads one of another format, or of none.
fn may_be(name: &str, other: &str) -> bool {
    match other {
        _ if FOREIGN.contains(&other) => false,
        "ipv4" | "ipv6" if name == "ip" => true,
        "ip" if matches!(name, "ipv4" | "ipv6") => true,
        _ => name == other || !TYPED.contains(&other),
    }
}

/// Whether the type of a schema may read a value that is no array and no object.
pub(super) fn reads(schema: &Node, value: &Node) -> bool {
    let Some(of_type) = schema.str("type") else {
        return true;
    };
    match (&value.value, typed(schema)) {
        _ if !is_of(value, of_type) => false,
        (Value::String(text), Some(format)) => is_read(format, text),
        (Value::Number(number), _) if of_type == "integer" => {
            // Some formats are rules of a wider type.
            let has_own = has_type(format(schema), "integer");
            let range = held_in(schema).filter(|_| has_own);
            let (least, most) = range.map_or(WIDEST, |(_, least, most)| (least, most));
            let number = number.as_i128();
            number.is_some_and(|number| (least..=most).contains(&number))
        }
        _ => true,
    }
}

/// Whether the type of strings of a format may read a text.
fn is_read(format: &str, text: &str) -> bool {
    match format {
        "ipv4" => text.parse::<Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<Ipv6Addr>().is_ok(),
        "ip" => ["ipv4", "ipv6"].iter().any(|format| is_read(format, text)),
        "uuid" => {
            let digits = text.trim_start_matches("urn:uuid:");
            let digits = digits.trim_matches(['{', '}']).replace('-', "");
            digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        }
        // Signs and spaces are read, too.
        _ => text
            .trim_start_matches([' ', '+', '-'])
            .starts_with(|c: char| c.is_ascii_digit()),
    }
}

/// Whether the type of strings of a format writes a text that it reads as it was.
fn is_kept(format: &str, text: &str) -> bool {
    match format {
        "ipv4" => true,
        "ip" | "ipv6" => {
            let written = text.parse::<Ipv6Addr>().map(|address| address.to_string());
            written.is_ok_and(|written| written == text) || text.parse::<Ipv4Addr>().is_ok()
        }
        "uuid" => {
            let groups: Vec<usize> = text.split('-').map(str::len).collect();
            groups == [8, 4, 4, 4, 12] && !text.contains(|c: char| c.is_ascii_uppercase())
        }
        "date" => {
            let groups: Vec<usize> = text.split('-').map(str::len).collect();
            groups == [4, 2, 2]
                && text
                    .bytes()
                    .all(|byte| byte == b'-' || byte.is_ascii_digit())
        }
        // With or without a fraction, an offset …
        _ => false,
    }
}

/// What the type of a number or of a string doesn't keep of a value of another schema that it reads.
pub(super) fn lost_part(one: &Node, two: &Node) -> Option<&'static str> {
    if differ(one, two) {
        return None;
    }
    let is_listed = two.items("enum").iter().any(|value| !value.is_null());
    match one.str("type")? {
        "number" => (!holds_numbers(one, two)).then_some("digits"),
        "string" => {
            let name = typed(one)?;
            let is_rewritten = |value: &Node| {
                let text = value.as_str().unwrap_or_default();
                is_read(name, text) && !is_kept(name, text)
            };
            let is_rewritten = if is_listed {
                two.items("enum").iter().any(is_rewritten)
            } else {
                let other = format(two);
                let is_ip = |name| matches!(name, "ip" | "ipv4" | "ipv6");
                // There is one way to write an IPv4 address.
                let is_same = name == other || is_ip(name) && is_ip(other) || name == "ipv4";
                !is_same
            };
            is_rewritten.then_some("how it is written")
        }
        _ => None,
    }
}

/// Whether a type of floating point keeps every number of another schema.
fn holds_numbers(one: &Node, two: &Node) -> bool {
    let is_float = |schema: &Node| format(schema) == "float";
    // The integers up to which each is one of its values: 2⁵³, or 2²⁴ of 32 bits.
    let most: i128 = if is_float(one) { 1 << 24 } else { 1 << 53 };
    let is_exact = |value: &Node| match &value.value {
        Value::Number(number) if number.as_i128().is_some() => {
            number.as_i128().is_some_and(|number| number.abs() <= most)
        }
        Value::Number(number) => !is_float(one) || number.as_f64().is_some_and(is_short),
        _ => true,
    };
    if two.items("enum").iter().any(|value| !value.is_null()) {
        return two.items("enum").iter().all(is_exact);
    }
    match two.str("type") {
        Some("number") => !is_float(one) || is_float(two),
        Some("integer") => {
            let range = held_in(two).map(|(_, least, most)| (least, most));
            let (least, highest) = range.unwrap_or((i128::MIN, i128::MAX));
            let bound = |key| match two.get(key).map(|node| &node.value) {
                Some(Value::Number(number)) => number.as_i128(),
                _ => None,
            };
            let least = bound("minimum").map_or(least, |bound| bound.max(least));
            let highest = bound("maximum").map_or(highest, |bound| bound.min(highest));
            -most <= least && highest <= most
        }
        // Anything
        _ => false,
    }
}

/// Whether 32 bits hold a number of floating point.
fn is_short(number: f64) -> bool {
    let short = number.to_string().parse::<f32>();
    short.is_ok_and(|short| f64::from(short).total_cmp(&number).is_eq())
}
