//! `httpmock`: mocks of each operation, for tests with the crate httpmock.
//!
//! Made from the shaped setters, so that a mock takes exactly what the call takes, with the same types,
//! names and documentation, in a few lines an operation. progenitor's own output for httpmock is of no
//! use for it: it puts the values of paths into patterns unescaped, ignores the path of the base URL, lets
//! `/{id}` answer for `/words`, and repeats for each operation what the runtime's half says once.
//!
//! An operation that is called as a method of httpmock's server is, such as `reset`, is mocked by
//! `MockServerExt::reset(&server, …)`.

use quote::format_ident;
use syn::{
    Attribute, File, Ident, ImplItem, Item, ItemImpl, TraitItem, Type, TypeParamBound,
    WherePredicate, parse_quote,
};

use super::{Mismatch, Outcome, syntax};
use crate::document::Document;
use crate::names::{pascal, snake};
use crate::operation::{Operation, operations};

const PASS: &str = "httpmock";

pub(super) fn shape(file: &mut File, document: &Document) -> Outcome {
    let builders = syntax::module(file, &["builder"])
        .ok_or_else(|| Mismatch::new(PASS, "module `builder`"))?;
    let mut methods: Vec<TraitItem> = Vec::new();
    for operation in operations(document) {
        let name = syntax::identifier(&pascal(operation.id().unwrap_or_default()));
        let setters = setters(builders, &operation, &name)?;
        if !setters.is_empty() {
            builders.push(parse_quote! {
                #[cfg(feature = "httpmock")]
                impl super::When<#name<'static>> {
                    #(#setters)*
                }
            });
        }
        methods.push(method(&operation, &name));
    }
    file.items.extend(extension(&methods));
    Ok(())
}

/// What gives a server a method for each operation.
fn extension(methods: &[TraitItem]) -> [Item; 4] {
    [
        parse_quote! {
            #[cfg(feature = "httpmock")]
            use crate::httpmock::{Api, Mock, Then, When};
        },
        parse_quote! {
            #[cfg(feature = "httpmock")]
            static API: Api = Api::new(DOCUMENT, BASE_URL);
        },
        parse_quote! {
            /// Mocks of each operation.
            ///
            /// It can be implemented for what has a server, too.
            #[cfg(feature = "httpmock")]
            pub trait MockServerExt {
                /// The server.
                fn server(&self) -> &::httpmock::MockServer;
                /// The base URL of a client of the server.
                fn api_base_url(&self) -> String {
                    API.base_url(self.server())
                }
                /// A client of the server, with credentials for tests.
                ///
                /// # Panics
                /// When the system's root certificates cannot be read.
                fn client(&self) -> crate::Client {
                    API.client(self.server())
                }
                #(#methods)*
            }
        },
        parse_quote! {
            #[cfg(feature = "httpmock")]
            impl MockServerExt for ::httpmock::MockServer {
                fn server(&self) -> &Self {
                    self
                }
            }
        },
    ]
}

/// What mocks the operation.
fn method(operation: &Operation<'_>, builder: &Ident) -> TraitItem {
    let name = syntax::identifier(&snake(operation.id().unwrap_or_default()));
    let doc = format!(
        " Mocks [`{name}`](crate::Client::{name}): `{} {}`.",
        operation.method.to_uppercase(),
        operation.path
    );
    parse_quote! {
        #[doc = #doc]
        fn #name(
            &self,
            config: impl FnOnce(When<builder::#builder<'static>>, Then),
        ) -> Mock<'_> {
            API.mock(self.server(), config)
        }
    }
}

/// What says which calls of the operation a mock answers: a setter for each of the call's.
fn setters(
    builders: &mut [Item],
    operation: &Operation<'_>,
    builder: &Ident,
) -> Result<Vec<ImplItem>, Mismatch> {
    let block = builders.iter_mut().find_map(|item| match item {
        Item::Impl(block) if syntax::is_inherent(block, &builder.to_string()) => Some(block),
        _ => None,
    });
    let block = block.ok_or_else(|| Mismatch::new(PASS, format!("builder `{builder}`")))?;
    let mut setters: Vec<ImplItem> = Vec::new();
    for name in operation.path_names() {
        let ident = syntax::variable(name);
        let (docs, ty) = setter(block, &ident)?;
        setters.push(parse_quote! {
            #(#docs)*
            pub fn #ident(self, value: impl TryInto<#ty, Error: ::std::fmt::Display>) -> Self {
                self.with_variable::<#ty>(#name, value)
            }
        });
    }
    if operation.node.get("requestBody").is_some() {
        let (docs, ty) = setter(block, &format_ident!("body"))?;
        setters.push(parse_quote! {
            #(#docs)*
            pub fn body(self, value: impl TryInto<#ty, Error: ::std::fmt::Display>) -> Self {
                self.with_body::<#ty>(value)
            }
        });
    }
    Ok(setters)
}

/// The documentation of a call's setter, and the type that it makes of a value.
fn setter(block: &mut ItemImpl, name: &Ident) -> Result<(Vec<Attribute>, Type), Mismatch> {
    let missing = || {
        Mismatch::new(
            PASS,
            format!("setter `{name}` that takes what makes a type"),
        )
    };
    let function = syntax::function(block, &name.to_string()).ok_or_else(missing)?;
    let docs = function.attrs.iter();
    let docs = docs.filter(|attribute| syntax::doc_line(attribute).is_some());
    let docs: Vec<Attribute> = docs.cloned().collect();
    // `V: TryInto<T>`
    let clause = function.sig.generics.where_clause.as_ref();
    let first = clause.and_then(|clause| clause.predicates.first());
    let Some(WherePredicate::Type(predicate)) = first else {
        return Err(missing());
    };
    let Some(TypeParamBound::Trait(bound)) = predicate.bounds.first() else {
        return Err(missing());
    };
    let path = &bound.path;
    let bound: Type = parse_quote!(#path);
    let made = syntax::type_arguments(&bound).first().copied().cloned();
    Ok((docs, made.ok_or_else(missing)?))
}
