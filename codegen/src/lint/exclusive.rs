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

#[cfg(test)]
mod tests {
    use crate::source;

    #[test]
    fn two_keywords_that_exclude_each_other_are_told_at_the_second_one() {
        for (version, text, expected) in [
            (
                "3.1.0",
                "info: {license: {name: A, identifier: A, url: a}}",
                &["2:42: a license has `identifier` and `url`"][..],
            ),
            // It has the one only.
            (
                "3.0.3",
                "info: {license: {name: A, identifier: A, url: a}}",
                &[],
            ),
            (
                "3.0.3",
                "components: {parameters: {A: {examples: {}, example: 1}}}",
                &["2:31: a parameter has `example` and `examples`"],
            ),
            (
                "3.0.3",
                "components: {headers: {A: {example: 1, examples: {}}}}",
                &["2:40: a header has `example` and `examples`"],
            ),
            (
                "3.0.3",
                "components: {requestBodies: {A: {content: {a/b: {example: 1, examples: {B: {value: 1, externalValue: a}}}}}}}",
                &[
                    "2:62: a media type has `example` and `examples`",
                    "2:87: an example has `value` and `externalValue`",
                ],
            ),
            (
                "3.0.3",
                "components: {links: {A: {operationRef: a, operationId: a}}}",
                &["2:43: a link has `operationRef` and `operationId`"],
            ),
            // A schema of 3.1 may have both.
            (
                "3.1.0",
                "components: {schemas: {A: {example: 1, examples: [1]}}}",
                &[],
            ),
        ] {
            let document = source::parse("a.yaml", &format!("openapi: {version}\n{text}"));
            let mut found = Vec::new();
            super::check(&document.expect("it parses"), &mut found);
            let told: Vec<String> = found
                .iter()
                .filter_map(|one| {
                    let position = one.position.as_ref()?;
                    let (message, _) = one.message.split_once(", which")?;
                    Some(format!("{}:{}: {message}", position.line, position.column))
                })
                .collect();
            assert_eq!(told, expected, "{text}");
        }
    }
}
