//! `zt-risk apply`, against the local API.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Child, Output};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use httpmock::{HttpMockResponse, MockServer};
use serde_json::{Value, json};

use crate::family::file;
use crate::process::{Api, run};

const MANIFEST: &str = "\
accounts:
  - id: one
    name: Headquarters
    integrations:
      - tenant_url: https://a.okta.com
        reference_id: a
      - tenant_url: https://b.okta.com
        active: false
  - id: two
    integrations:
      - tenant_url: https://c.okta.com
";

fn text(path: &Path) -> &str {
    path.to_str().expect("a path")
}

/// A manifest of so many accounts, each with one integration.
fn many(accounts: usize) -> String {
    let mut manifest = String::from("accounts:\n");
    for number in 0..accounts {
        writeln!(
            manifest,
            "  - id: account-{number}\n    integrations:\n      - tenant_url: https://t{number}.okta.com\n        reference_id: ref-{number}"
        )
        .expect("a string");
    }
    manifest
}

/// Holds that each account has its integration once, and that a plan has nothing to do.
fn assert_done(api: &Api, manifest: &Path, accounts: usize) {
    let retries = ["--retries", "9"];
    let plan = ["apply", "-f", text(manifest), "--plan"];
    api.run(&[&plan[..], &retries].concat()).code(0);
    for number in 0..accounts {
        let account = format!("account-{number}");
        let list = ["integrations", "list", "-q", "--account-id", &account];
        let list = api.output(&[&list[..], &retries].concat());
        assert_eq!(list.lines().count(), 1, "{account}: {list}");
    }
}

#[test]
fn a_manifest_is_planned_then_carried_out_and_then_there_is_nothing_to_do() {
    let api = Api::start(&[]);
    let manifest = file(MANIFEST);
    let apply = ["apply", "-f", text(manifest.path())];
    let plan = "\
TO DO   ACCOUNT             TENANT URL          REFERENCE ID  CHANGES
create  one (Headquarters)  https://a.okta.com  a
create  one (Headquarters)  https://b.okta.com  -
create  two                 https://c.okta.com  -

Plan: 3 to create
";
    api.run(&[&apply[..], &["--plan"]].concat())
        .code(3)
        .stdout_eq(plan)
        .stderr_eq("Reading 2 accounts\n");
    assert_eq!(
        api.output(&["integrations", "list", "-q", "--account-id", "one"]),
        ""
    );
    let done = api
        .run(&apply)
        .code(0)
        .stdout_eq(format!("{plan}DONE     INTEGRATIONS\ncreated  3\n"));
    let told = String::from_utf8_lossy(&done.get_output().stderr).into_owned();
    assert!(
        told.contains("one (Headquarters) https://b.okta.com: created "),
        "{told}"
    );
    api.run(&[&apply[..], &["--plan"]].concat())
        .code(0)
        .stdout_eq("Plan: 3 unchanged\n");
    api.run(&apply)
        .code(0)
        .stdout_eq("DONE       INTEGRATIONS\nunchanged  3\n");

    let changed = file(&MANIFEST.replace("active: false", "active: true"));
    api.run(&["apply", "-f", text(changed.path()), "-o", "json"])
        .code(0)
        .stdout_eq("{\n  \"summary\": {\n    \"updated\": 1,\n    \"unchanged\": 2\n  },\n...\n");
}

