#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| paginate_tests::properties::next_url::check(data));
