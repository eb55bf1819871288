//! Properties: Kleene's laws, columns against single rows, explanations against evaluation, and
//! the unknown facts of an answer against trying everything.

use base::Day;
use proptest::prelude::*;
use rules::{Bits, Builder, Catalogue, Column, Explained, Fact, Kind, Program, Truth, Value};

fn catalogue() -> Catalogue {
    [
        Fact::new("a", Kind::Bool),
        Fact::new("b", Kind::Bool),
        Fact::new("c", Kind::Bool),
        Fact::new("x", Kind::Int),
        Fact::new("y", Kind::Int),
        Fact::new("grade", Kind::choice(&["low", "middle", "high"])),
        Fact::new("born", Kind::Day),
        Fact::new("tags", Kind::labels(&["p", "q"])),
        Fact::new("name", Kind::Text),
    ]
    .into_iter()
    .collect()
}

fn compile(text: &str) -> Program {
    Program::compile(text, &Kind::Bool, &catalogue(), [])
        .unwrap_or_else(|faults| panic!("{text}: {faults:?}"))
}

/// A person: one value for each fact of the catalogue, by name.
type Row = Vec<(&'static str, Option<Value>)>;

fn row() -> impl Strategy<Value = Row> {
    let truth = || prop::option::of(any::<bool>().prop_map(Value::Bool));
    let number = || prop::option::of((-1_i64..7).prop_map(Value::Int));
    let grade = prop::option::of(prop::sample::select(vec!["low", "middle", "high"]));
    let born = prop::option::of((-12_000_i64..-6_000).prop_map(|it| Value::Day(Day::from_number(it))));
    let tags = prop::option::of(prop::sample::subsequence(vec!["p", "q"], 0..=2));
    let name = prop::option::of(prop::sample::select(vec!["甲", "乙"]));
    (truth(), truth(), truth(), number(), number(), grade, born, tags, name).prop_map(
        |(a, b, c, x, y, grade, born, tags, name)| {
            vec![
                ("a", a),
                ("b", b),
                ("c", c),
                ("x", x),
                ("y", y),
                ("grade", grade.map(|it| Value::Choice(it.into()))),
                ("born", born),
                ("tags", tags.map(|them| Value::Labels(them.into_iter().map(Into::into).collect()))),
                ("name", name.map(|it| Value::Text(it.into()))),
            ]
        },
    )
}

fn facts(program: &Program, row: &Row) -> Vec<Option<Value>> {
    let value = |fact: &Fact| row.iter().find(|it| it.0 == fact.name).and_then(|it| it.1.clone());
    program.facts().iter().map(value).collect()
}

fn columns(program: &Program, rows: &[Row]) -> Vec<Column> {
    let column = |fact: &Fact| {
        let mut builder = Builder::new(&fact.kind);
        for row in rows {
            builder.push(row.iter().find(|it| it.0 == fact.name).and_then(|it| it.1.as_ref()));
        }
        builder.finish()
    };
    program.facts().iter().map(column).collect()
}

fn leaf() -> impl Strategy<Value = String> {
    let order = || prop::sample::select(vec!["<", "<=", ">", ">=", "==", "!="]);
    let fixed = ["a", "b", "c", "true", "false", "grade == 'high'", "grade != 'low'"];
    prop_oneof![
        4 => prop::sample::select(fixed.to_vec()).prop_map(str::to_owned),
        2 => (prop::sample::select(vec!["x", "y"]), order(), 0_i64..6)
            .prop_map(|(fact, order, it)| format!("{fact} {order} {it}")),
        1 => prop::sample::select(vec!["grade in ['low', 'high']", "x in [1, 3]", "known(x)", "has_b"])
            .prop_map(|it| it.replace("has_b", "known(b)")),
    ]
}

fn number() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        (-2_i64..6).prop_map(|it| it.to_string()),
        prop::sample::select(vec!["x", "y", "age(born, day('2026-02-28'))"]).prop_map(str::to_owned),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            (inner.clone(), prop::sample::select(vec!["+", "-", "*", "/", "%"]), inner.clone())
                .prop_map(|(left, op, right)| format!("({left} {op} {right})")),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("most({left}, {right})")),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("(a ? {left} : {right})")),
            inner.prop_map(|it| format!("percent({it}, 150)")),
        ]
    })
}

fn rich_leaf() -> impl Strategy<Value = String> {
    let order = || prop::sample::select(vec!["<", "<=", ">", ">=", "==", "!="]);
    prop_oneof![
        3 => leaf(),
        2 => (number(), order(), number()).prop_map(|(left, order, right)| format!("{left} {order} {right}")),
        1 => prop::sample::select(vec!["'q' in tags", "name == '甲'", "name != '乙'", "name in ['乙']"])
            .prop_map(str::to_owned),
    ]
}

