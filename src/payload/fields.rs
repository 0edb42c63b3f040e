//! What a body says of itself: the event's id and type.

use crate::{
    scheme::plan::{At, Place, Plan},
    urlencoded,
    verified::{Found, InBody, Snippet},
};

/// How many places a scheme can name in a JSON body: three for the id, three for the type.
#[cfg(feature = "json")]
const MAX_POINTERS: usize = 6;

/// Looks for id and type in one pass. `document` is the JSON, `body` what it may be wrapped in, `claims` what a token says.
///
/// A body that is not what the scheme expects has neither; that is for the handler to judge, which parses it.
pub(crate) fn find(plan: &Plan, document: &[u8], body: &[u8], claims: &[u8]) -> InBody {
    #[cfg(feature = "json")]
    let json = {
        let mut json = [None; MAX_POINTERS];
        if !plan.pointers.is_empty() && super::locate::values(document, &plan.pointers, &mut json).is_err() {
            json = [None; MAX_POINTERS];
        }
        json
    };
    let text = |at: &At| match at {
        At::Header(_) | At::Query(_) => None,
        #[cfg(feature = "json")]
        At::Json(index) => Snippet::new(&super::locate::scalar(json.get(*index).copied().flatten()?)?),
        #[cfg(feature = "json")]
        At::Claim(pointer) => Snippet::new(&super::locate::scalar(super::locate::value(claims, pointer).ok()??)?),
        #[cfg(feature = "json")]
        At::JsonMemberBesides(known) => Snippet::new(&super::locate::member_besides(document, known)?),
        // `Plan::new` has refused the scheme.
        #[cfg(not(feature = "json"))]
        At::Json(_) | At::Claim(_) | At::JsonMemberBesides(_) => None,
        #[cfg(feature = "xml")]
        At::Xml(path) => Snippet::new(&super::xml::value(document, path)?),
        #[cfg(not(feature = "xml"))]
        At::Xml(_) => None,
        At::Form(name) => Snippet::new(std::str::from_utf8(&urlencoded::field(body, name)?).ok()?),
    };
    #[cfg(not(feature = "json"))]
    let _ = (document, claims);
    let first = |places: &[Place]| {
        let found = |(rank, place): (u8, &Place)| Some(Found { text: text(&place.at)?, signed: place.signed, rank });
        (0..).zip(places).find_map(found)
    };
    InBody { id: first(&plan.id), kind: first(&plan.kind) }
}
