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
        type Mode = __paginate::LastItem;
        const SCHEME: __paginate::Scheme = __paginate::Scheme::new(
                __paginate::Source::LastItem(__paginate::Sink::Query("after")),
            )
            .items_at("data")
            .items_within("[0].pages.[]");
        fn page_info<'paginate>(
            &'paginate self,
            _: &'paginate __paginate::HeaderMap,
        ) -> __paginate::PageInfo<'paginate> {
            use __private::ViaFallback as _;
            __paginate::PageInfo::new()
                .item_count(
                    __private::count(
                        __private::each_in(
                            __private::each(
                                __private::present(|| {
                                    let place = __private::Via(&self.data).get()?;
                                    let place = __private::Indexed::at(&(*place), 0)?;
                                    let place = __private::Via(&(*place)).step()?;
                                    ::core::option::Option::Some(&(*place).pages)
                                }),
                            ),
                            |element| ::core::option::Option::Some(
                                __paginate::PageItems::iter(&(*element).categories),
                            ),
                        ),
                    ),
                )
                .yields(
                    __private::held(
                        __private::each_in(
                            __private::each(
                                __private::present(|| {
                                    let place = __private::Via(&self.data).get()?;
                                    let place = __private::Indexed::at(&(*place), 0)?;
                                    let place = __private::Via(&(*place)).step()?;
                                    ::core::option::Option::Some(&(*place).pages)
                                }),
                            ),
                            |element| ::core::option::Option::Some(
                                __paginate::PageItems::iter(&(*element).categories),
                            ),
                        ),
                        |item| {
                            let place = __private::Via(&(*item).node).get()?;
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
                                        let place = __private::Via(&self.data).get()?;
                                        let place = __private::Indexed::at(&(*place), 0)?;
                                        let place = __private::Via(&(*place)).step()?;
                                        ::core::option::Option::Some(&(*place).pages)
                                    }),
                                ),
                                |element| ::core::option::Option::Some(
                                    __paginate::PageItems::iter(&(*element).categories),
                                ),
                            ),
                        )?;
                        let place = __private::Via(&(*place).node).get()?;
                        let place = __private::Via(&(*place).sort).get()?;
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
                                        let place = __private::Via(&self.data).get()?;
                                        let place = __private::Indexed::at(&(*place), 0)?;
                                        let place = __private::Via(&(*place)).step()?;
                                        ::core::option::Option::Some(&(*place).pages)
                                    }),
                                ),
                                |element| ::core::option::Option::Some(
                                    __paginate::PageItems::iter(&(*element).categories),
                                ),
                            ),
                        )?;
                        let place = __private::Via(&(*place).node).get()?;
                        let place = __private::Via(&(*place).sort).get()?;
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
                                    let place = __private::Via(&self.data).get()?;
                                    let place = __private::Indexed::at(&(*place), 0)?;
                                    let place = __private::Via(&(*place)).step()?;
                                    ::core::option::Option::Some(&(*place).pages)
                                }),
                            ),
                            |element| ::core::option::Option::Some(
                                __paginate::PageItems::iter(&(*element).categories),
                            ),
                        ),
                        |item| {
                            let place = __private::Via(&(*item).node).get()?;
                            ::core::option::Option::Some(
                                __paginate::PageItems::len(&(*place).tags),
                            )
                        },
                    ),
                )
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            use __private::ViaMutFallback as _;
            use __private::OwnFallback as _;
            __private::unwrap_each(
                __private::take_each(
                    __private::present(|| {
                            let place = __private::ViaMut(&mut self.data).get()?;
                            let place = __private::Indexed::at_mut(&mut (*place), 0)?;
                            let place = __private::ViaMut(&mut (*place)).step()?;
                            ::core::option::Option::Some(
                                __paginate::PageItems::take(&mut (*place).pages),
                            )
                        })
                        .unwrap_or_default(),
                    |element| ::core::option::Option::Some(
                        __paginate::PageItems::take(&mut (*element).categories),
                    ),
                ),
                |edge| __private::Own(edge.node).get(),
            )
        }
    }
};