fn tree(leaf: impl Strategy<Value = String> + 'static) -> impl Strategy<Value = String> {
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            3 => prop::collection::vec(inner.clone(), 2..4).prop_map(|it| format!("({})", it.join(" && "))),
            3 => prop::collection::vec(inner.clone(), 2..4).prop_map(|it| format!("({})", it.join(" || "))),
            1 => inner.clone().prop_map(|it| format!("!({it})")),
            1 => (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(c, yes, no)| format!("({c} ? {yes} : {no})")),
            1 => (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("(({left}) == ({right}))")),
            1 => inner.prop_map(|it| format!("known({it})")),
        ]
    })
}

const TRUTHS: [Option<bool>; 3] = [Some(true), Some(false), None];

/// Both texts answer the same for every way in which a, b and c are true, false or unknown.
#[track_caller]
fn same(left: &str, right: &str) {
    let (left, right) = (compile(left), compile(right));
    for number in 0..27 {
        let truth = |place: u32| TRUTHS[number / 3_usize.pow(place) % 3].map(Value::Bool);
        let row = vec![("a", truth(0)), ("b", truth(1)), ("c", truth(2))];
        let answer = |program: &Program| program.answer(&facts(program, &row)).0;
        assert_eq!(answer(&left), answer(&right), "{left:?} {right:?} {row:?}");
    }
}

#[test]
fn kleenes_laws_hold() {
    for (left, right) in [
        ("a && b", "b && a"),
        ("a || b", "b || a"),
        ("(a && b) && c", "a && (b && c)"),
        ("(a || b) || c", "a || (b || c)"),
        ("a && (b || c)", "(a && b) || (a && c)"),
        ("a || (b && c)", "(a || b) && (a || c)"),
        ("!(a && b)", "!a || !b"),
        ("!(a || b)", "!a && !b"),
        ("!(!a)", "a"),
        ("a && a", "a"),
        ("a || a", "a"),
        ("a && (a || b)", "a"),
        ("a || (a && b)", "a"),
        ("a && true", "a"),
        ("a || false", "a"),
        ("a && false", "false"),
        ("a || true", "true"),
        ("a == b", "(a && b) || (!a && !b)"),
        ("a != b", "!(a == b)"),
    ] {
        same(left, right);
    }
    // Kleene's logic has no excluded middle: an unknown stays unknown.
    let program = compile("a || !a");
    assert_eq!(program.answer(&[None]).0, None);
}

fn truth_nodes<'a>(tree: &'a Explained, nodes: &mut Vec<&'a Explained>) {
    if matches!(tree.op, "and" | "or" | "not" | "compare" | "in" | "known") {
        nodes.push(tree);
    }
    tree.children.iter().for_each(|it| truth_nodes(it, nodes));
}

