//! What a document says of a schema and lowering has no place for: said here, not lost without a word.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Member, Node, Position};
use crate::operation::operations;
use crate::reference::{self, segment};
use crate::vocabulary::{Keyword, Thing, Visit, walk};

/// Keywords of a schema that are documented.
const DOCUMENTED: [&str; 6] = [
    "default",
    "description",
    "example",
    "examples",
    "externalDocs",
    "title",
];

/// Holds a document against the same after it was lowered.
pub(super) fn check(document: &Document, lowered: &Document, found: &mut Vec<Diagnostic>) {
    let mut kept = BTreeSet::new();
    let mut texts = Vec::new();
    lowered.root.walk(&mut |node| {
        kept.insert(&node.position);
        texts.extend(node.as_str());
    });
    let mut lost = Lost {
        kept,
        texts,
        used: used(document),
        found,
    };
    walk(document, &mut lost);
}

/// The pointers to operations' paths, and to what they refer to.
fn used(document: &Document) -> BTreeSet<String> {
    let items = operations(document).map(|operation| operation.item);
    let mut used = reference::reached(document, items.collect());
    used.extend(
        operations(document).map(|operation| format!("/paths/{}", segment(operation.path))),
    );
    used
}

struct Lost<'a, 'f> {
    kept: BTreeSet<&'a Position>,
    texts: Vec<&'a str>,
    used: BTreeSet<String>,
    found: &'f mut Vec<Diagnostic>,
}

impl<'a> Visit<'a> for Lost<'_, '_> {
    fn member(
        &mut self,
        thing: Thing,
        object: &'a Node,
        name: &'a str,
        member: &'a Member,
        _: Option<&'static Keyword>,
        pointer: &str,
    ) {
        if thing != Thing::Schema
            || !DOCUMENTED.contains(&name)
            || object.get("$ref").is_some()
            || self.kept.contains(&member.node.position)
        {
            return;
        }
        let is_used = pointer
            .match_indices('/')
            .any(|(end, _)| self.used.contains(&pointer[..end]));
        // Those of parts are joined.
        let text = member.node.as_str();
        let is_joined = matches!(name, "description" | "title")
            && text.is_some_and(|text| self.texts.iter().any(|kept| kept.contains(text)));
        if is_used && !is_joined {
            self.found.push(Diagnostic::warning(
                Code::NoEffect,
                &member.key,
                format!("this `{name}` is not in the client: its schema becomes a part of another"),
                "remove it, or say it of the whole schema",
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::source;

    #[test]
    fn what_a_merge_leaves_out_is_told_unless_it_is_kept_elsewhere() {
        let told = |schemas: &str| {
            let text = format!(
                "openapi: 3.0.3
paths:
  /a:
    get:
      responses:
        '200': {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'}}}}}}}}
components:
  schemas:
    {schemas}
"
            );
            let document = source::parse("a.yaml", &text).expect("it parses");
            let (lowered, found) = crate::lower::lower(document.clone());
            assert_eq!(found, []);
            let mut found = Vec::new();
            super::check(&document, &lowered, &mut found);
            let places = found.iter().map(|one| {
                let position = one.position.as_ref().expect("a position");
                (position.line, position.column)
            });
            places.collect::<Vec<_>>()
        };
        let b = "B: {type: object, title: T, properties: {b: {type: string, example: x}}}";
        for (schemas, expected) in [
            // Both descriptions, and the one title.
            (
                "A: {allOf: [{title: T, description: a, type: object}, {description: b}], properties: {a: {type: string}}}".to_owned(),
                vec![],
            ),
            (
                "A: {allOf: [{title: T, type: object}, {title: U}], properties: {a: {type: string}}}".to_owned(),
                vec![(9, 44)],
            ),
            // The title of what is only a part.
            (format!("A: {{allOf: [{{$ref: '#/components/schemas/B'}}, {{type: object}}]}}\n    {b}"), vec![(10, 23)]),
            // The same is a schema of its own, too; and what nobody uses is told elsewhere.
            (format!("A: {{allOf: [{{$ref: '#/components/schemas/B'}}, {{properties: {{c: {{$ref: '#/components/schemas/B'}}}}}}]}}\n    {b}"), vec![]),
            (format!("A: {{type: object, properties: {{a: {{type: string}}}}}}\n    {b}"), vec![]),
        ] {
            assert_eq!(told(&schemas), expected, "{schemas}");
        }
    }
}
