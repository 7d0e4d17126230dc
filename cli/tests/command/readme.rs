//! The session in the README, as it was recorded.

use std::process::Command;

use snapbox::cmd::cargo_bin;
use uuid::Uuid;

use crate::process::Api;

const README: &str = include_str!("../../../README.md");
const ACCOUNT: &str = "023e105f4ecef8ad9ca31a8372d0c353";

/// The blocks of code of a language.
fn blocks(language: &str) -> Vec<&'static str> {
    let start = format!("```{language}\n");
    let after = README.split(&*start).skip(1);
    after
        .map(|text| text.split("```").next().unwrap_or_default())
        .collect()
}

/// A line without what is another each time: ids and times.
fn steady(line: &str) -> String {
    let mut steady = String::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let id = rest.get(..36).filter(|id| id.parse::<Uuid>().is_ok());
        let day = rest.get(..11).filter(|day| is_day(day));
        if id.is_some() {
            steady += "ID";
            rest = &rest[36..];
        } else if day.is_some() {
            return steady + "TIME";
        } else {
            steady.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    steady
}

/// Whether this is e.g. `2026-11-25 `.
fn is_day(text: &str) -> bool {
    text.chars()
        .zip("0000-00-00 ".chars())
        .all(|(c, form)| match form {
            '0' => c.is_ascii_digit(),
            form => c == form,
        })
}

#[test]
fn the_session_is_what_happens() {
    let api = Api::start(&[]);
    let dir = tempfile::tempdir().expect("a folder");
    let manifest = blocks("yaml")[0];
    std::fs::write(dir.path().join("integrations.yaml"), manifest).expect("it is written");
    let mut commands = 0;
    for step in blocks("console")
        .iter()
        .flat_map(|block| block.split("$ ").skip(1))
    {
        let (command, expected) = step.split_once('\n').expect(step);
        let (command, comment) = command.split_once("   # ").unwrap_or((command, ""));
        let output = Command::new(cargo_bin!("zt-risk"))
            .args(command.split(' ').skip(1))
            .env_clear()
            .envs(api.variables())
            .env("CLOUDFLARE_ACCOUNT_ID", ACCOUNT)
            .current_dir(dir.path())
            .output()
            .expect(command);
        let code = if comment.starts_with("exits with 3") {
            3
        } else {
            0
        };
        assert_eq!(output.status.code(), Some(code), "{command}: {output:?}");
        let printed = String::from_utf8(output.stdout).expect("text");
        let steady = |text: &str| text.lines().map(steady).collect::<Vec<_>>();
        assert_eq!(steady(&printed), steady(expected), "{command}");
        commands += 1;
    }
    assert_eq!(commands, 5);
    assert!(dir.path().join("report.json").is_file());
}
