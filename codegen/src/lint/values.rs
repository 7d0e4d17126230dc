//! Defaults, examples and the values of enums conform to their schemas.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, Registry, Retrieve, Uri, Validator};
use serde_json::{Number, Value as Json, json};

use super::bounds;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::document::{ANNOTATIONS, Document, Node, Object, Position};
use crate::json_schema::json_schema;
use crate::schema::{held_in, types, unfit};
use crate::vocabulary::{Thing, Version, Visit, schemas, walk};

/// Most words of a validator's that are repeated.
const MAX_REASON: usize = 300;

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    for of_schema in told(document, |_| true) {
        found.extend(of_schema.found.into_iter().map(|(_, one)| one));
    }
}

/// Of a lowered document: values that were merged with rules of other parts.
pub(super) fn check_merged(document: &Document, found: &mut Vec<Diagnostic>) {
    // Of null what refers to a component says whether it is one.
    let told = told(document, |value| {
        value.kind == VALUE || !value.node.is_null()
    });
    let fitting = told.iter().flat_map(|of_schema| &of_schema.fitting);
    let fitting: BTreeSet<&Position> = fitting.copied().collect();
    // One that keeps to the rules somewhere is there for that; of those that it breaks one is told.
    let mut seen = BTreeSet::new();
    for of_schema in &told {
        for (value, one) in &of_schema.found {
            let is_there = one.severity != Severity::Error && fitting.contains(value);
            if !is_there && seen.insert(&one.position) {
                found.push(one.clone());
            }
        }
    }
}

/// The values of a lowered document that conform to another schema, and not to the one that they were merged
/// into, each with the pointer of that.
pub(crate) fn displaced(document: &Document) -> Vec<(String, Position)> {
    let told = told(document, |value| value.kind != VALUE);
    let fitting = told.iter().flat_map(|of_schema| &of_schema.fitting);
    let fitting: BTreeSet<&Position> = fitting.copied().collect();
    let all = told.iter().flat_map(|of_schema| {
        let places = of_schema.found.iter().map(|(at, _)| *at);
        let places = places.filter(|at| fitting.contains(at));
        places.map(|at| (of_schema.schema.clone(), at.clone()))
    });
    all.collect()
}

/// What is wrong with the values of one schema.
#[derive(Default)]
struct Told<'a> {
    /// The pointer to the schema.
    schema: String,
    /// Each with the place of the value.
    found: Vec<(&'a Position, Diagnostic)>,
    /// Where those are that conform.
    fitting: BTreeSet<&'a Position>,
}

/// What is wrong with some values, by schema.
fn told(document: &Document, is_wanted: impl Fn(&Value<'_>) -> bool) -> Vec<Told<'_>> {
    let mut values = Values {
        document,
        list: Vec::new(),
        one_way: BTreeSet::new(),
    };
    walk(document, &mut values);
    values.list.retain(is_wanted);
    if values.list.is_empty() {
        return Vec::new();
    }
    let root = root(document);
    let Some(registry) = registry(&root) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    // Those of one schema follow each other.
    for same in values.list.chunk_by(|a, b| a.schema == b.schema) {
        // A schema that isn't one, has no type that is one, or has no value, is said elsewhere.
        let schema = document.root.at(&same[0].schema);
        let is_of_none = |schema: &Node| {
            let has_no_type = schema.get("type").is_some() && types(schema).is_empty();
            has_no_type || bounds::are_contradictory(document, schema)
        };
        if schema.is_some_and(is_of_none) {
            continue;
        }
        let Some(validator) = validator(&registry, &same[0].schema) else {
            continue;
        };
        let mut told = Told {
            schema: same[0].schema.clone(),
            ..Told::default()
        };
        let mut has_value = false;
        for value in same {
            let wrong = value.check(&validator, &values.one_way);
            if wrong.is_empty() {
                told.fitting.insert(&value.node.position);
                has_value |= value.kind == VALUE;
            }
            let at = &value.node.position;
            told.found.extend(wrong.into_iter().map(|one| (at, one)));
        }
        // Without a value that does there is none at all.
        for (_, one) in &mut told.found {
            if one.code == Code::Impossible && !has_value {
                one.severity = Severity::Error;
            }
        }
        all.push(told);
    }
    all
}

/// The document's schemas; integers also keep to what their types hold, and values that cannot be are none.
fn root(document: &Document) -> Json {
    let mut root = json_schema(document);
    for (schema, pointer) in schemas(document) {
        if let Some(Json::Object(object)) = root.pointer_mut(&pointer)
            && !unfit(schema).is_empty()
        {
            object.retain(|key, _| key != "enum" && key != "const");
        }
        let (Some((_, least, most)), Some(Json::Object(object))) =
            (held_in(schema), root.pointer_mut(&pointer))
        else {
            continue;
        };
        for (key, bound) in [("minimum", least), ("maximum", most)] {
            if let Some(bound) = Number::from_i128(bound) {
                object.entry(key).or_insert(bound.into());
            }
        }
    }
    root
}

/// What the document's schemas are found in by their places, once for all.
fn registry(root: &Json) -> Option<Registry<'_>> {
    Registry::new()
        .draft(Draft::Draft202012)
        .retriever(Nothing)
        .add(DOCUMENT, root)
        .ok()?
        .prepare()
        .ok()
}

/// What a schema of the document refers to elsewhere: anything, as that is said of the reference.
struct Nothing;

impl Retrieve for Nothing {
    fn retrieve(&self, _: &Uri<String>) -> Result<Json, Box<dyn Error + Send + Sync>> {
        Ok(json!({}))
    }
}

/// What the registry calls the document.
const DOCUMENT: &str = "urn:document";

fn validator<'r>(registry: &'r Registry<'r>, pointer: &str) -> Option<Validator> {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .with_registry(registry)
        .should_validate_formats(true)
        .build(&json!({ "$ref": format!("{DOCUMENT}#{}", fragment(pointer)) }))
        .ok()
}

