//! Pages that are ready as soon as they are asked for.

use std::io;

use paginate_runtime::Paginated;

/// An item of a page.
pub trait Item: Send + Sync + 'static {
    /// The item of that number.
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

/// An item of the size and shape that items have; its texts are empty, so that they are not what is
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

/// What every walk is over.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    /// How many pages there are.
    pub pages: u64,
    /// Items of each.
    pub length: u64,
}

/// A page as an API gives it.
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
    /// The page at a token. Never inlined: it costs the same in every walk.
    #[inline(never)]
    pub fn page<I: Item>(self, token: Option<String>) -> Page<I> {
        let index: u64 = token.map_or(0, |token| token.parse().expect("a token of ours"));
        let first = index * self.length;
        Page {
            next: (index + 1 < self.pages).then(|| (index + 1).to_string()),
            items: (first..first + self.length).map(I::of).collect(),
        }
    }

    /// The same, as a client brings it.
    pub async fn fetch<I: Item>(self, token: Option<String>) -> Result<Page<I>, io::Error> {
        Ok(self.page(token))
    }
}
