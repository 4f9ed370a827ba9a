//! An address → its QR code, as a picture that stands in the page itself.

use data_encoding::BASE64;
use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

/// Modules of quiet zone on each side.
const QUIET: usize = 4;

/// An address as a QR code: the `data:` address of a picture with one pixel for each module.
pub(super) fn picture(address: &str) -> Option<String> {
    let png = png_of(address)?;
    let mut picture = String::with_capacity(png.len() * 4 / 3 + 32);
    picture.push_str("data:image/png;base64,");
    BASE64.encode_append(&png, &mut picture);
    Some(picture)
}

/// An address as a QR code: a PNG with one pixel for each module.
pub(super) fn png_of(address: &str) -> Option<Vec<u8>> {
    png(&code(address)?)
}

/// One mask pattern fits all; comparing eight of them for every page would cost more than the page.
fn code(address: &str) -> Option<QrCode> {
    let segments = QrSegment::make_segments(address);
    let (smallest, largest) = (Version::MIN, Version::MAX);
    QrCode::encode_segments_advanced(&segments, QrCodeEcc::Medium, smallest, largest, Some(Mask::new(0)), false).ok()
}

/// A PNG with one bit for each module. It is not compressed: a code has no patterns that would make it shorter.
fn png(code: &QrCode) -> Option<Vec<u8>> {
    let modules = code.size();
    let size = usize::try_from(modules).ok()? + 2 * QUIET;
    let row = size.div_ceil(8);
    let mut pixels = vec![0xff_u8; row * size];
    for (y, line) in (0..modules).zip(pixels.chunks_exact_mut(row).skip(QUIET)) {
        for (x, pixel) in (0..modules).zip(QUIET..) {
            line[pixel / 8] ^= u8::from(code.get_module(x, y)) << (7 - pixel % 8);
        }
    }
    let side = u32::try_from(size).ok()?;
    let mut bytes = Vec::with_capacity(pixels.len() + size + 128);
    let mut encoder = png::Encoder::new(&mut bytes, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.set_compression(png::Compression::NoCompression);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&pixels).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed set-up fails the test")]
mod tests {
    use std::io::Cursor;

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
            let (side, pixels) = read(&picture(address).unwrap());
            let code = code(address).unwrap();
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
            let (side, pixels) = read(&picture(address).unwrap());
            let scale = 6;
            let grey = |x: usize, y: usize| if pixels[y / scale * side + x / scale] { 0 } else { 255 };
            let mut seen = rqrr::PreparedImage::prepare_from_greyscale(side * scale, side * scale, grey);
            let codes: Vec<_> = seen.detect_grids().iter().map(|grid| grid.decode().unwrap().1).collect();
            assert_eq!(codes, [address]);
        }
    }
}
