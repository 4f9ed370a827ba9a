//! A picture → the same pixels without what cameras and programs wrote beside them: place, time, device, names of persons,
//! earlier versions, films. What says how its pixels are to be shown stays.

use bytes::{BufMut, Bytes, BytesMut};
use image::ImageDecoder;
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use img_parts::png::{Png, PngChunk};
use img_parts::riff::{RiffChunk, RiffContent};
use img_parts::webp::WebP;

use crate::syntax::quiet::caught;

/// Chunks of PNG that are needed to show it, or say how.
const PNG: [&[u8; 4]; 16] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD",
    b"pHYs", b"acTL", b"fcTL", b"fdAT",
];
/// Flags of WebP for what is taken out.
const WEBP_FLAGS: u8 = 0b1100;

/// The picture without what is not shown; nothing when there is nothing of the kind in it, or it is no picture of a format that
/// has room for it.
pub fn stripped(bytes: &Bytes) -> Option<Bytes> {
    let clean = caught(|| jpeg(bytes).or_else(|| png(bytes)).or_else(|| webp(bytes)))??;
    (clean != bytes).then_some(clean)
}

fn jpeg(bytes: &Bytes) -> Option<Bytes> {
    let mut jpeg = Jpeg::from_bytes(bytes.clone()).ok()?;
    let turn = JpegDecoder::new(std::io::Cursor::new(bytes)).and_then(|mut decoder| decoder.orientation());
    jpeg.segments_mut().retain(|segment| match segment.marker() {
        markers::APP0 => segment.contents().starts_with(b"JFIF\0"),
        markers::APP2 => segment.contents().starts_with(b"ICC_PROFILE\0"),
        markers::APP14 => segment.contents().starts_with(b"Adobe"),
        markers::APP1..=markers::APP15 | markers::COM => false,
        _ => true,
    });
    if let Some(turn) = turn.ok().and_then(exif) {
        // Behind the one of JFIF, which comes first.
        let at = jpeg.segments().iter().take_while(|segment| segment.marker() == markers::APP0).count();
        let contents = [b"Exif\0\0", &turn[..]].concat();
        jpeg.segments_mut().insert(at, JpegSegment::new_with_contents(markers::APP1, contents.into()));
    }
    let clean = jpeg.encoder().bytes();
    let end = end_of_image(&clean);
    Some(clean.slice(..end))
}

/// Where a JPEG ends: behind that cameras put films and earlier versions.
fn end_of_image(jpeg: &[u8]) -> usize {
    let mut at = 0;
    while let Some(found) = jpeg.get(at..).and_then(|rest| memchr::memchr(markers::P, rest)) {
        let start = at + found;
        at = match jpeg.get(start + 1) {
            Some(&markers::EOI) => return start + 2,
            // The beginning; a byte of a scan, and what stands between parts of it; a fill byte.
            Some(&markers::SOI | 0 | markers::RST0..=markers::RST7) => start + 2,
            Some(&markers::P) => start + 1,
            // Tables and the heads of scans say how long they are.
            _ => match jpeg.get(start + 2..start + 4) {
                Some(length) => start + 2 + usize::from(u16::from_be_bytes([length[0], length[1]])),
                None => break,
            },
        };
    }
    jpeg.len()
}

fn png(bytes: &Bytes) -> Option<Bytes> {
    let mut png = Png::from_bytes(bytes.clone()).ok()?;
    let turn = PngDecoder::new(std::io::Cursor::new(bytes)).and_then(|mut decoder| decoder.orientation());
    png.chunks_mut().retain(|chunk| PNG.contains(&&chunk.kind()));
    if let Some(turn) = turn.ok().and_then(exif) {
        png.chunks_mut().insert(1, PngChunk::new(*b"eXIf", turn.to_vec().into()));
    }
    Some(png.encoder().bytes())
}

fn webp(bytes: &Bytes) -> Option<Bytes> {
    let mut webp = WebP::from_bytes(bytes.clone()).ok()?;
    let turn = WebPDecoder::new(std::io::Cursor::new(bytes)).and_then(|mut decoder| decoder.orientation());
    let known = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
    webp.chunks_mut().retain(|chunk| known.contains(&&chunk.id()));
    let turn = turn.ok().and_then(exif);
    for chunk in webp.chunks_mut().iter_mut().filter(|chunk| chunk.id() == *b"VP8X") {
        if let RiffContent::Data(data) = chunk.content_mut() {
            let mut changed = BytesMut::from(&data[..]);
            let flags = changed.first_mut()?;
            *flags = (*flags & !WEBP_FLAGS) | if turn.is_some() { 0b1000 } else { 0 };
            *data = changed.freeze();
        }
    }
    if let Some(turn) = turn {
        webp.chunks_mut().push(RiffChunk::new(*b"EXIF", RiffContent::Data(turn.to_vec().into())));
    }
    Some(webp.encoder().bytes())
}

