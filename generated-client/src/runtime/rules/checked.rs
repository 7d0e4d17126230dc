//! What can be checked: everything of which a request can be made.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::json::{is_one_of, repeated};
use super::text::{self, quoted};
use super::violation::Step;
use super::{Number, Rule, Violation};
use crate::runtime::{ConstBool, ConstInteger, Nullable, to_json};

/// A value of which the document may have rules.
///
/// Generated types take the rules of their fields from the document, and none from where they are.
pub(crate) trait Checked {
    fn check(&self, rules: &[Rule]) -> Result<(), Violation>;
}

/// Holds a value, which a message shows as `subject`, against rules of its type and against `enum`.
fn hold(
    subject: impl FnOnce() -> String,
    value: impl Fn() -> Value,
    rules: &[Rule],
    broken: impl Fn(&Rule) -> Option<String>,
) -> Result<(), Violation> {
    let reason = |rule: &Rule| match rule {
        Rule::OneOf(allowed) if !is_one_of(value(), allowed) => {
            Some("is not an allowed value".to_owned())
        }
        rule => broken(rule),
    };
    match rules.iter().find_map(|rule| Some((rule, reason(rule)?))) {
        Some((rule, reason)) => {
            let rule = rule.to_string();
            Err(Violation::new(subject(), reason, &rule, rules))
        }
        None => Ok(()),
    }
}

/// Why there are too few or too many; with what one and several of them are called.
fn miscounted(count: usize, least: u64, most: u64, names: [&str; 2]) -> Option<String> {
    let [one, several] = names;
    let name = if count == 1 { one } else { several };
    let count = count as u64;
    if count < least {
        Some(format!("has {count} {name}, fewer than {least}"))
    } else if count > most {
        Some(format!("has {count} {name}, more than {most}"))
    } else {
        None
    }
}

impl Checked for str {
    fn check(&self, rules: &[Rule]) -> Result<(), Violation> {
        let broken = |rule: &Rule| text::broken(self, rule);
        hold(|| quoted(self), || Value::from(self), rules, broken)
    }
}

impl Checked for String {
    fn check(&self, rules: &[Rule]) -> Result<(), Violation> {
        self.as_str().check(rules)
    }
}

impl Checked for Number {
    fn check(&self, rules: &[Rule]) -> Result<(), Violation> {
        if !self.is_finite() {
            let reason = "is not a number in JSON".to_owned();
            return Err(Violation::new(
                self.to_string(),
                reason,
                "type: number",
                rules,
            ));
        }
        let broken = |rule: &Rule| self.broken(rule);
        hold(|| self.to_string(), || self.to_json(), rules, broken)
    }
}

macro_rules! integers {
    ($($integer:ty)*) => {$(
        impl Checked for $integer {
            fn check(&self, rules: &[Rule]) -> Result<(), Violation> {
                Number::Integer(i128::from(*self)).check(rules)
            }
        }
    )*};
}

integers!(i8 i16 i32 i64 u8 u16 u32 u64);

impl Checked for f64 {
    fn check(&self, rules: &[Rule]) -> Result<(), Violation> {
        Number::Float(*self).check(rules)
    }
}

impl Checked for f32 {
    fn check(&self, rules: &[Rule]) -> Result<(), Violation> {
        // It is sent in its shortest form: 0.1, not the 0.10000000149011612 that it widens to.
        let sent = self.to_string().parse().unwrap_or(f64::from(*self));
        Number::Float(sent).check(rules)
    }
}

impl Checked for bool {
    fn check(&self, rules: &[Rule]) -> Result<(), Violation> {
        hold(|| self.to_string(), || Value::Bool(*self), rules, |_| None)
    }
}

impl Checked for () {
    fn check(&self, _: &[Rule]) -> Result<(), Violation> {
        Ok(())
    }
}

impl<const VALUE: bool> Checked for ConstBool<VALUE> {
    fn check(&self, rules: &[Rule]) -> Result<(), Violation> {
        VALUE.check(rules)
    }
}

impl<const VALUE: i64> Checked for ConstInteger<VALUE> {
    fn check(&self, rules: &[Rule]) -> Result<(), Violation> {
        VALUE.check(rules)
    }
}

macro_rules! as_sent {
    ($($text:ty)*) => {$(
        impl Checked for $text {
            fn check(&self, rules: &[Rule]) -> Result<(), Violation> {
                sent(self).check(rules)
            }
        }
    )*};
}

