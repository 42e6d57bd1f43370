/**
 * Signature wrapping in its known forms (XSW1 to XSW8, from the literature on SAML: Somorovsky et
 * al., "On Breaking SAML: Be Whoever You Want to Be", USENIX Security 2012), carried over to
 * messages: content that was really signed is kept somewhere, and forged content stands where it
 * would be read. A message takes the place of the response, a record that of the assertion.
 */
import { createHash, type KeyObject, sign } from 'node:crypto';
import { present } from '../src/base/assert.ts';
import { canonicalize } from '../src/xml/canonical.ts';
import { MESSAGE_LIMITS } from '../src/xml/limits.ts';
import { scan, type XmlDocument } from '../src/xml/scan.ts';
import { readSignature } from '../src/xml/signature.ts';

/** A message that was signed, taken apart; texts as they stand in it. */
type Parts = {
  readonly open: string;
  readonly record: string;
  /** BaseTransfer. */
  readonly tail: string;
  readonly signature: string;
  readonly close: string;
};

/**
 * The wrapped forms of a signed CEB311 message, by name.
 * @param forge alters the text of a record; what it makes is what an attacker wants taken
 */
export function wrappings(
  signed: string,
  forge: (record: string) => string,
): Readonly<Record<string, string>> {
  const { open, record, tail, signature, close } = partsOf(signed);
  const forged = forge(record);
  if (forged === record) throw new Error('nothing is forged');
  const other = open.replace(/ guid="[^"]+"/, ' guid="00000000-0000-4000-8000-000000000000"');
  const message = (...inside: readonly string[]) => [other, ...inside, close].join('');
  const root = open.replace(/^<\?xml[^>]*>\s*/, '');
  const original = [root, record, tail, close].join('');
  const whole = [root, record, tail, signature, close].join('');
  const holding = (text: string) => signature.replace(/<\/ds:Signature>$/, `${text}$&`);
  const extended = (text: string) =>
    '<ceb:ExtendMessage><ceb:name>note</ceb:name><ceb:version>1.0</ceb:version>' +
    `<ceb:Message>${text}</ceb:Message></ceb:ExtendMessage>`;
  return {
    'XSW1 the signed message in the signature': message(forged, tail, holding(original)),
    'XSW2 the signed message beside the signature': message(forged, tail, original, signature),
    'XSW3 a forged record before the signed one': message(forged, record, tail, signature),
    'XSW4 the signed record in a forged one': message(
      forged.replace(/<\/ceb:Order>$/, `${record}$&`),
      ...[tail, signature],
    ),
    'XSW5 the signed record behind the signature': message(forged, tail, signature, record),
    'XSW6 the signed record in the signature': message(forged, tail, holding(record)),
    'XSW7 the signed message in the extension': message(
      ...[forged, tail, extended(original), signature],
    ),
    'XSW8 the signed message in an object of the signature': message(
      ...[forged, tail, holding(`<ds:Object>${original}</ds:Object>`)],
    ),
    'a signed message with its signature in the extension': message(
      ...[forged, tail, extended(whole)],
    ),
    'a signed message with its signature as a child': message(forged, tail, whole),
    'both messages in a root of their own': [
      `<ceb:Both xmlns:ceb="http://www.chinaport.gov.cn/ceb">`,
      ...[root, forged, tail, close, whole, '</ceb:Both>'],
    ].join(''),
    'both messages, of one guid': [open, forged, tail, original, signature, close].join(''),
    'both records, of one guid': [open, record, forged, tail, signature, close].join(''),
    'a second signature for the forged message': message(
      ...[forged, tail, extended(whole), signature],
    ),
  };
}

/**
 * The message signed by reference to the guid of its root, as SAML does it and this trade does not:
 * who follows the reference finds the original wherever it is kept.
 */
export function signedByGuid(signed: string, key: KeyObject): string {
  const { open, record, tail, signature, close } = partsOf(signed);
  const guid = present(/ guid="([^"]+)"/.exec(open)?.[1], 'the guid');
  const referring = (text: string) => text.replace('URI=""', `URI="#${guid}"`);
  const content = documentOf([open, record, tail, close].join(''));
  const digest = createHash('sha256').update(canonicalize(content, 0)).digest('base64');
  const draft = signature.replace(/(<ds:DigestValue>)[^<]*/, `$1${digest}`);
  // Canonical in its place, with the reference that is read, and then the one that is wanted.
  const placed = documentOf([open, record, tail, draft, close].join(''));
  const read = readSignature(placed);
  if (!read.ok) throw new Error(read.finding.en);
  const info = Buffer.from(canonicalize(placed, read.parts.signedInfoNode)).toString();
  const value = sign('sha256', Buffer.from(referring(info)), key).toString('base64');
  const own = referring(draft).replace(/(<ds:SignatureValue>)[^<]*/, `$1${value}`);
  return [open, record, tail, own, close].join('');
}

function documentOf(source: string): XmlDocument {
  const scanned = scan(Buffer.from(source), MESSAGE_LIMITS);
  if (!scanned.ok) throw new Error(scanned.finding.en);
  return scanned.doc;
}

function partsOf(signed: string): Parts {
  const whole =
    /^(.*?<ceb:CEB311Message[^>]*>)(.*<\/ceb:Order>)(.*)(<ds:Signature .*<\/ds:Signature>)(.*)$/s;
  const found = present(whole.exec(signed), 'a signed CEB311');
  const [open, record, tail, signature, close] = found.slice(1) as [
    ...[string, string, string, string, string],
  ];
  return { open, record, tail, signature, close };
}
