//! A `format` that nobody knows is mostly one that is misspelt.

use super::nearest;
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
        if KNOWN.contains(&format) {
            continue;
        }
        if let Some(meant) = nearest(format, KNOWN.into_iter()) {
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
