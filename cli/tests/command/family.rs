//! Every command of the family, against the local API.

use httpmock::MockServer;
use serde_json::{Value, json};

use crate::process::{ACCOUNT, Api, run};

const URL: &str = "https://tenant.okta.com";
const USER: &str = "4a5b5e2e-23ae-4d6e-8d5f-cf9e0a3a5d55";

/// The id of an integration that is made.
fn created(api: &Api) -> String {
    let arguments = ["integrations", "create", "--quiet", "--tenant-url", URL];
    let id = api.output(&[&arguments[..], &["--reference-id", "ref"]].concat());
    id.trim().to_owned()
}

fn json(api: &Api, arguments: &[&str]) -> Value {
    let text = api.output(&[arguments, &["--output", "json"]].concat());
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn integrations_are_listed_as_a_table_as_json_as_yaml_or_as_ids_alone() {
    let api = Api::start(&[]);
    api.run(&["integrations", "list"])
        .code(0)
        .stdout_eq("")
        .stderr_eq("The account has no integration: `zt-risk integrations create` makes one.\n");
    let (one, other) = (created(&api), created(&api));
    api.run(&["integrations", "list"])
        .code(0)
        .stdout_eq(format!(
            "\
ID                                    ACTIVE  TYPE  TENANT URL               REFERENCE ID  CREATED
{one}  yes     Okta  {URL}  ref           20[..]
{other}  yes     Okta  {URL}  ref           20[..]
"
        ));
    let list = json(&api, &["integrations", "list"]);
    assert_eq!(list[0]["id"], one);
    assert_eq!(list[1]["account_tag"], ACCOUNT);
    let yaml = api.output(&["integrations", "list", "-o", "yaml"]);
    assert!(yaml.contains(&format!("id: {one}\n")), "{yaml}");
    let ids = api.output(&["integrations", "list", "-q"]);
    assert_eq!(ids, format!("{one}\n{other}\n"));
}

#[test]
fn an_integration_is_shown_by_its_id_or_by_its_reference_id() {
    let api = Api::start(&[]);
    let id = created(&api);
    for arguments in [&[id.as_str()][..], &["--reference-id", "ref"]] {
        let arguments = [&["integrations", "get"][..], arguments].concat();
        assert_eq!(json(&api, &arguments)["id"], id);
    }
    api.run(&["integrations", "get", "--reference-id", "other"])
        .code(1)
        .stderr_eq(
            "\
error: get_integration_by_reference_id failed: 404 Not Found: 1404 There is no such integration [cf-ray [..]]
help: check the account and the id: `list` shows those that there are
",
        );
    api.run(&["integrations", "get", "1"]).code(2);
    api.run(&["integrations", "get"]).code(2);
    api.run(&["integrations", "get", &id, "--reference-id", "ref"])
        .code(2);
}

#[test]
fn an_update_keeps_what_isnt_given() {
    let api = Api::start(&[]);
    let id = created(&api);
    let update = |arguments: &[&str]| {
        let arguments = [&["integrations", "update", &id], arguments].concat();
        let result = json(&api, &arguments);
        ["active", "tenant_url", "reference_id"].map(|field| result[field].clone())
    };
    let other = "https://other.okta.com";
    assert_eq!(
        update(&["--active", "false"]),
        [json!(false), URL.into(), "ref".into()]
    );
    assert_eq!(
        update(&["--tenant-url", other]),
        [json!(false), other.into(), "ref".into()]
    );
    assert_eq!(
        update(&[
            "--active",
            "true",
            "--tenant-url",
            URL,
            "--reference-id",
            "r2"
        ]),
        [json!(true), URL.into(), "r2".into()]
    );
    api.run(&["integrations", "update", &id]).code(2);
    let request = api.output(&[
        "integrations",
        "update",
        &id,
        "--active",
        "false",
        "--dry-run",
    ]);
    assert!(
        request.starts_with("curl -X PUT http://127.0.0.1"),
        "{request}"
    );
    assert!(!request.contains("local-api-token"), "{request}");
    assert_eq!(json(&api, &["integrations", "get", &id])["active"], true);
}

#[test]
fn what_cannot_be_undone_is_not_done_unasked() {
    let api = Api::start(&[]);
    let (one, other) = (created(&api), created(&api));
    for arguments in [
        &["integrations", "delete", &one, &other][..],
        &["users", "reset", USER],
    ] {
        api.run(arguments).code(2).stdout_eq("").stderr_eq(
            "\
error: this cannot be undone, and there is nobody to ask
help: give --yes to do it all the same
",
        );
    }
    assert_eq!(
        api.output(&["integrations", "list", "-q"]).lines().count(),
        2
    );
    api.run(&["integrations", "delete", &one, &other, "--yes"])
        .code(0)
        .stdout_eq(format!("DELETED\n{one}\n{other}\n"))
        .stderr_eq("");
    assert_eq!(api.output(&["integrations", "list", "-q"]), "");
    // One that isn't there any more keeps none of the others.
    let third = created(&api);
    api.run(&["integrations", "delete", &one, &third, "-y", "-q"])
        .code(1)
        .stdout_eq(format!("{third}\n"))
        .stderr_eq(format!(
            "\
error: {one}: delete_integration failed: 404 Not Found: 1404 There is no such integration [cf-ray [..]]
help: check the account and the id: `list` shows those that there are
"
        ));
    assert_eq!(api.output(&["integrations", "list", "-q"]), "");
}

#[test]
fn ensure_creates_updates_or_leaves_alone_and_its_plan_changes_nothing() {
    let api = Api::start(&[]);
    let ensure = |arguments: &[&str], code: i32| {
        let ensure = ["integrations", "ensure", "-o", "json", "--tenant-url", URL];
        let assert = api.run(&[&ensure, arguments].concat()).code(code);
        let result: Value = serde_json::from_slice(&assert.get_output().stdout).expect("JSON");
        (result["action"].clone(), result["changed"].clone())
    };
    assert_eq!(ensure(&["--plan"], 3), (json!("create"), json!([])));
    let plan = ["integrations", "ensure", "--plan", "--tenant-url"];
    api.run(&[&plan[..], &[URL, "-q"]].concat())
        .code(3)
        .stdout_eq("");
    api.run(&[&plan[..], &["a b"]].concat())
        .code(2)
        .stdout_eq("");
    assert_eq!(api.output(&["integrations", "list", "-q"]), "");
    assert_eq!(ensure(&[], 0), (json!("created"), json!([])));
    assert_eq!(ensure(&[], 0), (json!("unchanged"), json!([])));
    let change = json!(["active: true -> false"]);
    let off = ["--active", "false"];
    assert_eq!(
        ensure(&[&off[..], &["--plan"]].concat(), 3),
        (json!("update"), change.clone())
    );
    assert_eq!(ensure(&off, 0), (json!("updated"), change));
    assert_eq!(ensure(&[&off[..], &["--plan"]].concat(), 0).0, "nothing");
}

#[test]
fn two_processes_at_once_leave_one_integration() {
    let api = Api::start(&["--latency", "2"]);
    for round in 0..5 {
        let reference = format!("ref-{round}");
        let ensure = ["integrations", "ensure", "--tenant-url", URL];
        let ensure = [&ensure[..], &["--reference-id", &reference]].concat();
        let processes = [api.spawn(&ensure), api.spawn(&ensure)];
        for mut process in processes {
            assert!(process.wait().expect("it ends").success());
        }
        let list = json(&api, &["integrations", "list"]);
        let list = list.as_array().expect("a list");
        let same = list.iter().filter(|one| one["reference_id"] == reference);
        assert_eq!(same.count(), 1, "{list:?}");
    }
}

#[test]
fn behaviors_are_listed_and_set_without_losing_the_others() {
    let seed = json!({ "accounts": { ACCOUNT: { "behaviors": {
        "imp_travel": { "name": "Impossible travel", "description": "d", "enabled": true, "risk_level": "high" },
        "high_dlp": { "name": "DLP", "description": "d", "enabled": true, "risk_level": "low" },
    }}}});
    let file = file(&seed.to_string());
    let api = Api::start(&["--seed", file.path().to_str().expect("a path")]);
    api.run(&["behaviors", "list"]).code(0).stdout_eq(
        "\
ID          COUNTS  RISK  NAME               DESCRIPTION
high_dlp    yes     low   DLP                d
imp_travel  yes     high  Impossible travel  d
",
    );
    let set = ["behaviors", "set", "high_dlp", "--enabled", "false"];
    api.run(&set)
        .code(0)
        .stdout_eq("ID        COUNTS  RISK\nhigh_dlp  no      low\n");
    let behaviors = json(&api, &["behaviors", "list"]);
    assert_eq!(behaviors["behaviors"]["high_dlp"]["enabled"], false);
    assert_eq!(behaviors["behaviors"]["imp_travel"]["enabled"], true);
    api.run(&["behaviors", "set", "imp_travle", "--risk-level", "low"])
        .code(2)
        .stderr_eq(
            "error: the account has no behavior `imp_travle`\nhelp: did you mean `imp_travel`?\n",
        );
    api.run(&["behaviors", "set", "x", "--risk-level", "low"])
        .code(2)
        .stderr_eq(
            "error: the account has no behavior `x`\nhelp: `zt-risk behaviors list` shows those that there are\n",
        );
    let request = api.output(&[&set[..], &["--dry-run"]].concat());
    assert!(request.contains("imp_travel"), "{request}");
}

#[test]
fn a_list_of_users_that_is_not_all_of_them_says_so() {
    let server = MockServer::start();
    for (total, says) in [(Some(7), "1 of 7 users\n"), (Some(1), ""), (None, "")] {
        let mut mock = server.mock(|when, then| {
            when.path(format!("/accounts/{ACCOUNT}/zt_risk_scoring/summary"));
            then.status(200).json_body(json!({
                "success": true, "errors": [], "messages": [], "result_info": { "total_count": total },
                "result": { "users": [{
                    "user_id": USER, "name": "Ada", "email": "ada@example.com", "max_risk_level": "high",
                    "event_count": 1, "last_event": "2019-12-27T18:11:19Z",
                }]},
            }));
        });
        let variables = [
            ("CLOUDFLARE_API_TOKEN", "t"),
            ("CLOUDFLARE_ACCOUNT_ID", ACCOUNT),
            ("CLOUDFLARE_BASE_URL", &server.base_url()),
        ];
        run(&["users", "list"], &variables).code(0).stderr_eq(says);
        mock.delete();
    }
}

#[test]
fn users_are_listed_shown_and_reset() {
    let api = Api::start(&[]);
    api.run(&["users", "list"]).code(0).stdout_eq(format!(
        "\
USER ID                               NAME  EMAIL            RISK  EVENTS  LAST EVENT
{USER}  Ada   ada@example.com  high  1       2019-12-27 18:11
"
    ));
    assert_eq!(api.output(&["users", "list", "-q"]), format!("{USER}\n"));
    api.run(&["users", "show", USER]).code(0).stdout_eq(
        "\
Name        Ada
Email       ada@example.com
Risk        high
Events      1
Last reset  never

EVENT  RISK  TIME                 WHAT
1      high  2019-12-27 18:11:19  Impossible travel
",
    );
    api.run(&["users", "reset", USER, "-y"])
        .code(0)
        .stderr_eq(format!("Reset the risk of the user {USER}.\n"));
    api.run(&["users", "list"])
        .code(0)
        .stdout_eq("")
        .stderr_eq("No user of the account is a risk.\n");
    assert_eq!(json(&api, &["users", "show", USER])["events"], json!([]));
}

#[test]
fn verbose_tells_each_attempt_with_its_ray() {
    let api = Api::start(&["--fail", "503:1"]);
    api.run(&["integrations", "list", "-v", "--retries", "1"])
        .code(1)
        .stderr_eq(
            "\
GET /accounts/{account_id}/zt_risk_scoring/integrations: 503, [..] ms, cf-ray [..]-LOCAL
GET /accounts/{account_id}/zt_risk_scoring/integrations: 503, [..] ms, retry 1, cf-ray [..]-LOCAL
error: list_integrations failed: 503 Service Unavailable: 10503 The local API fails on purpose [cf-ray [..]-LOCAL]
help: try again later; https://www.cloudflarestatus.com tells of trouble
",
        );
}

#[test]
fn a_create_that_may_have_happened_says_where_to_look() {
    let api = Api::start(&["--fail", "500:1:after"]);
    api.run(&["integrations", "create", "--tenant-url", URL])
        .code(1)
        .stderr_eq(
            "\
error: create_integration failed: 500 Internal Server Error: 10500 The local API fails on purpose; it may have happened all the same: look before repeating it [cf-ray [..]]
help: look with `zt-risk integrations list`, or use `zt-risk integrations ensure`, which does
",
        );
}

#[test]
fn what_cannot_be_printed_is_exit_code_5() {
    for arguments in [&["schema"][..], &["--local", "behaviors", "list"]] {
        let full = std::fs::File::create("/dev/full").expect("a device that is full");
        let output = std::process::Command::new(snapbox::cmd::cargo_bin!("zt-risk"))
            .args(arguments)
            .env_clear()
            .stdout(full)
            .output()
            .expect("it runs");
        assert_eq!(output.status.code(), Some(5), "{output:?}");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            told.starts_with("error: cannot print the result: "),
            "{told}"
        );
    }
}

