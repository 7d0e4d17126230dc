//! Whatever is changed in the fragment changes the client, or is told; what has no meaning changes
//! nothing.

use std::fmt::Write as _;
use std::path::Path;
use std::thread;

use codegen::document::{Document, Member, Node, Object, Value};
use codegen::reference::segment;
use codegen::vocabulary::TYPES;

const FRAGMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/zt-risk-scoring.yaml");

fn fragment() -> Document {
    codegen::source::read(Path::new(FRAGMENT)).expect("the fragment can be read")
}

/// The code and its comments without the header and the embedded document, and all diagnostics.
fn outcome(document: Document) -> String {
    match codegen::generate_from(document) {
        Ok(generated) => {
            let (_, body) = generated.source.split_once("\n\n").expect("a header");
            let (code, _) = body
                .split_once("/// The document that this")
                .expect("a document");
            format!("{}\n{code}", generated.warnings)
        }
        Err(found) => {
            let found = found.to_string();
            // A defect of the generator is no diagnostic of a document.
            assert!(!found.contains("error[internal]"), "{found}");
            found
        }
    }
}

/// An edit of one node: what it is called, and what it makes of the node.
type Edit = (&'static str, fn(&mut Node) -> bool);

/// Edits of a value. Each says whether there was something to edit.
const VALUES: &[Edit] = &[
    ("another value", |node| {
        node.value = match &node.value {
            Value::String(text) => Value::String(format!("{text}x")),
            Value::Number(number) => {
                let number = number.as_i64().expect("the fragment has integers only");
                Value::Number((number + 1).into())
            }
            Value::Bool(value) => Value::Bool(!value),
            Value::Null => Value::String("x".to_owned()),
            Value::Array(_) | Value::Object(_) => return false,
        };
        true
    }),
    ("a value of another type", |node| {
        node.value = match &node.value {
            Value::Array(_) => Value::Bool(true),
            _ => Value::Array(Vec::new()),
        };
        true
    }),
];

/// A way to a node: a JSON pointer, as keys and indices.
type Way = Vec<Step>;

#[derive(Clone)]
enum Step {
    Key(String),
    Index(usize),
}

fn pointer(way: &Way) -> String {
    let steps = way.iter().map(|step| match step {
        Step::Key(key) => format!("/{}", segment(key)),
        Step::Index(index) => format!("/{index}"),
    });
    steps.collect()
}

/// The ways to all nodes below the root.
fn ways(node: &Node, way: &Way, all: &mut Vec<Way>) {
    let mut below = |step: Step, node: &Node| {
        let mut way = way.clone();
        way.push(step);
        all.push(way.clone());
        ways(node, &way, all);
    };
    match &node.value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                below(Step::Index(index), item);
            }
        }
        Value::Object(object) => {
            for (key, member) in object {
                below(Step::Key(key.clone()), &member.node);
            }
        }
        _ => {}
    }
}

fn at<'a>(root: &'a mut Node, way: &[Step]) -> &'a mut Node {
    way.iter()
        .fold(root, |node, step| match (step, &mut node.value) {
            (Step::Key(key), Value::Object(object)) => {
                &mut object.get_mut(key).expect("the way leads on").node
            }
            (Step::Index(index), Value::Array(items)) => &mut items[*index],
            _ => unreachable!("ways are those of this document"),
        })
}

fn remove(root: &mut Node, way: &Way) {
    let (last, parent) = way.split_last().expect("the root isn't removed");
    match (last, &mut at(root, parent).value) {
        (Step::Key(key), Value::Object(object)) => drop(object.shift_remove(key)),
        (Step::Index(index), Value::Array(items)) => drop(items.remove(*index)),
        _ => unreachable!("ways are those of this document"),
    }
}

fn rename(root: &mut Node, way: &Way) -> bool {
    let (last, parent) = way.split_last().expect("the root has no name");
    let (Step::Key(old), Value::Object(object)) = (last, &mut at(root, parent).value) else {
        return false;
    };
    let renamed: Vec<(String, Member)> = std::mem::take(object)
        .into_iter()
        .map(|(key, member)| {
            if key == *old {
                (format!("{key}x"), member)
            } else {
                (key, member)
            }
        })
        .collect();
    *object = renamed.into_iter().collect::<Object>();
    true
}

fn require(schema: &mut Node, name: &str) {
    let name = schema.with(Value::String(name.to_owned()));
    match schema.get_mut("required").map(|list| &mut list.value) {
        Some(Value::Array(names)) => names.push(name),
        _ => schema.set("required", schema.with(Value::Array(vec![name]))),
    }
}

