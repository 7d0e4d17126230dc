//! Values that may be sent as `null`.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// A value that may also be `null`.
///
/// A field of type `Option<Nullable<T>>` has three states: `None` is not sent, so that an update
/// leaves what is there; `Some(Nullable::Null)` is sent as `null`; `Some(Nullable::Value(value))` is
/// sent as the value.
///
/// ```
/// use zt_risk_scoring::Nullable;
///
/// assert_eq!(Nullable::from("a"), Nullable::Value("a".to_owned()));
/// assert!(Nullable::<String>::Null.is_null());
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Nullable<T> {
    /// `null`.
    Null,
    /// A value.
    Value(T),
}

impl<T> Nullable<T> {
    /// Whether it is `null`.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value; `None` for `null`.
    #[must_use]
    pub const fn as_option(&self) -> Option<&T> {
        match self {
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }

    /// The value itself; `None` for `null`.
    #[must_use]
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

macro_rules! texts {
    ($($text:ty)*) => {$(
        impl From<$text> for Nullable<String> {
            fn from(value: $text) -> Self {
                Self::Value(value.into())
            }
        }
    )*};
}

// As a `String` is made of.
texts!(&str &mut str &String Box<str> Cow<'_, str> char);

impl TryFrom<&str> for Nullable<Uuid> {
    type Error = uuid::Error;

    fn try_from(value: &str) -> Result<Self, Self::Error> {
        value.try_into().map(Self::Value)
    }
}

impl<T> From<Nullable<T>> for Option<T> {
    fn from(value: Nullable<T>) -> Self {
        value.into_option()
    }
}

impl<T: Serialize> Serialize for Nullable<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_option().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Nullable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value: Option<T> = Option::deserialize(deserializer)?;
        Ok(value.map_or(Self::Null, Self::Value))
    }
}

/// A field that is there, even if it is `null`, which an `Option` by itself takes for `None`.
#[allow(dead_code, reason = "for documents that have values that may be null")]
pub(crate) fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

#[cfg(feature = "schemars")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Nullable<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        Option::<T>::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Option::<T>::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use serde::{Deserialize, Serialize};
    use uuid::Uuid;

    use super::Nullable;

    #[derive(Debug, Deserialize, PartialEq, Serialize)]
    struct Update {
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "super::present"
        )]
        note: Option<Nullable<String>>,
    }

    #[test]
    fn absent_null_and_a_value_are_three_things_both_ways() {
        for (note, json) in [
            (None, "{}"),
            (Some(Nullable::Null), r#"{"note":null}"#),
            (Some(Nullable::from("a")), r#"{"note":"a"}"#),
            (Some(Nullable::from("")), r#"{"note":""}"#),
        ] {
            let update = Update { note };
            assert_eq!(serde_json::to_string(&update).expect(json), json);
            assert_eq!(serde_json::from_str::<Update>(json).expect(json), update);
        }
    }

    #[test]
    fn it_is_made_of_whatever_its_value_is_made_of() {
        let text = "a".to_owned();
        let made: [Nullable<String>; 6] = [
            "a".into(),
            text.as_str().into(),
            (&text).into(),
            Cow::Borrowed("a").into(),
            'a'.into(),
            text.clone().into(),
        ];
        assert!(
            made.iter()
                .all(|made| *made == Nullable::Value(text.clone()))
        );
        let uuid = Nullable::<Uuid>::try_from("6f9619ff-8b86-d011-b42d-00cf4fc964ff");
        assert!(uuid.is_ok_and(|uuid| !uuid.is_null()));
        let error = Nullable::<Uuid>::try_from("nope").expect_err("it is none");
        assert_eq!(Uuid::try_from("nope"), Err(error));
    }

    #[test]
    fn a_value_of_another_type_is_refused() {
        let error = serde_json::from_str::<Update>(r#"{"note":1}"#).expect_err("it is a number");
        let expected = "invalid type: integer `1`, expected a string";
        assert!(error.to_string().starts_with(expected), "{error}");
    }

    #[test]
    fn it_is_an_option_of_its_own_kind() {
        let value = Nullable::Value(1);
        assert_eq!((value.is_null(), value.as_option()), (false, Some(&1)));
        assert_eq!(value.into_option(), Some(1));
        assert_eq!(Option::from(value), Some(1));

        let null = Nullable::<i64>::Null;
        assert_eq!((null.is_null(), null.as_option()), (true, None));
        assert_eq!(null.into_option(), None);
    }
}
