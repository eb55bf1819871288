//! Files in, cells out: what our writer made, what another writer made, and what is broken.

use sheets::{
    Area, Colour, Format, Kind, Tone, read,
    write::{Book, Look, table},
};

#[test]
fn what_is_written_reads_back_with_its_marks() {
    let mut book = Book::new();
    let mut page = book.sheet("泸沽镇[1]").unwrap();
    let plain = Look::default();
    let title = Area { first_row: 1, last_row: 1, first_column: 0, last_column: 3 };
    page.merge(title, "冕宁县高龄补贴花名册", &plain).unwrap();
    page.text(1, 0, "王秀英", &Look { struck: true, ..Look::default() }).unwrap();
    page.text(1, 1, "51343319400305123X", &Look { font: Some(Colour([255, 0, 0])), ..Look::default() })
        .unwrap();
    page.number(1, 2, 513_433_194_003_051_234_f64, &plain).unwrap();
    page.number(1, 3, 14_675.0, &Look { shape: Some("yyyy-mm-dd".to_owned()), ..Look::default() }).unwrap();
    page.text(2, 0, "阿苦·木呷", &Look { fill: Some(Colour([255, 255, 0])), ..Look::default() }).unwrap();
    page.remark(2, 0, "2026年3月去世").unwrap();
    page.hide_row(2).unwrap();
    page.hide_column(3).unwrap();
    let mut other = book.sheet("停发").unwrap();
    other.text(0, 0, " 前后空格 & <尖括号> ", &plain).unwrap();
    other.hide();
    let book = read("名册.xls", &book.bytes().unwrap()).unwrap();

    assert_eq!(book.format, Format::Xlsx);
    let sheet = &book.sheets[0];
    assert_eq!((sheet.name.as_str(), sheet.hidden), ("泸沽镇 1", false));
    assert_eq!(sheet.merged, [title]);
    assert!(sheet.hidden_columns.contains(&3));
    let row = &sheet.rows[1];
    let cell = |column| row.cell(column).unwrap();
    assert!(cell(0).struck && !cell(1).struck);
    assert_eq!(cell(1).font.map(Colour::tone), Some(Tone::Red));
    assert_eq!((&*cell(1).text, cell(1).kind), ("51343319400305123X", Kind::Text));
    assert_eq!((&*cell(2).text, cell(2).lost_digits), ("513433194003051000", true));
    assert_eq!((&*cell(3).text, cell(3).kind), ("1940-03-05", Kind::Date));
    assert!(sheet.rows[2].hidden && !sheet.rows[1].hidden);
    assert_eq!(sheet.rows[2].cells[0].fill.map(Colour::tone), Some(Tone::Yellow));
    assert_eq!(sheet.remarks[&(3, 0)], "2026年3月去世");
    assert!(book.sheets[1].hidden);
    assert_eq!(&*book.sheets[1].rows[0].cells[0].text, " 前后空格 & <尖括号> ");
}

/// Made with xlwt: a writer that is not ours.
#[test]
fn old_workbooks_keep_their_marks() {
    let book = read("名册.xlsx", include_bytes!("fixtures/roster.xls")).unwrap();
    assert_eq!(book.format, Format::Xls);
    let sheet = &book.sheets[0];
    assert_eq!(sheet.name, "花名册");
    assert_eq!(sheet.merged, [Area { first_row: 1, last_row: 1, first_column: 0, last_column: 5 }]);
    let row = sheet.row(3).unwrap();
    let texts: Vec<&str> = row.cells.iter().map(|it| &*it.text).collect();
    assert_eq!(texts, ["1", "王秀英", "513433194003051000", "1940-03-05", "000615", "60.00"]);
    assert!(row.cell(2).unwrap().lost_digits);
    let struck = sheet.row(4).unwrap();
    assert!(struck.cells.iter().all(|it| it.struck));
    assert_eq!(sheet.row(5).unwrap().cell(1).unwrap().fill.map(Colour::tone), Some(Tone::Red));
    assert!(sheet.row(6).unwrap().hidden);
    assert_eq!(sheet.row(6).unwrap().cell(5).unwrap().kind, Kind::Bool);
    assert!(sheet.hidden_columns.contains(&4));
    assert!(book.sheets[1].hidden);
    let long = &book.sheets[1].rows;
    assert_eq!(long.len(), 600, "strings run over many records");
    assert!(
        long.iter()
            .enumerate()
            .all(|(at, row)| *row.cells[0].text == *format!("第{at}村老人{}", "甲".repeat(at % 40)))
    );
}

