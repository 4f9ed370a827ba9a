//! Bytes of a binary workbook → its records, and the values in them.

use crate::syntax::budget::Closed;

/// Bytes that are read from the front. What is beyond the end is damage.
#[derive(Clone, Copy)]
pub(super) struct Bytes<'a>(pub &'a [u8]);

impl<'a> Bytes<'a> {
    /// The next bytes.
    pub fn take(&mut self, count: usize) -> Result<&'a [u8], Closed> {
        let (head, rest) = self.0.split_at_checked(count).ok_or(Closed::Damaged)?;
        self.0 = rest;
        Ok(head)
    }

    fn array<const COUNT: usize>(&mut self) -> Result<[u8; COUNT], Closed> {
        let (head, rest) = self.0.split_first_chunk().ok_or(Closed::Damaged)?;
        self.0 = rest;
        Ok(*head)
    }

    pub fn u8(&mut self) -> Result<u8, Closed> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub fn u16(&mut self) -> Result<u16, Closed> {
        self.array().map(u16::from_le_bytes)
    }

    pub fn u32(&mut self) -> Result<u32, Closed> {
        self.array().map(u32::from_le_bytes)
    }

    pub fn f64(&mut self) -> Result<f64, Closed> {
        self.array().map(f64::from_le_bytes)
    }

    /// A number in four bytes (`RkNumber`): an integer, or the upper half of a float, as it is or as hundredths.
    pub fn rk(&mut self) -> Result<f64, Closed> {
        let bits = self.u32()?;
        #[allow(clippy::cast_possible_wrap, reason = "the upper 30 bits are a signed number")]
        let number = match bits & 2 {
            0 => f64::from_bits(u64::from(bits & !3) << 32),
            _ => f64::from(bits as i32 >> 2),
        };
        Ok(if bits & 1 == 0 { number } else { number / 100.0 })
    }
}

/// A text in UTF-16, the lower byte first.
pub(super) fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}
