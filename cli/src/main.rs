//! `zt-risk`: connects Okta tenants to the risk scoring of Cloudflare Zero Trust.

mod apply;
mod arguments;
mod attempts;
mod behaviors;
mod confirm;
mod curl;
mod failure;
mod file;
mod integrations;
mod local_api;
mod manual;
mod output;
mod session;
mod users;

use std::process::ExitCode;

use arguments::{Arguments, Command};
use clap::Parser;
use failure::Failure;
use output::Printer;

/// How a command ended that didn't fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Done {
    /// All that was to be done.
    All,
    /// What was to be shown is something to change.
    WouldChange,
    /// Some of it; what failed has been told. The number is the exit code.
    Some(u8),
}

impl Done {
    /// With an exit code.
    pub(crate) fn with(code: u8) -> Self {
        match code {
            0 => Self::All,
            code => Self::Some(code),
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(Done::All) => ExitCode::SUCCESS,
        Ok(Done::WouldChange) => ExitCode::from(3),
        Ok(Done::Some(code)) => ExitCode::from(code),
        Err(failure) => ExitCode::from(failure.report()),
    }
}

async fn run(arguments: Arguments) -> Result<Done, Failure> {
    let global = &arguments.global;
    let printer = Printer::new(global);
    if global.verbose {
        attempts::tell_of_attempts();
    }
    match arguments.command {
        Command::Integrations(command) => integrations::run(global, printer, command).await,
        Command::Behaviors(command) => behaviors::run(global, printer, command).await,
        Command::Users(command) => users::run(global, printer, command).await,
        Command::Apply(apply) => apply::run(global, printer, apply).await,
        Command::Schema => apply::schema(),
        Command::LocalApi(local_api) => local_api::serve(local_api).await,
        Command::Completions(completions) => manual::completions(&completions),
        Command::Man(man) => manual::man(&man),
    }
}
