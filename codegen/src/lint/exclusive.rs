//! Keywords of which an object has one only.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node};
use crate::vocabulary::{Thing, Version, Visit, walk};

/// Two keywords of an object that exclude each other, by the specification's text on the second one.
const PAIRS: [(Thing, &str, &str); 6] = [
    (Thing::License, "identifier", "url"),
    (Thing::Parameter, "example", "examples"),
    (Thing::Header, "example", "examples"),
    (Thing::MediaType, "example", "examples"),
    (Thing::Example, "value", "externalValue"),
    (Thing::Link, "operationRef", "operationId"),
];

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    let version = Version::of(document);
    walk(document, &mut Objects { version, found });
}

struct Objects<'f> {
    version: Version,
    found: &'f mut Vec<Diagnostic>,
}

impl<'a> Visit<'a> for Objects<'_> {
    fn object(&mut self, thing: Thing, node: &'a Node, _: &str) {
        // What stands beside a reference is told.
        let Some(object) = node
            .as_object()
            .filter(|object| !object.contains_key("$ref"))
        else {
            return;
        };
        let is_known = |name: &str| thing.keyword(name, self.version).is_some();
        let of_thing = PAIRS
            .iter()
            .filter(|(of, one, _)| *of == thing && is_known(one));
        for (_, one, other) in of_thing {
            if let (Some(_), Some(second)) = (object.get(*one), object.get(*other)) {
                self.found.push(Diagnostic::error(
                    Code::ExclusiveKeywords,
                    &second.key,
                    format!(
                        "{} has `{one}` and `{other}`, which exclude each other",
                        thing.name()
                    ),
                    "remove one of the two",
                ));
            }
        }
    }
}
