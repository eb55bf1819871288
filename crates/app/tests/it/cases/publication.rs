//! What the public sees of cases: the declared fields and no other, while its book says so; and what
//! it says against it.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use platform::{Actor, jobs::accounts};
use serde_json::{Value, json};

use super::{FIRE, case, hazard, office, open, refused, step, text};
use crate::world::{COUNTY_AREA, World, with_packs_changed};

/// The story's book publishes what was mended, a day later, for ten days; of the reason one character.
const PUBLISH: &str = r#"
[field.photo]
type = "photo"
zh = "照片"
en = "Photo"

[publish]
when = "case.state == 'mended' || case.state == 'closed'"
fields = ["place", "doors", "cost", "reason", "mended_on", "rooms", "photo"]
masked = ["reason"]
after_days = 1
until_days = 10
correction_zh = "请致电县民政局"
correction_en = "Call the county bureau"
"#;

/// A photo of a telephone, with the place and the day at which it was taken.
const PNG: &[u8] = include_bytes!("../../../../platform/src/files/bare/samples/gps.png");

fn with_publication(story: impl Fn(&World)) {
    let book = format!("{FIRE}{PUBLISH}");
    with_packs_changed(&[("national/casebooks/fire.toml", "", &book)], story);
}

/// Whoever comes without an account.
fn public(world: &World) -> Actor {
    accounts::actor(&world.house, &accounts::PUBLIC, COUNTY_AREA)
}

fn asked(world: &World, question: &str, input: Value) -> base::Result<Value> {
    world.door().answer(&public(world), world.now(), question, input)
}

fn shown(world: &World) -> Vec<Value> {
    let list = asked(world, "public.cases", json!({ "book": "fire" })).expect("a list");
    list["rows"].as_array().expect("rows").clone()
}

fn one(world: &World, id: &str) -> base::Result<Value> {
    asked(world, "public.case", json!({ "book": "fire", "case": id }))
}

fn photo(world: &World, actor: &Actor, about: &str) -> String {
    let input = json!({ "name": "王秀英身份证.png", "area": COUNTY_AREA, "about": "case", "about_id": about,
        "content": STANDARD.encode(PNG) });
    text(&world.submit(actor, "files.put", input).expect("kept"), "id")
}

/// A hazard with everything that is nobody's business, mended.
fn mended(world: &World, place: &str) -> String {
    let office = office(world);
    let mut values = hazard(place);
    values["caller"] = json!("13812345678");
    values["secret"] = json!("此人来访三次");
    values["reason"] = json!("电线老化，住户马海尔布不让进");
    values["photo"] = json!([photo(world, &office.clerk, "new")]);
    values["rooms"] = json!([{ "room": "301", "beds": 2, "checked": true }]);
    let id = text(&open(world, &office.clerk, values).expect("opened"), "case");
    let done = json!({ "mended_on": "2026-11-21", "price": "1,200.50", "labour": "800" });
    step(world, &office.clerk, &id, 1, "mend", done).expect("mended");
    id
}