#[test]
fn the_report_says_what_was_done_and_is_checked_before_anything_is() {
    let api = Api::start(&[]);
    let manifest = file(MANIFEST);
    let dir = tempfile::tempdir().expect("a folder");
    let report = dir.path().join("report.json");
    let apply = ["apply", "-f", text(manifest.path()), "--report"];
    for unusable in ["/nowhere/report.json", text(dir.path())] {
        api.run(&[&apply[..], &[unusable]].concat())
            .code(2)
            .stderr_eq(format!("error: cannot write {unusable}: [..]\n"));
    }
    assert_eq!(
        api.output(&["integrations", "list", "-q", "--account-id", "one"]),
        ""
    );
    api.run(&[&apply[..], &[text(&report)]].concat()).code(0);
    let written = std::fs::read(&report).expect("a report");
    let written: Value = serde_json::from_slice(&written).expect("JSON");
    assert_eq!(written["summary"], json!({ "created": 3 }));
    let account = &written["accounts"][0];
    assert_eq!(
        (&account["id"], &account["name"]),
        (&json!("one"), &json!("Headquarters"))
    );
    let integration = &account["integrations"][0];
    assert_eq!(integration["action"], "created");
    assert_eq!(integration["reference_id"], "a");
    let id = integration["id"].as_str().expect("an id");
    api.run(&["integrations", "get", id, "--account-id", "one"])
        .code(0);
    assert_eq!(std::fs::read_dir(dir.path()).expect("a folder").count(), 1);
}

#[test]
fn all_that_is_wrong_with_a_manifest_is_told_with_its_place_and_nothing_is_sent() {
    let variables = [
        ("CLOUDFLARE_API_TOKEN", "t"),
        ("CLOUDFLARE_BASE_URL", "http://127.0.0.1:1"),
    ];
    for (manifest, problems) in [
        (
            "accounts:\n  - id: a\n    integrations:\n      - tenant_url: a\n      - tenant_url: https://b.okta.com\n      - tenant_url: https://b.okta.com/\n  - id: a\n    integrations: []\n  - id: ..\n    integrations:\n      - tenant_url: https://b.okta.com\n",
            "\
error: {file}:4:21: the request is invalid and was not sent: body: tenant_url: \"a\" is not a URI (`format: uri`)
error: {file}:6:21: this may be the same integration as the one in line 5: give both a reference_id of their own
error: {file}:7:9: the account a is there already, in line 2
error: {file}:9:9: the request is invalid and was not sent: account_id: `.` and `..` would lead to another endpoint
",
        ),
        ("accounts:\n  - id: a\n    integration: []\n", "error: {file}: [..]unknown field[..]integration[..]line 3[..]\n"),
        ("accounts:\n  - id: a\n    integrations:\n      - tenant_url: https://a.okta.com\n        integration_type: Auth0\n", "error: {file}: [..]Auth0[..]Okta[..]\n"),
        ("account: []\n", "error: {file}: [..]account[..]\n"),
        ("accounts: [", "error: {file}: [..]\n"),
        ("accounts: [{id: a, id: b, integrations: []}]", "error: {file}: [..]duplicate[..]\n"),
        ("", "error: {file}: [..]\n"),
    ] {
        let file = file(manifest);
        let path = text(file.path());
        run(&["apply", "-f", path], &variables)
            .code(2)
            .stdout_eq("")
            .stderr_eq(problems.replace("{file}", path));
    }
    run(&["apply", "-f", "/nowhere"], &variables)
        .code(2)
        .stderr_eq("error: cannot read /nowhere: [..]\n");
    run(
        &["apply", "-f", "/nowhere", "--rate-limit", "0/1"],
        &variables,
    )
    .code(2);
}

