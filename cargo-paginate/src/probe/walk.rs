//! Walks by a declaration that is only known at run time.
//!
//! A page type has its scheme in a constant. So each mode has a page type here that writes under
//! fixed names, and a transport puts the values where the declaration says.

use std::fmt;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use indicatif::ProgressBar;
use paginate_infer::Declaration;
use paginate_infer::declaration::{Mode, RequestLocation};
use paginate_infer::model::Sample;
use paginate_infer::probe::{PageParts, Request, parts};
use paginate_runtime::page::PageInfo;
use paginate_runtime::scheme::{RequestLocation as Fixed, Scheme, Source};
use paginate_runtime::transport::{Transport, TransportErrorKind};
use paginate_runtime::{BoxError, EndReason, HeaderMap, Items, Paginated, mode};
use serde::Serialize;
use serde_json::Value;

use crate::probe::send::{Sender, as_http, texts};

/// The fixed names, which the transport replaces.
const NEXT: &str = "cargo-paginate-next";
const SIZE: &str = "cargo-paginate-size";

/// Stands for each status that the declaration names as an end.
const END: u16 = 499;

/// What a walk brought.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Walked {
    items: u64,
    pages: u64,
    end: Option<String>,
    warnings: Vec<String>,
    error: Option<String>,
    is_cut: bool,
}

impl Walked {
    /// What the walk leaves open, if it does not confirm the declaration.
    pub(crate) fn question(&self) -> Option<String> {
        if let Some(error) = &self.error {
            return Some(format!("the walk failed: {error}"));
        }
        let warning = self.warnings.first()?;
        Some(format!("the walk warns: {warning}"))
    }
}

impl fmt::Display for Walked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} items on {} pages", self.items, self.pages)?;
        if let Some(end) = &self.end {
            write!(f, "; {end}")?;
        }
        Ok(())
    }
}

/// What the transport and the pages share.
struct Shared {
    given: Request,
    declaration: Declaration,
    /// The value that the last page named: it goes back with its type.
    next: Mutex<Option<Value>>,
}

/// Goes to the end of the list, or over so many pages. Writes the items to the file, if there is one.
pub(crate) async fn walk(
    sender: &Sender,
    first: &Request,
    declaration: &Declaration,
    (max_pages, keep): (u64, Option<BufWriter<File>>),
) -> Walked {
    let shared = Arc::new(Shared {
        given: first.clone(),
        declaration: declaration.clone(),
        next: Mutex::default(),
    });
    let repeat = declaration.end_on.iter().any(|sign| sign == "repeat");
    let setup = Setup {
        sender,
        shared,
        max_pages,
        keep,
    };
    match (&declaration.mode, declaration.start, repeat) {
        (Some(Mode::Token(_)), ..) => setup.walk::<Tokens>().await,
        (Some(Mode::NextUrl(_)), ..) => setup.walk::<Links>().await,
        (Some(Mode::Page(_)), None | Some(1), false) => setup.walk::<Numbers<1, false>>().await,
        (Some(Mode::Page(_)), None | Some(1), true) => setup.walk::<Numbers<1, true>>().await,
        (Some(Mode::Page(_)), Some(_), false) => setup.walk::<Numbers<0, false>>().await,
        (Some(Mode::Page(_)), Some(_), true) => setup.walk::<Numbers<0, true>>().await,
        (Some(Mode::Offset(_)), None | Some(0), _) => setup.walk::<Offsets<0>>().await,
        (Some(Mode::Offset(_)), Some(_), _) => setup.walk::<Offsets<1>>().await,
        (Some(Mode::LastItem(..)), ..) => setup.walk::<Keys>().await,
        (None, ..) => Walked::default(),
    }
}

struct Setup<'a> {
    sender: &'a Sender,
    shared: Arc<Shared>,
    max_pages: u64,
    keep: Option<BufWriter<File>>,
}

