//! Values of fields that are given as a text, or as a number of another width.

use std::fmt::Display;

use uuid::Uuid;

use super::rules::quoted;

/// A type of which a value may be given as something else.
pub(crate) trait Scalar {
    /// What is given and is none of it, with what that is not.
    fn refused(given: &str) -> String;
    /// What the document says of it.
    const RULE: &str;
}

impl Scalar for Uuid {
    fn refused(given: &str) -> String {
        format!("{} is not a UUID", quoted(given))
    }
    const RULE: &str = "format: uuid";
}

macro_rules! integers {
    ($($integer:ty)*) => {$(
        impl Scalar for $integer {
            fn refused(given: &str) -> String {
                format!("{given} is no {}", stringify!($integer))
            }
            const RULE: &str = "type: integer";
        }
    )*};
}

integers!(i8 i16 i32 i64 u8 u16 u32 u64);

/// A value of a field, or the field, the value, why it is none, and the rule that it breaks.
#[allow(dead_code, reason = "for documents with UUIDs or integers in requests")]
pub(crate) fn converted<T, V>(field: &str, value: V) -> Result<T, String>
where
    T: Scalar,
    V: TryInto<T> + Display,
    V::Error: Display,
{
    let given = value.to_string();
    value.try_into().map_err(|error| {
        let refused = T::refused(&given);
        format!("{field}: {refused}: {error} (`{}`)", T::RULE)
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::converted;

    #[test]
    fn a_value_that_is_none_is_told_with_field_value_reason_and_rule() {
        let error = converted::<Uuid, _>("id", "nope").expect_err("it is no UUID");
        assert!(error.starts_with("id: \"nope\" is not a UUID: "), "{error}");
        assert!(error.ends_with(" (`format: uuid`)"), "{error}");
        assert_eq!(
            converted::<i32, _>("count", 3_000_000_000_i64).expect_err("it is too large"),
            "count: 3000000000 is no i32: out of range integral type conversion attempted (`type: integer`)"
        );
        assert_eq!(converted::<Uuid, _>("id", Uuid::nil()), Ok(Uuid::nil()));
        assert_eq!(converted::<u8, _>("count", 7_i32), Ok(7));
    }
}
