//! Measures the generator on documents that others wrote: cuts a document of its own out for each
//! operation, runs the generator on it, and counts what came of it. The generator is the binary
//! beside this one, which `cargo run --example` does not build:
//!
//! ```text
//! cargo build --release -p zt-codegen
//! cargo run --release -p zt-codegen --example corpus -- DOCUMENT…
//! ```

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, ExitStatus, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use clap::Parser;
use codegen::operation::METHODS;
use codegen::reference::unescaped;
use serde_json::{Map, Value};

/// Runs the generator on each operation of some documents by itself.
///
/// Exits with 0 without defects, 1 with some, 2 when a document or the generator cannot be used.
#[derive(Parser)]
struct Cli {
    /// Documents in JSON, plain or `.gz`
    #[arg(required = true, value_name = "DOCUMENT")]
    documents: Vec<PathBuf>,
    /// Where documents (`.json`), clients (`.rs`) and messages (`.txt`) are kept [default: nowhere]
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// The generator [default: `codegen` of this build]
    #[arg(long, value_name = "PATH")]
    generator: Option<PathBuf>,
    /// How many to run at once
    #[arg(long, value_name = "N", default_value = "2")]
    jobs: NonZeroUsize,
    /// The time that one may take
    #[arg(long, value_name = "N", default_value = "10")]
    seconds: u64,
    /// The memory that one may take
    #[arg(long, value_name = "N", default_value = "2048")]
    megabytes: u64,
}

/// An operation, the file with it alone, and what came of that.
struct Case {
    document: usize,
    id: String,
    spec: PathBuf,
    outcome: Outcome,
    time: Duration,
}

enum Outcome {
    /// With so many lines.
    Generated(usize),
    /// With these codes.
    Refused(BTreeSet<String>),
    /// For this reason.
    Defect(String),
}

fn main() -> ExitCode {
    ExitCode::from(measure(&Cli::parse()).unwrap_or_else(|message| {
        eprintln!("error: {message}");
        2
    }))
}

/// Measures and reports; gives the exit code.
fn measure(cli: &Cli) -> Result<u8, String> {
    let generator = generator(cli.generator.as_deref())?;
    let temporary = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
    let folder = cli.out.as_deref().unwrap_or(temporary.path());
    fs::create_dir_all(folder).map_err(cannot("make", folder))?;
    let mut cases = Vec::new();
    for (index, path) in cli.documents.iter().enumerate() {
        write_cases(index, path, folder, &mut cases)?;
    }
    run_all(cli, &generator, &mut cases);
    let mut outcomes = cases.iter().map(|case| &case.outcome);
    let has_defects = outcomes.any(|outcome| matches!(outcome, Outcome::Defect(_)));
    // A reader that has gone away has read enough.
    let _ = io::stdout().write_all(report(cli, cases).as_bytes());
    Ok(has_defects.into())
}

fn cannot<E: Display>(what: &str, path: &Path) -> impl Fn(E) -> String {
    move |error| format!("cannot {what} {}: {error}", path.display())
}

/// The generator that was named, else `target/release/codegen` for `target/release/examples/corpus`.
fn generator(named: Option<&Path>) -> Result<PathBuf, String> {
    let this = std::env::current_exe().map_err(|error| format!("no path of this: {error}"))?;
    let name = format!("codegen{}", std::env::consts::EXE_SUFFIX);
    let beside = this.ancestors().nth(2).unwrap_or(&this).join(name);
    let path = named.unwrap_or(&beside);
    let hint = "build it with `cargo build --release -p zt-codegen`";
    fs::canonicalize(path).map_err(|error| format!("{}; {hint}", cannot("use", path)(error)))
}

