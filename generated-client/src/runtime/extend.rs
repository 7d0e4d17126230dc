//! JSON Schemas of types, with what only the document says of them.

use schemars::Schema;
use serde_json::Value;

/// A transformation that adds keywords to what a schema has at a pointer: rules of what a list or a map holds.
#[allow(
    dead_code,
    reason = "for documents with rules of what lists of types hold"
)]
pub(crate) fn extend(pointer: &'static str, keywords: Value) -> impl FnMut(&mut Schema) {
    move |schema| {
        let place = schema.pointer_mut(pointer).and_then(Value::as_object_mut);
        if let (Some(place), Value::Object(keywords)) = (place, keywords.clone()) {
            place.extend(keywords);
        }
    }
}