as_sent!(Uuid IpAddr Ipv4Addr Ipv6Addr);

impl Checked for DateTime<Utc> {
    fn check(&self, rules: &[Rule]) -> Result<(), Violation> {
        check_date(&sent(self), self.year(), "format: date-time", rules)
    }
}

impl Checked for NaiveDate {
    fn check(&self, rules: &[Rule]) -> Result<(), Violation> {
        check_date(&sent(self), self.year(), "format: date", rules)
    }
}

fn check_date(sent: &Value, year: i32, format: &str, rules: &[Rule]) -> Result<(), Violation> {
    if (0..=9999).contains(&year) {
        return sent.check(rules);
    }
    let reason = "is not of a year from 0000 to 9999, as RFC 3339 has".to_owned();
    let subject = quoted(sent.as_str().unwrap_or_default());
    Err(Violation::new(subject, reason, format, rules))
}

impl<T: Checked + ?Sized> Checked for Box<T> {
    fn check(&self, rules: &[Rule]) -> Result<(), Violation> {
        (**self).check(rules)
    }
}

impl<T: Checked> Checked for Option<T> {
    fn check(&self, rules: &[Rule]) -> Result<(), Violation> {
        self.as_ref().map_or(Ok(()), |value| value.check(rules))
    }
}

impl<T: Checked> Checked for Nullable<T> {
    fn check(&self, rules: &[Rule]) -> Result<(), Violation> {
        self.as_option().map_or(Ok(()), |value| value.check(rules))
    }
}

impl<T: Checked + Serialize> Checked for Vec<T> {
    fn check(&self, rules: &[Rule]) -> Result<(), Violation> {
        let items = ["item", "items"];
        let broken = |rule: &Rule| match *rule {
            Rule::MinItems(least) => miscounted(self.len(), least, u64::MAX, items),
            Rule::MaxItems(most) => miscounted(self.len(), 0, most, items),
            Rule::UniqueItems => repeated(self)
                .map(|(first, second)| format!("has equal items, [{first}] and [{second}]")),
            _ => None,
        };
        // Its items may hold secrets of which only they know, so none is shown.
        hold(|| "the array".to_owned(), || sent(self), rules, broken)?;

        let of_items = rules.iter().find_map(|rule| match *rule {
            Rule::Items(rules) => Some(rules),
            _ => None,
        });
        for (index, item) in self.iter().enumerate() {
            item.check(of_items.unwrap_or_default())
                .map_err(|violation| violation.within(Step::Index(index), rules))?;
        }
        Ok(())
    }
}

impl<T: Checked + Serialize> Checked for BTreeMap<String, T> {
    fn check(&self, rules: &[Rule]) -> Result<(), Violation> {
        let mut members: Vec<_> = self.iter().collect();
        // The same message on every run.
        members.sort_unstable_by_key(|&(key, _)| key);
        check_object(&members, || sent(self), rules)
    }
}

impl Checked for Map<String, Value> {
    fn check(&self, rules: &[Rule]) -> Result<(), Violation> {
        let members: Vec<_> = self.iter().collect();
        check_object(&members, || Value::Object(self.clone()), rules)
    }
}

fn check_object<T: Checked>(
    members: &[(&String, &T)],
    value: impl Fn() -> Value,
    rules: &[Rule],
) -> Result<(), Violation> {
    let properties = ["property", "properties"];
    let broken = |rule: &Rule| match *rule {
        Rule::MinProperties(least) => miscounted(members.len(), least, u64::MAX, properties),
        Rule::MaxProperties(most) => miscounted(members.len(), 0, most, properties),
        Rule::Undeclared(names) => names
            .iter()
            .find(|name| members.iter().any(|(key, _)| key == *name))
            .map(|name| format!("has `{name}`, which has a field of its own")),
        _ => None,
    };
    // Its values may hold secrets of which only they know, so none is shown.
    hold(|| "the object".to_owned(), value, rules, broken)?;

    let of_values = rules.iter().find_map(|rule| match *rule {
        Rule::Values(rules) => Some(rules),
        _ => None,
    });
    for (key, value) in members {
        value
            .check(of_values.unwrap_or_default())
            .map_err(|violation| violation.within(Step::Key(Some((*key).clone())), rules))?;
    }
    Ok(())
}

