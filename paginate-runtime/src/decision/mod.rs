//! Layer 1, decision: what happens after each page.
//!
//! [`decide`] is the one pure function that every driver shares; [`Pager`] is the state machine around it, with the guards. No
//! sockets, no clocks, no executors.

mod action;
mod checkpoint;
mod decide;
mod end;
mod fit;
mod foresee;
pub(crate) mod guards;
mod halt;
mod limits;
mod loop_guard;
pub(crate) mod origin;
mod page_size;
mod pager;
mod plan;
mod position;
mod resolve;
mod segment;
mod split;
mod start;

pub use action::{Action, Ask, Judgement};
pub use checkpoint::Checkpoint;
pub use decide::{Step, decide};
pub use end::EndReason;
pub(crate) use end::Outlook;
pub(crate) use fit::Methods;
pub use halt::Halt;
pub use limits::Limits;
pub use pager::Pager;
pub use position::Position;
pub(crate) use segment::Bound;
pub use segment::Segment;
pub use start::Start;
