//! Each kind of fault of a declaration, with the message it gets and the line where it stands. The
//! good book that each case spoils is the one of the guide, `docs/casebooks.md`.
// not for people: what a clerk might write

use platform::{
    access::roles::Roles,
    packs::{Bundle, Pack, PackFault, section, table},
    terms::CodeRow,
};

use crate::books::{Books, Groups};

mod above;
mod rows;

const GUIDE: &str = include_str!("../../../../../docs/casebooks.md");
const ROLES: &str = include_str!("../../../../../packs/national/roles.toml");
const GROUPS: &str = include_str!("../../../../../packs/national/casebook-groups.toml");
const CODES: &str = include_str!("../../../../../packs/national/codes.csv");
const WORDS_ZH: &str = include_str!("../../../../../packs/national/words.zh.ftl");
const WORDS_EN: &str = include_str!("../../../../../packs/national/words.en.ftl");

/// A second book, for links and cases of other books.
const OTHER: &str = r#"
zh = "检查"
en = "Inspections"
group = "supervision"
subject = "facility"
basis = "a test"
confidence = "local"
number = "{serial}"
open = ["county_clerk"]
field.place = { type = "date", zh = "部位", en = "Place" }
state.open = { zh = "进行中", en = "Under way" }
state.done = { zh = "完成", en = "Done", end = true }
step.end = { zh = "完成", en = "End", from = ["open"], to = "done", who = ["county_clerk"] }
link.hazard = { zh = "隐患", en = "Hazard", book = "guide" }
"#;

/// The first block of TOML of the guide.
fn good() -> &'static str {
    let from = GUIDE.find("```toml\n").expect("an example") + "```toml\n".len();
    &GUIDE[from..from + GUIDE[from..].find("```").expect("its end")]
}

fn faults(text: &str) -> Vec<PackFault> {
    let mut bundle = Bundle::new();
    let manifest = "id = \"here\"\nversion = \"1\"\n[name]\nzh = \"这里\"\nen = \"Here\"\n";
    for (path, text) in [
        ("here/pack.toml", manifest),
        ("here/roles.toml", ROLES),
        ("here/casebook-groups.toml", GROUPS),
        ("here/codes.csv", CODES),
        ("here/listens.toml", ""),
        ("here/words.zh.ftl", WORDS_ZH),
        ("here/words.en.ftl", WORDS_EN),
        ("here/casebooks/inspection.toml", OTHER),
        ("here/casebooks/guide.toml", text),
    ] {
        bundle.insert(path, text);
    }
    let sections = [
        section::<above::Listens>(),
        section::<Roles>(),
        section::<Groups>(),
        section::<Books>(),
        table::<CodeRow>(),
    ];
    Pack::open(&bundle, "here", &sections).err().unwrap_or_default()
}

#[test]
fn the_example_of_the_guide_has_no_fault() {
    let found = faults(good());
    assert!(found.is_empty(), "{found:#?}");
}

