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
        type Mode = __paginate::Token;
        const SCHEME: __paginate::Scheme = __paginate::Scheme::new(
                __paginate::Source::Token(__paginate::Sink::Query("after")),
            )
            .size(__paginate::Sink::Query("limit"))
            .max(100)
            .items_at("data")
            .items_within("results")
            .next_at(__paginate::ResponseLocation::Member("paging.next.after"));
        fn page_info<'paginate>(
            &'paginate self,
            _: &'paginate __paginate::HeaderMap,
        ) -> __paginate::PageInfo<'paginate> {
            use __private::ViaFallback as _;
            __paginate::PageInfo::new()
                .items(
                    __private::present(|| {
                        let place = __private::Via(&self.data).step()?;
                        ::core::option::Option::Some(&(*place).results)
                    }),
                )
                .token(
                    __private::present(|| {
                        let place = __private::Via(&self.paging).step()?;
                        let place = __private::Via(&(*place).next).step()?;
                        ::core::option::Option::Some(&(*place).after)
                    }),
                )
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            use __private::ViaMutFallback as _;
            __private::present(|| {
                    let place = __private::ViaMut(&mut self.data).step()?;
                    ::core::option::Option::Some(
                        __paginate::PageItems::take(&mut (*place).results),
                    )
                })
                .unwrap_or_default()
        }
    }
};
