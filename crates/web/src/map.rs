//! The map of a county as a drawing: outline and townships, sized by their figures.
//!
//! Drawn here as plain shapes, so that it stands without scripts and prints; the table beside it
//! says the same in numbers.

use platform::{Actor, House, areas::Atlas};
use serde_json::{Value, json};

use crate::{list, parts, visit::Visit};

/// The drawing's size in its own units.
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 520.0;
const MARGIN: f64 = 24.0;
/// Positions are kept in millionths of a degree.
const MICRO: f64 = 1_000_000.0;
/// The largest circle's radius.
const RADIUS_MAX: f64 = 26.0;

/// Longitude and latitude → the drawing.
struct Frame {
    west: f64,
    north: f64,
    scale: f64,
    /// A degree of longitude is shorter than one of latitude by this.
    squeeze: f64,
    left: f64,
    top: f64,
}

impl Frame {
    fn around(points: &[(f64, f64)]) -> Option<Frame> {
        let fold = |pick: fn(&(f64, f64)) -> f64, better: fn(f64, f64) -> f64| {
            points.iter().map(pick).reduce(better)
        };
        let (west, east) = (fold(|it| it.0, f64::min)?, fold(|it| it.0, f64::max)?);
        let (south, north) = (fold(|it| it.1, f64::min)?, fold(|it| it.1, f64::max)?);
        let squeeze = f64::midpoint(south, north).to_radians().cos();
        let (wide, high) = (((east - west) * squeeze).max(1e-6), (north - south).max(1e-6));
        let scale = ((WIDTH - 2.0 * MARGIN) / wide).min((HEIGHT - 2.0 * MARGIN) / high);
        let (left, top) = ((WIDTH - wide * scale) / 2.0, (HEIGHT - high * scale) / 2.0);
        Some(Frame { west, north, scale, squeeze, left, top })
    }

    fn place(&self, (longitude, latitude): (f64, f64)) -> (f64, f64) {
        let x = self.left + (longitude - self.west) * self.squeeze * self.scale;
        let y = self.top + (self.north - latitude) * self.scale;
        ((x * 10.0).round() / 10.0, (y * 10.0).round() / 10.0)
    }
}

/// The map of the actor's county for one measure; nothing where the pack has no outline.
pub(crate) fn draw(visit: &Visit, actor: &Actor, measure: Option<&Value>) -> Value {
    let house = &visit.site.house;
    let rings = parts::outline(house, &actor.county);
    let spots = parts::places_below(house, visit.lang, &actor.area, visit.site.now().day());
    let mut around: Vec<(f64, f64)> = rings.iter().flatten().copied().collect();
    around.extend(spots.iter().filter_map(|it| it.position));
    let Some(frame) = Frame::around(&around) else { return Value::Null };
    let path: String = rings.iter().map(|ring| ring_path(&frame, ring)).collect();
    let value_of = |area: &str| {
        let areas = measure?.get("areas")?.as_array()?;
        areas.iter().find(|it| it.get("area").is_some_and(|it| it == area))
    };
    let figure = |it: Option<&Value>| it.and_then(|it| it.get("value")?.as_i64());
    let most = spots.iter().filter_map(|it| figure(value_of(&it.path))).max().unwrap_or(1).max(1);
    let synthetic = spots.iter().any(|it| it.position.is_some() && it.synthetic);
    let marks: Vec<Value> = spots
        .iter()
        .map(|it| {
            let found = value_of(&it.path);
            let value = figure(found);
            let place = it.position.map(|it| frame.place(it));
            // The area of a circle, not its width, says how many.
            let radius = (value.unwrap_or(0).max(0) as f64 / most as f64).sqrt() * RADIUS_MAX;
            json!({
                "area": it.path,
                "title": it.name,
                "value": value,
                "link": found.and_then(|it| it.get("link")),
                "x": place.map(|it| it.0),
                "y": place.map(|it| it.1),
                "r": (radius.max(4.0) * 10.0).round() / 10.0,
                "synthetic": it.synthetic,
            })
        })
        .collect();
    json!({ "width": WIDTH, "height": HEIGHT, "outline": path, "marks": marks, "measure": measure,
        "synthetic": synthetic })
}

