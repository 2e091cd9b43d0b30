// #[paginate(
//     token = "paging.next.after",
//     param = "after",
//     items = "data.results",
//     item = Contact,
//     size = "limit",
//     max = 100
// )]
// struct Contacts {
//     paging: Option<Paging>,
//     data: Data,
// }

const _: () = {
    use ::paginate_runtime::{self as __paginate, __private};
    ///Derived from `#[paginate(..)]`: the token of the next page is `paging.next.after`.
    #[automatically_derived]
    #[allow(unused_qualifications)]
    impl __paginate::Paginated for Contacts {
        type Item = Contact;
        type Mode = __private::Token;
        const SCHEME: __private::Scheme = __private::Scheme::new(
                __private::Source::Token(__private::RequestLocation::Query("after")),
            )
            .size(__private::RequestLocation::Query("limit"))
            .max(100)
            .items_member("data")
            .items_within("results")
            .next_at(__private::ResponseLocation::Member("paging.next.after"));
        fn page_info<'paginate>(
            &'paginate self,
            _: &'paginate __paginate::HeaderMap,
        ) -> __private::PageInfo<'paginate> {
            use __private::ReadPathFallback as _;
            __private::PageInfo::new()
                .items(
                    __private::present(|| {
                        let place = __private::ReadPath(&self.data).step()?;
                        ::core::option::Option::Some(&(*place).results)
                    }),
                )
                .token(
                    __private::present(|| {
                        let place = __private::ReadPath(&self.paging).step()?;
                        let place = __private::ReadPath(&(*place).next).step()?;
                        ::core::option::Option::Some(&(*place).after)
                    }),
                )
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            use __private::ReadPathMutFallback as _;
            __private::present(|| {
                    let place = __private::ReadPathMut(&mut self.data).step()?;
                    ::core::option::Option::Some(
                        __private::PageItems::take(&mut (*place).results),
                    )
                })
                .unwrap_or_default()
        }
    }
};