#[test]
fn what_a_book_declares_is_public_from_its_day_to_its_day_and_nothing_else_ever() {
    with_publication(|world| {
        let id = mended(world, "三楼东侧");
        assert!(shown(world).is_empty(), "not before the day after");
        assert_eq!(refused(one(world, &id))[0].1, "missing");
        world.pass_days(1);
        let rows = shown(world);
        assert_eq!(rows.len(), 1);
        let it = one(world, &id).expect("public");
        assert_eq!((&it["title"]["zh"], &it["from_on"]), (&json!("三楼东侧"), &json!("2026-11-23")));
        assert_eq!(it["until_on"], "2026-12-02");
        let by =
            |name: &str| it["fields"].as_array().expect("fields").iter().find(|it| it["id"] == name).cloned();
        assert_eq!(by("cost").expect("declared")["raw"], 200_050);
        assert_eq!(by("reason").expect("declared")["shown"]["zh"], "电**");
        assert_eq!(by("rooms").expect("declared")["rows"][0]["room"]["zh"], "301");
        // Through every way in: the list, the search, one, the book and its file's names.
        let clerk = office(world).clerk;
        let ways = [
            json!(rows).to_string(),
            it.to_string(),
            asked(world, "public.book", json!({ "book": "fire" })).expect("a book").to_string(),
        ];
        let hidden = [
            "5678",
            "来访",
            "马海",
            "老化",
            "王秀英",
            "grade",
            "price",
            "labour",
            "secret",
            "caller",
            "一般",
            &clerk.account,
        ];
        for way in ways {
            for word in hidden {
                assert!(!way.contains(word), "{word}: {way}");
            }
        }
        let books = asked(world, "public.books", json!({})).expect("books").to_string();
        assert!(books.contains("\"cases\":1") && !books.contains("三楼"), "{books}");
        let found = |q: &str| {
            let list = asked(world, "public.cases", json!({ "book": "fire", "q": q })).expect("a list");
            list["total"].as_i64().expect("a count")
        };
        assert_eq!((found("东侧"), found("消〔2026〕0001号"), found("301")), (1, 1, 1));
        for word in ["老化", "马海", "来访", "一般", "ordinary", "800", "%"] {
            assert_eq!(found(word), i64::from(word == "%"), "{word}");
        }
        // A photo that is declared, by its bytes alone; no other file, and none of another case.
        let file = by("photo").expect("declared")["files"][0].clone();
        let chunk = |file: &Value, case: &str| {
            asked(world, "public.file", json!({ "book": "fire", "case": case, "file": file, "seq": 0 }))
        };
        let picture = chunk(&file, &id).expect("public");
        let bytes = STANDARD.decode(text(&picture, "content")).expect("base64");
        let tells = |bytes: &[u8]| bytes.windows(6).any(|it| it == b"Huawei");
        assert!(picture["kind"] == "png" && tells(PNG) && !tells(&bytes), "nobody reads where it was taken");
        let other = photo(world, &clerk, "other");
        assert_eq!(refused(chunk(&json!(other), &id))[0].1, "missing");
        assert_eq!(refused(chunk(&file, "nothing"))[0].1, "missing");
        // And nothing but what is public may the public ask.
        for question in ["cases.case", "cases.list", "files.meta", "cases.public-face", "tasks.inbox"] {
            refused(asked(world, question, json!({ "case": id, "book": "fire", "file": file })));
        }
        world.pass_days(9);
        assert_eq!(shown(world).len(), 1, "the last day counts");
        world.pass_days(1);
        assert!(shown(world).is_empty() && one(world, &id).is_err(), "its time is over");
    });
}

