//! Layer 3, delivery: thin drivers of one walk.

mod ahead;
mod blocking;
mod browse;
mod continuation;
mod flights;
mod items;
mod not_this;
mod page;
mod pages;
mod paginator;
mod window;

pub(crate) use ahead::start as start_ahead;
pub use blocking::{Blocking, BlockingItems, BlockingPages, Concurrent, Streaming};
pub use browse::{Browse, History};
pub use continuation::Continuation;
pub use items::Items;
pub use not_this::SendToTask;
pub use page::Page;
pub use pages::Pages;
pub use paginator::{Paginator, paginate_decoded, paginate_decoded_blocking};
