//! `zt-risk integrations`

use clap::builder::{NonEmptyStringValueParser, PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use uuid::Uuid;
use zt_risk_scoring::types::IntegrationType;

use super::{Account, Confirmation, DryRun, uuid};

#[derive(Debug, Subcommand)]
pub(crate) enum IntegrationsCommand {
    /// List the integrations of an account
    #[command(after_help = LIST_EXAMPLES)]
    List(Account),
    /// Show an integration, by its id or its reference id
    #[command(after_help = GET_EXAMPLES)]
    Get(Get),
    /// Create an integration, which starts active (needs the permission Zero Trust Write)
    #[command(after_help = CREATE_EXAMPLES)]
    Create(Create),
    /// Change an integration (needs the permission Zero Trust Write)
    #[command(after_help = UPDATE_EXAMPLES)]
    Update(Update),
    /// Delete integrations (needs the permission Zero Trust Write)
    #[command(after_help = DELETE_EXAMPLES)]
    Delete(Delete),
    /// Create an integration, update it or leave it alone, whatever it takes (needs Zero Trust Write)
    #[command(after_help = ENSURE_EXAMPLES)]
    Ensure(Ensure),
}

const LIST_EXAMPLES: &str = "\
Examples:
  The ids of those that are switched off:
    zt-risk integrations list -o json | jq -r '.[] | select(.active | not).id'
  Delete all of an account:
    zt-risk integrations list --quiet | xargs -r zt-risk integrations delete -y";

const GET_EXAMPLES: &str = "\
Examples:
  Whether the integration of an Access identity provider is active:
    zt-risk integrations get -o json \\
        --reference-id 182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e | jq .active";

const CREATE_EXAMPLES: &str = "\
Examples:
  Connect a tenant, and tie it to its Access identity provider:
    zt-risk integrations create --tenant-url https://tenant.okta.com \\
        --reference-id 182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e
  Keep the id of what was created:
    zt-risk integrations create --tenant-url https://tenant.okta.com --quiet

The API allows any number of integrations of the same tenant: `ensure` creates
one only where there is none.";

const UPDATE_EXAMPLES: &str = "\
Examples:
  Switch an integration off:
    zt-risk integrations update 75b977de-5c19-4a28-843b-6df1cd28dd3f \\
        --active false

What isn't given stays as it is: it is read first, also for --dry-run, since the
API overwrites all of it.";

const DELETE_EXAMPLES: &str = "\
Examples:
  Without being asked, e.g. in CI:
    zt-risk integrations delete 75b977de-5c19-4a28-843b-6df1cd28dd3f --yes";

const ENSURE_EXAMPLES: &str = "\
Examples:
  Connect a tenant, however often this runs:
    zt-risk integrations ensure --tenant-url https://tenant.okta.com
  See what would be done; exit code 3 says that something would:
    zt-risk integrations ensure --tenant-url https://tenant.okta.com --plan

An integration is looked for by its reference id, or where none is given by its
tenant URL. Of several the oldest is meant. If the API doesn't answer a create,
it is looked whether it has happened.";

#[derive(Args, Debug)]
pub(crate) struct Get {
    #[command(flatten)]
    pub(crate) account: Account,
    #[command(flatten)]
    pub(crate) selected: Selected,
}

/// Which integration.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub(crate) struct Selected {
    /// Id of the integration, as `list` shows it
    #[arg(value_parser = uuid)]
    pub(crate) id: Option<Uuid>,
    /// Reference id of the integration, instead of its id
    #[arg(long, value_name = "ID", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) reference_id: Option<String>,
}

/// What an integration connects.
#[derive(Args, Debug)]
pub(crate) struct Wanted {
    #[arg(
        long,
        value_name = "URL",
        help = "Base URL of the Okta tenant, e.g. https://tenant.okta.com"
    )]
    pub(crate) tenant_url: String,
    /// ID of the Access identity provider of that tenant (a UUID); made up by the API if omitted
    #[arg(long, value_name = "ID", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) reference_id: Option<String>,
    /// What kind of system to connect
    #[arg(long, value_name = "TYPE", default_value = "Okta", ignore_case = true, value_parser = integration_type())]
    pub(crate) integration_type: IntegrationType,
}

#[derive(Args, Debug)]
pub(crate) struct Create {
    #[command(flatten)]
    pub(crate) account: Account,
    #[command(flatten)]
    pub(crate) wanted: Wanted,
    #[command(flatten)]
    pub(crate) dry_run: DryRun,
}

#[derive(Args, Debug)]
pub(crate) struct Update {
    #[command(flatten)]
    pub(crate) account: Account,
    /// Id of the integration, as `list` shows it
    #[arg(value_parser = uuid)]
    pub(crate) id: Uuid,
    #[command(flatten)]
    pub(crate) values: UpdateValues,
    #[command(flatten)]
    pub(crate) dry_run: DryRun,
}

/// What an integration is to be from now on.
#[derive(Args, Debug)]
#[group(required = true, multiple = true)]
pub(crate) struct UpdateValues {
    /// Base URL of the Okta tenant
    #[arg(long, value_name = "URL")]
    pub(crate) tenant_url: Option<String>,
    /// Reference id
    #[arg(long, value_name = "ID", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) reference_id: Option<String>,
    /// Whether it exports changes of risk
    #[arg(long, value_name = "BOOL")]
    pub(crate) active: Option<bool>,
}

#[derive(Args, Debug)]
pub(crate) struct Delete {
    #[command(flatten)]
    pub(crate) account: Account,
    /// Ids of the integrations, as `list` shows them
    #[arg(required = true, value_name = "ID", value_parser = uuid)]
    pub(crate) ids: Vec<Uuid>,
    #[command(flatten)]
    pub(crate) confirmation: Confirmation,
    #[command(flatten)]
    pub(crate) dry_run: DryRun,
}

#[derive(Args, Debug)]
pub(crate) struct Ensure {
    #[command(flatten)]
    pub(crate) account: Account,
    #[command(flatten)]
    pub(crate) wanted: Wanted,
    /// Whether it exports changes of risk
    #[arg(
        long,
        value_name = "BOOL",
        default_value_t = true,
        action = clap::ArgAction::Set
    )]
    pub(crate) active: bool,
    /// Only show what would be done; exit with 3 if that is something
    #[arg(long)]
    pub(crate) plan: bool,
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
