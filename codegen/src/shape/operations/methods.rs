//! The methods of a call's builder that build, send and read.

use quote::{format_ident, quote};
use syn::{ImplItem, Type, parse_quote};

use super::super::envelopes::{self, Envelope};
use super::{Signature, document_permissions};
use crate::document::Document;
use crate::operation::Operation;
use crate::reply::Replies;
use crate::security;
use crate::shape::docs::plain;
use crate::shape::replies::failure_name;

/// What a call can be asked for.
pub(super) fn methods(
    document: &Document,
    operation: &Operation<'_>,
    signature: &Signature,
    envelopes: &[Envelope],
) -> Vec<ImplItem> {
    let Signature {
        statements,
        path_values,
        has_body,
        ..
    } = signature;
    let names = operation.path_names();
    let template = names
        .iter()
        .zip(path_values)
        .fold(operation.path.to_owned(), |path, (name, value)| {
            path.replace(&format!("{{{name}}}"), &format!("{{{value}}}"))
        });
    let path = quote!(format_args!(#template));
    let body = if *has_body {
        quote!(Some(&body))
    } else {
        quote!(None::<&()>)
    };
    let mut credentials = security::alternatives(document, operation).into_iter();
    let credentials: &[&str] = if credentials.any(|schemes| !schemes.is_empty()) {
        &[
            "",
            "The credentials are among the headers, marked as sensitive.",
        ]
    } else {
        &[]
    };
    let result = envelopes::result_type(&signature.success, envelopes);
    let mut methods: Vec<ImplItem> = vec![
        parse_quote! {
            /// What this call does otherwise than its client: time-outs, retries, headers, query.
            pub fn options(mut self, options: CallOptions) -> Self {
                self.options = options;
                self
            }
        },
        parse_quote! {
            fn prepare(self) -> Result<runtime::Call<Self>, Error> {
                #(#statements)*
                #(let #path_values = runtime::path_segment(#names, &#path_values)?;)*
                client.call(#path, #body, options)
            }
        },
        parse_quote! {
            #[doc = "Builds the request without sending it: method, URL, body and every header."]
            #(#[doc = #credentials])*
            #[doc = ""]
            #[doc = "# Errors"]
            #[doc = "When a value is missing or invalid."]
            pub fn request(self) -> Result<runtime::Request, Error> {
                runtime::prepared(self.prepare())?.into_request()
            }
        },
    ];
    methods.extend(sends(document, operation, &result));
    methods
}

/// `send` in its forms, each for async code and for other code.
fn sends(document: &Document, operation: &Operation<'_>, result: &Type) -> Vec<ImplItem> {
    let route = format!("{} {}", operation.method.to_uppercase(), operation.path);
    let send = format!("Sends `{route}` and gives the result.");
    let with_meta = format!(
        "Sends `{route}` and gives the result with what came beside it: status, headers, messages."
    );
    let permission = match document_permissions(operation.node).as_slice() {
        [] => String::new(),
        permissions => {
            let names: Vec<String> = permissions.iter().map(|name| plain(name)).collect();
            format!(" Needs the permission {}.", names.join(" or "))
        }
    };
    let answer = if Replies::of(document, operation).has_own_failures(document) {
        let name = failure_name(operation);
        format!(" [`types::{name}::of`] gives what it answers then.")
    } else {
        String::new()
    };
    let failure = format!(
        "When a value is missing or invalid (nothing is sent then), the call does not reach the API, \
         or the API refuses it.{permission}{answer}"
    );
    let raw = format!("Sends `{route}` and gives the reply as it came, whatever its status.");
    let raw_failure = "When a value is missing or invalid (nothing is sent then), no reply comes, or it is larger than is read.";
    let mut methods = Vec::new();
    let bytes: Type = parse_quote!(Reply<Vec<u8>>);
    for (name, doc, failure, output) in [
        ("send", &send, failure.as_str(), result.clone()),
        (
            "send_with_meta",
            &with_meta,
            &failure,
            parse_quote!(Reply<#result>),
        ),
        ("send_raw", &raw, raw_failure, bytes),
    ] {
        let blocking_doc = format!("[`{name}`](Self::{name}), for code that isn't async.");
        let blocking_failure = format!("Those of [`{name}`](Self::{name}).");
        let (name, blocking) = (format_ident!("{name}"), format_ident!("{name}_blocking"));
        methods.push(parse_quote! {
            #[doc = #doc]
            #[doc = ""]
            #[doc = "# Errors"]
            #[doc = #failure]
            pub async fn #name(self) -> Result<#output, Error> {
                runtime::prepared(self.prepare())?.#name().await
            }
        });
        methods.push(parse_quote! {
            #[doc = #blocking_doc]
            #[doc = ""]
            #[doc = "# Errors"]
            #[doc = #blocking_failure]
            #[cfg(feature = "blocking")]
            pub fn #blocking(self) -> Result<#output, Error> {
                runtime::block_on(self.#name())
            }
        });
    }
    methods
}
