//! Whatever the bytes, the reader answers; it never panics. `fuzz/` looks deeper.

use proptest::prelude::*;
use sheets::{
    read,
    write::{Book, Look},
};

fn small() -> Vec<u8> {
    let mut book = Book::new();
    let mut page = book.sheet("a").unwrap();
    page.text(0, 0, "姓名", &Look::default()).unwrap();
    page.number(1, 0, 1.5, &Look { struck: true, ..Look::default() }).unwrap();
    book.bytes().unwrap()
}

fn damage(mut bytes: Vec<u8>, wounds: &[(usize, u8)]) -> Vec<u8> {
    for (at, byte) in wounds {
        let at = at % bytes.len();
        bytes[at] = *byte;
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn anything(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = read("a", &bytes);
    }

    #[test]
    fn a_damaged_xlsx(wounds in proptest::collection::vec((any::<usize>(), any::<u8>()), 1..20)) {
        let _ = read("a", &damage(small(), &wounds));
    }

    #[test]
    fn a_damaged_xls(wounds in proptest::collection::vec((any::<usize>(), any::<u8>()), 1..20)) {
        let whole = include_bytes!("fixtures/small.xls").to_vec();
        let _ = read("a", &damage(whole, &wounds));
    }

    #[test]
    fn a_cut_xls(length in 0_usize..5_000) {
        let whole = include_bytes!("fixtures/small.xls");
        let _ = read("a", &whole[..length.min(whole.len())]);
    }
}
