//! The parser's events as nodes, within bounds.

use std::collections::BTreeMap;
use std::sync::Arc;

use saphyr_parser::{Event, Marker, Span, SpannedEventReceiver};

use super::json::SURROGATES;
use super::scalars;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::document::{File, Member, Node, Object, Position, Value};

/// Deepest nesting of a document; deeper ones would exhaust the stack of what reads them later.
const MAX_DEPTH: usize = 100;
/// Most nodes of a document, each alias counted as what it stands for.
const MAX_NODES: usize = 5_000_000;

/// Builds nodes from the parser's events.
pub(super) struct Builder {
    file: Arc<File>,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Anchor>,
    nodes: usize,
    /// The lines and columns of characters that the file writes as two surrogates, in their order.
    pub(super) joined: Vec<(usize, usize)>,
    pub(super) root: Option<Node>,
    pub(super) found: Vec<Diagnostic>,
}

/// A collection whose end has not been seen.
struct Open {
    position: Position,
    anchor: usize,
    nodes_before: usize,
    content: Content,
}

/// A node that aliases may refer to.
struct Anchor {
    node: Node,
    nodes: usize,
    depth: usize,
}

enum Content {
    Array(Vec<Node>),
    Object {
        members: Object,
        key: Option<(String, Position)>,
        /// What merge keys would add.
        merged: Vec<Node>,
    },
}

impl Builder {
    pub(super) fn new(file: Arc<File>) -> Self {
        Self {
            file,
            open: Vec::new(),
            anchors: BTreeMap::new(),
            nodes: 0,
            joined: Vec::new(),
            root: None,
            found: Vec::new(),
        }
    }

    /// Whether there is no point in reading on.
    pub(super) fn has_outgrown(&self) -> bool {
        self.nodes > MAX_NODES
    }

    pub(super) fn position(&self, marker: Marker) -> Position {
        Position {
            file: Arc::clone(&self.file),
            line: marker.line().max(1),
            column: self.column(marker) + 1,
            length: 1,
        }
    }

    /// The column in the file, from 0.
    fn column(&self, marker: Marker) -> usize {
        let begin = self
            .joined
            .partition_point(|place| *place < (marker.line(), 0));
        let before = |place: &(usize, usize)| *place < (marker.line(), marker.col());
        let joined = self.joined[begin..].partition_point(before);
        marker.col() + joined * (SURROGATES - 1)
    }

    /// The position of a scalar, which mostly ends on the line where it begins.
    fn scalar_position(&self, span: Span) -> Position {
        let (start, end) = (span.start, span.end);
        let mut position = self.position(start);
        if start.line() == end.line() {
            position.length = self.column(end).saturating_sub(self.column(start)).max(1);
        }
        position
    }

    fn report(&mut self, code: Code, position: &Position, message: impl Into<String>, help: &str) {
        self.found
            .push(Diagnostic::error(code, position, message, help));
    }

    /// Whether the document has outgrown what is read when `nodes` of them, `depth` levels deep, are
    /// added; says so once.
    fn is_full(&mut self, position: &Position, nodes: usize, depth: usize) -> bool {
        if self.nodes > MAX_NODES {
            return true;
        }
        self.nodes = self.nodes.saturating_add(nodes);
        if self.nodes > MAX_NODES {
            self.report(
                Code::TooLarge,
                position,
                format!("the document has more than {MAX_NODES} nodes"),
                "split the document; an alias counts as all that it stands for",
            );
        } else if self.open.len() + depth > MAX_DEPTH {
            self.found.push(too_deep(position));
            self.nodes = MAX_NODES + 1;
        }
        self.nodes > MAX_NODES
    }

    /// Whether the next node is the key of a member.
    fn awaits_key(&self) -> bool {
        let open = self.open.last().map(|open| &open.content);
        matches!(open, Some(Content::Object { key: None, .. }))
    }

    fn begin(&mut self, span: Span, anchor: usize, content: Content) {
        let position = self.position(span.start);
        let nodes_before = self.nodes;
        if !self.is_full(&position, 1, 1) {
            self.open.push(Open {
                position,
                anchor,
                nodes_before,
                content,
            });
        }
    }

    fn end(&mut self) {
        if self.nodes > MAX_NODES {
            return;
        }
        let Some(open) = self.open.pop() else { return };
        let value = match open.content {
            Content::Array(items) => Value::Array(items),
            Content::Object {
                members, merged, ..
            } => Value::Object(with_merged(members, merged)),
        };
        let node = Node {
            value,
            position: open.position,
        };
        self.place(node, open.anchor, open.nodes_before);
    }