#[test]
fn a_correction_is_shown_a_withdrawn_case_disappears_and_another_declaration_is_kept_at_once() {
    with_publication(|world| {
        let office = office(world);
        let id = mended(world, "五楼");
        world.pass_days(1);
        let edit = json!({ "case": id, "revision": 2, "values": { "doors": "7", "secret": "新" } });
        world.submit(&office.clerk, "cases.edit", edit).expect("edited");
        let it = one(world, &id).expect("public");
        assert_eq!(it["corrections"].as_array().expect("corrections").len(), 1, "{it}");
        assert_eq!(
            (&it["corrections"][0]["field"], &it["corrections"][0]["was"]["zh"]),
            (&json!("doors"), &json!("3"))
        );
        assert_eq!(it["corrected_on"], "2026-11-23");
        // A step on is no correction.
        step(world, &office.reviewer, &id, 3, "verify", json!({})).expect("closed");
        assert_eq!(one(world, &id).expect("public")["corrections"].as_array().expect("some").len(), 1);

        // Taken back: no longer a case that the book publishes.
        let back = mended(world, "六楼");
        world.pass_days(1);
        assert_eq!(shown(world).len(), 2);
        let back_input = json!({ "case": back, "revision": 2, "reason": "误报" });
        world.submit(&office.clerk, "cases.back", back_input).expect("taken back");
        assert_eq!((shown(world).len(), one(world, &back).is_err()), (1, true));
        let face = |id: &str| {
            let input = json!({ "case": id });
            world.door().answer(&office.clerk, world.now(), "cases.public-face", input).expect("a face")
        };
        assert_eq!(face(&back)["standing"], "withdrawn");
        assert_eq!(face(&id)["standing"], "shown");
        // By hand, by the office that keeps the book and by nobody else.
        let hold = |actor: &Actor, hold: bool| {
            let input = json!({ "case": id, "hold": hold, "reason": "核实中" });
            world.submit(actor, "cases.hold-publication", input)
        };
        assert_eq!(refused(hold(&office.reviewer, true))[0].1, "cases-not-your-publication");
        hold(&office.clerk, true).expect("taken down");
        assert!(shown(world).is_empty());
        assert_eq!(
            (face(&id)["standing"].clone(), face(&id)["held_why"].clone()),
            (json!("held"), json!("核实中"))
        );
        hold(&office.clerk, false).expect("put back");
        assert_eq!(shown(world).len(), 1);
        let kinds: Vec<Value> = case(world, &office.clerk, &id).expect("seen")["history"]
            .as_array()
            .expect("history")
            .iter()
            .map(|it| it["kind"].clone())
            .collect();
        assert_eq!(kinds[..2], ["put-back", "taken-down"]);
        // The office's own list tells which are public.
        let public_only = |is: &str| {
            let input = json!({ "book": "fire", "filter": [format!("public:is:{is}")] });
            world.door().answer(&office.clerk, world.now(), "cases.list", input).expect("a list")["total"]
                .clone()
        };
        assert_eq!((public_only("yes"), public_only("no")), (json!(1), json!(1)));
    });
}

#[test]
fn cases_from_before_the_book_published_are_found_by_night() {
    with_publication(|world| {
        let office = office(world);
        let id = mended(world, "七楼");
        // As in a database of an older program.
        world
            .within(&office.clerk, |cx| {
                let county = cx.county();
                cx.exec("DELETE FROM case_publication WHERE county = $1", &[county.into()])?;
                cx.exec("DELETE FROM case_publishing WHERE county = $1", &[county.into()])
            })
            .expect("forgotten");
        world.pass_days(2);
        assert!(shown(world).is_empty());
        world.night();
        let it = one(world, &id).expect("public");
        assert_eq!(it["from_on"], "2026-11-23", "a day after it came to stand so, not after the night");
    });
}

