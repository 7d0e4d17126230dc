//! Whom to call, as whom, and about which account.

use zt_risk_scoring::Client;
use zt_risk_scoring::mock::LocalApi;

use crate::arguments::Global;
use crate::failure::Failure;

/// A client, with the local API that it may call.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) client: Client,
    local_api: Option<LocalApi>,
}

impl Session {
    /// The local API with `--local`, else what the environment says.
    pub(crate) async fn open(global: &Global) -> Result<Self, Failure> {
        if !global.local {
            return Ok(Self {
                client: Client::from_env()?,
                local_api: None,
            });
        }
        let local_api = LocalApi::start()
            .await
            .map_err(|error| Failure::usage(format!("cannot start the local API: {error}")))?;
        Ok(Self {
            client: local_api.client()?,
            local_api: Some(local_api),
        })
    }

    /// The account that was named, or that of the local API.
    pub(crate) fn account_id(&self, named: Option<String>) -> Result<String, Failure> {
        let default = self
            .local_api
            .as_ref()
            .map(|_| LocalApi::ACCOUNT_ID.to_owned());
        named
            .filter(|id| !id.is_empty())
            .or(default)
            .ok_or_else(|| {
                Failure::usage("no account: give --account-id, or set CLOUDFLARE_ACCOUNT_ID")
            })
    }
}
