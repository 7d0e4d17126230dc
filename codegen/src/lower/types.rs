//! `types`: gives a schema without a type the one that its keywords speak of.
//!
//! typify makes a value of anything of it; `lint` warns.

use crate::diagnostic::Diagnostic;
use crate::document::{Document, Node, Value};
use crate::schema::implied_type;
use crate::vocabulary::schemas;

pub(super) fn lower(document: &mut Document, _: &mut Vec<Diagnostic>) {
    let pointers: Vec<String> = schemas(document)
        .into_iter()
        .map(|(_, pointer)| pointer)
        .collect();
    for pointer in pointers {
        if let Some(schema) = document.root.at_mut(&pointer)
            && let Some(implied) = implied_type(schema)
        {
            let node: Node = schema.with(Value::String(implied.to_owned()));
            schema.set("type", node);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::source;

    #[test]
    fn a_schema_gets_the_type_that_its_keywords_speak_of() {
        for (schema, expected) in [
            ("{properties: {}}", Some("object")),
            ("{items: {}}", Some("array")),
            ("{minLength: 1}", Some("string")),
            ("{minimum: 1}", Some("number")),
            ("{enum: [a]}", Some("string")),
            ("{enum: [1]}", Some("integer")),
            ("{enum: [1, 1.5]}", Some("number")),
            ("{}", None),
            ("{oneOf: []}", None),
        ] {
            let text = format!("components: {{schemas: {{A: {schema}}}}}");
            let mut document = source::parse("a.yaml", &text).expect("it parses");
            super::lower(&mut document, &mut Vec::new());
            assert_eq!(
                document.schema("A").and_then(|node| node.str("type")),
                expected,
                "{schema}"
            );
        }
    }
}