/// The unknown facts that matter, by trying every value of each and leaving out any of the others.
fn by_trying(program: &Program, row: &[Option<Value>]) -> Vec<String> {
    let domain = |fact: &Fact| -> Vec<Option<Value>> {
        let values: Vec<Value> = match &fact.kind {
            Kind::Bool => vec![Value::Bool(true), Value::Bool(false)],
            Kind::Choice(allowed) => allowed.iter().cloned().map(Value::Choice).collect(),
            _ => (-1..7).map(Value::Int).collect(),
        };
        [None].into_iter().chain(values.into_iter().map(Some)).collect()
    };
    let unknown: Vec<usize> = (0..row.len()).filter(|it| row[*it].is_none()).collect();
    let mut partial = vec![row.to_vec()];
    for slot in &unknown {
        let with = |base: Vec<Option<Value>>| {
            let slot = *slot;
            domain(&program.facts()[slot]).into_iter().map(move |value| {
                let mut row = base.clone();
                row[slot] = value;
                row
            })
        };
        partial = partial.into_iter().flat_map(with).collect();
    }
    let answers: Vec<_> = partial.iter().map(|row| program.answer(row).0).collect();
    let matters = |slot: &usize| {
        partial.iter().zip(&answers).any(|(row, answer)| {
            row[*slot].is_some() && {
                let mut without = row.clone();
                without[*slot] = None;
                program.answer(&without).0 != *answer
            }
        })
    };
    unknown.iter().filter(|it| matters(it)).map(|it| program.facts()[*it].name.clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn what_can_never_be_true_is_true_of_nobody(text in tree(rich_leaf()), rows in prop::collection::vec(row(), 1..24)) {
        let program = compile(&text);
        if program.never().is_some() {
            for row in &rows {
                prop_assert_ne!(program.answer(&facts(&program, row)).0, Some(Value::Bool(true)), "{} of {:?}", text, row);
            }
        }
    }

    #[test]
    fn columns_answer_as_single_rows_do(text in tree(rich_leaf()), some in prop::collection::vec(row(), 1..90), long in any::<bool>()) {
        let program = compile(&text);
        let count = if long { rules::CHUNK_ROWS + 77 } else { some.len() };
        let rows: Vec<Row> = some.iter().cycle().take(count).cloned().collect();
        let columns = columns(&program, &rows);
        let columns: Vec<&Column> = columns.iter().collect();
        let mut within = Bits::none(count);
        (0..count).filter(|it| it % 7 != 3).for_each(|it| within.set(it, true));
        let all = program.answers(&columns, count, None);
        let part = program.answers(&columns, count, Some(&within));
        for (place, row) in rows.iter().enumerate() {
            let (value, reason) = program.answer(&facts(&program, row));
            prop_assert_eq!(all.yes.get(place), value == Some(Value::Bool(true)), "{} {:?}", text, row);
            prop_assert_eq!(all.no.get(place), value == Some(Value::Bool(false)), "{} {:?}", text, row);
            prop_assert_eq!(all.reason[place], reason, "{} {:?}", text, row);
            let asked = within.get(place);
            prop_assert_eq!(part.yes.get(place), asked && all.yes.get(place));
            prop_assert_eq!(part.no.get(place), asked && all.no.get(place));
            prop_assert_eq!(part.reason[place], if asked { reason } else { 0 });
        }
    }

    #[test]
    fn columns_compute_as_single_rows_do(text in number(), rows in prop::collection::vec(row(), 1..90)) {
        let program = Program::compile(&text, &Kind::Int, &catalogue(), []).unwrap();
        let columns = columns(&program, &rows);
        let numbers = program.numbers(&columns.iter().collect::<Vec<_>>(), rows.len(), None);
        for (place, row) in rows.iter().enumerate() {
            let (value, reason) = program.answer(&facts(&program, row));
            let lane = numbers.known.get(place).then(|| Value::Int(numbers.lanes[place]));
            prop_assert_eq!(lane, value, "{} {:?}", text, row);
            prop_assert_eq!(numbers.reason[place], reason, "{} {:?}", text, row);
        }
    }

    #[test]
    fn an_explanation_says_what_evaluation_says(text in tree(rich_leaf()), row in row()) {
        let program = compile(&text);
        let row_facts = facts(&program, &row);
        let (value, reason) = program.answer(&row_facts);
        let explained = program.explain(&row_facts);
        prop_assert_eq!(&explained.value, &value);
        prop_assert_eq!(&explained.tree.value, &value);
        prop_assert_eq!(explained.reason, reason);
        prop_assert!(explained.tree.decided);
        let mut nodes = Vec::new();
        truth_nodes(&explained.tree, &mut nodes);
        for node in nodes {
            // The marked text is the sub-expression: alone it gives the same.
            let alone = compile(&node.text);
            prop_assert_eq!(&alone.answer(&facts(&alone, &row)).0, &node.value, "{} in {}", &node.text, &text);
        }
    }

    #[test]
    fn knowing_more_never_turns_an_answer(text in tree(rich_leaf()), row in row(), more in row()) {
        prop_assume!(!text.contains("known"));
        let program = compile(&text);
        let before = program.answer(&facts(&program, &row)).0;
        let filled: Row = row.iter().zip(&more).map(|(old, new)| (old.0, old.1.clone().or(new.1.clone()))).collect();
        if before.is_some() {
            prop_assert_eq!(program.answer(&facts(&program, &filled)).0, before);
        }
    }

    #[test]
    fn the_missing_facts_are_those_that_matter(text in tree(leaf()), mut row in row()) {
        // y alone keeps the number of combinations small enough to try them all.
        row[4].1.get_or_insert(Value::Int(3));
        let program = compile(&text);
        let row = facts(&program, &row);
        let explained = program.explain(&row);
        let mut found: Vec<_> = explained.missing.iter().map(|it| it.name.clone()).collect();
        let mut wanted = by_trying(&program, &row);
        found.sort();
        wanted.sort();
        prop_assert_eq!(found, wanted, "{} {:?}", text, row);
        if explained.truth != Some(Truth::Unknown) && !text.contains("known") {
            prop_assert!(explained.missing.is_empty());
        }
    }
}
