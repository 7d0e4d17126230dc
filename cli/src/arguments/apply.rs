//! `zt-risk apply`

use std::path::PathBuf;

use clap::Args;

use super::{RateLimit, rate_limit};

const AFTER_HELP: &str = "\
The manifest:
  accounts:
    - id: 023e105f4ecef8ad9ca31a8372d0c353
      name: Headquarters                 # optional, for people
      integrations:
        - tenant_url: https://tenant.okta.com
          # Optional; says which integration is meant:
          reference_id: 182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e
          active: true                   # optional

  `zt-risk schema` prints its JSON Schema, for editors and checks.

All accounts are read first and the plan is shown; then it is carried out, some
accounts at once. The failure of one doesn't stop the others. Integrations that
the manifest doesn't name are left alone. Whatever interrupts it, run it again:
it does what is left, and repeats nothing.

It starts no more calls than the API allows, and where the API blocks them all
the same, it waits until they are allowed again. Ctrl-C ends it after the
accounts at hand, a second one at once.

Examples:
  See what would be done; exit code 3 says that something would:
    zt-risk apply -f integrations.yaml --plan
  Do it, and keep what was done:
    zt-risk apply -f integrations.yaml --report report.json
  Try it against a local API that starts and ends with it:
    zt-risk --local apply -f integrations.yaml";

#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Apply {
    /// Manifest of accounts and their integrations, in YAML or JSON; `-` is standard input
    #[arg(long, short, value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Only show what would be done; exit with 3 if that is something
    #[arg(long)]
    pub(crate) plan: bool,
    /// Accounts that are worked on at once
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) concurrency: u16,
    /// Calls that are started at most in a time, and never more than 200 a second; by default Cloudflare's limit
    /// for a user or token
    #[arg(long, value_name = "CALLS/SECONDS", default_value = "1200/300", value_parser = rate_limit)]
    pub(crate) rate_limit: RateLimit,
    /// Write what was done, account by account, as JSON
    #[arg(long, value_name = "FILE", conflicts_with = "plan")]
    pub(crate) report: Option<PathBuf>,
}