#[test]
fn an_id_that_is_none_is_told_so() {
    for command in [
        &["integrations", "get", "x"][..],
        &["integrations", "delete", "x", "-y"],
        &["users", "show", "x"],
    ] {
        run(command, &[])
            .code(2)
            .stderr_eq("error: invalid value 'x' for '[..]': it is no UUID: write the id that `list` shows\n...\n");
    }
    run(&["integrations", "get", "--reference-id", ""], &[]).code(2);
}

#[test]
fn colours_are_for_terminals_unless_they_are_asked_for() {
    let list = ["--local", "behaviors", "list"];
    let escapes = |arguments: &[&str], variables: &[(&str, &str)]| {
        let assert = run(&[&list, arguments].concat(), variables).code(0);
        assert.get_output().stdout.contains(&0x1b)
    };
    assert!(!escapes(&[], &[]));
    assert!(!escapes(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(escapes(&["--color", "always"], &[("NO_COLOR", "1")]));
    assert!(!escapes(&["--output", "json", "--color", "always"], &[]));
}

#[test]
fn a_seed_that_cannot_be_used_is_exit_code_2_with_its_place() {
    for (seed, message) in [
        (
            "accounts:\n  a:\n    integrations: [{tenant_url: x}]\n",
            "accounts.a: integration 1: /tenant_url: \"x\" is not a \"uri\"",
        ),
        (
            "accounts:\n  a:\n    integration: []\n",
            "[..]unknown field[..]line 3[..]",
        ),
        ("accounts: [\n", "[..]line [..]"),
    ] {
        let file = file(seed);
        let path = file.path().to_str().expect("a path");
        run(&["local-api", "--seed", path], &[])
            .code(2)
            .stdout_eq("")
            .stderr_eq(format!("error: {path}: {message}\n...\n"));
    }
    run(&["local-api", "--seed", "/nowhere"], &[])
        .code(2)
        .stderr_eq("error: cannot read /nowhere: [..]\n");
    run(&["local-api", "--fail", "200:1"], &[]).code(2);
}

/// A file with that text.
pub(crate) fn file(text: &str) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), text).expect("it is written");
    file
}
