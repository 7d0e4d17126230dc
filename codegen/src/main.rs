//! `cargo codegen`: generates the client, or checks that it is fresh.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use codegen::output::{self, COMMAND, Written};

/// Generates the client from its fragment.
#[derive(Parser)]
#[command(name = "cargo codegen", bin_name = "cargo codegen", version, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done, or fresh
  1  the snapshot is stale
  2  the document, the snapshot's file or the command line cannot be used";

#[derive(Subcommand)]
enum Command {
    /// Write the snapshot, if it changed
    Generate(Files),
    /// Compare the snapshot with what the document gives, and write nothing
    Check(Files),
}

#[derive(Args)]
struct Files {
    #[arg(
        long,
        value_name = "FILE",
        help = "The OpenAPI 3.0 document, YAML or JSON [default: spec/zt-risk-scoring.yaml of this workspace]"
    )]
    spec: Option<PathBuf>,
    /// The snapshot [default: generated-client/src/generated.rs of this workspace]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Files {
    /// The command that writes the snapshot which these name.
    fn command(&self) -> String {
        let flags = [("--spec", &self.spec), ("--out", &self.out)];
        let flags = flags
            .into_iter()
            .filter_map(|(flag, file)| Some((flag, file.as_ref()?)));
        flags.fold(COMMAND.to_owned(), |command, (flag, file)| {
            format!("{command} {flag} {}", file.display())
        })
    }
}

/// Prints to a reader that may have gone away: it has read enough then.
fn say(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

fn main() -> ExitCode {
    let (files, is_check) = match Cli::parse().command {
        Command::Generate(files) => (files, false),
        Command::Check(files) => (files, true),
    };
    let mend = files.command();
    let spec = files
        .spec
        .unwrap_or_else(|| in_workspace("spec/zt-risk-scoring.yaml"));
    let out = files
        .out
        .unwrap_or_else(|| in_workspace("generated-client/src/generated.rs"));
    let text = match codegen::generate(&spec) {
        Ok(text) => text,
        Err(diagnostics) => {
            for diagnostic in &diagnostics {
                eprintln!("error: {diagnostic}");
            }
            return ExitCode::from(2);
        }
    };
    if is_check {
        check(&out, &text, &mend)
    } else {
        generate(&out, &text)
    }
}

fn generate(out: &Path, text: &str) -> ExitCode {
    match output::write(out, text) {
        Ok(Written::Changed) => say(&format!("wrote {}\n", out.display())),
        Ok(Written::Unchanged) => say(&format!("{} was fresh\n", out.display())),
        Err(error) => {
            eprintln!("error: cannot write {}: {error}", out.display());
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

fn check(out: &Path, text: &str, mend: &str) -> ExitCode {
    match output::compare(out, text) {
        Ok(None) => {
            say(&format!("{} is fresh\n", out.display()));
            ExitCode::SUCCESS
        }
        Ok(Some(diff)) => {
            say(&diff);
            eprintln!("error: {} is stale; mend it with `{mend}`", out.display());
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: cannot read {}: {error}", out.display());
            ExitCode::from(2)
        }
    }
}

/// A file of this workspace, named from the current folder if that is inside.
fn in_workspace(file: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."));
    let path = root.join(file);
    std::env::current_dir()
        .ok()
        .and_then(|current| path.strip_prefix(current).ok().map(Path::to_path_buf))
        .unwrap_or(path)
}
