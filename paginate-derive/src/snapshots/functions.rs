// #[paginate(
//     next_url = Self::next,
//     items = Self::rows,
//     item = Row,
//     more = has_more,
//     ok = Self::ok,
//     error = crate::errors::of::<Report>
// )]
// struct Report {
//     sheets: Vec<Sheet>,
//     links: Links,
// }

const _: () = {
    use ::paginate_runtime::{self as __paginate, __private};
    ///Derived from `#[paginate(..)]`: the URL of the next page is what `Self::next` returns.
    #[automatically_derived]
    #[allow(unused_qualifications)]
    impl __paginate::Paginated for Report {
        type Item = Row;
        type Mode = __private::NextUrl;
        const SCHEME: __private::Scheme = __private::Scheme::new(
            __private::Source::NextUrl,
        );
        fn page_info<'paginate>(
            &'paginate self,
            headers: &'paginate __paginate::HeaderMap,
        ) -> __private::PageInfo<'paginate> {
            use __private::PresenceFallback as _;
            __private::PageInfo::new()
                .url(
                    __private::Computed(__private::read_with(Self::next, self, headers)),
                )
                .more(__private::Computed(__private::read_with(has_more, self, headers)))
                .ok(__private::Computed(__private::read_with(Self::ok, self, headers)))
                .error(
                    __private::Reported::owned(
                        __private::Presence(
                                &__private::read_with(
                                    crate::errors::of::<Report>,
                                    self,
                                    headers,
                                ),
                            )
                            .failure(),
                    ),
                )
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            __private::take_with::<_, Row, _, _>(Self::rows, self)
        }
    }
};
