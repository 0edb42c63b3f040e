//! Names into addresses, except those that are nobody's in the public network.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Asks the system. A pinned host whose DNS is not its owner's any more must not lead into this network: the addresses are
/// looked at where they are used, so that there is no second answer to fear.
pub(super) struct Resolver {
    hosts: Arc<HashMap<String, SocketAddr>>,
    private_addresses: bool,
}

impl Resolver {
    pub(super) fn new(hosts: HashMap<String, SocketAddr>, private_addresses: bool) -> Self {
        Self { hosts: Arc::new(hosts), private_addresses }
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (hosts, private_addresses) = (self.hosts.clone(), self.private_addresses);
        Box::pin(async move {
            let found: Vec<SocketAddr> = match hosts.get(name.as_str()) {
                Some(address) => vec![*address],
                None => tokio::net::lookup_host((name.as_str(), 0)).await?.collect(),
            };
            let allowed = |address: &SocketAddr| private_addresses || is_public(address.ip());
            let found: Vec<_> = found.into_iter().filter(allowed).collect();
            if found.is_empty() {
                return Err("the host has no public address; a provider in your own network needs \
                            `.allow_private_addresses()`"
                    .into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// Whether an address can be someone's in the public network, by the registries of special addresses that IANA keeps
/// (RFC 6890).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(address) => is_public_v4(address),
            None => is_public_v6(address),
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let special = matches!(
        address.octets(),
        // This network, private, loopback, multicast and beyond.
        [0 | 10 | 127 | 224..=255, ..]
            // Shared by carriers (RFC 6598), link-local, private.
            | [100, 64..=127, ..] | [169, 254, ..] | [172, 16..=31, ..] | [192, 168, ..]
            // Protocols, documentation, 6to4 relays, measurements (RFC 2544), documentation twice more.
            | [192, 0, 0 | 2, _] | [192, 88, 99, _] | [198, 18 | 19, ..] | [198, 51, 100, _] | [203, 0, 113, _]
    );
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        // Where a network has IPv6 only, its DNS writes IPv4 so (RFC 6052); 6to4 (RFC 3056).
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => embedded(high, low),
        // Protocols, Teredo among them; documentation, twice.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // Everything else that is given out.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}
