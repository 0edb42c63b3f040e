//! What proxies say of a request as they received it: `Forwarded` (RFC 7239) and its elders, `X-Forwarded-*`.
//!
//! Each proxy adds to the right of what was there, so the rightmost word is that of the peer. It counts because the peer is
//! trusted; the one before it counts if the address that the peer received it from is trusted, too, and so on. What stands
//! further to the left is anyone's.

use std::net::{IpAddr, SocketAddr};

use http::{HeaderMap, HeaderName};

use super::refused;
use crate::{error::Cause, quoted, scheme::find::MAX_HEADER};

/// How many proxies may be in a row.
const MAX_HOPS: usize = 32;

/// What the first of the trusted proxies received.
#[derive(Default)]
pub(super) struct Said {
    pub(super) proto: Option<String>,
    pub(super) host: Option<String>,
    pub(super) prefix: Option<String>,
}

impl Said {
    /// What the proxies say, of which the last is trusted. `names` are the host's header, `Forwarded`, and
    /// `X-Forwarded-For`, `-Host`, `-Proto` and `-Prefix`.
    pub(super) fn by_trusted(
        headers: &HeaderMap,
        names: &[HeaderName; 6],
        trusts: &dyn Fn(IpAddr) -> bool,
    ) -> Result<Self, Cause> {
        let [_, forwarded, addresses, host, proto, prefix] = names;
        let standard = Self::forwarded(&list(headers, forwarded)?, trusts)?;

        let addresses = list(headers, addresses)?;
        // The peer itself, and each one that it and those after it name.
        let hops = 1 + addresses.iter().rev().take_while(|it| node(it).is_some_and(trusts)).count();
        let of_hop = |name: &HeaderName| -> Result<Option<String>, Cause> {
            let said = list(headers, name)?;
            Ok(said.get(said.len().saturating_sub(hops)..).and_then(<[_]>::first).map(|text| (*text).to_owned()))
        };
        Ok(Self {
            proto: agreed(standard.proto, of_hop(proto)?)?,
            host: agreed(standard.host, of_hop(host)?)?,
            prefix: of_hop(prefix)?,
        })
    }

    /// `for=…;host=…;proto=…` elements.
    fn forwarded(elements: &[&str], trusts: &dyn Fn(IpAddr) -> bool) -> Result<Self, Cause> {
        let mut said = Self::default();
        for element in elements.iter().rev() {
            let mut pairs: [Option<String>; 3] = Default::default();
            for pair in quoted::split(element, ';').filter(|pair| !pair.is_empty()) {
                let malformed = || refused("`Forwarded` is malformed");
                let (name, value) = pair.split_once('=').ok_or_else(malformed)?;
                let value = quoted::bare(value).filter(|value| !value.is_empty()).ok_or_else(malformed)?;
                let known = ["for", "host", "proto"].iter().position(|known| name.eq_ignore_ascii_case(known));
                let slot = known.and_then(|index| pairs.get_mut(index));
                if slot.is_some_and(|slot| slot.replace(value).is_some()) {
                    return Err(refused("`Forwarded` says something twice"));
                }
            }
            let [from, host, proto] = pairs;
            // The proxy further out received what the provider sent.
            said = Self { host: host.or(said.host), proto: proto.or(said.proto), prefix: None };
            if !from.as_deref().and_then(node).is_some_and(trusts) {
                break;
            }
        }
        Ok(said)
    }
}

/// What is said in two ways must be the same.
fn agreed(one: Option<String>, other: Option<String>) -> Result<Option<String>, Cause> {
    match (one, other) {
        (Some(one), Some(other)) if !one.eq_ignore_ascii_case(&other) => Err(refused(
            "`Forwarded` and `X-Forwarded-*` contradict each other: let your proxy remove the one it does not set",
        )),
        (one, other) => Ok(one.or(other)),
    }
}

/// The members of a header that is a list and may be there several times.
fn list<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Result<Vec<&'h str>, Cause> {
    let mut members = Vec::new();
    for value in headers.get_all(name) {
        let text = value.to_str().ok().filter(|text| text.len() <= MAX_HEADER);
        let text = text.ok_or_else(|| Cause::Malformed { header: name.clone(), why: "it is too long or not ASCII" })?;
        for member in quoted::split(text, ',') {
            if member.is_empty() || members.len() == MAX_HOPS {
                return Err(Cause::Malformed { header: name.clone(), why: "it has an empty member, or more than 32" });
            }
            members.push(member);
        }
    }
    Ok(members)
}

/// The address of a node, with or without a port (RFC 7239, section 6); none if it is hidden or unknown.
fn node(text: &str) -> Option<IpAddr> {
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse::<IpAddr>().ok().filter(IpAddr::is_ipv6);
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    text.parse().ok().or_else(bracketed).or_else(with_port)
}
