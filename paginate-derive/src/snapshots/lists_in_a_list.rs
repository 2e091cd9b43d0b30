// #[paginate(
//     at = "data[0]",
//     last_item = "sort[0]",
//     param = "after",
//     items = ".pages[].categories[].node",
//     item = Category,
//     nested = "tags"
// )]
// struct Categories {
//     data: Vec<Data>,
// }

const _: () = {
    use ::paginate_runtime::{self as __paginate, __private};
    ///Derived from `#[paginate(..)]`: the next page begins after the last item.
    #[automatically_derived]
    #[allow(unused_qualifications)]
    impl __paginate::Paginated for Categories {
        type Item = Category;
        type Mode = __private::LastItem;
        const SCHEME: __private::Scheme = __private::Scheme::new(
                __private::Source::LastItem(__private::RequestLocation::Query("after")),
            )
            .items_member("data")
            .items_within("[0].pages.[]");
        fn page_info<'paginate>(
            &'paginate self,
            _: &'paginate __paginate::HeaderMap,
        ) -> __private::PageInfo<'paginate> {
            use __private::ReadPathFallback as _;
            __private::PageInfo::new()
                .item_count(
                    __private::count(
                        __private::each_in(
                            __private::each(
                                __private::present(|| {
                                    let place = __private::ReadPath(&self.data).get()?;
                                    let place = __private::Indexed::at(&(*place), 0)?;
                                    let place = __private::ReadPath(&(*place)).step()?;
                                    ::core::option::Option::Some(&(*place).pages)
                                }),
                            ),
                            |element| ::core::option::Option::Some(
                                __private::PageItems::iter(&(*element).categories),
                            ),
                        ),
                    ),
                )
                .yields(
                    __private::held(
                        __private::each_in(
                            __private::each(
                                __private::present(|| {
                                    let place = __private::ReadPath(&self.data).get()?;
                                    let place = __private::Indexed::at(&(*place), 0)?;
                                    let place = __private::ReadPath(&(*place)).step()?;
                                    ::core::option::Option::Some(&(*place).pages)
                                }),
                            ),
                            |element| ::core::option::Option::Some(
                                __private::PageItems::iter(&(*element).categories),
                            ),
                        ),
                        |item| {
                            let place = __private::ReadPath(&(*item).node).get()?;
                            ::core::option::Option::Some(())
                        },
                    ),
                )
                .last_item(
                    __private::present(|| {
                        let place = __private::last(
                            __private::each_in(
                                __private::each(
                                    __private::present(|| {
                                        let place = __private::ReadPath(&self.data).get()?;
                                        let place = __private::Indexed::at(&(*place), 0)?;
                                        let place = __private::ReadPath(&(*place)).step()?;
                                        ::core::option::Option::Some(&(*place).pages)
                                    }),
                                ),
                                |element| ::core::option::Option::Some(
                                    __private::PageItems::iter(&(*element).categories),
                                ),
                            ),
                        )?;
                        let place = __private::ReadPath(&(*place).node).get()?;
                        let place = __private::ReadPath(&(*place).sort).get()?;
                        let place = __private::Indexed::at(&(*place), 0)?;
                        ::core::option::Option::Some(&(*place))
                    }),
                )
                .before_last_item(
                    __private::present(|| {
                        let place = __private::before_last(
                            __private::each_in(
                                __private::each(
                                    __private::present(|| {
                                        let place = __private::ReadPath(&self.data).get()?;
                                        let place = __private::Indexed::at(&(*place), 0)?;
                                        let place = __private::ReadPath(&(*place)).step()?;
                                        ::core::option::Option::Some(&(*place).pages)
                                    }),
                                ),
                                |element| ::core::option::Option::Some(
                                    __private::PageItems::iter(&(*element).categories),
                                ),
                            ),
                        )?;
                        let place = __private::ReadPath(&(*place).node).get()?;
                        let place = __private::ReadPath(&(*place).sort).get()?;
                        let place = __private::Indexed::at(&(*place), 0)?;
                        ::core::option::Option::Some(&(*place))
                    }),
                )
                .nested(
                    "tags",
                    __private::lens(
                        __private::each_in(
                            __private::each(
                                __private::present(|| {
                                    let place = __private::ReadPath(&self.data).get()?;
                                    let place = __private::Indexed::at(&(*place), 0)?;
                                    let place = __private::ReadPath(&(*place)).step()?;
                                    ::core::option::Option::Some(&(*place).pages)
                                }),
                            ),
                            |element| ::core::option::Option::Some(
                                __private::PageItems::iter(&(*element).categories),
                            ),
                        ),
                        |item| {
                            let place = __private::ReadPath(&(*item).node).get()?;
                            ::core::option::Option::Some(
                                __private::PageItems::len(&(*place).tags),
                            )
                        },
                    ),
                    ::core::option::Option::None,
                )
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            use __private::ReadPathMutFallback as _;
            use __private::MovePathFallback as _;
            __private::unwrap_each(
                __private::take_each(
                    __private::present(|| {
                            let place = __private::ReadPathMut(&mut self.data).get()?;
                            let place = __private::Indexed::at_mut(&mut (*place), 0)?;
                            let place = __private::ReadPathMut(&mut (*place)).step()?;
                            ::core::option::Option::Some(
                                __private::PageItems::take(&mut (*place).pages),
                            )
                        })
                        .unwrap_or_default(),
                    |element| ::core::option::Option::Some(
                        __private::PageItems::take(&mut (*element).categories),
                    ),
                ),
                |edge| __private::MovePath(edge.node).get(),
            )
        }
    }
};
