//! An address → its QR code, as a picture that stands in the page itself.

use std::collections::HashMap;
use std::io::Cursor;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use data_encoding::BASE64;
use fdeflate::StoredOnlyCompressor;
use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

/// Modules of quiet zone on each side.
const QUIET: usize = 4;

/// What codes of addresses of one length have in common, as far as it is known. Most pages of a site have their addresses'
/// beginnings in common too, and a code costs as much as a small page.
#[derive(Default)]
pub(super) struct Codes(RwLock<HashMap<usize, Arc<Alike>>>);

/// In codes of one length, level and mask each module is a sum, modulo 2, of bits of the text and a constant. So a bit that
/// differs changes the same modules whatever the others are, and two such bits change what both change, added up.
struct Alike {
    first: Vec<u8>,
    pixels: Pixels,
    /// What each bit of the text changes.
    changes: Vec<OnceLock<Option<Pixels>>>,
}

/// Rows of one bit for each module, white ones 1, the quiet zone among them. Each begins with a byte, before which stands
/// another one, 0: the way in which PNG keeps a row as it is.
#[derive(Clone, Debug, PartialEq)]
struct Pixels {
    side: usize,
    rows: Vec<u8>,
}

impl Codes {
    /// An address as a QR code: the `data:` address of a picture with one pixel for each module.
    pub fn picture(&self, address: &str) -> Option<String> {
        let png = png(&self.pixels(address.as_bytes())?)?;
        let mut picture = String::with_capacity(png.len() * 4 / 3 + 32);
        picture.push_str("data:image/png;base64,");
        BASE64.encode_append(&png, &mut picture);
        Some(picture)
    }

    fn pixels(&self, address: &[u8]) -> Option<Pixels> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&address.len()).cloned();
        match known {
            Some(known) => known.pixels(address),
            None => {
                let alike = Alike {
                    first: address.to_vec(),
                    pixels: pixels(address)?,
                    changes: (0..address.len() * 8).map(|_| OnceLock::new()).collect(),
                };
                let pixels = alike.pixels.clone();
                self.0.write().unwrap_or_else(PoisonError::into_inner).insert(address.len(), Arc::new(alike));
                Some(pixels)
            }
        }
    }
}

impl Alike {
    /// The code of an address that is as long as the first one.
    fn pixels(&self, address: &[u8]) -> Option<Pixels> {
        let mut pixels = self.pixels.clone();
        let bytes = address.iter().zip(&self.first).enumerate();
        for (at, (byte, first)) in bytes.filter(|(_, (byte, first))| byte != first) {
            for bit in (0..8).filter(|bit| (byte ^ first) >> bit & 1 == 1) {
                pixels.add(self.changes[at * 8 + bit].get_or_init(|| self.change(at, bit)).as_ref()?);
            }
        }
        Some(pixels)
    }

    fn change(&self, at: usize, bit: usize) -> Option<Pixels> {
        let mut other = self.first.clone();
        other[at] ^= 1 << bit;
        let mut change = pixels(&other)?;
        change.add(&self.pixels);
        Some(change)
    }
}

impl Pixels {
    /// Changes what `change` changes.
    fn add(&mut self, change: &Self) {
        self.rows.iter_mut().zip(&change.rows).for_each(|(row, change)| *row ^= change);
    }
}

/// An address as a QR code: a PNG with one pixel for each module.
#[cfg(feature = "print")]
pub(super) fn png_of(address: &str) -> Option<Vec<u8>> {
    png(&pixels(address.as_bytes())?)
}

fn pixels(text: &[u8]) -> Option<Pixels> {
    let code = code(text)?;
    let modules = code.size();
    let side = usize::try_from(modules).ok()? + 2 * QUIET;
    let row = 1 + side.div_ceil(8);
    let mut rows = vec![0xff_u8; row * side];
    for (line, y) in rows.chunks_exact_mut(row).zip(-(QUIET as i32)..) {
        line[0] = 0;
        for (x, pixel) in (0..modules).zip(QUIET..) {
            // Outside of the code there is no black module.
            line[1 + pixel / 8] ^= u8::from(code.get_module(x, y)) << (7 - pixel % 8);
        }
    }
    Some(Pixels { side, rows })
}

