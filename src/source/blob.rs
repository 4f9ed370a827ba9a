//! The bytes of a file that is not text: held in memory, or left where they are when they are many.
//!
//! A site may hold more film and pictures than there is memory. What is left on the disk is read in parts by whoever needs
//! it, and is the file that was seen, or an error.

use std::fmt::Debug;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes of a file that is not held at once: a part of it.
pub const PART: usize = 1 << 20;

/// A file that is left where it is.
pub trait Left: Debug + Send + Sync {
    /// How many bytes it has.
    fn size(&self) -> u64;

    /// Identifies this state of the file.
    fn stamp(&self) -> &str;

    /// The bytes from `start` on, at most [`PART`].
    ///
    /// # Errors
    /// The file cannot be read, or is not what it was when it was seen.
    fn part(&self, start: u64) -> io::Result<Vec<u8>>;
}

/// The bytes of a file that is not text.
#[derive(Clone, Debug)]
pub enum Blob {
    /// All of them.
    Held(Arc<[u8]>),
    /// Where they are.
    Left(Arc<dyn Left>),
}

impl Default for Blob {
    fn default() -> Self {
        Self::Held(Arc::default())
    }
}

impl<T: Into<Arc<[u8]>>> From<T> for Blob {
    fn from(bytes: T) -> Self {
        Self::Held(bytes.into())
    }
}

impl PartialEq for Blob {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Held(one), Self::Held(other)) => super::same(one, other),
            _ => self.is_shared(other),
        }
    }
}

impl Eq for Blob {}

impl Blob {
    /// How many bytes there are.
    pub fn size(&self) -> u64 {
        match self {
            Self::Held(bytes) => bytes.len() as u64,
            Self::Left(left) => left.size(),
        }
    }

    /// True when there are none.
    pub fn is_empty(&self) -> bool {
        self.size() == 0
    }

    /// The same without a look at the bytes: shared, or the same state of the same file.
    pub fn is_shared(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Held(one), Self::Held(other)) => Arc::ptr_eq(one, other),
            (Self::Left(one), Self::Left(other)) => one.stamp() == other.stamp(),
            _ => false,
        }
    }

    /// All bytes. One who needs only parts of a large file reads parts.
    ///
    /// # Errors
    /// The file cannot be read, or is not what it was when it was seen.
    pub fn bytes(&self) -> io::Result<Arc<[u8]>> {
        match self {
            Self::Held(bytes) => Ok(Arc::clone(bytes)),
            Self::Left(left) => {
                let mut all = Vec::with_capacity(usize::try_from(left.size()).unwrap_or_default());
                while (all.len() as u64) < left.size() {
                    all.extend(left.part(all.len() as u64)?);
                }
                Ok(all.into())
            }
        }
    }

    /// The first bytes: at most [`PART`] of a file that is left where it is.
    ///
    /// # Errors
    /// As [`bytes`](Self::bytes).
    pub fn head(&self) -> io::Result<Arc<[u8]>> {
        match self {
            Self::Held(bytes) => Ok(Arc::clone(bytes)),
            Self::Left(left) => Ok(left.part(0)?.into()),
        }
    }

    /// Does something with all bytes. Of the large files only one is in memory at a time, whichever threads want some.
    ///
    /// # Errors
    /// As [`bytes`](Self::bytes).
    pub fn with<T>(&self, act: impl FnOnce(&[u8]) -> T) -> io::Result<T> {
        static ONE: Mutex<()> = Mutex::new(());
        match self {
            Self::Held(bytes) => Ok(act(bytes)),
            Self::Left(_) => {
                let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
                Ok(act(&self.bytes()?))
            }
        }
    }
}