    /// Puts a finished node where it belongs: into the open collection, or at the root.
    fn place(&mut self, node: Node, anchor: usize, nodes_before: usize) {
        if anchor > 0 {
            self.anchors.insert(
                anchor,
                Anchor {
                    node: node.clone(),
                    nodes: self.nodes - nodes_before,
                    depth: depth(&node),
                },
            );
        }
        let Some(open) = self.open.last_mut() else {
            match &self.root {
                // One of which nothing is written is none.
                Some(_) if node.is_null() => {}
                Some(first) if !first.is_null() => self.report(
                    Code::Syntax,
                    &node.position,
                    "a second document begins here",
                    "keep one document in a file",
                ),
                _ => self.root = Some(node),
            }
            return;
        };
        match &mut open.content {
            Content::Array(items) => items.push(node),
            Content::Object {
                members,
                key,
                merged,
            } => match key.take() {
                None => {
                    let position = node.position;
                    let (text, problem) = match node.value {
                        Value::String(text) if text == "<<" => (
                            text,
                            Some((
                                "merge keys are not part of YAML 1.2",
                                "write the members out, or use `$ref`",
                            )),
                        ),
                        Value::String(text) => (text, None),
                        // A placeholder, which no other is like, keeps keys and values in step.
                        other => (position.to_string(), Some(no_key(&other))),
                    };
                    *key = Some((text, position.clone()));
                    if let Some((message, help)) = problem {
                        self.report(Code::Syntax, &position, message, help);
                    }
                }
                Some((key, _)) if key == "<<" => merged.push(node),
                // Said of the key.
                Some((key, position)) if node.is_null() && key == position.to_string() => {}
                Some((key, position)) => {
                    if let Some(first) = members.get(&key).map(|member| member.key.line) {
                        self.report(
                            Code::DuplicateKey,
                            &position,
                            format!("the key `{key}` is here a second time, first on line {first}"),
                            "remove one of the two, or correct the name of one",
                        );
                    } else {
                        members.insert(
                            key,
                            Member {
                                key: position,
                                node,
                            },
                        );
                    }
                }
            },
        }
    }
}

/// Members with those that merge keys mean, of one object or several, and that the object has not itself: what is
/// said of those keys isn't said once more as what the object lacks.
fn with_merged(mut members: Object, merged: Vec<Node>) -> Object {
    let objects = merged.into_iter().flat_map(|node| match node.value {
        Value::Array(items) => items,
        _ => vec![node],
    });
    for object in objects {
        let Value::Object(object) = object.value else {
            continue;
        };
        for (name, member) in object {
            members.entry(name).or_insert(member);
        }
    }
    members
}

/// What is wrong with a key that is no string, and how to mend it.
fn no_key(value: &Value) -> (&'static str, &'static str) {
    let quote = "use a string as the key, in quotes if it begins with a bracket or a brace";
    match value {
        Value::Array(_) => ("a key is a list", quote),
        Value::Object(_) => ("a key is an object", quote),
        _ => (
            "a key is an alias of what is no string",
            "use a string as the key",
        ),
    }
}

/// What is wrong with a node that is nested too deep.
pub(super) fn too_deep(position: &Position) -> Diagnostic {
    Diagnostic::error(
        Code::TooLarge,
        position,
        format!("the document is nested deeper than {MAX_DEPTH} levels"),
        "move inner schemas to components and refer to them",
    )
}

/// How many levels a node has, itself included.
fn depth(node: &Node) -> usize {
    let below = match &node.value {
        Value::Array(items) => items.iter().map(depth).max(),
        Value::Object(object) => object.values().map(|member| depth(&member.node)).max(),
        _ => None,
    };
    1 + below.unwrap_or(0)
}

impl<'input> SpannedEventReceiver<'input> for Builder {
    fn on_event(&mut self, event: Event<'input>, span: Span) {
        match event {
            Event::SequenceStart(anchor, tag) => {
                let position = self.position(span.start);
                self.found
                    .extend(scalars::tag(tag.as_ref(), &["seq"], &position));
                self.begin(span, anchor, Content::Array(Vec::new()));
            }
            Event::MappingStart(anchor, tag) => {
                let position = self.position(span.start);
                self.found
                    .extend(scalars::tag(tag.as_ref(), &["map"], &position));
                let content = Content::Object {
                    members: Object::new(),
                    key: None,
                    merged: Vec::new(),
                };
                self.begin(span, anchor, content);
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            Event::Scalar(text, style, anchor, tag) => {
                let position = self.scalar_position(span);
                let nodes_before = self.nodes;
                if !self.is_full(&position, 1, 1) {
                    // A key is the text that was written, e.g. `200` and `1.10`.
                    let value = if self.awaits_key() {
                        self.found
                            .extend(scalars::tag(tag.as_ref(), &["str"], &position));
                        Value::String(text.into_owned())
                    } else {
                        let (value, defect) = scalars::read(&text, style, tag.as_ref(), &position);
                        self.found.extend(defect);
                        value
                    };
                    self.place(Node { value, position }, anchor, nodes_before);
                }
            }
            Event::Alias(anchor) => {
                let position = self.position(span.start);
                let (nodes, depth) = self
                    .anchors
                    .get(&anchor)
                    .map_or((1, 1), |anchor| (anchor.nodes, anchor.depth));
                if self.is_full(&position, nodes, depth) {
                    return;
                }
                let node = self.anchors.get(&anchor).map(|anchor| anchor.node.clone());
                if node.is_none() {
                    self.report(
                        Code::Syntax,
                        &position,
                        "an alias refers to the collection that it is in",
                        "use `$ref` for recursive schemas",
                    );
                }
                let value = node.map_or(Value::Null, |node| node.value);
                self.place(Node { value, position }, 0, 0);
            }
            _ => {}
        }
    }
}
