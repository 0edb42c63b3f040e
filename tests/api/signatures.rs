//! Signatures that OpenSSL made, of every algorithm that a scheme can name.
#![cfg(all(feature = "ed25519", feature = "ecdsa", feature = "rsa"))]

#[path = "../support/signed.rs"]
mod signed;

use signed::{VECTORS, accepts, algorithm, build, key};

#[test]
fn every_algorithm_verifies_what_openssl_signs() {
    let (mut valid, mut invalid) = (0, 0);
    for vector in VECTORS["signatures"].as_array().expect("signatures") {
        let words = algorithm(&vector["algorithm"]);
        let [name, message, signature, comment] =
            ["key", "message", "signature", "comment"].map(|member| vector[member].as_str().expect(member));
        let expected = vector["valid"] == true;
        let case = format!("{words:?} by {name}: {comment}");
        let verifier = match build(words, &*key(name, "pem")) {
            Ok(verifier) => verifier,
            Err(_) if comment.starts_with("another ") => continue,
            Err(error) if words.missing_feature().is_some() => {
                assert!(error.to_string().contains("sha1"), "{case}: {error}");
                continue;
            }
            Err(error) => panic!("{case}: {error}"),
        };
        assert_eq!(accepts(&verifier, signature, message), expected, "{case}");
        *(if expected { &mut valid } else { &mut invalid }) += 1;
    }
    assert_eq!((valid, invalid), if cfg!(feature = "sha1") { (80, 181) } else { (63, 154) });
}
