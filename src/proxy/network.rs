//! Networks, as `10.0.0.0/8` writes them (RFC 4632, RFC 4291).

use std::{net::IpAddr, str::FromStr};

/// The addresses that begin with the same bits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Network {
    first: IpAddr,
    bits: u32,
}

impl Network {
    /// Whether an address is one of them. An IPv4 address that is written as one of IPv6 is what it is.
    pub(super) fn contains(&self, address: IpAddr) -> bool {
        let (difference, width) = match (self.first, address.to_canonical()) {
            (IpAddr::V4(first), IpAddr::V4(other)) => (u128::from(first.to_bits() ^ other.to_bits()), 32_u32),
            (IpAddr::V6(first), IpAddr::V6(other)) => (first.to_bits() ^ other.to_bits(), 128),
            _ => return false,
        };
        let rest = width.saturating_sub(self.bits);
        difference.checked_shr(rest).unwrap_or_default() == 0
    }
}

impl FromStr for Network {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const NONE: &str = "is not a network: write `10.0.0.0/8`, or one address";

        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        // One of IPv4 in the clothes of IPv6 would never match: addresses are compared as what they are.
        let first = address.parse().ok().filter(|first: &IpAddr| first.to_canonical() == *first).ok_or(NONE)?;
        let width: u32 = if first.is_ipv4() { 32 } else { 128 };
        let is_number = |bits: &&str| bits.len() <= 3 && bits.bytes().all(|byte| byte.is_ascii_digit());
        let bits = match bits {
            None => width,
            Some(bits) => Some(bits).filter(is_number).and_then(|bits| bits.parse().ok()).ok_or(NONE)?,
        };
        if bits > width {
            return Err(NONE);
        }
        if bits == 0 {
            return Err("is everyone: name the networks of your proxies");
        }
        let number = match first {
            IpAddr::V4(first) => u128::from(first.to_bits()),
            IpAddr::V6(first) => first.to_bits(),
        };
        let rest = width.saturating_sub(bits);
        if number.trailing_zeros() < rest {
            return Err("has an address that is not the first of its network");
        }
        Ok(Self { first, bits })
    }
}
