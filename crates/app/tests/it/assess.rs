//! `songhe assess` as a program sees it: scores without a database, and refusals that name the item.

use std::fs;

use serde_json::{Map, Value, json};

use crate::shell::Shell;

/// Writes a file of answers and answers its name.
fn file(shell: &Shell, name: &str, content: &Value) -> String {
    let path = shell.path(name);
    fs::write(&path, content.to_string()).expect("written");
    path.display().to_string()
}

/// The best answers of the ability assessment.
fn best() -> Map<String, Value> {
    let most = |id: &str| match id {
        "B.2.4" | "B.4.4" => 3,
        "B.3.7" | "B.3.8" => 1,
        "B.3.9" | "B.4.1" | "B.4.2" => 2,
        _ => 4,
    };
    let counts = [("B.1", 8), ("B.2", 4), ("B.3", 9), ("B.4", 5)];
    let ids =
        counts.into_iter().flat_map(|(section, count)| (1..=count).map(move |at| format!("{section}.{at}")));
    ids.map(|id| (id.clone(), json!(most(&id)))).collect()
}

#[test]
fn an_assessment_is_scored_without_a_database() {
    let shell = Shell::bare("assess");
    let given = json!({
        "answers": best(),
        "context": { "diagnoses": ["F00"], "coma": false, "care_risk_events_30d": 2 },
    });
    let name = file(&shell, "best.json", &given);
    let came = shell.json(&["assess", "score", "--instrument", "gbt42195-2022", &name], "assess-score");
    let scores = json!({ "B.1": 32, "B.2": 15, "B.3": 28, "B.4": 15, "total": 90 });
    assert_eq!(came["scores"], scores);
    assert_eq!((&came["initial_level"], &came["level"]), (&json!(0), &json!(1)));
    let rules: Vec<&Value> =
        came["changes"].as_array().expect("a list").iter().map(|it| &it["rule"]).collect();
    assert_eq!(rules, [&json!("dementia"), &json!("care_risk_events")]);
    assert!(came["changes"][0]["reason"].as_str().is_some_and(|it| it.contains("痴呆")), "{came}");
    assert_eq!(came["bands"]["zh"], "能力轻度受损（轻度失能）");
    assert!(!shell.path("songhe.db").exists(), "no database was made");
    let told = shell.well(&["assess", "score", "--instrument", "gbt42195-2022", &name]);
    assert!(told.contains("Level 1") && told.contains("Total: 90"), "{told}");
}

#[test]
fn wrong_answers_are_refused_by_the_items_they_name() {
    let shell = Shell::bare("assess-wrong");
    let mut answers = best();
    answers.remove("B.2.3");
    answers.insert("B.1.1".to_owned(), json!(5));
    answers.insert("B.9.9".to_owned(), json!(1));
    let name = file(&shell, "wrong.json", &json!({ "answers": answers }));
    for item in ["answers.B.2.3", "answers.B.1.1", "answers.B.9.9"] {
        shell.refused(&["assess", "score", "--instrument", "gbt42195-2022", &name], 2, item);
    }
    shell.refused(&["assess", "score", "--instrument", "gbt42195", &name], 2, "gbt42195-2022");
    let output = shell.run(&["assess", "score", "--instrument", "gbt42195-2022", &name]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("“B.2.3” is not answered") && output.stdout.is_empty(), "{said}");
    let levels = json!({ "answers": { "1": 1 } });
    let name = file(&shell, "few.json", &levels);
    shell.refused(&["assess", "score", "--instrument", "destitute6", &name], 2, "answers.6");
    fs::write(shell.path("no.json"), "{").expect("written");
    let name = shell.path("no.json").display().to_string();
    shell.refused(&["assess", "score", "--instrument", "phq9", &name], 2, "terminal-not-json");
}

/// One of each way in which an instrument says something of its own.
#[test]
fn each_kind_of_instrument_says_what_is_its_own() {
    let shell = Shell::bare("assess-kinds");
    let of = |items: std::ops::RangeInclusive<u32>, answer: Value| -> Map<String, Value> {
        items.map(|it| (it.to_string(), answer.clone())).collect()
    };
    let score = |id: &str, answers: Map<String, Value>| {
        let name = file(&shell, &format!("{id}.json"), &json!({ "answers": answers }));
        shell.json(&["assess", "score", "--instrument", id, &name], "assess-score")
    };
    let mut low = of(1..=8, json!(0));
    low.insert("9".to_owned(), json!(1));
    let came = score("phq9", low);
    assert_eq!((&came["level"], &came["screen_positive"]), (&json!(0), &json!(false)));
    assert_eq!(came["alerts"][0]["rule"], "suicide_risk");
    let came = score("ad8", of(1..=8, Value::Null));
    assert_eq!((&came["scores"]["total"], &came["unverified"]), (&json!(0), &json!(true)));
    let came = score("destitute6", of(1..=6, json!(true)));
    assert_eq!(came["level"], 0);
    let came = score("tcm33", of(1..=33, json!(1)));
    assert_eq!((&came["level"], &came["types"]["qixu"]["verdict"]), (&Value::Null, &json!("no")));
    let measures = json!({
        "rr": 16, "spo2": 95, "scale": 2, "oxygen": false, "sbp": 120, "hr": 70, "consciousness": "A", "temp": 36.8
    });
    let came = score("news2", measures.as_object().expect("an object").clone());
    assert_eq!((&came["scores"]["total"], &came["level"]), (&json!(0), &json!(0)));
    let left_out = json!({
        "1": 0, "2": 5, "3": 5, "4": 0, "5": 0, "6": 0, "7": 10, "8": 15, "9": 15, "10": 10,
        "11": 0, "12": 0, "13": 0, "14": 0, "15": 0, "16": 0, "17": 0,
        "18": 0, "19": 0, "20": 0, "21": 0, "22": 0
    });
    let name = file(&shell, "left-out.json", &json!({ "answers": left_out }));
    let want = "adl=2, mental=0, perception=0, social=0";
    shell.refused(&["assess", "score", "--instrument", "mzt039-2013", &name], 2, want);
    let listed = shell.json(&["assess", "list"], "assess-list");
    assert_eq!(listed.as_array().map(Vec::len), Some(17));
}
