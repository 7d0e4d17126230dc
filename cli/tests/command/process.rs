//! Processes: `zt-risk`, and the local API that it serves.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};

use snapbox::cmd::{Command, OutputAssert, cargo_bin};

/// The account of the local API's own examples.
pub(crate) const ACCOUNT: &str = "00000000000000000000000000000000";

/// Runs `zt-risk` with these arguments and variables, and no others.
pub(crate) fn run(arguments: &[&str], variables: &[(&str, &str)]) -> OutputAssert {
    let command = Command::new(cargo_bin!("zt-risk"))
        .env_clear()
        .args(arguments);
    let command = variables
        .iter()
        .fold(command, |command, (name, value)| command.env(name, value));
    command.assert()
}

/// `zt-risk local-api`, until it is dropped.
pub(crate) struct Api {
    process: Child,
    base_url: String,
}

impl Api {
    /// A local API on a free port, with more arguments.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut process = std::process::Command::new(cargo_bin!("zt-risk"))
            .arg("local-api")
            .args(arguments)
            .env_clear()
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let out = process.stdout.as_mut().expect("its output");
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line).expect("a line");
        let base_url = line.split(' ').find(|word| word.starts_with("http"));
        Self {
            base_url: base_url.expect(&line).to_owned(),
            process,
        }
    }

    /// What is to be set to call it.
    pub(crate) fn variables(&self) -> [(&'static str, &str); 3] {
        [
            ("CLOUDFLARE_BASE_URL", &self.base_url),
            ("CLOUDFLARE_API_TOKEN", "local-api-token"),
            ("CLOUDFLARE_ACCOUNT_ID", ACCOUNT),
        ]
    }

    /// Runs `zt-risk` against it.
    pub(crate) fn run(&self, arguments: &[&str]) -> OutputAssert {
        run(arguments, &self.variables())
    }

    /// What `zt-risk` prints, if it succeeds.
    pub(crate) fn output(&self, arguments: &[&str]) -> String {
        let assert = self.run(arguments).code(0);
        String::from_utf8(assert.get_output().stdout.clone()).expect("text")
    }

    /// A `zt-risk` that runs beside the test.
    pub(crate) fn spawn(&self, arguments: &[&str]) -> Child {
        std::process::Command::new(cargo_bin!("zt-risk"))
            .args(arguments)
            .env_clear()
            .envs(self.variables())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts")
    }
}

impl Drop for Api {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
