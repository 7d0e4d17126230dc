//! The document that is meant: with each misspelt word as it is suggested, so that a slip is told once and what
//! follows from it isn't.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{circles, required, security, version, vocabulary};
use crate::diagnostic::Diagnostic;
use crate::document::{Document, Member, Node, Object, Position, Value};
use crate::vocabulary::{Keyword, Shape, Thing, Version, Visit, walk};

/// Most levels of misspelt keywords in misspelt keywords that are looked into.
const MAX_ROUNDS: usize = 10;

/// The document that is meant, and what is misspelt in the one that there is.
#[must_use]
pub fn meant(document: &Document) -> (Cow<'_, Document>, Vec<Diagnostic>) {
    let (mut meant, mut found) = (Cow::Borrowed(document), Vec::new());
    if !version::is_known(document) {
        return (meant, found);
    }
    for _ in 0..MAX_ROUNDS {
        let mut misspelt = Misspelt {
            version: Version::of(&meant),
            found: Vec::new(),
        };
        walk(&meant, &mut misspelt);
        let mut misspelt = misspelt.found;
        // One's own names are where keywords say so.
        if misspelt.is_empty() {
            required::check_plain(&meant, &mut misspelt);
            security::check(&meant, &mut misspelt);
            misspelt.retain(|one| one.meant.is_some());
        }
        if misspelt.is_empty() {
            break;
        }
        correct(&mut meant.to_mut().root, &misspelt);
        found.extend(misspelt);
    }
    (meant, found)
}

/// The document without what cannot be read or followed, which is told, and where a schema was that: what is none, and
/// one that leads back to itself, may be anything.
#[must_use]
pub fn readable(document: &Document) -> (Document, BTreeSet<Position>) {
    let mut unreadable = Unreadable::default();
    walk(document, &mut unreadable);
    let Unreadable {
        values,
        schemas,
        types,
    } = unreadable;
    let [values, mut schemas, types]: [BTreeSet<Position>; 3] =
        [values, schemas, types].map(|places| places.into_iter().cloned().collect());
    let mut readable = document.clone();
    readable.root.walk_mut(&mut |node| {
        let of_type = node.get("type").map(|of_type| &of_type.position);
        if of_type.is_some_and(|of_type| types.contains(of_type)) {
            schemas.insert(node.position.clone());
            node.value = Value::Null;
        }
    });
    readable.root.walk_mut(&mut |node| match &mut node.value {
        Value::Object(object) => {
            object.retain(|_, member| !values.contains(&member.node.position));
        }
        Value::Array(items) => items.retain(|item| !values.contains(&item.position)),
        _ => {}
    });
    let anything = || Value::Object(Object::new());
    readable.root.walk_mut(&mut |node| {
        if node.as_object().is_none() && schemas.contains(&node.position) {
            node.value = anything();
        }
    });
    let mut unread = schemas;
    // Behind one circle there may be another; what is cut is in none.
    loop {
        let mut is_cut = false;
        for circle in circles::circles(&readable) {
            if let Some(node) = readable.root.at_mut(&circle.pointer) {
                unread.insert(node.position.clone());
                node.value = anything();
                is_cut = true;
            }
        }
        if !is_cut {
            return (readable, unread);
        }
    }
}

/// Leaves out what stands at these places; a schema that does may be anything.
pub fn cut(document: &mut Document, places: &BTreeSet<Position>) {
    if places.is_empty() {
        return;
    }
    let is_cut = |node: &Node| places.contains(&node.position);
    document.root.walk_mut(&mut |node| {
        if let Some(object) = node.as_object_mut() {
            object.retain(|_, member| {
                if is_cut(&member.node) && member.node.as_object().is_some() {
                    member.node.value = Value::Object(Object::new());
                }
                !is_cut(&member.node) || member.node.as_object().is_some()
            });
        }
        if let Value::Array(items) = &mut node.value {
            for item in items.iter_mut().filter(|item| is_cut(item)) {
                item.value = Value::Object(Object::new());
            }
        }
    });
}

