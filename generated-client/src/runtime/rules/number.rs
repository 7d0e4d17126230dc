//! Rules of numbers, without the rounding of one type to another.

use std::cmp::Ordering;
use std::fmt;

use serde_json::Value;

use super::Rule;

/// A number as the document or a request has it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Number {
    Integer(i128),
    Float(f64),
}

/// How far a quotient may be from a whole number, relative to itself: by the rounding of dividend,
/// divisor and quotient, and of a sum before that.
const ROUNDING: f64 = 4.0 * f64::EPSILON;

impl Number {
    /// What is wrong with it, if something is.
    pub(super) fn broken(self, rule: &Rule) -> Option<String> {
        use Ordering::{Equal, Greater, Less};

        match *rule {
            Rule::Minimum(bound) if self.compare(bound) == Some(Less) => {
                Some(format!("is less than {bound}"))
            }
            Rule::Maximum(bound) if self.compare(bound) == Some(Greater) => {
                Some(format!("is greater than {bound}"))
            }
            Rule::ExclusiveMinimum(bound) if matches!(self.compare(bound), Some(Less | Equal)) => {
                Some(format!("is not greater than {bound}"))
            }
            Rule::ExclusiveMaximum(bound)
                if matches!(self.compare(bound), Some(Greater | Equal)) =>
            {
                Some(format!("is not less than {bound}"))
            }
            Rule::MultipleOf(divisor) if !self.is_multiple_of(divisor) => {
                Some(format!("is not a multiple of {divisor}"))
            }
            _ => None,
        }
    }

    pub(super) const fn is_finite(self) -> bool {
        match self {
            Self::Integer(_) => true,
            Self::Float(value) => value.is_finite(),
        }
    }

    /// As JSON; numbers that are equal are equal in it, whatever type they had.
    pub(super) fn to_json(self) -> Value {
        let number = match self.whole() {
            Self::Integer(value) => serde_json::Number::from_i128(value),
            Self::Float(_) => None,
        };
        number.map_or_else(|| Value::from(self.to_f64()), Value::Number)
    }

    fn compare(self, other: Self) -> Option<Ordering> {
        match (self.whole(), other.whole()) {
            (Self::Integer(a), Self::Integer(b)) => Some(a.cmp(&b)),
            (Self::Float(a), Self::Float(b)) => a.partial_cmp(&b),
            (Self::Integer(a), Self::Float(b)) => compare_unequal(a, b),
            (Self::Float(a), Self::Integer(b)) => compare_unequal(b, a).map(Ordering::reverse),
        }
    }

    fn is_multiple_of(self, divisor: Self) -> bool {
        match (self.whole(), divisor.whole()) {
            (_, Self::Integer(0)) => false,
            (Self::Integer(value), Self::Integer(divisor)) => value.checked_rem(divisor) == Some(0),
            (value, divisor) => {
                let quotient = value.to_f64() / divisor.to_f64();
                // Of a quotient that is too large nobody can tell.
                quotient.is_infinite()
                    || (quotient - quotient.round()).abs() <= ROUNDING * quotient.abs()
            }
        }
    }

    /// A float without a fraction as an integer, unless it is too large for one.
    fn whole(self) -> Self {
        match self {
            Self::Float(value) if value.fract() == 0.0 && value.abs() < 1e38 => {
                Self::Integer(saturating(value))
            }
            number => number,
        }
    }

    #[allow(
        clippy::cast_precision_loss,
        reason = "only where a float is unavoidable"
    )]
    const fn to_f64(self) -> f64 {
        match self {
            Self::Integer(value) => value as f64,
            Self::Float(value) => value,
        }
    }
}

/// Compares with a float that is no integer of this width.
fn compare_unequal(integer: i128, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        None
    } else if integer <= saturating(float.floor()) {
        Some(Ordering::Less)
    } else {
        Some(Ordering::Greater)
    }
}

#[allow(clippy::cast_possible_truncation, reason = "it saturates, as named")]
const fn saturating(value: f64) -> i128 {
    value as i128
}