/// Made with openpyxl: theme colours, rich text, shared formulas' values, 1904 dates.
#[test]
fn workbooks_of_other_writers_are_read() {
    let book = read("名册.csv", include_bytes!("fixtures/roster.xlsx")).unwrap();
    let sheet = &book.sheets[0];
    let cell = |row: u32, column: u32| sheet.row(row).unwrap().cell(column).unwrap();
    assert!(cell(2, 0).struck, "every run is struck");
    assert!(!cell(3, 0).struck, "one run is not");
    assert_eq!(cell(2, 1).font.map(Colour::tone), Some(Tone::Red));
    assert_eq!(cell(3, 1).fill.map(Colour::tone), Some(Tone::Grey));
    assert_eq!(&*cell(2, 2).text, "1940-03");
    assert_eq!(cell(3, 2).kind, Kind::Error);
    assert_eq!(sheet.remarks[&(2, 0)], "已故");
    assert!(sheet.filtered && sheet.row(4).unwrap().hidden);
}

#[test]
fn the_same_rows_give_the_same_bytes() {
    let rows = [vec!["王秀英".to_owned(), "51343319400305123X".to_owned()]];
    let make = || table("名册", &["姓名", "身份证号"], rows.iter().map(Vec::as_slice)).unwrap();
    assert_eq!(make(), make());
}

#[test]
fn what_cannot_be_read_says_why() {
    #[track_caller]
    fn check(bytes: &[u8], key: &str) {
        let error = read("名册.xlsx", bytes).unwrap_err();
        assert_eq!(error.faults()[0].key, key);
        assert!(error.faults()[0].path.starts_with("名册.xlsx"));
    }
    check(b"", "sheets-empty-file");
    check(b"PK\x03\x04 but no zip", "sheets-damaged");
    check(b"%PDF-1.7", "sheets-is-pdf");
    check("<html><table><tr><td>姓名".as_bytes(), "sheets-is-web-page");
    check(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 cut", "sheets-damaged");
    check(&[0, 1, 2, 3, 4], "sheets-not-a-table");
    check(b"\x89PNG", "sheets-is-picture");
    check(&locked(), "sheets-password");
}

/// An old workbook whose first records say that the rest is behind a password.
fn locked() -> Vec<u8> {
    use std::io::Write;
    let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    let records = [9, 8, 4, 0, 0, 6, 5, 0, 0x2F, 0, 2, 0, 1, 0, 10, 0, 0, 0];
    file.create_stream("/Workbook").unwrap().write_all(&records).unwrap();
    file.into_inner().into_inner()
}

#[test]
fn a_bomb_is_refused_before_it_fills_the_memory() {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let mut part = |name: &str, bytes: &[u8]| {
        zip.start_file(name, options).unwrap();
        zip.write_all(bytes).unwrap();
    };
    part("xl/workbook.xml", br#"<workbook><sheets><sheet name="a" r:id="r1"/></sheets></workbook>"#);
    part(
        "xl/_rels/workbook.xml.rels",
        br#"<Relationships><Relationship Id="r1" Type="x/worksheet" Target="s.xml"/></Relationships>"#,
    );
    let mut bomb = b"<worksheet><sheetData><row r=\"1\"><c t=\"str\"><v>".to_vec();
    bomb.resize(20 << 20, b'A');
    part("xl/s.xml", &bomb);
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 100_000);
    let error = read("a.xlsx", &bytes).unwrap_err();
    assert_eq!(error.faults()[0].key, "sheets-too-big-inside");
}
