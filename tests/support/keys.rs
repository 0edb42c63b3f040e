//! Secrets and pairs of keys for any scheme.

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex},
};

use hookseal::Scheme;

use super::builder;

/// A secret that most schemes take, as text or as base64; see [`secret`] for the others.
pub(crate) const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
/// Another one.
pub(crate) const OTHER_SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

/// Three secrets of the form that the scheme wants, or private keys of its kind: what senders sign with.
pub(crate) fn secrets(scheme: Scheme) -> [&'static str; 3] {
    keys_of(scheme).map(|(secret, _)| secret)
}

/// What verifiers are built with for the first of them: the secret itself, or the public key.
pub(crate) fn pasted(scheme: Scheme) -> &'static str {
    keys_of(scheme)[0].1
}

/// The same for the second of them.
pub(crate) fn other_pasted(scheme: Scheme) -> &'static str {
    keys_of(scheme)[1].1
}

/// Whether the secret is a shared one, any text, and not a key of a pair.
pub(crate) fn is_shared(scheme: &Scheme) -> bool {
    let [(signs, verifies), ..] = keys_of(*scheme);
    signs == verifies
}

/// Three times what is signed with and what that is verified with.
pub(crate) fn keys_of(scheme: Scheme) -> [(&'static str, &'static str); 3] {
    type Known = HashMap<String, [(&'static str, &'static str); 3]>;
    static KNOWN: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);

    let forms = [
        [SECRET, OTHER_SECRET, "whsec_dGhlIHRoaXJkIG9mIHRoZW0="],
        ["MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "C2FVsBQIhrscChlQIMV+b5sSYspob7oD", "dGhlIHRoaXJkIG9mIHRoZW0="],
        ["31f290f6bf062998abaf08d43c3f082c", "0b6155b0140886bb1c0a195020c57e6f", "746865207468697264"],
        ["app.key:MfKQ9r8GKYqrTwjU", "app.key:C2FVsBQIhrscChlQ", "app.key:dGhlIHRoaXJkIG9m"],
        [
            "MfKQ9r8G:jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
            "C2FVsBQI:3ykkR6q2B2CjWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj",
            "dGhlIHRo:moAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2CjWmYm7qr5n",
        ],
    ];
    let is_usable = |secrets: &[&str; 3]| builder(scheme).secret(secrets[0]).build().is_ok();
    if let Some(chains) = chains(scheme) {
        return chains;
    }
    let shared = || forms.into_iter().find(is_usable).map(|secrets| secrets.map(|secret| (secret, secret)));
    let find =
        || shared().or_else(|| pairs(scheme)).unwrap_or_else(|| panic!("{}: a secret of its form", scheme.name()));
    *KNOWN.lock().expect("a lock").entry(scheme.name().to_owned()).or_insert_with(find)
}

/// Three private keys with certificates that lead to a root, and that root, where the scheme wants such.
#[cfg(all(feature = "jwt", feature = "x509", feature = "ecdsa"))]
fn chains(scheme: Scheme) -> Option<[(&'static str, &'static str); 3]> {
    use hookseal::testing::KeyPair;
    use rcgen::{BasicConstraints, CertificateParams, CustomExtension, IsCa, Issuer};

    static MADE: Mutex<Vec<(&'static str, &'static str)>> = Mutex::new(Vec::new());

    let written = serde_json::to_value(scheme).expect("a scheme");
    let marks = &written["keys-at"]["place"]["chain"];
    let (leaf_mark, issuer_mark) = (marks["leaf"].as_str()?, marks["issuer"].as_str()?);
    let params = |mark: &str, is_authority: bool| {
        let mut params = CertificateParams::new(Vec::new()).expect("no names");
        let name = if is_authority { format!("authority {mark}") } else { "signer".into() };
        params.distinguished_name.push(rcgen::DnType::CommonName, name);
        if is_authority {
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        }
        if !mark.is_empty() {
            let oid: Vec<u64> = mark.split('.').map(|number| number.parse().expect("a number")).collect();
            params.custom_extensions = vec![CustomExtension::from_oid_content(&oid, vec![5, 0])];
        }
        params
    };
    let issue = || {
        let [pair, above, top] =
            [(); 3].map(|()| KeyPair::generate(scheme.proof().signatures().into_iter().next().expect("an algorithm")));
        let [key, above, top] =
            [&pair, &above, &top].map(|pair| rcgen::KeyPair::from_pem(pair.private()).expect("a private key"));
        let root = params("", true).self_signed(&top).expect("a root");
        let issuer = params(issuer_mark, true).signed_by(&above, &Issuer::new(params("", true), &top));
        let leaf = params(leaf_mark, false).signed_by(&key, &Issuer::new(params(issuer_mark, true), &above));
        let chain = [leaf.expect("a leaf").pem(), issuer.expect("an issuer").pem(), root.pem()].concat();
        let kept = |text: &str| &*String::leak(text.to_owned());
        (kept(pair.with_certificates(&chain).private()), kept(&root.pem()))
    };
    let mut made = MADE.lock().expect("a lock");
    while made.len() < 3 {
        made.push(issue());
    }
    Some([made[0], made[1], made[2]])
}

#[cfg(not(all(feature = "jwt", feature = "x509", feature = "ecdsa")))]
fn chains(_: Scheme) -> Option<[(&'static str, &'static str); 3]> {
    None
}

/// Three pairs of keys of the kind that the scheme takes. They live as long as the process.
#[cfg(feature = "public-keys")]
fn pairs(scheme: Scheme) -> Option<[(&'static str, &'static str); 3]> {
    use hookseal::testing::KeyPair;

    type Made = Vec<(String, &'static str, &'static str)>;
    static MADE: LazyLock<Mutex<Made>> = LazyLock::new(Mutex::default);

    let mut known = scheme.proof().signatures().into_iter();
    let algorithm = known.find(|algorithm| algorithm.missing_feature().is_none())?;
    let kind = format!("{algorithm:?}").split("hash").next().unwrap_or_default().to_owned();
    let mut made = MADE.lock().expect("a lock");
    if !made.iter().any(|(known, ..)| *known == kind) {
        let pairs = [KeyPair::fixed(algorithm), KeyPair::generate(algorithm), KeyPair::generate(algorithm)];
        let kept = |text: &str| &*String::leak(text.to_owned());
        made.extend(pairs.map(|pair| (kind.clone(), kept(pair.private()), kept(pair.public()))));
    }
    let mut found = made.iter().filter(|(known, ..)| *known == kind).map(|(_, private, public)| (*private, *public));
    Some([found.next()?, found.next()?, found.next()?])
}

#[cfg(not(feature = "public-keys"))]
fn pairs(_: Scheme) -> Option<[(&'static str, &'static str); 3]> {
    None
}

/// The first of the [`secrets`].
pub(crate) fn secret(scheme: Scheme) -> &'static str {
    secrets(scheme)[0]
}

/// The second of them.
pub(crate) fn other_secret(scheme: Scheme) -> &'static str {
    secrets(scheme)[1]
}
