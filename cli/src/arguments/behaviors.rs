//! `zt-risk behaviors`

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use zt_risk_scoring::types::RiskLevel;

use super::{Account, DryRun};

#[derive(Debug, Subcommand)]
pub(crate) enum BehaviorsCommand {
    /// List the behaviors that may count as a risk
    #[command(after_help = LIST_EXAMPLES)]
    List(Account),
    /// Set whether and how much behaviors count (needs the permission Zero Trust Write)
    #[command(after_help = SET_EXAMPLES)]
    Set(SetBehaviors),
}

const LIST_EXAMPLES: &str = "\
Examples:
  The ids of those that count:
    zt-risk behaviors list -o json |
        jq -r '.behaviors | to_entries[] | select(.value.enabled).key'";

const SET_EXAMPLES: &str = "\
Examples:
  Count impossible travel as a high risk:
    zt-risk behaviors set imp_travel --enabled true --risk-level high
  Switch two behaviors off:
    zt-risk behaviors set imp_travel high_dlp --enabled false

What isn't given stays as it is: it is read first, also for --dry-run, and sent
with what changes.";

#[derive(Args, Debug)]
pub(crate) struct SetBehaviors {
    #[command(flatten)]
    pub(crate) account: Account,
    /// Ids of the behaviors, as `list` shows them
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<String>,
    #[command(flatten)]
    pub(crate) values: SetValues,
    #[command(flatten)]
    pub(crate) dry_run: DryRun,
}

/// What is set.
#[derive(Args, Debug)]
#[group(required = true, multiple = true)]
pub(crate) struct SetValues {
    /// Whether they count
    #[arg(long, value_name = "BOOL")]
    pub(crate) enabled: Option<bool>,
    /// How much they count
    #[arg(long, value_name = "LEVEL", value_parser = risk_level())]
    pub(crate) risk_level: Option<RiskLevel>,
}

fn risk_level() -> impl TypedValueParser<Value = RiskLevel> {
    let names = RiskLevel::KNOWN.iter().map(RiskLevel::as_str);
    PossibleValuesParser::new(names).try_map(|name| name.parse::<RiskLevel>())
}
