//! `names`: gives component schemas the names that their types will have.
//!
//! progenitor turns `dlp_create-body` into `DlpCreateBody` on the way; done here, every later stage
//! can look a type up in the document by its name, and a collision has a position.

use std::collections::BTreeMap;

use heck::ToPascalCase;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{Document, Node, Object, Position, SCHEMAS, Value};

pub(super) fn lower(document: &mut Document) -> Result<(), Diagnostics> {
    let mut types: BTreeMap<String, (String, Position)> = BTreeMap::new();
    let mut found = Vec::new();
    let mut renamed = Object::new();
    let Some(schemas) = schemas_mut(&mut document.root) else {
        return Ok(());
    };
    for (name, member) in std::mem::take(schemas) {
        let type_name = type_name(&name);
        if let Some((first, position)) = types.get(&type_name) {
            found.push(Diagnostic::at(
                &member.key,
                format!("the schema `{name}` makes the same type `{type_name}` as `{first}` at {position}"),
                "rename one of the two",
            ));
            continue;
        }
        types.insert(type_name.clone(), (name, member.key.clone()));
        renamed.insert(type_name, member);
    }
    *schemas = renamed;
    document.root.walk_mut(&mut |node| {
        let Value::Object(object) = &mut node.value else {
            return;
        };
        let Some(member) = object.get_mut("$ref") else {
            return;
        };
        if let Value::String(reference) = &mut member.node.value
            && let Some(name) = reference.strip_prefix(SCHEMAS)
            && !name.contains('/')
        {
            *reference = format!("{SCHEMAS}{}", type_name(name));
        }
    });
    Diagnostics::or_ok(found)
}

/// The name of the type that a component schema becomes.
fn type_name(name: &str) -> String {
    let name = name.to_pascal_case();
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("Type{name}");
    }
    name
}

fn schemas_mut(root: &mut Node) -> Option<&mut Object> {
    let mut node = root;
    for key in ["components", "schemas"] {
        let Value::Object(object) = &mut node.value else {
            return None;
        };
        node = &mut object.get_mut(key)?.node;
    }
    match &mut node.value {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::source;

    #[test]
    fn schemas_and_references_get_the_name_of_their_type() {
        let text = "components: {schemas: {dlp_create-body: {}, B: {$ref: '#/components/schemas/dlp_create-body'}}}";
        let mut document = source::parse("a.yaml", text).expect("it parses");
        super::lower(&mut document).expect("the names differ");
        assert_eq!(
            document.root.to_json().to_string(),
            r##"{"components":{"schemas":{"B":{"$ref":"#/components/schemas/DlpCreateBody"},"DlpCreateBody":{}}}}"##
        );
    }

    #[test]
    fn two_schemas_of_one_type_name_are_refused_where_the_second_stands() {
        let text = "components:\n  schemas:\n    a_b: {}\n    aB: {}\n";
        let mut document = source::parse("a.yaml", text).expect("it parses");
        let found = super::lower(&mut document).expect_err("both make AB");
        assert_eq!(
            found.to_string(),
            "a.yaml:4:5: the schema `aB` makes the same type `AB` as `a_b` at a.yaml:3:5\n  help: rename one of the two"
        );
    }
}