/// Every edit of the fragment: its name, and what it makes of it.
fn mutants(document: &Document) -> Vec<(String, Document)> {
    let mut all = Vec::new();
    ways(&document.root, &Vec::new(), &mut all);
    let mut mutants = Vec::new();
    for way in &all {
        let mut add = |edit: &str, change: &dyn Fn(&mut Node) -> bool| {
            let mut mutant = document.clone();
            if change(&mut mutant.root) {
                let pointer = pointer(way);
                let node = document.root.at(&pointer).expect("the way leads there");
                let name = format!("{}: {edit} at {pointer}", node.position);
                mutants.push((name.replace(FRAGMENT, "spec"), mutant));
            }
        };
        for (edit, change) in VALUES {
            add(edit, &|root| change(at(root, way)));
        }
        add("nothing", &|root| {
            remove(root, way);
            true
        });
        add("another name", &|root| rename(root, way));
        let node = document
            .root
            .at(&pointer(way))
            .expect("the way leads there");
        let required = node.strings("required");
        let optional = node.members("properties").map(|(name, _)| name);
        for name in optional.filter(|name| !required.contains(name)) {
            add(&format!("`{name}` is required"), &|root| {
                require(at(root, way), name);
                true
            });
        }
        let is_schema = node.str("type").is_some_and(|name| TYPES.contains(&name));
        if is_schema && node.get("nullable").is_none() {
            add("null is allowed", &|root| {
                let schema = at(root, way);
                schema.set("nullable", schema.with(Value::Bool(true)));
                true
            });
        }
    }
    mutants
}

/// The edits of a document that change nothing and of which nothing is said.
fn survivors(document: &Document) -> Vec<String> {
    let before = outcome(document.clone());
    let mutants = mutants(document);
    assert!(mutants.len() > 100, "{} edits", mutants.len());
    let workers = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        let chunks = mutants.chunks(mutants.len().div_ceil(workers));
        let threads: Vec<_> = chunks
            .map(|chunk| {
                scope.spawn(|| {
                    let survives =
                        |(_, mutant): &&(String, Document)| outcome(mutant.clone()) == before;
                    let survivors = chunk.iter().filter(survives);
                    survivors.map(|(name, _)| name.clone()).collect::<Vec<_>>()
                })
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().expect("no panic"))
            .collect()
    })
}

#[test]
fn every_edit_of_the_fragment_changes_the_client_or_is_told() {
    let survivors = survivors(&fragment());
    assert!(survivors.is_empty(), "{}", survivors.join("\n"));
}

/// Edits of what other parts of an `allOf` say too, or say more of.
const SAID_ELSEWHERE: [&str; 9] = [
    "pets: nothing at /components/schemas/PetReply/properties/result/type",
    "shop: nothing at /components/schemas/Base/type",
    "shop: nothing at /components/schemas/Base/required/1",
    "shop: nothing at /components/schemas/Base/properties/note/type",
    "shop: nothing at /components/schemas/OrderChange/allOf/1/type",
    "shop: nothing at /components/schemas/OrderChange/allOf/1/required",
    "shop: nothing at /components/schemas/OrderChange/allOf/1/properties/note/type",
    "shop: another value at /components/schemas/OrderChange/allOf/1/properties/note/maxLength",
    "shop: nothing at /components/schemas/OrderChange/allOf/1/properties/note/maxLength",
];

/// The documents of other tests have what the fragment lacks.
#[test]
fn every_edit_of_other_documents_does_too() {
    let mut all = Vec::new();
    for (name, text) in [("pets", crate::PETS), ("shop", crate::SHOP)] {
        let document = codegen::source::parse(name, text).expect("it parses");
        let survivors = survivors(&document);
        let edits = survivors.iter().filter_map(|one| one.split_once(": "));
        all.extend(edits.map(|(_, edit)| format!("{name}: {edit}")));
    }
    assert_eq!(all, SAID_ELSEWHERE);
}

/// A comment before and after each line, but for those of texts.
fn commented(text: &str) -> String {
    let indentation = |line: &str| line.len() - line.trim_start().len();
    let mut commented = String::new();
    let mut text_below = None;
    for line in text.lines() {
        let depth = indentation(line);
        let is_text = text_below.is_some_and(|key| line.is_empty() || depth > key);
        if is_text {
            writeln!(commented, "{line}").expect("a string");
            continue;
        }
        text_below = line.ends_with(">-").then_some(depth);
        writeln!(commented, "{:depth$}# Note: 'a note\n{line} # {{note", "").expect("a string");
    }
    commented
}

#[test]
fn edits_of_the_fragment_without_a_meaning_change_no_byte() {
    let text = std::fs::read_to_string(FRAGMENT).expect("the fragment");
    let generate = |text: &str| {
        let document = codegen::source::parse("fragment", text).expect("it parses");
        codegen::generate_from(document)
            .expect("it is valid")
            .source
    };
    let before = generate(&text);
    let mut reversed = fragment();
    reversed.root.walk_mut(&mut |node| {
        if let Value::Object(object) = &mut node.value {
            object.reverse();
        }
    });
    let twins = [
        ("the order of keys", reversed.root.to_json().to_string()),
        ("JSON", format!("{:#}", fragment().root.to_json())),
        ("CRLF", text.replace('\n', "\r\n")),
        ("comments before and after every line", commented(&text)),
        (
            "quotes",
            text.replace("type: string", "type: \"string\"")
                .replace("required: true", "'required': true"),
        ),
        (
            "flow style",
            text.replace("- Zero Trust Write", "- 'Zero Trust Write'")
                .replace("enum:\n        - Okta", "enum: [Okta]"),
        ),
    ];
    for (what, twin) in twins {
        assert_ne!(twin, text, "{what}");
        assert!(generate(&twin) == before, "{what} changed the client");
    }
}
