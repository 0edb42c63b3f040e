//! Moments in eight bytes.

use std::time::Duration;

/// Nanoseconds on the store's clock. Those beyond 584 years count as that.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment(u64);

impl Moment {
    pub(super) const LAST: Self = Self(u64::MAX);

    pub(super) fn at(time: Duration) -> Self {
        Self(nanoseconds(time))
    }

    pub(super) fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(nanoseconds(duration)))
    }

    /// How long after `earlier` it is.
    pub(super) fn since(self, earlier: Self) -> Duration {
        Duration::from_nanos(self.0.saturating_sub(earlier.0))
    }
}

fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

/// A moment with the alignment of a byte: beside a value of four bytes, it leaves no padding.
#[derive(Clone, Copy)]
pub(super) struct Packed([u8; 8]);

impl From<Moment> for Packed {
    fn from(moment: Moment) -> Self {
        Self(moment.0.to_ne_bytes())
    }
}

impl From<Packed> for Moment {
    fn from(packed: Packed) -> Self {
        Self(u64::from_ne_bytes(packed.0))
    }
}
