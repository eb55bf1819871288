//! Colours of cells: the palettes of Excel, tints, and what a colour looks like.

/// Red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Colour(pub [u8; 3]);

/// What a clerk would call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    Black,
    White,
    Grey,
    Red,
    Orange,
    Yellow,
    Green,
    Blue,
    Purple,
}

impl Colour {
    /// Reads `FFFF0000` or `FF0000`.
    pub(crate) fn hex(text: &str) -> Option<Colour> {
        let digits = if text.len() == 8 && text.is_ascii() { &text[2..] } else { text };
        if digits.len() != 6 {
            return None;
        }
        let value = u32::from_str_radix(digits, 16).ok()?;
        Some(Colour([(value >> 16) as u8, (value >> 8) as u8, value as u8]))
    }

    /// Lighter for a positive share, darker for a negative one.
    #[must_use]
    pub(crate) fn tint(self, share: f64) -> Colour {
        let share = share.clamp(-1.0, 1.0);
        let toward = |it: u8| {
            let it = f64::from(it);
            let moved = if share < 0.0 { it * (1.0 + share) } else { it + (255.0 - it) * share };
            moved.round() as u8
        };
        Colour(self.0.map(toward))
    }

    pub fn tone(self) -> Tone {
        let [red, green, blue] = self.0.map(i32::from);
        let most = red.max(green).max(blue);
        let least = red.min(green).min(blue);
        let spread = most - least;
        if spread < 28 {
            return match most {
                0..=70 => Tone::Black,
                71..=235 => Tone::Grey,
                _ => Tone::White,
            };
        }
        let hue = match () {
            () if most == red => (60 * (green - blue) / spread).rem_euclid(360),
            () if most == green => 120 + 60 * (blue - red) / spread,
            () => 240 + 60 * (red - green) / spread,
        };
        match hue {
            0..=16 | 326..=360 => Tone::Red,
            17..=45 => Tone::Orange,
            46..=70 => Tone::Yellow,
            71..=170 => Tone::Green,
            171..=260 => Tone::Blue,
            _ => Tone::Purple,
        }
    }
}

/// The 56 colours of the old palette, which begins at index 8; indexes 0 to 7 repeat the first eight.
pub(crate) const PALETTE: [u32; 56] = [
    0x00_0000, 0xFF_FFFF, 0xFF_0000, 0x00_FF00, 0x00_00FF, 0xFF_FF00, 0xFF_00FF, 0x00_FFFF, 0x80_0000,
    0x00_8000, 0x00_0080, 0x80_8000, 0x80_0080, 0x00_8080, 0xC0_C0C0, 0x80_8080, 0x99_99FF, 0x99_3366,
    0xFF_FFCC, 0xCC_FFFF, 0x66_0066, 0xFF_8080, 0x00_66CC, 0xCC_CCFF, 0x00_0080, 0xFF_00FF, 0xFF_FF00,
    0x00_FFFF, 0x80_0080, 0x80_0000, 0x00_8080, 0x00_00FF, 0x00_CCFF, 0xCC_FFFF, 0xCC_FFCC, 0xFF_FF99,
    0x99_CCFF, 0xFF_99CC, 0xCC_99FF, 0xFF_CC99, 0x33_66FF, 0x33_CCCC, 0x99_CC00, 0xFF_CC00, 0xFF_9900,
    0xFF_6600, 0x66_6699, 0x96_9696, 0x00_3366, 0x33_9966, 0x00_3300, 0x33_3300, 0x99_3300, 0x99_3366,
    0x33_3399, 0x33_3333,
];

/// Office's own theme, in the order that cells count: light 1, dark 1, light 2, dark 2, accents.
pub(crate) const THEME: [u32; 12] = [
    0xFF_FFFF, 0x00_0000, 0xEE_ECE1, 0x1F_497D, 0x4F_81BD, 0xC0_504D, 0x9B_BB59, 0x80_64A2, 0x4B_ACC6,
    0xF7_9646, 0x00_00FF, 0x80_0080,
];

pub(crate) fn from_number(value: u32) -> Colour {
    Colour([(value >> 16) as u8, (value >> 8) as u8, value as u8])
}

/// A colour of the default palette; nothing for "automatic".
pub(crate) fn indexed(index: u32) -> Option<Colour> {
    let at = if index < 8 { index } else { index - 8 };
    PALETTE.get(at as usize).copied().map(from_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_called_by_their_names() {
        let cases = [
            ("FF0000", Tone::Red),
            ("C00000", Tone::Red),
            ("FFFF00", Tone::Yellow),
            ("FFC000", Tone::Orange),
            ("808080", Tone::Grey),
            ("D9D9D9", Tone::Grey),
            ("FFFFFF", Tone::White),
            ("000000", Tone::Black),
            ("92D050", Tone::Green),
            ("0070C0", Tone::Blue),
            ("7030A0", Tone::Purple),
            ("FF99CC", Tone::Red),
        ];
        for (hex, tone) in cases {
            assert_eq!(Colour::hex(hex).unwrap().tone(), tone, "{hex}");
        }
    }
}
