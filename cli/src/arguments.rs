//! The command line.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use zt_risk_scoring::types::IntegrationType;

const AFTER_HELP: &str = "\
Environment:
  CLOUDFLARE_API_TOKEN    API token; used if it is set, whatever else is
  CLOUDFLARE_EMAIL        email of a user, with
  CLOUDFLARE_API_KEY      the Global API key of that user
  CLOUDFLARE_ACCOUNT_ID   account, where --account-id is not given
  CLOUDFLARE_BASE_URL     base URL, where it is not the Cloudflare API

Exit codes:
  0  done
  1  the API refused the call, or its answer could not be understood
  2  the command line or the environment cannot be used; nothing was sent
  4  the API could not be reached, or its answer did not come whole and in time; the call may have
     been made
  5  the call was made, but its result could not be printed

Examples:
  Try it with no account at all:
    zt-risk --local integrations create --tenant-url https://tenant.okta.com
  See the request before it is sent:
    zt-risk integrations create --tenant-url https://tenant.okta.com --dry-run";

const CREATE_EXAMPLES: &str = "\
Examples:
  Connect a tenant, and tie it to its Access identity provider:
    zt-risk integrations create --tenant-url https://tenant.okta.com \\
        --reference-id 182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e
  Keep the id of what was created:
    zt-risk integrations create --tenant-url https://tenant.okta.com --output json | jq -r .id";

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
    #[arg(long, global = true)]
    pub(crate) local: bool,
    /// How to print results
    #[arg(long, global = true, value_name = "FORMAT", default_value = "table")]
    pub(crate) output: OutputFormat,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum OutputFormat {
    /// For people
    Table,
    /// For machines: the result, with the names that the API has
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Risk score integrations of an account
    #[command(subcommand, arg_required_else_help = true)]
    Integrations(IntegrationsCommand),
    /// Serve a local API that behaves as the document says, until Ctrl-C
    LocalApi(LocalApi),
}

#[derive(Debug, Subcommand)]
pub(crate) enum IntegrationsCommand {
    /// Create an integration, which starts active (needs the permission Zero Trust Write)
    Create(Create),
}

#[derive(Args, Debug)]
#[command(after_help = CREATE_EXAMPLES)]
pub(crate) struct Create {
    /// Account to create it in
    #[arg(
        long,
        value_name = "ID",
        env = "CLOUDFLARE_ACCOUNT_ID",
        hide_env_values = true
    )]
    pub(crate) account_id: Option<String>,
    #[arg(
        long,
        value_name = "URL",
        help = "Base URL of the Okta tenant, e.g. https://tenant.okta.com"
    )]
    pub(crate) tenant_url: String,
    /// ID of the Access identity provider of that tenant (a UUID); made up by the API if omitted
    #[arg(long, value_name = "ID")]
    pub(crate) reference_id: Option<String>,
    /// What kind of system to connect
    #[arg(long, value_name = "TYPE", default_value = "Okta", ignore_case = true, value_parser = integration_type())]
    pub(crate) integration_type: IntegrationType,
    /// Print the request as a curl command, with secrets as variables, and send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Args, Debug)]
pub(crate) struct LocalApi {
    /// Port on 127.0.0.1; 0 is any free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub(crate) port: u16,
}

/// Known types, in any case.
fn integration_type() -> impl TypedValueParser<Value = IntegrationType> {
    let names = IntegrationType::KNOWN.iter().map(IntegrationType::as_str);
    PossibleValuesParser::new(names).try_map(|name| {
        let is_it = |known: &&IntegrationType| known.as_str().eq_ignore_ascii_case(&name);
        let known = IntegrationType::KNOWN.iter().find(is_it);
        known.cloned().ok_or("not a known type")
    })
}
