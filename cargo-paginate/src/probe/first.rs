//! The first request, as the command line gives it.

use std::path::Path;

use paginate_infer::probe::{Content, Request};

use crate::args::Probe as Args;
use crate::failure::Failure;
use crate::files;

/// The first request.
pub(crate) fn request(args: &Args) -> Result<Request, Failure> {
    let url = url::Url::parse(&args.url).map_err(|error| {
        let hint = match args.url.contains("://") {
            true => "",
            false => ": begin it with `https://`",
        };
        Failure::new(format!("the URL cannot be read: {error}{hint}"))
    })?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Failure::new(
            "the URL is not of HTTP: begin it with `https://`",
        ));
    }
    if !url.username().is_empty() || url.password().is_some() {
        let text = "the URL contains a user name or a password: give them as a header, `-H \
                    'Authorization: Basic ..'`";
        return Err(Failure::new(text));
    }
    let mut request = Request::get(url.as_str());
    if let Some(data) = &args.data {
        request.body = content(&given(data)?);
        "POST".clone_into(&mut request.method);
    }
    if let Some(method) = &args.method {
        request.method = method.to_ascii_uppercase();
    }
    if !matches!(request.method.as_str(), "GET" | "POST") {
        let text = format!(
            "{} changes things: a probe sends GET, and POST if it only reads",
            request.method
        );
        return Err(Failure::new(text));
    }
    for header in &args.headers {
        let lines = given(header)?;
        for line in lines.lines().filter(|line| !line.trim().is_empty()) {
            request.headers.push(one_header(line)?);
        }
    }
    Ok(request)
}

/// A text, or the content of the file that it names with `@`.
fn given(text: &str) -> Result<String, Failure> {
    match text.strip_prefix('@') {
        Some(file) => files::text(Path::new(file)),
        None => Ok(text.to_owned()),
    }
}

/// The line is not repeated in errors: it can be a credential.
fn one_header(line: &str) -> Result<(String, String), Failure> {
    let wrong = || Failure::new("a header is written as `-H 'Name: value'`");
    let (name, value) = line.split_once(':').ok_or_else(wrong)?;
    let (name, value) = (name.trim(), value.trim());
    let is_good =
        http::HeaderName::try_from(name).is_ok() && http::HeaderValue::try_from(value).is_ok();
    is_good
        .then(|| (name.to_owned(), value.to_owned()))
        .ok_or_else(wrong)
}

fn content(text: &str) -> Content {
    if let Ok(json) = serde_json::from_str(text) {
        return Content::Json(json);
    }
    let is_form = text.contains('=') && !text.trim_start().starts_with(['{', '[', '<']);
    match is_form {
        true => Content::Form(
            url::form_urlencoded::parse(text.as_bytes())
                .into_owned()
                .collect(),
        ),
        false => Content::Text(text.to_owned()),
    }
}