/// Writes a document for each operation of the one at `path`.
fn write_cases(index: usize, path: &Path, to: &Path, cases: &mut Vec<Case>) -> Result<(), String> {
    let document = read(path)?;
    let items = document.get("paths").and_then(Value::as_object);
    for (template, item) in items.ok_or_else(|| cannot("use", path)("it has no `paths`"))? {
        for method in METHODS.into_iter().filter(|key| item.get(key).is_some()) {
            let id = item[method]["operationId"].as_str();
            let id = id.map_or_else(|| format!("{method} {template}"), str::to_owned);
            let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
            let plain = id.chars().map(|c| if is_plain(c) { c } else { '_' });
            let name: String = plain.take(100).collect();
            let spec = to.join(format!("{:04}-{name}.json", cases.len()));
            let text = cut(&document, template, method).to_string();
            fs::write(&spec, text).map_err(cannot("write", &spec))?;
            cases.push(Case {
                document: index,
                id,
                spec,
                outcome: Outcome::Defect("not run".to_owned()),
                time: Duration::ZERO,
            });
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<Value, String> {
    let text = if path.extension().is_some_and(|extension| extension == "gz") {
        let mut gzip = Command::new("gzip");
        let output = gzip.arg("-dc").arg(path).stderr(Stdio::inherit()).output();
        let output = output.map_err(cannot("run gzip on", path))?;
        if !output.status.success() {
            return Err(cannot("unpack", path)(output.status));
        }
        output.stdout
    } else {
        fs::read(path).map_err(cannot("read", path))?
    };
    serde_json::from_slice(&text).map_err(cannot("read the JSON of", path))
}

/// The document with one operation alone, and with what that refers to.
fn cut(document: &Value, template: &str, method: &str) -> Value {
    let mut item = document["paths"][template].clone();
    if let Some(members) = item.as_object_mut() {
        members.retain(|key, _| key == method || !METHODS.contains(&key.as_str()));
    }
    let mut wanted = Vec::new();
    references(&item, &mut wanted);
    let security = [item[method].get("security"), document.get("security")];
    let requirements = security.into_iter().flatten().filter_map(Value::as_array);
    let requirements = requirements.flatten();
    let schemes = requirements
        .filter_map(Value::as_object)
        .flat_map(Map::keys);
    for scheme in schemes {
        let scheme = scheme.replace('~', "~0").replace('/', "~1");
        wanted.push(format!("#/components/securitySchemes/{scheme}"));
    }
    let mut cut = serde_json::json!({ "paths": { template: item } });
    for key in ["openapi", "info", "servers", "security"] {
        if let Some(value) = document.get(key) {
            cut[key] = value.clone();
        }
    }
    while let Some(reference) = wanted.pop() {
        if let Some(copied) = copy(document, &mut cut, &reference) {
            references(copied, &mut wanted);
        }
    }
    cut
}

/// What a part of a document refers to, by `$ref` or from the mapping of a discriminator.
fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) if text.starts_with("#/") => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(members) => members
            .values()
            .for_each(|member| references(member, found)),
        _ => {}
    }
}

/// Copies all of the component that a reference leads into, and gives it if it is new.
///
/// A reference into another operation is left dangling: it would bring the operation along.
fn copy<'a>(document: &'a Value, cut: &mut Value, reference: &str) -> Option<&'a Value> {
    let tokens: Vec<&str> = reference.strip_prefix("#/")?.split('/').take(3).collect();
    let is_operation = match tokens[..] {
        ["paths", _, member] => METHODS.contains(&member),
        [first, ..] => first == "paths",
        [] => true,
    };
    let pointer = format!("/{}", tokens.join("/"));
    if is_operation || cut.pointer(&pointer).is_some() {
        return None;
    }
    let target = document.pointer(&pointer)?;
    let mut place = cut;
    for token in tokens {
        let members = place.as_object_mut()?;
        let key = unescaped(token);
        place = members.entry(key).or_insert_with(|| Map::new().into());
    }
    *place = target.clone();
    Some(target)
}

fn run_all(cli: &Cli, generator: &Path, cases: &mut [Case]) {
    let rest = Mutex::new(cases.iter_mut());
    // The lock is let go before the case is run.
    let next = || rest.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work = || {
        while let Some(case) = next() {
            let start = Instant::now();
            let outcome = run(cli, generator, &case.spec);
            case.time = start.elapsed();
            case.outcome = outcome.unwrap_or_else(|error| Outcome::Defect(error.to_string()));
        }
    };
    thread::scope(|scope| (0..cli.jobs.get()).for_each(|_| drop(scope.spawn(work))));
}

