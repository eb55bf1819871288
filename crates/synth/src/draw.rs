//! Picks from a seeded stream.

use base::Chance;

/// A stream of choices; the same seed makes the same ones.
pub struct Draw(Chance);

impl Draw {
    pub fn new(seed: u64) -> Draw {
        Draw(Chance::new(seed))
    }

    /// A stream of its own, so that drawing more in one place moves nothing in another.
    #[must_use]
    pub fn fork(&mut self, label: u64) -> Draw {
        Draw(self.0.clone().fork(label))
    }

    /// Whether something of probability `share` happens.
    pub fn happens(&mut self, share: f64) -> bool {
        self.0.unit() < share
    }

    pub fn unit(&mut self) -> f64 {
        self.0.unit()
    }

    pub fn below(&mut self, below: usize) -> usize {
        self.0.below(below.max(1) as u64) as usize
    }

    /// From `from` up to and including `to`.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        from + self.0.below((to - from + 1).max(1) as u64) as i64
    }

    pub fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len())]
    }

    pub fn one_of(&mut self, from: &[&'static str]) -> &'static str {
        from[self.below(from.len())]
    }

    /// The place in `weights` that is drawn.
    pub fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.unit() * weights.iter().sum::<f64>();
        for (at, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return at;
            }
        }
        weights.len() - 1
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            let other = self.below(at + 1);
            items.swap(at, other);
        }
    }
}
