// #[paginate(next_url = link("next"), items = "0", size = "per_page", max = 100)]
// struct Issues(Vec<Issue>);

const _: () = {
    use ::paginate_runtime::{self as __paginate, __private};
    ///Derived from `#[paginate(..)]`: the URL of the next page is the `Link` header's `next`.
    #[automatically_derived]
    #[allow(unused_qualifications)]
    impl __paginate::Paginated for Issues {
        type Item = <Vec<Issue> as __paginate::PageItems>::Item;
        type Mode = __paginate::NextUrl;
        const SCHEME: __paginate::Scheme = __paginate::Scheme::new(
                __paginate::Source::NextUrl,
            )
            .size(__paginate::Sink::Query("per_page"))
            .max(100)
            .next_at(__paginate::ResponseLocation::Link("next"))
            .early();
        fn page_info<'paginate>(
            &'paginate self,
            headers: &'paginate __paginate::HeaderMap,
        ) -> __paginate::PageInfo<'paginate> {
            __paginate::PageInfo::new()
                .item_count(<Vec<Issue> as __paginate::PageItems>::len(&self.0))
                .url_link(headers, "next")
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            <Vec<Issue> as __paginate::PageItems>::take(&mut self.0)
        }
    }
    #[automatically_derived]
    impl __paginate::EarlyContinuation for Issues {}
};
