//! Values of which the document allows only one.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};

/// A boolean that is always `VALUE`.
///
/// ```
/// use zt_risk_scoring::ConstBool;
///
/// assert!(ConstBool::<true>::VALUE);
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ConstBool<const VALUE: bool>;

impl<const VALUE: bool> ConstBool<VALUE> {
    /// The value as it is on the wire.
    pub const VALUE: bool = VALUE;
}

impl<const VALUE: bool> Serialize for ConstBool<VALUE> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(VALUE)
    }
}

impl<'de, const VALUE: bool> Deserialize<'de> for ConstBool<VALUE> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bool(Self)
    }
}

impl<const VALUE: bool> Visitor<'_> for ConstBool<VALUE> {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{VALUE}`")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self, E> {
        if value == VALUE {
            Ok(self)
        } else {
            Err(E::invalid_value(Unexpected::Bool(value), &self))
        }
    }
}

/// An integer that is always `VALUE`.
///
/// ```
/// use zt_risk_scoring::ConstInteger;
///
/// assert_eq!(ConstInteger::<1000>::VALUE, 1000);
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ConstInteger<const VALUE: i64>;

impl<const VALUE: i64> ConstInteger<VALUE> {
    /// The value as it is on the wire.
    pub const VALUE: i64 = VALUE;
}

impl<const VALUE: i64> From<ConstInteger<VALUE>> for i64 {
    fn from(_: ConstInteger<VALUE>) -> Self {
        VALUE
    }
}

impl<const VALUE: i64> Serialize for ConstInteger<VALUE> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(VALUE)
    }
}

impl<'de, const VALUE: i64> Deserialize<'de> for ConstInteger<VALUE> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_i64(Self)
    }
}

impl<const VALUE: i64> Visitor<'_> for ConstInteger<VALUE> {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{VALUE}`")
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self, E> {
        if value == VALUE {
            Ok(self)
        } else {
            Err(E::invalid_value(Unexpected::Signed(value), &self))
        }
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self, E> {
        match i64::try_from(value) {
            Ok(value) => self.visit_i64(value),
            Err(_) => Err(E::invalid_value(Unexpected::Unsigned(value), &self)),
        }
    }
}

#[cfg(feature = "schemars")]
impl<const VALUE: bool> schemars::JsonSchema for ConstBool<VALUE> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Const_{VALUE}").into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "boolean", "enum": [VALUE] })
    }
}

#[cfg(feature = "schemars")]
impl<const VALUE: i64> schemars::JsonSchema for ConstInteger<VALUE> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Const_{VALUE}").into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "enum": [VALUE] })
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde::de::DeserializeOwned;

    use super::{ConstBool, ConstInteger};

    fn there_and_back<T: Default + DeserializeOwned + Serialize>(json: &str) {
        assert_eq!(serde_json::to_string(&T::default()).expect(json), json);
        serde_json::from_str::<T>(json).map(drop).expect(json);
    }

    fn error<T: DeserializeOwned>(json: &str) -> String {
        let error = serde_json::from_str::<T>(json).map(drop);
        error.expect_err(json).to_string()
    }

    #[test]
    fn the_one_value_goes_there_and_back() {
        there_and_back::<ConstBool<true>>("true");
        there_and_back::<ConstBool<false>>("false");
        there_and_back::<ConstInteger<1000>>("1000");
        there_and_back::<ConstInteger<{ i64::MIN }>>("-9223372036854775808");
        there_and_back::<ConstInteger<{ i64::MAX }>>("9223372036854775807");
    }

    #[test]
    fn any_other_value_is_refused_by_name() {
        for (json, expected) in [
            ("false", "invalid value: boolean `false`, expected `true`"),
            ("null", "invalid type: null, expected `true`"),
            (
                r#""true""#,
                r#"invalid type: string "true", expected `true`"#,
            ),
        ] {
            let error = error::<ConstBool<true>>(json);
            assert!(error.starts_with(expected), "{error}");
        }
        for (json, expected) in [
            ("0", "invalid value: integer `0`, expected `-1`"),
            (
                "18446744073709551615",
                "invalid value: integer `18446744073709551615`, expected `-1`",
            ),
            ("-1.0", "invalid type: floating point `-1.0`, expected `-1`"),
        ] {
            let error = error::<ConstInteger<-1>>(json);
            assert!(error.starts_with(expected), "{error}");
        }
    }
}
