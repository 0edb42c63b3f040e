//! What follows from the rest of a plan, worked out once instead of for each delivery.

use super::{Offered, Piece, Plan, Value, Wanted};
use crate::scheme::Methods;

#[derive(Default)]
#[allow(clippy::struct_excessive_bools)] // none of them excludes another
pub(crate) struct Facts {
    /// Whether the URL is part of the message.
    pub(crate) signs_url: bool,
    /// Whether the header that takes part in the message as the id is where the id is looked for first.
    pub(crate) signs_first_id: bool,
    /// Whether single headers are parts of the message.
    pub(crate) signs_headers: bool,
    /// Whether an event is known by what is signed, and not by its body alone: other bytes can have the same signature, or
    /// there may be no body at all.
    pub(crate) is_known_by_message: bool,
}

impl Facts {
    pub(super) fn of(plan: &Plan) -> Self {
        let any = |is: fn(&Piece) -> bool| plan.message.iter().chain(&plan.other_message).any(is);
        let any_value = |is: fn(&Value) -> bool| plan.values.iter().any(is);
        Self {
            signs_url: any(|piece| matches!(piece, Piece::Url | Piece::UrlWithoutQuery | Piece::UrlPath))
                || any_value(|value| matches!(value, Value::DecodedUrl))
                || plan.demands.iter().any(|demand| matches!(demand.wanted, Wanted::Url)),
            // The header is the first place of ids, or `Plan::new` has refused the scheme.
            signs_first_id: plan.signed_id.is_some() && plan.id.first().is_some_and(|place| place.signed),
            signs_headers: any(|piece| matches!(piece, Piece::Header(..))),
            is_known_by_message: plan.scheme.methods == Methods::Any
                || matches!(plan.signature, Offered::Items(_))
                || any_value(|value| matches!(value, Value::Parameters(..))),
        }
    }
}
