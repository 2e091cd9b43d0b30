// #[paginate(next_with = Self::next)]
// struct Versions {
//     r#type: String,
//     entries: Vec<Version>,
// }

const _: () = {
    use ::paginate_runtime::{self as __paginate, __private};
    ///Derived from `#[paginate(..)]`: `Self::next` says where the next page is.
    #[automatically_derived]
    #[allow(unused_qualifications)]
    impl __paginate::Paginated for Versions {
        type Item = <Vec<Version> as __paginate::PageItems>::Item;
        type Mode = __paginate::Custom;
        const SCHEME: __paginate::Scheme = __paginate::Scheme::new(
                __paginate::Source::Custom(__paginate::Sink::Query("cursor")),
            )
            .items_at("entries");
        fn page_info<'paginate>(
            &'paginate self,
            headers: &'paginate __paginate::HeaderMap,
        ) -> __paginate::PageInfo<'paginate> {
            __paginate::PageInfo::new()
                .item_count(<Vec<Version> as __paginate::PageItems>::len(&self.entries))
                .next(
                    __private::decided(__private::read_with(Self::next, self, headers)),
                )
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            <Vec<Version> as __paginate::PageItems>::take(&mut self.entries)
        }
    }
};