impl Setup<'_> {
    async fn walk<P>(self) -> Walked
    where
        P: Paginated<Item = Value> + From<PageParts> + Send + 'static,
    {
        let request = match as_http(&self.shared.given) {
            Ok(request) => request,
            Err(error) => {
                return Walked {
                    error: Some(error),
                    ..Walked::default()
                };
            }
        };
        let transport = Placing {
            client: self.sender.client.clone(),
            shared: Arc::clone(&self.shared),
        };
        let shared = Arc::clone(&self.shared);
        let mut walk = P::paginate((transport, request))
            .max_pages(self.max_pages)
            .request_timeout(self.sender.timeout);
        let declaration = &self.shared.declaration;
        if let (Some(_), Some(max)) = (&declaration.size, declaration.max) {
            walk = walk.page_size(max);
        }
        let items = walk
            .decode(move |head: &http::response::Parts, body: &Bytes| {
                let mut page = read(&shared.declaration, head, body)?;
                shared
                    .next
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .clone_from(&page.next);
                // The transport puts back what it was.
                page.next = page.next.map(|next| match next {
                    Value::Object(_) | Value::Array(_) => Value::String(next.to_string()),
                    plain => plain,
                });
                Ok::<_, BoxError>(P::from(page))
            })
            .items();
        counted(items, self.keep).await
    }
}

async fn counted<P>(mut items: Items<P>, mut keep: Option<BufWriter<File>>) -> Walked
where
    P: Paginated<Item = Value> + Send + 'static,
{
    let spinner = ProgressBar::new_spinner();
    spinner.enable_steady_tick(Duration::from_millis(100));
    let mut walked = Walked::default();
    loop {
        match items.try_next().await {
            Ok(Some(item)) => {
                walked.items += 1;
                let written = keep.as_mut().map(|file| writeln!(file, "{item}"));
                if let Some(Err(error)) = written {
                    walked.error = Some(format!("the items cannot be written: {error}"));
                    break;
                }
                if walked.items % 100 == 0 {
                    spinner.set_message(format!("{} items", walked.items));
                }
            }
            Ok(None) => break,
            Err(error) => {
                walked.error = Some(error.to_string());
                break;
            }
        }
    }
    if let Some(Err(error)) = keep.map(|mut file| file.flush()) {
        walked.error = Some(format!("the items cannot be written: {error}"));
    }
    spinner.finish_and_clear();
    walked.pages = items.page_count();
    walked.end = items.end_reason().map(|end| end.to_string());
    walked.is_cut = items.end_reason() == Some(EndReason::Limit);
    walked.warnings = items.warnings().iter().map(ToString::to_string).collect();
    walked
}

fn read(
    declaration: &Declaration,
    head: &http::response::Parts,
    body: &Bytes,
) -> Result<PageParts, BoxError> {
    let sample = Sample {
        status: head.status.as_u16(),
        headers: texts(&head.headers),
        body: serde_json::from_slice(body)?,
        ..Sample::default()
    };
    Ok(parts(declaration, &sample))
}

/// What all modes read.
fn info<'a>(page: &'a PageParts) -> PageInfo<'a> {
    let mut info = PageInfo::new().items(Some(&page.items));
    if page.more.is_some() {
        info = info.more(page.more.as_ref());
    }
    if page.done.is_some() {
        info = info.done(page.done.as_ref());
    }
    if page.total.is_some() {
        info = info.total(page.total.as_ref());
    }
    if page.pages.is_some() {
        info = info.pages(page.pages.as_ref());
    }
    info
}

const fn scheme(source: Source) -> Scheme {
    Scheme::new(source)
        .size(Fixed::Query(SIZE))
        .end_on_status(&[END])
}

