//! What the official Python client tests, and which of our tests holds the same.

use std::fs;
use std::path::Path;

/// The table, a row for each case of the official `tests/test_client.py`.
const TABLE: &str = include_str!("../../OFFICIAL.md");

/// The functions right after an attribute that makes them tests.
fn names_of_tests(source: &str) -> Vec<String> {
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let name = |pair: &[&str]| {
        let is_test = pair[0] == "#[test]" || pair[0].starts_with("#[tokio::test");
        let line = pair[1].strip_prefix("async ").unwrap_or(pair[1]);
        let (name, _) = line.strip_prefix("fn ")?.split_once('(')?;
        is_test.then(|| name.to_owned())
    };
    lines.windows(2).filter_map(name).collect()
}

#[test]
fn a_function_is_a_test_only_with_an_attribute_that_says_so() {
    let source = "#[test]\nfn a() {}\n    #[tokio::test(start_paused = true)]\n    async fn b() {}\n\
                  fn c() {}\nasync fn d() {}\n// #[test]\nfn e() {}\n#[test]\n\nfn f() {}";
    assert_eq!(names_of_tests(source), ["a", "b"]);
}

#[test]
fn each_case_of_the_official_client_has_a_test_of_ours_that_exists_or_a_reason() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut tests = Vec::new();
    for folder in [
        "tests/tests/contract",
        "generated-client/src",
        "generated-client/src/runtime",
        "cli/tests/command",
    ] {
        for entry in fs::read_dir(root.join(folder)).expect(folder) {
            let path = entry.expect(folder).path();
            if path.extension().is_some_and(|extension| extension == "rs") {
                let source = fs::read_to_string(&path).expect("a source");
                tests.extend(names_of_tests(&source));
            }
        }
    }
    let rows = TABLE
        .lines()
        .filter_map(|line| line.strip_prefix("| `test_"));
    let mut count = 0;
    for row in rows {
        count += 1;
        let (_, ours) = row.split_once('|').expect(row);
        let ours = ours.trim_end_matches('|').trim();
        if let Some(reason) = ours.strip_prefix("none: ") {
            assert!(reason.len() > 20, "{row}");
            continue;
        }
        let names: Vec<&str> = ours.split('`').skip(1).step_by(2).collect();
        assert!(!names.is_empty(), "{row}");
        for name in names {
            assert!(
                tests.iter().any(|test| test == name),
                "{name} is no test of ours"
            );
        }
    }
    assert_eq!(count, 48, "rows of the table");
}
