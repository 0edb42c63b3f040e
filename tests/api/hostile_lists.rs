//! Headers that are lists of signatures: what is skipped, what is counted, and what is refused.
#![cfg(feature = "testing")]

use hookseal::{
    Scheme, Verifier,
    VerifyErrorKind::{self, Malformed, Mismatch, NoSupportedSignature},
    scheme::Proof,
    verifier::Custom,
};

#[path = "../support/genuine.rs"]
mod genuine;
#[path = "../support/mac.rs"]
mod mac;

use genuine::{BODY, Genuine, NOW, SECRET, headers, scheme, verifier};

struct List {
    genuine: Genuine,
    verifier: Verifier<Custom>,
    separator: &'static str,
    /// What stands before the signatures: `t=1800000000,`.
    start: String,
    /// What stands before each signature: `v1=`.
    tag: String,
    right: String,
    wrong: String,
}

impl List {
    /// The presets whose header is a list of named members: another member does no harm there.
    fn all() -> impl Iterator<Item = Self> {
        genuine::presets().filter_map(|preset| Self::of(Genuine::of(preset.scheme)))
    }

    fn of(genuine: Genuine) -> Option<Self> {
        // What signs whole requests has labels, and rules of its own.
        if matches!(genuine.scheme.proof(), Proof::HttpSignature(_)) {
            return None;
        }
        let verifier = verifier(genuine.scheme);
        let accepts = |separator: &&str| {
            let headers = genuine.with_signature(format!("{}{separator}x", genuine.value()));
            genuine.judge(&verifier, &headers, genuine.body.clone()).is_ok()
        };
        let separator = [",", ";", " "].into_iter().find(accepts)?;
        // `v1,` ends in what would be a separator elsewhere.
        let tag_at = genuine.frame.trim_end_matches(',').rfind(separator).map_or(0, |at| at + 1);
        let (start, tag) = genuine.frame.split_at(tag_at);
        let right = format!("{tag}{}", genuine.signature);
        let middle = right.len() - genuine.signature.len() / 2;
        let other = if &right[middle..=middle] == "0" { "1" } else { "0" };
        let wrong = format!("{}{other}{}", &right[..middle], &right[middle + 1..]);
        // A list of nothing but signatures, or of a time and signatures, has no unknown ones.
        let is_named = !tag.is_empty()
            && !tag.starts_with(|first: char| first.is_ascii_digit())
            && (!start.is_empty() || tag.contains(['=', ',']));
        let (start, tag) = (start.to_owned(), tag.to_owned());
        is_named.then_some(Self { genuine, verifier, separator, start, tag, right, wrong })
    }

    /// What the verifier says of these entries.
    fn judge<'e>(&self, entries: impl IntoIterator<Item = &'e str>) -> Option<VerifyErrorKind> {
        let entries: Vec<_> = entries.into_iter().collect();
        self.judge_value(&format!("{}{}", self.start, entries.join(self.separator)))
    }

    fn judge_value(&self, value: &str) -> Option<VerifyErrorKind> {
        let headers = self.genuine.with_signature(value);
        let verified = self.genuine.judge(&self.verifier, &headers, self.genuine.body.clone());
        verified.err().map(|error| error.kind())
    }

    /// Whether there may be sets with a space between them.
    fn has_sets(&self) -> bool {
        serde_json::to_string(&self.genuine.scheme).expect("a scheme").contains("\"comma-or-space\"")
    }

    fn name(&self) -> &str {
        self.genuine.scheme.name()
    }
}

#[test]
fn there_are_lists_of_every_kind() {
    let mut kinds: Vec<_> = List::all().map(|list| list.separator).collect();
    let count = kinds.len();
    kinds.sort_unstable();
    kinds.dedup();
    assert!(kinds == [" ", ",", ";"] && count > 40, "{count} lists, separated by {kinds:?}");
}

#[test]
fn any_of_several_signatures_is_enough_wherever_it_stands() {
    for list in List::all() {
        let (right, wrong) = (list.right.as_str(), list.wrong.as_str());
        let cases = [
            ("alone", vec![right], None),
            ("twice", vec![right, right], None),
            ("first", vec![right, wrong, wrong], None),
            ("in the middle", vec![wrong, right, wrong], None),
            ("last", vec![wrong, wrong, right], None),
            ("not there", vec![wrong, wrong], Some(Mismatch)),
            ("after an unknown version", vec!["v9=00", "v9,00", right], None),
            ("after what has no value", vec!["v1", "=", ",", "x", right], None),
            ("after an empty one", vec!["v1=", "v1,", "h1=", right], None),
            ("after nothing", vec!["", "", right], None),
            ("before junk", vec![right, "junk", ""], None),
            ("nothing", vec![], None),
            ("only unknown versions", vec!["v9=00", "v9,00", "v1b,AAAA"], Some(NoSupportedSignature)),
            ("only empty ones", vec!["v1=", "v1,", "h1="], Some(NoSupportedSignature)),
        ];
        for (place, entries, expected) in cases {
            // Without a time beside it, an empty list is an empty header.
            let expected = match (place, list.start.is_empty()) {
                ("nothing", true) => Some(Malformed),
                ("nothing", false) => Some(NoSupportedSignature),
                _ => expected,
            };
            assert_eq!(list.judge(entries), expected, "{}: {place}", list.name());
        }
    }
}

