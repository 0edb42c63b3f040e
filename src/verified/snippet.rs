//! Short texts without an allocation.

use crate::scheme::find::MAX_ID;

const INLINE: usize = 46;

/// An id or a type: inline as long as it is short, which nearly all are.
pub(crate) enum Snippet {
    Inline { len: u8, bytes: [u8; INLINE] },
    Long(Box<str>),
}

impl Snippet {
    /// Copies a text in ASCII; what is no such text is no id.
    pub(crate) fn of_ascii(text: &[u8]) -> Option<Self> {
        Self::new(std::str::from_utf8(text).ok().filter(|text| text.is_ascii())?)
    }

    /// Copies a text of 1 to [`MAX_ID`] bytes; anything else is no id.
    pub(crate) fn new(text: &str) -> Option<Self> {
        if text.is_empty() || text.len() > MAX_ID {
            return None;
        }
        let mut bytes = [0; INLINE];
        let (Some(to), Ok(len)) = (bytes.get_mut(..text.len()), u8::try_from(text.len())) else {
            return Some(Self::Long(text.into()));
        };
        to.copy_from_slice(text.as_bytes());
        Some(Self::Inline { len, bytes })
    }

    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Inline { len, bytes } => {
                bytes.get(..usize::from(*len)).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
            }
            Self::Long(text) => text,
        }
    }
}
