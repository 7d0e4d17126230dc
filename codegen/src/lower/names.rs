//! `names`: gives component schemas the names that their types will have.
//!
//! progenitor turns `dlp_create-body` into `DlpCreateBody` on the way; done here, every later stage
//! can look a type up in the document by its name.

use heck::ToPascalCase;

use super::schemas_mut;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Object, SCHEMAS, Value};
use crate::reference;

pub(super) fn lower(document: &mut Document, found: &mut Vec<Diagnostic>) {
    let Some(schemas) = schemas_mut(document) else {
        return;
    };
    let mut renamed = Object::new();
    for (name, member) in std::mem::take(schemas) {
        let type_name = type_name(&name);
        if let Some(first) = renamed.get(&type_name) {
            found.push(Diagnostic::error(
                Code::NameCollision,
                &member.key,
                format!(
                    "the schema `{name}` makes the same type `{type_name}` as the one at {}",
                    first.key
                ),
                "rename one of the two",
            ));
        }
        renamed.insert(type_name, member);
    }
    *schemas = renamed;
    reference::walk_mut(&mut document.root, &mut |node| {
        if let Some(Value::String(reference)) = node.get_mut("$ref").map(|node| &mut node.value)
            && let Some(name) = reference.strip_prefix(SCHEMAS)
        {
            let name = name.replace("~1", "/").replace("~0", "~");
            *reference = format!("{SCHEMAS}{}", type_name(&name));
        }
    });
}

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
    use super::variant_name;
    use crate::source;

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
            let once = super::type_name(name);
            assert_eq!(once, expected);
            assert_eq!(super::type_name(&once), once);
        }
    }

    #[test]
    fn schemas_and_references_get_the_name_of_their_type() {
        let text = "components: {schemas: {dlp_create-body: {}, B: {$ref: '#/components/schemas/dlp_create-body'}}}";
        let mut document = source::parse("a.yaml", text).expect("it parses");
        super::lower(&mut document, &mut Vec::new());
        assert_eq!(
            document.root.to_json().to_string(),
            r##"{"components":{"schemas":{"B":{"$ref":"#/components/schemas/DlpCreateBody"},"DlpCreateBody":{}}}}"##
        );
    }
}
