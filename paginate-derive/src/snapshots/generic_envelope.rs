// #[paginate(token = "next", param = "next", items = "data")]
// struct Envelope<'a, T, C: Clone = String, const N: usize = 1>
// where
//     T: 'a,
// {
//     data: Vec<T>,
//     next: Option<C>,
//     note: [Cow<'a, str>; N],
// }

const _: () = {
    use ::paginate_runtime::{self as __paginate, __private};
    ///Derived from `#[paginate(..)]`: the token of the next page is `next`.
    #[automatically_derived]
    #[allow(unused_qualifications)]
    impl<'a, T, C: Clone, const N: usize> __paginate::Paginated for Envelope<'a, T, C, N>
    where
        T: 'a,
        Option<C>: __private::PageToken,
    {
        type Item = <Vec<T> as __private::PageItems>::Item;
        type Mode = __private::Token;
        const SCHEME: __private::Scheme = __private::Scheme::new(
                __private::Source::Token(__private::RequestLocation::Query("next")),
            )
            .items_member("data")
            .next_at(__private::ResponseLocation::Member("next"))
            .early();
        fn page_info<'paginate>(
            &'paginate self,
            _: &'paginate __paginate::HeaderMap,
        ) -> __private::PageInfo<'paginate> {
            __private::PageInfo::new()
                .item_count(<Vec<T> as __private::PageItems>::len(&self.data))
                .token::<Option<C>>(::core::option::Option::Some(&self.next))
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            <Vec<T> as __private::PageItems>::take(&mut self.data)
        }
    }
    #[automatically_derived]
    impl<'a, T, C: Clone, const N: usize> __private::EarlyContinuation
    for Envelope<'a, T, C, N>
    where
        T: 'a,
        Option<C>: __private::PageToken,
    {}
};
