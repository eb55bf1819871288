//! A facility: what it is, where, for whom, who governs and who runs it. Pure.

use base::{Day, Error, Fault, Result};
use linkage::written::half_width;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::kinds::Kinds;

/// Characters of a name or an address.
const TEXT_MAX: usize = 200;
/// Parts of a degree in which places are kept.
const MICRO: f64 = 1_000_000.0;
/// Beds, seats and staff of the largest facility that a county could have.
const COUNT_MAX: i64 = 10_000;

/// What is said of a facility. Money, residents and papers stand elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Facility {
    pub name: String,
    /// As in the pack's `facility-kinds.toml`.
    pub kind: String,
    /// The path of the area where it lies.
    pub area: String,
    pub address: String,
    /// Millionths of a degree, WGS-84.
    pub lat: Option<i64>,
    pub lon: Option<i64>,
    /// Where it lies as a person writes it, instead of `lat` and `lon`: degrees of latitude and of longitude,
    /// `28.5512, 102.1774`. Empty: nowhere. Never kept.
    #[serde(skip_serializing)]
    pub position: Option<String>,
    /// What it really provides.
    pub functions: Vec<String>,
    pub beds: i64,
    /// Beds for people who need nursing.
    pub nursing_beds: i64,
    pub staff: i64,
    /// Square metres.
    pub floor_area: i64,
    /// Whom it serves: areas below which everybody belongs to it.
    pub catchment: Vec<String>,
    /// The centre to which it is attached.
    pub centre: Option<String>,
    pub governance: String,
    pub legal: String,
    pub model: String,
    pub operator: String,
    /// The term of the operator's contract.
    pub term_from: Option<Day>,
    pub term_to: Option<Day>,
    /// The committee that hosts it (村民委员会).
    pub host: String,
    /// Opening hours, as they hang at the door.
    pub hours: String,
    /// What it shares with a school, a clinic or a neighbouring site, and when.
    pub shares: String,
    pub opened_on: Option<Day>,
}

impl Facility {
    /// Takes the position that was written, if any, for the place.
    pub fn placed(mut self) -> Result<Facility> {
        let Some(written) = self.position.take() else { return Ok(self) };
        let written = half_width(&written);
        (self.lat, self.lon) = (None, None);
        if written.trim().is_empty() {
            return Ok(self);
        }
        let parts = written.split([',', '、', ' ']).filter(|it| !it.is_empty());
        let degrees: Vec<f64> = parts.filter_map(|it| it.parse().ok()).collect();
        let [lat, lon] = degrees[..] else {
            return Err(Error::invalid("facility.position", "facilities-bad-position"));
        };
        if !(-90.0..=90.0).contains(&lat) || !(-180.0..=180.0).contains(&lon) {
            return Err(Error::invalid("facility.position", "facilities-bad-position"));
        }
        let micro = |degrees: f64| Some((degrees * MICRO).round() as i64);
        (self.lat, self.lon) = (micro(lat), micro(lon));
        Ok(self)
    }

    /// What is wrong with it, each beside its field.
    pub fn check(&self, kinds: &Kinds, known_area: &dyn Fn(&str) -> bool) -> Result<()> {
        let mut faults = Vec::new();
        let mut fault =
            |path: &str, key: &'static str| faults.push(Fault::new(format!("facility.{path}"), key));
        if self.name.trim().is_empty() {
            fault("name", "facilities-needed");
        }
        for (path, text) in [
            ("name", &self.name),
            ("address", &self.address),
            ("operator", &self.operator),
            ("host", &self.host),
            ("hours", &self.hours),
            ("shares", &self.shares),
        ] {
            if TEXT_MAX < text.chars().count() {
                fault(path, "facilities-too-long");
            }
        }
        let kind = kinds.kind.get(&self.kind);
        if kind.is_none() {
            fault("kind", "facilities-no-such-kind");
        }
        if !known_area(&self.area) {
            fault("area", "facilities-no-such-area");
        }
        if self.functions.iter().any(|it| !kinds.function.contains_key(it)) {
            fault("functions", "facilities-no-such-function");
        }
        if self.catchment.iter().any(|it| !known_area(it)) {
            fault("catchment", "facilities-no-such-area");
        }
        for (path, known, value) in [
            ("governance", &kinds.governance, &self.governance),
            ("legal", &kinds.legal, &self.legal),
            ("model", &kinds.model, &self.model),
        ] {
            if !value.is_empty() && !known.contains_key(value) {
                fault(path, "facilities-no-such-choice");
            }
        }
        for (path, count) in [
            ("beds", self.beds),
            ("nursing_beds", self.nursing_beds),
            ("staff", self.staff),
            ("floor_area", self.floor_area / 100),
        ] {
            if !(0..=COUNT_MAX).contains(&count) {
                fault(path, "facilities-out-of-range");
            }
        }
        if self.beds < self.nursing_beds {
            fault("nursing_beds", "facilities-more-than-beds");
        }
        if 0 < self.beds && kind.is_some_and(|it| !it.beds) {
            fault("beds", "facilities-kind-has-no-beds");
        }
        if let (Some(from), Some(to)) = (self.term_from, self.term_to)
            && to <= from
        {
            fault("term_to", "facilities-ends-before-it-begins");
        }
        if self.lat.is_some() != self.lon.is_some() {
            fault("lat", "facilities-half-a-place");
        }
        if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
    }
}

