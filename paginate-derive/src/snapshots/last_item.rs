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
        type Mode = __paginate::LastItem;
        const SCHEME: __paginate::Scheme = __paginate::Scheme::new(
                __paginate::Source::LastItem(__paginate::Sink::Form("starting_after")),
            )
            .size(__paginate::Sink::Form("limit"))
            .max(100)
            .items_at("edges")
            .flag_at("has_more");
        fn page_info<'paginate>(
            &'paginate self,
            _: &'paginate __paginate::HeaderMap,
        ) -> __paginate::PageInfo<'paginate> {
            use __private::ViaFallback as _;
            __paginate::PageInfo::new()
                .item_count(<Vec<Edge> as __paginate::PageItems>::len(&self.edges))
                .yields(
                    __private::held(
                        __private::each(::core::option::Option::Some(&self.edges)),
                        |item| {
                            let place = __private::Via(&(*item).node).get()?;
                            ::core::option::Option::Some(())
                        },
                    ),
                )
                .last_item(
                    __private::present(|| {
                        let place = __paginate::PageItems::last(&self.edges)?;
                        let place = __private::Via(&(*place).node).get()?;
                        let place = __private::Via(&(*place).meta).step()?;
                        ::core::option::Option::Some(&(*place).id)
                    }),
                )
                .before_last_item(
                    __private::present(|| {
                        let place = __paginate::PageItems::before_last(&self.edges)?;
                        let place = __private::Via(&(*place).node).get()?;
                        let place = __private::Via(&(*place).meta).step()?;
                        ::core::option::Option::Some(&(*place).id)
                    }),
                )
                .more::<bool>(::core::option::Option::Some(&self.has_more))
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            use __private::OwnFallback as _;
            __private::unwrap_each(
                <Vec<Edge> as __paginate::PageItems>::take(&mut self.edges),
                |edge| __private::Own(edge.node).get(),
            )
        }
    }
};
