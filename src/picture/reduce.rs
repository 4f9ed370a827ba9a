//! A picture that is wider than pages show it → the same, as wide as they do.

use std::io::Cursor;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use fast_image_resize::Resizer;
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{CompressionType, FilterType, PngDecoder, PngEncoder};
use image::codecs::webp::WebPDecoder;
use image::{
    ColorType, DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageError, ImageFormat, ImageResult,
    Limits, guess_format,
};

use super::shape::is_on_its_side;
use super::{MAX_PIXELS, Picture};
use crate::syntax::quiet::caught;

/// Of 100, as encoders count: no difference is seen in photographs, and text in them stays clean.
const QUALITY: u8 = 85;

/// The reduced form of a picture. Nothing for one that needs none, cannot be read to its end, or has too many pixels.
pub fn reduced(path: &str, bytes: &[u8]) -> Option<Bytes> {
    // The pixels of one picture are in memory at a time, whichever threads want some.
    static ONE: Mutex<()> = Mutex::new(());
    let picture = Picture::read(path, bytes);
    let (size, ending) = (picture.reduced_size()?, picture.reduced?);
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    caught(|| smaller(bytes, size, ending)).and_then(Result::ok)
}

fn smaller(bytes: &[u8], size: (u32, u32), ending: &str) -> ImageResult<Bytes> {
    let input = Cursor::new(bytes);
    match guess_format(bytes)? {
        ImageFormat::Jpeg => decoded(JpegDecoder::new(input)?, size, ending),
        ImageFormat::WebP => decoded(WebPDecoder::new(input)?, size, ending),
        _ => decoded(PngDecoder::new(input)?, size, ending),
    }
}

fn decoded(mut decoder: impl ImageDecoder, (width, height): (u32, u32), ending: &str) -> ImageResult<Bytes> {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(2 * MAX_PIXELS);
    decoder.set_limits(limits)?;
    let turn = decoder.orientation()?;
    // Colours of inks are decoded to those of screens, of which their profile says nothing.
    let of_inks = matches!(decoder.original_color_type(), ExtendedColorType::Cmyk8 | ExtendedColorType::Cmyk16);
    let profile = decoder.icc_profile()?.filter(|_| !of_inks);
    let picture = plain(DynamicImage::from_decoder(decoder)?);
    let (across, down) = if is_on_its_side(turn) { (height, width) } else { (width, height) };
    let mut small = DynamicImage::new(across, down, picture.color());
    let resized = Resizer::new().resize(&picture, &mut small, None);
    resized.map_err(|error| ImageError::IoError(std::io::Error::other(error)))?;
    drop(picture);
    small.apply_orientation(turn);
    encoded(&small, profile, ending)
}

/// The same with eight bits for each colour.
fn plain(picture: DynamicImage) -> DynamicImage {
    match picture.color() {
        ColorType::L8 | ColorType::La8 | ColorType::Rgb8 | ColorType::Rgba8 => picture,
        color if color.has_color() && color.has_alpha() => picture.into_rgba8().into(),
        color if color.has_color() => picture.into_rgb8().into(),
        color if color.has_alpha() => picture.into_luma_alpha8().into(),
        _ => picture.into_luma8().into(),
    }
}

fn encoded(picture: &DynamicImage, profile: Option<Vec<u8>>, ending: &str) -> ImageResult<Bytes> {
    let mut bytes = Vec::new();
    let profile = profile.unwrap_or_default();
    if ending == "jpg" {
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
        // The encoder takes any profile.
        let _ = encoder.set_icc_profile(profile);
        picture.write_with_encoder(encoder)?;
    } else {
        let mut encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
        if !profile.is_empty() {
            let _ = encoder.set_icc_profile(profile);
        }
        picture.write_with_encoder(encoder)?;
    }
    Ok(bytes.into())
}

#[cfg(test)]
mod tests {
    use image::metadata::Orientation;
    use image::{GenericImageView, Rgb, RgbImage, Rgba, RgbaImage};
    use img_parts::ImageEXIF;

    use super::*;
    use crate::picture::WIDEST;

