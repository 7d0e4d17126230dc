//! `zt-risk users`

use zt_risk_scoring::Nullable;
use zt_risk_scoring::types::{RiskEvent, RiskEvents, UserRiskInfo};

use crate::arguments::{Account, Global, Reset, Show, UsersCommand};
use crate::failure::Failure;
use crate::output::{self, Printer, columns, printable, risk_level};
use crate::session::Session;
use crate::{Done, confirm, curl};

pub(crate) async fn run(
    global: &Global,
    printer: Printer,
    command: UsersCommand,
) -> Result<Done, Failure> {
    let session = Session::open(global).await?;
    match command {
        UsersCommand::List(account) => list(&session, printer, account).await,
        UsersCommand::Show(show) => self::show(&session, printer, show).await,
        UsersCommand::Reset(reset) => self::reset(&session, reset).await,
    }
}

async fn list(session: &Session, printer: Printer, account: Account) -> Result<Done, Failure> {
    let account = session.account_id(account)?;
    let call = session.client.get_risk_summary().account_id(account);
    let reply = call.send_with_meta().await?;
    let summary = reply.result();
    let ids: Vec<String> = summary
        .users
        .iter()
        .map(|user| user.user_id.to_string())
        .collect();
    let header = ["USER ID", "NAME", "EMAIL", "RISK", "EVENTS", "LAST EVENT"];
    let row = |user: &UserRiskInfo| {
        vec![
            user.user_id.to_string(),
            printable(&user.name),
            printable(&user.email),
            risk_level(&user.max_risk_level),
            user.event_count.to_string(),
            user.last_event.format("%Y-%m-%d %H:%M").to_string(),
        ]
    };
    let rows = summary.users.iter().map(row).collect();
    printer.list(summary, &ids, &header, rows)?;
    if printer.is_for_people() {
        // No operation of the API takes a page: there may be users that nobody can ask for.
        let info = reply.meta().result_info();
        if let Some(total) = info.and_then(|info| info["total_count"].as_f64())
            && u32::try_from(ids.len()).is_ok_and(|shown| total > f64::from(shown))
        {
            output::tell(&format!("{} of {total} users", ids.len()));
        }
        if ids.is_empty() {
            output::tell("No user of the account is a risk.");
        }
    }
    Ok(Done::All)
}

async fn show(session: &Session, printer: Printer, show: Show) -> Result<Done, Failure> {
    let account = session.account_id(show.account)?;
    let call = session.client.get_user_risk().account_id(account);
    let risk = call.user_id(show.id).send().await?;
    printer.record(&risk, Some(&show.id.to_string()), &fields(&risk))?;
    if printer.is_for_people() && !risk.events.is_empty() {
        let header = ["EVENT", "RISK", "TIME", "WHAT"];
        let row = |event: &RiskEvent| {
            vec![
                printable(&event.id),
                risk_level(&event.risk_level),
                event.timestamp.format("%Y-%m-%d %H:%M:%S").to_string(),
                printable(&event.name),
            ]
        };
        let events = columns(&header, risk.events.iter().map(row).collect());
        output::text(&format!("\n{events}"))?;
    }
    Ok(Done::All)
}

async fn reset(session: &Session, reset: Reset) -> Result<Done, Failure> {
    let account = session.account_id(reset.account)?;
    let call = session.client.reset_user_risk().account_id(account);
    let call = call.user_id(reset.id);
    if reset.dry_run.dry_run {
        return curl::dry_run(&call.request()?);
    }
    let id = reset.id;
    let question =
        format!("Reset the risk of the user {id}? What happened until now counts no more.");
    confirm::confirm(&reset.confirmation, &question)?;
    call.send().await?;
    output::tell(&format!("Reset the risk of the user {id}."));
    Ok(Done::All)
}

/// What a person reads of a user.
fn fields(risk: &RiskEvents) -> Vec<(&'static str, String)> {
    let none = || "none".to_owned();
    vec![
        ("Name", printable(&risk.name)),
        ("Email", printable(&risk.email)),
        (
            "Risk",
            risk.risk_level.as_ref().map_or_else(none, risk_level),
        ),
        ("Events", risk.events.len().to_string()),
        (
            "Last reset",
            match &risk.last_reset_time {
                Some(Nullable::Value(time)) => time.to_string(),
                _ => "never".to_owned(),
            },
        ),
    ]
}
