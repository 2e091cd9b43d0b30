//! Walks with this library.

use futures::stream::{Stream, StreamExt};
use paginate_runtime::{Error, Items, Paginated};

use super::page::Page;
use super::{Item, Source, consume};

pub(super) fn items<I: Item>(source: Source) -> Items<Page<I>> {
    Page::paginate_with(move |token| source.fetch::<I>(token)).items()
}

pub(super) async fn items_by_try_next<I: Item>(source: Source) -> u64 {
    let mut items = items::<I>(source);
    let mut seen = 0;
    while let Some(item) = items.try_next().await.expect("an item") {
        seen += consume(item);
    }
    seen
}

pub(super) fn pages<I: Item>(source: Source) -> impl Stream<Item = Result<Vec<I>, Error>> {
    let pages = Page::paginate_with(move |token| source.fetch::<I>(token)).pages();
    StreamExt::map(pages, |page| page.map(paginate_runtime::Page::into_items))
}
