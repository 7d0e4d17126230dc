//! `embed`: the document itself, for those that hold requests and replies against it.

use quote::quote;
use serde_json::Value;
use syn::{File, parse_quote};

use super::{Mismatch, Outcome};
use crate::document::{Document, Node, Value as Content};
use crate::json_schema::json_schema;
use crate::reference::Keys;
use crate::schema::SECRET;

const PASS: &str = "embed";
/// How long a line of the document may be.
const WIDTH: usize = 120;

pub(super) fn shape(file: &mut File, document: &Document) -> Outcome {
    let mut document = document.clone();
    without_words(&mut document.root, Keys::Keywords);
    let json = lines(&json_schema(&document), 0, 0);
    // More hashes than follow any quote in the text.
    let longest = json
        .split('"')
        .map(|part| part.len() - part.trim_start_matches('#').len());
    let hashes = "#".repeat(longest.max().unwrap_or(0) + 1);
    let literal: proc_macro2::Literal = format!("r{hashes}\"{json}\"{hashes}")
        .parse()
        .map_err(|error| Mismatch::new(PASS, format!("literal for the document: {error}")))?;
    let literal = quote!(#literal);
    file.items.push(parse_quote! {
        /// The document that this client was generated from, lowered and without its words, with its schemas as
        /// JSON Schema.
        #[cfg(any(feature = "httpmock", feature = "mock"))]
        pub(crate) const DOCUMENT: &str = #literal;
    });
    Ok(())
}

/// Leaves out what people only read.
fn without_words(node: &mut Node, keys: Keys) {
    if let Some(object) = node.as_object_mut().filter(|_| keys == Keys::Keywords) {
        object.retain(|key, member| match (key.as_str(), &member.node.value) {
            // A security scheme may have such a name, too; no text stands below it. Schemas of 3.1 have a list of
            // examples, where those of 3.0 have one, and what they define is a component when they are lowered.
            ("description" | "summary" | "title" | "$comment", Content::String(_))
            | ("externalDocs" | "$defs", Content::Object(_))
            | ("examples", Content::Array(_))
            // What lowering notes for the passes here.
            | (SECRET, _) => false,
            _ => true,
        });
    }
    for (part, keys) in keys.parts_mut(node) {
        without_words(part, keys);
    }
}

/// JSON with each object and array on one line, behind so many characters of it, if that has the room.
fn lines(value: &Value, indent: usize, before: usize) -> String {
    let line = value.to_string();
    let has_room = indent + before + line.chars().count() < WIDTH;
    let (open, parts, close) = match value {
        Value::Object(members) if !has_room && !members.is_empty() => {
            let part = |(key, value): (&String, &Value)| {
                let key = Value::from(key.as_str()).to_string();
                format!(
                    "{key}: {}",
                    lines(value, indent + 2, key.chars().count() + 2)
                )
            };
            ('{', members.iter().map(part).collect::<Vec<_>>(), '}')
        }
        Value::Array(items) if !has_room && !items.is_empty() => {
            let part = |item| lines(item, indent + 2, 0);
            ('[', items.iter().map(part).collect(), ']')
        }
        _ => return line,
    };
    let margin = " ".repeat(indent);
    let parts = parts.join(&format!(",\n{margin}  "));
    format!("{open}\n{margin}  {parts}\n{margin}{close}")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Keys, WIDTH, lines};

    #[test]
    fn words_are_left_out_and_names_and_values_stay() {
        let text = "{openapi: 3.0.3, info: {title: A, version: '1'}, security: [{title: []}], components: {schemas: {
            title: {description: B, externalDocs: {url: C}, properties: {description: {type: string, title: D}},
            example: {title: E}, examples: [F], $comment: G, $defs: {H: {type: string}}}}}}";
        let mut document = crate::source::parse("a.yaml", text).expect("it parses");
        super::without_words(&mut document.root, Keys::Keywords);
        let expected = json!({
            "openapi": "3.0.3",
            "info": {"version": "1"},
            "security": [{"title": []}],
            "components": {"schemas": {"title": {
                "properties": {"description": {"type": "string"}},
                "example": {"title": "E"},
            }}},
        });
        assert_eq!(document.root.to_json(), expected);
    }

    #[test]
    fn what_has_the_room_is_on_one_line() {
        let long = "ü".repeat(WIDTH);
        let value = json!({"a": [1, {}], "b": {"c": [long, []], "d": {"e": null}}});
        let text = lines(&value, 0, 0);
        let expected = format!(
            r#"{{
  "a": [1,{{}}],
  "b": {{
    "c": [
      "{long}",
      []
    ],
    "d": {{"e":null}}
  }}
}}"#
        );
        assert_eq!(text, expected);
        let read: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(read, value);
    }
}
