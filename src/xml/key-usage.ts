/**
 * What the key of an X.509 certificate may be used for (RFC 5280, section 4.2.1.3). node:crypto
 * reads certificates but tells only their extended key usage.
 */

/** DER of the object identifier 2.5.29.15. */
const KEY_USAGE = Buffer.from('0603551d0f', 'hex');
const OCTET_STRING = 0x04;
const BIT_STRING = 0x03;
const EXTENSIONS = 0xa3;
const DIGITAL_SIGNATURE = 0x80;

/**
 * Whether messages may be signed with the key of a certificate: its keyUsage has digitalSignature,
 * or it has no keyUsage at all, which restricts nothing.
 * @param der a certificate that node:crypto has read, so its lengths can be relied on
 */
export function maySign(der: Uint8Array): boolean {
  const extension = extensionsOf(Buffer.from(der)).find((one) =>
    one.subarray(0, KEY_USAGE.length).equals(KEY_USAGE),
  );
  if (extension === undefined) return true;
  const value = valuesIn(extension).find(({ tag }) => tag === OCTET_STRING);
  const [bits] = value === undefined ? [] : valuesIn(value.content);
  // The first byte of a bit string counts the bits at its end that are not used.
  return bits?.tag === BIT_STRING && ((bits.content[1] ?? 0) & DIGITAL_SIGNATURE) !== 0;
}

/** The content of each extension: its identifier, whether it is critical, its value. */
function extensionsOf(der: Buffer): Buffer[] {
  const [certificate] = valuesIn(der);
  const [signed] = certificate === undefined ? [] : valuesIn(certificate.content);
  const fields = signed === undefined ? [] : valuesIn(signed.content);
  const [list] = fields
    .filter(({ tag }) => tag === EXTENSIONS)
    .flatMap((one) => valuesIn(one.content));
  return list === undefined ? [] : valuesIn(list.content).map(({ content }) => content);
}

type Value = { readonly tag: number; readonly content: Buffer };

/** The DER values that stand one behind the other; tags have one byte in certificates. */
function valuesIn(bytes: Buffer): Value[] {
  const values: Value[] = [];
  for (let at = 0; at + 1 < bytes.length; ) {
    const short = bytes[at + 1]!;
    const more = short < 0x80 ? 0 : short & 0x7f;
    const length = more === 0 ? short : bytes.readUIntBE(at + 2, more);
    const from = at + 2 + more;
    values.push({ tag: bytes[at]!, content: bytes.subarray(from, from + length) });
    at = from + length;
  }
  return values;
}
