//! `cargo codegen`: generates the client, checks that it is fresh, and tells about its document.

use std::borrow::Cow;
use std::io::{ErrorKind, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use codegen::Generated;
use codegen::diagnostic::{Diagnostics, Format, Severity, annotation};
use codegen::output::{self, COMMAND, Cause, Drift, Written};

/// Generates the client from its fragment.
#[derive(Parser)]
#[command(name = "cargo codegen", bin_name = "cargo codegen", version, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done, or fresh, or nothing wrong
  1  the snapshot is stale, or there are warnings and --deny-warnings
  2  the document, the snapshot's file or the command line cannot be used";

#[derive(Subcommand)]
enum Command {
    /// Write the snapshot, if it changed; a file that was not generated stays as it is
    Generate {
        #[command(flatten)]
        spec: Spec,
        #[command(flatten)]
        out: Out,
    },
    /// Compare the snapshot with what the document gives, say why they differ, and write nothing
    Check {
        #[command(flatten)]
        spec: Spec,
        #[command(flatten)]
        out: Out,
        /// How to say it; `github` annotates the lines of a pull request
        #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
        format: CheckFormat,
    },
    /// Tell everything that is wrong with the document
    Lint {
        #[command(flatten)]
        spec: Spec,
        /// How to say it; `github` annotates the lines of a pull request
        #[arg(long, value_enum, default_value_t = LintFormat::Text)]
        format: LintFormat,
        /// Exit with 1 if there are warnings
        #[arg(long)]
        deny_warnings: bool,
    },
    /// List what becomes of every keyword of the document
    Ledger {
        #[command(flatten)]
        spec: Spec,
        /// How to list it
        #[arg(long, value_enum, default_value_t = LedgerFormat::Text)]
        format: LedgerFormat,
    },
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum CheckFormat {
    Text,
    Github,
}

#[derive(Clone, Copy, ValueEnum)]
enum LintFormat {
    Text,
    Json,
    Github,
}

#[derive(Clone, Copy, ValueEnum)]
enum LedgerFormat {
    Text,
    Json,
}

#[derive(Args)]
struct Spec {
    #[arg(
        long,
        value_name = "FILE",
        help = "The OpenAPI 3.0 or 3.1 document, YAML or JSON [default: spec/zt-risk-scoring.yaml of this workspace]"
    )]
    spec: Option<PathBuf>,
}

#[derive(Args)]
struct Out {
    /// The snapshot [default: generated-client/src/generated.rs of this workspace]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Spec {
    fn file(&self) -> PathBuf {
        let default = || in_workspace("spec/zt-risk-scoring.yaml");
        self.spec.clone().unwrap_or_else(default)
    }

    /// Generates, and tells what is wrong or odd; the exit code if nothing can be generated.
    fn generate(&self, format: Format) -> Result<Generated, ExitCode> {
        let told = match codegen::generate(&self.file()) {
            Ok(generated) => {
                tell(&generated.warnings, format)?;
                return Ok(generated);
            }
            Err(told) => told,
        };
        tell(&told, format)?;
        Err(ExitCode::from(2))
    }
}

impl Out {
    fn file(&self) -> PathBuf {
        let default = || in_workspace("generated-client/src/generated.rs");
        self.out.clone().unwrap_or_else(default)
    }
}

fn main() -> ExitCode {
    let run = match Cli::parse().command {
        Command::Generate { spec, out } => generate(&spec, &out),
        Command::Check { spec, out, format } => check(&spec, &out, format),
        Command::Lint {
            spec,
            format,
            deny_warnings,
        } => lint(&spec, format, deny_warnings),
        Command::Ledger { spec, format } => ledger(&spec, format),
    };
    run.unwrap_or_else(|code| code)
}

fn generate(spec: &Spec, out: &Out) -> Result<ExitCode, ExitCode> {
    let generated = spec.generate(text())?;
    let file = out.file();
    match output::write(&file, &generated.source) {
        Ok(Written::Changed) => say(&format!("wrote {}\n", file.display()))?,
        Ok(Written::Unchanged) => say(&format!("{} was fresh\n", file.display()))?,
        Err(error) => return Err(fail(&format!("cannot write {}: {error}", file.display()))),
    }
    Ok(ExitCode::SUCCESS)
}

