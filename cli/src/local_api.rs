//! `zt-risk local-api`

use zt_risk_scoring::mock;

use crate::arguments::LocalApi;
use crate::failure::Failure;
use crate::output;

/// Serves until the process is ended.
pub(crate) async fn serve(arguments: &LocalApi) -> Result<(), Failure> {
    let port = arguments.port;
    let api = mock::LocalApi::builder()
        .port(port)
        .start()
        .await
        .map_err(|error| Failure::usage(format!("cannot serve on port {port}: {error}")))?;
    output::line(&format!(
        "\
The local API serves {url} until Ctrl-C. To call it from another terminal:

    export CLOUDFLARE_BASE_URL={url}
    export CLOUDFLARE_API_TOKEN={token}
    export CLOUDFLARE_ACCOUNT_ID={account}
    zt-risk integrations create --tenant-url https://tenant.okta.com",
        url = api.base_url(),
        token = mock::LocalApi::API_TOKEN,
        account = mock::LocalApi::ACCOUNT_ID,
    ))?;
    std::future::pending().await
}
