//! `words`: puts what a reference of 3.1 says of what it leads to in the place of what that says of itself
//! (`OpenAPI` 3.1.1, "Reference Object").
//!
//! Schemas keep theirs: what stands beside their references is more than words, and is merged. References of
//! 3.0 have nothing beside them.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::document::{Document, Node, Position};
use crate::reference;
use crate::vocabulary::{Thing, Version, Visit, WORDS, walk};

pub(super) fn lower(document: &mut Document, _: &mut Vec<Diagnostic>) {
    let version = Version::of(document);
    // As `lint` says of what is there.
    if version == Version::V3_0 {
        reference::walk_mut(&mut document.root, &mut |node| {
            if let Some(object) = node.as_object_mut() {
                object.retain(|name, _| name == "$ref");
            }
        });
        return;
    }
    let mut spoken = Spoken {
        version,
        places: BTreeSet::new(),
    };
    walk(document, &mut spoken);
    let places = spoken.places;
    if places.is_empty() {
        return;
    }
    let source = document.clone();
    document.root.walk_mut(&mut |node| {
        if !places.contains(&node.position) || node.str("$ref").is_none() {
            return;
        }
        let mut target = source.target(node).clone();
        for word in WORDS {
            if let Some(own) = node.get(word) {
                target.set(word, own.clone());
            }
        }
        *node = target;
    });
}

/// Where references are that say something.
struct Spoken {
    version: Version,
    places: BTreeSet<Position>,
}

impl<'a> Visit<'a> for Spoken {
    fn object(&mut self, thing: Thing, node: &'a Node, _: &str) {
        let is_said =
            |word: &&str| thing.may_override(word, self.version) && node.get(word).is_some();
        if thing != Thing::Schema && node.str("$ref").is_some() && WORDS.iter().any(is_said) {
            self.places.insert(node.position.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::lower::passed;

    #[test]
    fn a_reference_of_3_1_may_describe_what_it_leads_to() {
        for (version, expected) in [("3.1.0", "Mine."), ("3.0.3", "Theirs.")] {
            let text = format!(
                "openapi: {version}
paths: {{/a: {{get: {{responses: {{'200': {{$ref: '#/components/responses/A', description: Mine.}}}}}}}}}}
components: {{responses: {{A: {{description: Theirs., headers: {{}}}}}}}}
"
            );
            let lower = |document: &mut _, found: &mut _| {
                super::lower(document, found);
                super::super::references::lower(document, found);
            };
            let (document, found) = passed(lower, &text);
            assert!(found.is_empty(), "{found:?}");
            let response = &document["paths"]["/a"]["get"]["responses"]["200"];
            assert_eq!(*response, json!({"description": expected, "headers": {}}));
        }
    }
}
