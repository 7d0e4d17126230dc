//! `zt-risk apply`: brings accounts to what a manifest says.

mod interrupt;
mod manifest;
mod progress;
mod report;
mod show;
mod work;

use std::time::Duration;

use crate::arguments::{Apply, Global};
use crate::failure::Failure;
use crate::output::{self, Printer};
use crate::session::Session;
use crate::{Done, file};
use interrupt::Interrupt;
use manifest::Manifest;
use report::Report;
use work::Worker;

/// Retries of a call, where the command line says nothing: one failure in a thousand accounts is one too
/// many.
const RETRIES: u32 = 5;
/// No call ends for having waited for its turn.
const DEADLINE: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// Cloudflare's other limit, of calls from one address.
const CALLS_A_SECOND: u32 = 200;

/// Plans, shows the plan, and carries it out.
pub(crate) async fn run(global: &Global, printer: Printer, apply: Apply) -> Result<Done, Failure> {
    let manifest = Manifest::read(&apply.file)?;
    let (calls, time) = apply.rate_limit;
    let session = Session::open_with(global, |client| {
        client
            .retries(RETRIES)
            .deadline(DEADLINE)
            .pace(calls, time)
            .pace(CALLS_A_SECOND, Duration::from_secs(1))
    })
    .await?;
    manifest.check(&session.client, &apply.file)?;
    if let Some(path) = &apply.report {
        file::check(path)?;
    }
    let worker = Worker {
        client: session.client.clone(),
        concurrency: usize::from(apply.concurrency),
        interrupt: Interrupt::listen(session.client.clone()),
        is_quiet: printer.is_quiet(),
        is_verbose: global.verbose,
    };
    let accounts = manifest.accounts;
    let plans = worker.plan(&accounts).await;
    let plan = Report::of_plan(&accounts, &plans);
    plan.print_plan(printer, apply.plan)?;
    if apply.plan {
        return Ok(match plan.exit_code() {
            0 if plan.has_changes() => Done::WouldChange,
            code => Done::with(code),
        });
    }
    let works = worker.carry_out(&accounts, &plans).await;
    let report = Report::new(&accounts, &plans, &works);
    // What was done must not be lost in one place because it cannot be told in the other.
    let written = apply.report.map_or(Ok(()), |path| report.write(&path));
    report.print(printer)?;
    written?;
    Ok(Done::with(report.exit_code()))
}

/// Prints the JSON Schema of the manifest.
pub(crate) fn schema() -> Result<Done, Failure> {
    let schema = schemars::schema_for!(Manifest);
    let text = serde_json::to_string_pretty(&schema).map_err(std::io::Error::other)?;
    output::line(&text)?;
    Ok(Done::All)
}
