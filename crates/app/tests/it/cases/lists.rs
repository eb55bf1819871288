//! What lists, counts and figures say, held against a plain reading of every case.

use std::collections::BTreeMap;

use base::{Chance, Day};
use platform::Actor;
use serde_json::{Map, Value, json};

use super::{FIRE, hazard, office, open, step, text};
use crate::world::{COUNTY_AREA, World, with_packs_changed};

/// What stands beside the values of a case, and the counts, are what the cases say.
pub(crate) fn agree(world: &World) {
    let strays =
        "SELECT COUNT(*) FROM case_value v LEFT JOIN case_file f ON f.county = v.county AND f.id = v.case_id
        WHERE f.id IS NULL OR v.book <> f.book OR v.area <> f.area OR v.title <> f.title
            OR v.number <> f.number OR v.opened_on <> f.opened_on
            OR COALESCE(v.closed_at, 0) <> COALESCE(f.closed_at, 0)";
    let stand = "SELECT county, book, state, area, COALESCE(due_on, ''),
            CAST(CASE WHEN closed_at IS NULL THEN 0 ELSE 1 END AS BIGINT), COUNT(*)
        FROM case_file GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6";
    let counted = "SELECT county, book, state, area, due_on, closed, cases FROM case_count WHERE cases <> 0
        ORDER BY 1, 2, 3, 4, 5, 6";
    type Counted = (String, String, String, String, String, i64, i64);
    let told = world.store.read(|tx| {
        let (strays,): (i64,) = tx.get("count", strays, &[])?;
        Ok((strays, tx.all::<Counted>(stand, &[])?, tx.all::<Counted>(counted, &[])?))
    });
    let (strays, stand, counted) = told.expect("counted");
    assert_eq!(strays, 0, "values beside which something else stands than in their case");
    assert_eq!(counted, stand, "the counts are those of the cases");
}

/// Several choices, too, and figures that read more than the state.
const MORE: &str = r#"
[field.tools]
type = "many"
zh = "器材"
en = "Tools"
choices = [{ id = "hose", zh = "水带", en = "Hose" }, { id = "horn", zh = "号角", en = "Horn" }, { id = "lamp", zh = "灯", en = "Lamp" }]

[figure.found_many]
zh = "待整改且门多"
en = "Many doors, to be mended"
where = "case.state == 'found' && case.doors > 25"

[figure.dear]
zh = "贵"
en = "Dear"
where = "case.cost > yuan(300) || !known(case.price)"
sum = "cost"

[figure.listed]
zh = "未挂牌"
en = "Not listed"
where = "case.grade == 'major' && !known(case.listed_until)"
"#;

/// A case as it is kept.
struct Plain {
    id: String,
    number: String,
    title: String,
    area: String,
    state: String,
    due_on: Option<String>,
    closed: bool,
    values: Map<String, Value>,
}

fn plain(world: &World) -> Vec<Plain> {
    type Row = (String, String, String, String, String, Option<String>, Option<i64>, String);
    let sql = "SELECT id, number, title, area, state, due_on, closed_at, filled FROM case_file
        WHERE county = 'mianning' AND book = 'fire' ORDER BY id";
    let rows: Vec<Row> = world.store.read(|tx| tx.all(sql, &[])).expect("read");
    let plain = |(id, number, title, area, state, due_on, closed_at, filled): Row| Plain {
        values: serde_json::from_str(&filled).expect("JSON"),
        closed: closed_at.is_some(),
        id,
        number,
        title,
        area,
        state,
        due_on,
    };
    rows.into_iter().map(plain).collect()
}

impl Plain {
    fn amount(&self, field: &str) -> Option<i64> {
        self.values.get(field).and_then(Value::as_i64)
    }

