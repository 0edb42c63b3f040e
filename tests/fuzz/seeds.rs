//! Inputs to begin with, from what the tests have anyway: captured deliveries, presets, certificates, and a few by hand.

use std::{fs, path::Path};

use base64ct::{Base64UrlUnpadded, Encoding as _};
use hookseal::provider;
use serde_json::Value;

/// Bytes of the change of a request: as many kinds as there are.
const CHANGES: &[u8; 14] = b"FGHIJKLMNOPQRS";

/// The inputs of a target.
pub(crate) fn of(target: &str) -> Vec<Vec<u8>> {
    match target {
        "certificates" => certificates(),
        "deliveries" => deliveries(),
        "documents" => documents(),
        "schemes" => schemes(),
        "tokens" => by_hand(TOKENS).into_iter().chain(tokens()).collect(),
        "fields" => by_hand(FIELDS),
        "locators" => by_hand(LOCATORS),
        _ => panic!("no target is called {target}"),
    }
}

/// Each text as it is, and once with each kind of change.
fn by_hand(texts: &[&str]) -> Vec<Vec<u8>> {
    let changed = |text: &&str, number: usize| {
        let way = if number.is_multiple_of(2) { b'1' } else { b'3' };
        let place = u8::try_from(number * 37 % 256).unwrap_or_default();
        [&[way, CHANGES[number % CHANGES.len()], place, place][..], text.as_bytes()].concat()
    };
    let all = texts.iter().flat_map(|text| (0..CHANGES.len()).map(move |number| changed(text, number)));
    all.chain(texts.iter().map(|text| [b"0F00", text.as_bytes()].concat())).collect()
}

/// The lines of `tests/vectors`.
fn lines() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("vectors").map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    paths.sort();
    let texts = paths.iter().map(|path| fs::read_to_string(path).expect("a file of vectors"));
    texts
        .flat_map(|text| text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect::<Vec<_>>())
        .collect()
}

/// The request of a line, as in HTTP/1.
fn request(line: &Value) -> Vec<u8> {
    let text = |name: &str| line[name].as_str().unwrap_or_default();
    let mut request = format!("{} {}\n", text("method"), text("url"));
    for (name, values) in line["headers"].as_object().into_iter().flatten() {
        let one = std::slice::from_ref(values);
        for value in values.as_array().map_or(one, Vec::as_slice) {
            request += &[name, ": ", value.as_str().unwrap_or_default(), "\n"].concat();
        }
    }
    format!("{request}\n{}", text("body")).into_bytes()
}

/// Each line as it is; the first genuine one of each provider also signed by the harness, in its three ways.
fn deliveries() -> Vec<Vec<u8>> {
    let mut inputs = Vec::new();
    let mut last = String::new();
    for (number, line) in lines().iter().enumerate() {
        let provider = line["provider"].as_str().expect("a provider");
        let ways: &[u8] = if line["expect"] == "accept" && last != provider { b"0345" } else { b"0" };
        if ways.len() > 1 {
            provider.clone_into(&mut last);
        }
        for way in ways {
            let change = CHANGES[(number + usize::from(*way)) % CHANGES.len()];
            let place = [u8::try_from(number % 256).unwrap_or_default(), *way];
            let begin = [&[*way, change][..], &place, b"x-more: 1\n", provider.as_bytes(), b"\n"].concat();
            inputs.push([begin, request(line)].concat());
        }
    }
    inputs
}

/// Every preset as JSON, every third as TOML, with a request.
fn schemes() -> Vec<Vec<u8>> {
    let request = "\n\nPOST /hook?a=1\nx-a: 1\n\n{\"id\":\"evt_1\",\"type\":\"test.event\"}";
    let mut inputs = Vec::new();
    for (number, preset) in provider::all().enumerate() {
        let change = char::from(CHANGES[number % CHANGES.len()]);
        let json = serde_json::to_string(&preset.scheme).expect("a scheme");
        inputs.push(format!("0{change}ab\n{json}{request}").into_bytes());
        let toml = toml::to_string(&preset.scheme).expect("a scheme");
        // An empty line would end it.
        if number % 3 == 0 {
            inputs.push(format!("1{change}ab\n{}{request}", toml.replace("\n\n", "\n")).into_bytes());
        }
    }
    inputs
}

