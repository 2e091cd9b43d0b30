//! Converts the continuation that a page names into one that may be sent.

use url::Url;

use crate::page::cursor::Cursor;
use crate::page::link::LinkTarget;
use crate::pager::fit::{Methods, shown};
use crate::pager::origin::{Origins, Refused, strip};
use crate::pager::stop::{ANOTHER_ORIGIN, StopReason};

/// The rules for links of a walk over HTTP: where they may lead, and with which methods.
#[derive(Debug, Clone)]
pub(crate) struct LinkRules {
    /// The origin of the first request, and those that the caller allowed.
    pub(crate) origins: Origins,
    pub(crate) methods: Methods,
}

impl LinkRules {
    /// Makes a link of a page that came from `page` absolute. If it must not be followed, returns
    /// why, and where it would have led.
    pub(crate) fn resolve(
        &self,
        page: &Url,
        next: &mut Cursor<'_>,
    ) -> Option<(StopReason, Option<Cursor<'static>>)> {
        match next {
            Cursor::Link(target) if !self.methods.follow(target.method.as_ref()) => {
                let named = target.method.as_ref().map_or("GET", shown).to_owned();
                let posts = self.methods.post();
                Some((StopReason::Method { named, posts }, None))
            }
            Cursor::Link(target) => match self.origins.resolve(page, &target.href) {
                Ok(absolute) => {
                    target.href = String::from(absolute).into();
                    None
                }
                Err(refused) => {
                    let elsewhere = page.join(&target.href).ok().map(|url| {
                        let mut elsewhere = target.clone().into_owned();
                        elsewhere.href = String::from(url).into();
                        Cursor::Link(elsewhere)
                    });
                    Some((refusal(refused), elsewhere))
                }
            },
            Cursor::Request(request) => {
                match self.origins.resolve(page, &request.uri().to_string()) {
                    // The checked URL is sent, because the URI's text could be parsed differently.
                    Ok(absolute) => match absolute.as_str().parse() {
                        Ok(uri) => {
                            *request.uri_mut() = uri;
                            None
                        }
                        Err(_) => Some((refusal(Refused::Unreadable), None)),
                    },
                    Err(refused) => {
                        Some((refusal(refused), Some(Cursor::Request(request.clone()))))
                    }
                }
            }
            Cursor::First
            | Cursor::Token(_)
            | Cursor::Tokens(_)
            | Cursor::Count(_)
            | Cursor::Params(_) => None,
        }
    }
}

fn refusal(refused: Refused) -> StopReason {
    match refused {
        Refused::Unreadable => StopReason::Malformed(
            "the link to the next page is not a valid URL, or it is ambiguous".into(),
        ),
        Refused::TooLong => StopReason::Malformed("the link to the next page is too long".into()),
        Refused::Userinfo => StopReason::Refused("it contains a user name or a password".into()),
        Refused::Scheme(scheme) => StopReason::Refused(format!("its scheme is `{scheme}`").into()),
        Refused::Origin(origin) => StopReason::Refused(format!("{ANOTHER_ORIGIN}{origin}").into()),
    }
}

/// Creates a link to a URL in the form of [`LinkRules::resolve`]: without user name, password and fragment.
pub(crate) fn link_to(url: &Url) -> Cursor<'static> {
    let mut url = url.clone();
    strip(&mut url);
    Cursor::Link(LinkTarget::get(String::from(url)))
}
