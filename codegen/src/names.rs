//! The names that types, fields and variants get.

use heck::{ToPascalCase, ToSnakeCase};

/// The name of the type that something of that name becomes.
#[must_use]
pub fn type_name(name: &str) -> String {
    let mut name = name.to_pascal_case();
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        name = format!("Type{name}");
    }
    // `a1_b` becomes `A1B`, and that `A1b`: typify writes names in this case once more.
    name.to_pascal_case()
}

/// The name of the field that a property of that name becomes, but for what keywords and digits get.
#[must_use]
pub fn field_name(name: &str) -> String {
    let name = name.to_snake_case();
    // What typify calls those without a letter or digit.
    if name.is_empty() {
        "x".to_owned()
    } else {
        name
    }
}

/// What values without a letter or digit are called.
const SYMBOLS: [(&str, &str); 14] = [
    ("", "Empty"),
    ("!=", "NotEqual"),
    ("%", "Percent"),
    ("*", "Asterisk"),
    ("+", "Plus"),
    ("-", "Minus"),
    ("/", "Slash"),
    ("<", "Less"),
    ("<=", "LessOrEqual"),
    ("=", "Equals"),
    ("==", "Equal"),
    (">", "Greater"),
    (">=", "GreaterOrEqual"),
    ("~", "Tilde"),
];

/// The name of the variant that a value of an enum becomes; nothing if none can be made of it.
#[must_use]
pub fn variant_name(value: &str) -> Option<String> {
    if let Some((_, name)) = SYMBOLS.iter().find(|(symbol, _)| *symbol == value) {
        return Some((*name).to_owned());
    }
    let name = value.to_pascal_case();
    let name = if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("Value{name}")
    } else {
        name
    };
    // `Self` is the one word in this case that Rust keeps to itself.
    let name = if name == "Self" {
        "SelfValue".to_owned()
    } else {
        name
    };
    syn::parse_str::<syn::Ident>(&name).ok().map(|_| name)
}

#[cfg(test)]
mod tests {
    use super::{type_name, variant_name};

    #[test]
    fn values_of_enums_get_names_that_say_what_they_are() {
        for (value, name) in [
            ("great dane", Some("GreatDane")),
            ("<=", Some("LessOrEqual")),
            ("", Some("Empty")),
            ("1.0", Some("Value10")),
            ("self", Some("SelfValue")),
            ("§", None),
        ] {
            assert_eq!(variant_name(value).as_deref(), name, "{value}");
        }
    }

    #[test]
    fn a_name_of_a_type_stays_as_it_is_when_typify_writes_it_again() {
        for (name, expected) in [
            ("a1_b", "A1b"),
            ("1st", "Type1st"),
            ("HTTPServer", "HttpServer"),
        ] {
            let once = type_name(name);
            assert_eq!(once, expected);
            assert_eq!(type_name(&once), once);
        }
    }
}
