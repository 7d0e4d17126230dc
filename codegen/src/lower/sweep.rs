//! `sweep`: removes component schemas that nothing uses any more.
//!
//! What was merged into others, or put where it was referred to, would be a type that nobody gets.

use std::collections::BTreeSet;

use super::schemas_mut;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::reference::reach;

pub(super) fn lower(document: &mut Document, _: &mut Vec<Diagnostic>) {
    lower_again(document);
}

/// The same for a document that operations were taken out of.
pub(crate) fn lower_again(document: &mut Document) {
    let mut used = BTreeSet::new();
    if let Some(paths) = document.root.get("paths") {
        reach(document, paths, &mut used);
    }
    if let Some(schemas) = schemas_mut(document) {
        schemas.retain(|name, _| used.contains(name));
    }
    // As in a document that never had one.
    let components = document.root.get_mut("components");
    if let Some(components) = components.and_then(|node| node.as_object_mut()) {
        components.retain(|_, member| member.node.as_object().is_none_or(|all| !all.is_empty()));
        if components.is_empty() {
            document.root.take("components");
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::lower::passed;

    #[test]
    fn only_what_operations_use_stays_and_what_that_uses() {
        let text = "
paths: {/a: {get: {responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}}}
components:
  schemas:
    A: {items: {$ref: '#/components/schemas/B'}}
    B: {items: {$ref: '#/components/schemas/A'}}
    C: {items: {$ref: '#/components/schemas/C'}}
";
        let (document, _) = passed(super::lower, text);
        let schemas = document["components"]["schemas"].as_object();
        let names: Vec<&String> = schemas.into_iter().flat_map(|map| map.keys()).collect();
        assert_eq!(json!(names), json!(["A", "B"]));
    }
}
