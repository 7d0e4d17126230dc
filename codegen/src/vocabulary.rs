//! The keywords of `OpenAPI` 3.0 and 3.1, by the object that has them, and what becomes of each.
//!
//! This is the one list of what is understood: `lint` finds misspelt keywords and wrong values by it,
//! and the ledger says by it what is enforced where. The specifications are at
//! <https://spec.openapis.org/oas/v3.0.3> and <https://spec.openapis.org/oas/v3.1.1>.

mod tables;
mod walk;

pub use walk::{TYPES, Visit, is_of_url, schemas, walk};

use crate::document::{Document, Node};

/// A kind of object that a document is made of, by the heading of its section in the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// "`OpenAPI` Object"
    Document,
    /// "Info Object"
    Info,
    /// "Contact Object"
    Contact,
    /// "License Object"
    License,
    /// "Server Object"
    Server,
    /// "Server Variable Object"
    ServerVariable,
    /// "Components Object"
    Components,
    /// "Path Item Object"
    PathItem,
    /// "Operation Object"
    Operation,
    /// "Parameter Object"
    Parameter,
    /// "Header Object"
    Header,
    /// "Request Body Object"
    RequestBody,
    /// "Media Type Object"
    MediaType,
    /// "Encoding Object"
    Encoding,
    /// "Response Object"
    Response,
    /// "Example Object"
    Example,
    /// "Link Object"
    Link,
    /// "Security Scheme Object"
    SecurityScheme,
    /// "OAuth Flows Object"
    OauthFlows,
    /// "OAuth Flow Object" under `implicit`
    ImplicitFlow,
    /// "OAuth Flow Object" under `password` or `clientCredentials`
    TokenFlow,
    /// "OAuth Flow Object" under `authorizationCode`
    CodeFlow,
    /// "Tag Object"
    Tag,
    /// "External Documentation Object"
    ExternalDocs,
    /// "Schema Object"
    Schema,
    /// "Discriminator Object"
    Discriminator,
    /// "XML Object"
    Xml,
}

/// What the value of a keyword has to be.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Any value.
    Any,
    /// A string.
    Text,
    /// A string that isn't empty.
    Name,
    /// A URL, which may be a relative one.
    Url,
    /// An email address.
    Email,
    /// `true` or `false`.
    Flag,
    /// A number.
    Number,
    /// An integer that isn't negative.
    Count,
    /// One of these strings.
    Choice(&'static [&'static str]),
    /// An array.
    List(&'static Shape),
    /// An object with names of one's own.
    Map(&'static Shape),
    /// An object of a kind.
    Is(Thing),
    /// A schema, or `true` or `false`.
    SchemaOrFlag,
    /// The name of a type; in 3.1 also a list of such names.
    Type,
    /// `true` or `false` in 3.0, a number in 3.1.
    Exclusive,
}

/// What becomes of a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// The generated types or functions cannot be used otherwise.
    Types(&'static str),
    /// The client checks it, or acts on it, while it runs.
    Runtime(&'static str),
    /// It is in the documentation of what it is about.
    Documented(&'static str),
    /// `lint` says that no client does this, and none is generated.
    Refused,
    /// `lint` warns that the client does not do this.
    Warned,
    /// It depends on the value, or on where the schema is used.
    Depends,
}

/// A keyword of a kind of object.
#[derive(Clone, Copy, Debug)]
pub struct Keyword {
    /// How it is written.
    pub name: &'static str,
    /// What its value has to be.
    pub shape: Shape,
    /// What becomes of it.
    pub fate: Fate,
    /// Whether it has to be there.
    pub required: bool,
    /// The versions that have it.
    pub versions: Versions,
}

/// What a reference of 3.1 may say of what it leads to.
pub const WORDS: [&str; 2] = ["description", "summary"];

/// The types of security schemes in 3.0.
pub const SCHEMES: &[&str] = &["apiKey", "http", "oauth2", "openIdConnect"];
/// The types of security schemes in 3.1.
pub const SCHEMES_3_1: &[&str] = &["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"];

/// How a parameter may be written.
pub const STYLES: &[&str] = &[
    "matrix",
    "label",
    "form",
    "simple",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
];

/// Versions of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Versions {
    /// 3.0 and 3.1.
    Both,
    /// 3.0 only.
    Old,
    /// 3.1 only.
    New,
}

/// A version of the specification, as far as they differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// 3.0.x
    V3_0,
    /// 3.1.x
    V3_1,
}

impl Version {
    /// That of a document, 3.0 if it doesn't say.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let meant = document.root.get("openapi").and_then(Self::meant);
        meant.unwrap_or(Self::V3_0)
    }

    /// The one that is meant by a value of `openapi`, which may not be written as one.
    #[must_use]
    pub fn meant(node: &Node) -> Option<Self> {
        let json = node.to_json();
        let text = match json.as_f64() {
            Some(number) => format!("{number:.1}"),
            None => json.as_str()?.trim().to_owned(),
        };
        let mut numbers = text.split('.');
        match (numbers.next()?, numbers.next()?) {
            ("3", "0") => Some(Self::V3_0),
            ("3", "1") => Some(Self::V3_1),
            _ => None,
        }
    }

    /// Its number.
    #[must_use]
    pub fn number(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0",
            Self::V3_1 => "3.1",
        }
    }

    fn has(self, versions: Versions) -> bool {
        match versions {
            Versions::Both => true,
            Versions::Old => self == Self::V3_0,
            Versions::New => self == Self::V3_1,
        }
    }
}