/// A place of the network and what fills it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Gap {
    pub area: String,
    /// `county`, `township` or `village`
    pub tier: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds() -> Kinds {
        toml_of(include_str!("../../../../packs/national/facility-kinds.toml"))
    }

    fn toml_of(text: &str) -> Kinds {
        toml::from_str(text).expect("the shipped kinds")
    }

    #[test]
    fn a_position_is_taken_as_a_map_writes_it() {
        let at = |written: &str| {
            let it = Facility {
                position: Some(written.to_owned()),
                lat: Some(1),
                lon: Some(2),
                ..Facility::default()
            };
            it.placed().map(|it| (it.lat, it.lon, it.position)).map_err(|it| it.faults()[0].key.to_string())
        };
        let place = Ok((Some(28_551_200), Some(102_177_400), None));
        for written in ["28.5512, 102.1774", "28.5512，102.1774", " 28.5512 102.1774 "] {
            assert_eq!(at(written), place, "{written}");
        }
        assert_eq!(at(" "), Ok((None, None, None)));
        for written in ["28.5512", "102.1774, 28.5512", "北纬28度", "1,2,3", "nan,1", "28.5512, 1024"] {
            assert_eq!(at(written), Err("facilities-bad-position".to_owned()), "{written}");
        }
        let given = Facility { lat: Some(1), lon: Some(2), ..Facility::default() };
        assert_eq!(given.clone().placed().unwrap(), given, "what a program gave stays");
    }

    #[test]
    fn what_is_wrong_stands_beside_its_field() {
        let good = Facility {
            name: "泸沽镇区域养老服务中心".into(),
            kind: "township_centre".into(),
            area: "a/b/".into(),
            functions: vec!["nursing".into()],
            beds: 60,
            nursing_beds: 30,
            model: "entrusted".into(),
            ..Facility::default()
        };
        let known = |area: &str| area == "a/b/";
        assert!(good.check(&kinds(), &known).is_ok());
        let cases: [(&str, fn(&mut Facility)); 9] = [
            ("name", |it| it.name = " ".into()),
            ("kind", |it| it.kind = "palace".into()),
            ("area", |it| it.area = "a/c/".into()),
            ("functions", |it| it.functions.push("flying".into())),
            ("catchment", |it| it.catchment.push("a/c/".into())),
            ("model", |it| it.model = "other".into()),
            ("nursing_beds", |it| it.nursing_beds = 61),
            ("beds", |it| (it.beds, it.nursing_beds) = (-1, -2)),
            ("term_to", |it| {
                (it.term_from, it.term_to) = ("2026-01-01".parse().ok(), "2026-01-01".parse().ok());
            }),
        ];
        for (path, spoil) in cases {
            let mut spoilt = good.clone();
            spoil(&mut spoilt);
            let error = spoilt.check(&kinds(), &known).expect_err(path);
            let paths: Vec<&str> = error.faults().iter().map(|it| it.path.as_ref()).collect();
            assert!(paths.contains(&format!("facility.{path}").as_str()), "{path}: {paths:?}");
        }
        let station = Facility { kind: "station".into(), ..good };
        assert!(station.check(&kinds(), &known).is_err(), "a station has no beds");
    }
}
