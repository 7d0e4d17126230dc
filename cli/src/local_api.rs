//! `zt-risk local-api`

use std::io::ErrorKind;
use std::time::Duration;

use zt_risk_scoring::mock;

use crate::Done;
use crate::arguments::LocalApi;
use crate::failure::Failure;
use crate::{file, output};

/// Serves until the process is ended.
pub(crate) async fn serve(arguments: LocalApi) -> Result<Done, Failure> {
    let port = arguments.port;
    let mut api = mock::LocalApi::builder()
        .port(port)
        .latency(Duration::from_millis(arguments.latency.into()));
    for fault in arguments.fail {
        api = api.fail(fault);
    }
    if let Some((calls, time)) = arguments.rate_limit {
        api = api.rate_limit(calls, time);
    }
    if let Some(seed) = &arguments.seed {
        api = api.seed(file::read(seed)?);
    }
    let api = api.start().await.map_err(|error| match &arguments.seed {
        Some(seed) if error.kind() == ErrorKind::InvalidInput => {
            Failure::usage(format!("{}: {error}", seed.display()))
        }
        _ => Failure::usage(format!("cannot serve on port {port}: {error}"))
            .help("take another with --port; 0 is any free one"),
    })?;
    output::line(&format!(
        "\
The local API serves {url} until Ctrl-C. To call it from another terminal:

    export CLOUDFLARE_BASE_URL={url}
    export CLOUDFLARE_API_TOKEN={token}
    export CLOUDFLARE_ACCOUNT_ID={account}
    zt-risk integrations list",
        url = api.base_url(),
        token = mock::LocalApi::API_TOKEN,
        account = mock::LocalApi::ACCOUNT_ID,
    ))?;
    std::future::pending().await
}
