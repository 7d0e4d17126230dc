//! The names that operations, parameters, types, fields and variants get.

mod alternatives;
mod words;

pub use alternatives::{WAS, alternatives};
pub use words::{pascal, snake, words};

/// The name of the type that something of that name becomes.
#[must_use]
pub fn type_name(name: &str) -> String {
    let mut name = pascal(name);
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        name = format!("Type{name}");
    }
    // `a1_b` becomes `A1B`, and that `A1b`: typify writes names in this case once more.
    pascal(&name)
}

/// Whether a name, but for keywords, is one that Rust can have.
#[must_use]
pub fn is_identifier(name: &str) -> bool {
    !name.is_empty() && syn::parse_str::<syn::Ident>(&format!("{name}_")).is_ok()
}

/// Whether a name is the same however often it is made: two capitals have no small letter of their own.
#[must_use]
pub fn is_steady(name: &str) -> bool {
    !name.contains(['İ', 'ẞ'])
}

/// What the code beside types calls something else.
const TAKEN: [&str; 6] = ["Default", "Err", "None", "Ok", "Self", "Some"];

/// Whether a type can be called so.
#[must_use]
pub fn can_be_type(name: &str) -> bool {
    is_identifier(name) && !TAKEN.contains(&name)
}

/// The name of a field; nothing if it would be none that says what the field is.
#[must_use]
pub fn field_name(name: &str) -> Option<String> {
    let name = snake_name(name);
    let first = name.chars().next()?;
    // Digits are in names, and begin none.
    let can_begin = syn::parse_str::<syn::Ident>(&first.to_string()).is_ok();
    Some(if can_begin { name } else { format!("x{name}") })
}

/// A name in snake case of what may stand in one in Rust, before it is mended how it begins.
#[must_use]
pub fn snake_name(name: &str) -> String {
    match name {
        "+1" => "plus1".to_owned(),
        "-1" => "minus1".to_owned(),
        _ => snake(&name.replace(|c| c != '\'' && !is_in_names(c), "-")),
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
    let mut name = String::new();
    for word in snake(value).split('_') {
        // `1.0` isn't `10`.
        let ends_with_digit = name.ends_with(|c: char| c.is_ascii_digit());
        if ends_with_digit && word.starts_with(|c: char| c.is_ascii_digit()) {
            name.push('_');
        }
        name.push_str(&pascal(word));
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        let sign = match value.chars().next() {
            Some('+') => "Plus",
            Some('-') => "Minus",
            _ => "Value",
        };
        name.insert_str(0, sign);
    }
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
            ("1.0", Some("Value1_0")),
            ("10.0.0.0/8", Some("Value10_0_0_0_8")),
            ("TLSv1.2", Some("Tlsv1_2")),
            ("-1.5", Some("Minus1_5")),
            ("userIDs", Some("UserIds")),
            ("don't", Some("Dont")),
            ("self", Some("SelfValue")),
            ("+1", Some("Plus1")),
            ("-1", Some("Minus1")),
            ("_1", Some("Value1")),
            ("a1_b", Some("A1B")),
            ("§", None),
        ] {
            assert_eq!(variant_name(value).as_deref(), name, "{value}");
        }
    }

    #[test]
    fn fields_get_names_that_say_what_they_are() {
        for (property, name) in [
            ("NickName", Some("nick_name")),
            ("userIDs", Some("user_ids")),
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
            ("a_bs", "Abs"),
        ] {
            let once = type_name(name);
            assert_eq!(once, expected);
            assert_eq!(type_name(&once), once);
        }
    }
}
