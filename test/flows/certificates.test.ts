import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOfDay } from '../../src/base/dates.ts';
import type { Finding } from '../../src/base/finding.ts';
import { seededRandom } from '../../src/base/random.ts';
import { REGISTRY_CODES } from '../../src/registry/codes.ts';
import { completeProfile } from '../../src/registry/profile-codec.ts';
import { revokeCertificate, writeProfile } from '../../src/registry/store.ts';
import { type CertificateTerms, makeCertificate } from '../../src/sandbox/world/certificate.ts';
import { makeKey } from '../../src/sandbox/world/keys.ts';
import { brokenLaws, countOf, type Desk, openDesk } from './desk.ts';
import { paperMill, sign, signed, unsigned } from './papers.ts';
import { CARRIER, type Card, EVENING, openZone, registerCard, START, type Zone } from './zone.ts';

// With which certificates a message may be signed; each step that fails has its own finding.
let zone: Zone;
let desk: Desk;
let mill: ReturnType<typeof paperMill>;

beforeAll(async () => {
  zone = await openZone();
  desk = await openDesk(zone);
  mill = paperMill(zone.profile);
});
afterAll(() => zone?.database.drop());

const DAY = 86_400_000;
const dayOf = (days: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(EVENING + days * DAY);

/** A card of the carrier; equal seeds have equal keys. */
function card(seed: number, terms: Partial<CertificateTerms>): Card {
  const key = makeKey(seededRandom(BigInt(seed)), 1024);
  const certificate = makeCertificate(key, {
    ...{ serial: `7a${seed}`, code: CARRIER.code, name: CARRIER.name },
    ...{ from: '2015-06-01', until: '2045-05-31', ...terms },
  });
  return { key, certificate, token: zone.cardOf(CARRIER).token };
}

async function register(one: Card): Promise<Card> {
  await zone.register((tx) => registerCard(tx, CARRIER.code, one));
  return one;
}

/** Posts a waybill signed with the card, and checks that nothing of it is kept when refused. */
async function post(bytes: Uint8Array): Promise<Finding | null> {
  await desk.sweep();
  const before = await countOf(zone.db, 'documents.messages');
  const answer = await desk.post(bytes, CARRIER);
  await desk.works.idle();
  if (answer?.accepted === true) return null;
  expect(answer).toMatchObject({ accepted: false, status: 403 });
  expect(await countOf(zone.db, 'documents.messages')).toBe(before);
  const [finding, ...more] = answer?.accepted === false ? answer.findings : [];
  expect(more).toEqual([]);
  return finding ?? null;
}

const waybill = (one: Card) => signed([mill.parcel().waybill], { sender: CARRIER, card: one });
const said = async (one: Card) => post(waybill(one));

describe('a certificate', () => {
  it.each([
    ['expired yesterday', { until: dayOf(-1) }, 'REG-CERT-EXPIRED'],
    ['valid until today', { until: START }, null],
    ['valid from today', { from: START }, null],
    ['valid from tomorrow', { from: dayOf(1) }, 'REG-CERT-EARLY'],
    ['for signing', { usage: 'signature' }, null],
    ['for encryption', { usage: 'encryption' }, 'REG-CERT-USAGE'],
  ] as const)('%s', async (what, terms, code) => {
    const one = await register(card(what.length + 100, terms));
    const finding = await said(one);
    expect(finding?.code ?? null).toBe(code);
    if (code === null) return;
    const { zh, en, hint } = REGISTRY_CODES[code];
    const line = Buffer.from(waybill(one)).toString().split('<ds:Signature')[0]!.split('\n').length;
    expect(finding).toMatchObject({ zh, en, hint, path: 'Signature/KeyInfo', line });
  });

  it('is refused from the moment it is revoked', async () => {
    const one = await register(card(1, {}));
    expect(await said(one)).toBeNull();
    const key = { enterpriseCode: CARRIER.code, serial: one.certificate.serial };
    await zone.register((tx) => revokeCertificate(tx, key, EVENING));
    expect(await said(one)).toMatchObject({ code: 'REG-CERT-REVOKED' });
  });

  it('of the same holder with another key is not the registered one', async () => {
    const renewed = card(2, {});
    expect(await said(renewed)).toMatchObject({ code: 'REG-CERT-HOLDER' });
    await register(renewed);
    expect(await said(renewed)).toBeNull();
  });

  it('with another key under a registered serial number is not the registered one', async () => {
    const mine = await register(card(3, {}));
    const forged = card(4, { serial: mine.certificate.serial });
    expect(await said(forged)).toMatchObject({ code: 'REG-CERT-KEY' });
  });

  it('that is the registered one does not help who signs with another key', async () => {
    const mine = await register(card(5, {}));
    const other = card(6, {});
    const bytes = signed([mill.parcel().waybill], {
      ...{ sender: CARRIER, card: { ...mine, key: other.key } },
    });
    expect(await post(bytes)).toMatchObject({ code: 'SIGNATURE-VALUE' });
  });

  it('that is left out is found by its number, and the key must be that one', async () => {
    const mine = await register(card(7, {}));
    const other = card(8, {});
    const bare = (key: Card['key']) => {
      const xml = unsigned([mill.parcel().waybill], { sender: CARRIER });
      const bytes = Buffer.from(sign(xml, { ...mine, key })).toString();
      return Buffer.from(bytes.replace(/<ds:X509Data>.*<\/ds:X509Data>/s, ''));
    };
    expect(await post(bare(mine.key))).toBeNull();
    expect(await post(bare(other.key))).toMatchObject({ code: 'SIGNATURE-VALUE' });
  });
});

describe('what the law puts up with', () => {
  it('is nothing but the standard, unless it names a variant', async () => {
    const mine = await register(card(9, {}));
    const tailed = () => {
      const bytes = Buffer.from(waybill(mine)).toString();
      return Buffer.from(bytes.replace('</ds:Signature>', '</ds:Signature>\n'));
    };
    expect(await post(tailed())).toMatchObject({ code: 'SIGNATURE-DIGEST' });
    const { parameters } = zone.profile;
    const signatureVariants = parameters.signatureVariants.map((one) => {
      return { ...one, value: ['strict', 'tail-stripped', 'sm2-sha1', 'sha1-as-sm3'] };
    });
    const lenient = completeProfile({
      ...zone.profile,
      parameters: { ...parameters, signatureVariants },
    });
    await zone.register((tx) => writeProfile(tx, lenient, startOfDay('2020-01-01')));
    expect(await post(tailed())).toBeNull();
    const kept = "signature = 'rsa-sha256 tail-stripped'";
    expect(await countOf(zone.db, 'documents.messages', kept)).toBe(1);
    await zone.register((tx) => writeProfile(tx, zone.profile, EVENING));
  });
});

describe('afterwards', () => {
  it('the books are in order', async () => {
    expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  });
});