/// Exif that says how a picture is turned and nothing else; none for one that stands upright.
fn exif(turn: Orientation) -> Option<Bytes> {
    if turn == Orientation::NoTransforms {
        return None;
    }
    let mut exif = BytesMut::with_capacity(26);
    // TIFF, little-endian; its first and only directory is at 8, with one entry: 0x0112, a SHORT, one of it.
    exif.put_slice(b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0");
    exif.put_u16_le(u16::from(turn.to_exif()));
    exif.put_slice(&[0; 6]);
    Some(exif.freeze())
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
    use img_parts::ImageEXIF;

    use super::*;

    /// Exif of a picture that lies on its side, with the name of a person.
    const EXIF: &[u8] =
        b"II*\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\x3b\x01\x02\0\x05\0\0\0\x26\0\0\0\0\0\0\0\
        Zhang San\0";

    fn picture() -> DynamicImage {
        RgbImage::from_fn(40, 20, |x, y| Rgb([x as u8 * 6, y as u8 * 12, 99])).into()
    }

    fn encoded(picture: &DynamicImage, format: ImageFormat) -> Bytes {
        let mut bytes = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner().into()
    }

    fn turned(bytes: &Bytes) -> Orientation {
        let reader = image::ImageReader::new(std::io::Cursor::new(bytes)).with_guessed_format().unwrap();
        let mut decoder = reader.into_decoder().unwrap();
        decoder.orientation().unwrap()
    }

    fn pixels(bytes: &Bytes) -> Vec<u8> {
        image::load_from_memory(bytes).unwrap().into_rgba8().into_raw()
    }

    #[test]
    fn only_pixels_and_how_they_are_shown_are_left() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let plain = encoded(&picture(), format);
            assert_eq!(stripped(&plain), None, "{format:?}");
            let exif = Some(Bytes::from_static(EXIF));
            let told: Bytes = match format {
                ImageFormat::Jpeg => {
                    let mut jpeg = Jpeg::from_bytes(plain.clone()).unwrap();
                    jpeg.set_exif(exif);
                    for (marker, text) in [
                        (markers::APP1, "http://ns.adobe.com/xap/1.0/\0Zhang"),
                        (markers::APP13, "Zhang"),
                        (markers::COM, "Zhang"),
                    ] {
                        let segment = JpegSegment::new_with_contents(marker, text.as_bytes().to_vec().into());
                        jpeg.segments_mut().insert(1, segment);
                    }
                    // A film behind the picture, and the beginning of another picture.
                    [&jpeg.encoder().bytes()[..], b"\xFF\xD8ftypmp42 Zhang\xFF\xD9"].concat().into()
                }
                ImageFormat::Png => {
                    let mut png = Png::from_bytes(plain.clone()).unwrap();
                    png.set_exif(exif);
                    png.chunks_mut().insert(1, PngChunk::new(*b"tEXt", Bytes::from_static(b"Author\0Zhang")));
                    [&png.encoder().bytes()[..], b"Zhang"].concat().into()
                }
                _ => {
                    let mut webp = WebP::from_bytes(plain.clone()).unwrap();
                    webp.set_exif(exif);
                    webp.chunks_mut().push(RiffChunk::new(*b"XMP ", RiffContent::Data(Bytes::from_static(b"Zhang"))));
                    webp.encoder().bytes()
                }
            };
            assert!(memchr::memmem::find(&told, b"Zhang").is_some());
            let clean = stripped(&told).unwrap();
            assert_eq!(memchr::memmem::find(&clean, b"Zhang"), None, "{format:?}");
            assert_eq!(turned(&clean), Orientation::Rotate90, "{format:?}");
            assert_eq!(pixels(&clean), pixels(&plain), "{format:?}");
            assert_eq!(stripped(&clean), None, "{format:?}");
        }
    }

    #[test]
    fn profiles_of_colours_stay() {
        use image::ImageEncoder;
        let profile = b"a profile".to_vec();
        for format in [ImageFormat::Jpeg, ImageFormat::Png] {
            let mut bytes = Vec::new();
            if format == ImageFormat::Jpeg {
                let mut encoder = image::codecs::jpeg::JpegEncoder::new(&mut bytes);
                encoder.set_icc_profile(profile.clone()).unwrap();
                picture().write_with_encoder(encoder).unwrap();
            } else {
                let mut encoder = image::codecs::png::PngEncoder::new(&mut bytes);
                encoder.set_icc_profile(profile.clone()).unwrap();
                picture().write_with_encoder(encoder).unwrap();
            }
            assert_eq!(stripped(&bytes.into()), None, "{format:?}");
        }
    }

    #[test]
    fn every_scan_of_a_picture_is_part_of_it() {
        // The head of a second scan whose length has the bytes of an end.
        let jpeg =
            b"\xFF\xD8\xFF\xDB\0\x04\xFF\xD9\xFF\xDA\0\x02a\xFF\0\xFF\xD0b\xFF\xFF\xDA\0\x04\xFF\xD9c\xFF\xD9rest";
        assert_eq!(end_of_image(jpeg), jpeg.len() - 4);
        for cut in 0..jpeg.len() - 4 {
            assert_eq!(end_of_image(&jpeg[..cut]), cut, "{cut}");
        }
    }

    #[test]
    fn what_is_no_picture_stays_what_it_is() {
        let clear: DynamicImage = RgbaImage::from_pixel(3, 3, Rgba([1, 2, 3, 4])).into();
        for bytes in ["", "text", "\u{89}PNG", "RIFF\0\0\0\0WEBP", "GIF89a"] {
            assert_eq!(stripped(&Bytes::from_static(bytes.as_bytes())), None, "{bytes}");
        }
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let whole = if format == ImageFormat::Jpeg { encoded(&picture(), format) } else { encoded(&clear, format) };
            for cut in 0..whole.len() {
                // No panic; what is left is no longer than before.
                let left = stripped(&whole.slice(..cut)).map_or(0, |left| left.len());
                assert!(left <= cut + 12, "{format:?} {cut}: {left}");
            }
        }
    }
}
