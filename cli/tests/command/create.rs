//! `zt-risk integrations create`, and what goes for every command.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc;

use snapbox::cmd::OutputAssert;

use crate::process::run;

const ACCOUNT: &str = "023e105f4ecef8ad9ca31a8372d0c353";
const CREATE: [&str; 4] = [
    "integrations",
    "create",
    "--tenant-url",
    "https://tenant.okta.com",
];

/// `integrations create` for a tenant, with more arguments.
fn create(arguments: &[&str], variables: &[(&str, &str)]) -> OutputAssert {
    run(&[&CREATE, arguments].concat(), variables)
}

#[test]
fn local_creates_an_integration_and_prints_it_for_people() {
    create(&["--local"], &[]).code(0).stderr_eq("").stdout_eq(
        "\
ID              [..]
Account         00000000000000000000000000000000
Type            Okta
Active          yes
Tenant URL      https://tenant.okta.com
Reference ID    [..]
Well-known URL  /.well-known/sse-configuration/[..]/
Created at      20[..] UTC
",
    );
}

#[test]
fn local_takes_the_place_of_the_environment_and_bypasses_proxies() {
    let variables = [
        ("CLOUDFLARE_API_TOKEN", "secret"),
        ("CLOUDFLARE_BASE_URL", "https://api.invalid"),
        ("CLOUDFLARE_ACCOUNT_ID", ACCOUNT),
        ("HTTP_PROXY", "http://127.0.0.1:1"),
        ("http_proxy", "http://127.0.0.1:1"),
        ("ALL_PROXY", "http://127.0.0.1:1"),
    ];
    create(&["--local", "--reference-id", "ref"], &variables)
        .code(0)
        .stdout_eq(format!(
            "...\nAccount         {ACCOUNT}\n...\nReference ID    ref\n..."
        ));
}

#[cfg(unix)]
#[test]
fn a_secret_that_is_not_utf_8_is_exit_code_2_and_is_not_shown() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    snapbox::cmd::Command::new(snapbox::cmd::cargo_bin!("zt-risk"))
        .env_clear()
        .env("CLOUDFLARE_API_TOKEN", OsStr::from_bytes(b"hunter2\xff"))
        .args(CREATE)
        .assert()
        .code(2)
        .stdout_eq("")
        .stderr_eq("error: the environment variable CLOUDFLARE_API_TOKEN is not UTF-8\n");
}

/// A proxy that refuses one request; its address, and where the head of that request arrives.
fn refusing_proxy() -> (String, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let (sender, head) = mpsc::channel();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).expect("a request");
            request.extend(byte);
        }
        let request = String::from_utf8(request).expect("text");
        sender.send(request).expect("somebody waits for it");
        let refusal = b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n";
        stream.write_all(refusal).expect("it is sent");
    });
    (address, head)
}

#[test]
fn a_call_goes_through_the_proxy_of_the_environment() {
    for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        let (address, head) = refusing_proxy();
        let variables = [
            ("CLOUDFLARE_API_TOKEN", "secret"),
            ("CLOUDFLARE_BASE_URL", "https://api.invalid/client/v4"),
            ("CLOUDFLARE_ACCOUNT_ID", ACCOUNT),
            (variable, &format!("http://user:hunter2@{address}")),
        ];
        let assert = create(&["--retries", "0"], &variables).code(4);
        let head = head.try_recv().expect("a request");
        assert!(
            head.starts_with("CONNECT api.invalid:443 HTTP/1.1\r\n"),
            "{variable}: {head}"
        );
        let lower = head.to_lowercase();
        let login = "\r\nproxy-authorization: basic dxnlcjpodw50zxiy\r\n";
        assert!(lower.contains(login), "{variable}: {head}");
        assert!(!lower.contains("secret"), "{variable}: {head}");
        let shown = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
        assert!(!shown.contains("hunter2"), "{shown}");
        let expected = "error: create_integration failed: cannot connect to https://api.invalid: ";
        assert!(shown.starts_with(expected), "{shown}");
    }
}

#[test]
fn json_is_the_result_as_the_api_gives_it() {
    create(&["--local", "--output", "json"], &[])
        .code(0)
        .stderr_eq("")
        .stdout_eq(
            r#"{
  "account_tag": "00000000000000000000000000000000",
  "active": true,
  "created_at": "20[..]Z",
  "id": "[..]",
  "integration_type": "Okta",
  "reference_id": "[..]",
  "tenant_url": "https://tenant.okta.com",
  "well_known_url": "/.well-known/sse-configuration/[..]/"
}
"#,
        );
}

