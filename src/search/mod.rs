//! What readers look for → where it stands: the texts of a site in parts, and rows of bits that say which parts may have a
//! word. A script of the theme reads both (`js/search/`), without a server.
//!
//! A row stands for all pairs of neighbouring characters, and all single ones, with one hash (`row`); its bits are the parts
//! that have one of them. Whatever is looked for stands only in parts that all of its rows name; these are then read. So the
//! rows may name a part too many, never one too few, and they need no list of words.

pub mod asked;
mod part;
mod text;
mod traditional;
pub mod unfound;
mod units;

use bytes::Bytes;
use rayon::prelude::*;

use crate::model::Site;
use part::Part;
pub use text::{normalised, words};
use traditional::Characters;
pub use units::{ORDER, Place, Texts, Unit, places, texts};

/// Rows, as a power of two.
const ROW_BITS: u32 = 14;
/// Rows of which a part keeps the bits in one number.
const WORD: usize = 64;
/// Bytes of HTML for which a site has a part; their text is some 32 KB, and a quarter of the rows name it.
const PART: usize = 40 * 1024;
/// Parts for which rows stand in one file.
const PARTS_OF_A_FILE: usize = 6;

/// How many files the search of a site has. It is known before the texts are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Parts of the texts.
    pub parts: usize,
    /// Files of rows: a power of two.
    pub files: usize,
}

/// A file of the search, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum File {
    /// Rows.
    Rows(usize),
    /// A part of the texts.
    Part(usize),
    /// Traditional characters that stand for those of the texts.
    Traditional,
}

impl File {
    /// Its name, which the script asks for.
    pub fn name(self) -> String {
        match self {
            Self::Rows(number) => format!("rows-{number}"),
            Self::Part(number) => format!("part-{number}"),
            Self::Traditional => "traditional".into(),
        }
    }
}

impl Size {
    /// That of a site.
    pub fn of(site: &Site) -> Self {
        let html: usize = site.content.records().iter().map(|record| record.size()).sum();
        let parts = html.div_ceil(PART).max(1);
        Self { parts, files: parts.div_ceil(PARTS_OF_A_FILE).next_power_of_two().min((1 << ROW_BITS) / WORD) }
    }

    /// Every file.
    pub fn all(self) -> impl Iterator<Item = File> {
        (0..self.files).map(File::Rows).chain((0..self.parts).map(File::Part)).chain([File::Traditional])
    }
}

/// Where a place is found: its page, and its anchor in that.
pub type Address<'a> = &'a (dyn Fn(Place) -> Option<(String, Option<String>)> + Sync);

/// The files of a search.
pub struct Index {
    /// How many there are.
    pub size: Size,
    /// A digest of all of them: files of two states of a site have different addresses.
    pub version: String,
    /// Traditional characters in the texts, each with its simplified one.
    pub own_traditional: String,
    rows: Vec<Bytes>,
    parts: Vec<Bytes>,
    traditional: Bytes,
}

impl Index {
    /// The files of the search of a site, so many. They are made on all cores, unless one of these asks: it must not be given
    /// another file of the search to make meanwhile, for which this one has to be finished.
    pub fn new(site: &Site, size: Size, address: Address<'_>) -> Self {
        let is_free = rayon::current_thread_index().is_none();
        let texts: Vec<Texts> = each(is_free, places(site), |place| texts(site, place));
        let parts = part::parts(texts, size.parts).into_iter().enumerate().collect();
        let parts = each(is_free, parts, |(number, texts)| Part::new(File::Part(number), &texts, address));
        let rows = each(is_free, (0..size.files).collect(), |file| rows(&parts, file, size.files));
        // Rows and traditional characters follow from the parts.
        let mut digest = blake3::Hasher::new();
        let mut characters = Characters::new();
        for part in &parts {
            digest.update(part.digest.as_bytes());
            characters.join(&part.characters);
        }
        let version = digest.finalize().to_hex()[..10].to_owned();
        let [own_traditional, others] = characters.pairs();
        let traditional = [&beginning(File::Traditional), "\"", &others, "\")"].concat().into();
        let parts = parts.into_iter().map(|part| part.script).collect();
        Self { size, version, own_traditional, rows, parts, traditional }
    }

    /// The bytes of a file.
    pub fn file(&self, file: File) -> Bytes {
        match file {
            File::Rows(number) => self.rows[number].clone(),
            File::Part(number) => self.parts[number].clone(),
            File::Traditional => self.traditional.clone(),
        }
    }
}

/// Makes something of each, on all cores or on this one.
fn each<T: Send, U: Send>(on_all_cores: bool, list: Vec<T>, make: impl Fn(T) -> U + Sync + Send) -> Vec<U> {
    match on_all_cores {
        true => list.into_par_iter().map(make).collect(),
        false => list.into_iter().map(make).collect(),
    }
}

/// The beginning of a file, a script that gives what is in it to that of the theme; `)` ends it.
fn beginning(file: File) -> String {
    ["mingceSearch(\"", &file.name(), "\","].concat()
}

/// Digits of six bits each.
const DIGITS: &[u8; 64] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";

/// The rows of a file, bit after bit, six to a digit.
fn rows(parts: &[Part], file: usize, files: usize) -> Bytes {
    let count = (1 << ROW_BITS) / WORD / files;
    let mut script = beginning(File::Rows(file));
    script.push('"');
    let (mut digit, mut bits) = (0, 0);
    for word in file * count..(file + 1) * count {
        let words: Vec<u64> = parts.iter().map(|part| part.rows[word]).collect();
        for row in 0..WORD {
            for word in &words {
                digit |= (word >> row & 1) << bits;
                bits += 1;
                if bits == 6 {
                    script.push(DIGITS[digit as usize].into());
                    (digit, bits) = (0, 0);
                }
            }
        }
    }
    script.push(DIGITS[digit as usize].into());
    script.push_str("\")");
    script.into()
}

/// The row of two characters, or of one and none (`\0`).
fn row(first: char, second: char) -> usize {
    let mixed = (first as u32).wrapping_mul(0x9E37_79B1).wrapping_add((second as u32).wrapping_mul(0x85EB_CA6B));
    ((mixed ^ mixed >> 15).wrapping_mul(0x2C1B_3C6D) >> (32 - ROW_BITS)) as usize
}
