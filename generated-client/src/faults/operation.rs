//! An operation of each method.

use crate::types::{CreateIntegrationBody, IntegrationType, UpdateIntegrationBody};
use crate::{Client, Error};

/// The method of an operation that is called.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Operation {
    Post,
    Get,
    Put,
    Delete,
}

const ID: uuid::Uuid = uuid::Uuid::from_u128(1);

impl Operation {
    pub(super) const ALL: [Self; 4] = [Self::Post, Self::Get, Self::Put, Self::Delete];

    pub(super) async fn send(self, client: &Client) -> Result<(), Error> {
        match self {
            Self::Post => {
                let body = CreateIntegrationBody::builder()
                    .integration_type(IntegrationType::Okta)
                    .tenant_url("https://example.com");
                let call = client.create_integration().account_id("a").body(body);
                call.send().await.map(drop)
            }
            Self::Get => {
                let call = client.get_integration().account_id("a").integration_id(ID);
                call.send().await.map(drop)
            }
            Self::Put => {
                let body = UpdateIntegrationBody::builder()
                    .active(false)
                    .tenant_url("https://example.com");
                let call = client
                    .update_integration()
                    .account_id("a")
                    .integration_id(ID);
                call.body(body).send().await.map(drop)
            }
            Self::Delete => {
                let call = client
                    .delete_integration()
                    .account_id("a")
                    .integration_id(ID);
                call.send().await.map(drop)
            }
        }
    }

    /// A body that this operation takes for a success.
    pub(super) fn good(self) -> String {
        let integration = r#"{
            "id":"182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e","account_tag":"a","active":true,
            "created_at":"2019-12-27T18:11:19.117Z","integration_type":"Okta",
            "reference_id":"r","tenant_url":"t","well_known_url":"w"}"#;
        let result = match self {
            Self::Delete => "null",
            _ => integration,
        };
        format!(r#"{{"success":true,"errors":[],"messages":[],"result":{result}}}"#)
    }

    /// What is so for a create, or for all others.
    pub(super) fn pick<T>(self, [post, others]: [T; 2]) -> T {
        if self == Self::Post { post } else { others }
    }
}
