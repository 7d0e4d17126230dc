//! What the types tell of themselves by schemars is what the document says of them.
//!
//! Held for the fragment, and for a document of the generator's tests that has what the fragment lacks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use codegen::document::Document;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// How the schema of a type may differ from the document's component, and why.
struct Difference {
    /// Where: a JSON pointer that begins with the component's name.
    at: &'static str,
    document: &'static str,
    derived: &'static str,
    /// Why it is right so.
    #[allow(dead_code, reason = "for the reader")]
    reason: &'static str,
}

const I64: &str = "the document doesn't say how large it may be; the type is `i64`";
const F64: &str = "the document doesn't say how exact it is; the type is `f64`";
const ANY_OF: &str = "a value that fits several is read as the first of them, not refused";

const fn difference(
    at: &'static str,
    document: &'static str,
    derived: &'static str,
    reason: &'static str,
) -> Difference {
    Difference {
        at,
        document,
        derived,
        reason,
    }
}

/// The schemas of types by name, `$defs` and all.
macro_rules! derived {
    ($types:path: $($name:ident),+ $(,)?) => {{
        use $types as types;
        BTreeMap::from([$((stringify!($name), derive::<types::$name>())),+])
    }};
}

fn derive<T: JsonSchema>() -> Value {
    SchemaGenerator::default()
        .into_root_schema_for::<T>()
        .to_value()
}

