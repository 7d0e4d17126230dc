//! A `format` that nobody knows is mostly one that is misspelt.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::vocabulary::schemas;

/// The formats of `OpenAPI`'s [registry](https://spec.openapis.org/registry/format/), and those that make types here.
const KNOWN: [&str; 49] = [
    "base64url",
    "binary",
    "byte",
    "char",
    "commonmark",
    "date",
    "date-time",
    "date-time-local",
    "decimal",
    "decimal128",
    "double",
    "double-int",
    "duration",
    "email",
    "float",
    "hostname",
    "html",
    "http-date",
    "idn-email",
    "idn-hostname",
    "int16",
    "int32",
    "int64",
    "int8",
    "ip",
    "ipv4",
    "ipv6",
    "iri",
    "iri-reference",
    "json-pointer",
    "media-range",
    "password",
    "regex",
    "relative-json-pointer",
    "sf-binary",
    "sf-boolean",
    "sf-decimal",
    "sf-integer",
    "sf-string",
    "sf-token",
    "time",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
    "uri",
    "uri-reference",
    "uri-template",
    "uuid",
];

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    for (schema, _) in schemas(document) {
        let Some(node) = schema.get("format") else {
            continue;
        };
        let format = node.as_str().unwrap_or_default();
        if let Some(meant) = meant(format) {
            let told = Diagnostic::warning(
                Code::WrongValue,
                &node.position,
                format!("the format `{format}` is not known, and says nothing here"),
                "",
            );
            found.push(told.or_meant(Some(meant)));
        }
    }
}

/// The format that is meant by one that is written otherwise, or with one slip. Formats are an open vocabulary: one
/// that is merely near, such as `ulid`, is one of its own.
fn meant(format: &str) -> Option<&'static str> {
    if KNOWN.contains(&format) {
        return None;
    }
    if format == "url" {
        return Some("uri");
    }
    let letters = |name: &str| name.replace(['-', '_', ' '], "").to_lowercase();
    let digits = |name: &str| {
        name.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    let is_slip = |known: &&str| {
        let is_long = known.len() > 4 && format.chars().count() > 4;
        is_long
            && digits(known) == digits(format)
            && strsim::damerau_levenshtein(known, format) == 1
    };
    let mut known = KNOWN.into_iter();
    let same = known.find(|known| letters(known) == letters(format));
    same.or_else(|| KNOWN.into_iter().find(is_slip))
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn a_format_is_meant_if_it_is_written_otherwise_or_with_a_slip() {
        for (format, expected) in [
            ("datetime", Some("date-time")),
            ("DateTime", Some("date-time")),
            ("UUID", Some("uuid")),
            ("url", Some("uri")),
            ("pasword", Some("password")),
            ("hostanme", Some("hostname")),
            ("date-time", None),
            ("ulid", None),
            ("zip", None),
            ("rate", None),
            ("int", None),
            ("int128", None),
            ("uint24", None),
            ("decimal64", None),
            ("base64", None),
            ("float64", None),
            ("json", None),
            ("", None),
        ] {
            assert_eq!(meant(format), expected, "{format}");
        }
    }
}
