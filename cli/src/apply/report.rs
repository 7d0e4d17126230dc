//! What is to be done, and what was done: for people, for machines, and in a file.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;

use anstyle::{AnsiColor, Style};
use serde::Serialize;
use uuid::Uuid;
use zt_risk_scoring::{Change, IntegrationPlan};

use super::interrupt;
use super::manifest::{Account, Entry};
use super::work::{Outcome, Planned, Unknown, Worked};
use crate::failure::{self, Failure};
use crate::output::{self, Printer, columns, painted, printable};

/// Every integration of a manifest, with what is to be done or was done.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    summary: BTreeMap<Action, usize>,
    accounts: Vec<AccountReport>,
}

#[derive(Debug, Serialize)]
struct AccountReport {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip)]
    label: String,
    integrations: Vec<Item>,
}

#[derive(Debug, Serialize)]
struct Item {
    tenant_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference_id: Option<String>,
    action: Action,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Uuid>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changed: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip)]
    exit_code: u8,
}

/// What is to be done, or was done.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
enum Action {
    Create,
    Update,
    Created,
    Updated,
    Unchanged,
    Failed,
    NotDone,
}

impl Action {
    /// As people read it.
    fn label(self) -> String {
        let (text, style) = match self {
            Self::Create => ("create", AnsiColor::Green.on_default()),
            Self::Update => ("update", AnsiColor::Yellow.on_default()),
            Self::Created => ("created", AnsiColor::Green.on_default()),
            Self::Updated => ("updated", AnsiColor::Yellow.on_default()),
            Self::Unchanged => ("unchanged", Style::new()),
            Self::Failed => ("failed", AnsiColor::Red.on_default()),
            Self::NotDone => ("not done", AnsiColor::Red.on_default()),
        };
        painted(style, text)
    }
}

impl Item {
    fn new(entry: &Entry, action: Action) -> Self {
        Self {
            tenant_url: entry.tenant_url.value.clone(),
            reference_id: entry.reference_id.clone(),
            action,
            id: None,
            changed: Vec::new(),
            error: None,
            exit_code: match action {
                Action::NotDone => interrupt::EXIT_CODE,
                _ => 0,
            },
        }
    }

    fn planned(entry: &Entry, plan: &IntegrationPlan) -> Self {
        match plan {
            IntegrationPlan::Create => Self::new(entry, Action::Create),
            IntegrationPlan::Update {
                integration: now,
                changed,
            } => Self::new(entry, Action::Update).of(now.id, changed),
            IntegrationPlan::Unchanged(now) => Self::new(entry, Action::Unchanged).of(now.id, &[]),
        }
    }

    fn worked(entry: &Entry, outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Created(id) => Self::new(entry, Action::Created).of(*id, &[]),
            Outcome::Updated(id, changed) => Self::new(entry, Action::Updated).of(*id, changed),
            Outcome::Unchanged(id) => Self::new(entry, Action::Unchanged).of(*id, &[]),
            Outcome::Failed(reason, exit_code) => Self {
                error: Some(reason.clone()),
                exit_code: *exit_code,
                ..Self::new(entry, Action::Failed)
            },
            Outcome::NotDone => Self::new(entry, Action::NotDone),
        }
    }

    fn unknown(entry: &Entry, why: &Unknown) -> Self {
        match why {
            Unknown::Failed(error) => Self {
                error: Some(error.to_string()),
                exit_code: failure::exit_code(error),
                ..Self::new(entry, Action::Failed)
            },
            Unknown::Interrupted => Self::new(entry, Action::NotDone),
        }
    }

    fn of(self, id: Uuid, changed: &[Change]) -> Self {
        Self {
            id: Some(id),
            changed: changed.iter().map(ToString::to_string).collect(),
            ..self
        }
    }
}

impl AccountReport {
    fn new(account: &Account, integrations: Vec<Item>) -> Self {
        Self {
            id: account.id.value.clone(),
            name: account.name.clone(),
            label: account.label(),
            integrations,
        }
    }
}

impl Report {
    /// What is to be done.
    pub(super) fn of_plan(planned: &[Planned]) -> Self {
        let account = |one: &Planned| {
            let entries = one.account.integrations.iter();
            let items = match &one.plans {
                Ok(plans) => entries
                    .zip(plans)
                    .map(|(entry, plan)| Item::planned(entry, plan))
                    .collect(),
                Err(why) => entries.map(|entry| Item::unknown(entry, why)).collect(),
            };
            AccountReport::new(&one.account, items)
        };
        Self::count(planned.iter().map(account).collect())
    }

    /// What was done.
    pub(super) fn new(worked: Vec<Worked>) -> Self {
        let account = |one: Worked| {
            let pairs = one.account.integrations.iter().zip(&one.results);
            let items = pairs.map(|(entry, outcome)| Item::worked(entry, outcome));
            AccountReport::new(&one.account, items.collect())
        };
        Self::count(worked.into_iter().map(account).collect())
    }

