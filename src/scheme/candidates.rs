//! Reading a signature header: which signatures does it offer, and what else does it carry?

use super::{Grammar, Separator};

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

impl Default for Candidates<'_> {
    fn default() -> Self {
        Self {
            header: &[],
            offered: [Span::default(); MAX_CANDIDATES],
            count: 0,
            timestamp: None,
            timestamp_repeated: false,
        }
    }
}

#[derive(Clone, Copy, Default)]
struct Span {
    start: u16,
    end: u16,
}

impl<'h> Candidates<'h> {
    /// Reads `header`. `timestamp_key` names the member of a `key=value` list that is the timestamp, `key_id` the key
    /// whose signatures are looked for in a list [by key id](Grammar::ByKeyId); all of them, if `None`.
    pub(crate) fn of(header: &'h [u8], grammar: &Grammar, timestamp_key: Option<&[u8]>, key_id: Option<&[u8]>) -> Self {
        let mut this = Self::default();
        this.read(header, grammar, timestamp_key, key_id);
        this
    }

    /// Reads another header in the place of the one before.
    #[inline]
    pub(crate) fn read(
        &mut self,
        header: &'h [u8],
        grammar: &Grammar,
        timestamp_key: Option<&[u8]>,
        key_id: Option<&[u8]>,
    ) {
        let this = self;
        (this.header, this.count, this.timestamp, this.timestamp_repeated) = (header, 0, None, false);
        match grammar {
            Grammar::Whole { prefix } => {
                if header.starts_with(prefix.as_bytes()) {
                    this.offer(prefix.as_bytes().len(), header.len());
                }
            }
            Grammar::Pairs { separator, key, or } => {
                let sets = matches!(separator, Separator::CommaOrSpace);
                this.members(*separator, |this, start, end, member| {
                    let is_other = || (!or.is_empty()).then(|| after(member, or.as_bytes(), b"=")).flatten();
                    if let Some(value) = after(member, key.as_bytes(), b"=").or_else(is_other) {
                        this.offer(start + value, end);
                    } else if let Some(value) = timestamp_key.and_then(|key| after(member, key, b"=")) {
                        let time = Span::new(start + value, end);
                        let same = |first: Span| sets && first.of(this.header) == time.of(this.header);
                        this.timestamp_repeated |= this.timestamp.is_some_and(|first| !same(first));
                        this.timestamp = Some(time);
                    }
                });
            }
            Grammar::Versions { version } => {
                let mut start = 0;
                for end in memchr::memchr_iter(b' ', header).chain([header.len()]) {
                    let entry = header.get(start..end).unwrap_or_default();
                    let entry = trim_commas(entry);
                    if let Some(value) = after(entry, version.as_bytes(), b",") {
                        this.offer(start + value, start + entry.len());
                    }
                    // Nothing else can be behind them.
                    if this.count == MAX_CANDIDATES {
                        break;
                    }
                    start = end + 1;
                }
            }
            Grammar::TimeFirst { separator } => this.members(*separator, |this, start, end, _| {
                if this.timestamp.is_none() {
                    this.timestamp = Some(Span::new(start, end));
                } else {
                    this.offer(start, end);
                }
            }),
            Grammar::List { separator } => this.members(*separator, |this, start, end, _| this.offer(start, end)),
            Grammar::BeforeDot => this.offer(0, memchr::memchr(b'.', header).unwrap_or_default()),
            Grammar::ByKeyId { separator, between } => this.members(*separator, |this, start, end, member| {
                let value = match key_id {
                    Some(id) => after(member, id, between.as_bytes()),
                    None => memchr::memmem::find(member, between.as_bytes()).map(|at| at + between.as_bytes().len()),
                };
                if let Some(value) = value {
                    this.offer(start + value, end);
                }
            }),
        }
    }

    /// Calls `each` with every member of the list, without the white space around it, and where it starts and ends.
    #[inline]
    fn members(&mut self, separator: Separator, mut each: impl FnMut(&mut Self, usize, usize, &'h [u8])) {
        let mut start = 0;
        let mut member = |this: &mut Self, end: usize| {
            let member = this.header.get(start..end).unwrap_or_default().trim_ascii_end();
            let bare = member.trim_ascii_start();
            let indent = member.len() - bare.len();
            each(this, start + indent, start + member.len(), bare);
            start = end + 1;
        };
        match separator.bytes() {
            (one, other) if one == other => memchr::memchr_iter(one, self.header).for_each(|end| member(self, end)),
            (one, other) => memchr::memchr2_iter(one, other, self.header).for_each(|end| member(self, end)),
        }
        member(self, self.header.len());
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
#[inline]
fn after(member: &[u8], key: &[u8], between: &[u8]) -> Option<usize> {
    // Nearly all members that are not meant differ here.
    let value = member.get(key.len()..)?.strip_prefix(between)?;
    member.starts_with(key).then_some(member.len() - value.len())
}

/// An entry without the commas at its end: some senders join entries with `, ` (Supabase).
#[inline]
fn trim_commas(mut entry: &[u8]) -> &[u8] {
    while let [rest @ .., b','] = entry {
        entry = rest;
    }
    entry
}

/// The value of a member of a `key=value` list with commas, if it is there once.
pub(crate) fn comma_member<'h>(list: &'h [u8], key: &[u8]) -> Option<&'h [u8]> {
    member(list, &Grammar::Pairs { separator: Separator::Comma, key: super::Text::EMPTY, or: super::Text::EMPTY }, key)
}

/// The value of a member of a `key=value` list, if it is there once.
pub(crate) fn member<'h>(header: &'h [u8], grammar: &Grammar, key: &[u8]) -> Option<&'h [u8]> {
    let Grammar::Pairs { separator, .. } = grammar else { return None };
    let found = Candidates::of(
        header,
        &Grammar::Pairs { separator: *separator, key: super::Text::EMPTY, or: super::Text::EMPTY },
        Some(key),
        None,
    );
    found.timestamp().filter(|_| !found.timestamp_repeated)
}
