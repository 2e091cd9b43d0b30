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
        Option<C>: __paginate::PageToken,
    {
        type Item = <Vec<T> as __paginate::PageItems>::Item;
        type Mode = __paginate::Token;
        const SCHEME: __paginate::Scheme = __paginate::Scheme::new(
                __paginate::Source::Token(__paginate::Sink::Query("next")),
            )
            .items_at("data")
            .next_at(__paginate::ResponseLocation::Member("next"))
            .early();
        fn page_info<'paginate>(
            &'paginate self,
            _: &'paginate __paginate::HeaderMap,
        ) -> __paginate::PageInfo<'paginate> {
            __paginate::PageInfo::new()
                .item_count(<Vec<T> as __paginate::PageItems>::len(&self.data))
                .token::<Option<C>>(::core::option::Option::Some(&self.next))
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            <Vec<T> as __paginate::PageItems>::take(&mut self.data)
        }
    }
    #[automatically_derived]
    impl<'a, T, C: Clone, const N: usize> __paginate::EarlyContinuation
    for Envelope<'a, T, C, N>
    where
        T: 'a,
        Option<C>: __paginate::PageToken,
    {}
};
