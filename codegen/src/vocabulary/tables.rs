//! The tables.

use super::Fate::{Depends, Documented, Refused, Runtime, Types, Warned};
use super::Shape::{
    Any, Choice, Count, Email, Exclusive, Flag, Is, List, Map, Name, Number, SchemaOrFlag, Text,
    Type, Url,
};
use super::{Fate, Keyword, SCHEMES, SCHEMES_3_1, STYLES, Shape, Thing, Versions};

const fn k(name: &'static str, shape: Shape, fate: Fate) -> Keyword {
    Keyword {
        name,
        shape,
        fate,
        required: false,
        versions: Versions::Both,
    }
}

impl Keyword {
    const fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    const fn only(self, versions: Versions) -> Self {
        Self { versions, ..self }
    }
}

/// The keywords of a kind of object.
pub(super) fn keywords(thing: Thing) -> &'static [Keyword] {
    match thing {
        Thing::Document => DOCUMENT,
        Thing::Info => INFO,
        Thing::Contact => CONTACT,
        Thing::License => LICENSE,
        Thing::Server => SERVER,
        Thing::ServerVariable => SERVER_VARIABLE,
        Thing::Components => COMPONENTS,
        Thing::PathItem => PATH_ITEM,
        Thing::Operation => OPERATION,
        Thing::Parameter => PARAMETER,
        Thing::Header => HEADER,
        Thing::RequestBody => REQUEST_BODY,
        Thing::MediaType => MEDIA_TYPE,
        Thing::Encoding => ENCODING,
        Thing::Response => RESPONSE,
        Thing::Example => EXAMPLE,
        Thing::Link => LINK,
        Thing::SecurityScheme => SECURITY_SCHEME,
        Thing::OauthFlows => OAUTH_FLOWS,
        Thing::ImplicitFlow => IMPLICIT_FLOW,
        Thing::TokenFlow => TOKEN_FLOW,
        Thing::CodeFlow => CODE_FLOW,
        Thing::Tag => TAG,
        Thing::ExternalDocs => EXTERNAL_DOCS,
        Thing::Schema => SCHEMA,
        Thing::Discriminator => DISCRIMINATOR,
        Thing::Xml => XML,
    }
}

const DOCS: Fate = Documented("docs");
const CLIENT: Fate = Types("client");
const SECURITY: Shape = List(&Map(&List(&Text)));
const SCHEMAS: Shape = List(&Is(Thing::Schema));

const DOCUMENT: &[Keyword] = &[
    k("openapi", Text, Types("dialect")).required(),
    k("info", Is(Thing::Info), DOCS).required(),
    // The one that is meant without it, and what that is made of.
    k(
        "jsonSchemaDialect",
        Choice(&[
            "https://spec.openapis.org/oas/3.1/dialect/base",
            "https://json-schema.org/draft/2020-12/schema",
        ]),
        Types("dialect"),
    )
    .only(Versions::New),
    k("servers", List(&Is(Thing::Server)), Types("server")),
    k("paths", Map(&Is(Thing::PathItem)), CLIENT).required(),
    k("webhooks", Any, Refused).only(Versions::New),
    k("components", Is(Thing::Components), CLIENT),
    k("security", SECURITY, Types("credentials")),
    k("tags", List(&Is(Thing::Tag)), DOCS),
    k("externalDocs", Is(Thing::ExternalDocs), DOCS),
];

const INFO: &[Keyword] = &[
    k("title", Name, DOCS).required(),
    k("summary", Text, DOCS).only(Versions::New),
    k("description", Text, DOCS),
    k("termsOfService", Url, DOCS),
    k("contact", Is(Thing::Contact), DOCS),
    k("license", Is(Thing::License), DOCS),
    k("version", Name, DOCS).required(),
];

const CONTACT: &[Keyword] = &[
    k("name", Text, DOCS),
    k("url", Url, DOCS),
    k("email", Email, DOCS),
];