#[test]
fn the_failure_of_one_account_stops_no_other() {
    let server = MockServer::start();
    let path = |account: &str| format!("/accounts/{account}/zt_risk_scoring/integrations");
    let forbidden = json!({ "success": false, "errors": [{ "code": 10000, "message": "Forbidden" }], "messages": [], "result": null });
    server.mock(|when, then| {
        when.path(path("one"));
        then.status(403).json_body(forbidden);
    });
    let integration = json!({
        "id": "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e", "account_tag": "two", "active": true,
        "created_at": "2026-01-01T00:00:00Z", "integration_type": "Okta", "reference_id": "r",
        "tenant_url": "https://c.okta.com", "well_known_url": "/",
    });
    let envelope =
        |result: Value| json!({ "success": true, "errors": [], "messages": [], "result": result });
    let list = server.mock(|when, then| {
        when.method("GET").path(path("two"));
        then.status(200).json_body(envelope(json!([])));
    });
    let create = server.mock(|when, then| {
        when.method("POST").path(path("two"));
        then.status(200).json_body(envelope(integration));
    });
    let manifest = file(MANIFEST);
    let variables = [
        ("CLOUDFLARE_API_TOKEN", "t"),
        ("CLOUDFLARE_BASE_URL", &server.base_url()),
    ];
    run(&["apply", "-f", text(manifest.path())], &variables)
        .code(1)
        .stdout_eq("...\nPlan: 1 to create, 2 failed\nDONE     INTEGRATIONS\ncreated  1\nfailed   2\n")
        .stderr_eq(
            "\
Reading 2 accounts
Applying 1 account
two https://c.okta.com: created 182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e
error: one (Headquarters): list_integrations failed: 403 Forbidden: 10000 Forbidden; needs the permission Zero Trust Read or Zero Trust Write
help: check that the token is right, and has the permission \"Zero Trust Read\" or \"Zero Trust Write\" for this account (dashboard, My Profile > API Tokens)
Mend what the errors say and run it again: it does what is left, and repeats nothing.
",
        );
    assert_eq!((list.calls(), create.calls()), (2, 1));
}

#[test]
fn a_block_of_the_api_is_waited_out() {
    let server = MockServer::start();
    let calls = AtomicUsize::new(0);
    let list = server.mock(|when, then| {
        when.method("GET");
        then.respond_with(move |_| {
            let is_blocked = calls.fetch_add(1, Ordering::Relaxed) == 0;
            let reply = if is_blocked {
                HttpMockResponse::builder()
                    .status(429)
                    .header("retry-after", "1")
            } else {
                let body = r#"{"success":true,"errors":[],"messages":[],"result":[]}"#;
                HttpMockResponse::builder().status(200).body(body)
            };
            reply.build()
        });
    });
    let manifest =
        file("accounts:\n  - id: a\n    integrations:\n      - tenant_url: https://a.okta.com\n");
    let variables = [
        ("CLOUDFLARE_API_TOKEN", "t"),
        ("CLOUDFLARE_BASE_URL", &server.base_url()),
    ];
    let start = Instant::now();
    let plan = ["apply", "-f", text(manifest.path()), "--plan"];
    run(&[&plan[..], &["--retries", "0"]].concat(), &variables)
        .code(3)
        .stdout_eq("...\nPlan: 1 to create\n");
    assert!(start.elapsed() >= Duration::from_secs(1));
    assert_eq!(list.calls(), 2);
}

#[test]
fn a_quota_that_is_used_up_is_waited_for() {
    let api = Api::start(&["--rate-limit", "4/0.5"]);
    let manifest = file(&many(4));
    api.run(&["apply", "-f", text(manifest.path()), "--retries", "0"])
        .code(0)
        .stdout_eq("...\ncreated  4\n");
}

#[test]
fn no_more_calls_are_started_than_the_limit_allows() {
    // The server would block for as long again what comes a moment too early.
    let api = Api::start(&[]);
    let manifest = file(&many(3));
    let start = Instant::now();
    let apply = [
        "apply",
        "-f",
        text(manifest.path()),
        "--rate-limit",
        "4/0.4",
    ];
    api.run(&apply).code(0);
    // Nine calls are two windows and one call.
    assert!(start.elapsed() >= Duration::from_millis(800));
}

