::core::compile_error! {
    "`UserList` has no field `usres`: did you mean `items = \"users\"`?"
}
const _: () = {
    use ::paginate_runtime::{self as __paginate, __private};
    #[automatically_derived]
    impl<T> __paginate::Paginated for UserList<T> {
        type Item = User;
        type Mode = __paginate::Offset;
        const SCHEME: __private::Scheme = __private::Scheme::new(
            __private::Source::Offset(__private::RequestLocation::Query("cursor")),
        );
        fn page_info<'__paginate>(
            &'__paginate self,
            _: &'__paginate __paginate::HeaderMap,
        ) -> __private::PageInfo<'__paginate> {
            ::core::unreachable!()
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            ::core::unreachable!()
        }
    }
    #[automatically_derived]
    impl<T> __private::EarlyContinuation for UserList<T> {}
};
