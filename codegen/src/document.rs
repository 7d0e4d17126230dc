//! A parsed document: nodes that know the file, line and column they were written at.

use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Number;

/// Where a node starts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The file, as it was named to the generator.
    pub file: Arc<str>,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// One value of a document, with its position.
#[derive(Clone, Debug)]
pub struct Node {
    /// What was written.
    pub value: Value,
    /// Where it was written.
    pub position: Position,
}

/// What a [`Node`] holds: JSON's values.
#[derive(Clone, Debug)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it was written.
    Number(Number),
    /// A string.
    String(String),
    /// A sequence.
    Array(Vec<Node>),
    /// A mapping with string keys.
    Object(Object),
}

/// A mapping, in the order in which it was written.
pub type Object = IndexMap<String, Member>;

/// One key of an [`Object`] with its value.
#[derive(Clone, Debug)]
pub struct Member {
    /// Where the key was written.
    pub key: Position,
    /// The value.
    pub node: Node,
}

impl Node {
    /// The members, if this is an object.
    #[must_use]
    pub fn as_object(&self) -> Option<&Object> {
        match &self.value {
            Value::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The items, if this is an array.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Node]> {
        match &self.value {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The text, if this is a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value of `key`, if this is an object that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_object()?.get(key).map(|member| &member.node)
    }

    /// The text of `key`, if this is an object that has it as a string.
    #[must_use]
    pub fn str(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    /// The members of the object at `key`: none if there is no such object.
    pub fn members(&self, key: &str) -> impl Iterator<Item = (&str, &Member)> {
        self.get(key)
            .and_then(Node::as_object)
            .into_iter()
            .flatten()
            .map(|(key, member)| (key.as_str(), member))
    }

    /// The items of the array at `key`: none if there is no such array.
    #[must_use]
    pub fn items(&self, key: &str) -> &[Node] {
        self.get(key).and_then(Node::as_array).unwrap_or_default()
    }

    /// The strings of the array at `key`: none if there is no such array.
    #[must_use]
    pub fn strings(&self, key: &str) -> Vec<&str> {
        self.items(key).iter().filter_map(Node::as_str).collect()
    }

    /// Calls `visit` on this node and on every node below it, parents first.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Node)) {
        visit(self);
        match &self.value {
            Value::Array(items) => items.iter().for_each(|item| item.walk(visit)),
            Value::Object(object) => object.values().for_each(|member| member.node.walk(visit)),
            _ => {}
        }
    }

    /// Calls `visit` on this node and on every node below it, parents first.
    pub fn walk_mut(&mut self, visit: &mut impl FnMut(&mut Node)) {
        visit(self);
        match &mut self.value {
            Value::Array(items) => items.iter_mut().for_each(|item| item.walk_mut(visit)),
            Value::Object(object) => object
                .values_mut()
                .for_each(|member| member.node.walk_mut(visit)),
            _ => {}
        }
    }

    /// The same value without positions.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => serde_json::Value::Bool(*value),
            Value::Number(number) => serde_json::Value::Number(number.clone()),
            Value::String(text) => serde_json::Value::String(text.clone()),
            Value::Array(items) => items.iter().map(Node::to_json).collect(),
            Value::Object(object) => object
                .iter()
                .map(|(key, member)| (key.clone(), member.node.to_json()))
                .collect(),
        }
    }
}

/// A whole document.
#[derive(Clone, Debug)]
pub struct Document {
    /// The node that everything else is in.
    pub root: Node,
}

impl Document {
    /// The node that a local reference such as `#/components/schemas/Pet` names.
    #[must_use]
    pub fn resolve(&self, reference: &str) -> Option<&Node> {
        let pointer = reference.strip_prefix('#')?;
        if pointer.is_empty() {
            return Some(&self.root);
        }
        pointer
            .strip_prefix('/')?
            .split('/')
            .try_fold(&self.root, |node, segment| {
                let segment = segment.replace("~1", "/").replace("~0", "~");
                match &node.value {
                    Value::Object(object) => object.get(&segment).map(|member| &member.node),
                    Value::Array(items) => items.get(segment.parse::<usize>().ok()?),
                    _ => None,
                }
            })
    }

    /// What `node` stands for: the target of its `$ref`, and of that one's, or itself.
    ///
    /// A reference that leads nowhere, or back to itself, is its own target.
    #[must_use]
    pub fn target<'a>(&'a self, node: &'a Node) -> &'a Node {
        let mut target = node;
        for _ in 0..MAX_REFERENCES {
            match target.str("$ref").and_then(|to| self.resolve(to)) {
                Some(next) => target = next,
                None => return target,
            }
        }
        node
    }

    /// The name of the component schema that `node` refers to, if it is a reference to one.
    #[must_use]
    pub fn schema_name<'a>(&self, node: &'a Node) -> Option<&'a str> {
        node.str("$ref")?.strip_prefix(SCHEMAS)
    }

    /// The component schema of that name.
    #[must_use]
    pub fn schema(&self, name: &str) -> Option<&Node> {
        self.root.get("components")?.get("schemas")?.get(name)
    }
}

/// How a reference to a component schema begins.
pub const SCHEMAS: &str = "#/components/schemas/";

/// Longest chain of references that is followed before it counts as a circle.
const MAX_REFERENCES: usize = 64;
