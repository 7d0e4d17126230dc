//! The kinds of diagnostics, by names that don't change.

use std::fmt;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// A kind of diagnostic. Its name is stable: scripts may rely on it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $variant,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name, e.g. `dangling-ref`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

codes! {
    /// A file cannot be read.
    UnreadableFile = "unreadable-file",
    /// Text that is not YAML or JSON.
    Syntax = "syntax",
    /// A key that is in its mapping twice.
    DuplicateKey = "duplicate-key",
    /// A value that is in its `enum` twice.
    DuplicateValue = "duplicate-value",
    /// A document with too many files, nodes or levels.
    TooLarge = "too-large",
    /// A version of `OpenAPI` that isn't read.
    Version = "version",
    /// A keyword that the specification doesn't have there.
    UnknownKeyword = "unknown-keyword",
    /// An extension (`x-…`) that means nothing to this generator.
    UnknownExtension = "unknown-extension",
    /// A value of another type than the specification has there.
    WrongType = "wrong-type",
    /// A value that the specification doesn't have there.
    WrongValue = "wrong-value",
    /// Two keywords of which an object has one only.
    ExclusiveKeywords = "exclusive-keywords",
    /// A keyword that has to be there.
    MissingKeyword = "missing-keyword",
    /// A keyword that has no effect where it stands.
    NoEffect = "no-effect",
    /// A request body that may be lost on the way, or is always sent though it is optional.
    RequestBody = "request-body",
    /// Something that no client is generated for.
    Unsupported = "unsupported",
    /// A reference that leads nowhere.
    DanglingRef = "dangling-ref",
    /// A reference, or a merge, that leads back to itself.
    CircularRef = "circular-ref",
    /// Keywords beside a `$ref`, which `OpenAPI` 3.0 ignores.
    RefSiblings = "ref-siblings",
    /// A path that isn't one.
    Path = "path",
    /// A path and its parameters that don't agree.
    PathParameter = "path-parameter",
    /// An operation without a usable `operationId`.
    OperationId = "operation-id",
    /// Two names of the document that become one name in Rust.
    NameCollision = "name-collision",
    /// A name that the client has already, or that no name in Rust can be made of.
    Name = "name",
    /// A security scheme that isn't declared.
    UndeclaredScheme = "undeclared-scheme",
    /// A tag that isn't declared.
    UndeclaredTag = "undeclared-tag",
    /// A component that nothing refers to.
    UnusedComponent = "unused-component",
    /// A required property that isn't declared.
    UndeclaredProperty = "undeclared-property",
    /// A default that doesn't conform to its schema.
    Default = "default",
    /// An example that doesn't conform to its schema.
    Example = "example",
    /// Bounds, or a type and its values, that nothing can keep to.
    Impossible = "impossible",
    /// A regular expression that isn't one.
    Pattern = "pattern",
    /// Parts of an `allOf` that contradict each other.
    Merge = "merge",
    /// A reply with `success` that cannot be opened as an envelope.
    Envelope = "envelope",
    /// Something that progenitor cannot go on with.
    Progenitor = "progenitor",
    /// A defect of this generator.
    Internal = "internal",
}

impl Code {
    /// Whether what a schema says isn't all known, if it is of a schema.
    #[must_use]
    pub fn leaves_gaps(self) -> bool {
        matches!(
            self,
            Self::DanglingRef
                | Self::Merge
                | Self::MissingKeyword
                | Self::Unsupported
                | Self::WrongType
                | Self::WrongValue
        )
    }

    /// Whether it is about a name.
    #[must_use]
    pub fn is_of_names(self) -> bool {
        matches!(self, Self::Name | Self::NameCollision)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
