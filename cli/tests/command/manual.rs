//! `zt-risk completions`, `man` and `schema`.

use serde_json::Value;

use crate::process::run;

fn output(arguments: &[&str]) -> String {
    let assert = run(arguments, &[]).code(0).stderr_eq("");
    String::from_utf8(assert.get_output().stdout.clone()).expect("text")
}

#[test]
fn each_shell_has_a_script() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = output(&["completions", shell]);
        // fish's has no hyphens before it.
        assert!(script.contains("tenant-url"), "{shell}");
    }
    run(&["completions", "cmd"], &[]).code(2);
}

#[test]
fn there_is_a_manual_page_for_all_and_for_each_command() {
    let page = output(&["man"]);
    assert!(
        page.starts_with(".ie") && page.contains(".TH zt-risk 1"),
        "{page}"
    );
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("man1");
    output(&["man", "--dir", path.to_str().expect("a path")]);
    for page in [
        "zt-risk.1",
        "zt-risk-apply.1",
        "zt-risk-integrations-ensure.1",
    ] {
        assert!(path.join(page).is_file(), "{page}");
    }
    run(&["man", "--dir", "/dev/null/man"], &[])
        .code(5)
        .stderr_eq("error: cannot write /dev/null/man: [..]\n");
}

#[test]
fn the_manifest_has_a_schema() {
    let schema: Value = serde_json::from_str(&output(&["schema"])).expect("JSON");
    let entry = &schema["$defs"]["Entry"];
    assert_eq!(entry["required"], serde_json::json!(["tenant_url"]));
    assert_eq!(entry["properties"]["tenant_url"]["format"], "uri");
    assert_eq!(entry["additionalProperties"], false);
}

#[test]
fn every_command_has_examples() {
    for command in [
        &["integrations", "list"][..],
        &["integrations", "get"],
        &["integrations", "create"],
        &["integrations", "update"],
        &["integrations", "delete"],
        &["integrations", "ensure"],
        &["behaviors", "list"],
        &["behaviors", "set"],
        &["users", "list"],
        &["users", "show"],
        &["users", "reset"],
        &["apply"],
        &["schema"],
        &["local-api"],
        &["completions"],
        &["man"],
    ] {
        let help = output(&[command, &["--help"]].concat());
        assert!(help.contains("\nExamples:\n"), "{command:?}:\n{help}");
        // What stands behind the options is not to be wrapped once more on a small terminal.
        let (_, options) = help.split_once("\nGlobal options:\n").expect("options");
        let (_, manual) = options.split_once("\n\n").expect("a manual");
        for line in manual.lines() {
            assert!(line.chars().count() <= 80, "{command:?}: {line}");
        }
    }
}
