// Cases as a Node server would hand them to a library.

import { readFileSync } from "node:fs";

/** A value as it was sent. */
function octets(value) {
  if (typeof value === "string") return Buffer.from(value);
  if (value.hex !== undefined) return Buffer.from(value.hex, "hex");
  const [start, unit, times] = value.repeat;
  return Buffer.from(start + unit.repeat(times));
}

/** The text of these bytes; nothing if they are no UTF-8. */
export function text(bytes) {
  const text = bytes.toString("utf8");
  return Buffer.from(text).equals(bytes) ? text : undefined;
}

/** AWS Lambda decodes headers as UTF-8, Node's server as Latin-1; what stands there twice is joined. */
function header(value) {
  if (Array.isArray(value)) return value.map(header).join(", ");
  const sent = octets(value);
  return text(sent) ?? sent.toString("latin1");
}

function delivery(line, other) {
  const headers = Object.entries({ ...line.headers, ...other.headers }).filter(([, value]) => value !== null);
  return {
    url: line.url ?? "https://example.com/hook",
    headers: Object.fromEntries(headers.map(([name, value]) => [name, header(value).replace(/^[ \t]+|[ \t]+$/g, "")])),
    body: octets(other.body ?? line.body),
  };
}

/** The lines of a file. */
export function cases(file) {
  const lines = readFileSync(file, "utf8").split("\n").filter((line) => line);
  return lines.map((text) => {
    const line = JSON.parse(text);
    const all = (others) => others.map((other) => delivery(line, other));
    return { ...line, before: all(line.before ?? []), deliveries: all(line.each ?? [{}]) };
  });
}
