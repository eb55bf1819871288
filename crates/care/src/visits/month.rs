//! A month is closed: what each village came to by then is kept; what comes in later is late.

use base::{Day, Month, Result};
use platform::{Cx, Step, Work};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{pack::Visits, table::list};

/// Closes every month whose day has come, one a step.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Close {}

impl Work for Close {
    const KIND: &'static str = "visits.close-month";
    const NIGHTLY: bool = true;

    fn step(&self, cx: &mut Cx, _: Option<Value>) -> Result<Step> {
        let pack = cx.house.packs.county(cx.county())?;
        let day = pack.get::<Visits>().close_day.value;
        match list::first_open(cx)? {
            Some(month) if is_over(month, day, cx.today()) => {
                list::close(cx, month)?;
                Ok(Step::More { cursor: json!(month), done: 1, total: None })
            }
            _ => Ok(Step::Done { answer: json!({}) }),
        }
    }
}

/// Whether a month is closed by today: on that day of the next one.
fn is_over(month: Month, close_day: i64, today: Day) -> bool {
    month.plus(1).first_day().plus_days(close_day - 1) <= today
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_open_until_its_day_in_the_next() {
        let november: Month = "2026-11".parse().expect("a month");
        for (today, over) in [("2026-11-30", false), ("2026-12-04", false), ("2026-12-05", true)] {
            assert_eq!(is_over(november, 5, today.parse().expect("a day")), over, "{today}");
        }
    }
}
