//! `order`: sorts the keys of every object.
//!
//! progenitor emits operations and types in the order in which it meets them; the order of keys has
//! no meaning in a document, so it must have none in the code.

use crate::diagnostic::Diagnostic;
use crate::document::{Document, Value};

pub(super) fn lower(document: &mut Document, _: &mut Vec<Diagnostic>) {
    document.root.walk_mut(&mut |node| {
        if let Value::Object(object) = &mut node.value {
            object.sort_keys();
        }
    });
}

#[cfg(test)]
mod tests {
    use crate::source;

    #[test]
    fn keys_are_sorted_at_every_level() {
        let mut document = source::parse("a.yaml", "b: {d: 1, c: 2}\na: []").expect("it parses");
        super::lower(&mut document, &mut Vec::new());
        let text = document.root.to_json().to_string();
        assert_eq!(text, r#"{"a":[],"b":{"c":2,"d":1}}"#);
        let keys: Vec<_> = document.root.as_object().expect("object").keys().collect();
        assert_eq!(keys, ["a", "b"]);
    }
}
