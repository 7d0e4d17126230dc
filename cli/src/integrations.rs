//! `zt-risk integrations`

use serde_json::json;
use uuid::Uuid;
use zt_risk_scoring::types::{CreateIntegrationBody, Integration, UpdateIntegrationBody};
use zt_risk_scoring::{Client, DesiredIntegration, Ensured, IntegrationPlan};

use crate::arguments::{
    Account, Create, Delete, Ensure, Get, Global, IntegrationsCommand, Selected, Update,
};
use crate::failure::Failure;
use crate::output::{self, Printer, printable, yes_or_no};
use crate::session::Session;
use crate::{Done, confirm, curl};

pub(crate) async fn run(
    global: &Global,
    printer: Printer,
    command: IntegrationsCommand,
) -> Result<Done, Failure> {
    let session = Session::open(global).await?;
    match command {
        IntegrationsCommand::List(account) => list(&session, printer, account).await,
        IntegrationsCommand::Get(get) => self::get(&session, printer, get).await,
        IntegrationsCommand::Create(create) => self::create(&session, printer, create).await,
        IntegrationsCommand::Update(update) => self::update(&session, printer, update).await,
        IntegrationsCommand::Delete(delete) => self::delete(&session, printer, delete).await,
        IntegrationsCommand::Ensure(ensure) => self::ensure(&session, printer, ensure).await,
    }
}

async fn list(session: &Session, printer: Printer, account: Account) -> Result<Done, Failure> {
    let account = session.account_id(account)?;
    let call = session.client.list_integrations().account_id(account);
    let integrations = call.send().await?;
    let ids: Vec<String> = integrations.iter().map(|one| one.id.to_string()).collect();
    let header = [
        "ID",
        "ACTIVE",
        "TYPE",
        "TENANT URL",
        "REFERENCE ID",
        "CREATED",
    ];
    let row = |one: &Integration| {
        vec![
            one.id.to_string(),
            yes_or_no(one.active),
            printable(one.integration_type.as_str()),
            printable(&one.tenant_url),
            printable(&one.reference_id),
            one.created_at.format("%Y-%m-%d %H:%M").to_string(),
        ]
    };
    let rows = integrations.iter().map(row).collect();
    printer.list(&integrations, &ids, &header, rows)?;
    if integrations.is_empty() && printer.is_for_people() {
        output::tell("The account has no integration: `zt-risk integrations create` makes one.");
    }
    Ok(Done::All)
}

async fn get(session: &Session, printer: Printer, get: Get) -> Result<Done, Failure> {
    let account = session.account_id(get.account)?;
    let client = &session.client;
    let integration = match get.selected {
        Selected { id: Some(id), .. } => by_id(client, &account, id).await?,
        Selected { reference_id, .. } => {
            let call = client.get_integration_by_reference_id();
            let call = call.account_id(account);
            call.reference_id(reference_id.unwrap_or_default())
                .send()
                .await?
        }
    };
    show(printer, &integration)
}

async fn create(session: &Session, printer: Printer, create: Create) -> Result<Done, Failure> {
    let wanted = create.wanted;
    let mut body = CreateIntegrationBody::builder()
        .integration_type(wanted.integration_type)
        .tenant_url(wanted.tenant_url);
    if let Some(reference_id) = wanted.reference_id {
        body = body.reference_id(reference_id);
    }
    let call = session
        .client
        .create_integration()
        .account_id(session.account_id(create.account)?)
        .body(body);
    if create.dry_run.dry_run {
        return curl::dry_run(&call.request()?);
    }
    show(printer, &call.send().await?)
}

async fn update(session: &Session, printer: Printer, update: Update) -> Result<Done, Failure> {
    let account = session.account_id(update.account)?;
    let values = update.values;
    let body = UpdateIntegrationBody::builder();
    let body = match (values.tenant_url, values.active, values.reference_id) {
        (Some(tenant_url), Some(active), Some(reference_id)) => body
            .tenant_url(tenant_url)
            .active(active)
            .reference_id(reference_id),
        // All of it is overwritten, so what stays as it is has to be known.
        (tenant_url, active, reference_id) => {
            let now = by_id(&session.client, &account, update.id).await?;
            body.tenant_url(tenant_url.unwrap_or(now.tenant_url))
                .active(active.unwrap_or(now.active))
                .reference_id(reference_id.unwrap_or(now.reference_id))
        }
    };
    let call = session.client.update_integration().account_id(account);
    let call = call.integration_id(update.id).body(body);
    if update.dry_run.dry_run {
        return curl::dry_run(&call.request()?);
    }
    show(printer, &call.send().await?)
}

