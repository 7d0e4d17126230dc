//! The steps of a plan, each of one call or of a create and the look after it.

use reqwest::StatusCode;
use uuid::Uuid;

use super::Ensured;
use super::desired::{DesiredIntegration, age};
use crate::builder::CreateIntegration;
use crate::types::{CreateIntegrationBody, Integration, UpdateIntegrationBody};
use crate::{Client, Error};

/// How often a create of which nobody knows whether it happened, and that left nothing, is tried.
const CREATES: u32 = 5;

/// Creates an integration that wasn't there, and leaves the oldest if there are more of it then.
pub(super) async fn create_the_only(
    client: &Client,
    account_id: &str,
    desired: &DesiredIntegration,
) -> Result<Ensured, Error> {
    let mut tries = 1;
    // Whether a create may have happened whose integration nobody has told.
    let mut is_unsettled = false;
    loop {
        let (own, error) = match create(client, account_id, desired).await {
            Ok(own) => (Some(own), None),
            // Nothing has happened.
            Err(error) if !is_unsettled && !error.is_ambiguous() => return Err(error),
            Err(error) => (None, Some(error)),
        };
        is_unsettled |= error.is_some();
        let own_id = own.as_ref().map(|own| own.id);
        let oldest = settle(client, account_id, desired, own, is_unsettled).await?;
        match (oldest, error) {
            (Some(oldest), _) => {
                // It starts active, which may not be what is desired.
                let is_created = is_unsettled || own_id == Some(oldest.id);
                let ensured = update(client, account_id, desired, oldest).await?;
                return Ok(match ensured {
                    ensured if is_created => Ensured::Created(ensured.into_integration()),
                    ensured => ensured,
                });
            }
            (None, Some(error)) if tries == CREATES || !error.is_ambiguous() => return Err(error),
            (None, _) => {
                // It may still be under way.
                client.back_off(tries - 1).await;
                tries += 1;
            }
        }
    }
}

/// Looks which integrations there are after a create, where there was none a moment ago: the oldest stays,
/// and this caller's own gives way to it. If it isn't known which one that is, each of them may be.
async fn settle(
    client: &Client,
    account_id: &str,
    desired: &DesiredIntegration,
    own: Option<Integration>,
    is_unsettled: bool,
) -> Result<Option<Integration>, Error> {
    let mut there = list(client, account_id).await?;
    there.retain(|one| desired.is_meant(one));
    let own_id = own.as_ref().map(|own| own.id);
    // A list may be behind what was created.
    there.extend(own.filter(|own| there.iter().all(|one| one.id != own.id)));
    there.sort_by_key(age);
    let mut there = there.into_iter();
    let oldest = there.next();
    for younger in there {
        if is_unsettled || own_id == Some(younger.id) {
            delete(client, account_id, younger.id).await?;
        }
    }
    Ok(oldest)
}

/// Makes an integration that is there what it should be.
pub(super) async fn update(
    client: &Client,
    account_id: &str,
    desired: &DesiredIntegration,
    integration: Integration,
) -> Result<Ensured, Error> {
    let changed = desired.changes(&integration);
    if changed.is_empty() {
        return Ok(Ensured::Unchanged(integration));
    }
    // What isn't given may be overwritten with nothing.
    let body = UpdateIntegrationBody::builder()
        .active(desired.is_active)
        .tenant_url(&*desired.tenant_url)
        .reference_id(integration.reference_id);
    let call = client.update_integration().account_id(account_id);
    let call = call.integration_id(integration.id).body(body);
    Ok(Ensured::Updated {
        integration: call.send().await?,
        changed,
    })
}

/// The integrations of an account.
pub(super) async fn list(client: &Client, account_id: &str) -> Result<Vec<Integration>, Error> {
    client
        .list_integrations()
        .account_id(account_id)
        .send()
        .await
}

async fn create(
    client: &Client,
    account_id: &str,
    desired: &DesiredIntegration,
) -> Result<Integration, Error> {
    creation(client, account_id, desired).send().await
}

/// The call that creates it.
pub(super) fn creation<'a>(
    client: &'a Client,
    account_id: &str,
    desired: &DesiredIntegration,
) -> CreateIntegration<'a> {
    let body = CreateIntegrationBody::builder()
        .integration_type(desired.integration_type.clone())
        .tenant_url(&*desired.tenant_url);
    let body = match &desired.reference_id {
        Some(reference_id) => body.reference_id(&**reference_id),
        None => body,
    };
    let call = client.create_integration().account_id(account_id);
    call.body(body)
}

async fn delete(client: &Client, account_id: &str, id: Uuid) -> Result<(), Error> {
    let call = client.delete_integration().account_id(account_id);
    match call.integration_id(id).send().await {
        Err(error) if error.status() != Some(StatusCode::NOT_FOUND) => Err(error),
        _ => Ok(()),
    }
}