/// One mask pattern fits all: comparing eight of them would cost eight times as much, and codes could not be added up.
fn code(text: &[u8]) -> Option<QrCode> {
    let segments = [QrSegment::make_bytes(text)];
    let (smallest, largest) = (Version::MIN, Version::MAX);
    QrCode::encode_segments_advanced(&segments, QrCodeEcc::Medium, smallest, largest, Some(Mask::new(0)), false).ok()
}

/// A PNG with one bit for each module. It is not compressed: a code has no patterns that would make it shorter. The rows are
/// written at once, which takes a fraction of the time that `png` takes for them one by one.
fn png(pixels: &Pixels) -> Option<Vec<u8>> {
    let side = u32::try_from(pixels.side).ok()?;
    let mut stored = StoredOnlyCompressor::new(Cursor::new(Vec::with_capacity(pixels.rows.len() + 64))).ok()?;
    stored.write_data(&pixels.rows).ok()?;
    let mut bytes = Vec::with_capacity(pixels.rows.len() + 128);
    let mut encoder = png::Encoder::new(&mut bytes, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header().ok()?;
    writer.write_chunk(png::chunk::IDAT, stored.finish().ok()?.get_ref()).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed set-up fails the test")]
mod tests {
    use super::*;

    const ADDRESSES: [&str; 3] = [
        "https://www.example.com/",
        "https://www.example.com/ztzl/szjs/policies/zz-2023.html",
        "https://www.example.com/ztzl/szjs/%E6%94%BF%E7%AD%96/%E6%9E%A3%E5%BA%84%E5%B8%82%E6%95%B0%E5%AD%97%E6%8A%80%E6%9C%AF/index.html",
    ];

    /// Side and pixels of a picture, `true` for black.
    fn read(picture: &str) -> (usize, Vec<bool>) {
        let png = BASE64.decode(picture.strip_prefix("data:image/png;base64,").unwrap().as_bytes()).unwrap();
        let mut decoder = png::Decoder::new(Cursor::new(png));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut bytes).unwrap();
        assert_eq!((info.width, info.color_type), (info.height, png::ColorType::Grayscale));
        (info.width as usize, bytes.iter().map(|&byte| byte < 128).collect())
    }

    #[test]
    fn every_module_is_a_pixel_in_a_quiet_zone() {
        for address in ADDRESSES {
            let (side, pixels) = read(&Codes::default().picture(address).unwrap());
            let code = code(address.as_bytes()).unwrap();
            assert_eq!(side, code.size() as usize + 8);
            for (at, &black) in pixels.iter().enumerate() {
                // Outside of the code there is no black module.
                let module = |pixel: usize| pixel as i32 - 4;
                assert_eq!(black, code.get_module(module(at % side), module(at / side)), "{address}: {at}");
            }
        }
    }

    #[test]
    fn a_reader_of_codes_reads_the_address() {
        for address in ADDRESSES {
            let (side, pixels) = read(&Codes::default().picture(address).unwrap());
            let scale = 6;
            let grey = |x: usize, y: usize| if pixels[y / scale * side + x / scale] { 0 } else { 255 };
            let mut seen = rqrr::PreparedImage::prepare_from_greyscale(side * scale, side * scale, grey);
            let codes: Vec<_> = seen.detect_grids().iter().map(|grid| grid.decode().unwrap().1).collect();
            assert_eq!(codes, [address]);
        }
    }

    #[test]
    fn codes_that_are_added_up_are_those_that_are_made() {
        let codes = Codes::default();
        for number in 0..500_u32 {
            // Addresses of some lengths, with the same beginnings and other ends, and with nothing in common.
            let address = match number % 3 {
                0 => format!("https://www.example.com/policies/p{number:04}.html"),
                1 => format!("https://www.example.com/%E6%9E%A3%E5%BA%84/{}.html", number * number),
                _ => number.wrapping_mul(2_654_435_761).to_string().repeat(4),
            };
            assert_eq!(codes.pixels(address.as_bytes()), pixels(address.as_bytes()), "{address}");
        }
    }
}
