#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| paginate_tests::properties::segment::check(data));