impl Thing {
    /// Its keywords in a version.
    pub fn keywords(self, version: Version) -> impl Iterator<Item = &'static Keyword> {
        tables::keywords(self)
            .iter()
            .filter(move |keyword| version.has(keyword.versions))
    }

    /// The keyword of that name, if this kind of object has it.
    #[must_use]
    pub fn keyword(self, name: &str, version: Version) -> Option<&'static Keyword> {
        self.keywords(version).find(|keyword| keyword.name == name)
    }

    /// Whether a `$ref` may stand in its place.
    #[must_use]
    pub fn is_referable(self) -> bool {
        matches!(
            self,
            Self::PathItem
                | Self::Parameter
                | Self::Header
                | Self::RequestBody
                | Self::Response
                | Self::Example
                | Self::Link
                | Self::SecurityScheme
                | Self::Schema
        )
    }

    /// Whether a reference that stands for it may say that instead (`OpenAPI` 3.1.1, "Reference Object").
    #[must_use]
    pub fn may_override(self, name: &str, version: Version) -> bool {
        version == Version::V3_1 && WORDS.contains(&name) && self.keyword(name, version).is_some()
    }

    /// What a person calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "the document",
            Self::Info => "`info`",
            Self::Contact => "a contact",
            Self::License => "a license",
            Self::Server => "a server",
            Self::ServerVariable => "a server variable",
            Self::Components => "`components`",
            Self::PathItem => "a path",
            Self::Operation => "an operation",
            Self::Parameter => "a parameter",
            Self::Header => "a header",
            Self::RequestBody => "a request body",
            Self::MediaType => "a media type",
            Self::Encoding => "an encoding",
            Self::Response => "a response",
            Self::Example => "an example",
            Self::Link => "a link",
            Self::SecurityScheme => "a security scheme",
            Self::OauthFlows => "`flows`",
            Self::ImplicitFlow => "an implicit flow",
            Self::TokenFlow => "a password or client credentials flow",
            Self::CodeFlow => "an authorization code flow",
            Self::Tag => "a tag",
            Self::ExternalDocs => "`externalDocs`",
            Self::Schema => "a schema",
            Self::Discriminator => "a discriminator",
            Self::Xml => "`xml`",
        }
    }
}