/// A JSON pointer as the fragment of a URI (RFC 6901, section 6).
fn fragment(pointer: &str) -> String {
    percent_encoding::utf8_percent_encode(pointer, FRAGMENT).to_string()
}

/// What a fragment cannot have as it is (RFC 3986, section 3.5).
const FRAGMENT: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

type Kind = (Code, &'static str);
const DEFAULT: Kind = (Code::Default, "default");
const EXAMPLE: Kind = (Code::Example, "example");
/// Of an enum.
const VALUE: Kind = (Code::Impossible, "value");

/// What is wrong with an integer that no `i64` holds.
const BEYOND: &str = "an integer is held in 64 bits, and this one takes more";

/// Keywords that allow all values of an enum, or of which another check says that they don't.
const OF_VALUES: [&str; 4] = ["const", "enum", "nullable", "type"];

/// Which of several rules that a value breaks is told: one of the first rank.
fn rank_of(kind: &ValidationErrorKind) -> u8 {
    match kind {
        ValidationErrorKind::Type { .. } => 0,
        ValidationErrorKind::Enum { .. } | ValidationErrorKind::Constant { .. } => 1,
        _ => 2,
    }
}

struct Value<'a> {
    node: &'a Node,
    /// Where its schema is.
    schema: String,
    kind: Kind,
}

impl Value<'_> {
    /// How it doesn't conform.
    fn check(&self, validator: &Validator, one_way: &BTreeSet<&str>) -> Vec<Diagnostic> {
        let (code, name) = self.kind;
        let json = self.node.to_json();
        // What a value of another type, or none of those listed, breaks besides says nothing more.
        let mut first: BTreeMap<String, u8> = BTreeMap::new();
        for error in validator.iter_errors(&json) {
            let path = error.instance_path().as_str().to_owned();
            let rank = first.entry(path).or_insert(u8::MAX);
            *rank = rank_of(error.kind()).min(*rank);
        }
        let mut found = Vec::new();
        for error in validator.iter_errors(&json) {
            let path = error.instance_path().as_str();
            if first.get(path) != Some(&rank_of(error.kind())) {
                continue;
            }
            let position = &self.node.at(path).unwrap_or(self.node).position;
            let reason = match error.kind() {
                ValidationErrorKind::Maximum { limit } if *limit == json!(i64::MAX) => {
                    BEYOND.to_owned()
                }
                _ => error.to_string().chars().take(MAX_REASON).collect(),
            };
            match error.kind() {
                // The type of a value is another check's, and what allows others is the merge's.
                ValidationErrorKind::Type { .. }
                | ValidationErrorKind::Enum { .. }
                | ValidationErrorKind::Constant { .. }
                | ValidationErrorKind::AnyOf { .. }
                | ValidationErrorKind::OneOfNotValid { .. }
                    if self.kind == VALUE && path.is_empty() =>
                {
                    continue;
                }
                // Whether it is there depends on the way that the value goes.
                ValidationErrorKind::Required { property }
                    if property.as_str().is_some_and(|name| one_way.contains(name)) =>
                {
                    continue;
                }
                _ => {}
            }
            found.push(Diagnostic::warning(
                code,
                position,
                format!("this {name} does not conform to its schema: {reason}"),
                format!("correct the {name}, or the schema"),
            ));
        }
        found
    }
}

struct Values<'a> {
    document: &'a Document,
    list: Vec<Value<'a>>,
    /// Names of properties that only requests or only replies have.
    one_way: BTreeSet<&'a str>,
}

impl<'a> Visit<'a> for Values<'a> {
    fn object(&mut self, thing: Thing, node: &'a Node, pointer: &str) {
        let schema = match thing {
            Thing::Schema => pointer.to_owned(),
            Thing::MediaType | Thing::Parameter | Thing::Header => format!("{pointer}/schema"),
            _ => return,
        };
        // Nothing beside a reference counts in 3.0, nor beside one that is no schema's.
        let counts = thing == Thing::Schema && Version::of(self.document) == Version::V3_1;
        if node.get("$ref").is_some() && !counts {
            return;
        }
        for (name, member) in node.members("properties") {
            let property = self.document.target(&member.node);
            let has = |flag| member.node.is_true(flag) || property.is_true(flag);
            if has("readOnly") || has("writeOnly") {
                self.one_way.insert(name);
            }
        }
        let mut add = |node: Option<&'a Node>, kind| {
            self.list.extend(node.map(|node| Value {
                node,
                schema: schema.clone(),
                kind,
            }));
        };
        add(node.get("example"), EXAMPLE);
        if thing == Thing::Schema {
            let keywords = node.as_object().into_iter().flat_map(Object::keys);
            let is_rule = |key: &String| {
                !ANNOTATIONS.contains(&key.as_str()) && !OF_VALUES.contains(&key.as_str())
            };
            if keywords.into_iter().any(is_rule) || held_in(node).is_some() {
                for value in node.items("enum").iter().chain(node.get("const")) {
                    add(Some(value), VALUE);
                }
            }
            add(node.get("default"), DEFAULT);
            for example in node.items("examples") {
                add(Some(example), EXAMPLE);
            }
        } else {
            for (_, member) in node.members("examples") {
                add(self.document.target(&member.node).get("value"), EXAMPLE);
            }
        }
    }
}
