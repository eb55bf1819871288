//! Any bytes as a workbook: an answer or an error, never a panic.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = sheets::read("fuzz", bytes);
});
