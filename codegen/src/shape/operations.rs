//! `operations`: each builder gets `options`, and our own `request` and `send` in its forms.
//!
//! progenitor's `send` decodes a body by status alone, loses status and headers when that fails,
//! and leaves `..` in a path as it is. Here it keeps only what it does with the builder's fields;
//! the request is built and sent by the runtime.

mod methods;

use methods::methods;
use quote::{format_ident, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Fields, File, ImplItem, Item, ItemImpl, Local, ReturnType, Stmt, Type, parse_quote};

use super::envelopes::{self, Envelope};
use super::{Mismatch, Outcome, replies, syntax};
use crate::document::{Document, Node};
use crate::names::pascal;
use crate::operation::{JSON, Operation, operations};
use crate::reply::Replies;
use crate::security;

const PASS: &str = "operations";

pub(super) fn shape(file: &mut File, document: &Document) -> Outcome {
    let envelopes = envelopes::find(file, document);
    let builder = syntax::module(file, &["builder"])
        .ok_or_else(|| Mismatch::new(PASS, "module `builder`"))?;
    for operation in operations(document) {
        let id = operation.id().unwrap_or_default();
        let name = pascal(id);
        let missing = || Mismatch::new(PASS, format!("builder with a `send` for `{id}`"));
        let block = builder
            .iter_mut()
            .find_map(|item| match item {
                Item::Impl(block) if syntax::is_inherent(block, &name) => Some(block),
                _ => None,
            })
            .ok_or_else(missing)?;
        let mut signature = Signature::take(block).ok_or_else(missing)?;
        let replies = Replies::of(document, &operation);
        if replies.has_several_successes() {
            let name = replies::success_name(&operation);
            signature.success = parse_quote!(types::#name);
        }
        block
            .items
            .extend(methods(document, &operation, &signature, &envelopes));
        let description = description(document, &operation, &signature, &envelopes, &name)?;
        builder.push(description);
        hide_constructor(builder, &name)?;
    }
    Ok(())
}

/// What is kept of progenitor's `send`.
struct Signature {
    /// The type of a success.
    success: Type,
    /// The statements that take the builder apart and check its fields.
    statements: Vec<Stmt>,
    /// The variables that hold the path's values, in order.
    path_values: Vec<syn::Ident>,
    /// Whether there is a body.
    has_body: bool,
}

impl Signature {
    /// Takes `send` out of the `impl`.
    fn take(block: &mut ItemImpl) -> Option<Self> {
        let send = syntax::function(block, "send")?;
        let ReturnType::Type(_, output) = &send.sig.output else {
            return None;
        };
        let [reply, _] = syntax::type_arguments(output)[..] else {
            return None;
        };
        let success = (*syntax::type_arguments(reply).first()?).clone();
        let url = send
            .block
            .stmts
            .iter()
            .position(|stmt| local(stmt) == Some("url".to_owned()))?;
        let path_values = match &send.block.stmts[url] {
            Stmt::Local(local) => encoded(local.init.as_ref()?.expr.as_ref())?,
            _ => return None,
        };
        let mut statements: Vec<Stmt> = send.block.stmts[..url].to_vec();
        for statement in &mut statements {
            InvalidRequest.visit_stmt_mut(statement);
            if local(statement) == Some("body".to_owned()) {
                OfBody.visit_stmt_mut(statement);
            }
        }
        // `let Self { client, … } = self;`
        let Some(Stmt::Local(Local {
            pat: syn::Pat::Struct(fields),
            ..
        })) = statements.first_mut()
        else {
            return None;
        };
        let options: syn::PatStruct = {
            let statement: Stmt = parse_quote!(let Self { options } = self;);
            match statement {
                Stmt::Local(Local {
                    pat: syn::Pat::Struct(pattern),
                    ..
                }) => pattern,
                _ => return None,
            }
        };
        fields.fields.extend(options.fields);
        let has_body = statements
            .iter()
            .any(|stmt| local(stmt) == Some("body".to_owned()));
        block
            .items
            .retain(|item| !matches!(item, ImplItem::Fn(function) if function.sig.ident == "send"));
        Some(Self {
            success,
            statements,
            path_values,
            has_body,
        })
    }
}

/// The variable that a `let` binds.
fn local(statement: &Stmt) -> Option<String> {
    match statement {
        Stmt::Local(local) => match &local.pat {
            syn::Pat::Ident(pattern) => Some(pattern.ident.to_string()),
            _ => None,
        },
        _ => None,
    }
}

/// The variables in `format!("…", client.baseurl, encode_path(&a.to_string()), …)`.
fn encoded(expression: &syn::Expr) -> Option<Vec<syn::Ident>> {
    let syn::Expr::Macro(call) = expression else {
        return None;
    };
    let arguments = call
        .mac
        .parse_body_with(syn::punctuated::Punctuated::<syn::Expr, syn::Token![,]>::parse_terminated)
        .ok()?;
    arguments.iter().skip(2).map(encoded_variable).collect()
}

fn encoded_variable(argument: &syn::Expr) -> Option<syn::Ident> {
    let syn::Expr::Call(call) = argument else {
        return None;
    };
    let syn::Expr::Reference(reference) = call.args.first()? else {
        return None;
    };
    let syn::Expr::MethodCall(text) = reference.expr.as_ref() else {
        return None;
    };
    match text.receiver.as_ref() {
        syn::Expr::Path(path) => path.path.get_ident().cloned(),
        _ => None,
    }
}

/// Turns `Error::InvalidRequest` into the constructor of our error.
struct InvalidRequest;

impl VisitMut for InvalidRequest {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        if path
            .segments
            .last()
            .is_some_and(|segment| segment.ident == "InvalidRequest")
        {
            *path = parse_quote!(Error::invalid_request);
        }
        visit_mut::visit_path_mut(self, path);
    }
}

