import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/base/finding.ts';
import { platformOf } from '../../src/cli/platform-of.ts';
import { verifyBytes } from '../../src/documents/verify.ts';
import { buildWindow, type Window } from '../../src/window/server.ts';
import { MESSAGE_LIMITS } from '../../src/xml/limits.ts';
import { scan } from '../../src/xml/scan.ts';
import { readSignature, SIGNATURE_VARIANTS, verifySignature } from '../../src/xml/signature.ts';
import { shallRunWith } from '../external-tool.ts';
import { signedByGuid, wrappings } from '../wrappings.ts';
import { brokenLaws, countOf, type Desk, openDesk } from './desk.ts';
import { type Papers, paperMill, signed } from './papers.ts';
import { openZone, PLATFORM, type Zone } from './zone.ts';

// Signed content that is kept somewhere else while forged content stands where it is read.
let zone: Zone;
let desk: Desk;
let window: Window;
let url: string;
let papers: Papers;
/** What the platform firm signed as this trade does, and by reference to a guid; both wrapped. */
let original: string;
let referring: string;
let forms: Readonly<Record<string, string>>;
let referringForms: Readonly<Record<string, string>>;

const FORGED = 'FORGED-NUMBER';
const forge = (record: string) => record.replace(/(<ceb:orderNo>)[^<]*/, `$1${FORGED}`);

beforeAll(async () => {
  zone = await openZone();
  desk = await openDesk(zone);
  const platform = platformOf(desk, async () => '');
  window = await buildWindow({ platform, clock: desk.clock, version: 'test' });
  url = await window.listen({ host: '127.0.0.1', port: 0 });
  papers = paperMill(zone.profile).parcel();
  const card = zone.cardOf(PLATFORM);
  original = Buffer.from(signed([papers.order], { sender: PLATFORM, card })).toString();
  referring = signedByGuid(original, card.key.privateKey);
  forms = wrappings(original, forge);
  referringForms = wrappings(referring, forge);
});
afterAll(async () => {
  await window?.close();
  await zone?.database.drop();
});

async function post(text: string): Promise<{ status: number; findings: readonly Finding[] }> {
  const { token } = zone.cardOf(PLATFORM);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/xml' };
  const response = await fetch(`${url}/v1/messages`, { method: 'POST', headers, body: text });
  const body = (await response.json()) as { findings?: Finding[] };
  await desk.works.idle();
  return { status: response.status, findings: body.findings ?? [] };
}

/** Whether the signature of a document holds with the registered key, by whatever variant. */
function holds(text: string): boolean {
  const scanned = scan(Buffer.from(text), MESSAGE_LIMITS);
  const read = scanned.ok ? readSignature(scanned.doc) : null;
  if (!scanned.ok || read?.ok !== true) return false;
  const { publicKey } = zone.cardOf(PLATFORM).key;
  const options = { variants: SIGNATURE_VARIANTS };
  return verifySignature(scanned.doc, read.parts, publicKey, options).ok;
}

/** By the name of the form: the status, then what the door says of each of the two originals. */
const SAID: Readonly<Record<string, readonly [number, string, string?]>> = {
  'XSW1 the signed message in the signature': [403, 'SIGNATURE-WRAPPED SIGNATURE-STRUCTURE'],
  'XSW2 the signed message beside the signature': [403, 'SIGNATURE-WRAPPED MSG-CHILD'],
  'XSW3 a forged record before the signed one': [403, 'SIGNATURE-DIGEST', 'SIGNATURE-REFERENCE'],
  'XSW4 the signed record in a forged one': [403, 'SIGNATURE-DIGEST', 'SIGNATURE-REFERENCE'],
  'XSW5 the signed record behind the signature': [422, 'MSG-ORDER'],
  'XSW6 the signed record in the signature': [403, 'SIGNATURE-STRUCTURE'],
  'XSW7 the signed message in the extension': [
    403,
    'SIGNATURE-WRAPPED SIGNATURE-DIGEST',
    'SIGNATURE-WRAPPED SIGNATURE-REFERENCE',
  ],
  'XSW8 the signed message in an object of the signature': [
    403,
    'SIGNATURE-WRAPPED SIGNATURE-STRUCTURE',
  ],
  'a signed message with its signature in the extension': [403, 'SIGNATURE-WRAPPED SIG-MISSING'],
  'a signed message with its signature as a child': [403, 'SIGNATURE-WRAPPED MSG-CHILD'],
  'both messages in a root of their own': [403, 'SIGNATURE-WRAPPED MSG-UNKNOWN'],
  'both messages, of one guid': [403, 'SIGNATURE-WRAPPED MSG-CHILD'],
  'both records, of one guid': [403, 'SIGNATURE-DIGEST', 'SIGNATURE-REFERENCE'],
  'a second signature for the forged message': [403, 'SIGNATURE-WRAPPED SIGNATURE-COUNT'],
};

describe('a wrapped signature', () => {
  it('is tried in every form that is built', () => {
    expect(Object.keys(forms)).toEqual(Object.keys(SAID));
    expect(Object.keys(referringForms)).toEqual(Object.keys(SAID));
  });

  it.each(Object.entries(SAID))('%s', async (name, [status, codes, referringCodes = codes]) => {
    for (const [form, want] of [
      [forms[name]!, codes],
      [referringForms[name]!, referringCodes],
    ] as const) {
      expect(form).toContain(FORGED);
      expect(holds(form)).toBe(false);
      const offline = verifyBytes(Buffer.from(form));
      expect(offline.signature.state).toBe('invalid');
      expect(offline.findings.map(({ level }) => level)).toContain('signature');
      const answer = await post(form);
      expect([answer.status, answer.findings.map(({ code }) => code).join(' ')]).toEqual([
        ...[status, want],
      ]);
      expect(answer.findings.every(({ zh, en, hint }) => zh && en && hint)).toBe(true);
      expect(await countOf(zone.db, 'documents.messages')).toBe(0);
    }
  });

  it('was made of what is taken by itself', async () => {
    expect(holds(original)).toBe(true);
    expect((await post(original)).status).toBe(202);
    const kept = `order_no = '${papers.orderNo}'`;
    expect(await countOf(zone.db, 'documents.orders', kept)).toBe(1);
    expect(await countOf(zone.db, 'documents.orders')).toBe(1);
    expect(await countOf(zone.db, 'documents.messages')).toBe(1);
    expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  });
});

describe.runIf(shallRunWith('xmlsec1'))('a reader that follows the reference', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onestep-wrapping-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function xmlsecTakes(text: string): Promise<boolean> {
    const [file, key] = [join(folder, 'message.xml'), join(folder, 'key.pem')];
    writeFileSync(file, text);
    const { publicKey } = zone.cardOf(PLATFORM).key;
    writeFileSync(key, publicKey.export({ type: 'spki', format: 'pem' }));
    const ids = ['--id-attr:guid', 'http://www.chinaport.gov.cn/ceb:CEB311Message'];
    const args = ['--verify', '--enabled-key-data', 'rsa', ...ids, '--pubkey-pem', key, file];
    return new Promise((resolve) => execFile('xmlsec1', args, (error) => resolve(error === null)));
  }

  it('is deceived by these very messages', async () => {
    expect(await xmlsecTakes(referring)).toBe(true);
    expect(await xmlsecTakes(forge(referring))).toBe(false);
    for (const name of Object.keys(SAID).filter((one) => /^XSW[27]/.test(one))) {
      expect([name, await xmlsecTakes(referringForms[name]!)]).toEqual([name, true]);
    }
  });
});
