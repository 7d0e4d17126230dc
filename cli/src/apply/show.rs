//! A report for people, for machines, and as a file.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use anstyle::{AnsiColor, Style};

use super::report::{Action, Item, Report};
use crate::failure::Failure;
use crate::file;
use crate::output::{self, Printer, columns, painted, printable};

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
            Self::Unknown => ("unknown", AnsiColor::Red.on_default()),
        };
        painted(style, text)
    }
}

impl Report {
    /// Shows what is to be done: for machines, only if that is all that was asked for.
    pub(super) fn print_plan(&self, printer: Printer, is_all: bool) -> Result<(), Failure> {
        if printer.is_for_people() {
            self.print_changes()?;
            if is_all || self.has_changes() {
                output::line(&format!("Plan: {}", self.sentence()))?;
            }
        } else if is_all {
            printer.list(self, &[], &[], Vec::new())?;
        }
        if is_all {
            self.print_failures();
        }
        Ok(())
    }

    /// Shows what was done.
    pub(super) fn print(&self, printer: Printer) -> Result<(), Failure> {
        if !printer.is_for_people() {
            let ids = self.items().filter_map(|(_, item)| item.id);
            let ids: Vec<String> = ids.map(|id| id.to_string()).collect();
            printer.list(self, &ids, &[], Vec::new())?;
        } else if self.summary.is_empty() {
            output::line(&format!("Nothing to do: {}", self.sentence()))?;
        } else {
            let row = |(action, count): (&Action, &usize)| vec![action.label(), count.to_string()];
            let rows = self.summary.iter().map(row).collect();
            output::text(&columns(&["DONE", "INTEGRATIONS"], rows))?;
        }
        self.print_failures();
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

    /// Each reason once for an account, what to do about it once for all, and how to go on.
    fn print_failures(&self) {
        let failures: BTreeSet<(&str, &str)> = self
            .items()
            .filter_map(|(account, item)| Some((&*account.label, item.error.as_deref()?)))
            .collect();
        let error = painted(AnsiColor::Red.on_default().bold(), "error:");
        for (account, reason) in failures {
            output::tell(&format!("{error} {account}: {reason}"));
        }
        let help = painted(Style::new().bold(), "help:");
        let helps: BTreeSet<&str> = self
            .items()
            .filter_map(|(_, item)| item.help.as_deref())
            .collect();
        for text in helps {
            output::tell(&format!("{help} {text}"));
        }
        if self.exit_code() != 0 {
            let mut items = self.items();
            output::tell(if items.all(|(_, item)| item.is_passing) {
                "Run it again: it does what is left, and repeats nothing."
            } else {
                "Mend what the errors say and run it again: it does what is left, and repeats nothing."
            });
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
        let text = serde_json::to_string_pretty(self).map_err(io::Error::other);
        let written = text.and_then(|text| file::write(path, &format!("{text}\n")));
        written.map_err(|error| Failure::unwritable(path, &error))
    }
}