fn check(spec: &Spec, out: &Out, format: CheckFormat) -> Result<ExitCode, ExitCode> {
    let found = match format {
        CheckFormat::Text => text(),
        CheckFormat::Github => Format::Github,
    };
    let generated = spec.generate(found)?;
    let file = out.file();
    match output::compare(&file, &generated.source) {
        Ok(None) => {
            say(&format!("{} is fresh\n", file.display()))?;
            Ok(ExitCode::SUCCESS)
        }
        Ok(Some(drift)) => {
            let first = match drift.cause {
                Cause::Foreign => "move it away, then write the snapshot with",
                _ => "mend it with",
            };
            let what = format!(
                "{} {}; {first} `{}`",
                file.display(),
                drift.cause.as_str(),
                mend(spec, out)
            );
            say(&drift.diff)?;
            if format == CheckFormat::Github {
                say(&annotations(&drift, &file, &what))?;
            }
            complain(&format!("error: {what}\n"));
            Ok(ExitCode::FAILURE)
        }
        Err(error) => Err(fail(&format!("cannot read {}: {error}", file.display()))),
    }
}

/// Most lines of a snapshot that are annotated: GitHub shows ten of a step.
const MAX_ANNOTATIONS: usize = 10;

fn annotations(drift: &Drift, file: &Path, what: &str) -> String {
    let name = file.display().to_string();
    let lines = drift.lines.iter().take(MAX_ANNOTATIONS);
    let annotate = |line: &usize| {
        let line = [("line", *line)];
        annotation(Severity::Error, Some(&name), &line, "stale snapshot", what)
    };
    lines.map(annotate).collect::<Vec<_>>().concat()
}

/// The command that writes the snapshot which the flags name.
fn mend(spec: &Spec, out: &Out) -> String {
    let flags = [("--spec", &spec.spec), ("--out", &out.out)];
    let flags = flags
        .into_iter()
        .filter_map(|(flag, file)| Some((flag, file.as_ref()?)));
    flags.fold(COMMAND.to_owned(), |command, (flag, file)| {
        format!("{command} {flag} {}", quoted(&file.display().to_string()))
    })
}

/// One word for a shell; a name with a NUL, which no file has, stays as it is.
fn quoted(name: &str) -> String {
    shlex::try_quote(name).map_or_else(|_| name.to_owned(), Cow::into_owned)
}

fn lint(spec: &Spec, format: LintFormat, deny_warnings: bool) -> Result<ExitCode, ExitCode> {
    let (found, is_usable) = match codegen::generate(&spec.file()) {
        Ok(generated) => (generated.warnings, true),
        Err(found) => (found, false),
    };
    match format {
        LintFormat::Text => {
            tell(&found, text())?;
            let count = |count: usize, what: &str| match count {
                1 => format!("1 {what}"),
                _ => format!("{count} {what}s"),
            };
            let (errors, warnings) = (
                count(found.errors(), "error"),
                count(found.warnings(), "warning"),
            );
            say(&format!(
                "{}: {errors}, {warnings}\n",
                spec.file().display()
            ))?;
        }
        LintFormat::Json => say(&found.render(Format::Json))?,
        LintFormat::Github => say(&found.render(Format::Github))?,
    }
    Ok(match (is_usable, found.warnings()) {
        (false, _) => ExitCode::from(2),
        (true, 1..) if deny_warnings => ExitCode::FAILURE,
        (true, _) => ExitCode::SUCCESS,
    })
}

fn ledger(spec: &Spec, format: LedgerFormat) -> Result<ExitCode, ExitCode> {
    let generated = spec.generate(text())?;
    say(&match format {
        LedgerFormat::Text => generated.ledger.to_text(),
        LedgerFormat::Json => generated.ledger.to_json(),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// For a person; in colour on a terminal, unless `NO_COLOR` is set (<https://no-color.org>).
fn text() -> Format {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    Format::Text {
        colour: std::io::stderr().is_terminal() && !is_set("NO_COLOR"),
    }
}

/// Tells what was found: a person on standard error, a program on standard output.
fn tell(found: &Diagnostics, format: Format) -> Result<(), ExitCode> {
    let text = found.render(format);
    match format {
        Format::Text { .. } => complain(&text),
        Format::Json | Format::Github => say(&text)?,
    }
    Ok(())
}

/// Prints to a reader that may have gone away, and has read enough then; of all else nothing may be lost.
fn say(text: &str) -> Result<(), ExitCode> {
    let mut output = std::io::stdout();
    match output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
    {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(fail(&format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

fn fail(message: &str) -> ExitCode {
    complain(&format!("error: {message}\n"));
    ExitCode::from(2)
}

/// Writes to standard error; if nobody can be told there, the exit code is what is left to say.
fn complain(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
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