fn run(cli: &Cli, generator: &Path, spec: &Path) -> io::Result<Outcome> {
    let (out, log) = (spec.with_extension("rs"), spec.with_extension("txt"));
    // The client of an earlier run in this folder, if there is one, is not of this generator.
    let _ = fs::remove_file(&out);
    let kilobytes = cli.megabytes.saturating_mul(1024);
    let script = format!(r#"ulimit -v {kilobytes} && exec "$0" "$@""#);
    let mut command = Command::new("sh");
    command.arg("-c").arg(script).arg(generator).arg("generate");
    command.arg("--spec").arg(spec).arg("--out").arg(&out);
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command.stderr(File::create(&log)?);
    let status = wait(&mut command, Duration::from_secs(cli.seconds))?;
    let stderr = fs::read(&log)?;
    let stderr = String::from_utf8_lossy(&stderr);
    let panic = stderr.lines().find(|line| line.contains("panicked at"));
    let codes: BTreeSet<String> = stderr.lines().filter_map(code).collect();
    let Some(status) = status else {
        return Ok(Outcome::Defect("timed out".to_owned()));
    };
    Ok(match (status.code(), panic) {
        (_, Some(line)) => Outcome::Defect(line.to_owned()),
        (Some(0), _) => Outcome::Generated(fs::read_to_string(&out)?.lines().count()),
        (Some(2), _) if !codes.is_empty() => Outcome::Refused(codes),
        _ => {
            let last = stderr.lines().last().unwrap_or("no message");
            Outcome::Defect(format!("{status}: {last}"))
        }
    })
}

/// How a command ended, if it did in time.
fn wait(command: &mut Command, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let start = Instant::now();
    let mut child = command.spawn()?;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() >= limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(2));
    }
}

/// The code in a line that begins a message.
fn code(line: &str) -> Option<String> {
    let rest = line.strip_prefix("error")?;
    if rest.starts_with(": ") {
        return Some("-".to_owned());
    }
    let (code, _) = rest.strip_prefix('[')?.split_once("]: ")?;
    Some(code.to_owned())
}

fn report(cli: &Cli, mut cases: Vec<Case>) -> String {
    let mut lines = vec!["operations  generated  refused  defects  document".to_owned()];
    for (index, path) in cli.documents.iter().enumerate() {
        let own = cases.iter().filter(|case| case.document == index);
        lines.push(counts(own, path.display()));
    }
    lines.push(counts(&cases, "total"));
    lines.push("\n   refused  by it alone  code".to_owned());
    lines.extend(codes(&cases));
    lines.push("\ndefects".to_owned());
    let mut generated = 0;
    for case in &cases {
        match &case.outcome {
            Outcome::Generated(count) => generated += count,
            Outcome::Refused(_) => {}
            Outcome::Defect(why) => lines.push(format!("  {}: {why}", case.id)),
        }
    }
    cases.sort_by_key(|case| Reverse(case.time));
    lines.push("\nslowest".to_owned());
    let slowest = cases.iter().take(5);
    lines.extend(slowest.map(|case| format!("{:8.3} s  {}", case.time.as_secs_f64(), case.id)));
    lines.push(format!("\nlines generated: {generated}\n"));
    lines.join("\n")
}

fn counts<'a>(cases: impl IntoIterator<Item = &'a Case>, of: impl Display) -> String {
    let (mut generated, mut refused, mut defects) = (0, 0, 0);
    for case in cases {
        match case.outcome {
            Outcome::Generated(_) => generated += 1,
            Outcome::Refused(_) => refused += 1,
            Outcome::Defect(_) => defects += 1,
        }
    }
    let all = generated + refused + defects;
    format!("{all:10}  {generated:9}  {refused:7}  {defects:7}  {of}")
}

/// The table of codes: those that refuse most come first.
fn codes(cases: &[Case]) -> Vec<String> {
    let mut table: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for case in cases {
        if let Outcome::Refused(codes) = &case.outcome {
            for code in codes {
                let (all, alone) = table.entry(code).or_default();
                *all += 1;
                *alone += usize::from(codes.len() == 1);
            }
        }
    }
    let mut table: Vec<_> = table.into_iter().collect();
    table.sort_by_key(|(_, counts)| Reverse(*counts));
    let line = |(code, (all, alone))| format!("{all:10}  {alone:11}  {code}");
    table.into_iter().map(line).collect()
}
