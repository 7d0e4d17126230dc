//! `zt-risk behaviors`

use std::collections::BTreeMap;

use zt_risk_scoring::types::{Behavior, Behaviors, UpdateBehavior, UpdateBehaviors};

use crate::arguments::{Account, BehaviorsCommand, Global, SetBehaviors};
use crate::failure::Failure;
use crate::output::{Printer, printable, risk_level, yes_or_no};
use crate::session::Session;
use crate::{Done, curl};

pub(crate) async fn run(
    global: &Global,
    printer: Printer,
    command: BehaviorsCommand,
) -> Result<Done, Failure> {
    let session = Session::open(global).await?;
    match command {
        BehaviorsCommand::List(account) => list(&session, printer, account).await,
        BehaviorsCommand::Set(set) => self::set(&session, printer, set).await,
    }
}

async fn list(session: &Session, printer: Printer, account: Account) -> Result<Done, Failure> {
    let behaviors = read(session, &session.account_id(account)?).await?;
    let ids: Vec<String> = behaviors.behaviors.keys().cloned().collect();
    let header = ["ID", "COUNTS", "RISK", "NAME", "DESCRIPTION"];
    let row = |(id, behavior): (&String, &Behavior)| {
        vec![
            printable(id),
            yes_or_no(behavior.enabled),
            risk_level(&behavior.risk_level),
            printable(&behavior.name),
            printable(&behavior.description),
        ]
    };
    let rows = behaviors.behaviors.iter().map(row).collect();
    printer.list(&behaviors, &ids, &header, rows)?;
    Ok(Done::All)
}

async fn set(session: &Session, printer: Printer, set: SetBehaviors) -> Result<Done, Failure> {
    let account = session.account_id(set.account)?;
    let now = read(session, &account).await?;
    if let Some(id) = set.ids.iter().find(|id| !now.behaviors.contains_key(*id)) {
        return Err(unknown(id, &now));
    }
    // The API may take what isn't sent for what is to be forgotten: all of them are sent.
    let mut settings = BTreeMap::new();
    for (id, behavior) in now.behaviors {
        let mut setting = UpdateBehavior::builder()
            .enabled(behavior.enabled)
            .risk_level(behavior.risk_level);
        if set.ids.contains(&id) {
            if let Some(enabled) = set.values.enabled {
                setting = setting.enabled(enabled);
            }
            if let Some(risk_level) = &set.values.risk_level {
                setting = setting.risk_level(risk_level.clone());
            }
        }
        let setting = UpdateBehavior::try_from(setting)
            .map_err(|error| Failure::usage(format!("{}: {error}", printable(&id))))?;
        settings.insert(id, setting);
    }
    let body = UpdateBehaviors::builder().behaviors(settings);
    let call = session.client.update_behaviors().account_id(account);
    let call = call.body(body);
    if set.dry_run.dry_run {
        return curl::dry_run(&call.request()?);
    }
    let updated = call.send().await?;
    let header = ["ID", "COUNTS", "RISK"];
    let row = |(id, behavior): (&String, &UpdateBehavior)| {
        let (counts, risk) = (
            yes_or_no(behavior.enabled),
            risk_level(&behavior.risk_level),
        );
        vec![printable(id), counts, risk]
    };
    let rows = updated
        .behaviors
        .iter()
        .filter(|(id, _)| set.ids.contains(id))
        .map(row)
        .collect();
    printer.list(&updated, &set.ids, &header, rows)?;
    Ok(Done::All)
}

async fn read(session: &Session, account: &str) -> Result<Behaviors, Failure> {
    let call = session.client.get_behaviors().account_id(account);
    Ok(call.send().await?)
}

/// There is no such behavior; but there may be one that was meant.
fn unknown(id: &str, known: &Behaviors) -> Failure {
    let id = printable(id);
    let failure = Failure::usage(format!("the account has no behavior `{id}`"));
    let closest = known
        .behaviors
        .keys()
        .map(|known| (strsim::jaro_winkler(known, &id), known))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|(one, _), (other, _)| one.total_cmp(other));
    match closest {
        Some((_, closest)) => failure.help(format!("did you mean `{}`?", printable(closest))),
        None => failure.help("`zt-risk behaviors list` shows those that there are"),
    }
}
