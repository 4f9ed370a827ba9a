//! What readers look for → where it stands: the texts of a site in parts, and rows of bits that say which parts may have a
//! word. A script of the theme reads both (`js/search/`), without a server.
//!
//! A row stands for all pairs of neighbouring characters, and all single ones, with one [hash](row); its bits are the parts
//! that have one of them. Whatever is looked for stands only in parts that all of its rows name; these are then read. So the
//! rows may name a part too many, never one too few, and they need no list of words.

mod part;
mod text;
mod units;

use bytes::Bytes;
use rayon::prelude::*;

use crate::model::{Kind, Site};
use part::Part;
pub use text::{normalised, words};
pub use units::{ORDER, Texts, Unit, texts};

/// Rows, as a power of two.
const ROW_BITS: u32 = 13;
/// Bytes of HTML for which a site has a part; their text is some 32 KB, and half of the rows name it.
const PART: usize = 40 * 1024;
/// Parts for which rows stand in one file.
const PARTS_OF_A_FILE: usize = 12;

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
}

impl File {
    /// Its name, which the script asks for.
    pub fn name(self) -> String {
        match self {
            Self::Rows(number) => format!("rows-{number}"),
            Self::Part(number) => format!("part-{number}"),
        }
    }
}

impl Size {
    /// That of a site.
    pub fn of(site: &Site) -> Self {
        let html: usize = site.content.records().iter().map(|record| record.size()).sum();
        let parts = html.div_ceil(PART).max(1);
        Self { parts, files: parts.div_ceil(PARTS_OF_A_FILE).next_power_of_two().min(1 << ROW_BITS) }
    }

    /// Every file.
    pub fn all(self) -> impl Iterator<Item = File> {
        (0..self.files).map(File::Rows).chain((0..self.parts).map(File::Part))
    }
}

/// Where a record is found: its page, and its place in that.
pub type Address<'a> = &'a (dyn Fn(Kind, usize) -> Option<(String, Option<String>)> + Sync);

/// The files of a search.
pub struct Index {
    /// How many there are.
    pub size: Size,
    /// A digest of all of them: files of two states of a site have different addresses.
    pub version: String,
    rows: Vec<Bytes>,
    parts: Vec<Bytes>,
}

impl Index {
    /// The files of the search of a site, so many. They are made on all cores, unless one of these asks: it must not be given
    /// another file of the search to make meanwhile, for which this one has to be finished.
    pub fn new(site: &Site, size: Size, address: Address<'_>) -> Self {
        let is_free = rayon::current_thread_index().is_none();
        let read = |(kind, index): (Kind, usize)| texts(site, kind, index);
        let records = units::places(site);
        let texts: Vec<Texts> = each(is_free, records, read);
        let made = each(is_free, part::parts(texts, size.parts), |part: Vec<Texts>| Part::new(&part, address));
        let rows = (0..size.files).map(|file| rows(&made, file, size.files)).collect::<Vec<_>>();
        let parts = made.into_iter().enumerate();
        let parts = parts.map(|(number, part)| script(File::Part(number), &part.json)).collect::<Vec<_>>();
        let mut digest = blake3::Hasher::new();
        rows.iter().chain(&parts).for_each(|bytes| {
            digest.update(bytes);
        });
        Self { size, version: digest.finalize().to_hex()[..10].to_owned(), rows, parts }
    }

    /// The bytes of a file.
    pub fn file(&self, file: File) -> Bytes {
        match file {
            File::Rows(number) => self.rows[number].clone(),
            File::Part(number) => self.parts[number].clone(),
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

/// A script that gives the theme's what is in a file.
fn script(file: File, json: &str) -> Bytes {
    ["mingceSearch(\"", &file.name(), "\",", json, ")"].concat().into()
}

/// Digits of six bits each.
const DIGITS: &[u8; 64] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";

/// The rows of a file, bit after bit, six to a digit.
fn rows(parts: &[Part], file: usize, files: usize) -> Bytes {
    let count = (1 << ROW_BITS) / files;
    let all = file * count..(file + 1) * count;
    let mut bits = all.flat_map(|row| parts.iter().map(move |part| part.has(row)));
    let mut digits = String::with_capacity(count * parts.len() / 6 + 3);
    digits.push('"');
    while let Some(first) = bits.next() {
        let rest = (1..6).map(|at| usize::from(bits.next() == Some(true)) << at).sum::<usize>();
        digits.push(DIGITS[rest + usize::from(first)].into());
    }
    digits.push('"');
    script(File::Rows(file), &digits)
}

/// The row of two characters, or of one and none (`\0`).
fn row(first: char, second: char) -> usize {
    let mixed = (first as u32).wrapping_mul(0x9E37_79B1).wrapping_add((second as u32).wrapping_mul(0x85EB_CA6B));
    ((mixed ^ mixed >> 15).wrapping_mul(0x2C1B_3C6D) >> (32 - ROW_BITS)) as usize
}
