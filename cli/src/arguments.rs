//! The command line.

mod apply;
mod behaviors;
mod integrations;
mod local_api;
mod manual;
mod users;

use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use uuid::Uuid;

pub(crate) use apply::Apply;
pub(crate) use behaviors::{BehaviorsCommand, SetBehaviors};
pub(crate) use integrations::{Create, Delete, Ensure, Get, IntegrationsCommand, Selected, Update};
pub(crate) use local_api::LocalApi;
pub(crate) use manual::{Completions, Man};
pub(crate) use users::{Reset, Show, UsersCommand};

const AFTER_HELP: &str = "\
Environment:
  CLOUDFLARE_API_TOKEN    API token; used if it is set, whatever else is
  CLOUDFLARE_EMAIL        email of a user, with
  CLOUDFLARE_API_KEY      the Global API key of that user
  CLOUDFLARE_ACCOUNT_ID   account, where --account-id is not given
  CLOUDFLARE_BASE_URL     base URL, where it is not the Cloudflare API
  NO_COLOR                set to anything: no colours

Exit codes:
  0    done
  1    the API refused a call, or its answer could not be understood
  2    the command line, the environment or a file cannot be used; nothing was
       changed
  3    --plan has found something to change
  4    the API could not be reached, or its answer did not come whole and in
       time; the call may have been made
  5    the result could not be printed or written; what was done is done
  130  interrupted

Examples:
  Try it with no account at all:
    zt-risk --local integrations create --tenant-url https://tenant.okta.com
  Connect a tenant, whether it is connected already or not:
    zt-risk integrations ensure --tenant-url https://tenant.okta.com
  Bring a thousand accounts to what a file says:
    zt-risk apply -f integrations.yaml --plan
    zt-risk apply -f integrations.yaml";

const SCHEMA_EXAMPLES: &str = "\
Examples:
  Let an editor check a manifest that begins with
  `# yaml-language-server: $schema=manifest.schema.json`:
    zt-risk schema > manifest.schema.json";

/// Connects Okta tenants to the risk scoring of Cloudflare Zero Trust.
#[derive(Debug, Parser)]
#[command(name = "zt-risk", version, after_help = AFTER_HELP, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes.
#[derive(Args, Debug)]
pub(crate) struct Global {
    /// Call a local API that starts and ends with the command; credentials and account are filled in
    #[arg(long, global = true, help_heading = "Global options")]
    pub(crate) local: bool,
    /// How to print results: for people, or for machines with the names that the API has
    #[arg(
        long,
        short,
        global = true,
        value_name = "FORMAT",
        default_value = "table",
        help_heading = "Global options"
    )]
    pub(crate) output: OutputFormat,
    /// Print ids alone, one a line, and nothing where there is none
    #[arg(long, short, global = true, help_heading = "Global options")]
    pub(crate) quiet: bool,
    /// Tell each attempt on standard error, with its cf-ray for Cloudflare's support
    #[arg(long, short, global = true, help_heading = "Global options")]
    pub(crate) verbose: bool,
    #[arg(
        help = "When to use colours; by default on a terminal, unless NO_COLOR is set",
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Global options"
    )]
    pub(crate) color: Color,
    /// Time for each attempt of a call, in seconds
    #[arg(long, global = true, value_name = "SECONDS", default_value = "60", value_parser = seconds, help_heading = "Global options")]
    pub(crate) timeout: Duration,
    /// How often to repeat a call that failed, where that is safe [default: 2, 5 for apply]
    #[arg(long, global = true, value_name = "N", help_heading = "Global options")]
    pub(crate) retries: Option<u32>,
}

// The values have no descriptions of their own: with them, every help would be twice as long.

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum OutputFormat {
    Table,
    Json,
    Yaml,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Risk score integrations of an account
    #[command(subcommand, arg_required_else_help = true)]
    Integrations(IntegrationsCommand),
    /// What counts as a risk in an account
    #[command(subcommand, arg_required_else_help = true)]
    Behaviors(BehaviorsCommand),
    /// Users of an account, and the risk that they are
    #[command(subcommand, arg_required_else_help = true)]
    Users(UsersCommand),
    /// Bring accounts to what a manifest says
    Apply(Apply),
    /// Print the JSON Schema of the manifest that `apply` takes
    #[command(after_help = SCHEMA_EXAMPLES)]
    Schema,
    /// Serve a local API that behaves as the document says, until Ctrl-C
    LocalApi(LocalApi),
    /// Print a script that completes commands in a shell
    Completions(Completions),
    /// Print the manual page, or write one for each command
    Man(Man),
}

/// Which account a command is about.
#[derive(Args, Debug)]
pub(crate) struct Account {
    /// Account that it is about
    #[arg(
        long,
        value_name = "ID",
        env = "CLOUDFLARE_ACCOUNT_ID",
        hide_env_values = true
    )]
    pub(crate) account_id: Option<String>,
}

/// What commands take that send something.
#[derive(Args, Debug)]
pub(crate) struct DryRun {
    /// Print the request as curl, with secrets as variables, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// What commands take that cannot be undone.
#[derive(Args, Debug)]
pub(crate) struct Confirmation {
    /// Don't ask; needed where nobody can be asked
    #[arg(long, short)]
    pub(crate) yes: bool,
}

/// The id of something, which is a UUID.
fn uuid(text: &str) -> Result<Uuid, String> {
    text.parse()
        .map_err(|_| "it is no UUID: write the id that `list` shows".to_owned())
}

/// A time in seconds, which is not zero.
fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "write seconds, e.g. 2.5")?;
    let time = Duration::try_from_secs_f64(seconds).map_err(|_| "write seconds, e.g. 2.5")?;
    if time > Duration::from_secs(24 * 60 * 60) {
        return Err("it is too long: give it at most a day, 86400".to_owned());
    }
    if time < Duration::from_millis(1) {
        return Err("it is too short: give it at least a millisecond".to_owned());
    }
    Ok(time)
}

/// A number of calls in a number of seconds, e.g. `1200/300`.
pub(crate) type RateLimit = (u32, Duration);

fn rate_limit(text: &str) -> Result<RateLimit, String> {
    let form = "write CALLS/SECONDS, e.g. 1200/300";
    let (calls, time) = text.split_once('/').ok_or(form)?;
    let calls = calls.parse().ok().filter(|calls| *calls > 0).ok_or(form)?;
    Ok((calls, seconds(time).map_err(|_| form)?))
}
