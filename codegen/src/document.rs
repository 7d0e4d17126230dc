//! A parsed document: nodes that know the file, line and column they were written at.

mod node;
mod position;

use std::sync::Arc;

pub use node::{Member, Node, Object, Value};
pub use position::{File, Position};

use crate::diagnostic::Diagnostic;
use crate::reference::{file, pointer};

/// A whole document.
#[derive(Clone, Debug)]
pub struct Document {
    /// The node that everything else is in.
    pub root: Node,
    /// The files that it was read from, the one that was asked for first.
    pub files: Vec<Arc<File>>,
    /// What is wrong with its text, though it could be read; [`lint`](mod@crate::lint) says so with the rest.
    pub found: Vec<Diagnostic>,
}

impl Document {
    /// The node that a local reference such as `#/components/schemas/Pet` names; in a file that cannot be read it
    /// names none.
    #[must_use]
    pub fn resolve(&self, reference: &str) -> Option<&Node> {
        let pointer = pointer(reference)?;
        let node = self.root.at(&pointer)?;
        let is_unread = node.is_null() && file(reference) == Some(pointer);
        (!is_unread).then_some(node)
    }

    /// What `node` stands for: the target of its `$ref`, and of that one's, or itself.
    ///
    /// A reference that leads nowhere, or back to itself, is its own target.
    #[must_use]
    pub fn target<'a>(&'a self, node: &'a Node) -> &'a Node {
        let mut target = node;
        for _ in 0..=MAX_REFERENCES {
            match target.str("$ref").and_then(|to| self.resolve(to)) {
                Some(next) => target = next,
                None => return target,
            }
        }
        node
    }

    /// What a schema stands for, as [`Document::target`], and if it is an `allOf` of a reference and annotations,
    /// what that stands for.
    #[must_use]
    pub fn referent<'a>(&'a self, node: &'a Node) -> &'a Node {
        let mut referent = self.target(node);
        for _ in 0..=MAX_REFERENCES {
            match reference_of(referent).and_then(|to| self.resolve(to)) {
                Some(next) => referent = self.target(next),
                None => return referent,
            }
        }
        node
    }

    /// The name of the component schema that `node` refers to, if it is a reference to one, or such a
    /// reference in an `allOf` of its own, beside which there are annotations only.
    #[must_use]
    pub fn schema_name<'a>(&self, node: &'a Node) -> Option<&'a str> {
        reference_of(node)?.strip_prefix(SCHEMAS)
    }

    /// The component schemas, by name.
    pub fn schemas(&self) -> impl Iterator<Item = (&str, &Member)> {
        let components = self.root.get("components").into_iter();
        components.flat_map(|components| components.members("schemas"))
    }

    /// The component schema of that name.
    #[must_use]
    pub fn schema(&self, name: &str) -> Option<&Node> {
        self.root.get("components")?.get("schemas")?.get(name)
    }
}

/// The reference that a schema is, but for annotations: `$ref`, or an `allOf` with nothing else in it.
#[must_use]
pub fn reference_of(node: &Node) -> Option<&str> {
    if let Some(reference) = node.str("$ref") {
        return Some(reference);
    }
    let [part] = node.items("allOf") else {
        return None;
    };
    let is_annotation = |key: &str| {
        matches!(key, "allOf" | "nullable") || key.starts_with("x-") || ANNOTATIONS.contains(&key)
    };
    let is_annotated = node.as_object()?.keys().all(|key| is_annotation(key));
    is_annotated.then(|| part.str("$ref"))?
}

/// Keywords of a schema that allow and forbid nothing.
pub const ANNOTATIONS: [&str; 11] = [
    "default",
    "deprecated",
    "description",
    "discriminator",
    "example",
    "examples",
    "externalDocs",
    "readOnly",
    "title",
    "writeOnly",
    "xml",
];

/// How a reference to a component schema begins.
pub const SCHEMAS: &str = "#/components/schemas/";

/// Longest chain of references that is followed; `lint` refuses longer ones, and circles.
pub const MAX_REFERENCES: usize = 64;
