//! The records of one kind, in their order, each of which may be shared with another state of the same content.

use std::ops::Index;
use std::sync::Arc;

use super::entry::Record;

/// The records of one kind.
#[derive(Clone, Debug)]
pub struct Collection<T>(Vec<Arc<Record<T>>>);

impl<T> Default for Collection<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Collection<T> {
    pub(super) fn push(&mut self, record: Arc<Record<T>>) {
        self.0.push(record);
    }

    pub(super) fn retain(&mut self, keep: impl Fn(&Record<T>) -> bool) {
        self.0.retain(|record| keep(record));
    }

    /// The records in order.
    pub fn iter(&self) -> Iter<'_, T> {
        self.0.iter().map(|record| &**record)
    }

    /// The record at a place.
    pub fn get(&self, index: usize) -> Option<&Record<T>> {
        self.0.get(index).map(|record| &**record)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first record.
    pub fn first(&self) -> Option<&Record<T>> {
        self.get(0)
    }
}

/// The records of a collection, one after the other.
pub type Iter<'a, T> = std::iter::Map<std::slice::Iter<'a, Arc<Record<T>>>, fn(&'a Arc<Record<T>>) -> &'a Record<T>>;

impl<T> Index<usize> for Collection<T> {
    type Output = Record<T>;

    fn index(&self, index: usize) -> &Record<T> {
        &self.0[index]
    }
}

impl<'a, T> IntoIterator for &'a Collection<T> {
    type Item = &'a Record<T>;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}
