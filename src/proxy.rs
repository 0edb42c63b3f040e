//! The URL that a provider called, where proxies stand before this program.

use std::net::IpAddr;

use http::{HeaderName, header};

use crate::{
    error::Cause,
    scheme::{find, values::Head},
};

mod forwarded;
mod network;

use forwarded::Said;
use network::Network;

/// The address from which a connection came, as an extension of a [`Request`](http::Request): what
/// [`Builder::trusted_proxies`](crate::verifier::Builder::trusted_proxies) decides by.
///
/// The adapter of actix-web knows it. In axum, whose `ConnectInfo` is not part of the traits that the adapter is written
/// for, a layer puts it there:
///
/// ```
/// # #[cfg(feature = "axum")] {
/// use std::net::SocketAddr;
/// use axum::{Router, extract::{ConnectInfo, Request}, middleware};
/// use hookseal::verifier::PeerAddr;
///
/// let app: Router = Router::new().layer(middleware::map_request(
///     |ConnectInfo(peer): ConnectInfo<SocketAddr>, mut request: Request| async move {
///         request.extensions_mut().insert(PeerAddr(peer.ip()));
///         request
///     },
/// ));
/// let service = app.into_make_service_with_connect_info::<SocketAddr>();
/// # let _ = service;
/// # }
/// ```
///
/// Never take it from a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PeerAddr(pub IpAddr);

/// The headers in which proxies say what they received.
const HEADERS: [HeaderName; 6] = [
    header::HOST,
    header::FORWARDED,
    HeaderName::from_static("x-forwarded-for"),
    HeaderName::from_static("x-forwarded-host"),
    HeaderName::from_static("x-forwarded-proto"),
    HeaderName::from_static("x-forwarded-prefix"),
];

/// Whose word is taken, and which hosts this program is.
pub(crate) struct Proxies {
    networks: Vec<Network>,
    hosts: Vec<String>,
}

impl Proxies {
    /// Reads networks and hosts as they were configured; the error says what to change.
    pub(crate) fn new(networks: &[String], hosts: &[String]) -> Result<Self, String> {
        if networks.is_empty() || hosts.is_empty() {
            return Err("name the networks of your proxies and the hosts that are yours, at least one of each".into());
        }
        let mut trusted = Vec::new();
        for text in networks {
            trusted.push(text.parse().map_err(|why| format!("`{text}` {why}"))?);
        }
        if let Some(host) = hosts.iter().find(|host| !is_host(host)) {
            return Err(format!("`{host}` is not a host: give the name, and the port if the URL has one"));
        }
        Ok(Self { networks: trusted, hosts: hosts.to_vec() })
    }

    /// The headers that are looked at.
    #[cfg(feature = "actix")]
    pub(crate) fn headers() -> &'static [HeaderName] {
        static READ: [HeaderName; 6] = HEADERS;
        &READ
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.networks.iter().any(|network| network.contains(address))
    }

    /// The URL that was called. It is one of the hosts that were configured; `https` unless a proxy that is trusted says
    /// otherwise.
    pub(crate) fn url(&self, head: &Head<'_>) -> Result<String, Cause> {
        let peer = head.peer.ok_or(Cause::NoPeer)?;
        let said = if self.trusts(peer) {
            Said::by_trusted(head.headers, &HEADERS, &|address| self.trusts(address))?
        } else {
            Said::default()
        };
        let proto = match said.proto.as_deref().map(str::to_ascii_lowercase).as_deref() {
            None | Some("https") => "https",
            Some("http") => "http",
            Some(_) => return Err(refused("the protocol is neither `http` nor `https`")),
        };
        let own = || {
            let header = find::optional(head.headers, &header::HOST)?;
            let text = header.and_then(|value| value.to_str().ok()).map(str::to_owned);
            Ok(head.authority.map(str::to_owned).or(text))
        };
        let host = match said.host {
            Some(host) => host,
            None => own()?.ok_or_else(|| refused("there is no host"))?,
        };
        let is_it = |mine: &&String| without_port(mine, proto).eq_ignore_ascii_case(without_port(&host, proto));
        let mine = self.hosts.iter().find(is_it);
        let mine = mine.ok_or_else(|| refused("the host is not one of those given to `.trusted_proxies(…)`"))?;
        let prefix = said.prefix.as_deref().map_or(Ok(""), prefix)?;
        let (path, mark) = (head.path, if head.query.is_some() { "?" } else { "" });
        Ok(format!("{proto}://{mine}{prefix}{path}{mark}{}", head.query.unwrap_or_default()))
    }
}

/// A refusal for what proxies say.
fn refused(why: &'static str) -> Cause {
    Cause::Forwarded { why }
}

/// Whether this could be a host with or without a port: nothing in it that ends a host in a URL.
fn is_host(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte);
    (1..=260).contains(&text.len()) && text.bytes().all(plain)
}

/// A host without the port that its protocol has anyway.
fn without_port<'h>(host: &'h str, proto: &str) -> &'h str {
    host.strip_suffix(if proto == "http" { ":80" } else { ":443" }).unwrap_or(host)
}

/// What a proxy has taken from the beginning of the path.
fn prefix(text: &str) -> Result<&str, Cause> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%!$&'()*+,;=:@/".contains(&byte);
    let bare = text.strip_suffix('/').unwrap_or(text);
    let is_path = bare.is_empty() || bare.starts_with('/');
    if text.is_empty() || !is_path || !bare.bytes().all(plain) {
        return Err(refused("the prefix is not a path"));
    }
    if bare.split('/').skip(1).any(|segment| matches!(segment, "" | "." | "..")) {
        return Err(refused("the prefix is not a path"));
    }
    Ok(bare)
}
