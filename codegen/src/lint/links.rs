//! What links and discriminators lead to. That they have no effect is told; they may be right all the same.

use super::nearest;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node};
use crate::operation::operations;
use crate::vocabulary::{Thing, Visit, walk};

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    walk(document, &mut Links { document, found });
}

struct Links<'a, 'f> {
    document: &'a Document,
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
            self.check_pointer(node);
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
            self.check_pointer(node);
        } else if !text.contains(['/', '.', '#']) && self.document.schema(text).is_none() {
            let message = format!("no schema is called `{text}`");
            let names = self.document.schemas().map(|(name, _)| name);
            self.tell(node, message, nearest(text, names));
        }
    }

    fn check_pointer(&mut self, node: &Node) {
        let text = node.as_str().filter(|text| text.starts_with('#'));
        if let Some(text) = text.filter(|text| self.document.resolve(text).is_none()) {
            self.tell(node, format!("{text} leads nowhere"), None);
        }
    }

    fn tell(&mut self, node: &Node, message: String, meant: Option<&str>) {
        let help = "add what it names, or correct the name";
        let told = Diagnostic::warning(Code::DanglingRef, &node.position, message, help);
        self.found.push(told.or_meant(meant));
    }
}