const LICENSE: &[Keyword] = &[
    k("name", Name, DOCS).required(),
    k("identifier", Text, DOCS).only(Versions::New),
    k("url", Url, DOCS),
];

const SERVER: &[Keyword] = &[
    k("url", Text, Depends).required(),
    k("description", Text, DOCS),
    k("variables", Map(&Is(Thing::ServerVariable)), Refused),
];

const SERVER_VARIABLE: &[Keyword] = &[
    k("enum", List(&Text), Refused),
    k("default", Text, Refused).required(),
    k("description", Text, Refused),
];

const COMPONENTS: &[Keyword] = &[
    k("schemas", Map(&Is(Thing::Schema)), CLIENT),
    k("responses", Map(&Is(Thing::Response)), CLIENT),
    k("parameters", Map(&Is(Thing::Parameter)), CLIENT),
    k("examples", Map(&Is(Thing::Example)), DOCS),
    k("requestBodies", Map(&Is(Thing::RequestBody)), CLIENT),
    k("headers", Map(&Is(Thing::Header)), DOCS),
    k(
        "securitySchemes",
        Map(&Is(Thing::SecurityScheme)),
        Types("credentials"),
    ),
    k("links", Map(&Is(Thing::Link)), Warned),
    k("callbacks", Any, Refused),
    k("pathItems", Map(&Is(Thing::PathItem)), CLIENT).only(Versions::New),
];

const PATH_ITEM: &[Keyword] = &[
    k("summary", Text, DOCS),
    k("description", Text, DOCS),
    k("get", Is(Thing::Operation), CLIENT),
    k("put", Is(Thing::Operation), CLIENT),
    k("post", Is(Thing::Operation), CLIENT),
    k("delete", Is(Thing::Operation), CLIENT),
    k("options", Is(Thing::Operation), CLIENT),
    k("head", Is(Thing::Operation), CLIENT),
    k("patch", Is(Thing::Operation), CLIENT),
    k("trace", Is(Thing::Operation), CLIENT),
    k("servers", List(&Is(Thing::Server)), Refused),
    k("parameters", List(&Is(Thing::Parameter)), CLIENT),
];

const OPERATION: &[Keyword] = &[
    k("tags", List(&Name), DOCS),
    k("summary", Text, DOCS),
    k("description", Text, DOCS),
    k("externalDocs", Is(Thing::ExternalDocs), DOCS),
    k("operationId", Text, CLIENT),
    k("parameters", List(&Is(Thing::Parameter)), CLIENT),
    k("requestBody", Is(Thing::RequestBody), CLIENT),
    k("responses", Map(&Is(Thing::Response)), CLIENT).required(),
    k("callbacks", Any, Refused),
    k("deprecated", Flag, DOCS),
    k("security", SECURITY, Types("credentials")),
    k("servers", List(&Is(Thing::Server)), Refused),
    k("x-required-permissions", List(&Name), Runtime("operations")),
];

const PARAMETER: &[Keyword] = &[
    k("name", Name, CLIENT).required(),
    k(
        "in",
        Choice(&["path", "query", "header", "cookie"]),
        Types("operations"),
    )
    .required(),
    k("description", Text, DOCS),
    k("required", Flag, CLIENT),
    k("deprecated", Flag, DOCS),
    k("allowEmptyValue", Flag, Depends),
    k("style", Choice(STYLES), Depends),
    k("explode", Flag, Depends),
    k("allowReserved", Flag, Depends),
    k("schema", Is(Thing::Schema), CLIENT),
    k("example", Any, DOCS),
    k("examples", Map(&Is(Thing::Example)), DOCS),
    k("content", Map(&Is(Thing::MediaType)), Refused),
];

const HEADER: &[Keyword] = &[
    k("description", Text, DOCS),
    k("required", Flag, DOCS),
    k("deprecated", Flag, DOCS),
    k("style", Choice(&["simple"]), DOCS),
    k("explode", Flag, DOCS),
    k("schema", Is(Thing::Schema), DOCS),
    k("example", Any, DOCS),
    k("examples", Map(&Is(Thing::Example)), DOCS),
    k("content", Map(&Is(Thing::MediaType)), Refused),
];