/// Where the values are whose names are no names, or those of others.
#[must_use]
pub fn named(document: &Document, found: &[Diagnostic]) -> BTreeSet<Position> {
    let told = found.iter().filter(|one| one.code.is_of_names());
    let told: BTreeSet<&Position> = told.filter_map(|one| one.position.as_ref()).collect();
    let mut values = BTreeSet::new();
    document.root.walk(&mut |node| {
        for (_, member) in node.as_object().into_iter().flatten() {
            if told.contains(&member.key) {
                values.insert(member.node.position.clone());
            }
        }
    });
    values
}

/// Where there are values that are none.
#[derive(Default)]
struct Unreadable<'a> {
    /// Those of keywords, and objects of the document's.
    values: Vec<&'a Position>,
    /// Those that have to be schemas.
    schemas: Vec<&'a Position>,
    /// Those of `type` of a schema: what else it says is of that type.
    types: Vec<&'a Position>,
}

impl<'a> Visit<'a> for Unreadable<'a> {
    fn mismatch(&mut self, node: &'a Node, shape: Shape, _: &str) {
        let places = match shape {
            Shape::Is(Thing::Schema) | Shape::SchemaOrFlag => &mut self.schemas,
            Shape::Type => &mut self.types,
            _ => &mut self.values,
        };
        places.push(&node.position);
    }
}

/// Writes what is meant where something is misspelt.
fn correct(root: &mut Node, misspelt: &[Diagnostic]) {
    let words = misspelt.iter();
    let words = words.filter_map(|one| Some((one.position.as_ref()?, one.meant.as_ref()?)));
    let words: BTreeMap<&Position, &String> = words.collect();
    root.walk_mut(&mut |node| match &mut node.value {
        Value::Object(object) => {
            let members = std::mem::take(object).into_iter();
            let renamed = members.map(|(name, member)| match words.get(&member.key) {
                Some(meant) => ((*meant).clone(), member),
                None => (name, member),
            });
            *object = renamed.collect();
        }
        Value::String(own) => match words.get(&node.position) {
            // The same word stands for a value, which it is in quotes.
            Some(meant) if *meant == own => {
                if let Some(value) = vocabulary::value_of(own) {
                    node.value = value;
                }
            }
            Some(meant) => (*meant).clone_into(own),
            None => {}
        },
        _ => {}
    });
}

/// Keywords that are misspelt, and values that are.
struct Misspelt {
    version: Version,
    found: Vec<Diagnostic>,
}

impl<'a> Visit<'a> for Misspelt {
    fn member(
        &mut self,
        thing: Thing,
        object: &'a Node,
        name: &'a str,
        member: &'a Member,
        keyword: Option<&'static Keyword>,
        _: &str,
    ) {
        if keyword.is_some() || name.starts_with("x-") {
            return;
        }
        let slip = vocabulary::unknown(thing, object, name, member, self.version);
        let Some(meant) = &slip.meant else { return };
        // What stands there already, or as another slip, is what was meant.
        let is_same = |key: &Position| {
            let mut slips = self.found.iter();
            slips.any(|one| one.position.as_ref() == Some(key) && one.meant == slip.meant)
        };
        let mut members = object.as_object().into_iter().flatten();
        let is_there = members.any(|(name, other)| name == meant || is_same(&other.key));
        // Data of one keyword is none of another.
        let is_data = thing
            .keyword(meant, self.version)
            .is_some_and(|keyword| matches!(keyword.shape, Shape::Any));
        if !is_there && !is_data {
            self.found.push(slip);
        }
    }

    fn mismatch(&mut self, node: &'a Node, shape: Shape, name: &str) {
        let slip = vocabulary::mismatch(node, shape, name, self.version);
        if slip.meant.is_some() {
            self.found.push(slip);
        }
    }
}
