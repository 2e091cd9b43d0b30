// #[paginate(token = "next", param = "next", items = "rows", decode = crate::xml::read)]
// struct Rows<T>
// where
//     T: Clone,
// {
//     next: Option<String>,
//     rows: Vec<T>,
// }

const _: () = {
    use ::paginate_runtime::{self as __paginate, __private};
    ///Derived from `#[paginate(..)]`: the token of the next page is `next`.
    #[automatically_derived]
    #[allow(unused_qualifications)]
    impl<T> __paginate::Paginated for Rows<T>
    where
        T: Clone,
    {
        type Item = <Vec<T> as __paginate::PageItems>::Item;
        type Mode = __paginate::Token;
        const SCHEME: __paginate::Scheme = __paginate::Scheme::new(
                __paginate::Source::Token(__paginate::Sink::Query("next")),
            )
            .items_at("rows")
            .next_at(__paginate::ResponseLocation::Member("next"));
        fn page_info<'paginate>(
            &'paginate self,
            _: &'paginate __paginate::HeaderMap,
        ) -> __paginate::PageInfo<'paginate> {
            __paginate::PageInfo::new()
                .item_count(<Vec<T> as __paginate::PageItems>::len(&self.rows))
                .token::<Option<String>>(::core::option::Option::Some(&self.next))
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            <Vec<T> as __paginate::PageItems>::take(&mut self.rows)
        }
        fn decoder() -> ::core::option::Option<__paginate::Decoder<Self>> {
            ::core::option::Option::Some(|parts, body| __private::decoded_page(
                crate::xml::read(parts, body),
            ))
        }
    }
    #[automatically_derived]
    #[allow(dead_code, unreachable_pub, clippy::same_name_method)]
    impl<T> Rows<T>
    where
        T: Clone,
    {
        /// Walks an HTTP endpoint whose responses are read by the declared function: `Paginated::paginate` for this type.
        pub fn paginate<
            __Source: __paginate::IntoSource<Transport = __Transport>,
            __Transport,
        >(
            source: __Source,
        ) -> __paginate::Paginator<
            Self,
            __paginate::Decoded<
                __paginate::HttpSource<__Transport>,
                __paginate::Decoder<Self>,
            >,
        > {
            __private::paginate_decoded(source)
        }
        /// The same without async: `Paginated::paginate_blocking` for this type.
        pub fn paginate_blocking<
            __Source: __paginate::IntoBlockingSource<Transport = __Transport>,
            __Transport,
        >(
            source: __Source,
        ) -> __paginate::Paginator<
            Self,
            __paginate::Decoded<
                __paginate::BlockingSource<__Transport>,
                __paginate::Decoder<Self>,
            >,
            __paginate::Blocking,
        > {
            __private::paginate_decoded_blocking(source)
        }
    }
};