const REQUEST_BODY: &[Keyword] = &[
    k("description", Text, DOCS),
    k("content", Map(&Is(Thing::MediaType)), CLIENT).required(),
    k("required", Flag, CLIENT),
];

const MEDIA_TYPE: &[Keyword] = &[
    k("schema", Is(Thing::Schema), CLIENT),
    k("example", Any, DOCS),
    k("examples", Map(&Is(Thing::Example)), DOCS),
    k("encoding", Map(&Is(Thing::Encoding)), Refused),
];

const ENCODING: &[Keyword] = &[
    k("contentType", Text, Refused),
    k("headers", Map(&Is(Thing::Header)), Refused),
    k("style", Text, Refused),
    k("explode", Flag, Refused),
    k("allowReserved", Flag, Refused),
];

const RESPONSE: &[Keyword] = &[
    k("description", Text, DOCS).required(),
    k("headers", Map(&Is(Thing::Header)), DOCS),
    k("content", Map(&Is(Thing::MediaType)), CLIENT),
    k("links", Map(&Is(Thing::Link)), Warned),
];

const EXAMPLE: &[Keyword] = &[
    k("summary", Text, DOCS),
    k("description", Text, DOCS),
    k("value", Any, DOCS),
    k("externalValue", Url, DOCS),
];

const LINK: &[Keyword] = &[
    k("operationRef", Text, Warned),
    k("operationId", Text, Warned),
    k("parameters", Map(&Any), Warned),
    k("requestBody", Any, Warned),
    k("description", Text, Warned),
    k("server", Is(Thing::Server), Warned),
];

const SECURITY_SCHEME: &[Keyword] = &[
    k("type", Choice(SCHEMES), Runtime("credentials"))
        .required()
        .only(Versions::Old),
    k("type", Choice(SCHEMES_3_1), Runtime("credentials"))
        .required()
        .only(Versions::New),
    k("description", Text, DOCS),
    k("name", Text, Runtime("credentials")),
    k(
        "in",
        Choice(&["query", "header", "cookie"]),
        Runtime("credentials"),
    ),
    k("scheme", Text, Runtime("credentials")),
    k("bearerFormat", Text, DOCS),
    k("flows", Is(Thing::OauthFlows), Warned),
    k("openIdConnectUrl", Url, Warned),
];

const OAUTH_FLOWS: &[Keyword] = &[
    k("implicit", Is(Thing::ImplicitFlow), Warned),
    k("password", Is(Thing::TokenFlow), Warned),
    k("clientCredentials", Is(Thing::TokenFlow), Warned),
    k("authorizationCode", Is(Thing::CodeFlow), Warned),
];

const AUTHORIZATION_URL: Keyword = k("authorizationUrl", Url, Warned).required();
const TOKEN_URL: Keyword = k("tokenUrl", Url, Warned).required();
const REFRESH_URL: Keyword = k("refreshUrl", Url, Warned);
const SCOPES: Keyword = k("scopes", Map(&Text), Warned).required();

const IMPLICIT_FLOW: &[Keyword] = &[AUTHORIZATION_URL, REFRESH_URL, SCOPES];
const TOKEN_FLOW: &[Keyword] = &[TOKEN_URL, REFRESH_URL, SCOPES];
const CODE_FLOW: &[Keyword] = &[AUTHORIZATION_URL, TOKEN_URL, REFRESH_URL, SCOPES];

const TAG: &[Keyword] = &[
    k("name", Name, DOCS).required(),
    k("description", Text, DOCS),
    k("externalDocs", Is(Thing::ExternalDocs), DOCS),
];

const EXTERNAL_DOCS: &[Keyword] = &[k("description", Text, DOCS), k("url", Url, DOCS).required()];

