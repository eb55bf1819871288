//! What waits for a decision, and one review with the row beside those it may be.

use std::collections::BTreeMap;

use base::{Day, Instant, Result, name, resident};
use platform::{
    Cx, Purpose, Question, Scope,
    areas::Atlas,
    listing::{Basis, ListAnswer, ListInput},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Arg;

use super::{FileRow, RowView, file_row, rows::view};
use crate::{
    intake::{judge::Proposal, pack::Field, review::Review, table},
    register::table::candidate,
};

/// Reviews of the reader's area, the ones due first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Reviews {
    #[serde(flatten)]
    pub page: ListInput,
    /// Those of one file.
    pub file: Option<String>,
    /// `match`, `sign`, `missing`.
    pub kind: Option<String>,
    /// Decided ones instead of those that wait.
    pub decided: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReviewRow {
    pub id: String,
    pub file: String,
    pub seq: Option<i64>,
    pub kind: String,
    pub area: String,
    pub area_name: String,
    pub person: Option<String>,
    /// The person's name, or what the row says.
    pub name: String,
    pub due_on: Day,
    pub opened_at: Instant,
    pub decision: Option<String>,
    pub decided_by: Option<String>,
    pub decided_at: Option<Instant>,
    pub revision: i64,
}

impl Question for Reviews {
    const NAME: &'static str = "intake.reviews";
    const RIGHT: &'static str = "intake.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ListAnswer<ReviewRow>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<ReviewRow>> {
        let (low, high) = scope.range();
        let county = cx.actor.county.clone();
        let (file, kind) = (self.file.clone().unwrap_or_default(), self.kind.clone().unwrap_or_default());
        let filter: [Arg; 6] = [
            (&county).into(),
            (&low).into(),
            (&high).into(),
            (&file).into(),
            (&kind).into(),
            i64::from(self.decided).into(),
        ];
        let mut args = filter.to_vec();
        args.extend([Arg::Int(self.page.limit()), Arg::Int(self.page.offset())]);
        let reviews: Vec<Review> = cx.all(
            "SELECT id, file, seq, kind, area, person, candidates, due_on, opened_at, decision, decided_for,
                decided_by, decided_at, revision
             FROM intake_review WHERE county = $1 AND $2 <= area AND area < $3 AND ($4 = '' OR file = $4)
                AND ($5 = '' OR kind = $5)
                AND (($6 = 0 AND decided_at IS NULL) OR ($6 = 1 AND decided_at IS NOT NULL))
             ORDER BY due_on, id LIMIT $7 OFFSET $8",
            &args,
        )?;
        let total: (i64,) = cx.get(
            "review",
            "SELECT CAST(COUNT(*) AS BIGINT) FROM intake_review
             WHERE county = $1 AND $2 <= area AND area < $3 AND ($4 = '' OR file = $4)
                AND ($5 = '' OR kind = $5)
                AND (($6 = 0 AND decided_at IS NULL) OR ($6 = 1 AND decided_at IS NOT NULL))",
            &filter,
        )?;
        let mut rows = Vec::with_capacity(reviews.len());
        for review in &reviews {
            rows.push(review_row(cx, review)?);
        }
        Ok(ListAnswer::new(&self.page, total.0, rows).counted(Basis::Records, cx.today()))
    }
}

fn review_row(cx: &mut Cx, review: &Review) -> Result<ReviewRow> {
    let pack = cx.house.packs.county(cx.county())?;
    let atlas = pack.made::<Atlas>();
    let told = match review.seq {
        Some(seq) => {
            let (file, row) = (table::file(cx, &review.file)?, table::row(cx, &review.file, seq)?);
            view(cx, &file, &row)?.cells.remove("name").unwrap_or_default()
        }
        None => {
            let persons: Vec<&str> = review.person.as_deref().into_iter().collect();
            let person = candidate::many(cx, &persons)?.pop();
            let name = person.map(|it| it.person.portrait.name).unwrap_or_default();
            if cx.actor.may("intake.review") { name } else { name::masked(&name) }
        }
    };
    Ok(ReviewRow {
        id: review.id.clone(),
        file: review.file.clone(),
        seq: review.seq,
        kind: review.kind.clone(),
        area: review.area.clone(),
        area_name: atlas.address(&review.area, "zh"),
        person: review.person.clone(),
        name: told,
        due_on: review.due_on,
        opened_at: review.opened_at,
        decision: review.decision.clone(),
        decided_by: review.decided_by.clone(),
        decided_at: review.decided_at,
        revision: review.revision,
    })
}

/// One review: the row beside those it may be.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OneReview {
    pub review: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReviewPage {
    pub review: ReviewRow,
    pub file: FileRow,
    pub row: Option<RowView>,
    pub candidates: Vec<CandidateView>,
}

/// Somebody of the register beside a row; the same fields, the number masked.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CandidateView {
    pub person: String,
    pub cells: BTreeMap<String, String>,
    pub state: String,
    pub proposal: Option<Proposal>,
}

impl Question for OneReview {
    const NAME: &'static str = "intake.review";
    const RIGHT: &'static str = "intake.review";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ReviewPage;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ReviewPage> {
        let review = table::review(cx, &self.review)?;
        if !scope.covers(&review.area) {
            return Err(base::Error::missing("review"));
        }
        let pack = cx.house.packs.county(cx.county())?;
        let atlas = pack.made::<Atlas>();
        let file = table::file(cx, &review.file)?;
        let row = match review.seq {
            Some(seq) => {
                let row = table::row(cx, &file.id, seq)?;
                Some(view(cx, &file, &row)?)
            }
            None => None,
        };
        let mut ids: Vec<&str> = review.candidates.iter().map(|it| it.person.as_str()).collect();
        ids.extend(
            review.person.as_deref().filter(|it| !review.candidates.iter().any(|one| one.person == **it)),
        );
        let mut candidates = Vec::new();
        for it in candidate::many(cx, &ids)? {
            let portrait = &it.person.portrait;
            let mut cells = BTreeMap::new();
            let mut put = |field: Field, text: String| {
                if !text.is_empty() {
                    cells.insert(field.as_str(), text);
                }
            };
            put(Field::Name, portrait.name.clone());
            put(Field::FormerName, it.other_names.join(" "));
            put(Field::Number, resident::mask(&portrait.number_head));
            put(Field::Sex, it.sex().map_or("", base::Sex::as_str).to_owned());
            put(Field::BirthDate, portrait.birth_date.map(|it| it.to_string()).unwrap_or_default());
            put(Field::Ethnicity, portrait.ethnicity.clone());
            put(Field::Village, atlas.address(&portrait.registered_path, "zh"));
            put(Field::LivingPlace, atlas.address(&portrait.living_path, "zh"));
            let proposal = review.candidates.iter().find(|one| one.person == it.person.id).cloned();
            let state = portrait.state.as_str().to_owned();
            candidates.push(CandidateView { person: it.person.id.clone(), cells, state, proposal });
        }
        candidates.sort_by(|one, other| {
            let score = |it: &CandidateView| it.proposal.as_ref().map_or(f64::MIN, |it| it.score);
            score(other).total_cmp(&score(one)).then(one.person.cmp(&other.person))
        });
        Ok(ReviewPage { review: review_row(cx, &review)?, file: file_row(&file, &atlas), row, candidates })
    }
}
