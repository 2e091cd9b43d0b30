//! Pages that are available at once.

use std::io;

use paginate_runtime::Paginated;

/// An item of a page.
pub trait Item: Send + Sync + 'static {
    /// The item with this number.
    fn of(number: u64) -> Self;
}

impl Item for u64 {
    fn of(number: u64) -> Self {
        number
    }
}

impl Item for String {
    fn of(_: u64) -> Self {
        Self::new()
    }
}

/// An item with a typical size and shape. Its texts are empty, so that allocating them is not
/// measured.
#[derive(Debug)]
pub struct User {
    /// Its number.
    pub id: u64,
    /// A text.
    pub name: String,
    /// Another.
    pub email: String,
}

impl Item for User {
    fn of(number: u64) -> Self {
        Self {
            id: number,
            name: String::new(),
            email: String::new(),
        }
    }
}

/// The list of every walk.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    /// The number of pages.
    pub pages: u64,
    /// The number of items of each page.
    pub length: u64,
}

/// A page, as an API would send it.
#[derive(Debug, Paginated)]
#[paginate(token = "next", param = "next", items = "items")]
pub struct Page<I: Item> {
    pub next: Option<String>,
    pub items: Vec<I>,
}

impl<I: Item> AsRef<[I]> for Page<I> {
    fn as_ref(&self) -> &[I] {
        &self.items
    }
}

impl Source {
    /// The page at a token. It is never inlined, so that it costs the same in every walk.
    #[inline(never)]
    pub fn page<I: Item>(self, token: Option<String>) -> Page<I> {
        let index: u64 = token.map_or(0, |token| token.parse().expect("a token of ours"));
        let first = index * self.length;
        Page {
            next: (index + 1 < self.pages).then(|| (index + 1).to_string()),
            items: (first..first + self.length).map(I::of).collect(),
        }
    }

    /// The same, as an async client returns it.
    pub async fn fetch<I: Item>(self, token: Option<String>) -> Result<Page<I>, io::Error> {
        Ok(self.page(token))
    }
}
