//! `zt-risk local-api`

use std::path::PathBuf;

use clap::Args;
use zt_risk_scoring::mock::Fault;

use super::{RateLimit, rate_limit};

const AFTER_HELP: &str = "\
The seed, of which everything is optional but an integration's tenant_url:
  accounts:
    023e105f4ecef8ad9ca31a8372d0c353:
      integrations:
        - tenant_url: https://tenant.okta.com
          active: false
      behaviors: {}                      # as `behaviors list -o yaml` has them
      users:
        - user_id: 4a5b5e2e-23ae-4d6e-8d5f-cf9e0a3a5d55
          name: Ada
          email: ada@example.com
          events: []                     # as `users show -o yaml` has them

Any account exists; those that the seed doesn't name are as the documented
examples. What is changed is kept until the end. Any HTTP client can call it,
e.g. an official SDK with its base URL.

Examples:
  A tenth of all calls is refused, a twentieth fails after it was carried out:
    zt-risk local-api --port 8787 --fail 429:0.1 --fail 500:0.05:after
  As slow and as strict as the real one:
    zt-risk local-api --latency 150 --rate-limit 1200/300";

#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct LocalApi {
    /// Port on 127.0.0.1; 0 is any free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub(crate) port: u16,
    /// What to begin with, in YAML or JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) seed: Option<PathBuf>,
    /// Fail a share of all calls with a status, before or after they are carried out; may be repeated
    #[arg(long, value_name = "STATUS:SHARE[:after]")]
    pub(crate) fail: Vec<Fault>,
    /// Time that each answer takes at least, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 0)]
    pub(crate) latency: u32,
    /// Refuse calls beyond a limit, all of them for as long as the time, as the API does
    #[arg(long, value_name = "CALLS/SECONDS", value_parser = rate_limit)]
    pub(crate) rate_limit: Option<RateLimit>,
}
