//! Reading a signature header: which signatures does it offer, and what else does it carry?

use super::Grammar;

/// How many signatures of one delivery are looked at. Rotation needs two; more is somebody making us work.
pub(crate) const MAX_CANDIDATES: usize = 16;

/// The signatures that a header offers, as written, and the timestamp if it stands beside them.
///
/// They are kept as places in the header, of which a `u16` holds any (it is at most 8 KiB long), so that the list stays
/// small enough to be moved about for nothing.
pub(crate) struct Candidates<'h> {
    header: &'h [u8],
    offered: [Span; MAX_CANDIDATES],
    count: usize,
    timestamp: Option<Span>,
    pub(crate) timestamp_repeated: bool,
}

#[derive(Clone, Copy, Default)]
struct Span {
    start: u16,
    end: u16,
}

impl<'h> Candidates<'h> {
    /// Reads `header`. `timestamp_key` names the member of a `key=value` list that is the timestamp.
    #[inline]
    pub(crate) fn read(header: &'h [u8], grammar: &Grammar, timestamp_key: Option<&[u8]>) -> Self {
        let mut this = Self {
            header,
            offered: [Span::default(); MAX_CANDIDATES],
            count: 0,
            timestamp: None,
            timestamp_repeated: false,
        };
        match grammar {
            Grammar::Whole { prefix } => {
                if header.starts_with(prefix.as_bytes()) {
                    this.offer(prefix.as_bytes().len(), header.len());
                }
            }
            Grammar::Pairs { separator, key } => {
                this.members(separator.byte(), |this, start, member| {
                    let indent = member.len() - member.trim_ascii_start().len();
                    let member = member.trim_ascii();
                    let (start, end) = (start + indent, start + indent + member.len());
                    if let Some(value) = after(member, key.as_bytes(), b'=') {
                        this.offer(start + value, end);
                    } else if let Some(value) = timestamp_key.and_then(|key| after(member, key, b'=')) {
                        this.timestamp_repeated |= this.timestamp.is_some();
                        this.timestamp = Some(Span::new(start + value, end));
                    }
                });
            }
            Grammar::Versions { version } => {
                this.members(b' ', |this, start, entry| {
                    if let Some(value) = after(entry, version.as_bytes(), b',') {
                        this.offer(start + value, start + entry.len());
                    }
                });
            }
        }
        this
    }

    /// Calls `each` with every member of the list and where it starts.
    #[inline]
    fn members(&mut self, separator: u8, each: impl Fn(&mut Self, usize, &'h [u8])) {
        let mut start = 0;
        for end in memchr::memchr_iter(separator, self.header).chain([self.header.len()]) {
            each(self, start, self.header.get(start..end).unwrap_or_default());
            start = end + 1;
        }
    }

    fn offer(&mut self, start: usize, end: usize) {
        if let Some(slot) = self.offered.get_mut(self.count).filter(|_| start < end) {
            *slot = Span::new(start, end);
            self.count += 1;
        }
    }

    /// The signatures, as written.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'h [u8]> {
        self.offered.iter().take(self.count).map(|span| span.of(self.header))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The timestamp beside the signatures, as written.
    pub(crate) fn timestamp(&self) -> Option<&'h [u8]> {
        self.timestamp.map(|span| span.of(self.header))
    }
}

impl Span {
    fn new(start: usize, end: usize) -> Self {
        let narrow = |place| u16::try_from(place).unwrap_or(u16::MAX);
        Self { start: narrow(start), end: narrow(end) }
    }

    fn of(self, header: &[u8]) -> &[u8] {
        header.get(usize::from(self.start)..usize::from(self.end)).unwrap_or_default()
    }
}

/// Where the value starts in `key=value`, if this is the key.
fn after(member: &[u8], key: &[u8], between: u8) -> Option<usize> {
    let rest = member.strip_prefix(key)?;
    (rest.first() == Some(&between)).then(|| key.len() + 1)
}
