// #[paginate(next_url = link("next"), items = "0", size = "per_page", max = 100)]
// struct Issues(Vec<Issue>);

const _: () = {
    use ::paginate_runtime::{self as __paginate, __private};
    ///Derived from `#[paginate(..)]`: the URL of the next page is the `Link` header's `next`.
    #[automatically_derived]
    #[allow(unused_qualifications)]
    impl __paginate::Paginated for Issues {
        type Item = <Vec<Issue> as __private::PageItems>::Item;
        type Mode = __private::NextUrl;
        const SCHEME: __private::Scheme = __private::Scheme::new(
                __private::Source::NextUrl,
            )
            .size(__private::RequestLocation::Query("per_page"))
            .max(100)
            .next_at(__private::ResponseLocation::Link("next"))
            .early();
        fn page_info<'paginate>(
            &'paginate self,
            headers: &'paginate __paginate::HeaderMap,
        ) -> __private::PageInfo<'paginate> {
            __private::PageInfo::new()
                .item_count(<Vec<Issue> as __private::PageItems>::len(&self.0))
                .url(__private::LinkHeader::new(headers, "next"))
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            <Vec<Issue> as __private::PageItems>::take(&mut self.0)
        }
    }
    #[automatically_derived]
    impl __private::EarlyContinuation for Issues {}
};
