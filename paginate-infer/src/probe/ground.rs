//! The first page, and what is tried from it.

use serde_json::Value;

use crate::declaration::{Mode, RequestLocation};
use crate::model::Sample;
use crate::probe::list::{List, Seam};
use crate::probe::request::Request;
use crate::probe::talk::{Halt, Reply, Talk};
use crate::verdict::Evidence;

/// Names that are tried one at a time if an API refuses many at once.
pub(super) const SINGLES: usize = 2;

/// The first page, and what is tried from it.
#[derive(Debug)]
pub(super) struct Ground<'t> {
    pub(super) talk: &'t Talk<'t>,
    pub(super) list: &'t List,
    /// The request of the first page.
    pub(super) base: Request,
    pub(super) page: &'t Sample,
    pub(super) keys: Vec<String>,
}

/// A page that was received.
#[derive(Debug, Clone)]
pub(super) struct Page<'t> {
    pub(super) sample: &'t Sample,
    pub(super) keys: Vec<String>,
}

/// What leads on, proved by requests.
#[derive(Debug)]
pub(super) struct Found<'t> {
    pub(super) mode: Mode,
    pub(super) start: Option<u64>,
    /// The first page and those that followed.
    pub(super) pages: Vec<Page<'t>>,
    /// The last of the pages is the last of the list.
    pub(super) ended: bool,
    /// Only a flag said that it is the last one.
    pub(super) by_flag: bool,
    pub(super) evidence: Vec<Evidence>,
}

/// Whether a reply is what is hoped for.
pub(super) type IsHit<'h> = dyn Fn(Seam, &Reply) -> bool + 'h;

/// What a request with a parameter shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// What is hoped for.
    Hit,
    /// Nothing, or something else.
    None,
    /// The API refuses it.
    Refused,
}

impl<'t> Ground<'t> {
    /// The base with values at places.
    pub(super) fn with(&self, to: &[RequestLocation], value: &Value) -> Request {
        to.iter()
            .fold(self.base.clone(), |request, to| request.with(to, value))
    }

    /// How the list of a request with a value lies to that of the first page.
    pub(super) fn seam_with(
        &self,
        to: &RequestLocation,
        value: &Value,
        why: &str,
    ) -> Result<(&'t Reply, Option<Seam>), Halt> {
        let request = self.with(std::slice::from_ref(to), value);
        let shown = match value.as_u64() {
            Some(number) => format!("{}={number}: {why}", to.name),
            None => format!("{}=..: {why}", to.name),
        };
        let reply = self.talk.ask(&request, shown)?;
        Ok((reply, self.list.seam(&self.keys, reply)))
    }

    /// The effect of a value at several places at once.
    pub(super) fn effect(
        &self,
        to: &[RequestLocation],
        value: &Value,
        is_hit: &IsHit<'_>,
    ) -> Result<Effect, Halt> {
        if self.refuses_all() {
            return Ok(Effect::None);
        }
        let names: Vec<&str> = to.iter().map(|to| to.name.as_str()).collect();
        let why = match names.as_slice() {
            [name] => format!("does `{name}` lead on?"),
            [first, ..] => format!(
                "does one of {} parameters lead on, `{first}` and others?",
                names.len()
            ),
            [] => return Ok(Effect::None),
        };
        let reply = self.talk.ask(&self.with(to, value), why)?;
        if let Reply::Refused(..) = reply {
            return Ok(Effect::Refused);
        }
        let seam = self.list.seam(&self.keys, reply);
        Ok(match seam.is_some_and(|seam| is_hit(seam, reply)) {
            true => Effect::Hit,
            false => Effect::None,
        })
    }

    /// The place at which a value has an effect: the likely ones one at a time, the others together.
    pub(super) fn search(
        &self,
        likely: &[RequestLocation],
        others: &[RequestLocation],
        value: &Value,
        is_hit: &IsHit<'_>,
    ) -> Result<Option<RequestLocation>, Halt> {
        if let Some(to) = self.first_of(likely, value, is_hit)? {
            return Ok(Some(to));
        }
        match self.effect(others, value, is_hit)? {
            Effect::None => Ok(None),
            Effect::Hit => self.halve(others, value, is_hit),
            Effect::Refused => {
                let few = others.get(..SINGLES).unwrap_or(others);
                self.first_of(few, value, is_hit)
            }
        }
    }

    /// The first of the places at which a value has an effect.
    fn first_of(
        &self,
        places: &[RequestLocation],
        value: &Value,
        is_hit: &IsHit<'_>,
    ) -> Result<Option<RequestLocation>, Halt> {
        for to in places {
            if self.effect(std::slice::from_ref(to), value, is_hit)? == Effect::Hit {
                return Ok(Some(to.clone()));
            }
        }
        Ok(None)
    }

    /// Whether the API refused whatever was tried: it refuses what it does not know.
    pub(super) fn refuses_all(&self) -> bool {
        let first = self.talk.exchanges.first().map(|first| &first.request);
        let tries = self.talk.exchanges.iter();
        let later = tries.filter(|exchange| Some(&exchange.request) != first);
        let refused = |reply: &Reply| matches!(reply, Reply::Refused(..));
        later.clone().count() >= 5 && later.clone().all(|exchange| refused(&exchange.reply))
    }

    /// Of places that have an effect together, one that has it alone.
    fn halve(
        &self,
        places: &[RequestLocation],
        value: &Value,
        is_hit: &IsHit<'_>,
    ) -> Result<Option<RequestLocation>, Halt> {
        let mut places = places.to_vec();
        while places.len() > 1 {
            let second = places.split_off(places.len().div_ceil(2));
            if self.effect(&places, value, is_hit)? != Effect::Hit {
                places = second;
            }
        }
        self.first_of(&places, value, is_hit)
    }

    /// The first page.
    pub(super) fn first(&self) -> Page<'t> {
        Page {
            sample: self.page,
            keys: self.keys.clone(),
        }
    }

    /// The page of a reply.
    pub(super) fn page_of(&self, reply: &'t Reply) -> Option<Page<'t>> {
        self.list.seam(&[], reply)?;
        let sample = reply.page()?;
        Some(Page {
            sample,
            keys: self.list.keys(sample),
        })
    }
}
