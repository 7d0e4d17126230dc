//! What a component says of itself and no reference lets it say (`OpenAPI` 3.1.1, "Reference Object").

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node};
use crate::reference::pointer;
use crate::vocabulary::{Thing, Version, Visit, WORDS, walk};

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    let mut references = References {
        version: Version::of(document),
        all: BTreeMap::new(),
    };
    walk(document, &mut references);
    for ((target, thing), nodes) in references.all {
        let target = document.root.at(&target).and_then(Node::as_object);
        for word in WORDS {
            let own = target.and_then(|target| target.get(word));
            let text = own.and_then(|own| own.node.as_str());
            // One that says the same leaves nothing out.
            let is_other = |node: &&Node| node.str(word).is_some_and(|said| Some(said) != text);
            if let Some(own) = own.filter(|_| nodes.iter().all(is_other)) {
                let keyword = thing.keyword(word, references.version);
                found.push(Diagnostic::warning(
                    Code::NoEffect,
                    &own.key,
                    format!(
                        "this `{word}` has no effect: every reference to what it is of has another"
                    ),
                    if keyword.is_some_and(|keyword| keyword.required) {
                        "let a reference do without, or write here what one says"
                    } else {
                        "remove it, or those of the references"
                    },
                ));
            }
        }
    }
}

/// What refers to what may be said otherwise.
struct References<'a> {
    version: Version,
    all: BTreeMap<(String, Thing), Vec<&'a Node>>,
}

impl<'a> Visit<'a> for References<'a> {
    fn object(&mut self, thing: Thing, node: &'a Node, _: &str) {
        let may_override = WORDS
            .iter()
            .any(|word| thing.may_override(word, self.version));
        let to = node
            .str("$ref")
            .filter(|_| may_override && thing != Thing::Schema);
        // What stands in a path has its place there.
        let to = to
            .and_then(pointer)
            .filter(|to| to.starts_with("/components/"));
        if let Some(to) = to {
            self.all.entry((to, thing)).or_default().push(node);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::source;

    #[test]
    fn what_every_reference_says_otherwise_is_told() {
        for (version, first, second, is_told) in [
            ("3.1.0", ", description: One.", ", description: Two.", true),
            ("3.1.0", ", description: One.", "", false),
            (
                "3.1.0",
                ", description: One.",
                ", description: Mine.",
                false,
            ),
            ("3.1.0", "", "", false),
            ("3.0.3", ", description: One.", ", description: Two.", false),
        ] {
            let operation = |more: &str| {
                format!(
                    "{{requestBody: {{$ref: '#/components/requestBodies/A'{more}}}, responses: {{'200': {{$ref: '#/components/responses/A'{more}}}}}}}"
                )
            };
            let text = format!(
                "openapi: {version}
paths: {{/a: {{put: {}, post: {}}}}}
components: {{requestBodies: {{A: {{description: Mine., content: {{}}}}}}, responses: {{A: {{description: Mine.}}}}}}
",
                operation(first),
                operation(second)
            );
            let document = source::parse("a.yaml", &text).expect("it parses");
            let mut found = Vec::new();
            super::check(&document, &mut found);
            let places = found.iter().filter_map(|one| one.position.as_ref());
            let columns: Vec<usize> = places.map(|position| position.column).collect();
            let expected: &[usize] = if is_told { &[34, 85] } else { &[] };
            assert_eq!(columns, expected, "{version} {first} {second}");
        }
    }
}