/// What stands in the guide, what a clerk writes instead, and the message.
const SPOILT: &[(&str, &str, &str)] = &[
    // The book itself.
    ("en = \"Hazards\"\n", "", "packs-missing-key"),
    ("confidence = \"printed\"", "confidence = \"certain\"", "packs-unknown-choice"),
    ("edition = 1 ", "edition = 0 ", "packs-out-of-range"),
    ("edition = 1 ", "edition = \"one\" ", "packs-wrong-type"),
    ("edition = 1 ", "editon = 1 ", "packs-unknown-key"),
    ("edition = 1 ", "edition = = 1 ", "packs-bad-toml"),
    ("group = \"supervision\"", "group = \"supervison\"", "packs-dangling"),
    ("subject = \"facility\"", "subject = \"factory\"", "packs-dangling"),
    ("subject = \"facility\"", "subject = \"case.nothing\"", "packs-dangling"),
    ("{year}〕{serial:4}", "{yaer}〕{serial:4}", "packs-dangling"),
    ("{year}〕{serial:4}", "{year}〕", "casebooks-number-without-serial"),
    ("title = [\"place\"]", "title = [\"palce\"]", "packs-dangling"),
    ("title = [\"place\"]", "title = [\"photo\"]", "casebooks-title-hidden"),
    ("open = [\"county_clerk\", \"township_officer\"]", "open = [\"county_clark\"]", "packs-dangling"),
    ("open = [\"county_clerk\", \"township_officer\"]", "open = []", "casebooks-nobody-opens"),
    (
        "see = [\"county_clerk\", \"county_reviewer\",",
        "see = [\"county_clerk\", \"county_clerk\",",
        "casebooks-twice",
    ),
    ("[retain]", "[correct]\nagree = [\"county_clark\"]\n\n[retain]", "packs-dangling"),
    ("[retain]", "[correct]\nagree = []\n\n[retain]", "casebooks-nobody-agrees"),
    ("zh = \"发现情况\"", "zh = \" \"", "casebooks-no-words"),
    // Fields.
    ("[field.place]\npart = \"found\"", "[field.place]\npart = \"fond\"", "packs-dangling"),
    ("[field.photo]", "[field.Photo]", "casebooks-not-a-name"),
    ("[field.photo]", "[field.state]", "casebooks-not-a-name"),
    ("type = \"photo\"\nzh = \"现场照片\"", "type = \"picture\"\nzh = \"现场照片\"", "packs-unknown-choice"),
    ("type = \"photo\"\nzh = \"现场照片\"", "type = \"choice\"\nzh = \"现场照片\"", "casebooks-no-choices"),
    (
        "type = \"photo\"\nzh = \"现场照片\"",
        "type = \"table\"\nzh = \"现场照片\"",
        "casebooks-table-without-columns",
    ),
    (
        "type = \"photo\"\nzh = \"现场照片\"",
        "type = \"number\"\nzh = \"现场照片\"",
        "casebooks-number-without-digits",
    ),
    (
        "type = \"photo\"\nzh = \"现场照片\"",
        "type = \"case\"\nzh = \"现场照片\"",
        "casebooks-case-without-book",
    ),
    (
        "type = \"photo\"\nzh = \"现场照片\"",
        "type = \"photo\"\nmin = 3\nzh = \"现场照片\"",
        "casebooks-not-of-sort",
    ),
    (
        "type = \"photo\"\nzh = \"现场照片\"",
        "type = \"whole\"\nmin = 3\nmax = 1\nzh = \"照\"",
        "casebooks-min-above-max",
    ),
    (
        "type = \"photo\"\nzh = \"现场照片\"",
        "type = \"whole\"\nstarts = \"many\"\nzh = \"照\"",
        "casebooks-starts",
    ),
    (
        "type = \"photo\"\nzh = \"现场照片\"",
        "type = \"choice\"\nlist_of = \"sexes\"\nzh = \"照\"",
        "packs-dangling",
    ),
    (
        "type = \"photo\"\nzh = \"现场照片\"",
        "type = \"table\"\ncolumns = [{ id = \"a\", type = \"phone\", zh = \"甲\", en = \"A\" }]\nzh = \"照\"",
        "casebooks-not-in-a-table",
    ),
    ("{ id = \"major\", zh", "{ id = \"ordinary\", zh", "casebooks-twice"),
    ("show_if = \"case.grade == 'major'\"", "show_if = \"case.grade == 'majr'\"", "rules-not-a-choice"),
    ("show_if = \"case.grade == 'major'\"", "show_if = \"case.grad == 'major'\"", "rules-unknown-fact"),
    (
        "show_if = \"case.grade == 'major'\"",
        "show_if = \"known(case.listed_until)\"",
        "casebooks-rule-of-itself",
    ),
    (
        "show_if = \"case.grade == 'major'\"",
        "needed = true\nvalue = \"case.found_on\"",
        "casebooks-computed-and-typed",
    ),
    ("show_if = \"case.grade == 'major'\"", "value = \"case.later\"", "casebooks-computed-later"),
    ("rule = \"case.found_on <= case.mended_on\"", "rule = \"case.found_on + 1\"", ""),
    (
        "type = \"photo\"\nzh = \"现场照片\"",
        "type = \"table\"\ncolumns = [{ id = \"a\", type = \"whole\", zh = \"甲\", en = \"A\" },\n { id = \"b\", type = \"whole\", zh = \"乙\", en = \"B\", show_if = \"row.c > 1\" }]\nzh = \"照\"",
        "rules-unknown-fact",
    ),
    (
        "type = \"photo\"\nzh = \"现场照片\"",
        "type = \"table\"\ncolumns = [{ id = \"a\", type = \"whole\", zh = \"甲\", en = \"A\" },\n { id = \"b\", type = \"whole\", zh = \"乙\", en = \"B\", show_if = \"row.a\" }]\nzh = \"照\"",
        "rules-type",
    ),
    (
        "type = \"photo\"\nzh = \"现场照片\"",
        "type = \"table\"\ncolumns = [{ id = \"a\", type = \"whole\", zh = \"甲\", en = \"A\" },\n { id = \"b\", type = \"whole\", zh = \"乙\", en = \"B\", show_if = \"row.b > 1\" }]\nzh = \"照\"",
        "casebooks-rule-of-itself",
    ),
    (
        "type = \"photo\"\nzh = \"现场照片\"",
        "type = \"table\"\ncolumns = [{ id = \"a\", type = \"whole\", zh = \"甲\", en = \"A\" },\n { id = \"b\", type = \"whole\", zh = \"乙\", en = \"B\", value = \"case.photo.a.sum\" }]\nzh = \"照\"",
        "casebooks-rule-of-itself",
    ),
    (
        "type = \"photo\"\nzh = \"现场照片\"",
        "type = \"table\"\ncolumns = [{ id = \"a\", type = \"whole\", zh = \"甲\", en = \"A\", value = \"row.b + 1\" },\n { id = \"b\", type = \"whole\", zh = \"乙\", en = \"B\", value = \"1 + 1\" }]\nzh = \"照\"",
        "casebooks-computed-later",
    ),
    (
        "type = \"photo\"\nzh = \"现场照片\"",
        "type = \"table\"\ncolumns = [{ id = \"a\", type = \"whole\", zh = \"甲\", en = \"A\" },\n { id = \"b\", type = \"whole\", zh = \"乙\", en = \"B\", needed = true, value = \"row.a + 1\" }]\nzh = \"照\"",
        "casebooks-computed-and-typed",
    ),
    (
        "rule = \"case.found_on <= case.mended_on\"",
        "each = \"place\"\nrule = \"case.found_on <= case.mended_on\"",
        "casebooks-each-of-no-table",
    ),
    (
        "rule = \"case.found_on <= case.mended_on\"",
        "each = \"extras\"\nrule = \"case.found_on <= case.mended_on\"",
        "casebooks-each-reads-no-row",
    ),
    (
        "[field.place]\npart = \"found\"",
        "[field.place]\npattern = \"(\"\npart = \"found\"",
        "casebooks-bad-pattern",
    ),
    (
        "[field.place]\npart = \"found\"",
        "[field.place]\npattern = \"a\"\npart = \"found\"",
        "casebooks-pattern-words",
    ),
    (
        "type = \"photo\"\nzh = \"现场照片\"",
        "type = \"text\"\nsays = \"{plaze}\"\nzh = \"照\"",
        "packs-dangling",
    ),
    (
        "type = \"photo\"\nzh = \"现场照片\"",
        "type = \"text\"\nsays = \"{proof}\"\nzh = \"照\"",
        "casebooks-not-to-be-said",
    ),
    // States and steps.
    (
        "[step.send_back]",
        "[state.lost]\nzh = \"丢失\"\nen = \"Lost\"\n[step.send_back]",
        "casebooks-unreached",
    ),
    ("from = [\"mended\"]\nto = \"closed\"", "from = [\"mended\"]\nto = \"clsed\"", "packs-dangling"),
    ("en = \"Closed\"\nend = true", "en = \"Closed\"", "casebooks-no-end"),
    (
        "[step.send_back]",
        "[state.stuck]\nzh = \"停\"\nen = \"Stuck\"\n[step.stick]\nzh = \"停\"\nen = \"Stick\"\nfrom = [\"mended\"]\n\
         to = \"stuck\"\nwho = [\"county_reviewer\"]\n[step.again]\nzh = \"再\"\nen = \"Again\"\nfrom = [\"stuck\"]\n\
         who = [\"county_reviewer\"]\n[step.send_back]",
        "casebooks-never-ends",
    ),
    ("from = [\"found\"]\nto = \"mended\"", "from = []\nto = \"mended\"", "casebooks-from-nowhere"),
    (
        "from = [\"mended\"]\nto = \"closed\"",
        "from = [\"mended\", \"closed\"]\nto = \"closed\"",
        "casebooks-out-of-an-end",
    ),
    ("who = [\"township_officer\", \"county_clerk\"]", "who = []", "casebooks-nobody-takes"),
    (
        "who = [\"township_officer\", \"county_clerk\"]",
        "who = [\"village_worker\"]",
        "casebooks-takes-unseen",
    ),
    ("asks = [\"mended_on\", \"proof\"]", "asks = [\"mended_on\", \"prof\"]", "packs-dangling"),
    ("needs = [\"mended_on\", \"proof\"]", "needs = [\"mended_on\", \"extra\"]", "casebooks-before-known"),
    ("not_who_did = [\"mend\"]", "not_who_did = [\"verify_all\"]", "packs-dangling"),
    (
        "not_who_did = [\"mend\"]",
        "not_who_did = [\"mend\"]\nwhen = \"known(case.extra)\"",
        "casebooks-before-known",
    ),
    (
        "letter = \"closed\"",
        "letter = \"closed\"\nback = true\nposts = [{ from = \"a\", to = \"b\", amount = \"yuan(5)\" }]",
        "casebooks-not-to-be-taken-back",
    ),
    ("due = { days = 15,", "due = { days = -1,", "packs-out-of-range"),
    ("due = { days = 15,", "due = { days = 15, from = \"place\",", "casebooks-due-from-no-day"),
    ("due = { days = 15, confidence = \"local\" }", "", "casebooks-overdue-without-due"),
    ("{ rises_after_days = 3 }", "{ step = \"verify\" }", "casebooks-program-cannot"),
    ("letter = \"closed\"", "letter = \"clsed\"", "packs-dangling"),
    ("letter = \"closed\"\n", "", "casebooks-letter-unsent"),
    ("letter = \"closed\"", "letter = \"closed\"\nsets = { photo = \"1\" }", "casebooks-not-to-be-set"),
    (
        "letter = \"closed\"",
        "letter = \"closed\"\nopens = { book = \"inspction\", link = \"hazard\" }",
        "packs-dangling",
    ),
    (
        "letter = \"closed\"",
        "letter = \"closed\"\nopens = { book = \"inspection\", link = \"hazrd\" }",
        "packs-dangling",
    ),
    (
        "letter = \"closed\"",
        "letter = \"closed\"\nopens = { book = \"inspection\", link = \"hazard\", copy = [\"place\"] }",
        "casebooks-copy-of-other-sort",
    ),
    (
        "letter = \"closed\"",
        "letter = \"closed\"\nposts = [{ from = \"a\", to = \"a\", amount = \"yuan(5)\" }]",
        "casebooks-posts-to-itself",
    ),
    // The rest.
    ("你单位 {place} 的隐患", "你单位 {plce} 的隐患", "packs-dangling"),
    ("你单位 {place} 的隐患", "你单位 {photo} 的隐患", "casebooks-not-in-a-letter"),
    (
        "type = \"text\"\nzh = \"隐患部位\"",
        "type = \"text\"\nsee = [\"county_clerk\"]\nzh = \"隐患部位\"",
        "casebooks-letter-shows-hidden",
    ),
    ("count = \"case.grade == 'major' && case.state != 'closed'\"", "", "casebooks-count-or-last"),
    ("count = \"case.grade == 'major'", "last = \"phto\"\n#", "packs-dangling"),
    ("where = \"case.state != 'closed'\"", "sum = \"place\"", "casebooks-sum-of-no-figure"),
    ("share_of = \"found\"", "share_of = \"fond\"", "packs-dangling"),
    ("share_of = \"found\"", "share_of = \"closed\"", "packs-dangling"),
    ("share_of = \"found\"\n", "", "casebooks-target-of-no-share"),
    ("percent = 90", "percent = 190", "packs-out-of-range"),
    (
        "[figure.found]",
        "[field.cost]\ntype = \"money\"\nzh = \"投入\"\nen = \"Cost\"\n\n[figure.found]\nsum = \"cost\"\n",
        "casebooks-share-of-other-kind",
    ),
    ("fields = [\"place\", \"grade\", \"mended_on\"]", "fields = [\"place\", \"listed\"]", "packs-dangling"),
    ("after_days = 0\n", "after_days = 0\nmasked = [\"reason\"]\n", "casebooks-masks-unpublished"),
    ("subject = \"facility\"", "subject = \"none\"", "casebooks-not-public"),
    ("until_days = 365", "until_days = 0", "casebooks-public-never"),
    ("years = 10", "years = 0", "packs-out-of-range"),
    (
        "[retain]",
        "[periodic]\nevery = \"year\"\nday = \"03-31\"\nfor = \"facility\"\n[retain]",
        "casebooks-period-day",
    ),
    (
        "[retain]",
        "[periodic]\nevery = \"month\"\nday = \"5\"\nfor = \"village\"\n[retain]",
        "casebooks-period-of-other-subject",
    ),
    (
        "[retain]",
        "[opens_when]\nrule = \"case.grade == 'major'\"\nconfidence = \"local\"\n[retain]",
        "casebooks-opens-for-no-person",
    ),
    ("letter = \"closed\"\n", "letter = \"closed\"\nwhen_zh = \"先交款\"\n", "casebooks-when-words"),
    (
        "letter = \"closed\"\n",
        "letter = \"closed\"\nwhen = \"case.grade == \'major\'\"\n",
        "casebooks-when-words",
    ),
    ("予以销号。", "予以销号[[。", "casebooks-clause-open"),
    ("予以销号。", "予以[[销号]]。", "casebooks-clause-empty"),
    ("[retain]", "[moves]\nfound = \"mended\"\n[retain]", "casebooks-moves-from-known"),
    ("[retain]", "[renamed]\nplace = \"grade\"\n[retain]", "casebooks-renamed-known"),
    ("[retain]", "[renamed]\nspot = \"plaze\"\n[retain]", "packs-dangling"),
    (
        "[retain]",
        "[link.inspection]\nbook = \"inspektion\"\nzh = \"检查\"\nen = \"Inspection\"\n[retain]",
        "packs-dangling",
    ),
];

