// #[paginate(
//     page = "page",
//     start = 0,
//     pages = header("X-Total-Pages"),
//     total = "meta.total",
//     end_on = [404,
//     short],
//     size = "per_page",
//     min = 10,
//     prefer = 50,
//     max = 100
// )]
// #[serde(rename_all = "camelCase")]
// struct Rows {
//     all_rows: Option<Vec<Row>>,
//     meta: Meta,
// }

const _: () = {
    use ::paginate_runtime::{self as __paginate, __private};
    ///Derived from `#[paginate(..)]`: pages are numbered.
    #[automatically_derived]
    #[allow(unused_qualifications)]
    impl __paginate::Paginated for Rows {
        type Item = <Option<Vec<Row>> as __paginate::PageItems>::Item;
        type Mode = __paginate::PageNumber;
        const SCHEME: __paginate::Scheme = __paginate::Scheme::new(
                __paginate::Source::Page(__paginate::Sink::Query("page")),
            )
            .size(__paginate::Sink::Query("per_page"))
            .max(100)
            .min(10)
            .prefer(50)
            .start(0)
            .end_on_status(&[404])
            .end_on_short()
            .items_at("allRows");
        fn page_info<'paginate>(
            &'paginate self,
            headers: &'paginate __paginate::HeaderMap,
        ) -> __paginate::PageInfo<'paginate> {
            use __private::ViaFallback as _;
            __paginate::PageInfo::new()
                .item_count(
                    <Option<Vec<Row>> as __paginate::PageItems>::len(&self.all_rows),
                )
                .pages_header(headers, "X-Total-Pages")
                .total(
                    __private::present(|| {
                        let place = __private::Via(&self.meta).step()?;
                        ::core::option::Option::Some(&(*place).total)
                    }),
                )
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            <Option<Vec<Row>> as __paginate::PageItems>::take(&mut self.all_rows)
        }
    }
};
