//! Layer 3, delivery: thin drivers of one walk.

mod items;
mod page;
mod pages;
mod paginator;

pub use items::Items;
pub use page::Page;
pub use pages::Pages;
pub use paginator::Paginator;
