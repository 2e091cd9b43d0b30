//! How many items to ask for with each page.

use crate::pager::limits::Limits;
use crate::scheme::location::Source;
use crate::scheme::scheme::Scheme;

/// What a walk writes into its requests as the page size.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PageSize {
    /// `None` if the request keeps its own.
    written: Option<u64>,
}

impl PageSize {
    /// The caller's size, else none where the request has its own, else the declared one; and not
    /// more than is wanted.
    pub(crate) fn new(scheme: &Scheme, limits: &Limits, in_request: Option<u64>) -> Self {
        let declared = || {
            scheme
                .size
                .prefer
                .or(scheme.size.max)
                .filter(|_| in_request.is_none())
        };
        let size = limits
            .page_size
            .map(|size| scheme.clamp_size(size))
            .or_else(declared);
        // A later page can have an item that the page before had.
        let repeated = u64::from(scheme.inclusive);
        let wanted = limits
            .max_items
            .map_or(u64::MAX, |max| max.saturating_add(repeated))
            .max(scheme.least_size());
        Self {
            written: size.map(|size| size.min(wanted)),
        }
    }

    /// The size that pages are asked for with, where it is known.
    pub(crate) fn in_effect(self, in_request: Option<u64>) -> Option<u64> {
        self.written.or(in_request).filter(|&size| size > 0)
    }

    /// From now on this one is written.
    pub(crate) fn keep(&mut self, size: u64) {
        self.written = Some(size);
    }

    /// What to write after that many items, for the page at `counter` that begins with `repeated`
    /// items of the page before. Later requests shrink to what is still wanted only if that
    /// moves no page boundary.
    #[inline]
    pub(crate) fn at(
        self,
        scheme: &Scheme,
        limits: &Limits,
        items: u64,
        counter: u64,
        repeated: u64,
    ) -> Option<u64> {
        let size = self.written?;
        let shrinks = matches!(scheme.source, Source::Offset(_) | Source::LastItem(_));
        let wanted = limits
            .max_items
            .filter(|_| shrinks)
            .map(|max| max.saturating_sub(items).saturating_add(repeated));
        match wanted
            .into_iter()
            .chain(limits.room_at(scheme, counter))
            .min()
        {
            Some(wanted) => Some(size.min(wanted).max(scheme.least_size())),
            None => Some(size),
        }
    }

    /// Goes on with the size `before` of a walk that is resumed, and gives the size in effect.
    /// Numbered pages must keep their size, and APIs that compare parameters want the same one.
    /// Offsets and keys shrink their last request, whose size is no size to go on with.
    pub(crate) fn resume(
        &mut self,
        scheme: &Scheme,
        limits: &Limits,
        before: Option<u64>,
        in_request: Option<u64>,
    ) -> Result<Option<u64>, String> {
        let fresh = self.in_effect(in_request);
        let by_number = matches!(scheme.source, Source::Page(_));
        let keeps = by_number
            || matches!(
                scheme.source,
                Source::Token(_) | Source::Tokens(_) | Source::Custom(_)
            );
        if !keeps {
            return Ok(fresh);
        }
        let in_request = in_request.filter(|&size| size > 0);
        let asked = limits
            .page_size
            .map(|size| scheme.clamp_size(size))
            .or(in_request);
        match (before, asked) {
            (None, Some(asked)) if by_number => Err(format!(
                "the checkpoint is of pages as large as the API makes them, and this walk asks for {asked}: the boundaries would move"
            )),
            (None, _) if by_number => {
                self.written = None;
                Ok(None)
            }
            // The walk before may have asked for less because it wanted less; the same options give
            // the same size again.
            (Some(before), Some(asked))
                if by_number && asked != before && self.written != Some(before) =>
            {
                Err(format!(
                    "the checkpoint is of pages of {before} items, and this walk asks for {asked}: the boundaries would move"
                ))
            }
            (Some(before), asked) if by_number || asked.is_none() => {
                // What the request holds is the caller's own; what is written is within the
                // declaration.
                if self.written.is_some() && scheme.clamp_size(before) != before {
                    let (least, most) = (scheme.least_size(), scheme.size.max);
                    let most = most.map_or("more".to_owned(), |most| most.to_string());
                    return Err(format!(
                        "the checkpoint does not fit this walk: its pages are of {before} items, and the declaration allows {least} to {most}"
                    ));
                }
                self.written = self.written.and(Some(before));
                Ok(Some(before))
            }
            _ => Ok(fresh),
        }
    }
}
