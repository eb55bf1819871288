//! `songhe benefits explain`: why one person is owed what for a month.

use std::io::{self, Write};

use base::{Error, Instant, Month, Result};
use people::{
    benefits::{Explained, Gives, ask, of_person},
    providers::ask::{FacilityOwed, OfFacility},
};
use rules::Truth;

use crate::{commands::Start, out::Out, who::Who, wiring::clock};

#[derive(clap::Args)]
pub struct Explain {
    /// The person's id, or the short code (一人一码).
    #[arg(long, value_name = "ID", required_unless_present = "facility")]
    person: Option<String>,
    /// A facility's id: everything that it is owed.
    #[arg(long, value_name = "ID", conflicts_with_all = ["person", "benefit", "all"])]
    facility: Option<String>,
    #[arg(long, value_name = "YYYY-MM")]
    month: String,
    /// The benefit's id in the pack; the county's main one when left out.
    #[arg(long, value_name = "ID", conflicts_with = "all")]
    benefit: Option<String>,
    /// Every benefit: what the person has, could have, and what facts are missing.
    #[arg(long)]
    all: bool,
    /// On what was known at this instant, in RFC 3339.
    #[arg(long, value_name = "INSTANT")]
    known_at: Option<String>,
    #[command(flatten)]
    who: Who,
}

impl Explain {
    pub fn run(self, start: &Start) -> Result<()> {
        let month: Month =
            self.month.parse().map_err(|()| Error::invalid("--month", "benefits-month-spelling"))?;
        if self.known_at.as_deref().is_some_and(|it| Instant::parse(it).is_none()) {
            return Err(Error::invalid("--known-at", "benefits-known-at"));
        }
        let installation = start.open()?;
        let actor = self.who.actor(&installation)?;
        if let Some(facility) = self.facility {
            let question = OfFacility { facility, month: Some(month), known_at: self.known_at };
            let answer = installation.door().ask(&actor, clock(), question)?;
            return start.out.answer(&answer, |to| print_facility(&start.out, to, &answer));
        }
        let person = self.person.unwrap_or_default();
        if self.all {
            let question = of_person::OfPerson { person, month: Some(month), known_at: self.known_at };
            let answer = installation.door().ask(&actor, clock(), question)?;
            return start.out.answer(&answer, |to| print_all(&start.out, to, &answer));
        }
        let question =
            ask::Explain { person, month: Some(month), benefit: self.benefit, known_at: self.known_at };
        let answer = installation.door().ask(&actor, clock(), question)?;
        start.out.answer(&answer, |to| print(&start.out, to, &answer))
    }
}

fn print_facility(out: &Out, to: &mut dyn Write, answer: &FacilityOwed) -> io::Result<()> {
    let word = |key: &str| out.words(key, &[]);
    writeln!(to, "{} {}: {} {}", answer.name, answer.month, word("providers-could"), answer.could)?;
    for it in &answer.benefits {
        let truth = match it.truth {
            Truth::Yes => "providers-yes",
            Truth::No => "providers-no",
            Truth::Unknown => "providers-unknown",
        };
        writeln!(to, "{}: {} · {}", it.benefit, word(truth), word(&it.reason_key))?;
        if it.truth == Truth::Yes && it.cost.0 != 0 {
            writeln!(
                to,
                "  {} × {} = {} · {} {}",
                it.units,
                it.rate,
                it.cost,
                word("providers-sum"),
                it.amount
            )?;
            for part in &it.parts {
                writeln!(to, "  {} {}% {}", word(&format!("fund-{}", part.fund)), part.percent, part.amount)?;
            }
        }
        for fact in &it.explained.missing {
            writeln!(to, "  {}: {}", word("benefits-missing"), fact.name)?;
        }
        if let Some(condition) = &it.explained.condition {
            writeln!(to, "  {}", condition.basis)?;
            branch(out, to, &condition.explanation.tree, 2)?;
        }
        if let Some(claim) = &it.claim {
            let state = word(&format!("providers-state-{}", claim.state));
            writeln!(to, "  {} {state} {} ({})", claim.number, claim.amount, claim.now)?;
        }
    }
    Ok(())
}