#[test]
fn the_first_sixteen_signatures_are_looked_at() {
    for list in List::all() {
        // Unknown entries do not count: they cost no comparison.
        let unknown = std::iter::repeat_n("v9=00", 20);
        for (place, expected) in [(1, None), (15, None), (16, None), (17, Some(Mismatch)), (40, Some(Mismatch))] {
            let wrong = std::iter::repeat_n(list.wrong.as_str(), place - 1);
            let entries: Vec<_> = unknown.clone().chain(wrong).chain([list.right.as_str()]).collect();
            // Signatures of RSA are long: so many of them are no header that anyone reads.
            let is_long = entries.iter().map(|entry| entry.len() + 1).sum::<usize>() > 8 * 1024;
            let expected = if is_long { Some(Malformed) } else { expected };
            let found = list.judge(entries);
            assert_eq!(found, expected, "{}: number {place}", list.name());
        }
    }
}

#[test]
fn ten_thousand_signatures_are_one_refusal() {
    for list in List::all() {
        let short = format!("{}0", list.tag);
        for (count, expected) in [(400, Mismatch), (10_000, Malformed)] {
            let found = list.judge(std::iter::repeat_n(short.as_str(), count));
            assert_eq!(found, Some(expected), "{}: {count} short ones", list.name());
        }
        let found = list.judge(std::iter::repeat_n(list.right.as_str(), 10_000));
        assert_eq!(found, Some(Malformed), "{}: 10,000 right ones", list.name());
    }
}

#[test]
fn a_header_may_have_8_kib() {
    for list in List::all() {
        for (len, expected) in [(8 * 1024, None), (8 * 1024 + 1, Some(Malformed))] {
            let mut value = format!("{}{}{}x=", list.start, list.right, list.separator);
            value.extend(std::iter::repeat_n('x', len - value.len()));
            assert_eq!(list.judge_value(&value), expected, "{}: {len} bytes", list.name());
        }
    }
}

#[test]
fn two_headers_that_a_proxy_made_one_are_read_without_guessing() {
    for list in List::all() {
        let both = |first: &str, second: &str| format!("{start}{first}, {start}{second}", start = list.start);
        let expected = match list.separator {
            // Sets with the same time are read as one.
            "," if list.has_sets() => [None; 2],
            // The signed time is there twice.
            "," if !list.start.is_empty() => [Some(Malformed); 2],
            // White space is not part of a member, and a comma not of an entry.
            "," | " " => [None; 2],
            // What follows the comma sticks to the signature before it.
            _ => [Some(Mismatch), None],
        };
        let found =
            [both(&list.right, &list.wrong), both(&list.wrong, &list.right)].map(|value| list.judge_value(&value));
        assert_eq!(found, expected, "{}", list.name());
    }
}

#[test]
fn entries_may_end_in_a_comma() {
    for list in List::all().filter(|list| list.separator == " ") {
        let (right, wrong) = (&list.right, &list.wrong);
        let cases = [
            ("after each", format!("{right}, {wrong},"), None),
            ("after the first", format!("{wrong}, {right}"), None),
            ("commas", format!("{right},,, {wrong}"), None),
            ("no space", format!("{right},{wrong}"), Some(Mismatch)),
            ("only wrong ones", format!("{wrong}, {wrong},"), Some(Mismatch)),
            ("an empty signature", "v1,, v1,".to_owned(), Some(NoSupportedSignature)),
            ("in the middle", format!("{},{}", &right[..10], &right[10..]), Some(Mismatch)),
        ];
        for (case, value, expected) in cases {
            assert_eq!(list.judge_value(&value), expected, "{}: {case}", list.name());
        }
    }
}

