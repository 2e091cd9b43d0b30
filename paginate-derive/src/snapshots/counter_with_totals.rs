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
        type Item = <Option<Vec<Row>> as __private::PageItems>::Item;
        type Mode = __private::PageNumber;
        const SCHEME: __private::Scheme = __private::Scheme::new(
                __private::Source::Page(__private::RequestLocation::Query("page")),
            )
            .size(__private::RequestLocation::Query("per_page"))
            .max(100)
            .min(10)
            .prefer(50)
            .start(0)
            .end_on_status(&[404])
            .end_on_short()
            .items_member("allRows")
            .total_at(__private::ResponseLocation::Member("meta.total"))
            .pages_at(__private::ResponseLocation::Header("X-Total-Pages"));
        fn page_info<'paginate>(
            &'paginate self,
            headers: &'paginate __paginate::HeaderMap,
        ) -> __private::PageInfo<'paginate> {
            use __private::ReadPathFallback as _;
            __private::PageInfo::new()
                .item_count(
                    <Option<Vec<Row>> as __private::PageItems>::len(&self.all_rows),
                )
                .pages(__private::Header::new(headers, "X-Total-Pages"))
                .total(
                    __private::present(|| {
                        let place = __private::ReadPath(&self.meta).step()?;
                        ::core::option::Option::Some(&(*place).total)
                    }),
                )
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            <Option<Vec<Row>> as __private::PageItems>::take(&mut self.all_rows)
        }
    }
};