    fn words(&self, field: &str) -> Vec<String> {
        match self.values.get(field) {
            Some(Value::String(it)) => vec![it.to_lowercase()],
            Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).map(str::to_lowercase).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether a filter leaves it, read word by word.
    fn fits(&self, filter: &str, today: Day) -> bool {
        let parts: Vec<&str> = filter.split(':').collect();
        let [field, operator, said] = parts[..] else { panic!("{filter}") };
        let due = self.due_on.as_deref();
        match (field, operator) {
            ("state", _) => self.state == said,
            ("open", _) => self.closed != (said == "yes"),
            ("number", _) => self.number == said,
            ("due", "is") => match said {
                "overdue" => due.is_some_and(|it| it < today.to_string().as_str()),
                "none" => due.is_none(),
                _ => due.is_some_and(|it| {
                    (today.to_string().as_str()..=today.plus_days(7).to_string().as_str()).contains(&it)
                }),
            },
            ("doors" | "price" | "cost", _) => {
                let unit = if field == "doors" { 1 } else { 100 };
                let said = said.parse::<i64>().expect("a number") * unit;
                self.amount(field).is_some_and(|it| match operator {
                    "is" => it == said,
                    "from" => said <= it,
                    _ => it <= said,
                })
            }
            _ => self.words(field).iter().any(|it| match operator {
                "is" => it == said,
                "begins" => it.starts_with(said),
                "from" => said <= it.as_str(),
                _ => it.as_str() <= said,
            }),
        }
    }
}

/// Cases of many kinds, at many places, some on their way and some at their end.
fn fill(world: &World, chance: &mut Chance) {
    let office = office(world);
    let mut pick = |below: u64| chance.below(below);
    for at in 0..70_u64 {
        let mut values = hazard(&format!("{}号楼{}层", pick(12), pick(4)));
        values["grade"] = json!(if pick(3) == 0 { "major" } else { "ordinary" });
        values["found_on"] = json!(world.now().day().plus_days(-(pick(40) as i64)).to_string());
        values["doors"] = json!(pick(51).to_string());
        let tools: Vec<&str> = ["hose", "horn", "lamp"].into_iter().filter(|_| pick(2) == 0).collect();
        values["tools"] = json!(tools);
        if pick(3) == 0 {
            values["listed_until"] = json!("2026-12-31");
        }
        let actor = if pick(2) == 0 { &office.officer } else { &office.clerk };
        let id = text(&open(world, actor, values).expect("opened"), "case");
        let mut revision = 1;
        if pick(4) < 3 {
            let mut values = json!({ "mended_on": world.now().day().to_string() });
            if pick(3) < 2 {
                values["price"] = json!(pick(600).to_string());
                values["labour"] = json!("1.5");
            }
            step(world, &office.officer, &id, 1, "mend", values.clone())
                .or_else(|_| step(world, &office.clerk, &id, 1, "mend", values))
                .expect("mended");
            revision += 1;
            if pick(3) == 0 && step(world, &office.reviewer, &id, revision, "verify", json!({})).is_ok() {
                continue;
            }
        }
        if pick(5) == 0 {
            let values = json!({ "place": format!("{}号楼改", pick(12)), "tools": ["lamp"] });
            let edit = json!({ "case": id, "revision": revision, "values": values });
            world.submit(&office.clerk, "cases.edit", edit).expect("corrected");
        }
        if at % 10 == 0 {
            world.pass_days(1);
            world.night();
        }
    }
}

fn some_filter(chance: &mut Chance, today: Day, numbers: &[String]) -> Vec<String> {
    let day = |chance: &mut Chance| today.plus_days(-(chance.below(40) as i64)).to_string();
    let amount = |chance: &mut Chance, most: u64| chance.below(most).to_string();
    match chance.below(17) {
        0 => vec!["grade:is:major".into()],
        1 => vec!["grade:is:ordinary".into()],
        2 => vec![format!("doors:is:{}", amount(chance, 51))],
        3 => vec![format!("doors:from:{}", amount(chance, 51))],
        4 => vec![format!("doors:to:{}", amount(chance, 51))],
        5 => vec![format!("doors:from:{}", amount(chance, 30)), "doors:to:40".into()],
        6 => vec![format!("place:begins:{}", amount(chance, 12))],
        7 => vec![format!("found_on:from:{}", day(chance)), format!("found_on:to:{}", day(chance))],
        8 => vec![format!("price:from:{}", amount(chance, 600))],
        9 => vec![format!("cost:to:{}", amount(chance, 600))],
        10 => vec!["tools:is:horn".into()],
        11 => vec!["tools:begins:h".into()],
        12 => vec![["state:is:found", "state:is:mended", "state:is:closed"][chance.below(3) as usize].into()],
        13 => vec![["open:is:yes", "open:is:no"][chance.below(2) as usize].into()],
        14 => vec![["due:is:overdue", "due:is:week", "due:is:none"][chance.below(3) as usize].into()],
        15 => vec![format!("number:is:{}", numbers[chance.below(numbers.len() as u64) as usize])],
        _ => vec!["tools:is:lamp".into(), "tools:is:hose".into()],
    }
}

fn ask(world: &World, actor: &Actor, question: &str, input: Value) -> Value {
    let answer = world.door().answer(actor, world.now(), question, input.clone());
    answer.unwrap_or_else(|error| panic!("{question} {input}: {error:?}"))
}

#[test]
fn lists_by_any_filters_hold_what_a_plain_reading_finds() {
    with_packs_changed(&[("national/casebooks/fire.toml", "", &format!("{FIRE}{MORE}"))], |world| {
        let mut chance = Chance::new(20_261_122);
        fill(world, &mut chance);
        let (all, today, office) = (plain(world), world.now().day(), office(world));
        let numbers: Vec<String> = all.iter().map(|it| it.number.clone()).collect();
        assert!(all.iter().any(|it| it.closed) && all.iter().any(|it| it.amount("cost").is_some()));
        let mut met = 0;
        for round in 0..400 {
            let mut filters: Vec<String> =
                (0..=chance.below(3)).flat_map(|_| some_filter(&mut chance, today, &numbers)).collect();
            let at = chance.below(filters.len() as u64) as usize;
            filters.rotate_left(at);
            let (actor, area) =
                [(&office.clerk, COUNTY_AREA.to_owned()), (&office.officer, format!("{COUNTY_AREA}lugu/"))]
                    [(round % 2) as usize]
                    .clone();
            let mut want: Vec<&Plain> = all
                .iter()
                .filter(|it| {
                    it.area.starts_with(&area) && filters.iter().all(|filter| it.fits(filter, today))
                })
                .collect();
            let sort = ["", "-opened", "title", "-number", "area", "field.doors"][chance.below(6) as usize];
            want.sort_by(|a, b| match sort {
                "title" => (&a.title, &a.id).cmp(&(&b.title, &b.id)),
                "-number" => (&b.number, &a.id).cmp(&(&a.number, &b.id)),
                "area" => (&a.area, &b.id).cmp(&(&b.area, &a.id)),
                "field.doors" => (a.amount("doors"), &b.id).cmp(&(b.amount("doors"), &a.id)),
                _ => b.id.cmp(&a.id),
            });
            let page = |page: usize| {
                let input =
                    json!({ "book": "fire", "filter": filters, "sort": sort, "per_page": 10, "page": page });
                let told = ask(world, actor, "cases.list", input);
                let rows = told["rows"].as_array().expect("rows").iter();
                (told["total"].as_i64(), rows.map(|it| text(it, "id")).collect::<Vec<_>>())
            };
            if sort == "-opened" {
                want.reverse();
            }
            let ids: Vec<String> = want.iter().map(|it| it.id.clone()).collect();
            for at in 0..=ids.len() / 10 {
                let shown: Vec<String> = ids.iter().skip(at * 10).take(10).cloned().collect();
                let (total, rows) = page(at + 1);
                assert_eq!(total, Some(ids.len() as i64), "{filters:?} {sort}");
                assert_eq!(rows, shown, "{filters:?} {sort} page {at}");
            }
            met += usize::from(!ids.is_empty());
        }
        assert!(100 < met, "filters leave something: {met} do");
    });
}

#[test]
fn figures_boards_and_what_waits_say_what_a_plain_reading_counts() {
    with_packs_changed(&[("national/casebooks/fire.toml", "", &format!("{FIRE}{MORE}"))], |world| {
        let mut chance = Chance::new(7);
        fill(world, &mut chance);
        // No night passes on the last days: what is due then is overdue.
        world.pass_days(4);
        let (all, today, office) = (plain(world), world.now().day(), office(world));
        for (actor, area) in [
            (&office.clerk, COUNTY_AREA.to_owned()),
            (&office.officer, format!("{COUNTY_AREA}lugu/")),
            (
                &world.actor("township_officer", &format!("{COUNTY_AREA}huian/")),
                format!("{COUNTY_AREA}huian/"),
            ),
        ] {
            let mine: Vec<&Plain> = all.iter().filter(|it| it.area.starts_with(&area)).collect();
            let count = |fits: &dyn Fn(&Plain) -> bool| mine.iter().filter(|it| fits(it)).count() as i64;
            let overdue = count(&|it| it.fits("due:is:overdue", today));
            let figures = ask(world, actor, "cases.book-figures", json!({ "book": "fire" }));
            let mut states: BTreeMap<String, i64> = BTreeMap::new();
            for it in &mine {
                *states.entry(it.state.clone()).or_default() += 1;
            }
            assert_eq!(figures["states"], json!(states));
            assert_eq!(figures["open"], count(&|it| !it.closed));
            assert_eq!(figures["overdue"], overdue);
            let major = |it: &Plain| it.values["grade"] == "major";
            let wants: [(&str, &dyn Fn(&Plain) -> bool); 6] = [
                ("open", &|it| it.state != "closed"),
                ("spent", &|it| it.state == "closed"),
                ("major", &|it| major(it) && it.amount("doors") > Some(9)),
                ("found_many", &|it| it.state == "found" && it.amount("doors") > Some(25)),
                ("dear", &|it| it.amount("price").is_none() || it.amount("cost") > Some(30_000)),
                ("listed", &|it| major(it) && !it.values.contains_key("listed_until")),
            ];
            for (id, fits) in wants {
                let declared = figures["declared"].as_array().expect("figures");
                let told = declared.iter().find(|it| it["id"] == id).expect("the figure");
                assert_eq!(told["cases"], count(fits), "{id}");
                let ids: Vec<&str> =
                    mine.iter().filter(|it| fits(it)).map(|it| it.id.as_str()).take(100).collect();
                assert_eq!(told["which"], json!(ids), "{id}");
                let sum: i64 = mine.iter().filter(|it| fits(it)).filter_map(|it| it.amount("cost")).sum();
                let summed = matches!(id, "spent" | "dear");
                assert_eq!(told["sum"], if summed { json!(sum) } else { Value::Null }, "{id}");
                let list = ask(world, actor, "cases.list", json!({ "book": "fire", "figure": id }));
                assert_eq!(list["total"], ids.len() as i64, "{id}");
            }
            let lanes = ask(world, actor, "cases.board", json!({ "book": "fire" }));
            for lane in lanes.as_array().expect("lanes") {
                let state = text(lane, "state");
                assert_eq!(lane["total"], count(&|it| it.state == state), "{state}");
            }
            let month = ask(world, actor, "cases.calendar", json!({ "book": "fire" }));
            let this = today.month().to_string();
            assert_eq!(
                month["total"],
                count(&|it| it.due_on.as_ref().is_some_and(|it| it.starts_with(&this)))
            );
            let counts = ask(world, actor, "cases.counts", json!({}));
            let of_book = &counts["books"]["fire"];
            let open = count(&|it| !it.closed);
            assert_eq!(of_book["open"].as_i64().unwrap_or(0), open);
            assert_eq!(of_book["overdue"].as_i64().unwrap_or(0), overdue);
            let week = count(&|it| it.fits("due:is:week", today));
            assert_eq!(of_book["week"].as_i64().unwrap_or(0), week);
            let waiting = ask(world, actor, "cases.figures", json!({}));
            let values: Vec<i64> = waiting["figures"]
                .as_array()
                .expect("two")
                .iter()
                .filter_map(|it| it["value"].as_i64())
                .collect();
            // The nights opened cases of other books, too.
            let books = counts["books"].as_object().expect("books").values();
            let weeks: i64 = books.filter_map(|it| it["week"].as_i64()).sum();
            assert_eq!(json!(values), json!([counts["overdue"], weeks]));
            if area == COUNTY_AREA {
                assert!(0 < overdue && 0 < week && 0 < count(&|it| it.closed), "there is something to count");
            }
        }
    });
}
