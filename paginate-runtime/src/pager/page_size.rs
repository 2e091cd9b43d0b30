//! [`PageSize`]: how many items to request with each page.

use crate::pager::limits::Limits;
use crate::pager::resume_error::ResumeError;
use crate::scheme::location::Source;
use crate::scheme::scheme::Scheme;

/// The page size that a walk writes into its requests.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PageSize {
    /// The size to write; `None` if the request keeps its own.
    written: Option<u64>,
}

impl PageSize {
    /// Selects the caller's size; otherwise none if the request has its own; otherwise the declared
    /// size. It is not larger than the number of items that the caller wants.
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
        // A later page can repeat an item of the page before.
        let repeated = u64::from(scheme.inclusive);
        let wanted = limits
            .max_items
            .map_or(u64::MAX, |max| max.saturating_add(repeated))
            .max(scheme.least_size());
        Self {
            written: size.map(|size| size.min(wanted)),
        }
    }

    /// Returns the size with which pages are requested, if it is known.
    pub(crate) fn in_effect(self, in_request: Option<u64>) -> Option<u64> {
        self.written.or(in_request).filter(|&size| size > 0)
    }

    /// Writes this size from now on.
    pub(crate) fn keep(&mut self, size: u64) {
        self.written = Some(size);
    }

    /// Returns the size to write after that many items, for the page at `counter` that begins with
    /// `repeated` items of the page before. Later requests shrink to what is still needed only if
    /// that moves no page boundary.
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

    /// Continues with the size `before` of the walk that is resumed, and returns the size in
    /// effect. Numbered pages must keep their size, and APIs that compare parameters need the same
    /// size. Offsets and keys shrink their last request, so its size is not kept.
    pub(crate) fn resume(
        &mut self,
        scheme: &Scheme,
        limits: &Limits,
        before: Option<u64>,
        in_request: Option<u64>,
    ) -> Result<Option<u64>, ResumeError> {
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
            (None, Some(asked)) if by_number => Err(ResumeError::PageSize(format!(
                "without a page size, but this walk asks for {asked} items per page, so its page numbers differ: resume without a page size"
            ))),
            (None, _) if by_number => {
                self.written = None;
                Ok(None)
            }
            // The earlier walk may have requested fewer items because its limit was smaller. The
            // same options give the same size again.
            (Some(before), Some(asked))
                if by_number && asked != before && self.written != Some(before) =>
            {
                Err(ResumeError::PageSize(format!(
                    "with {before} items per page, but this walk asks for {asked}, so its page numbers differ: resume with a page size of {before}"
                )))
            }
            (Some(before), asked) if by_number || asked.is_none() => {
                // The caller chooses the size in the request. A size that the walk writes must be
                // within the declared bounds.
                if self.written.is_some() && scheme.clamp_size(before) != before {
                    let (least, most) = (scheme.least_size(), scheme.size.max);
                    let most = most.map_or("more".to_owned(), |most| most.to_string());
                    return Err(ResumeError::Misfit(format!(
                        "its page size is {before}, but the declaration allows {least} to {most}"
                    )));
                }
                self.written = self.written.and(Some(before));
                Ok(Some(before))
            }
            _ => Ok(fresh),
        }
    }
}
