//! [`PageItems`]: the field types that can hold the items of a page.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::BuildHasher;

/// The list of items in a page.
///
/// Implemented for `Vec`, boxed slices, `VecDeque`, the values of maps, and `Option` of these (null
/// and absent count as empty). Implement it for a list type of your own with two methods:
///
/// ```
/// use paginate_runtime::page::PageItems;
///
/// struct Rows<T>(Vec<T>);
///
/// impl<T> PageItems for Rows<T> {
///     type Item = T;
///     fn iter(&self) -> impl Iterator<Item = &T> {
///         self.0.iter()
///     }
///     fn take(&mut self) -> Vec<T> {
///         std::mem::take(&mut self.0)
///     }
/// }
///
/// let mut rows = Rows(vec![1, 2]);
/// assert_eq!(rows.len(), 2);
/// assert_eq!(rows.take(), [1, 2]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of items",
    label = "this is read as the items of the page",
    note = "items are a `Vec`, a boxed slice, a `VecDeque`, a map (its values) or an `Option` of one of these",
    note = "a struct that contains the list is not the list: write the path to the list and the type of its items: `items = \"data.users\", item = User`",
    note = "if `{Self}` is a list type of your crate, implement `PageItems` for it (two methods); otherwise change the type, for example to a `Vec`"
)]
#[allow(clippy::len_without_is_empty)] // `len` is a wire count here, not a container's interface
pub trait PageItems {
    /// The type of the items.
    type Item;

    /// Returns the items, in wire order.
    fn iter(&self) -> impl Iterator<Item = &Self::Item>;

    /// Moves the items out, in wire order, leaving an empty list.
    fn take(&mut self) -> Vec<Self::Item>;

    /// Returns the number of items.
    fn len(&self) -> usize {
        self.iter().count()
    }

    /// Returns the first item. With `inclusive`, it can be the last item of the page before.
    fn first(&self) -> Option<&Self::Item> {
        self.iter().next()
    }

    /// Returns the last item. Last-item modes continue after it.
    fn last(&self) -> Option<&Self::Item> {
        self.iter().last()
    }

    /// Returns the item before the last one. Last-item modes compare its key with the key of the
    /// last.
    fn before_last(&self) -> Option<&Self::Item> {
        self.iter().nth(self.len().checked_sub(2)?)
    }
}

impl<T> PageItems for Vec<T> {
    type Item = T;

    fn iter(&self) -> impl Iterator<Item = &T> {
        self.as_slice().iter()
    }

    fn take(&mut self) -> Vec<T> {
        std::mem::take(self)
    }

    fn len(&self) -> usize {
        self.as_slice().len()
    }

    fn last(&self) -> Option<&T> {
        self.as_slice().last()
    }

    fn before_last(&self) -> Option<&T> {
        self.as_slice().iter().nth_back(1)
    }
}

impl<T> PageItems for Box<[T]> {
    type Item = T;

    fn iter(&self) -> impl Iterator<Item = &T> {
        self.as_ref().iter()
    }

    fn take(&mut self) -> Vec<T> {
        std::mem::take(self).into_vec()
    }
}

impl<T> PageItems for VecDeque<T> {
    type Item = T;

    fn iter(&self) -> impl Iterator<Item = &T> {
        VecDeque::iter(self)
    }

    fn take(&mut self) -> Vec<T> {
        std::mem::take(self).into()
    }
}

/// Yields the values, in the order of the keys.
impl<K: Ord, V> PageItems for BTreeMap<K, V> {
    type Item = V;

    fn iter(&self) -> impl Iterator<Item = &V> {
        self.values()
    }

    fn take(&mut self) -> Vec<V> {
        std::mem::take(self).into_values().collect()
    }
}

/// Yields the values, in the order of the keys. A hash map's own order changes from run to run, and
/// a walk that is resumed inside a page must find the same order again.
impl<K: Ord, V, S: BuildHasher + Default> PageItems for HashMap<K, V, S> {
    type Item = V;

    fn iter(&self) -> impl Iterator<Item = &V> {
        let sorted: BTreeMap<&K, &V> = HashMap::iter(self).collect();
        sorted.into_values()
    }

    fn take(&mut self) -> Vec<V> {
        let sorted: BTreeMap<K, V> = std::mem::take(self).into_iter().collect();
        sorted.into_values().collect()
    }

    fn len(&self) -> usize {
        HashMap::len(self)
    }
}

/// Yields the values, in the order of the map.
impl PageItems for serde_json::Map<String, serde_json::Value> {
    type Item = serde_json::Value;

    fn iter(&self) -> impl Iterator<Item = &serde_json::Value> {
        self.values()
    }

    fn take(&mut self) -> Vec<serde_json::Value> {
        std::mem::take(self)
            .into_iter()
            .map(|(_, value)| value)
            .collect()
    }
}

/// Treats `None` as an empty list.
impl<L: PageItems> PageItems for Option<L> {
    type Item = L::Item;

    fn iter(&self) -> impl Iterator<Item = &L::Item> {
        self.as_ref().into_iter().flat_map(L::iter)
    }

    fn take(&mut self) -> Vec<L::Item> {
        self.as_mut().map(L::take).unwrap_or_default()
    }
}

impl<L: PageItems> PageItems for Box<L> {
    type Item = L::Item;

    fn iter(&self) -> impl Iterator<Item = &L::Item> {
        (**self).iter()
    }

    fn take(&mut self) -> Vec<L::Item> {
        (**self).take()
    }
}

/// Borrowed lists, because paths end in references. They can be counted and read; `take` copies
/// nothing and leaves nothing.
impl<L: PageItems> PageItems for &mut L {
    type Item = L::Item;

    fn iter(&self) -> impl Iterator<Item = &L::Item> {
        (**self).iter()
    }

    fn take(&mut self) -> Vec<L::Item> {
        (**self).take()
    }
}
