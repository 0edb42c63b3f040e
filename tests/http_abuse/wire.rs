//! A request, sent over HTTP/1.1 or HTTP/2, and what comes back.

use std::net::SocketAddr;

use crate::{http1, http2, request::Abuse};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wire {
    Http1,
    /// Without TLS and without asking first.
    Http2,
}

/// What came back.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// 0: nothing.
    pub(crate) status: u16,
    /// Statuses of interim answers.
    pub(crate) interim: Vec<u16>,
    pub(crate) allow: Option<String>,
    pub(crate) retry_after: Option<String>,
    /// All of it except the time at which it was given.
    pub(crate) whole: String,
    pub(crate) body: Vec<u8>,
    /// Whether the server took the whole request.
    pub(crate) sent_all: bool,
}

impl Wire {
    pub(crate) fn send(self, server: SocketAddr, request: &Abuse) -> Answer {
        match self {
            Self::Http1 => http1::send(server, request),
            Self::Http2 => http2::send(server, request),
        }
    }
}
