//! A request as a curl command.

use zt_risk_scoring::Request;

use crate::failure::Failure;
use crate::{Done, output};

/// The variable whose value a secret header holds, and what stands before it there.
const SECRETS: &[(&str, &str)] = &[
    ("authorization", "Bearer $CLOUDFLARE_API_TOKEN"),
    ("x-auth-email", "$CLOUDFLARE_EMAIL"),
    ("x-auth-key", "$CLOUDFLARE_API_KEY"),
];

/// Prints the command for a request that isn't sent.
pub(crate) fn dry_run(request: &Request) -> Result<Done, Failure> {
    output::line(&command(request))?;
    Ok(Done::All)
}

/// The command that sends exactly this request from a shell that has the secrets as variables.
fn command(request: &Request) -> String {
    let mut parts = vec![format!(
        "curl -X {} {}",
        request.method(),
        quoted(request.url().as_str())
    )];
    for (name, value) in request.headers() {
        if value.is_sensitive() {
            let known = SECRETS.iter().find(|(header, _)| name == header);
            let masked = known.map_or("…", |(_, masked)| masked);
            // In double quotes, so that the shell puts the secret in.
            parts.push(format!("-H \"{name}: {masked}\""));
        } else {
            let value = String::from_utf8_lossy(value.as_bytes());
            parts.push(format!("-H {}", quoted(&format!("{name}: {value}"))));
        }
    }
    if let Some(body) = request.body().and_then(|body| body.as_bytes()) {
        parts.push(format!(
            "--data-raw {}",
            quoted(&String::from_utf8_lossy(body))
        ));
    }
    parts.join(" \\\n    ")
}

/// One word for a shell. Only a NUL has no quoting, and neither a URL, a header nor JSON has one.
fn quoted(text: &str) -> String {
    shlex::Quoter::new()
        .allow_nul(true)
        .quote(text)
        .map_or_else(|_| text.to_owned(), Into::into)
}
