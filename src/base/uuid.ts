/** The first 16 bytes of a digest as a UUID of version 8 (RFC 9562), in lower case. */
export function uuidOf(digest: Uint8Array): string {
  return uuidOfHex(Buffer.from(digest.subarray(0, 16)).toString('hex'));
}

/** The same of a digest in lower-case hex, which node:crypto gives sooner than bytes. */
export function uuidOfHex(hex: string): string {
  const variant = (0x8 | (Number.parseInt(hex[16]!, 16) & 0x3)).toString(16);
  return (
    `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}` +
    `-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
  );
}