#[test]
fn a_killed_run_is_finished_by_the_next_and_nothing_is_done_twice() {
    let api = Api::start(&[
        "--latency",
        "5",
        "--fail",
        "429:0.1",
        "--fail",
        "500:0.05:after",
    ]);
    let accounts = 24;
    let manifest = file(&many(accounts));
    let apply = [
        "apply",
        "-f",
        text(manifest.path()),
        "--concurrency",
        "2",
        "--retries",
        "9",
    ];
    let mut killed = api.spawn(&apply);
    wait_for(&mut killed, ": created ");
    killed.kill().expect("it runs");
    killed.wait().expect("it has ended");
    api.run(&apply).code(0);
    assert_done(&api, manifest.path(), accounts);
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_ends_in_order_and_says_what_is_left() {
    let api = Api::start(&["--latency", "50"]);
    let accounts = 24;
    let manifest = file(&many(accounts));
    let dir = tempfile::tempdir().expect("a folder");
    let report = dir.path().join("report.json");
    let apply = ["apply", "-f", text(manifest.path()), "--concurrency", "2"];
    let mut interrupted = api.spawn(&[&apply[..], &["--report", text(&report)]].concat());
    let told = wait_for(&mut interrupted, ": created ");
    interrupt(&interrupted);
    let Output { status, .. } = interrupted.wait_with_output().expect("it ends");
    assert_eq!(status.code(), Some(130), "{told}");
    let written = std::fs::read(&report).expect("a report");
    let written: Value = serde_json::from_slice(&written).expect("JSON");
    let count = |action: &str| written["summary"][action].as_u64().unwrap_or_default();
    assert!(count("created") > 0 && count("not_done") > 0, "{written}");
    assert_eq!(count("created") + count("not_done"), accounts as u64);
    api.run(&apply).code(0);
    assert_done(&api, manifest.path(), accounts);
}

#[cfg(unix)]
#[test]
fn a_run_that_waits_for_the_limit_ends_at_once_when_it_is_interrupted() {
    let api = Api::start(&[]);
    let manifest = file(&many(4));
    let apply = [
        "apply",
        "-f",
        text(manifest.path()),
        "--rate-limit",
        "2/600",
    ];
    let mut waiting = api.spawn(&apply);
    wait_for(&mut waiting, "The limit of calls is reached: waiting ");
    let start = Instant::now();
    interrupt(&waiting);
    let output = waiting.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(130), "{output:?}");
    assert!(start.elapsed() < Duration::from_secs(60));
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(printed.contains("not done  "), "{printed}");
}

#[cfg(unix)]
#[test]
fn a_run_that_is_interrupted_twice_ends_at_once_and_still_reports() {
    let api = Api::start(&["--latency", "60000"]);
    let manifest = file(&many(4));
    let dir = tempfile::tempdir().expect("a folder");
    let report = dir.path().join("report.json");
    let apply = [
        "apply",
        "-f",
        text(manifest.path()),
        "--report",
        text(&report),
    ];
    let mut interrupted = api.spawn(&apply);
    wait_for(&mut interrupted, "Reading 4 accounts\n");
    interrupt(&interrupted);
    wait_for(&mut interrupted, "Ending after the accounts at hand");
    interrupt(&interrupted);
    let output = interrupted.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(130), "{output:?}");
    let written = std::fs::read(&report).expect("a report");
    let written: Value = serde_json::from_slice(&written).expect("JSON");
    assert_eq!(written["summary"], json!({ "not_done": 4 }));
}

/// Does what Ctrl-C does.
#[cfg(unix)]
fn interrupt(run: &Child) {
    let pid = run.id().to_string();
    let signal = std::process::Command::new("kill")
        .args(["-INT", &pid])
        .status();
    assert!(signal.expect("a shell's kill").success());
}

#[cfg(unix)]
#[test]
fn a_report_that_cannot_be_written_at_the_end_does_not_take_the_summary_with_it() {
    let api = Api::start(&["--latency", "250"]);
    let manifest = file(&many(4));
    let dir = tempfile::tempdir().expect("a folder");
    let report = dir.path().join("sub").join("report.json");
    std::fs::create_dir(dir.path().join("sub")).expect("a folder");
    let apply = [
        "apply",
        "-f",
        text(manifest.path()),
        "--report",
        text(&report),
        // One after the other, so that there is time after the first.
        "--concurrency",
        "1",
    ];
    let mut running = api.spawn(&apply);
    wait_for(&mut running, ": created ");
    std::fs::remove_dir(dir.path().join("sub")).expect("it is empty");
    let output = running.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(5), "{output:?}");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(printed.ends_with("created  4\n"), "{printed}");
}

