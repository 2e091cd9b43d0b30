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
        type Mode = __private::Token;
        const SCHEME: __private::Scheme = __private::Scheme::new(
                __private::Source::Token(
                    __private::RequestLocation::Body("variables.after"),
                ),
            )
            .size(__private::RequestLocation::Body("variables.first"))
            .max(100)
            .items_member("data")
            .error_at("errors")
            .items_within("repository.issues.edges")
            .next_at(
                __private::ResponseLocation::Member(
                    "data.repository.issues.page_info.end_cursor",
                ),
            )
            .flag_at("data.repository.issues.page_info.has_next_page");
        fn page_info<'paginate>(
            &'paginate self,
            _: &'paginate __paginate::HeaderMap,
        ) -> __private::PageInfo<'paginate> {
            use __private::ReadPathFallback as _;
            use __private::PresenceFallback as _;
            __private::PageInfo::new()
                .items(
                    __private::present(|| {
                        let place = __private::ReadPath(&self.data).step()?;
                        let place = __private::ReadPath(&(*place).repository).step()?;
                        let place = __private::ReadPath(&(*place).issues).step()?;
                        ::core::option::Option::Some(&(*place).edges)
                    }),
                )
                .yields(
                    __private::held(
                        __private::each(
                            __private::present(|| {
                                let place = __private::ReadPath(&self.data).step()?;
                                let place = __private::ReadPath(&(*place).repository)
                                    .step()?;
                                let place = __private::ReadPath(&(*place).issues).step()?;
                                ::core::option::Option::Some(&(*place).edges)
                            }),
                        ),
                        |item| {
                            let place = __private::ReadPath(&(*item).node).get()?;
                            ::core::option::Option::Some(())
                        },
                    ),
                )
                .token(
                    __private::present(|| {
                        let place = __private::ReadPath(&self.data).step()?;
                        let place = __private::ReadPath(&(*place).repository).step()?;
                        let place = __private::ReadPath(&(*place).issues).step()?;
                        let place = __private::ReadPath(&(*place).page_info).step()?;
                        ::core::option::Option::Some(&(*place).end_cursor)
                    }),
                )
                .more(
                    __private::present(|| {
                        let place = __private::ReadPath(&self.data).step()?;
                        let place = __private::ReadPath(&(*place).repository).step()?;
                        let place = __private::ReadPath(&(*place).issues).step()?;
                        let place = __private::ReadPath(&(*place).page_info).step()?;
                        ::core::option::Option::Some(&(*place).has_next_page)
                    }),
                )
                .error(__private::Reported(__private::Presence(&self.errors).failure()))
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            use __private::ReadPathMutFallback as _;
            use __private::MovePathFallback as _;
            __private::unwrap_each(
                __private::present(|| {
                        let place = __private::ReadPathMut(&mut self.data).step()?;
                        let place = __private::ReadPathMut(&mut (*place).repository)
                            .step()?;
                        let place = __private::ReadPathMut(&mut (*place).issues).step()?;
                        ::core::option::Option::Some(
                            __private::PageItems::take(&mut (*place).edges),
                        )
                    })
                    .unwrap_or_default(),
                |edge| __private::MovePath(edge.node).get(),
            )
        }
    }
};
