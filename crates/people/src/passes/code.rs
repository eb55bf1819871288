//! Codes that are read aloud, copied from paper and typed: 80 random bits in Crockford's base32, whose
//! signs are not mistaken for one another. Pure.

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 16;
const GROUP: usize = 4;
pub const BYTES: usize = 10;

/// The code of ten random bytes, in groups of four.
pub fn written(bytes: &[u8; BYTES]) -> String {
    let bits = bytes.iter().fold(0u128, |all, it| all << 8 | u128::from(*it));
    let sign = |place: usize| {
        let shift = 5 * (LENGTH - 1 - place);
        char::from(SIGNS[(bits >> shift & 31) as usize])
    };
    let mut text = String::new();
    for place in 0..LENGTH {
        if 0 < place && place % GROUP == 0 {
            text.push('-');
        }
        text.push(sign(place));
    }
    text
}

/// A code as somebody typed it, in its one form; nothing when it can be none.
pub fn read(text: &str) -> Option<String> {
    let mut code = String::new();
    for it in text.chars() {
        // A Chinese keyboard writes letters and digits full width.
        let it = if ('！'..='～').contains(&it) { char::from_u32(it as u32 - 0xfee0)? } else { it };
        let it = match it.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            '-' | ' ' | '　' | '\t' => continue,
            it => it,
        };
        let known = u8::try_from(it).is_ok_and(|it| SIGNS.contains(&it));
        known.then(|| code.push(it))?;
    }
    (code.len() == LENGTH).then_some(code)
}

/// What the database keeps of a code: it has more bits than anybody can try.
pub fn digest(code: &str) -> String {
    STANDARD.encode(Sha256::digest(code.as_bytes()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = written(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 255]);
        assert_eq!(code.len(), LENGTH + 3);
        let own = read(&code);
        assert!(own.is_some());
        assert_eq!(read(&code.to_lowercase().replace('-', " ")), own);
        assert_eq!(read(&code.replace('0', "o").replace('1', "L")), own);
        let wide: String = code.chars().map(|it| char::from_u32(it as u32 + 0xfee0).unwrap_or(it)).collect();
        assert_eq!(read(&wide), own);
        for wrong in ["", "0000", &code[1..], "UUUU-UUUU-UUUU-UUUU", "老年人"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn every_code_is_read_again_and_no_two_are_alike(one: [u8; BYTES], other: [u8; BYTES]) {
            let (a, b) = (read(&written(&one)), read(&written(&other)));
            prop_assert!(a.is_some());
            prop_assert_eq!(a == b, one == other);
        }

        #[test]
        fn nothing_that_is_typed_breaks_it(text: String) {
            if let Some(code) = read(&text) {
                prop_assert_eq!(read(&code), Some(code));
            }
        }
    }
}
