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

/// The name of a field, by the rules of typify; nothing if it would be none that says what the field is.
#[must_use]
pub fn field_name(name: &str) -> Option<String> {
    let name = snake_name(name);
    let first = name.chars().next()?;
    // Digits are in names, and begin none.
    let can_begin = syn::parse_str::<syn::Ident>(&first.to_string()).is_ok();
    Some(if can_begin { name } else { format!("x{name}") })
}

/// A name in snake case as progenitor and typify write it, before they mend how it begins.
#[must_use]
pub fn snake_name(name: &str) -> String {
    match name {
        "+1" => "plus1".to_owned(),
        "-1" => "minus1".to_owned(),
        _ => name
            .replace('\'', "")
            .replace(|c| !is_in_names(c), "-")
            .to_snake_case(),
    }
}

/// Whether names in Rust may have a character, though not as their first.
fn is_in_names(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    let name = format!("x{c}");
    syn::parse_str::<syn::Ident>(&name).is_ok_and(|ident| ident == name)
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
        let sign = match value.chars().next() {
            Some('+') => "Plus",
            Some('-') => "Minus",
            _ => "Value",
        };
        format!("{sign}{name}")
    } else {
        name
    };
    // As of types: typify writes it once more.
    let name = name.to_pascal_case();
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
    use super::{field_name, type_name, variant_name};

    #[test]
    fn values_of_enums_get_names_that_say_what_they_are() {
        for (value, name) in [
            ("great dane", Some("GreatDane")),
            ("<=", Some("LessOrEqual")),
            ("", Some("Empty")),
            ("1.0", Some("Value10")),
            ("self", Some("SelfValue")),
            ("+1", Some("Plus1")),
            ("-1", Some("Minus1")),
            ("_1", Some("Value1")),
            ("a1_b", Some("A1b")),
            ("§", None),
        ] {
            assert_eq!(variant_name(value).as_deref(), name, "{value}");
        }
    }

    #[test]
    fn fields_get_the_names_that_typify_gives_them_and_none_that_says_nothing() {
        for (property, name) in [
            ("NickName", Some("nick_name")),
            ("a-b", Some("a_b")),
            ("self", Some("self")),
            ("1st", Some("x1st")),
            ("+1", Some("plus1")),
            ("-1", Some("minus1")),
            ("don't", Some("dont")),
            ("a²", Some("a")),
            ("Öl", Some("öl")),
            ("as", Some("as")),
            ("", None),
            ("$", None),
            ("_", None),
            ("²", None),
        ] {
            assert_eq!(field_name(property).as_deref(), name, "{property}");
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
