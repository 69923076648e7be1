//! Which addresses an endpoint may have.

use crate::error::Refusal;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use url::{Host, Url};

/// Resolves the host once and checks every address; the connection is made to these and to no others.
pub(crate) async fn resolve(
    url: &Url,
    own_premises: bool,
    registered: &[Range],
    endpoint: &str,
) -> Result<Vec<SocketAddr>, Refusal> {
    let refuse = |what| Refusal::Address {
        endpoint: endpoint.to_owned(),
        what,
    };
    let port = url
        .port_or_known_default()
        .ok_or_else(|| refuse("no port"))?;
    let found: Vec<SocketAddr> = match url.host().ok_or_else(|| refuse("no host"))? {
        Host::Ipv4(ip) => vec![SocketAddr::new(ip.into(), port)],
        Host::Ipv6(ip) => vec![SocketAddr::new(ip.into(), port)],
        Host::Domain(name) => tokio::net::lookup_host((name, port))
            .await
            .map_err(|_| refuse("no address"))?
            .collect(),
    };
    if found.is_empty() {
        return Err(refuse("no address"));
    }
    for address in &found {
        if let Some(what) = fault(address.ip(), own_premises) {
            return Err(refuse(what));
        }
        if !registered.is_empty() && !registered.iter().any(|range| range.holds(address.ip())) {
            return Err(refuse("an address that is not registered for it"));
        }
    }
    Ok(found)
}

/// Addresses that an endpoint is registered with: one, or all that begin with the same bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    first: IpAddr,
    bits: u32,
}

impl Range {
    /// Reads `203.0.113.7` or `203.0.113.0/24`.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (first, bits) = match text.split_once('/') {
            Some((first, bits)) => (first.parse().ok()?, Some(bits.parse().ok()?)),
            None => (text.parse().ok()?, None),
        };
        let most = match first {
            IpAddr::V4(_) => 32,
            IpAddr::V6(_) => 128,
        };
        let bits = bits.unwrap_or(most);
        (bits > 0 && bits <= most).then_some(Self { first, bits })
    }

    fn holds(&self, ip: IpAddr) -> bool {
        match (self.first, ip) {
            (IpAddr::V4(a), IpAddr::V4(b)) => {
                (u32::from(a) ^ u32::from(b)).leading_zeros() >= self.bits
            }
            (IpAddr::V6(a), IpAddr::V6(b)) => {
                (u128::from(a) ^ u128::from(b)).leading_zeros() >= self.bits
            }
            _ => false,
        }
    }
}

/// Why an address is not allowed.
pub(crate) fn fault(ip: IpAddr, own_premises: bool) -> Option<&'static str> {
    let ip = match ip {
        IpAddr::V6(six) => six.to_ipv4_mapped().map_or(ip, IpAddr::V4),
        four @ IpAddr::V4(_) => four,
    };
    if ip.is_unspecified() || ip.is_multicast() {
        return Some("an address that no server has");
    }
    let (inside, link_local) = match ip {
        IpAddr::V4(four) => (
            four.is_loopback()
                || four.is_private()
                || shared(four)
                || four.is_documentation()
                || four.octets()[0] == 0
                || four.octets()[0] >= 240,
            four.is_link_local(),
        ),
        IpAddr::V6(six) => (
            six.is_loopback() || six.is_unique_local() || embeds_inside(six),
            six.is_unicast_link_local(),
        ),
    };
    if link_local {
        // Cloud metadata services answer there.
        return Some("a link-local address");
    }
    (inside && !own_premises)
        .then_some("a private or loopback address, which only endpoints on own premises may have")
}

/// 100.64.0.0/10, shared between a carrier's customers.
const fn shared(four: Ipv4Addr) -> bool {
    let [a, b, ..] = four.octets();
    a == 100 && b & 0xc0 == 64
}

/// IPv6 forms that stand for an IPv4 address (6to4, NAT64, IPv4-compatible), and that address is inside.
fn embeds_inside(six: std::net::Ipv6Addr) -> bool {
    let parts = six.segments();
    let four = |at: usize| {
        let high = parts.get(at).copied().unwrap_or_default();
        let low = parts.get(at + 1).copied().unwrap_or_default();
        Ipv4Addr::from((u32::from(high) << 16) | u32::from(low))
    };
    let embedded = match parts {
        [0x2002, ..] => Some(four(1)),
        [0x64, 0xff9b, ..] | [0, 0, 0, 0, 0, 0, ..] => Some(four(6)),
        _ => None,
    };
    embedded.is_some_and(|four| {
        four.is_loopback() || four.is_private() || four.is_link_local() || shared(four)
    })
}

#[cfg(test)]
mod tests {
    use super::{Range, fault};

    #[test]
    fn a_range_holds_what_begins_with_its_bits() {
        for bad in [
            "",
            "10.0.0.0/0",
            "10.0.0.0/33",
            "::/129",
            "host",
            "10.0.0/8",
        ] {
            assert_eq!(Range::read(bad), None, "{bad}");
        }
        let holds = |range: &str, ip: &str| Range::read(range).unwrap().holds(ip.parse().unwrap());
        assert!(holds("203.0.113.0/24", "203.0.113.9") && !holds("203.0.113.0/24", "203.0.114.9"));
        assert!(holds("203.0.113.7", "203.0.113.7") && !holds("203.0.113.7", "203.0.113.8"));
        assert!(holds("2001:db8::/32", "2001:db8:1::1") && !holds("2001:db8::/32", "203.0.113.7"));
    }

    #[test]
    fn inside_addresses_are_for_own_premises_only() {
        for ip in [
            "127.0.0.1",
            "10.0.0.5",
            "192.168.1.1",
            "172.16.0.1",
            "100.64.0.1",
            "::1",
            "fd00::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:a00:1::",
        ] {
            assert!(fault(ip.parse().unwrap(), false).is_some(), "{ip}");
            assert!(fault(ip.parse().unwrap(), true).is_none(), "{ip}");
        }
        for ip in [
            "169.254.169.254",
            "fe80::1",
            "0.0.0.0",
            "224.0.0.1",
            "::ffff:169.254.169.254",
        ] {
            assert!(fault(ip.parse().unwrap(), true).is_some(), "{ip}");
        }
        for ip in ["93.184.216.34", "2606:2800:220:1::1"] {
            assert!(fault(ip.parse().unwrap(), false).is_none(), "{ip}");
        }
    }
}
