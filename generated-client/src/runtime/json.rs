//! Values as they go over the wire.

use serde::Serialize;
use serde_json::Value;

/// A value as JSON, read back from its text: `serde_json::to_value` makes 0.10000000149011612 of an `f32` that
/// is written as 0.1.
pub(crate) fn to_json(value: &impl Serialize) -> serde_json::Result<Value> {
    serde_json::to_string(value).and_then(|text| serde_json::from_str(&text))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::to_json;

    #[test]
    fn a_number_is_the_one_that_is_written() {
        assert_eq!(to_json(&0.1_f32).expect("JSON").to_string(), "0.1");
        for text in [
            "0.1",
            "1.3436424411240123e-11",
            "8.988465674311579e307",
            "1.2345678901234567e-7",
            "9007199254740993.5",
            "5e-324",
            "-2.2250738585072014e-308",
        ] {
            let exact: f64 = text.parse().expect("a number");
            assert_eq!(to_json(&exact).expect("JSON"), Value::from(exact));
        }
    }
}
