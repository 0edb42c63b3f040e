//! JSON Pointers (RFC 6901), split once.

/// The path to a value inside a JSON document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pointer(Vec<Box<str>>);

impl Pointer {
    /// Splits `/data/object`; `None` if it neither is empty nor starts with a slash.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self(Vec::new()));
        }
        let segments = text.strip_prefix('/')?.split('/');
        Some(Self(segments.map(|segment| segment.replace("~1", "/").replace("~0", "~").into()).collect()))
    }

    #[cfg(feature = "json")]
    pub(crate) fn segments(&self) -> &[Box<str>] {
        &self.0
    }
}

impl std::fmt::Display for Pointer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|segment| write!(f, "/{segment}"))
    }
}