/// Says of what is wrong in the body that it is there, as its setter does.
struct OfBody;

impl VisitMut for OfBody {
    fn visit_expr_closure_mut(&mut self, closure: &mut syn::ExprClosure) {
        if let syn::Expr::MethodCall(call) = closure.body.as_ref()
            && call.method == "to_string"
        {
            *closure = parse_quote!(|e| format!("body: {e}"));
        }
        visit_mut::visit_expr_closure_mut(self, closure);
    }
}

/// What the runtime has to know of an operation.
fn description(
    document: &Document,
    operation: &Operation<'_>,
    signature: &Signature,
    envelopes: &[Envelope],
    name: &str,
) -> Result<Item, Mismatch> {
    let builder = syntax::identifier(name);
    let id = operation.id().unwrap_or_default();
    let method = format_ident!("{}", operation.method.to_uppercase());
    let route = operation.path;
    let permissions = document_permissions(operation.node);
    let security = security::alternatives(document, operation);
    let security = security.iter().map(|schemes| quote!(&[#(#schemes),*]));
    let replies = Replies::of(document, operation);
    let is_enveloped = envelopes::is_among(&replies, document, envelopes);
    let success = if replies.has_several_successes() {
        signature.success.clone()
    } else {
        envelopes::body_type(&signature.success, envelopes, is_enveloped)
    };
    let failure = failure_type(document, operation, &replies, envelopes)?;
    let accept = media_types(
        replies
            .successes
            .iter()
            .chain(&replies.failures)
            .map(|reply| reply.node),
    );
    let content_type = media_types(operation.node.get("requestBody").into_iter());
    let content_type = if content_type.is_empty() {
        JSON.to_owned()
    } else {
        content_type
    };
    let accept = if accept.is_empty() {
        JSON.to_owned()
    } else {
        accept
    };
    Ok(parse_quote! {
        impl runtime::Operation for #builder<'_> {
            const INFO: runtime::OperationInfo = runtime::OperationInfo {
                id: #id,
                method: runtime::Method::#method,
                route: #route,
                permissions: &[#(#permissions),*],
                security: &[#(#security),*],
                content_type: #content_type,
                accept: #accept,
            };
            type Success = #success;
            type Failure = #failure;
        }
    })
}

/// What the body of a failure is read as.
fn failure_type(
    document: &Document,
    operation: &Operation<'_>,
    replies: &Replies<'_>,
    envelopes: &[Envelope],
) -> Result<Type, Mismatch> {
    if replies.has_several_failures() {
        let name = replies::failure_name(operation);
        return Ok(parse_quote!(types::#name));
    }
    let Some(failure) = replies.failures.first() else {
        return Ok(parse_quote!(runtime::AnyFailure));
    };
    if failure.schema.is_none() {
        return Ok(parse_quote!(runtime::Empty));
    }
    let name = failure.type_name(document);
    let name = name.ok_or_else(|| replies::no_type(PASS, failure))?;
    let name = syntax::identifier(&name);
    let is_enveloped = envelopes::is_among(replies, document, envelopes);
    let ty = parse_quote!(types::#name);
    Ok(envelopes::body_type(&ty, envelopes, is_enveloped))
}

/// The media types of bodies, each once.
fn media_types<'a>(bodies: impl Iterator<Item = &'a Node>) -> String {
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in bodies.flat_map(|body| body.members("content")) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}

/// The permissions of which a caller needs one.
pub(super) fn document_permissions(operation: &Node) -> Vec<&str> {
    operation.strings("x-required-permissions")
}

/// Writes `Self { client: client }` as `Self { client }`.
struct ShortFields;

impl VisitMut for ShortFields {
    fn visit_field_value_mut(&mut self, field: &mut syn::FieldValue) {
        if let (syn::Member::Named(name), syn::Expr::Path(value)) = (&field.member, &field.expr)
            && value.path.is_ident(name)
        {
            field.colon_token = None;
        }
    }
}

/// Builders are made by the client's methods; their constructor is nobody else's business.
fn hide_constructor(builder: &mut [Item], name: &str) -> Outcome {
    for item in builder {
        match item {
            Item::Struct(item) if item.ident == name => {
                for field in item
                    .fields
                    .iter_mut()
                    .filter(|field| field.ident.as_ref().is_some_and(|ident| ident == "client"))
                {
                    field.ty = parse_quote!(&'a Client);
                }
                if let Fields::Named(fields) = &mut item.fields {
                    fields.named.push(parse_quote!(options: CallOptions));
                }
                item.attrs
                    .push(parse_quote!(#[must_use = "a call does nothing until it is sent"]));
            }
            Item::Impl(block) if syntax::is_inherent(block, name) => {
                let new = syntax::function(block, "new")
                    .ok_or_else(|| Mismatch::new(PASS, format!("`{name}::new`")))?;
                new.vis = parse_quote!(pub(super));
                new.sig.inputs = parse_quote!(client: &'a Client);
                if let Some(Stmt::Expr(syn::Expr::Struct(value), None)) = new.block.stmts.last_mut()
                {
                    value
                        .fields
                        .push(parse_quote!(options: CallOptions::default()));
                }
                ShortFields.visit_block_mut(&mut new.block);
            }
            _ => {}
        }
    }
    Ok(())
}