/// The certificates of the tests, in PEM and in DER, and changes of the genuine chain.
fn certificates() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/certificates");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("certificates").map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "pem"));
    paths.sort();
    let mut inputs = Vec::new();
    for path in paths {
        let pem = fs::read(path).expect("a certificate");
        let text = String::from_utf8(pem.clone()).expect("PEM");
        let block = text.split("-----BEGIN CERTIFICATE-----").nth(1).and_then(|rest| rest.split("-----END").next());
        let der =
            block.and_then(|block| base64ct::Base64::decode_vec(&block.split_whitespace().collect::<String>()).ok());
        inputs.push([b"0", &*pem].concat());
        inputs.extend(der.map(|der| [b"0", &*der].concat()));
    }
    for what in 0..8 {
        inputs.extend((0..3).map(|number| vec![b'1', number, what, 0, 40 + what * 16, 0x30, 0]));
    }
    inputs
}

/// What providers publish, and what is done to a cache with it.
fn documents() -> Vec<Vec<u8>> {
    const STEPS: &str = "0a0\u{0}\u{1}\n1b0\n2c0\u{1}\u{0}\n3a0\n4a0{}\n";
    let heads = [
        "https://keys.example.com/jwks\nk1\nkeys.example.com\n",
        "https://a.example.com:443/%2e%2e/a\n3f0c1a52-9b1e-4a77-8d10-5a1e7c0b9d21\n*.example.com\n",
        "HTTPS://sns.eu-west-1.amazonaws.com/x.pem\n/our/current\nsns.*.amazonaws.com\n",
        "https://keys.example.com/keys/../a\n1\n*.com\n",
    ];
    let mut published: Vec<String> = Vec::new();
    for line in lines() {
        let text = match &line["public_key"] {
            Value::Null => continue,
            Value::String(text) => text.clone(),
            document => document.to_string(),
        };
        if !published.contains(&text) && published.len() < 80 {
            published.push(text);
        }
    }
    let with_head = |(number, document): (usize, &String)| {
        format!("{}{STEPS}\n{document}", heads[number % heads.len()]).into_bytes()
    };
    published.iter().enumerate().map(with_head).collect()
}

/// Headers and claims of the tokens in captured deliveries.
fn tokens() -> Vec<Vec<u8>> {
    let decoded = |part: &str| Base64UrlUnpadded::decode_vec(part).ok();
    let mut inputs: Vec<Vec<u8>> = Vec::new();
    for line in lines() {
        for value in line["headers"].as_object().into_iter().flatten().filter_map(|(_, value)| value.as_str()) {
            let mut parts = value.rsplit(' ').next().unwrap_or_default().split('.');
            let (Some(header), Some(claims)) = (parts.next().and_then(decoded), parts.next().and_then(decoded)) else {
                continue;
            };
            if header.first() == Some(&b'{') && inputs.len() < 120 {
                inputs.push([b"1F00\nclaims\n", &*header, b"\n", &claims, b"\n\n{}"].concat());
            }
        }
    }
    inputs
}

const TOKENS: &[&str] = &[
    "x\nclaims\n{\"alg\":\"HS256\"}\n{\"exp\":1800000060,\"nbf\":1800000000,\"jti\":\"e-1\"}\n\n{}",
    "x\ntimeless\n{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"1\"}\n{\"sub\":\"a\"}\n\n{}",
    "x\ntied\n{\"alg\":\"HS256\"}\n{\"iss\":\"acme\",\"iat\":1800000000,\"jti\":\"e-1\",\"url\":\"93dc52b1\"}\n\n",
    "x\ndetached\n{\"alg\":\"HS256\"}\n{}\n\n{\"a\":1}",
    "x\nbody\n{\"alg\":\"HS256\"}\n{\"jti\":\"e-1\",\"exp\":1.8e9,\"data\":{\"a\":[1,2]}}\n\n",
    "x\nnested\n{\"alg\":\"HS256\"}\n{\"jti\":\"e-1\",\"exp\":18446744073709551616}\n\n",
    "x\nclaims\n{\"alg\":\"none\",\"crit\":[\"exp\"]}\n{\"exp\":-1,\"exp\":9223372036854775807}\n\n",
];