/// The map of the actor's county with facilities on it: those of one place share a mark, which is a door
/// to them. One that says no position of its own stands where its village does.
pub(crate) fn facilities(visit: &Visit, actor: &Actor, all: &[&Value]) -> Value {
    let house = &visit.site.house;
    let rings = parts::outline(house, &actor.county);
    let text = |it: &Value, name: &str| it.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let degrees = |it: &Value, name: &str| it.get(name).and_then(Value::as_i64).map(|it| it as f64 / MICRO);
    let mut places: Vec<((f64, f64), Vec<&Value>)> = Vec::new();
    let mut made_up = false;
    for it in all {
        let own = degrees(it, "lon").zip(degrees(it, "lat"));
        let of_area = || spot_of(house, &text(it, "area"));
        let Some((at, synthetic)) = own.map(|it| (it, false)).or_else(of_area) else { continue };
        made_up |= synthetic;
        match places.iter_mut().find(|it| it.0 == at) {
            Some(place) => place.1.push(it),
            None => places.push((at, vec![it])),
        }
    }
    let mut around: Vec<(f64, f64)> = rings.iter().flatten().copied().collect();
    around.extend(places.iter().map(|it| it.0));
    let Some(frame) = Frame::around(&around) else { return Value::Null };
    let path: String = rings.iter().map(|ring| ring_path(&frame, ring)).collect();
    let marks = places.iter().map(|(at, its)| {
        let (x, y) = frame.place(*at);
        let names: Vec<String> = its.iter().map(|it| text(it, "name")).collect();
        let link = match its.as_slice() {
            [one] => format!("/facilities/{}", text(one, "id")),
            _ => format!("/facilities?state=open&area={}", text(its[0], "area")),
        };
        json!({
            "title": names.join(" \u{b7} "),
            "quiet": true,
            "value": its.len(),
            "link": link,
            "x": x,
            "y": y,
            "r": (4.0 + (its.len() as f64).sqrt()).min(RADIUS_MAX),
        })
    });
    let marks: Vec<Value> = marks.collect();
    json!({ "width": WIDTH, "height": HEIGHT, "outline": path, "marks": marks, "measure": Value::Null,
        "of": "facilities-figure-open", "synthetic": made_up })
}

/// Where an area lies, or the nearest above it that says so; and whether that was made up.
fn spot_of(house: &House, path: &str) -> Option<((f64, f64), bool)> {
    let atlas = house.packs.now().made::<Atlas>();
    let mut above = list::prefixes(path).into_iter().rev().filter_map(|it| atlas.get(it));
    above.find_map(|it| Some((it.spot?, it.spot_is_synthetic)))
}

fn ring_path(frame: &Frame, ring: &[(f64, f64)]) -> String {
    let mut out = String::new();
    for (place, point) in ring.iter().enumerate() {
        let (x, y) = frame.place(*point);
        out.push_str(if place == 0 { "M" } else { "L" });
        out.push_str(&format!("{x} {y}"));
    }
    out.push('Z');
    out
}

/// The rings of every polygon in a `GeoJSON` text.
pub(crate) fn rings(geojson: &str) -> Vec<Vec<(f64, f64)>> {
    let Ok(value) = serde_json::from_str::<Value>(geojson) else { return Vec::new() };
    let mut found = Vec::new();
    gather(&value, &mut found);
    found
}

fn gather(value: &Value, found: &mut Vec<Vec<(f64, f64)>>) {
    match value {
        Value::Object(fields) => {
            for inner in ["features", "geometry", "geometries", "coordinates"] {
                fields.get(inner).into_iter().for_each(|it| gather(it, found));
            }
        }
        Value::Array(items) => {
            let point = |it: &Value| Some((it.get(0)?.as_f64()?, it.get(1)?.as_f64()?));
            let ring: Vec<(f64, f64)> = items.iter().filter_map(point).collect();
            if 2 < ring.len() {
                found.push(ring);
            } else {
                items.iter().for_each(|it| gather(it, found));
            }
        }
        _ => (),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlines_fill_the_frame_the_right_way_up() {
        let text = r#"{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[102,28],[103,28],[103,29],[102,28]]]}}"#;
        let rings = rings(text);
        assert_eq!(rings.len(), 1);
        let frame = Frame::around(&rings[0]).unwrap();
        let (west, south) = frame.place((102.0, 28.0));
        let (east, north) = frame.place((103.0, 29.0));
        assert!(west < east && north < south);
        assert!((MARGIN..=WIDTH - MARGIN + 0.1).contains(&east) && (0.0..=HEIGHT).contains(&south));
    }
}
