//! `names`: gives component schemas the names that their types will have.
//!
//! progenitor turns `dlp_create-body` into `DlpCreateBody` on the way; done here, every later stage
//! can look a type up in the document by its name.

use super::schemas_mut;
use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Object, SCHEMAS, Value};
use crate::names::type_name;
use crate::reference::{self, unescaped};

pub(super) fn lower(document: &mut Document, found: &mut Vec<Diagnostic>) {
    let Some(schemas) = schemas_mut(document) else {
        return;
    };
    let mut renamed = Object::new();
    let mut apart = BTreeMap::new();
    for (name, member) in std::mem::take(schemas) {
        let type_name = type_name(&name);
        if let Some(first) = renamed.get(&type_name) {
            found.push(Diagnostic::error(
                Code::NameCollision,
                &member.key,
                format!(
                    "the schema `{name}` makes the same type `{type_name}` as the one at {}",
                    first.key
                ),
                "move it to `components.schemas` under a name of its own, and refer to that",
            ));
            // What both are is looked at all the same.
            let other = format!("{type_name} {name}");
            renamed.insert(other.clone(), member);
            apart.insert(name, other);
            continue;
        }
        renamed.insert(type_name, member);
    }
    *schemas = renamed;
    reference::walk_mut(&mut document.root, &mut |node| {
        if let Some(Value::String(reference)) = node.get_mut("$ref").map(|node| &mut node.value)
            && let Some(name) = reference.strip_prefix(SCHEMAS)
        {
            let name = unescaped(name);
            let new = apart.get(&name).cloned();
            *reference = format!("{SCHEMAS}{}", new.unwrap_or_else(|| type_name(&name)));
        }
    });
}

#[cfg(test)]
mod tests {
    use crate::source;

    #[test]
    fn schemas_and_references_get_the_name_of_their_type() {
        let text = "components: {schemas: {dlp_create-body: {}, B: {$ref: '#/components/schemas/dlp_create-body'}}}";
        let mut document = source::parse("a.yaml", text).expect("it parses");
        super::lower(&mut document, &mut Vec::new());
        assert_eq!(
            document.root.to_json().to_string(),
            r##"{"components":{"schemas":{"B":{"$ref":"#/components/schemas/DlpCreateBody"},"DlpCreateBody":{}}}}"##
        );
    }
}
