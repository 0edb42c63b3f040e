//! Leave to deliver, as CloudEvents' web hooks give it (HTTP 1.1 Web Hooks for Event Delivery 1.0.2, section 4).

use http::{HeaderMap, HeaderName, HeaderValue, header};

use super::Answer;

/// The longest origin, which is a DNS name.
const MAX_ORIGIN: usize = 253;

/// Who may deliver, and how often.
#[derive(Default)]
pub(crate) struct Origins {
    pub(crate) names: Vec<String>,
    /// Deliveries a minute; any number if not said.
    pub(crate) rate: Option<u32>,
}

impl Origins {
    /// Whether there is one that could be given leave.
    pub(crate) fn is_usable(&self) -> bool {
        let is_name =
            |name: &String| (1..=MAX_ORIGIN).contains(&name.len()) && name.bytes().all(|it| it.is_ascii_graphic());
        !self.names.is_empty() && self.names.iter().all(is_name)
    }

    /// The answer to an origin that may deliver.
    pub(super) fn leave(&self, origin: &str) -> Option<Answer> {
        let named = self.names.iter().any(|name| name.eq_ignore_ascii_case(origin));
        let allowed = match named {
            true => HeaderValue::from_str(origin).ok()?,
            false if self.names.iter().any(|name| name == "*") => HeaderValue::from_static("*"),
            false => return None,
        };
        let rate = self.rate.map_or(HeaderValue::from_static("*"), HeaderValue::from);
        Some(Answer::Headers(HeaderMap::from_iter([
            (HeaderName::from_static("webhook-allowed-origin"), allowed),
            (HeaderName::from_static("webhook-allowed-rate"), rate),
            (header::ALLOW, HeaderValue::from_static("POST")),
        ])))
    }
}
