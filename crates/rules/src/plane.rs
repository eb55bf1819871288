//! A bit for each row of a chunk, and what is done with 64 rows at a time.

use crate::{CHUNK_ROWS, NodeId};

pub(crate) const WORDS: usize = CHUNK_ROWS / 64;

/// A bit for each row of a chunk.
pub(crate) type Plane = [u64; WORDS];

/// The first `rows` rows of a chunk.
pub(crate) fn first(rows: usize) -> Plane {
    std::array::from_fn(|word| match rows.saturating_sub(word * 64) {
        64.. => u64::MAX,
        rest => (1 << rest) - 1,
    })
}

/// Writes `code` for the rows of `rows`.
pub(crate) fn assign(reason: &mut [NodeId], rows: &Plane, code: NodeId) {
    for (part, word) in reason.chunks_mut(64).zip(rows) {
        match (word.count_ones(), part.len()) {
            (0, _) => (),
            (64, _) => part.fill(code),
            (12.., 64) => blend(part, *word, code),
            _ => {
                let mut word = *word;
                while word != 0 {
                    part[word.trailing_zeros() as usize] = code;
                    word &= word - 1;
                }
            }
        }
    }
}

/// Eight bits as eight masks of 32 bits.
static MASKS: [[u32; 8]; 256] = {
    let mut masks = [[0; 8]; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut bit = 0;
        while bit < 8 {
            masks[byte][bit] = if byte >> bit & 1 == 1 { u32::MAX } else { 0 };
            bit += 1;
        }
        byte += 1;
    }
    masks
};

/// Writes `code` where `word` has a bit, without a branch for each row.
fn blend(reason: &mut [NodeId], word: u64, code: NodeId) {
    for (part, byte) in reason.chunks_exact_mut(8).zip(word.to_le_bytes()) {
        for (reason, mask) in part.iter_mut().zip(&MASKS[usize::from(byte)]) {
            *reason = code & mask | *reason & !mask;
        }
    }
}

/// Asks each row of the words in `asked` and packs the answers into bits.
#[inline]
pub(crate) fn pack(rows: &[i64], asked: &Plane, holds: impl Fn(i64) -> bool) -> Plane {
    let mut plane = [0; WORDS];
    for ((part, word), _) in rows.chunks(64).zip(&mut plane).zip(asked).filter(|(_, asked)| **asked != 0) {
        for (eight, place) in part.chunks(8).zip(0..) {
            let mut bytes = [0; 8];
            for (byte, row) in bytes.iter_mut().zip(eight) {
                *byte = u8::from(holds(*row));
            }
            // Eight bytes of 0 or 1 become the eight bits of the product's first byte.
            let bits = u64::from_le_bytes(bytes).wrapping_mul(0x0102_0408_1020_4080) >> 56;
            *word |= bits << (place * 8);
        }
    }
    plane
}

#[inline]
pub(crate) fn each_row(rows: &Plane, mut visit: impl FnMut(usize)) {
    for (place, word) in rows.iter().enumerate() {
        let mut word = *word;
        while word != 0 {
            visit(place * 64 + word.trailing_zeros() as usize);
            word &= word - 1;
        }
    }
}