/// Members of a `key=value` list, with `S` for the right signature.
#[test]
fn the_time_beside_the_signatures_is_there_once() {
    let cases = [
        ("as it should be", "t=1800000000,v1=S", None),
        ("the time last", "v1=S,t=1800000000", None),
        ("the time in between", "v1=00,t=1800000000,v1=S", None),
        ("unknown keys", "a=b,t=1800000000,x=1,v1=S,v0=00", None),
        ("white space around members", " t=1800000000 ,\tv1=S ", None),
        ("empty members", ",,t=1800000000,,v1=S,,", None),
        ("no time", "v1=S", Some(Malformed)),
        ("an empty time", "t=,v1=S", Some(Malformed)),
        ("no value of time", "t,v1=S", Some(Malformed)),
        ("the time twice", "t=1800000000,t=1800000000,v1=S", Some(Malformed)),
        ("two times", "t=1800000000,t=1,v1=S", Some(Malformed)),
        ("two times, the right one last", "t=1,v1=S,t=1800000000", Some(Malformed)),
        ("an empty second time", "t=1800000000,v1=S,t=", Some(Malformed)),
        ("the key in upper case", "T=1800000000,v1=S", Some(Malformed)),
        ("another equals sign in the time", "t==1800000000,v1=S", Some(Malformed)),
        ("another equals sign in the signature", "t=1800000000,v1==S", Some(Mismatch)),
        ("an equals sign after it", "t=1800000000,v1=S=", Some(Mismatch)),
        ("white space after the equals sign", "t=1800000000,v1= S", Some(Mismatch)),
        ("white space before the equals sign", "t=1800000000,v1 =S", Some(NoSupportedSignature)),
        ("a quoted signature", "t=1800000000,v1=\"S\"", Some(Mismatch)),
        ("no equals sign", "t=1800000000,v1", Some(NoSupportedSignature)),
        ("only the decoy of test mode", "t=1800000000,v0=S", Some(NoSupportedSignature)),
        ("only a signature", "S", Some(NoSupportedSignature)),
        ("another separator", "t=1800000000;v1=S", Some(NoSupportedSignature)),
        ("only separators", ",,,", Some(NoSupportedSignature)),
    ];
    let signature = mac::hex(mac::sha256(SECRET, format!("{NOW}.{BODY}")));
    for (case, value, expected) in cases {
        let value = value.replace('S', &signature);
        let verified = verifier(scheme("stripe")).verify(&headers([("stripe-signature", value.as_bytes())]), BODY);
        assert_eq!(verified.err().map(|error| error.kind()), expected, "{case}");
    }
}

/// Other algorithms than the scheme's, and other headers than the scheme's, change nothing.
#[test]
fn the_sender_does_not_choose_the_algorithm() {
    let sha256 = mac::hex(mac::sha256(SECRET, BODY));
    let sha512 = mac::hex(mac::sha512(SECRET, BODY));
    let cases = [
        ("right", "x-hub-signature-256", format!("sha256={sha256}"), None),
        ("sha512 in its place", "x-hub-signature-256", format!("sha256={sha512}"), Some(Mismatch)),
        ("sha512 by name", "x-hub-signature-256", format!("sha512={sha512}"), Some(NoSupportedSignature)),
        ("md5 by name", "x-hub-signature-256", format!("md5={}", &sha256[..32]), Some(NoSupportedSignature)),
        ("crc32 by name", "x-hub-signature-256", "crc32=00000000".into(), Some(NoSupportedSignature)),
        ("no algorithm", "x-hub-signature-256", sha256.clone(), Some(NoSupportedSignature)),
        ("as long as sha1", "x-hub-signature-256", format!("sha256={}", &sha256[..40]), Some(Mismatch)),
        ("in the old header", "x-hub-signature", format!("sha256={sha256}"), Some(VerifyErrorKind::MissingHeader)),
    ];
    for (case, name, value, expected) in cases {
        let verified = verifier(scheme("github")).verify(&headers([(name, value.as_bytes())]), BODY);
        assert_eq!(verified.err().map(|error| error.kind()), expected, "{case}");
    }
}

#[test]
#[cfg(feature = "sha1")]
fn a_right_old_signature_does_not_help_a_wrong_new_one() {
    let old = Genuine::of(scheme("github-legacy-sha1"));
    let github = verifier(scheme("github"));
    let mut headers = old.headers.clone();
    assert_eq!(github.verify(&headers, BODY).map_err(|error| error.kind()).err(), Some(VerifyErrorKind::MissingHeader));
    headers.insert("x-hub-signature-256", genuine::header(format!("sha256={}", "0".repeat(64))));
    assert_eq!(github.verify(&headers, BODY).map_err(|error| error.kind()).err(), Some(Mismatch));
}

/// Names of headers are the same in any case, as HTTP has it.
#[test]
fn names_of_headers_have_no_case() {
    let scheme: Scheme = scheme("standard-webhooks");
    let genuine = Genuine::of(scheme);
    let upper = genuine.headers.iter().map(|(name, value)| {
        let name = name.as_str().to_ascii_uppercase();
        (http::HeaderName::from_bytes(name.as_bytes()).expect("a name"), value.clone())
    });
    assert!(verifier(scheme).verify(&upper.collect(), genuine.body.clone()).is_ok());
}
