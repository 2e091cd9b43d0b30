// #[paginate(
//     last_item = "meta.id",
//     param = form("starting_after"),
//     more = "has_more",
//     items = "edges[].node",
//     item = Charge,
//     size = form("limit"),
//     max = 100
// )]
// struct Charges {
//     edges: Vec<Edge>,
//     has_more: bool,
// }

const _: () = {
    use ::paginate_runtime::{self as __paginate, __private};
    ///Derived from `#[paginate(..)]`: the next page begins after the last item.
    #[automatically_derived]
    #[allow(unused_qualifications)]
    impl __paginate::Paginated for Charges {
        type Item = Charge;
        type Mode = __private::LastItem;
        const SCHEME: __private::Scheme = __private::Scheme::new(
                __private::Source::LastItem(
                    __private::RequestLocation::Form("starting_after"),
                ),
            )
            .size(__private::RequestLocation::Form("limit"))
            .max(100)
            .items_member("edges")
            .flag_at("has_more");
        fn page_info<'paginate>(
            &'paginate self,
            _: &'paginate __paginate::HeaderMap,
        ) -> __private::PageInfo<'paginate> {
            use __private::ReadPathFallback as _;
            __private::PageInfo::new()
                .item_count(<Vec<Edge> as __private::PageItems>::len(&self.edges))
                .yields(
                    __private::held(
                        __private::each(::core::option::Option::Some(&self.edges)),
                        |item| {
                            let place = __private::ReadPath(&(*item).node).get()?;
                            ::core::option::Option::Some(())
                        },
                    ),
                )
                .last_item(
                    __private::present(|| {
                        let place = __private::PageItems::last(&self.edges)?;
                        let place = __private::ReadPath(&(*place).node).get()?;
                        let place = __private::ReadPath(&(*place).meta).step()?;
                        ::core::option::Option::Some(&(*place).id)
                    }),
                )
                .before_last_item(
                    __private::present(|| {
                        let place = __private::PageItems::before_last(&self.edges)?;
                        let place = __private::ReadPath(&(*place).node).get()?;
                        let place = __private::ReadPath(&(*place).meta).step()?;
                        ::core::option::Option::Some(&(*place).id)
                    }),
                )
                .more::<bool>(::core::option::Option::Some(&self.has_more))
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            use __private::MovePathFallback as _;
            __private::unwrap_each(
                <Vec<Edge> as __private::PageItems>::take(&mut self.edges),
                |edge| __private::MovePath(edge.node).get(),
            )
        }
    }
};