#[test]
fn an_objection_becomes_a_task_is_answered_and_changes_nothing() {
    with_publication(|world| {
        let office = office(world);
        let id = mended(world, "八楼");
        world.pass_days(1);
        let before = case(world, &office.clerk, &id).expect("seen");
        let object = |case: &str, text: &str, sender: &str| {
            let input = json!({ "book": "fire", "case": case, "text": text, "contact": "0834-6722103 马某", "sender": sender });
            world.submit(&public(world), "public.object", input)
        };
        assert_eq!(refused(object(&id, " ", "1.1.1.1")), [("text".to_owned(), "cases-needed".to_owned())]);
        assert_eq!(refused(object("nothing", "x", "1.1.1.1"))[0].1, "missing");
        let receipt = text(&object(&id, "门数应为 5", "1.1.1.1").expect("taken"), "receipt");
        let told = |receipt: &str| asked(world, "public.answer", json!({ "receipt": receipt }));
        assert_eq!(told(&receipt).expect("told")["state"], "open");
        assert_eq!(refused(told("AAAABBBBCCCCDDDD"))[0].1, "missing");
        // The office has it in its inbox and is told, without how the sender can be reached.
        let inbox = |actor| world.door().answer(actor, world.now(), "tasks.inbox", json!({})).expect("inbox");
        let tasks = inbox(&office.clerk)["rows"].as_array().expect("rows").clone();
        let task = tasks.iter().find(|it| it["kind"] == "case-objection").expect("a task");
        assert_eq!(task["page"], format!("/cases/{id}/public"));
        let face = |actor: &Actor| {
            world.door().answer(actor, world.now(), "cases.public-face", json!({ "case": id }))
        };
        let seen = face(&office.clerk).expect("seen");
        assert_eq!(seen["objections"][0]["text"], "门数应为 5");
        assert!(!seen.to_string().contains("6722103"));
        let rows: Vec<(Vec<u8>,)> =
            world.store.read(|tx| tx.all("SELECT contact FROM case_objection", &[])).expect("rows");
        assert!(!String::from_utf8_lossy(&rows[0].0).contains("6722103"), "sealed where it is kept");
        let objection = text(&seen["objections"][0], "id");
        let contact = |actor: &Actor, purpose: &str| {
            let input = json!({ "objection": objection, "purpose": purpose });
            world.submit(actor, "cases.objection-contact", input)
        };
        assert_eq!(refused(contact(&office.clerk, ""))[0].1, "cases-needed");
        assert_eq!(contact(&office.clerk, "电话核实").expect("told")["contact"], "0834-6722103 马某");
        let neighbour = world.actor("township_officer", &format!("{COUNTY_AREA}fuxing/"));
        assert_eq!(refused(contact(&neighbour, "好奇"))[0].1, "missing");
        let answer = |actor: &Actor| {
            let input = json!({ "objection": objection, "upheld": false, "answer": "核实为 3 扇" });
            world.submit(actor, "cases.answer-objection", input)
        };
        assert_eq!(refused(answer(&neighbour))[0].1, "missing");
        assert_eq!(refused(answer(&office.reviewer))[0].1, "cases-not-your-publication");
        answer(&office.clerk).expect("answered");
        assert_eq!(refused(answer(&office.clerk))[0].1, "cases-objection-settled");
        let it = told(&receipt.to_lowercase()).expect("told");
        assert_eq!((&it["state"], &it["answer"]), (&json!("kept"), &json!("核实为 3 扇")));
        let left = inbox(&office.clerk)["rows"].as_array().expect("rows").clone();
        assert!(!left.iter().any(|it| it["kind"] == "case-objection"));
        let after = case(world, &office.clerk, &id).expect("seen");
        assert_eq!((&before["values"], &before["revision"]), (&after["values"], &after["revision"]));
        assert_eq!(after["history"][0]["kind"], "answered");
        // Three an hour from one sender, more from another, and again later.
        for _ in 0..2 {
            object(&id, "又一次", "1.1.1.1").expect("taken");
        }
        assert_eq!(refused(object(&id, "又一次", "1.1.1.1"))[0].1, "cases-objection-too-many");
        object(&id, "别人", "2.2.2.2").expect("taken");
        world.pass_seconds(3_601);
        object(&id, "又一次", "1.1.1.1").expect("an hour later");
    });
}

#[test]
fn a_photo_is_a_picture_whatever_its_name_says() {
    with_publication(|world| {
        let clerk = office(world).clerk;
        let kept = |content: &str| {
            let input = json!({ "name": "现场.png", "area": COUNTY_AREA, "about": "case", "about_id": "new",
                "content": content });
            text(&world.submit(&clerk, "files.put", input).expect("kept"), "id")
        };
        let with = |file: String| {
            let mut values = hazard("九楼");
            values["photo"] = json!([file]);
            open(world, &clerk, values)
        };
        let told = refused(with(kept("TVogdGhpcyBpcyBhIHByb2dyYW0=")));
        assert_eq!(told, [("values.photo".to_owned(), "cases-not-a-picture".to_owned())]);
        with(kept(&STANDARD.encode(PNG))).expect("opened");
    });
}
