//! The end of the month that is killed at many points: accounts from a list, the file to the bank, and
//! its answer, entered in chunks by servers that are shot.

use serde_json::{Value, json};

use super::{ELDERS, Place};
use crate::{
    intake::many,
    money::{BENEFIT, LUGU},
    runs::base64,
};

/// Columns of the roster: who, and by which number.
const NAME: usize = 1;
const NUMBER: usize = 2;

/// Takes in the list of accounts of everybody and has it checked by another hand.
pub(super) fn accounts(place: &Place, kill: bool) -> u32 {
    let mut list = "姓名,身份证号,户名,与老人关系,银行账号,开户行\r\n".to_owned();
    for (at, row) in many(ELDERS).iter().enumerate() {
        list.push_str(&format!("{0},{1},{0},,8811{at:014},农村信用社\r\n", row[NAME], row[NUMBER]));
    }
    let upload = json!({ "name": "账户.csv", "content": base64(list.as_bytes()), "list": "payees",
        "declared": "additions", "area": LUGU, "source": "bank", "as_of": "2026-11-01" });
    let file = place.submit("clerk", "intake.upload", upload)["file"].clone();
    place.submit("clerk", "intake.check", json!({ "file": file }));
    place.work("intake.check", false);
    let shown = place.ask("intake.file", json!({ "file": file }));
    place.submit("clerk", "intake.commit", json!({ "file": file, "revision": shown["file"]["revision"] }));
    place.work("intake.commit", false);
    place.submit("clerk", "payees.take-list", json!({ "file": file }));
    let shot = place.work("payees.take-list", kill);
    let checked = place.submit("reviewer", "payees.check-list", json!({ "file": file }));
    assert_eq!(checked, i64::from(ELDERS));
    shot
}

/// Sends the run to the bank and enters what it answers: one line in seven failed.
pub(super) fn settled(place: &Place, run: &str, kill: bool) -> u32 {
    let budget =
        json!({ "benefit": BENEFIT, "year": 2026, "amount": 100_000_000, "document": "冕财预〔2026〕1号" });
    let revision = || place.ask("runs.run", json!({ "run": run }))["revision"].clone();
    place.submit("finance", "runs.set-budget", budget);
    place.submit("finance", "runs.confirm-finance", json!({ "run": run, "revision": revision() }));
    let made = place.submit("clerk", "bank.make", json!({ "run": run, "bank": "one_card" }));
    place.submit("clerk", "bank.send", json!({ "batch": made["batch"], "revision": 1 }));
    let mut answer = String::new();
    for page in 1.. {
        let asked = json!({ "batch": made["batch"], "per_page": 500, "page": page });
        let lines = place.ask("bank.lines", asked)["rows"].as_array().cloned().unwrap_or_default();
        if lines.is_empty() {
            break;
        }
        for (at, it) in lines.iter().enumerate() {
            let (number, fen) =
                (it["number"].as_str().expect("a number"), it["amount"].as_i64().expect("fen"));
            let code = if at % 7 == 6 { "01" } else { "00" };
            answer.push_str(&format!("{number},{},{code},\r\n", base::Money(fen)));
        }
    }
    answer.push_str("TOTAL,,,\r\n");
    let input = json!({ "batch": made["batch"], "file": base64(answer.as_bytes()) });
    let taken: Value = place.submit("clerk", "bank.take-answer", input);
    assert_eq!((&taken["lines"], &taken["missing"]), (&json!(ELDERS), &json!(0)));
    place.work("bank.settle", kill)
}
