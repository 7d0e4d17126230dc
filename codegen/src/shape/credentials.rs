//! `credentials`: the document's security schemes become a type; progenitor ignores them.
//!
//! Each alternative is a variant that holds all of its schemes, so that half a pair, or two
//! alternatives at once, cannot be expressed.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{File, Ident, parse_quote};

use super::syntax;
use crate::document::Document;
use crate::security::{self, Alternative};

pub(super) fn shape(file: &mut File, document: &Document) {
    let alternatives = security::all_alternatives(document);
    let variants: Vec<Variant> = alternatives
        .iter()
        .filter(|schemes| !schemes.is_empty())
        .map(|schemes| Variant::new(schemes, document))
        .collect();
    // Some operation accepts, or all accept, that no credentials are sent.
    let is_anonymous = variants.len() < alternatives.len() || variants.is_empty();
    let anonymous = is_anonymous.then(|| {
        quote!(
            #[doc = "No credentials."]
            Anonymous,
        )
    });
    let last_resort = if is_anonymous {
        quote!(Some(Self::Anonymous))
    } else {
        quote!(None)
    };
    let no_schemes = is_anonymous.then(|| quote!(Self::Anonymous => &[],));
    let no_headers = is_anonymous.then(|| quote!(Self::Anonymous => {}));

    let declarations = variants.iter().map(Variant::declaration);
    let constructors = variants.iter().map(Variant::constructor);
    let attempts = variants.iter().map(Variant::attempt);
    let schemes = variants.iter().map(Variant::schemes);
    let headers = variants.iter().map(Variant::headers);
    let (secret, visit) = if variants.is_empty() {
        (quote!(_), quote!(_))
    } else {
        (quote!(secret), quote!(visit))
    };
    let mut carriers: Vec<&str> = Vec::new();
    for scheme in variants.iter().flat_map(|variant| &variant.schemes) {
        if !carriers.contains(&scheme.carrier()) {
            carriers.push(scheme.carrier());
        }
    }
    let all = alternatives.iter().map(|schemes| quote!(&[#(#schemes),*]));
    file.items.push(parse_quote! {
        /// Who makes a call: one of the alternatives that the API accepts, complete.
        ///
        /// Secrets are not shown by `Debug`, and are wiped from memory when dropped.
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum Credentials {
            #(#declarations)*
            #anonymous
        }
    });
    file.items.push(parse_quote! {
        impl Credentials {
            #(#constructors)*
        }
    });
    file.items.push(parse_quote! {
        impl runtime::Authentication for Credentials {
            const ALTERNATIVES: &'static [&'static [&'static str]] = &[#(#all),*];

            const HEADERS: &'static [&'static str] = &[#(#carriers),*];

            fn from_schemes(#secret: impl Fn(&str) -> Option<runtime::SecretString>) -> Option<Self> {
                #(#attempts)*
                #last_resort
            }

            fn schemes(&self) -> &'static [&'static str] {
                match self {
                    #(#schemes)*
                    #no_schemes
                }
            }

            fn headers(&self, #visit: &mut dyn FnMut(runtime::SecretHeader<'_>)) {
                match self {
                    #(#headers)*
                    #no_headers
                }
            }
        }
    });
}

/// An alternative as a variant of the credentials.
struct Variant<'a> {
    name: Ident,
    constructor: Ident,
    schemes: Vec<Scheme<'a>>,
}

struct Scheme<'a> {
    name: &'a str,
    field: Ident,
    description: String,
    /// The header of an API key; a bearer token has none of its own.
    header: Option<String>,
}

impl Scheme<'_> {
    /// The header that carries it.
    fn carrier(&self) -> &str {
        self.header.as_deref().unwrap_or("authorization")
    }
}

impl<'a> Variant<'a> {
    fn new(schemes: &Alternative<'a>, document: &'a Document) -> Self {
        let name = syntax::identifier(&security::variant_name(schemes));
        let constructor = syntax::variable(&schemes.join("_and_"));
        let schemes = schemes
            .iter()
            .map(|name| {
                let node = security::scheme(document, name);
                let text = |key| node.and_then(|node| node.str(key));
                let format = text("bearerFormat").filter(|_| text("type") == Some("http"));
                Scheme {
                    name,
                    field: syntax::variable(name),
                    description: match (text("description"), format) {
                        (Some(description), None) => description.to_owned(),
                        (None, None) => "The credential of this scheme.".to_owned(),
                        (description, Some(format)) => {
                            format!("{}\n\nFormat: {format}.", description.unwrap_or_default())
                        }
                    },
                    header: text("name")
                        .filter(|_| text("type") == Some("apiKey"))
                        .map(str::to_lowercase),
                }
            })
            .collect();
        Self {
            name,
            constructor,
            schemes,
        }
    }

    fn fields(&self) -> Vec<&Ident> {
        self.schemes.iter().map(|scheme| &scheme.field).collect()
    }

    fn names(&self) -> Vec<&str> {
        self.schemes.iter().map(|scheme| scheme.name).collect()
    }

    fn doc(&self) -> String {
        format!("Authenticates by `{}`.", self.names().join("` and `"))
    }

    fn declaration(&self) -> TokenStream {
        let (name, fields, doc) = (&self.name, self.fields(), self.doc());
        let docs = self.schemes.iter().map(|scheme| &scheme.description);
        quote! {
            #[doc = #doc]
            #name {
                #(
                    #[doc = #docs]
                    #fields: runtime::SecretString,
                )*
            },
        }
    }

    fn constructor(&self) -> TokenStream {
        let (name, fields, doc) = (&self.name, self.fields(), self.doc());
        let constructor = &self.constructor;
        quote! {
            #[doc = #doc]
            #[must_use]
            pub fn #constructor(#(#fields: impl Into<runtime::SecretString>),*) -> Self {
                Self::#name { #(#fields: #fields.into()),* }
            }
        }
    }

    fn attempt(&self) -> TokenStream {
        let (name, fields, names) = (&self.name, self.fields(), self.names());
        quote! {
            if let (#(Some(#fields),)*) = (#(secret(#names),)*) {
                return Some(Self::#name { #(#fields),* });
            }
        }
    }

    fn schemes(&self) -> TokenStream {
        let (name, names) = (&self.name, self.names());
        quote!(Self::#name { .. } => &[#(#names),*],)
    }

    fn headers(&self) -> TokenStream {
        let (name, fields) = (&self.name, self.fields());
        let headers = self.schemes.iter().map(|scheme| {
            let field = &scheme.field;
            if let Some(header) = &scheme.header {
                quote!(runtime::SecretHeader::key(#header, #field))
            } else {
                quote!(runtime::SecretHeader::bearer(#field))
            }
        });
        quote!(Self::#name { #(#fields),* } => { #(visit(#headers);)* })
    }
}
