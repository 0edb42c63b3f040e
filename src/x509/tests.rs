//! What no delivery can show one by one: certificates of `tests/certificates`, alone and in chains.

use std::{fs, path::Path, sync::Arc};

use super::{Certificate, chain};
use crate::{crypto::public::read::public_keys, scheme::TimeFormat, time::Moment};

const NOW: &str = "2026-11-20T12:00:00Z";

fn pem(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/certificates/{name}.pem"));
    fs::read_to_string(path).expect(name)
}

fn read(name: &str) -> Result<Arc<Certificate>, &'static str> {
    let mut keys = public_keys(pem(name).as_bytes())?;
    keys.pop().and_then(|mut key| key.certificates.pop()).ok_or("is no certificate")
}

fn all(names: &str) -> Vec<Arc<Certificate>> {
    names.split_whitespace().map(|name| read(name).expect(name)).collect()
}

fn at(time: &str) -> Moment {
    Moment::parse(time.as_bytes(), TimeFormat::Rfc3339).expect("a time")
}

#[test]
fn chains_are_trusted_only_if_all_of_them_holds() {
    let cases = [
        ("leaf intermediate", "root", true),
        ("leaf intermediate root", "root", true),
        ("leaf", "intermediate", true),
        ("leaf", "leaf", true),
        ("root", "root", true),
        ("by-rsa", "root rsa-root", true),
        ("common-name intermediate", "root", true),
        // What comes after the certificate that leads to an anchor does not matter.
        ("leaf intermediate expired", "root", true),
        ("leaf intermediate by-rsa root", "impostor root", true),
        ("level-5 level-4 level-3 level-2 level-1", "root", true),
        // The last certificate is none of those that the length of a path counts (RFC 5280, section 4.2.1.9).
        ("too-deep intermediate", "root", true),
        ("", "root", false),
        ("leaf intermediate", "", false),
        ("leaf", "root", false),
        ("intermediate leaf", "leaf", false),
        ("leaf root intermediate", "root", false),
        ("leaf by-rsa intermediate", "root", false),
        ("leaf intermediate", "rsa-root", false),
        ("leaf intermediate", "impostor", false),
        ("by-impostor impostor", "root", false),
        ("by-impostor root", "root", false),
        ("by-impostor", "root", false),
        ("expired intermediate", "root", false),
        ("expired", "expired", false),
        ("early intermediate", "root", false),
        ("by-expired-authority expired-authority", "root", false),
        ("by-expired-authority", "expired-authority", false),
        ("by-expired-root", "expired-root", false),
        ("by-expired-root expired-root", "expired-root", false),
        ("by-leaf leaf intermediate", "root", false),
        ("by-leaf", "leaf", false),
        ("by-no-authority no-authority", "root", false),
        ("by-kept-from-signing kept-from-signing", "root", false),
        ("by-kept-from-signing", "kept-from-signing", false),
        ("by-too-deep too-deep intermediate", "root", false),
        ("by-too-deep too-deep", "intermediate", false),
        ("sha1", "rsa-root", false),
        ("sha1 rsa-root", "rsa-root", false),
        ("by-ed25519", "ed25519-root", false),
        ("level-6 level-5-authority level-4 level-3 level-2 level-1", "root", false),
        ("level-6 level-5-authority level-4 level-3 level-2", "level-1", true),
    ];
    for (certificates, anchors, trusted) in cases {
        let found = chain(&all(certificates), &all(anchors), at(NOW));
        assert_eq!(found.is_ok(), trusted, "{certificates}, trusting {anchors}: {found:?}");
    }
}

#[test]
fn validity_includes_both_ends() {
    for (time, valid) in [
        ("2019-12-31T23:59:59.999999999Z", false),
        ("2020-01-01T00:00:00Z", true),
        ("2021-01-01T00:00:00Z", true),
        ("2021-01-01T00:00:00.000000001Z", false),
        (NOW, false),
    ] {
        let found = read("expired").expect("a certificate").is_valid_at(at(time));
        assert_eq!(found, valid, "{time}");
    }
}

#[test]
fn names_are_compared_whole() {
    let cases = [
        ("leaf", "hooks.example.com", true),
        ("leaf", "HOOKS.example.COM", true),
        ("leaf", "other.example.com", true),
        ("leaf", "*.wild.example.com", true),
        ("leaf", "a.wild.example.com", false),
        ("leaf", "not.example.com", false),
        ("leaf", "example.com", false),
        ("leaf", "hooks.example.com.", false),
        ("leaf", "", false),
        ("common-name", "hooks.example.com", true),
        ("common-name", "hooks.example.org", false),
        // There are alternative names, so the common name does not count.
        ("mail-only", "hooks.example.com", false),
        ("mail-only", "hooks@example.com", false),
    ];
    for (certificate, name, expected) in cases {
        assert_eq!(read(certificate).expect(certificate).is_for(name), expected, "{certificate}, {name}");
    }
}

#[test]
fn extensions_are_known_by_their_number() {
    let leaf = read("leaf").expect("a certificate");
    let cases = [("1.2.840.113635.100.6.11.1", true), ("2.5.29.19", true), ("1.2.840.113635.100.6.2.1", false)];
    for (oid, expected) in cases.into_iter().chain([("", false), ("leaf", false), ("1.2.840.113635.100.6.11", false)]) {
        assert_eq!(leaf.has_extension(oid), expected, "{oid}");
    }
}

#[test]
fn what_cannot_be_relied_on_is_not_read() {
    let cases = [("critical", "a critical extension that is not known"), ("short", "fewer than 2048 bits")];
    for (name, why) in cases {
        let error = read(name).err().expect(name);
        assert!(error.contains(why), "{name}: {error}");
    }
}

#[test]
fn issuers_follow_their_certificate() {
    let names = |keys: &str| {
        let text: String = keys.split_whitespace().map(pem).collect();
        let keys = public_keys(text.as_bytes()).expect("keys");
        keys.iter().map(|key| key.certificates.len()).collect::<Vec<_>>()
    };
    let cases: [(&str, &[usize]); 5] = [
        ("leaf intermediate root", &[3]),
        ("leaf", &[1]),
        ("leaf expired", &[1, 1]),
        ("leaf intermediate common-name intermediate root", &[2, 3]),
        ("root rsa-root", &[1, 1]),
    ];
    for (certificates, expected) in cases {
        assert_eq!(names(certificates), expected, "{certificates}");
    }
}

#[test]
fn no_changed_certificate_is_trusted() {
    let (leaf, issuer) = (read("leaf").expect("a certificate"), all("intermediate"));
    for at_byte in 0..leaf.der.len() {
        let mut changed = leaf.der.to_vec();
        changed[at_byte] ^= 1 << (at_byte % 8);
        let Ok(changed) = Certificate::from_der(&changed) else { continue };
        assert!(chain(&[changed.into()], &issuer, at(NOW)).is_err(), "byte {at_byte}");
    }
    for len in 0..leaf.der.len() {
        assert!(Certificate::from_der(&leaf.der[..len]).is_err(), "{len} bytes");
    }
    let longer = [&leaf.der[..], b"\0"].concat();
    assert!(Certificate::from_der(&longer).is_err(), "a byte more");
}
