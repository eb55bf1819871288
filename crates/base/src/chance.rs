//! A seeded stream of numbers, for ids and for samples that must be drawn again the same.
//!
//! `SplitMix64` (Steele, Lea, Flood 2014). Not for keys, tokens or nonces: those come from the
//! operating system alone.

/// A stream; the same seed gives the same stream.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Chance {
        Chance(seed)
    }

    pub fn bits64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    pub fn bits128(&mut self) -> u128 {
        u128::from(self.bits64()) << 64 | u128::from(self.bits64())
    }

    /// A whole number in `0..below`. `below` must be positive.
    pub fn below(&mut self, below: u64) -> u64 {
        // Widening multiplication; the bias is below 2^-32 for the sizes used here.
        ((u128::from(self.bits64()) * u128::from(below)) >> 64) as u64
    }

    /// A real number in `0.0..1.0`.
    pub fn unit(&mut self) -> f64 {
        (self.bits64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A stream of its own, so that drawing more in one place moves nothing in another.
    #[must_use]
    pub fn fork(&mut self, label: u64) -> Chance {
        Chance(self.bits64() ^ label.wrapping_mul(0xff51_afd7_ed55_8ccd))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_itself() {
        let draw = |seed| {
            let mut chance = Chance::new(seed);
            (chance.bits128(), chance.below(10), chance.unit().to_bits())
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn draws_stay_below() {
        let mut chance = Chance::new(1);
        assert!((0..1_000).all(|_| chance.below(3) < 3));
    }
}
