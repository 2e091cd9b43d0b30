//! [`PageLink`]: the field types that can be a link to the next page.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde_json::value::RawValue;

/// The target of a link: a URL reference, and for some APIs a method and a body.
///
/// `Debug` does not show the reference: it can hold a token or an access key.
#[derive(Clone)]
#[non_exhaustive]
pub struct LinkTarget<'a> {
    /// A URL reference (RFC 3986): absolute, or relative to the page that contains it.
    pub href: Cow<'a, str>,
    /// The method; `GET` if the link names none. Over HTTP, `POST` is followed only in a walk whose
    /// first request is a POST, or with [`post_links`](crate::Paginator::post_links); any other
    /// method is refused.
    pub method: Option<http::Method>,
    /// A JSON body to send.
    pub body: Option<Cow<'a, str>>,
    /// Whether the body is merged into the original one instead of replacing it (STAC).
    pub merge: bool,
}

impl<'a> LinkTarget<'a> {
    /// Creates a link that is followed with `GET`.
    pub fn get(href: impl Into<Cow<'a, str>>) -> Self {
        Self {
            href: href.into(),
            method: None,
            body: None,
            merge: false,
        }
    }

    /// Converts the target into one that borrows nothing.
    pub fn into_owned(self) -> LinkTarget<'static> {
        LinkTarget {
            href: Cow::Owned(self.href.into_owned()),
            method: self.method,
            body: self.body.map(|body| Cow::Owned(body.into_owned())),
            merge: self.merge,
        }
    }
}

impl fmt::Debug for LinkTarget<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LinkTarget")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

/// A link to the next page.
///
/// Implemented for strings, [`url::Url`], [`http::Uri`], [`Link`], [`Links`] and `Option` of these.
/// Null, absent and blank mean that there is no next page.
///
/// ```
/// use paginate_runtime::page::PageLink;
/// assert_eq!("/users?page=2".link().unwrap().href, "/users?page=2");
/// assert!(" ".link().is_none());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a link to the next page",
    label = "this is read as the URL of the next page",
    note = "a link is a string, `url::Url`, `http::Uri`, `paginate_runtime::Link` or `Links`, or an `Option` of one of these",
    note = "for an opaque token, write `token = ..` instead of `next_url = ..`"
)]
pub trait PageLink {
    /// Returns the target of the link, or `None` if there is no next page.
    fn link(&self) -> Option<LinkTarget<'_>>;
}

impl PageLink for str {
    fn link(&self) -> Option<LinkTarget<'_>> {
        (!self.trim().is_empty()).then(|| LinkTarget::get(self))
    }
}

impl PageLink for String {
    fn link(&self) -> Option<LinkTarget<'_>> {
        self.as_str().link()
    }
}

impl PageLink for Cow<'_, str> {
    fn link(&self) -> Option<LinkTarget<'_>> {
        self.as_ref().link()
    }
}

impl PageLink for url::Url {
    fn link(&self) -> Option<LinkTarget<'_>> {
        self.as_str().link()
    }
}

impl PageLink for http::Uri {
    fn link(&self) -> Option<LinkTarget<'_>> {
        Some(LinkTarget::get(self.to_string()))
    }
}

impl<T: PageLink> PageLink for Option<T> {
    fn link(&self) -> Option<LinkTarget<'_>> {
        self.as_ref()?.link()
    }
}

macro_rules! pointer_link {
    ($($ty:ty),*) => {$(
        impl<T: PageLink + ?Sized> PageLink for $ty {
            fn link(&self) -> Option<LinkTarget<'_>> {
                (**self).link()
            }
        }
    )*};
}
pointer_link!(&T, Box<T>);

/// Reads a string, or an object with `href`, `url` or `uri`. For a link with a method or body of
/// its own, use the type [`Link`].
impl PageLink for serde_json::Value {
    fn link(&self) -> Option<LinkTarget<'_>> {
        match self {
            Self::String(href) => href.link(),
            Self::Object(link) => ["href", "url", "uri"]
                .iter()
                .find_map(|key| link.get(*key)?.as_str())?
                .link(),
            _ => None,
        }
    }
}

/// A link in JSON: a string, or an object with `href`, `url` or `uri`, and optionally `method`,
/// `body` and `merge`.
///
/// ```
/// use paginate_runtime::{Link, page::PageLink};
/// let link: Link = serde_json::from_str(r#"{"href": "/search", "method": "POST", "body": {"token": "t"}}"#)?;
/// let target = link.link().unwrap();
/// assert_eq!((target.href.as_ref(), target.body.as_deref()), ("/search", Some(r#"{"token": "t"}"#)));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Link {
    href: Option<String>,
    method: Option<http::Method>,
    body: Option<Box<RawValue>>,
    merge: bool,
}