const SCHEMA: &[Keyword] = &[
    k("title", Text, DOCS),
    k("description", Text, DOCS),
    k("type", Type, CLIENT),
    k("properties", Map(&Is(Thing::Schema)), CLIENT),
    k("required", List(&Text), CLIENT),
    k("additionalProperties", SchemaOrFlag, Depends),
    k("items", Is(Thing::Schema), CLIENT),
    k("enum", List(&Any), Depends),
    k("const", Any, Depends).only(Versions::New),
    k("nullable", Flag, Types("nullable")).only(Versions::Old),
    k("allOf", SCHEMAS, Types("merge")),
    k("oneOf", SCHEMAS, CLIENT),
    k("anyOf", SCHEMAS, CLIENT),
    k("not", Is(Thing::Schema), Refused),
    k("format", Text, Depends),
    k("minimum", Number, Depends),
    k("maximum", Number, Depends),
    k("exclusiveMinimum", Exclusive, Depends),
    k("exclusiveMaximum", Exclusive, Depends),
    k("multipleOf", Number, Depends),
    k("minLength", Count, Depends),
    k("maxLength", Count, Depends),
    k("pattern", Text, Depends),
    k("minItems", Count, Depends),
    k("maxItems", Count, Depends),
    k("uniqueItems", Flag, Depends),
    k("minProperties", Count, Depends),
    k("maxProperties", Count, Depends),
    k("default", Any, DOCS),
    k("example", Any, DOCS),
    k("examples", List(&Any), DOCS).only(Versions::New),
    k("deprecated", Flag, DOCS),
    k("readOnly", Flag, DOCS),
    k("writeOnly", Flag, DOCS),
    k("externalDocs", Is(Thing::ExternalDocs), DOCS),
    k("discriminator", Is(Thing::Discriminator), Warned),
    k("xml", Is(Thing::Xml), Warned),
    k("$comment", Text, Warned).only(Versions::New),
    k("$schema", Text, Refused).only(Versions::New),
    k("$id", Text, Refused).only(Versions::New),
    k("$anchor", Text, Refused).only(Versions::New),
    k("$dynamicRef", Text, Refused).only(Versions::New),
    k("$dynamicAnchor", Text, Refused).only(Versions::New),
    k("$defs", Map(&Is(Thing::Schema)), CLIENT).only(Versions::New),
    k("prefixItems", SCHEMAS, Refused).only(Versions::New),
    k("contains", Is(Thing::Schema), Refused).only(Versions::New),
    k("minContains", Count, Refused).only(Versions::New),
    k("maxContains", Count, Refused).only(Versions::New),
    k("patternProperties", Map(&Is(Thing::Schema)), Refused).only(Versions::New),
    k("propertyNames", Is(Thing::Schema), Refused).only(Versions::New),
    k("dependentRequired", Map(&List(&Text)), Refused).only(Versions::New),
    k("dependentSchemas", Map(&Is(Thing::Schema)), Refused).only(Versions::New),
    k("unevaluatedProperties", SchemaOrFlag, Refused).only(Versions::New),
    k("unevaluatedItems", SchemaOrFlag, Refused).only(Versions::New),
    k("if", Is(Thing::Schema), Refused).only(Versions::New),
    k("then", Is(Thing::Schema), Refused).only(Versions::New),
    k("else", Is(Thing::Schema), Refused).only(Versions::New),
    k("contentEncoding", Text, Refused).only(Versions::New),
    k("contentMediaType", Text, Refused).only(Versions::New),
    k("contentSchema", Is(Thing::Schema), Refused).only(Versions::New),
];

const DISCRIMINATOR: &[Keyword] = &[
    k("propertyName", Text, Warned).required(),
    k("mapping", Map(&Text), Warned),
];

const XML: &[Keyword] = &[
    k("name", Text, Warned),
    k("namespace", Text, Warned),
    k("prefix", Text, Warned),
    k("attribute", Flag, Warned),
    k("wrapped", Flag, Warned),
];
