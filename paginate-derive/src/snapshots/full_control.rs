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
        type Item = <Vec<Version> as __private::PageItems>::Item;
        type Mode = __private::Custom;
        const SCHEME: __private::Scheme = __private::Scheme::new(
                __private::Source::Custom(__private::RequestLocation::Query("cursor")),
            )
            .items_member("entries");
        fn page_info<'paginate>(
            &'paginate self,
            headers: &'paginate __paginate::HeaderMap,
        ) -> __private::PageInfo<'paginate> {
            __private::PageInfo::new()
                .item_count(<Vec<Version> as __private::PageItems>::len(&self.entries))
                .next(
                    __private::decided(__private::read_with(Self::next, self, headers)),
                )
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            <Vec<Version> as __private::PageItems>::take(&mut self.entries)
        }
    }
};
