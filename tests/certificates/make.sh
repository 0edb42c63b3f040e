#!/usr/bin/env bash
# Makes the certificates of the tests with OpenSSL 3: `./make.sh`. Each run makes other keys, and throws the private ones
# away.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

p256="EC -pkeyopt ec_paramgen_curve:P-256"
p384="EC -pkeyopt ec_paramgen_curve:P-384"
rsa="RSA -pkeyopt rsa_keygen_bits:2048"
from=20200101000000Z
to=21200101000000Z

authority() { printf 'basicConstraints=critical,CA:TRUE%s\nkeyUsage=critical,keyCertSign,cRLSign' "${1:-}"; }
leaf="basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature"

cat >"$work/ca.conf" <<CONF
[ca]
default_ca = all
[all]
database = $work/index.txt
new_certs_dir = $work
policy = policy
unique_subject = no
rand_serial = yes
[policy]
commonName = optional
organizationName = optional
CONF

# make <name> <issuer> <kind of key> <digest> <extensions> [<subject> [<from> <to>]]
make() {
  local name=$1 issuer=$2 kind=$3 digest=$4 extensions=$5 subject=${6:-/CN=$1}
  local sign=(-cert "$issuer.pem" -keyfile "$work/$issuer.key")
  if [ "$issuer" = "$name" ]; then sign=(-selfsign -keyfile "$work/$name.key"); fi
  # shellcheck disable=SC2086
  openssl genpkey -quiet -algorithm $kind -out "$work/$name.key"
  openssl req -new -key "$work/$name.key" -subj "$subject" -out "$work/$name.csr"
  printf '[extensions]\n%s\n' "$extensions" >"$work/$name.ext"
  : >"$work/index.txt"
  openssl ca -batch -notext -config "$work/ca.conf" "${sign[@]}" -md "$digest" -startdate "${7:-$from}" \
    -enddate "${8:-$to}" -in "$work/$name.csr" -extfile "$work/$name.ext" -extensions extensions \
    -out "$name.pem" 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
}

# What is in order.
make root root "$p384" sha384 "$(authority)"
make intermediate root "$p256" sha384 "$(authority ,pathlen:0)"
make leaf intermediate "$rsa" sha256 "$leaf
subjectAltName=DNS:hooks.example.com,DNS:Other.Example.com,DNS:*.wild.example.com
1.2.840.113635.100.6.11.1=DER:0500" "/O=Example/CN=not.example.com"
make common-name intermediate "$p256" sha256 "$leaf" "/CN=hooks.example.com"
make mail-only intermediate "$p256" sha256 "$leaf
subjectAltName=email:hooks@example.com" "/CN=hooks.example.com"
make rsa-root rsa-root "$rsa" sha512 "$(authority)"
make by-rsa rsa-root ed25519 sha512 "$leaf"

# What is not.
make expired intermediate "$p256" sha256 "$leaf" /CN=expired 20200101000000Z 20210101000000Z
make early intermediate "$p256" sha256 "$leaf" /CN=early 21000101000000Z 21200101000000Z
make expired-authority root "$p256" sha384 "$(authority)" /CN=expired-authority 20200101000000Z 20210101000000Z
make by-expired-authority expired-authority "$p256" sha256 "$leaf"
make expired-root expired-root "$p256" sha256 "$(authority)" /CN=expired-root 20200101000000Z 20210101000000Z
make by-expired-root expired-root "$p256" sha256 "$leaf"
make by-leaf leaf "$p256" sha256 "$leaf"
make no-authority root "$p256" sha384 "keyUsage=critical,keyCertSign"
make by-no-authority no-authority "$p256" sha256 "$leaf"
make kept-from-signing root "$p256" sha384 "basicConstraints=critical,CA:TRUE
keyUsage=critical,digitalSignature"
make by-kept-from-signing kept-from-signing "$p256" sha256 "$leaf"
make too-deep intermediate "$p256" sha256 "$(authority)"
make by-too-deep too-deep "$p256" sha256 "$leaf"
make impostor impostor "$p384" sha384 "$(authority)" /CN=root
make by-impostor impostor "$p256" sha384 "$leaf"
make sha1 rsa-root "$p256" sha1 "$leaf"
make ed25519-root ed25519-root ed25519 null "$(authority)"
make by-ed25519 ed25519-root "$p256" null "$leaf"
make critical intermediate "$p256" sha256 "$leaf
1.2.3.4=critical,DER:0500"
make short intermediate "RSA -pkeyopt rsa_keygen_bits:1024" sha256 "$leaf"
make level-1 root "$p256" sha384 "$(authority)"
for level in 2 3 4; do make "level-$level" "level-$((level - 1))" "$p256" sha256 "$(authority)"; done
make level-5 level-4 "$p256" sha256 "$leaf"
make level-5-authority level-4 "$p256" sha256 "$(authority)"
make level-6 level-5-authority "$p256" sha256 "$leaf"