/// Fields that are filled late, for the cases that read them early.
const LATER: &str = r#"[field.later]
type = "date"
zh = "后"
en = "Later"
value = "case.found_on"

[field.extras]
type = "table"
zh = "人员"
en = "People"
columns = [{ id = "age", type = "whole", zh = "岁", en = "Age" }]

[field.extra]
type = "text"
zh = "补充"
en = "Extra"

[step.waive]
zh = "免复查"
en = "Waive"
from = ["mended"]
to = "closed"
who = ["county_reviewer"]
asks = ["extra"]

[state.found]"#;

#[test]
fn each_fault_has_its_message_at_its_line() {
    let mut kinds = std::collections::BTreeSet::new();
    for (stands, written, key) in SPOILT {
        assert!(good().contains(stands), "the guide says {stands:?} no more");
        let text = good().replacen(stands, written, 1).replacen("[state.found]", LATER, 1);
        let found = faults(&text);
        let shown: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert!(!found.is_empty(), "{written:?} is no fault");
        let fits = |it: &&PackFault| key.is_empty() || it.key == *key;
        let fault = found.iter().find(fits).unwrap_or_else(|| panic!("{written:?}: no {key} in {shown:#?}"));
        assert!(
            fault.file.ends_with("guide.toml") && 0 < fault.line && 0 < fault.column,
            "{written:?}: {fault}"
        );
        kinds.insert((fault.key.to_string(), fault.path.split('.').nth(1).unwrap_or("").to_owned()));
    }
    assert!(40 <= kinds.len(), "{} kinds: {kinds:?}", kinds.len());
}