impl From<&serde_json::Number> for Number {
    fn from(number: &serde_json::Number) -> Self {
        match number.as_i128() {
            Some(value) => Self::Integer(value),
            None => Self::Float(number.as_f64().unwrap_or(f64::NAN)),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(value) => write!(f, "{value}"),
            // `Debug` has an exponent where it is the shorter form, as JSON has.
            Self::Float(value) => write!(f, "{value:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Number::{self, Float, Integer};
    use crate::runtime::rules::{Checked, Rule, check};

    fn message<T: Checked>(value: &T, rule: Rule) -> Option<String> {
        let result = check("code", value, &[rule]);
        result.err().map(|violation| violation.to_string())
    }

    #[test]
    fn a_number_that_breaks_a_rule_is_refused() {
        for (rule, good, bad, expected) in [
            (
                Rule::Minimum(Integer(1000)),
                1000,
                999,
                "code: 999 is less than 1000 (`minimum: 1000`)",
            ),
            (
                Rule::Maximum(Integer(-1)),
                -1,
                0,
                "code: 0 is greater than -1 (`maximum: -1`)",
            ),
            (
                Rule::ExclusiveMinimum(Integer(0)),
                1,
                0,
                "code: 0 is not greater than 0 (`exclusiveMinimum: 0`)",
            ),
            (
                Rule::ExclusiveMaximum(Integer(0)),
                -1,
                0,
                "code: 0 is not less than 0 (`exclusiveMaximum: 0`)",
            ),
            (
                Rule::MultipleOf(Integer(5)),
                -10,
                7,
                "code: 7 is not a multiple of 5 (`multipleOf: 5`)",
            ),
            (
                Rule::Minimum(Float(0.5)),
                1,
                0,
                "code: 0 is less than 0.5 (`minimum: 0.5`)",
            ),
        ] {
            assert_eq!(message(&good, rule), None, "{good}");
            assert_eq!(message(&bad, rule).as_deref(), Some(expected), "{bad}");
        }
        for (rule, good, bad, expected) in [
            (
                Rule::Minimum(Integer(2)),
                2.0,
                1.5,
                "code: 1.5 is less than 2 (`minimum: 2`)",
            ),
            (
                Rule::Maximum(Float(0.1)),
                0.1,
                1e300,
                "code: 1e300 is greater than 0.1 (`maximum: 0.1`)",
            ),
            (
                Rule::ExclusiveMaximum(Float(1.0)),
                0.99,
                1.0,
                "code: 1.0 is not less than 1.0 (`exclusiveMaximum: 1.0`)",
            ),
            (
                Rule::MultipleOf(Float(0.1)),
                0.3,
                0.35,
                "code: 0.35 is not a multiple of 0.1 (`multipleOf: 0.1`)",
            ),
            (
                Rule::MultipleOf(Integer(2)),
                4.0,
                1e-20,
                "code: 1e-20 is not a multiple of 2 (`multipleOf: 2`)",
            ),
        ] {
            assert_eq!(message(&good, rule), None, "{good}");
            assert_eq!(message(&bad, rule).as_deref(), Some(expected), "{bad}");
        }
    }

    #[test]
    fn integers_are_compared_without_rounding() {
        let most = i128::from(i64::MAX);
        assert_eq!(message(&i64::MAX, Rule::Maximum(Integer(most))), None);
        assert_eq!(
            message(&i64::MAX, Rule::Maximum(Integer(most - 1))).as_deref(),
            Some(
                "code: 9223372036854775807 is greater than 9223372036854775806 \
                 (`maximum: 9223372036854775806`)"
            )
        );
        let most = i128::from(u64::MAX);
        assert_eq!(message(&u64::MAX, Rule::Minimum(Integer(most))), None);
        assert!(message(&u64::MAX, Rule::Minimum(Integer(most + 1))).is_some());
        assert!(message(&(u64::MAX - 1), Rule::Minimum(Integer(most))).is_some());
        assert!(message(&(u64::MAX - 1), Rule::MultipleOf(Integer(most))).is_some());
        // As a float, i64::MAX would be this number.
        let bound = Rule::ExclusiveMaximum(Float(9_223_372_036_854_775_808.0));
        assert_eq!(message(&i64::MAX, bound), None);
        let bound = Rule::Minimum(Float(9_223_372_036_854_775_808.0));
        assert!(message(&i64::MAX, bound).is_some());
        assert!(
            message(
                &9_223_372_036_854_775_808.0_f64,
                Rule::Maximum(Integer(i128::from(i64::MAX)))
            )
            .is_some()
        );
    }

    #[test]
    fn floats_of_any_size_are_compared_with_integers() {
        for (small, large) in [
            (Float(-1e300), Integer(i128::MIN + 1)),
            (Float(-1.5), Integer(-1)),
            (Integer(-2), Float(-1.5)),
            (Integer(1), Float(1.5)),
            (Integer(i128::MAX), Float(1e300)),
            (Integer(i128::MAX), Float(f64::INFINITY)),
        ] {
            assert!(small.broken(&Rule::Minimum(large)).is_some(), "{small}");
            assert!(large.broken(&Rule::Maximum(small)).is_some(), "{large}");
        }
    }

    #[test]
    fn multiples_survive_binary_rounding() {
        let tenth = Number::Float(0.1);
        for (value, divisor) in [
            (0.1 + 0.2, tenth),
            (1.1, tenth),
            (-0.7, tenth),
            (0.0, tenth),
            (1e22, tenth),
            (19.99, Float(0.01)),
            (1e308, Float(1e-308)),
        ] {
            assert_eq!(message(&value, Rule::MultipleOf(divisor)), None, "{value}");
        }
        for (value, divisor) in [(0.05, tenth), (19.995, Float(0.01)), (1.5, Integer(0))] {
            assert!(message(&value, Rule::MultipleOf(divisor)).is_some());
        }
        assert!(message(&1, Rule::MultipleOf(Integer(0))).is_some());
    }

    #[test]
    fn a_short_float_is_what_is_sent() {
        assert_eq!(message(&0.1_f32, Rule::Maximum(Float(0.1))), None);
        assert_eq!(
            message(&0.2_f32, Rule::Maximum(Float(0.1))).as_deref(),
            Some("code: 0.2 is greater than 0.1 (`maximum: 0.1`)")
        );
    }

    #[test]
    fn what_is_no_number_is_refused_without_a_rule_too() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let message = check("code", &value, &[]).map_err(String::from);
            let expected = format!("code: {value:?} is not a number in JSON (`type: number`)");
            assert_eq!(message, Err(expected));
        }
        assert!(f32::NAN.check(&[Rule::Minimum(Integer(0))]).is_err());
    }
}