impl PageLink for Link {
    fn link(&self) -> Option<LinkTarget<'_>> {
        let mut target = self.href.as_deref()?.link()?;
        target.method = self.method.clone();
        target.body = self.body.as_deref().map(|body| Cow::Borrowed(body.get()));
        target.merge = self.merge;
        Some(target)
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

/// The members of a link object. `rel` and `relation` are used only in [`Links`].
#[derive(Deserialize)]
struct LinkObject {
    #[serde(default, alias = "url", alias = "uri")]
    href: Option<String>,
    #[serde(default)]
    method: Option<String>,
    #[serde(default)]
    body: Option<Box<RawValue>>,
    #[serde(default)]
    merge: Option<bool>,
    #[serde(default, alias = "relation")]
    rel: Option<String>,
}

impl LinkObject {
    fn into_link<E: serde::de::Error>(self) -> Result<Link, E> {
        let method = match self.method {
            None => None,
            Some(name) => {
                // Methods are case-sensitive (RFC 9110), but servers that write `post` mean POST.
                Some(
                    name.to_ascii_uppercase()
                        .parse()
                        .map_err(|_| E::custom("the `method` of a link is not an HTTP method"))?,
                )
            }
        };
        Ok(Link {
            href: self.href,
            method,
            body: self.body,
            merge: self.merge.unwrap_or(false),
        })
    }
}

// An untagged enum would lose the raw text of a `RawValue`, so the first byte tells the two forms
// apart.
impl<'de> Deserialize<'de> for Link {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <Option<Box<RawValue>>>::deserialize(deserializer)?;
        raw.map_or_else(
            || Ok(Self::default()),
            |raw| parse_link(&raw).map(|(link, _)| link),
        )
    }
}

/// Parses one link and the relation that it names.
fn parse_link<E: serde::de::Error>(raw: &RawValue) -> Result<(Link, Option<String>), E> {
    let text = raw.get().trim_start();
    if text.starts_with('{') {
        let mut object: LinkObject = serde_json::from_str(text).map_err(E::custom)?;
        let rel = object.rel.take();
        return Ok((object.into_link()?, rel));
    }
    let href: Option<String> = serde_json::from_str(text)
        .map_err(|_| E::custom("expected a link: a string or an object with `href`"))?;
    Ok((
        Link {
            href,
            ..Link::default()
        },
        None,
    ))
}

/// Parses the link of one relation; from a list of links, the first one that has a target.
fn first_link<E: serde::de::Error>(raw: &RawValue) -> Result<Link, E> {
    if !raw.get().trim_start().starts_with('[') {
        return parse_link(raw).map(|(link, _)| link);
    }
    let list: Vec<Box<RawValue>> = serde_json::from_str(raw.get()).map_err(E::custom)?;
    for raw in &list {
        let (link, _) = parse_link(raw)?;
        if link.link().is_some() {
            return Ok(link);
        }
    }
    Ok(Link::default())
}

/// The links of a page: a list of objects with `rel` or `relation`, or an object whose keys are
/// relations and whose values are links or lists of links. Yields the link with the relation
/// `next`; if there are several, the first one that has a target.
///
/// ```
/// use paginate_runtime::{Links, page::PageLink};
/// let fhir: Links = serde_json::from_str(r#"[{"relation": "self", "url": "/a"}, {"relation": "next", "url": "/b"}]"#)?;
/// assert_eq!(fhir.link().unwrap().href, "/b");
/// let json_api: Links = serde_json::from_str(r#"{"next": {"href": "/c"}}"#)?;
/// assert_eq!(json_api.link().unwrap().href, "/c");
/// let lists: Links = serde_json::from_str(r#"{"next": [{"uri": "/d"}]}"#)?;
/// assert_eq!(lists.link().unwrap().href, "/d");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Links {
    next: Link,
}

impl PageLink for Links {
    fn link(&self) -> Option<LinkTarget<'_>> {
        self.next.link()
    }
}

impl<'de> Deserialize<'de> for Links {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error as _;

        #[derive(Deserialize)]
        struct ByRelation {
            #[serde(default)]
            next: Option<Box<RawValue>>,
        }

        let Some(raw) = <Option<Box<RawValue>>>::deserialize(deserializer)? else {
            return Ok(Self::default());
        };
        let text = raw.get().trim_start();
        if text.starts_with('{') {
            let links: ByRelation = serde_json::from_str(text).map_err(D::Error::custom)?;
            let next = links
                .next
                .map_or_else(|| Ok(Link::default()), |raw| first_link(&raw))?;
            return Ok(Self { next });
        }
        let list: Vec<Box<RawValue>> = serde_json::from_str(text).map_err(|_| {
            D::Error::custom("expected links: a list of link objects or an object by relation")
        })?;
        for raw in &list {
            let (link, rel) = parse_link::<D::Error>(raw)?;
            // A `rel` may name several relations (RFC 8288), in any case.
            let is_next = rel.is_some_and(|rel| {
                rel.split_ascii_whitespace()
                    .any(|rel| rel.eq_ignore_ascii_case("next"))
            });
            // A link without a target must not hide another one after it.
            if is_next && link.link().is_some() {
                return Ok(Self { next: link });
            }
        }
        Ok(Self::default())
    }
}
