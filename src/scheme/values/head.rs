//! A request without its body.

use std::net::IpAddr;

use http::{HeaderMap, Method, Uri, uri::Authority};

use crate::proxy::PeerAddr;

/// What is known of a request besides its body. Callers who have only the headers know nothing else.
pub(crate) struct Head<'r> {
    pub(crate) method: Option<&'r Method>,
    pub(crate) authority: Option<&'r str>,
    pub(crate) path: &'r str,
    pub(crate) query: Option<&'r str>,
    pub(crate) headers: &'r HeaderMap,
    /// Who is at the other end of the connection.
    pub(crate) peer: Option<IpAddr>,
}

impl<'r> Head<'r> {
    /// Of a whole request.
    pub(crate) fn new(method: &'r Method, uri: &'r Uri, headers: &'r HeaderMap, peer: Option<PeerAddr>) -> Self {
        Self {
            method: Some(method),
            authority: uri.authority().map(Authority::as_str),
            path: uri.path(),
            query: uri.query(),
            headers,
            peer: peer.map(|PeerAddr(address)| address),
        }
    }

    /// Of a request of which nothing but its headers is known.
    pub(crate) fn of_headers(headers: &'r HeaderMap) -> Self {
        Self { method: None, authority: None, path: "", query: None, headers, peer: None }
    }
}
