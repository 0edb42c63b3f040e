//! The attributes of a CloudEvent.

use std::borrow::Cow;

/// Names with their values, in alphabetical order. They are few: a list is enough, and much less to compile than a map.
#[derive(Clone, Default)]
pub(super) struct Attributes<'v>(Vec<(Cow<'v, str>, Cow<'v, str>)>);

impl<'v> Attributes<'v> {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.0.get(self.place(name).ok()?)?;
        Some(value)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }

    /// Puts one in, unless there is one with this name: whether it was put in.
    pub(super) fn insert(&mut self, name: Cow<'v, str>, value: Cow<'v, str>) -> bool {
        let place = self.place(&name);
        if let Err(place) = place {
            self.0.insert(place, (name, value));
        }
        place.is_err()
    }

    pub(super) fn remove(&mut self, name: &str) {
        if let Ok(place) = self.place(name) {
            self.0.remove(place);
        }
    }

    /// Where it is, or where it would be.
    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| (**known).cmp(name))
    }
}
