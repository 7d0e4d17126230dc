//! `zt-risk integrations`

use zt_risk_scoring::types::{CreateIntegrationBody, Integration};

use crate::arguments::{Create, Global};
use crate::failure::Failure;
use crate::session::Session;
use crate::{curl, output};

/// `create`: makes an integration, or shows the request that would.
pub(crate) async fn create(global: &Global, create: Create) -> Result<(), Failure> {
    let session = Session::open(global).await?;
    let mut body = CreateIntegrationBody::builder()
        .integration_type(create.integration_type)
        .tenant_url(create.tenant_url);
    if let Some(reference_id) = create.reference_id {
        body = body.reference_id(reference_id);
    }
    let call = session
        .client
        .create_integration()
        .account_id(session.account_id(create.account_id)?)
        .body(body);
    if create.dry_run {
        return Ok(output::line(&curl::command(&call.request()?))?);
    }
    let integration = call.send().await?;
    Ok(output::print(
        global.output,
        &integration,
        &rows(&integration),
    )?)
}

/// What a person reads of an integration.
fn rows(integration: &Integration) -> Vec<(&'static str, String)> {
    vec![
        ("ID", integration.id.to_string()),
        ("Account", integration.account_tag.clone()),
        ("Type", integration.integration_type.to_string()),
        (
            "Active",
            if integration.active { "yes" } else { "no" }.to_owned(),
        ),
        ("Tenant URL", integration.tenant_url.clone()),
        ("Reference ID", integration.reference_id.clone()),
        ("Well-known URL", integration.well_known_url.clone()),
        ("Created at", integration.created_at.to_string()),
    ]
}