fn print_all(out: &Out, to: &mut dyn Write, answer: &of_person::Answer) -> io::Result<()> {
    let word = |key: &str| out.words(key, &[]);
    writeln!(to, "{} {}: {} {}", answer.name, answer.month, word("benefits-owed-month"), answer.owed)?;
    for it in &answer.benefits {
        let stand = match it.stand {
            of_person::Stand::Has => "benefits-stand-has",
            of_person::Stand::Could => "benefits-stand-could",
            of_person::Stand::Unknown => "benefits-stand-unknown",
            of_person::Stand::No => "benefits-stand-no",
        };
        write!(to, "  {}: {} · {}", it.benefit, word(stand), word(&it.reason_key))?;
        match it.explained.gives {
            Gives::Money(_) if it.stand < of_person::Stand::Unknown => write!(to, " · {}", it.amount)?,
            Gives::Quantity(quantity) => {
                write!(to, " · {quantity} {}", it.explained.unit.as_deref().unwrap_or(""))?;
            }
            Gives::Percent(percent) => write!(to, " · {percent}%")?,
            Gives::Money(_) | Gives::Nothing => (),
        }
        for fact in &it.explained.missing {
            write!(to, " · {}: {}", word("benefits-missing"), word(&fact.meaning))?;
        }
        writeln!(to)?;
    }
    Ok(())
}

fn print(out: &Out, to: &mut dyn Write, answer: &ask::Answer) -> io::Result<()> {
    let it = &answer.explained;
    let word = |key: &str| out.words(key, &[]);
    let verdict = match it.truth {
        Truth::Yes => word("benefits-yes"),
        Truth::No => word("benefits-no"),
        Truth::Unknown => word("benefits-unknown"),
    };
    write!(to, "{} {}: {verdict}", it.benefit, it.month)?;
    if it.truth == Truth::Yes {
        write!(to, " {} ({})", it.amount, it.tier.as_deref().unwrap_or(""))?;
    }
    writeln!(to, " · {}", word(&it.reason_key))?;
    if it.held {
        writeln!(to, "{}", word("benefits-held"))?;
    }
    for fact in &it.missing {
        writeln!(to, "{}: {} ({})", word("benefits-missing"), word(&fact.meaning), fact.name)?;
    }
    months(out, to, it)?;
    if let Some(condition) = &it.condition {
        writeln!(to, "{}: {}", word("benefits-condition-title"), condition.basis)?;
        branch(out, to, &condition.explanation.tree, 1)?;
    }
    if let Some(rate) = &it.rate {
        let args = [
            ("band", rate.band.clone()),
            ("amount", rate.amount.to_string()),
            ("from", rate.valid_from.to_string()),
        ];
        writeln!(to, "{}", out.words("benefits-rate-line", &args))?;
        writeln!(to, "  {}", rate.basis)?;
    }
    Ok(())
}

fn months(out: &Out, to: &mut dyn Write, it: &Explained) -> io::Result<()> {
    let days = [
        ("benefits-judged-on", it.months.judged_on),
        ("benefits-born", it.months.born),
        ("benefits-died-on", it.months.died_on),
        ("benefits-moved-out-on", it.months.moved_out_on),
        ("benefits-applied-on", it.months.applied_on),
        ("benefits-approved-on", it.months.approved_on),
    ];
    for (key, day) in days {
        if let Some(day) = day {
            writeln!(to, "{}: {day}", out.words(key, &[]))?;
        }
    }
    Ok(())
}

fn branch(out: &Out, to: &mut dyn Write, node: &rules::Explained, depth: usize) -> io::Result<()> {
    let value = match &node.value {
        Some(rules::Value::Bool(true)) => out.words("truth-yes", &[]),
        Some(rules::Value::Bool(false)) => out.words("truth-no", &[]),
        Some(value) => value.to_string(),
        None => out.words("truth-unknown", &[]),
    };
    let mark = if node.decided { "*" } else { " " };
    writeln!(to, "{mark}{}{} = {value}", "  ".repeat(depth), node.text)?;
    for child in &node.children {
        branch(out, to, child, depth + 1)?;
    }
    Ok(())
}
