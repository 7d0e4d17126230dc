//! Enums that a reply may extend.

use std::fmt;

use serde::de::{Deserializer, Visitor};

use super::rules::quoted;

/// A value of an enum that this version of the crate does not know, as it came in a reply.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    /// Only generated enums make one, after they have seen that none of their variants fits.
    pub(crate) fn new(value: &str) -> Self {
        Self(value.into())
    }

    /// The value as it is on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Reads a string as an enum that takes any.
pub(crate) fn open_enum<'de, D, T>(deserializer: D, read: fn(&str) -> T) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    struct AnyString<T>(fn(&str) -> T);

    impl<T> Visitor<'_> for AnyString<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_str<E>(self, value: &str) -> Result<T, E> {
            Ok((self.0)(value))
        }
    }

    deserializer.deserialize_str(AnyString(read))
}

/// Why a string that a person wrote is not one of an enum's values.
pub(crate) fn unknown_value(value: &str, known: &[&str]) -> String {
    let known: Vec<String> = known.iter().map(|value| format!("`{value}`")).collect();
    let known = known.join(" or ");
    format!("{} is not a known value: use {known}", quoted(value))
}
