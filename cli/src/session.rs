//! Whom to call, as whom, and about which account.

use zt_risk_scoring::mock::LocalApi;
use zt_risk_scoring::{Client, ClientBuilder};

use crate::arguments::{Account, Global};
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
        Self::open_with(global, |client| client).await
    }

    /// The same, with more settings of the client.
    pub(crate) async fn open_with(
        global: &Global,
        set: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Result<Self, Failure> {
        let (builder, local_api) = if global.local {
            let local_api = LocalApi::start()
                .await
                .map_err(|error| Failure::usage(format!("cannot start the local API: {error}")))?;
            let builder = Client::builder(LocalApi::credentials());
            (builder.base_url(local_api.base_url()), Some(local_api))
        } else {
            (Client::builder_from_env()?, None)
        };
        let mut builder = set(builder
            .user_agent_suffix(concat!("zt-risk/", env!("CARGO_PKG_VERSION")))
            .timeout(global.timeout));
        if let Some(retries) = global.retries {
            builder = builder.retries(retries);
        }
        Ok(Self {
            client: builder.build()?,
            local_api,
        })
    }

    /// The account that was named, or that of the local API.
    pub(crate) fn account_id(&self, account: Account) -> Result<String, Failure> {
        let default = self
            .local_api
            .as_ref()
            .map(|_| LocalApi::ACCOUNT_ID.to_owned());
        account
            .account_id
            .filter(|id| !id.is_empty())
            .or(default)
            .ok_or_else(|| {
                Failure::usage("no account: give --account-id, or set CLOUDFLARE_ACCOUNT_ID")
            })
    }
}