#[test]
fn types_of_the_fragment_tell_the_schemas_of_its_components() {
    let derived = derived!(crate::types:
        Behavior, Behaviors, BehaviorsResponse, CreateIntegrationBody, EmptyResponse,
        FailureResponse, Integration, IntegrationListResponse, IntegrationResponse,
        IntegrationType, Message, MessageSource, ResultInfo, RiskEvent, RiskEvents,
        RiskEventsResponse, RiskLevel, RiskSummary, RiskSummaryResponse, UpdateBehavior,
        UpdateBehaviors, UpdateBehaviorsResponse, UpdateIntegrationBody, UserRiskInfo,
    );
    let null = "`()` is the type of null, which says as much";
    let format = |at, derived, reason| difference(at, "nothing", derived, reason);
    let expected = [
        format(
            "/EmptyResponse/properties/result/additionalProperties",
            "true",
            "an object without properties is a map, which says that it may have any",
        ),
        difference(
            "/FailureResponse/properties/result/enum",
            "[null]",
            "nothing",
            null,
        ),
        difference(
            "/FailureResponse/properties/result/type",
            r#"["null","object"]"#,
            r#""null""#,
            null,
        ),
        format("/Message/properties/code/format", r#""int64""#, I64),
        format("/ResultInfo/properties/count/format", r#""double""#, F64),
        format("/ResultInfo/properties/page/format", r#""double""#, F64),
        format("/ResultInfo/properties/per_page/format", r#""double""#, F64),
        format(
            "/ResultInfo/properties/total_count/format",
            r#""double""#,
            F64,
        ),
        format(
            "/ResultInfo/properties/total_pages/format",
            r#""double""#,
            F64,
        ),
        format(
            "/UserRiskInfo/properties/event_count/format",
            r#""int64""#,
            I64,
        ),
    ];
    compare(&read("../spec/zt-risk-scoring.yaml"), &derived, &expected);
}

#[test]
fn types_of_the_shop_tell_the_schemas_of_its_components() {
    let derived = derived!(crate::shop::types:
        Card, Cash, ChangeOrderResponse200, ChangeOrderResponse200State, ChangeOrderResponse202,
        DropOrderResponseDefault, Fault,
        ListNotesResponse203, Missing, Notes, OrderChange, OrderChangeChoice, OrderChangeCode, OrderChangeFrame, OrderChangeGrade, OrderChangeLabels, OrderChangeLinesItem, OrderChangeLock, OrderChangePlace, OrderChangeReach, OrderChangeSeal, OrderChangeSealKey, OrderChangeWood, Problem, Reason, Remark, RemarkSource, RemarkSourcePointer,
    );
    // Its inline schemas have their types' names when it is lowered.
    let document = read("../codegen/tests/generator/golden/shop.yaml");
    let (document, found) = codegen::lower::lower(document);
    assert!(found.is_empty(), "{found:?}");
    let format = |at, derived, reason| difference(at, "nothing", derived, reason);
    let expected = [
        format("/Cash/properties/coins/format", r#""int64""#, I64),
        format("/OrderChange/properties/amount/format", r#""int64""#, I64),
        format("/OrderChange/properties/price/format", r#""double""#, F64),
        format("/OrderChange/properties/size/format", r#""int64""#, I64),
        difference(
            "/OrderChangeChoice/anyOf",
            "nothing",
            r#"[{"$ref":"Card"},{"$ref":"Cash"},{"items":{"type":"string"},"type":"array"}]"#,
            ANY_OF,
        ),
        difference(
            "/OrderChangeChoice/oneOf",
            r#"[{"$ref":"Card"},{"$ref":"Cash"},{"items":{"type":"string"},"type":"array"}]"#,
            "nothing",
            ANY_OF,
        ),
        difference(
            "/OrderChangeCode/anyOf",
            "nothing",
            r#"[{"maxLength":3,"type":"string"},{"format":"int64","minimum":5,"type":"integer"}]"#,
            ANY_OF,
        ),
        difference(
            "/OrderChangeCode/oneOf",
            r#"[{"maxLength":3,"type":"string"},{"minimum":5,"type":"integer"}]"#,
            "nothing",
            ANY_OF,
        ),
        format(
            "/OrderChangeFrame/properties/height/format",
            r#""int64""#,
            I64,
        ),
        format(
            "/OrderChangeFrame/properties/width/format",
            r#""int64""#,
            I64,
        ),
        format(
            "/OrderChangeLock/properties/turns/format",
            r#""int64""#,
            I64,
        ),
        difference(
            "/OrderChangePlace/anyOf",
            "nothing",
            r#"[{"maxLength":3,"type":"string"},{"minLength":9,"type":"string"}]"#,
            ANY_OF,
        ),
        difference(
            "/OrderChangePlace/oneOf",
            r#"[{"maxLength":3,"type":"string"},{"minLength":9,"type":"string"}]"#,
            "nothing",
            ANY_OF,
        ),
        difference(
            "/OrderChangeSealKey/anyOf",
            "nothing",
            r#"[{"format":"password","type":"string"},{"format":"int64","type":"integer"}]"#,
            ANY_OF,
        ),
        difference(
            "/OrderChangeSealKey/oneOf",
            r#"[{"format":"password","type":"string"},{"type":"integer"}]"#,
            "nothing",
            ANY_OF,
        ),
    ];
    compare(&document, &derived, &expected);
}

fn read(file: &str) -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    codegen::source::read(&path).expect("the document")
}

/// Holds every component of the document against the type of its name.
fn compare(document: &Document, derived: &BTreeMap<&str, Value>, expected: &[Difference]) {
    let document = codegen::json_schema::json_schema(document);
    let components = document["components"]["schemas"]
        .as_object()
        .expect("components");

    let named =
        |names: &mut dyn Iterator<Item = &str>| names.map(str::to_owned).collect::<BTreeSet<_>>();
    assert_eq!(
        named(&mut components.keys().map(String::as_str)),
        named(&mut derived.keys().copied()),
        "each component has a type, and the other way round"
    );
    let mut found = Vec::new();
    for (name, component) in components {
        let derived = normal(&derived[name.as_str()]);
        differences(
            &format!("/{name}"),
            &normal(component),
            &derived,
            &mut found,
        );
    }
    let expected: Vec<[String; 3]> = expected
        .iter()
        .map(|difference| {
            [difference.at, difference.document, difference.derived].map(str::to_owned)
        })
        .collect();
    assert_eq!(
        found, expected,
        "found, and expected: where, the document's, the type's"
    );
}

/// Whether a schema is a reference, alone or but for null.
fn is_reference(schema: &Map<String, Value>) -> bool {
    let parts = ["allOf", "anyOf"]
        .into_iter()
        .filter_map(|key| schema.get(key)?.as_array());
    let mut parts = parts
        .flatten()
        .filter(|part| **part != json!({"type": "null"}));
    let alone = (parts.next(), parts.next());
    schema.contains_key("$ref")
        || matches!(alone, (Some(Value::Object(part)), None) if is_reference(part))
}

/// A schema without what says the same in two ways.
fn normal(schema: &Value) -> Value {
    let Value::Object(schema) = schema else {
        return schema.clone();
    };
    let mut normal = Map::new();
    for (key, value) in schema {
        let value = match (key.as_str(), value) {
            // About the text, not about values, or the generator's own.
            ("$schema" | "$defs" | "title" | codegen::schema::SECRET, _) => continue,
            // The description beside a reference is that of what is referred to.
            ("description", _) if is_reference(schema) => continue,
            // 3.0 has nothing beside a reference but so.
            ("allOf", Value::Array(list)) if list.len() == 1 && is_reference(schema) => {
                normal.extend(
                    self::normal(&list[0])
                        .as_object()
                        .cloned()
                        .unwrap_or_default(),
                );
                continue;
            }
            // What follows the first paragraph says in words what keywords say.
            ("description", Value::String(text)) => {
                let first = text.split("\n\n").next().unwrap_or_default();
                // What a type says where the document says nothing.
                if first.ends_with("which the document doesn't describe.") {
                    continue;
                }
                first.replace(['<', '>'], "").into()
            }
            ("$ref", Value::String(target)) => target.rsplit('/').next().unwrap_or_default().into(),
            ("properties", Value::Object(properties)) => properties
                .iter()
                .map(|(name, property)| (name.clone(), self::normal(property)))
                .collect::<Map<_, _>>()
                .into(),
            ("type" | "required", Value::Array(list)) => {
                let mut list: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
                list.sort_unstable();
                list.into()
            }
            ("oneOf" | "anyOf" | "allOf", Value::Array(list)) => {
                list.iter().map(self::normal).collect::<Vec<_>>().into()
            }
            ("items" | "additionalProperties", value) => self::normal(value),
            (_, value) => value.clone(),
        };
        normal.insert(key.clone(), value);
    }
    normal.into()
}

/// Where two values differ: JSON pointer, the one, the other.
fn differences(at: &str, one: &Value, other: &Value, found: &mut Vec<[String; 3]>) {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let keys: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
            for key in keys {
                let [one, other] = [one, other].map(|object| object.get(key));
                match (one, other) {
                    (Some(one), Some(other)) => {
                        differences(&format!("{at}/{key}"), one, other, found);
                    }
                    (one, other) => found.push([
                        format!("{at}/{key}"),
                        one.map_or("nothing".to_owned(), Value::to_string),
                        other.map_or("nothing".to_owned(), Value::to_string),
                    ]),
                }
            }
        }
        _ if one != other => found.push([at.to_owned(), one.to_string(), other.to_string()]),
        _ => {}
    }
}
