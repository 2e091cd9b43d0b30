//! Decides what happens after each page.
//!
//! [`decide`](decide::decide) is one pure function; [`Pager`](pager::Pager) is the state machine
//! around it: it counts ([`counters`]), keeps checkpoints ([`bookmarks`]), and asks its guards
//! against loops, repeated pages and foreign links. No sockets, no clock, no executor.

pub(crate) mod action;
mod bookmarks;
pub(crate) mod checkpoint;
mod checkpoint_form;
pub(crate) mod compare;
mod counters;
pub(crate) mod decide;
pub(crate) mod end;
pub(crate) mod fit;
pub(crate) mod guards;
pub(crate) mod limits;
pub(crate) mod lookahead;
pub(crate) mod origin;
pub(crate) mod page_size;
#[expect(
    clippy::module_inception,
    reason = "the folder is named after what it is about"
)]
pub(crate) mod pager;
pub(crate) mod places;
pub(crate) mod position;
pub(crate) mod reach;
pub(crate) mod receive;
pub(crate) mod repeated;
pub(crate) mod resolve;
pub(crate) mod resume;
pub(crate) mod resume_error;
pub(crate) mod segment;
mod spare;
pub(crate) mod start;
pub(crate) mod stop;
