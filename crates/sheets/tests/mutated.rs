//! Workbooks that are wrong inside: a part of the package, unpacked, has its bytes changed, cut,
//! doubled or strewn with what parsers trip over, and is packed again with right checksums. The
//! reader answers each within its limits and never panics.
//!
//! `SONGHE_FUZZ_ROUNDS=100000 cargo test -p sheets --test mutated` looks longer.

use std::{
    io::{Cursor, Read as _, Write as _},
    time::{Duration, Instant},
};

use base::Chance;
use sheets::{
    Area, Colour, read,
    write::{Book, Look},
};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

/// Rounds of each kind in the normal suite.
const ROUNDS: u64 = 300;
/// Far more than a small workbook may take, whatever it claims about its size.
const PATIENCE: Duration = Duration::from_secs(20);

/// What has been a trap to somebody's parser.
const TRAPS: &[&str] = &[
    "<",
    ">",
    "&",
    "&#x0;",
    "&#1114112;",
    "&lt;",
    "]]>",
    "<![CDATA[",
    "<!--",
    "<?xml",
    "\u{0}",
    "\u{feff}",
    "r=\"XFD1048576\"",
    "r=\"ZZZZZZZ99999999999\"",
    "r=\"A0\"",
    "r=\"\"",
    "s=\"4294967295\"",
    "s=\"-1\"",
    "t=\"s\"",
    "t=\"shared\"",
    "<v>99999999999999999999</v>",
    "<v>-1</v>",
    "<v>1e400</v>",
    "<v>NaN</v>",
    "<mergeCell ref=\"A1:XFD1048576\"/>",
    "<mergeCell ref=\"B2:A1\"/>",
    "<mergeCell ref=\":\"/>",
    "<row r=\"4294967296\">",
    "<row r=\"0\">",
    "<row>",
    "</row>",
    "</sheetData>",
    "<c/>",
    "<c r=\"A1\"/>",
    "<col min=\"1\" max=\"4294967295\" hidden=\"1\"/>",
    "numFmtId=\"65535\"",
    "count=\"4294967295\"",
    "uniqueCount=\"-5\"",
    "Target=\"../../../etc/passwd\"",
    "Target=\"\"",
    "rId99",
    "indexed=\"4000000000\"",
    "rgb=\"FF\"",
    "rgb=\"\u{4f60}\u{597d}\"",
    "tint=\"9e99\"",
    "theme=\"99\"",
    "date1904=\"1\"",
    "formatCode=\"[$-804]yyyy&quot;年&quot;\"",
    "formatCode=\"0;0;0;0;0\"",
    "\u{10ffff}",
    "同上",
    "〃",
    "2958466",
];

fn rounds() -> u64 {
    #[expect(clippy::disallowed_methods, reason = "how long a person wants it to look")]
    let asked = std::env::var("SONGHE_FUZZ_ROUNDS").ok();
    asked.and_then(|it| it.parse().ok()).unwrap_or(ROUNDS)
}

/// A workbook with something of everything that the reader looks at.
fn rich() -> Vec<u8> {
    let mut book = Book::new();
    for name in ["花名册", "二"] {
        let mut page = book.sheet(name).unwrap();
        let plain = Look::default();
        let struck = Look { struck: true, font: Some(Colour([255, 0, 0])), ..Look::default() };
        let area = Area { first_row: 1, last_row: 1, first_column: 0, last_column: 3 };
        page.merge(area, "冕宁县花名册", &plain).unwrap();
        for (column, text) in ["姓名", "身份证号", "出生日期", "备注"].into_iter().enumerate() {
            page.text(1, column as u32, text, &Look { bold: true, border: true, ..Look::default() }).unwrap();
        }
        for row in 2..8 {
            page.text(row, 0, "吉克·阿呷", if row == 4 { &struck } else { &plain }).unwrap();
            page.text(row, 1, "513433194003050129", &plain).unwrap();
            page.number(row, 2, 14_675.0 + f64::from(row), &plain).unwrap();
            page.text(row, 3, "同上", &plain).unwrap();
        }
        page.head(2).unwrap();
        page.width(1, 22.0).unwrap();
    }
    book.bytes().unwrap()
}

fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn pack(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        writer.start_file(name.as_str(), stored).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn hurt(bytes: &mut Vec<u8>, chance: &mut Chance) {
    for _ in 0..=chance.below(4) {
        let length = bytes.len() as u64;
        let at = chance.below(length + 1) as usize;
        let until = (at + chance.below(40) as usize).min(bytes.len());
        match chance.below(6) {
            0 if at < bytes.len() => bytes[at] = chance.below(256) as u8,
            1 => _ = bytes.drain(at..until),
            2 => {
                let again: Vec<u8> = bytes[at..until].repeat(1 + chance.below(50) as usize);
                bytes.splice(at..at, again);
            }
            3 => bytes.truncate(at),
            _ => {
                let trap = TRAPS[chance.below(TRAPS.len() as u64) as usize];
                // Between two attributes or elements is where it is understood.
                let near = bytes[at..].iter().position(|it| b" <>\"".contains(it)).map_or(at, |it| at + it);
                let until = if chance.below(2) == 0 { near } else { (near + 8).min(bytes.len()) };
                bytes.splice(near..until, trap.bytes());
            }
        }
    }
}

/// Reads bytes that were made from `seed`; says the seed when it takes too long.
fn survives(name: &str, seed: u64, bytes: &[u8]) {
    #[expect(clippy::disallowed_methods, reason = "whether it comes to an end in time")]
    let begun = Instant::now();
    let _ = read(name, bytes);
    assert!(begun.elapsed() < PATIENCE, "seed {seed} took {:?}", begun.elapsed());
}

/// What a round makes is told before it is read, so that a panic names its seed.
fn each_round(make: impl Fn(&mut Chance) -> (&'static str, Vec<u8>)) {
    for seed in 0..rounds() {
        let (name, bytes) = make(&mut Chance::new(seed));
        let read = std::panic::catch_unwind(|| survives(name, seed, &bytes));
        assert!(read.is_ok(), "seed {seed} of {name}");
    }
}

#[test]
fn a_part_that_is_wrong_inside() {
    let whole = parts(&rich());
    each_round(|chance| {
        let mut parts = whole.clone();
        for _ in 0..=chance.below(2) {
            let at = chance.below(parts.len() as u64) as usize;
            match chance.below(20) {
                0 => _ = parts.remove(at),
                1 => {
                    let other = parts[chance.below(parts.len() as u64) as usize].1.clone();
                    parts[at].1 = other;
                }
                _ => hurt(&mut parts[at].1, chance),
            }
            if parts.is_empty() {
                break;
            }
        }
        ("a.xlsx", pack(&parts))
    });
}

#[test]
fn an_old_workbook_that_is_wrong_inside() {
    let all = [
        include_bytes!("fixtures/small.xls").to_vec(),
        include_bytes!("fixtures/roster.xls").to_vec(),
        include_bytes!("fixtures/roster.xlsx").to_vec(),
    ];
    each_round(|chance| {
        let mut bytes = all[chance.below(all.len() as u64) as usize].clone();
        // Records begin with a kind and a length: numbers of two bytes, changed in place.
        for _ in 0..=chance.below(12) {
            let at = chance.below(bytes.len() as u64 - 2) as usize;
            let value = [0, 1, 0xff, 0x7fff, 0xffff, chance.below(65_536)][chance.below(6) as usize] as u16;
            bytes[at..at + 2].copy_from_slice(&value.to_le_bytes());
        }
        if chance.below(8) == 0 {
            bytes.truncate(chance.below(bytes.len() as u64) as usize);
        }
        ("a.xls", bytes)
    });
}

#[test]
fn text_that_is_no_table() {
    let whole = "姓名,身份证号,村\n王秀英,513433194003050129,安宁村\n\"李\"\"国强\",〃,同上\n".as_bytes();
    each_round(|chance| {
        let mut bytes = whole.repeat(1 + chance.below(30) as usize);
        hurt(&mut bytes, chance);
        if chance.below(3) == 0 {
            let (gb, _, _) = encoding_rs::GB18030.encode("姓名\t出生\n吉克·阿呷\t一九三八年\n");
            bytes.extend_from_slice(&gb);
        }
        (["a.csv", "a.txt", "a.et", "a"][chance.below(4) as usize], bytes)
    });
}