impl Checked for Value {
    fn check(&self, rules: &[Rule]) -> Result<(), Violation> {
        match self {
            Self::Null => hold(|| "null".to_owned(), || Self::Null, rules, |_| None),
            Self::Bool(value) => value.check(rules),
            Self::Number(number) => Number::from(number).check(rules),
            Self::String(text) => text.check(rules),
            Self::Array(items) => items.check(rules),
            Self::Object(members) => members.check(rules),
        }
    }
}

/// A value as it will be sent; what cannot be written fails when the request is.
fn sent(value: &impl Serialize) -> Value {
    to_json(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

    use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
    use serde_json::json;
    use uuid::Uuid;

    use super::Checked;
    use crate::runtime::rules::{Number, Rule, check};
    use crate::runtime::{ConstBool, ConstInteger, Nullable};

    const SHORT: Rule = Rule::MaxLength(3);
    const SMALL: Rule = Rule::Maximum(Number::Integer(3));

    fn message<T: Checked>(value: &T, rules: &[Rule]) -> Option<String> {
        let result = check("a", value, rules);
        result.err().map(|violation| violation.to_string())
    }

    #[test]
    fn an_array_that_breaks_a_rule_is_refused() {
        for (rule, good, bad, expected) in [
            (
                Rule::MinItems(2),
                vec!["a", "b"],
                vec!["a"],
                "a: the array has 1 item, fewer than 2 (`minItems: 2`)",
            ),
            (
                Rule::MaxItems(1),
                vec!["a"],
                vec!["a", "b"],
                "a: the array has 2 items, more than 1 (`maxItems: 1`)",
            ),
            (
                Rule::UniqueItems,
                vec!["a", "b"],
                vec!["a", "b", "c", "b"],
                "a: the array has equal items, [1] and [3] (`uniqueItems: true`)",
            ),
            (
                Rule::Items(&[SHORT]),
                vec!["abc"],
                vec!["a", "abcd"],
                r#"a[1]: "abcd" is longer than 3 characters (`maxLength: 3`)"#,
            ),
            (
                Rule::OneOf(&[r#"["a"]"#]),
                vec!["a"],
                vec!["b"],
                r#"a: the array is not an allowed value (`enum: [["a"]]`)"#,
            ),
        ] {
            let [good, bad] = [good, bad].map(|items| {
                let items = items.into_iter().map(str::to_owned);
                items.collect::<Vec<String>>()
            });
            assert_eq!(message(&good, &[rule]), None, "{good:?}");
            assert_eq!(message(&bad, &[rule]).as_deref(), Some(expected));
        }
    }

    #[test]
    fn a_map_that_breaks_a_rule_is_refused() {
        for (rule, good, bad, expected) in [
            (
                Rule::MinProperties(1),
                json!({"b": 1}),
                json!({}),
                "a: the object has 0 properties, fewer than 1 (`minProperties: 1`)",
            ),
            (
                Rule::Undeclared(&["c", "b"]),
                json!({"a": 1}),
                json!({"a": 1, "b": 1}),
                "a: the object has `b`, which has a field of its own (`additionalProperties`)",
            ),
            (
                Rule::MaxProperties(0),
                json!({}),
                json!({"b": 1}),
                "a: the object has 1 property, more than 0 (`maxProperties: 0`)",
            ),
            (
                Rule::Values(&[SMALL]),
                json!({"b": 3}),
                json!({"b": 3, "c": 4}),
                "a.c: 4 is greater than 3 (`maximum: 3`)",
            ),
            (
                Rule::OneOf(&[r#"{"b": 1}"#]),
                json!({"b": 1.0}),
                json!({"b": 2}),
                r#"a: the object is not an allowed value (`enum: [{"b": 1}]`)"#,
            ),
        ] {
            assert_eq!(message(&good, &[rule]), None, "{good}");
            assert_eq!(message(&bad, &[rule]).as_deref(), Some(expected));
            let typed = |value| serde_json::from_value::<BTreeMap<String, i64>>(value).ok();
            assert_eq!(message(&typed(bad), &[rule]).as_deref(), Some(expected));
        }
    }

    #[test]
    fn a_value_that_is_not_in_an_enum_is_refused() {
        const ALLOWED: Rule = Rule::OneOf(&["1", "2.5", "true", "\"a\"", "null", "not JSON"]);
        let enumeration = r#"(`enum: [1, 2.5, true, "a", null, not JSON]`)"#;
        for (good, bad) in [
            (json!(1), json!(2)),
            (json!(1.0), json!(1.5)),
            (json!(2.5), json!(18_446_744_073_709_551_615_u64)),
            (json!(true), json!(false)),
            (json!("a"), json!("1")),
        ] {
            assert_eq!(message(&good, &[ALLOWED]), None, "{good}");
            let expected = format!("a: {bad} is not an allowed value {enumeration}");
            assert_eq!(message(&bad, &[ALLOWED]), Some(expected));
        }
        assert_eq!(message(&json!(null), &[ALLOWED]), None);
        assert_eq!(message(&1_u8, &[ALLOWED]), None);
        assert_eq!(message(&2.5_f32, &[ALLOWED]), None);
        assert_eq!(message(&ConstBool::<true>, &[ALLOWED]), None);
        assert!(message(&ConstBool::<false>, &[ALLOWED]).is_some());
        assert!(message(&ConstInteger::<2>, &[ALLOWED]).is_some());
    }

    #[test]
    fn items_are_equal_as_json_is() {
        for (items, equal) in [
            (json!([1, 1.0]), true),
            (json!([{"b": 1, "c": [2]}, {"c": [2.0], "b": 1}]), true),
            (json!([0, false, "0", null, ""]), false),
            (json!([i64::MAX, i64::MAX - 1, 9.3e18]), false),
        ] {
            let message = message(&items, &[Rule::UniqueItems]);
            assert_eq!(message.is_some(), equal, "{items}");
        }
    }

    #[test]
    fn nothing_and_null_pass_any_rule() {
        assert_eq!(message(&None::<String>, &[Rule::MinLength(1)]), None);
        assert_eq!(
            message(&Nullable::<String>::Null, &[Rule::MinLength(1)]),
            None
        );
        assert_eq!(message(&(), &[Rule::OneOf(&[])]), None);
        let value = Some(Nullable::<String>::from("abcd"));
        let expected = r#"a: "abcd" is longer than 3 characters (`maxLength: 3`)"#;
        assert_eq!(message(&value, &[SHORT]).as_deref(), Some(expected));
    }

    #[test]
    fn a_rule_of_another_type_says_nothing() {
        let rules = [Rule::MinItems(9), Rule::MinProperties(9), Rule::UniqueItems];
        assert_eq!(message(&"abc".to_owned(), &rules), None);
        assert_eq!(message(&9, &[Rule::MinLength(9), Rule::Uri]), None);
        assert_eq!(message(&true, &[SMALL, SHORT]), None);
        assert_eq!(
            message(&vec![9], &[SMALL, SHORT, Rule::Values(&[SMALL])]),
            None
        );
    }

    #[test]
    fn a_date_has_a_year_of_four_digits() {
        let day = |year| NaiveDate::from_ymd_opt(year, 1, 2).expect("a date");
        let time = |year| day(year).and_time(NaiveTime::MIN).and_utc();
        let of = |text: &str, format: &str| {
            let reason = "is not of a year from 0000 to 9999, as RFC 3339 has";
            Some(format!("a: \"{text}\" {reason} (`format: {format}`)"))
        };
        for (year, shown) in [
            (-1, Some("-0001")),
            (0, None),
            (9999, None),
            (10_000, Some("+10000")),
        ] {
            let date = shown.and_then(|year| of(&format!("{year}-01-02"), "date"));
            assert_eq!(message(&day(year), &[]), date);
            let date_time =
                shown.and_then(|year| of(&format!("{year}-01-02T00:00:00Z"), "date-time"));
            assert_eq!(message(&time(year), &[]), date_time);
        }
    }

    #[test]
    fn what_is_sent_as_text_has_the_rules_of_text() {
        let time = DateTime::<Utc>::UNIX_EPOCH;
        let of = |text: &str| format!("a: \"{text}\" is longer than 3 characters (`maxLength: 3`)");
        for (message, text) in [
            (
                message(&Uuid::nil(), &[SHORT]),
                "00000000-0000-0000-0000-000000000000",
            ),
            (message(&time, &[SHORT]), "1970-01-01T00:00:00Z"),
            (message(&NaiveDate::default(), &[SHORT]), "1970-01-01"),
            (
                message(&IpAddr::V4(Ipv4Addr::LOCALHOST), &[SHORT]),
                "127.0.0.1",
            ),
            (message(&Ipv4Addr::LOCALHOST, &[SHORT]), "127.0.0.1"),
            (
                message(&Ipv6Addr::from_bits(u128::MAX), &[SHORT]),
                "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            ),
        ] {
            assert_eq!(message, Some(of(text)));
        }
    }
}
