//! The stream as records, and numbers and strings out of them. Reading past an end gives zeros or
//! nothing, never a panic.

pub(super) const BOF: u16 = 0x0809;
pub(super) const EOF: u16 = 0x000A;
pub(super) const CONTINUE: u16 = 0x003C;

/// One record: what it is and its bytes.
#[derive(Clone, Copy)]
pub(super) struct Record<'s> {
    pub(super) kind: u16,
    pub(super) data: &'s [u8],
}

pub(super) struct Records<'s>(pub(super) &'s [u8]);

impl<'s> Iterator for Records<'s> {
    type Item = Record<'s>;

    fn next(&mut self) -> Option<Record<'s>> {
        let (head, rest) = self.0.split_at_checked(4)?;
        let kind = u16(head, 0);
        let (data, rest) = rest.split_at_checked(usize::from(u16(head, 2)))?;
        self.0 = rest;
        Some(Record { kind, data })
    }
}

pub(super) fn u16(data: &[u8], at: usize) -> u16 {
    data.get(at..at + 2).map_or(0, |it| u16::from_le_bytes([it[0], it[1]]))
}

pub(super) fn u32(data: &[u8], at: usize) -> u32 {
    u32::from(u16(data, at)) | u32::from(u16(data, at + 2)) << 16
}

pub(super) fn f64(data: &[u8], at: usize) -> f64 {
    f64::from_bits(u64::from(u32(data, at)) | u64::from(u32(data, at + 4)) << 32)
}

/// The packed number of an RK cell.
pub(super) fn packed(bits: u32) -> f64 {
    let value = match bits & 2 {
        0 => f64::from_bits(u64::from(bits & !3) << 32),
        _ => f64::from(bits.cast_signed() >> 2),
    };
    if bits & 1 == 0 { value } else { value / 100.0 }
}

/// Characters of one or two bytes.
pub(super) fn characters(data: &[u8], wide: bool, count: usize) -> String {
    if !wide {
        return data.iter().take(count).map(|it| char::from(*it)).collect();
    }
    let units = data.chunks_exact(2).take(count).map(|it| u16::from_le_bytes([it[0], it[1]]));
    char::decode_utf16(units).map(|it| it.unwrap_or('\u{fffd}')).collect()
}

/// A string that begins with its length (of `length_bytes`) and a byte of flags.
pub(super) fn string(data: &[u8], at: usize, length_bytes: usize) -> String {
    let count = if length_bytes == 1 {
        usize::from(data.get(at).copied().unwrap_or(0))
    } else {
        u16(data, at).into()
    };
    let wide = data.get(at + length_bytes).is_some_and(|it| it & 1 != 0);
    data.get(at + length_bytes + 1..).map_or_else(String::new, |it| characters(it, wide, count))
}

/// A record together with the records that continue it.
pub(super) struct Chain<'s> {
    parts: Vec<&'s [u8]>,
    part: usize,
    at: usize,
}

impl<'s> Chain<'s> {
    pub(super) fn new(parts: Vec<&'s [u8]>) -> Chain<'s> {
        Chain { parts, part: 0, at: 0 }
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        loop {
            if let Some(byte) = self.parts.get(self.part)?.get(self.at) {
                self.at += 1;
                return Some(*byte);
            }
            self.part += 1;
            self.at = 0;
        }
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        Some(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    pub(super) fn skip(&mut self, mut bytes: usize) -> Option<()> {
        while 0 < bytes {
            let left = self.parts.get(self.part)?.len().saturating_sub(self.at);
            let step = left.min(bytes);
            self.at += step;
            bytes -= step;
            if 0 < bytes {
                self.part += 1;
                self.at = 0;
            }
        }
        Some(())
    }

    /// Characters that may run into the next record, which then begins with flags of its own.
    pub(super) fn characters(&mut self, mut wide: bool, mut count: usize) -> Option<String> {
        let mut text = String::new();
        while 0 < count {
            let part = *self.parts.get(self.part)?;
            let here = part.get(self.at..).unwrap_or(&[]);
            let width = if wide { 2 } else { 1 };
            let step = (here.len() / width).min(count);
            text.push_str(&characters(here, wide, step));
            self.at += step * width;
            count -= step;
            if 0 < count {
                self.part += 1;
                wide = self.parts.get(self.part)?.first()? & 1 != 0;
                self.at = 1;
            }
        }
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_numbers_unpack() {
        assert!((packed(0x3FF0_0000) - 1.0).abs() < 1e-9);
        assert!((packed(0x3FF0_0001) - 0.01).abs() < 1e-9);
        assert!((packed(123 << 2 | 2) - 123.0).abs() < 1e-9);
        assert!((packed((-5_i32 << 2 | 3).cast_unsigned()) + 0.05).abs() < 1e-9);
    }

    #[test]
    fn strings_run_on_into_the_next_record() {
        let mut chain = Chain::new(vec![b"\x01ab", b"\x01\x51\x67c\x00"]);
        assert_eq!(chain.byte(), Some(1));
        assert_eq!(chain.characters(false, 4).as_deref(), Some("ab村c"));
        assert_eq!(chain.byte(), None);
    }
}