#[test]
fn a_dry_run_prints_the_request_as_curl_with_each_credential_masked_and_sends_nothing() {
    let base = "https://api.cloudflare.com/client/v4";
    for (variables, masked) in [
        (
            &[("CLOUDFLARE_API_TOKEN", "secret")][..],
            "    -H \"authorization: Bearer $CLOUDFLARE_API_TOKEN\" \\\n",
        ),
        (
            &[
                ("CLOUDFLARE_EMAIL", "secret"),
                ("CLOUDFLARE_API_KEY", "secret"),
            ],
            "    -H \"x-auth-email: $CLOUDFLARE_EMAIL\" \\\n    -H \"x-auth-key: $CLOUDFLARE_API_KEY\" \\\n",
        ),
    ] {
        let arguments = [
            "--dry-run",
            "--account-id",
            ACCOUNT,
            "--reference-id",
            "it's",
        ];
        let output = create(&arguments, variables)
            .code(0)
            .stderr_eq("")
            .get_output()
            .clone();
        // As it is: snapbox takes a backslash for a slash.
        assert_eq!(
            String::from_utf8_lossy(&output.stdout),
            format!(
                "curl -X POST {base}/accounts/{ACCOUNT}/zt_risk_scoring/integrations \\\n\
                 \x20   -H 'accept: application/json' \\\n\
                 \x20   -H 'user-agent: zt-risk-scoring/{version} zt-risk/{version}' \\\n\
                 \x20   -H 'content-type: application/json' \\\n\
                 {masked}\
                 \x20   --data-raw \"{{\\\"integration_type\\\":\\\"Okta\\\",\\\"reference_id\\\":\\\"it's\\\",\
                 \\\"tenant_url\\\":\\\"https://tenant.okta.com\\\"}}\"\n",
                version = env!("CARGO_PKG_VERSION"),
            )
        );
    }
}

#[test]
fn an_unusable_command_line_or_environment_is_exit_code_2_with_what_to_do() {
    let token = ("CLOUDFLARE_API_TOKEN", "secret");
    let account = ("CLOUDFLARE_ACCOUNT_ID", ACCOUNT);
    for (arguments, variables, message) in [
        (
            &[][..],
            &[account][..],
            "error: no credentials in the environment (missing: CLOUDFLARE_API_TOKEN, CLOUDFLARE_EMAIL, CLOUDFLARE_API_KEY): set CLOUDFLARE_API_TOKEN, or CLOUDFLARE_EMAIL with CLOUDFLARE_API_KEY\n",
        ),
        (
            &[],
            &[
                account,
                ("CLOUDFLARE_EMAIL", "secret"),
                ("CLOUDFLARE_API_TOKEN", ""),
            ],
            "error: incomplete credentials in the environment (found: CLOUDFLARE_EMAIL; missing: CLOUDFLARE_API_TOKEN, CLOUDFLARE_API_KEY): set CLOUDFLARE_API_TOKEN, or CLOUDFLARE_EMAIL with CLOUDFLARE_API_KEY\n",
        ),
        (
            &[],
            &[account, ("CLOUDFLARE_API_TOKEN", "secret\n")],
            "error: the environment variable CLOUDFLARE_API_TOKEN has a control character in it, such as a line break\n",
        ),
        (
            &[],
            &[token],
            "error: no account: give --account-id, or set CLOUDFLARE_ACCOUNT_ID\n",
        ),
        (
            &[],
            &[token, ("CLOUDFLARE_ACCOUNT_ID", "")],
            "error: no account: give --account-id, or set CLOUDFLARE_ACCOUNT_ID\n",
        ),
        (
            &["--account-id", ".."],
            &[token],
            "error: the request is invalid and was not sent: account_id: `.` and `..` would lead to another endpoint\n",
        ),
        (
            &[],
            &[
                token,
                account,
                ("CLOUDFLARE_BASE_URL", "http://api.example.com"),
            ],
            "error: CLOUDFLARE_BASE_URL: the base URL http://api.example.com would send credentials unencrypted: use https\n",
        ),
        (
            &["--integration-type", "auth0"],
            &[token, account],
            "error: invalid value 'auth0' for '--integration-type <TYPE>'\n...\n",
        ),
        (
            &["--frobnicate"],
            &[],
            "error: unexpected argument '--frobnicate' found\n...\n",
        ),
    ] {
        create(arguments, variables)
            .code(2)
            .stdout_eq("")
            .stderr_eq(message);
    }
    run(&["integrations", "create"], &[]).code(2).stdout_eq("");
    run(&[], &[]).code(2).stdout_eq("");
}