    fn count(accounts: Vec<AccountReport>) -> Self {
        let mut summary = BTreeMap::new();
        for item in accounts.iter().flat_map(|account| &account.integrations) {
            *summary.entry(item.action).or_default() += 1;
        }
        Self { summary, accounts }
    }

    /// Whether something is to be done.
    pub(super) fn has_changes(&self) -> bool {
        let mut actions = self.summary.keys();
        actions.any(|action| matches!(action, Action::Create | Action::Update))
    }

    /// 0 if nothing failed; that of an interruption if there was one; else that of what failed, where the API
    /// having refused something outweighs not having reached it.
    pub(super) fn exit_code(&self) -> u8 {
        let codes = self.items().map(|(_, item)| item.exit_code);
        let codes: BTreeSet<u8> = codes.filter(|code| *code != 0).collect();
        if codes.contains(&interrupt::EXIT_CODE) {
            return interrupt::EXIT_CODE;
        }
        codes.first().copied().unwrap_or_default()
    }

    fn items(&self) -> impl Iterator<Item = (&AccountReport, &Item)> {
        self.accounts
            .iter()
            .flat_map(|account| account.integrations.iter().map(move |item| (account, item)))
    }

    /// Shows what is to be done: for machines, only if that is all that was asked for.
    pub(super) fn print_plan(&self, printer: Printer, is_all: bool) -> Result<(), Failure> {
        if printer.is_for_people() {
            self.print_changes()?;
            if is_all {
                self.print_failures();
            }
            if is_all || self.has_changes() {
                output::line(&format!("Plan: {}", self.sentence()))?;
            }
        } else if is_all {
            self.print_failures();
            printer.list(self, &[], &[], Vec::new())?;
        }
        Ok(())
    }

    /// Shows what was done.
    pub(super) fn print(&self, printer: Printer) -> Result<(), Failure> {
        if printer.is_for_people() {
            let row = |(action, count): (&Action, &usize)| vec![action.label(), count.to_string()];
            let rows = self.summary.iter().map(row).collect();
            output::text(&columns(&["DONE", "INTEGRATIONS"], rows))?;
        } else {
            let ids = self.items().filter_map(|(_, item)| item.id);
            let ids: Vec<String> = ids.map(|id| id.to_string()).collect();
            printer.list(self, &ids, &[], Vec::new())?;
        }
        self.print_failures();
        if self.summary.contains_key(&Action::NotDone) || self.exit_code() != 0 {
            output::tell("Run it again: it does what is left, and repeats nothing.");
        }
        Ok(())
    }

    fn print_changes(&self) -> Result<(), Failure> {
        let is_change = |item: &Item| matches!(item.action, Action::Create | Action::Update);
        let rows: Vec<Vec<String>> = self
            .items()
            .filter(|(_, item)| is_change(item))
            .map(|(account, item)| {
                vec![
                    item.action.label(),
                    account.label.clone(),
                    printable(&item.tenant_url),
                    printable(item.reference_id.as_deref().unwrap_or("-")),
                    printable(&item.changed.join(", ")),
                ]
            })
            .collect();
        if rows.is_empty() {
            return Ok(());
        }
        let header = ["TO DO", "ACCOUNT", "TENANT URL", "REFERENCE ID", "CHANGES"];
        output::text(&format!("{}\n", columns(&header, rows)))?;
        Ok(())
    }

    /// Each reason once for an account.
    fn print_failures(&self) {
        let failures: BTreeSet<(&str, &str)> = self
            .items()
            .filter_map(|(account, item)| Some((&*account.label, item.error.as_deref()?)))
            .collect();
        let style = AnsiColor::Red.on_default().bold();
        for (account, reason) in failures {
            output::tell(&format!("{} {account}: {reason}", painted(style, "error:")));
        }
    }

    fn sentence(&self) -> String {
        let count = |(action, count): (&Action, &usize)| match action {
            Action::Create | Action::Update => format!("{count} to {}", action.label()),
            _ => format!("{count} {}", action.label()),
        };
        let counts: Vec<String> = self.summary.iter().map(count).collect();
        if counts.is_empty() {
            return "the manifest has no integration".to_owned();
        }
        counts.join(", ")
    }

    /// Writes it to a file, which is replaced whole or not at all.
    pub(super) fn write(&self, path: &Path) -> Result<(), Failure> {
        let written = beside(path).and_then(|mut file| {
            serde_json::to_writer_pretty(&mut file, self)?;
            file.write_all(b"\n")?;
            file.persist(path)?;
            Ok(())
        });
        written.map_err(|error| Failure::unwritable(path, &error))
    }
}

/// Refuses a path to which no report can be written, before there is one.
pub(super) fn check(path: &Path) -> Result<(), Failure> {
    if path.is_dir() {
        return Err(Failure::usage(format!(
            "cannot write {}: it is a folder",
            path.display()
        )));
    }
    beside(path)
        .map(drop)
        .map_err(|error| Failure::usage(format!("cannot write {}: {error}", path.display())))
}

/// A new file that can take the place of another.
fn beside(path: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))
}
