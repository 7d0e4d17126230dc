//! What links and discriminators lead to. That they have no effect is told; they may be right all the same.

use std::collections::BTreeSet;

use super::nearest;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node};
use crate::operation::operations;
use crate::reference::{self, segment};
use crate::vocabulary::{Thing, Visit, schemas, walk};

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    let operations = operations(document).map(|operation| {
        let path = segment(operation.path);
        format!("/paths/{path}/{}", operation.method)
    });
    let schemas = schemas(document).into_iter().map(|(_, pointer)| pointer);
    let mut links = Links {
        document,
        operations: operations.collect(),
        schemas: schemas.collect(),
        found,
    };
    walk(document, &mut links);
}

struct Links<'a, 'f> {
    document: &'a Document,
    /// The pointers to all operations.
    operations: BTreeSet<String>,
    /// Those to all schemas.
    schemas: BTreeSet<String>,
    found: &'f mut Vec<Diagnostic>,
}

impl<'a> Visit<'a> for Links<'a, '_> {
    fn object(&mut self, thing: Thing, node: &'a Node, _: &str) {
        match thing {
            Thing::Link if node.get("$ref").is_none() => self.check_link(node),
            Thing::Discriminator => {
                for (_, member) in node.members("mapping") {
                    self.check_mapping(&member.node);
                }
            }
            Thing::Schema => self.check_discriminator(node),
            _ => {}
        }
    }
}

impl Links<'_, '_> {
    fn check_link(&mut self, link: &Node) {
        let (by_ref, by_id) = (link.get("operationRef"), link.get("operationId"));
        if by_ref.is_none() && by_id.is_none() {
            self.found.push(Diagnostic::error(
                Code::MissingKeyword,
                &link.position,
                "a link has neither `operationId` nor `operationRef`",
                "say which operation it leads to, by `operationId`",
            ));
        }
        if let Some(node) = by_ref {
            self.check_pointer(node, Thing::Operation);
        }
        let ids = operations(self.document).filter_map(|operation| operation.id());
        let ids: Vec<&str> = ids.collect();
        if let Some(node) = by_id
            && let Some(id) = node.as_str().filter(|id| !ids.contains(id))
        {
            let message = format!("no operation has the `operationId` {id}");
            self.tell(node, message, nearest(id, ids.into_iter()));
        }
    }

    /// It is a reference, or the name of a schema (`OpenAPI` 3.0.3, "Discriminator Object").
    fn check_mapping(&mut self, node: &Node) {
        // Of what is no text that is told.
        let Some(text) = node.as_str() else {
            return;
        };
        if text.starts_with('#') {
            self.check_pointer(node, Thing::Schema);
        } else if !text.contains(['/', '.', '#']) && self.document.schema(text).is_none() {
            let message = format!("no schema is called `{text}`");
            let names = self.document.schemas().map(|(name, _)| name);
            self.tell(node, message, nearest(text, names));
        }
    }

    fn check_pointer(&mut self, node: &Node, thing: Thing) {
        let Some(text) = node.as_str().filter(|text| text.starts_with('#')) else {
            return;
        };
        let all = match thing {
            Thing::Operation => &self.operations,
            _ => &self.schemas,
        };
        if self.document.resolve(text).is_none() {
            self.tell(node, format!("{text} leads nowhere"), None);
        } else if !reference::pointer(text).is_some_and(|pointer| all.contains(&pointer)) {
            self.tell(node, format!("{text} is not {}", thing.name()), None);
        }
    }

    /// Each alternative has the property that tells them apart (`OpenAPI` 3.0.3, "Discriminator Object").
    fn check_discriminator(&mut self, schema: &Node) {
        let discriminator = schema.get("discriminator");
        let property = discriminator.and_then(|discriminator| discriminator.get("propertyName"));
        let Some((property, name)) = property.and_then(|node| Some((node, node.as_str()?))) else {
            return;
        };
        let choices = ["oneOf", "anyOf"].map(|keyword| schema.items(keyword));
        let alternatives: Vec<&Node> = choices.into_iter().flatten().collect();
        let mut seen = BTreeSet::new();
        let mut may_have = alternatives
            .iter()
            .map(|part| self.may_have(part, name, &mut seen));
        if !alternatives.is_empty() && !may_have.any(|may_have| may_have) {
            let message = format!("no alternative has the property `{name}`");
            let told = Diagnostic::warning(
                Code::UndeclaredProperty,
                &property.position,
                message,
                "declare it in each of them, or correct the name",
            );
            self.found.push(told);
        }
    }

    /// Whether a property is one of a schema that wasn't seen yet, or may be.
    fn may_have(&self, schema: &Node, name: &str, seen: &mut BTreeSet<*const Node>) -> bool {
        let schema = self.document.target(schema);
        if !seen.insert(std::ptr::from_ref(schema)) {
            return false;
        }
        let parts = ["allOf", "oneOf", "anyOf"].map(|keyword| schema.items(keyword));
        let mut parts = parts.into_iter().flatten();
        // What leads nowhere, or too far, may have any.
        schema.get("$ref").is_some()
            || schema.as_object().is_none()
            || schema.members("properties").any(|(own, _)| own == name)
            || parts.any(|part| self.may_have(part, name, seen))
    }

    fn tell(&mut self, node: &Node, message: String, meant: Option<&str>) {
        let help = "add what it names, or correct the name";
        let told = Diagnostic::warning(Code::DanglingRef, &node.position, message, help);
        self.found.push(told.or_meant(meant));
    }
}
