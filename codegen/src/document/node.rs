//! What a document is made of: the values of JSON, with their positions.

use indexmap::IndexMap;
use serde_json::Number;

use super::Position;
use crate::reference::unescaped;

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

    /// What the text of `key` says, if it says something.
    #[must_use]
    pub fn said(&self, key: &str) -> Option<&str> {
        self.str(key).filter(|text| !text.trim().is_empty())
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

    /// Whether this is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// Whether `key` is there and `true`.
    #[must_use]
    pub fn is_true(&self, key: &str) -> bool {
        matches!(
            self.get(key).map(|node| &node.value),
            Some(Value::Bool(true))
        )
    }

    /// A node of the same position with another value.
    #[must_use]
    pub fn with(&self, value: Value) -> Self {
        Self {
            value,
            position: self.position.clone(),
        }
    }

    /// The members, if this is an object, to be changed.
    pub fn as_object_mut(&mut self) -> Option<&mut Object> {
        match &mut self.value {
            Value::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The value of `key` to be changed, if this is an object that has it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.as_object_mut()?
            .get_mut(key)
            .map(|member| &mut member.node)
    }

    /// Sets `key`, if this is an object; a new key gets the node's position.
    pub fn set(&mut self, key: &str, node: Node) {
        if let Value::Object(object) = &mut self.value {
            let position = object
                .get(key)
                .map_or_else(|| node.position.clone(), |member| member.key.clone());
            object.insert(
                key.to_owned(),
                Member {
                    key: position,
                    node,
                },
            );
        }
    }

    /// Takes `key` out, if this is an object that has it.
    pub fn take(&mut self, key: &str) -> Option<Node> {
        self.as_object_mut()?
            .shift_remove(key)
            .map(|member| member.node)
    }

    /// The node at a JSON pointer (RFC 6901) below this one.
    #[must_use]
    pub fn at(&self, pointer: &str) -> Option<&Node> {
        if pointer.is_empty() {
            return Some(self);
        }
        pointer
            .strip_prefix('/')?
            .split('/')
            .try_fold(self, |node, segment| {
                let segment = unescaped(segment);
                match &node.value {
                    Value::Object(object) => object.get(&segment).map(|member| &member.node),
                    Value::Array(items) => items.get(segment.parse::<usize>().ok()?),
                    _ => None,
                }
            })
    }

    /// The node at a JSON pointer below this one, to be changed.
    pub fn at_mut(&mut self, pointer: &str) -> Option<&mut Node> {
        if pointer.is_empty() {
            return Some(self);
        }
        pointer
            .strip_prefix('/')?
            .split('/')
            .try_fold(self, |node, segment| {
                let segment = unescaped(segment);
                match &mut node.value {
                    Value::Object(object) => {
                        object.get_mut(&segment).map(|member| &mut member.node)
                    }
                    Value::Array(items) => items.get_mut(segment.parse::<usize>().ok()?),
                    _ => None,
                }
            })
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
