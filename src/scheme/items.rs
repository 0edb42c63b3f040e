//! Where the events of a delivery are that has several.

use serde::{Deserialize, Serialize};

use super::text::Text;

/// Where the events of a delivery are that has several: an array in the JSON body, and in each event its id and type. All
/// are JSON Pointers (RFC 6901).
///
/// ```
/// use hookseal::scheme::Items;
///
/// const MICROSOFT_GRAPH: Items = Items::at("/value").id("/id").kind("/changeType");
/// // The body itself is the array.
/// const HUBSPOT: Items = Items::at("").id("/eventId").kind("/subscriptionType");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Items {
    pub(crate) at: Text,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub(crate) id: Text,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub(crate) kind: Text,
}

impl Items {
    /// The array is here; the body itself, if this is empty.
    pub const fn at(pointer: &str) -> Self {
        Self { at: Text::new(pointer), id: Text::EMPTY, kind: Text::EMPTY }
    }

    /// Where in an event its id is.
    pub const fn id(self, pointer: &str) -> Self {
        Self { id: Text::new(pointer), ..self }
    }

    /// Where in an event its type is.
    pub const fn kind(self, pointer: &str) -> Self {
        Self { kind: Text::new(pointer), ..self }
    }

    /// The three pointers.
    pub(crate) fn pointers(&self) -> [&Text; 3] {
        [&self.at, &self.id, &self.kind]
    }
}
