//! `zt-risk`: connects Okta tenants to the risk scoring of Cloudflare Zero Trust.

mod arguments;
mod curl;
mod failure;
mod integrations;
mod local_api;
mod output;
mod session;

use std::process::ExitCode;

use arguments::{Arguments, Command, IntegrationsCommand};
use clap::Parser;
use failure::Failure;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

async fn run(arguments: Arguments) -> Result<(), Failure> {
    match arguments.command {
        Command::Integrations(IntegrationsCommand::Create(create)) => {
            integrations::create(&arguments.global, create).await
        }
        Command::LocalApi(local_api) => local_api::serve(&local_api).await,
    }
}