#[test]
fn a_type_is_known_in_any_case() {
    create(&["--local", "--integration-type", "okta"], &[]).code(0);
}

#[test]
fn a_refusal_of_the_api_is_exit_code_1_with_what_it_said() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a call");
        let mut request = [0; 4096];
        let length = stream.read(&mut request).expect("a request");
        let body = r#"{"success":false,"errors":[{"code":3314,"message":"Forbidden"}],"messages":[],"result":null}"#;
        let length_of_body = body.len();
        write!(
            stream,
            "HTTP/1.1 403 Forbidden\r\ncontent-type: application/json\r\ncf-ray: 8f0-TEST\r\ncontent-length: {length_of_body}\r\nconnection: close\r\n\r\n{body}"
        )
        .expect("the reply is sent");
        String::from_utf8_lossy(&request[..length]).into_owned()
    });
    let variables = [
        ("CLOUDFLARE_API_TOKEN", "secret"),
        ("CLOUDFLARE_ACCOUNT_ID", ACCOUNT),
        ("CLOUDFLARE_BASE_URL", &url),
    ];
    create(&[], &variables).code(1).stdout_eq("").stderr_eq(
        "\
error: create_integration failed: 403 Forbidden: 3314 Forbidden; needs the permission Zero Trust Write [cf-ray 8f0-TEST]
help: the account doesn't have the product (risk scoring comes with Zero Trust, in some plans), or the token may not use it
",
    );
    let request = server.join().expect("it answered");
    let path = format!("POST /accounts/{ACCOUNT}/zt_risk_scoring/integrations HTTP/1.1");
    assert!(request.starts_with(&path), "{request}");
}

#[test]
fn a_value_that_breaks_a_rule_of_the_document_is_exit_code_2_and_nothing_is_sent() {
    let arguments = [
        "--local",
        "integrations",
        "create",
        "--tenant-url",
        "tenant",
    ];
    run(&arguments, &[]).code(2).stdout_eq("").stderr_eq(
        "error: the request is invalid and was not sent: body: tenant_url: \"tenant\" is not a URI (`format: uri`)\n",
    );
}

#[test]
fn an_api_that_cannot_be_reached_is_exit_code_4_with_its_address() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let variables = [
        ("CLOUDFLARE_API_TOKEN", "secret"),
        ("CLOUDFLARE_ACCOUNT_ID", ACCOUNT),
        ("CLOUDFLARE_BASE_URL", &url),
    ];
    create(&[], &variables)
        .code(4)
        .stdout_eq("")
        .stderr_eq(format!(
            "\
error: create_integration failed: cannot connect to {url}: [..]
help: check the network, the proxy (HTTPS_PROXY) and CLOUDFLARE_BASE_URL; nothing was sent
"
        ));
}

#[test]
fn help_documents_variables_and_exit_codes() {
    let help = run(&["--help"], &[]).code(0).get_output().stdout.clone();
    let help = String::from_utf8(help).expect("text");
    for expected in [
        "CLOUDFLARE_API_TOKEN",
        "CLOUDFLARE_EMAIL",
        "CLOUDFLARE_API_KEY",
        "CLOUDFLARE_ACCOUNT_ID",
        "CLOUDFLARE_BASE_URL",
        "  0    done\n",
        "  1    the API refused a call",
        "  2    the command line, the environment or a file",
        "  3    --plan has found something to change\n",
        "  4    the API could not be reached",
        "  130  interrupted\n",
    ] {
        assert!(help.contains(expected), "{expected} is not in:\n{help}");
    }
    run(
        &["integrations", "create", "--help"],
        &[("CLOUDFLARE_ACCOUNT_ID", ACCOUNT)],
    )
    .code(0)
    .stdout_eq("...\n[..][env: CLOUDFLARE_ACCOUNT_ID]\n...");
}

#[test]
fn local_api_says_why_it_cannot_serve() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener
        .local_addr()
        .expect("an address")
        .port()
        .to_string();
    run(&["local-api", "--port", &port], &[])
        .code(2)
        .stdout_eq("")
        .stderr_eq(format!(
            "error: cannot serve on port {port}: [..]\nhelp: take another with --port; 0 is any free one\n"
        ));
}
