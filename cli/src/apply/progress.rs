//! How far it is: a bar on a terminal, lines elsewhere.

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use tokio::task::JoinHandle;
use zt_risk_scoring::{Client, Ensured};

use super::manifest::{Account, Entry};
use super::work::{Outcome, Worker};
use crate::output::{printable, tell};

/// How often it is looked whether calls may start.
const TICK: Duration = Duration::from_millis(250);
/// Waits that are too short to speak of.
const SHORT: Duration = Duration::from_secs(2);

pub(super) struct Progress {
    bar: Option<ProgressBar>,
    has_lines: bool,
    watch: Option<JoinHandle<()>>,
}

impl Progress {
    /// For so many accounts.
    pub(super) fn start(worker: &Worker, what: &'static str, accounts: usize) -> Self {
        if worker.is_quiet || accounts == 0 {
            return Self {
                bar: None,
                has_lines: false,
                watch: None,
            };
        }
        let is_bar = std::io::stderr().is_terminal() && !worker.is_verbose;
        let bar = is_bar.then(|| bar(what, accounts));
        if bar.is_none() {
            let noun = if accounts == 1 { "account" } else { "accounts" };
            tell(&format!("{what} {accounts} {noun}"));
        }
        let watch = tokio::spawn(watch(worker.client.clone(), bar.clone(), what));
        Self {
            has_lines: bar.is_none(),
            bar,
            watch: Some(watch),
        }
    }

    /// One account more is done.
    pub(super) fn step(&self) {
        if let Some(bar) = &self.bar {
            bar.inc(1);
        }
    }

    /// What was done for an integration; beside a bar, only what failed.
    pub(super) fn tell_of(&self, account: &Account, entry: &Entry, outcome: &Outcome) {
        let what = match outcome {
            Outcome::Done(Ensured::Created(one)) => format!("created {}", one.id),
            Outcome::Done(Ensured::Updated { integration, .. }) => {
                format!("updated {}", integration.id)
            }
            // Why is told at the end, when all of them can be read.
            Outcome::Failed(_) => "failed".to_owned(),
            Outcome::Done(Ensured::Unchanged(_)) | Outcome::NotDone => return,
        };
        let url = printable(&entry.tenant_url.value);
        let line = format!("{} {url}: {what}", account.label());
        match &self.bar {
            Some(bar) if matches!(outcome, Outcome::Failed(_)) => bar.println(line),
            _ if self.has_lines => tell(&line),
            _ => {}
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(watch) = &self.watch {
            watch.abort();
        }
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar(what: &'static str, accounts: usize) -> ProgressBar {
    let bar = ProgressBar::new(accounts.try_into().unwrap_or(u64::MAX));
    let template = "{msg} {wide_bar} {pos}/{len} accounts, {eta} left";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_message(what);
    bar
}

/// Says when no call may start, so that nobody takes it for a hang.
async fn watch(client: Client, bar: Option<ProgressBar>, what: &'static str) {
    let mut is_told = false;
    loop {
        let pause = client.pause().filter(|pause| is_told || *pause > SHORT);
        match (&bar, pause) {
            (Some(bar), Some(pause)) => {
                bar.set_message(format!("Waiting {} s for the limit", pause.as_secs()));
            }
            (None, Some(pause)) if !is_told => {
                let seconds = pause.as_secs();
                tell(&format!(
                    "The limit of calls is reached: waiting {seconds} s"
                ));
            }
            (Some(bar), None) => bar.set_message(what),
            (None, _) => {}
        }
        is_told = pause.is_some();
        tokio::time::sleep(TICK).await;
    }
}

impl Account {
    /// What people read of it.
    pub(super) fn label(&self) -> String {
        let id = printable(&self.id.value);
        match &self.name {
            Some(name) => format!("{id} ({})", printable(name)),
            None => id,
        }
    }
}