#[cfg(unix)]
#[test]
fn a_report_goes_where_a_link_leads_and_into_a_pipe() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let api = Api::start(&[]);
    let manifest = file(&many(1));
    let dir = tempfile::tempdir().expect("a folder");
    let (there, link) = (dir.path().join("there"), dir.path().join("link"));
    std::fs::write(&there, "old").expect("a file");
    std::fs::set_permissions(&there, std::fs::Permissions::from_mode(0o640)).expect("a mode");
    symlink(&there, &link).expect("a link");
    let apply = ["apply", "-f", text(manifest.path()), "--report"];
    api.run(&[&apply[..], &[text(&link)]].concat()).code(0);
    assert!(link.is_symlink());
    let written = std::fs::read_to_string(&there).expect("a report");
    assert!(written.contains("\"created\": 1"), "{written}");
    let mode = there.metadata().expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    // Neither a file nor a folder, and still there afterwards.
    let null = Path::new("/dev/null");
    api.run(&[&apply[..], &[text(null)]].concat()).code(0);
    assert!(!null.is_file());
}

#[test]
fn two_entries_never_mean_the_same_integration() {
    let api = Api::start(&[]);
    let ensure = [
        "integrations",
        "ensure",
        "--account-id",
        "a",
        "--tenant-url",
    ];
    let one = ["https://y.okta.com", "--reference-id", "r"];
    api.run(&[&ensure[..], &one].concat()).code(0);
    let manifest = file(
        "accounts:\n  - id: a\n    integrations:\n      - tenant_url: https://y.okta.com\n      - tenant_url: https://x.okta.com\n        reference_id: r\n",
    );
    let apply = ["apply", "-f", text(manifest.path())];
    api.run(&apply)
        .code(0)
        .stdout_eq("...\ncreated  1\nupdated  1\n");
    api.run(&[&apply[..], &["--plan"]].concat())
        .code(0)
        .stdout_eq("Plan: 2 unchanged\n");
}

#[test]
fn a_manifest_without_integrations_is_nothing_to_do() {
    let api = Api::start(&[]);
    for (manifest, told) in [
        ("accounts: []\n", ""),
        (
            "accounts: [{id: a, integrations: []}]\n",
            "Reading 1 account\n",
        ),
    ] {
        let manifest = file(manifest);
        api.run(&["apply", "-f", text(manifest.path())])
            .code(0)
            .stdout_eq("Nothing to do: the manifest has no integration\n")
            .stderr_eq(told);
    }
}

/// Reads what a run tells until that is in it.
fn wait_for(run: &mut Child, expected: &str) -> String {
    use std::io::{BufRead as _, BufReader};

    let mut told = String::new();
    // No more than a line, so that the next one waits for whoever reads on.
    let mut lines = BufReader::with_capacity(1, run.stderr.as_mut().expect("its messages"));
    while !told.contains(expected) {
        let read = lines.read_line(&mut told).expect("text");
        assert!(read > 0, "it has ended: {told}");
    }
    told
}

#[test]
fn a_manifest_can_come_from_standard_input() {
    let api = Api::start(&[]);
    let file = std::fs::File::open(file(MANIFEST).path()).expect("a file");
    let output = std::process::Command::new(snapbox::cmd::cargo_bin!("zt-risk"))
        .args(["apply", "-f", "-", "-q"])
        .env_clear()
        .envs(api.variables())
        .stdin(file)
        .output()
        .expect("it runs");
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 3);
    assert!(output.stderr.is_empty(), "{output:?}");
}
