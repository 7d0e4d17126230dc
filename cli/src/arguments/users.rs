//! `zt-risk users`

use clap::{Args, Subcommand};
use uuid::Uuid;

use super::{Account, Confirmation, DryRun, uuid};

#[derive(Debug, Subcommand)]
pub(crate) enum UsersCommand {
    /// List the users who are a risk (needs the permission Zero Trust: PII Read)
    #[command(after_help = LIST_EXAMPLES)]
    List(Account),
    /// Show the risk of a user, with what makes it (needs the permission Zero Trust: PII Read)
    #[command(after_help = SHOW_EXAMPLES)]
    Show(Show),
    /// Reset the risk of a user: what happened until now counts no more (needs Zero Trust Write)
    #[command(after_help = RESET_EXAMPLES)]
    Reset(Reset),
}

const LIST_EXAMPLES: &str = "\
Examples:
  The addresses of users with a high risk:
    zt-risk users list -o json |
        jq -r '.users[] | select(.max_risk_level == \"high\").email'";

const SHOW_EXAMPLES: &str = "\
Examples:
  Each user of the list, with events:
    zt-risk users list --quiet | xargs -n 1 zt-risk users show";

const RESET_EXAMPLES: &str = "\
Examples:
  Without being asked, e.g. in CI:
    zt-risk users reset 4a5b5e2e-23ae-4d6e-8d5f-cf9e0a3a5d55 --yes";

#[derive(Args, Debug)]
pub(crate) struct Show {
    #[command(flatten)]
    pub(crate) account: Account,
    /// Id of the user, as `list` shows it
    #[arg(value_name = "USER_ID", value_parser = uuid)]
    pub(crate) id: Uuid,
}

#[derive(Args, Debug)]
pub(crate) struct Reset {
    #[command(flatten)]
    pub(crate) account: Account,
    /// Id of the user, as `list` shows it
    #[arg(value_name = "USER_ID", value_parser = uuid)]
    pub(crate) id: Uuid,
    #[command(flatten)]
    pub(crate) confirmation: Confirmation,
    #[command(flatten)]
    pub(crate) dry_run: DryRun,
}