    /// A picture in two colours, the left half red.
    fn halves(width: u32, height: u32) -> DynamicImage {
        RgbImage::from_fn(width, height, |x, _| if x < width / 2 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) }).into()
    }

    fn bytes(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn what_is_wider_than_pages_show_it_is_made_smaller() {
        for (format, ending) in [(ImageFormat::Jpeg, "jpg"), (ImageFormat::Png, "png"), (ImageFormat::WebP, "jpg")] {
            let wide = bytes(&halves(6000, 300), format);
            let picture = Picture::read("a", &wide);
            let expected = Picture { size: Some((6000, 300)), reduced: Some(ending), flaw: None };
            assert_eq!((picture, picture.reduced_size()), (expected, Some((WIDEST, 72))), "{format:?}");
            let small = image::load_from_memory(&reduced("a", &wide).unwrap()).unwrap();
            assert_eq!(small.dimensions(), (WIDEST, 72), "{format:?}");
            let [left, right] = [10, WIDEST - 10].map(|x| small.get_pixel(x, 36).0);
            assert!(left[0] > 240 && left[2] < 15 && right[0] < 15 && right[2] > 240, "{format:?}: {left:?} {right:?}");
        }
    }

    #[test]
    fn what_pages_show_as_it_is_stays() {
        let picture = bytes(&halves(WIDEST, 2000), ImageFormat::Png);
        assert_eq!(Picture::read("a", &picture), Picture { size: Some((WIDEST, 2000)), reduced: None, flaw: None });
        assert_eq!(reduced("a", &picture), None);
        assert_eq!(reduced("a", b"text"), None);
        let gif = bytes(&halves(2000, 2), ImageFormat::Gif);
        assert_eq!(Picture::read("a", &gif), Picture { size: Some((2000, 2)), reduced: None, flaw: None });
    }

    #[test]
    fn a_picture_on_its_side_is_put_upright() {
        let on_side = bytes(&halves(40, 3000), ImageFormat::Jpeg);
        let mut jpeg = img_parts::jpeg::Jpeg::from_bytes(on_side.into()).unwrap();
        let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
        exif.extend([Orientation::Rotate90.to_exif(), 0, 0, 0, 0, 0, 0, 0]);
        jpeg.set_exif(Some(exif.into()));
        let on_side = jpeg.encoder().bytes();
        assert_eq!(Picture::read("a", &on_side).size, Some((3000, 40)));
        let small = image::load_from_memory(&reduced("a", &on_side).unwrap()).unwrap();
        assert_eq!(small.dimensions(), (WIDEST, 19));
        // Its left was red, which is now above.
        let [above, below] = [2, 16].map(|y| small.get_pixel(700, y).0);
        assert!(above[0] > 200 && below[2] > 200, "{above:?} {below:?}");
    }

    #[test]
    fn what_is_clear_stays_clear() {
        let clear =
            RgbaImage::from_fn(3000, 30, |x, _| if x < 1500 { Rgba([0, 255, 0, 255]) } else { Rgba([255, 0, 0, 0]) });
        for format in [ImageFormat::Png, ImageFormat::WebP] {
            let small = reduced("a", &bytes(&clear.clone().into(), format)).unwrap();
            let small = image::load_from_memory(&small).unwrap().into_rgba8();
            // No colour of what is clear comes into what is not.
            assert!(small.pixels().all(|pixel| pixel.0[3] == 0 || pixel.0[0] < 8), "{format:?}");
            assert!(small.pixels().any(|pixel| pixel.0[3] == 0));
        }
    }

    #[test]
    fn pictures_of_sixteen_bits_and_of_greys_are_made_smaller() {
        let wide = halves(2000, 10);
        for picture in [
            DynamicImage::from(wide.to_rgb16()),
            wide.to_rgba16().into(),
            wide.to_luma16().into(),
            wide.to_luma8().into(),
            wide.to_luma_alpha8().into(),
            wide.to_luma_alpha16().into(),
        ] {
            let small = image::load_from_memory(&reduced("a", &bytes(&picture, ImageFormat::Png)).unwrap()).unwrap();
            assert_eq!((small.width(), small.color().has_color()), (WIDEST, picture.color().has_color()));
        }
    }

    #[test]
    fn the_rest_of_a_picture_may_be_missing() {
        let wide = bytes(&halves(6000, 300), ImageFormat::Png);
        assert_eq!(reduced("a", &wide[..wide.len() / 2]), None);
    }
}
