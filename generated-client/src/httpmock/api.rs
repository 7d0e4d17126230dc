//! What all mocks of a document share.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use ::httpmock::{HttpMockRequest, MockServer};

use super::{Mock, Then, When};
use crate::document::{self, Problem};
use crate::runtime::{Authentication, Operation};
use crate::{Client, Credentials, SecretString};

/// A document and its default base URL; read when they are wanted first.
pub(crate) struct Api {
    document: &'static str,
    base_url: &'static str,
    read: OnceLock<Result<Read, String>>,
}

/// A document, read.
struct Read {
    /// The path of the base URL.
    prefix: String,
    operations: Vec<document::Operation>,
}

/// An operation among those of its document.
#[derive(Clone, Copy)]
pub(super) struct Route {
    read: &'static Read,
    pub(super) operation: &'static document::Operation,
}

impl Api {
    pub(crate) const fn new(document: &'static str, base_url: &'static str) -> Self {
        Self {
            document,
            base_url,
            read: OnceLock::new(),
        }
    }

    /// The base URL that a client of the server has.
    pub(crate) fn base_url(&self, server: &MockServer) -> String {
        server.url(document::prefix(self.base_url))
    }

    /// A client of the server, with credentials for tests.
    pub(crate) fn client(&self, server: &MockServer) -> Client {
        let secret = |scheme: &str| Some(SecretString::from(format!("mock-{scheme}")));
        let client = Credentials::from_schemes(secret).map(|credentials| {
            let client = Client::builder(credentials);
            client.base_url(self.base_url(server)).build()
        });
        match client {
            Some(Ok(client)) => client,
            Some(Err(error)) => panic!("there is no client of the mock server: {error}"),
            // There is a secret for every scheme.
            None => panic!("there are no credentials for the mock server"),
        }
    }

    /// Mocks an operation.
    pub(crate) fn mock<'a, O: Operation>(
        &'static self,
        server: &'a MockServer,
        config: impl FnOnce(When<O>, Then),
    ) -> Mock<'a> {
        let route = self.route(O::INFO.id);
        // The guard's own mock comes first, so that it gets what the document forbids.
        Mock::guarding(server, route, || {
            server.mock(|when, then| {
                config(When::new(when, route), Then::new(then, route.operation));
            })
        })
    }

    fn route(&'static self, id: &str) -> Route {
        let read = self.read.get_or_init(|| {
            Ok(Read {
                prefix: document::prefix(self.base_url),
                operations: document::operations_of(self.document)?,
            })
        });
        let found = read.as_ref().map(|read| {
            let mut operations = read.operations.iter();
            let operation = operations.find(|operation| operation.id == id)?;
            Some(Route { read, operation })
        });
        match found {
            Ok(Some(route)) => route,
            Ok(None) => panic!("the document has no operation `{id}`"),
            Err(error) => panic!("the document cannot be read: {error}"),
        }
    }
}

impl Route {
    /// The values of the path's variables, if the request is one of this operation.
    pub(super) fn variables(
        self,
        request: &HttpMockRequest,
    ) -> Option<BTreeMap<&'static str, String>> {
        let path = document::segments(&self.read.prefix, request.uri().path())?;
        let mut at = document::at(&self.read.operations, &path).into_iter();
        let routed = at.find(|one| one.method == request.method())?;
        (routed.id == self.operation.id).then(|| self.operation.variables(&path))?
    }

    /// What the document forbids in a request, if it is one of this operation.
    pub(super) fn problems(self, request: &HttpMockRequest) -> Vec<Problem> {
        let Some(variables) = self.variables(request) else {
            return Vec::new();
        };
        let header = |name: &str| {
            let mut headers = request.headers_vec().iter();
            let found = headers.find(|(header, _)| header.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.as_str())
        };
        self.operation
            .request_problems(&variables, header, request.body_ref())
    }
}