macro_rules! pages {
    ($($page:ident $(<$($name:ident: $ty:ty),*>)?: $mode:ident, $scheme:expr, $info:expr;)*) => {$(
        struct $page $(<$(const $name: $ty),*>)? (PageParts);

        impl $(<$(const $name: $ty),*>)? From<PageParts> for $page $(<$($name),*>)? {
            fn from(page: PageParts) -> Self {
                Self(page)
            }
        }

        impl $(<$(const $name: $ty),*>)? Paginated for $page $(<$($name),*>)? {
            type Item = Value;
            type Mode = mode::$mode;
            const SCHEME: Scheme = $scheme;

            fn page_info<'a>(&'a self, _headers: &'a HeaderMap) -> PageInfo<'a> {
                let info: fn(PageInfo<'a>, &'a PageParts) -> PageInfo<'a> = $info;
                info(self::info(&self.0), &self.0)
            }

            fn take_items(&mut self) -> Vec<Value> {
                std::mem::take(&mut self.0.items)
            }
        }
    )*};
}
pages! {
    Tokens: Token, scheme(Source::Token(Fixed::Query(NEXT))),
        |info, page| info.token(page.next.as_ref());
    Links: NextUrl, scheme(Source::NextUrl),
        |info, page| info.url(page.next.as_ref());
    Numbers<START: u64, REPEAT: bool>: PageNumber, numbers(START, REPEAT),
        |info, _| info;
    Offsets<START: u64>: Offset, scheme(Source::Offset(Fixed::Query(NEXT))).start(START),
        |info, _| info;
    Keys: LastItem, scheme(Source::LastItem(Fixed::Query(NEXT))),
        |info, page| info.last_item(page.next.as_ref());
}

const fn numbers(start: u64, repeat: bool) -> Scheme {
    let scheme = scheme(Source::Page(Fixed::Query(NEXT))).start(start);
    match repeat {
        true => scheme.end_on_repeat(),
        false => scheme,
    }
}

/// Puts the values where the declaration says.
struct Placing {
    client: reqwest::Client,
    shared: Arc<Shared>,
}

impl Placing {
    fn place(&self, request: http::Request<Bytes>) -> http::Request<Bytes> {
        let (url, next, size) = without_fixed(&request.uri().to_string());
        let declaration = &self.shared.declaration;
        let mut placed = self.shared.given.clone();
        placed.url = url;
        let named = self
            .shared
            .next
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let (Some(text), Some(to)) = (next, target(declaration)) {
            placed = placed.with(to, &typed(text, named.as_ref(), declaration));
        }
        if let (Some(size), Some(to)) = (size, &declaration.size) {
            let size = size.parse::<u64>().map_or(Value::from(size), Value::from);
            placed = placed.with(to, &size);
        }
        as_http(&placed).unwrap_or(request)
    }
}

/// Where what leads on is sent.
fn target(declaration: &Declaration) -> Option<&RequestLocation> {
    declaration.mode.as_ref()?.targets().first().copied()
}

/// The value with the type that it has in the response.
fn typed(text: String, named: Option<&Value>, declaration: &Declaration) -> Value {
    let is_it = |value: &&Value| match value {
        Value::String(known) => *known == text,
        other => other.to_string() == text,
    };
    match (named.filter(is_it), &declaration.mode) {
        (Some(value), _) => value.clone(),
        (None, Some(Mode::Page(_) | Mode::Offset(_))) => {
            text.parse::<u64>().map_or(Value::from(text), Value::from)
        }
        _ => Value::from(text),
    }
}

/// A URL without the fixed parameters, and their values.
fn without_fixed(url: &str) -> (String, Option<String>, Option<String>) {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let (mut next, mut size) = (None, None);
    let mut kept = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let decoded = url::form_urlencoded::parse(pair.as_bytes()).next();
        match decoded {
            Some((name, value)) if name == NEXT => next = Some(value.into_owned()),
            Some((name, value)) if name == SIZE => size = Some(value.into_owned()),
            _ => kept.push(pair),
        }
    }
    let url = match kept.is_empty() {
        true => path.to_owned(),
        false => format!("{path}?{}", kept.join("&")),
    };
    (url, next, size)
}

impl Transport for Placing {
    type Body = reqwest::Body;
    type Error = reqwest::Error;

    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<reqwest::Body>, reqwest::Error> {
        let mut response = Transport::send(&self.client, self.place(request)).await?;
        let status = response.status().as_u16().to_string();
        let ends = self.shared.declaration.end_on.contains(&status);
        if let (true, Ok(end)) = (ends, http::StatusCode::from_u16(END)) {
            *response.status_mut() = end;
        }
        Ok(response)
    }

    fn classify(error: &reqwest::Error) -> TransportErrorKind {
        reqwest::Client::classify(error)
    }
}
