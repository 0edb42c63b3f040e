//! JSON Pointers (RFC 6901), split once.

/// The path to a value inside a JSON document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pointer(Vec<Box<str>>);

impl Pointer {
    /// Splits `/data/object`; `None` if it is not a pointer: it neither is empty nor starts with a slash, or has a `~`
    /// that is not part of `~0` or `~1`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self(Vec::new()));
        }
        let segments = text.strip_prefix('/')?.split('/');
        segments.map(unescape).collect::<Option<_>>().map(Self)
    }

    #[cfg(any(feature = "json", feature = "xml"))]
    pub(crate) fn segments(&self) -> &[Box<str>] {
        &self.0
    }
}

fn unescape(segment: &str) -> Option<Box<str>> {
    let stray = segment.split('~').skip(1).any(|after| !after.starts_with(['0', '1']));
    (!stray).then(|| segment.replace("~1", "/").replace("~0", "~").into())
}

impl std::fmt::Display for Pointer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|segment| write!(f, "/{segment}"))
    }
}