const FIELDS: &[&str] = &[
    "x: 1\nrfc9421\n;created=1800000000;keyid=\"1\";alg=\"hmac-sha256\"\n\"@method\" \"@target-uri\" \"content-digest\"\nPOST /hook?a=1\n\n{}",
    "x: 1\nlabelled\n;created=1800000000;keyid=\"1\";nonce=\"a\\\"b\";tag=\"webhook\"\n\"@method\" \"x-event\" \"@query-param\";name=\"a\" \"content-digest\" \"@target-uri\"\nPOST /hook?a=1&b=2\nx-event: a, b\n\n{}",
    "x: 1\nanything\n;created=1800000000;expires=1800000300\n\"@method\" \"x-a\";bs \"x-b\";key=\"k\" \"@path\" \"@query\" \"@authority\" \"@scheme\"\nPOST /hook\nx-a: 1\nx-a: 2\nx-b: j=?1, k=(1 2);p=:AAAA:\n\n",
    "x: 1\ncavage\nkeyId=\"1\",algorithm=\"hs2019\",created=1800000000\n(request-target) (created) host digest\nPOST /hook?a=1\nhost: example.com\n\n{}",
    "x: 1\ncavage-anything\nkeyId=\"1\",algorithm=\"hmac-sha256\",created=1800000000,expires=1800000100\n(request-target) (created) (expires)\nPOST /hook\n\n",
    "x: 1\nauthorization\nkeyId=\"1\",algorithm=\"hmac-sha256\"\n(request-target) host date digest\nPOST /hook\nhost: example.com\ndate: Fri, 15 Jan 2027 08:00:00 GMT\n\n{}",
    "x: 1\nrfc9421\n;created=1800000000\n\"@method\"\nPOST /hook\nsignature-input: sig1=(\"@method\");created=1800000000, sig2=()\nsignature: sig1=:AAAA:, sig2=:AAAA:\ncontent-digest: sha-256=:AAAA:, sha-512=:AAAA:\n\n{}",
    "x: 1\ncavage\n\n\nPOST /hook\nsignature: keyId=\"1\",headers=\"(request-target) digest\",signature=\"AAAA\"\ndigest: SHA-256=AAAA,sha-512=AAAA\n\n{}",
];

const LOCATORS: &[&str] = &[
    "x\njson\n/data/0/id\n/type\n{\"data\":[{\"id\":\"e\\u00e91\"}],\"type\":-1.5e3}",
    "x\njson-either\n/a~1b\n/id\n{\"a/b\":null,\"id\":\"1\"}",
    "x\njson-time\n/t\n/id\n{\"t\":1800000000,\"id\":\"1\"}",
    "x\njson-date\n/t\n/id\n{\"t\":\"2027-01-15T08:00:00.5+00:00\",\"id\":\"1\"}",
    "x\njson-values\n/a\n/b\n{\"a\":\"1\",\"b\":23,\"c\":[]}",
    "x\njson-signature\n/signature\n/id\n{\"id\":\"1\"}",
    "x\njson-each\n/value/*/state\n/id\n{\"value\":[{\"state\":\"\"}],\"id\":\"1\"}",
    "x\njson-items\n/items/*\n/amount/value\n{\"items\":[{\"id\":\"1\",\"amount\":{\"value\":1}},{\"id\":\"2\"}]}",
    "x\njson-in-form\n/id\nkind\npayload=%7B%22id%22%3A%221%22%7D&kind=a+b",
    "x\nsigned-in-form\npayload\nsig\npayload=%7B%22id%22%3A%221%22%7D&more=1",
    "x\nencoded-in-form\nsigned_request\n/id\n{\"id\":\"1\"}",
    "x\nform\nid\nkind\nid=e%C3%A9+1&kind=b&id2=x&&=",
    "x\nform-values\nid\nkind\nid=1&kind=b",
    "x\nform-parameters\nid\nother\nid=1&b=2&a=%31&other=3",
    "x\nform-distinct\nid\n\nid=1&id=1&b=&c",
    "x\nform\nid\nkind\n--b\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n1\r\n--b\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nx\r\n--b--\r\n",
    "x\nxml\n/xml/Id\n/xml/Type\n<?xml version=\"1.0\"?><xml><Id>1</Id><Type><![CDATA[a&b]]></Type></xml>",
    "x\nxml-values\n/a/b\n/a/c\n<a><b>1&amp;2&#x41;</b><c/></a>",
];
