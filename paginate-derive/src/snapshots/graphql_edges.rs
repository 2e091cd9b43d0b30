// #[paginate(
//     token = "data.repository.issues.page_info.end_cursor",
//     param = body("variables.after"),
//     more = "data.repository.issues.page_info.has_next_page",
//     items = "data.repository.issues.edges[].node",
//     item = Issue,
//     size = body("variables.first"),
//     max = 100,
//     error = "errors"
// )]
// struct Issues {
//     data: Option<Data>,
//     errors: Option<Vec<GraphqlError>>,
// }

const _: () = {
    use ::paginate_runtime::{self as __paginate, __private};
    ///Derived from `#[paginate(..)]`: the token of the next page is `data.repository.issues.page_info.end_cursor`.
    #[automatically_derived]
    #[allow(unused_qualifications)]
    impl __paginate::Paginated for Issues {
        type Item = Issue;
        type Mode = __paginate::Token;
        const SCHEME: __paginate::Scheme = __paginate::Scheme::new(
                __paginate::Source::Token(__paginate::Sink::Body("variables.after")),
            )
            .size(__paginate::Sink::Body("variables.first"))
            .max(100)
            .items_at("data")
            .error_at("errors")
            .items_within("repository.issues.edges")
            .next_at(
                __paginate::ResponseLocation::Member(
                    "data.repository.issues.page_info.end_cursor",
                ),
            )
            .flag_at("data.repository.issues.page_info.has_next_page");
        fn page_info<'paginate>(
            &'paginate self,
            _: &'paginate __paginate::HeaderMap,
        ) -> __paginate::PageInfo<'paginate> {
            use __private::ViaFallback as _;
            use __private::PresenceFallback as _;
            __paginate::PageInfo::new()
                .items(
                    __private::present(|| {
                        let place = __private::Via(&self.data).step()?;
                        let place = __private::Via(&(*place).repository).step()?;
                        let place = __private::Via(&(*place).issues).step()?;
                        ::core::option::Option::Some(&(*place).edges)
                    }),
                )
                .yields(
                    __private::held(
                        __private::each(
                            __private::present(|| {
                                let place = __private::Via(&self.data).step()?;
                                let place = __private::Via(&(*place).repository).step()?;
                                let place = __private::Via(&(*place).issues).step()?;
                                ::core::option::Option::Some(&(*place).edges)
                            }),
                        ),
                        |item| {
                            let place = __private::Via(&(*item).node).get()?;
                            ::core::option::Option::Some(())
                        },
                    ),
                )
                .token(
                    __private::present(|| {
                        let place = __private::Via(&self.data).step()?;
                        let place = __private::Via(&(*place).repository).step()?;
                        let place = __private::Via(&(*place).issues).step()?;
                        let place = __private::Via(&(*place).page_info).step()?;
                        ::core::option::Option::Some(&(*place).end_cursor)
                    }),
                )
                .more(
                    __private::present(|| {
                        let place = __private::Via(&self.data).step()?;
                        let place = __private::Via(&(*place).repository).step()?;
                        let place = __private::Via(&(*place).issues).step()?;
                        let place = __private::Via(&(*place).page_info).step()?;
                        ::core::option::Option::Some(&(*place).has_next_page)
                    }),
                )
                .error(__private::Presence(&self.errors).failure())
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            use __private::ViaMutFallback as _;
            use __private::OwnFallback as _;
            __private::unwrap_each(
                __private::present(|| {
                        let place = __private::ViaMut(&mut self.data).step()?;
                        let place = __private::ViaMut(&mut (*place).repository).step()?;
                        let place = __private::ViaMut(&mut (*place).issues).step()?;
                        ::core::option::Option::Some(
                            __paginate::PageItems::take(&mut (*place).edges),
                        )
                    })
                    .unwrap_or_default(),
                |edge| __private::Own(edge.node).get(),
            )
        }
    }
};