async fn delete(session: &Session, printer: Printer, delete: Delete) -> Result<Done, Failure> {
    let account = session.account_id(delete.account)?;
    let call = |id: &Uuid| {
        let call = session.client.delete_integration();
        call.account_id(account.clone()).integration_id(*id)
    };
    if delete.dry_run.dry_run {
        for id in &delete.ids {
            curl::dry_run(&call(id).request()?)?;
        }
        return Ok(Done::All);
    }
    let what = match delete.ids.as_slice() {
        [id] => format!("the integration {id}"),
        ids => format!("{} integrations", ids.len()),
    };
    let account = printable(&account);
    let question = format!(
        "Delete {what} of the account {account}? No change of risk is exported to it then."
    );
    confirm::confirm(&delete.confirmation, &question)?;
    let mut deleted = Vec::new();
    let mut code = 0;
    // The others are to be deleted all the same.
    for id in &delete.ids {
        match call(id).send().await {
            Ok(_) => deleted.push(id.to_string()),
            Err(error) => {
                let failure = Failure::from(error).about(id);
                code = failure.report();
            }
        }
    }
    let rows = deleted.iter().map(|id| vec![id.clone()]).collect();
    printer.list(&deleted, &deleted, &["DELETED"], rows)?;
    Ok(Done::with(code))
}

async fn ensure(session: &Session, printer: Printer, ensure: Ensure) -> Result<Done, Failure> {
    let account = session.account_id(ensure.account)?;
    let wanted = ensure.wanted;
    let mut desired = DesiredIntegration::new(wanted.tenant_url)
        .integration_type(wanted.integration_type)
        .active(ensure.active);
    if let Some(reference_id) = wanted.reference_id {
        desired = desired.reference_id(reference_id);
    }
    if ensure.plan {
        let plan = session.client.plan_integration(&account, &desired).await?;
        return show_plan(printer, &plan);
    }
    let ensured = session
        .client
        .ensure_integration(&account, &desired)
        .await?;
    let (action, changed) = match &ensured {
        Ensured::Created(_) => ("created", &[][..]),
        Ensured::Updated { changed, .. } => ("updated", &changed[..]),
        Ensured::Unchanged(_) => ("unchanged", &[][..]),
    };
    let integration = ensured.integration();
    let changed: Vec<String> = changed.iter().map(ToString::to_string).collect();
    let mut fields = vec![("Done", action.to_owned())];
    if !changed.is_empty() {
        fields.push(("Changed", printable(&changed.join(", "))));
    }
    fields.extend(self::fields(integration));
    let result = json!({ "action": action, "changed": changed, "integration": integration });
    printer.record(&result, Some(&integration.id.to_string()), &fields)?;
    Ok(Done::All)
}

/// What would be done.
fn show_plan(printer: Printer, plan: &IntegrationPlan) -> Result<Done, Failure> {
    let (action, integration, changed) = match plan {
        IntegrationPlan::Create => ("create", None, &[][..]),
        IntegrationPlan::Update {
            integration,
            changed,
        } => ("update", Some(integration), &changed[..]),
        IntegrationPlan::Unchanged(integration) => ("nothing", Some(integration), &[][..]),
    };
    let changed: Vec<String> = changed.iter().map(ToString::to_string).collect();
    let id = integration.map(|one| one.id.to_string());
    let mut fields = vec![("To do", action.to_owned())];
    if !changed.is_empty() {
        fields.push(("Changes", printable(&changed.join(", "))));
    }
    fields.extend(id.clone().map(|id| ("ID", id)));
    let result = json!({ "action": action, "changed": changed, "integration": integration });
    printer.record(&result, id.as_deref(), &fields)?;
    Ok(match plan {
        IntegrationPlan::Unchanged(_) => Done::All,
        _ => Done::WouldChange,
    })
}

async fn by_id(client: &Client, account: &str, id: Uuid) -> Result<Integration, Failure> {
    let call = client.get_integration().account_id(account);
    Ok(call.integration_id(id).send().await?)
}

fn show(printer: Printer, integration: &Integration) -> Result<Done, Failure> {
    let id = integration.id.to_string();
    printer.record(integration, Some(&id), &fields(integration))?;
    Ok(Done::All)
}

/// What a person reads of an integration.
fn fields(integration: &Integration) -> Vec<(&'static str, String)> {
    vec![
        ("ID", integration.id.to_string()),
        ("Account", printable(&integration.account_tag)),
        ("Type", printable(integration.integration_type.as_str())),
        ("Active", yes_or_no(integration.active)),
        ("Tenant URL", printable(&integration.tenant_url)),
        ("Reference ID", printable(&integration.reference_id)),
        ("Well-known URL", printable(&integration.well_known_url)),
        ("Created at", integration.created_at.to_string()),
    ]
}
