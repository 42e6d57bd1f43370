import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startOfDay } from '../../src/base/dates.ts';
import { authenticate } from '../../src/flows/authenticate.ts';
import { completeProfile } from '../../src/registry/profile-codec.ts';
import {
  revokeCertificate,
  revokeToken,
  writeEnterprises,
  writeProfile,
  writeTokens,
  writeUndertakings,
} from '../../src/registry/store.ts';
import { tokenHash } from '../../src/registry/tokens.ts';
import { brokenLaws, caseOf, countOf, type Desk, openDesk } from './desk.ts';
import { paperMill, sign, signed, unsigned } from './papers.ts';
import {
  AGENT,
  CARRIER,
  CARRIER_2,
  EVENING,
  makeCard,
  openZone,
  PAYFIRM,
  PAYFIRM_2,
  PLATFORM,
  PLATFORM_2,
  registerCard,
  SELLER,
  undertaking,
  type Zone,
} from './zone.ts';

// Whose messages are taken: tokens, certificates, undertakings, and what another program changes.
const EARLY = startOfDay('2020-01-01');
let zone: Zone;
let desk: Desk;
let mill: ReturnType<typeof paperMill>;

beforeAll(async () => {
  zone = await openZone();
  mill = paperMill(zone.profile);
});
beforeEach(async () => {
  desk = await openDesk(zone);
});
afterAll(() => zone?.database.drop());

const codesOf = (answer: Awaited<ReturnType<Desk['post']>>): string[] =>
  answer === null || answer.accepted ? [] : answer.findings.map(({ code }) => code);

describe('a sender', () => {
  it('must be the enterprise of its token', async () => {
    const { order } = mill.parcel();
    const bytes = signed([order], { sender: PLATFORM, card: zone.cardOf(PLATFORM) });
    const answer = await desk.post(bytes, PLATFORM_2);
    expect(answer).toMatchObject({ accepted: false, status: 403 });
    expect(codesOf(answer)).toEqual(['ENT-COPCODE']);
  });

  it('must sign with a card of its own', async () => {
    const { order } = mill.parcel();
    const before = await countOf(zone.db, 'documents.messages');
    const answer = await desk.post(
      signed([order], { sender: PLATFORM, card: zone.cardOf(PLATFORM_2) }),
      PLATFORM,
    );
    expect(answer).toMatchObject({ accepted: false, status: 403 });
    expect(codesOf(answer)).toEqual(['REG-CERT-OTHER']);
    expect(await countOf(zone.db, 'documents.messages')).toBe(before);
  });

  it('that is no party of the record is refused record by record', async () => {
    const mine = mill.parcel({ platform: PLATFORM_2 });
    const foreign = mill.parcel();
    await desk.statuses(PLATFORM_2);
    await desk.send(PLATFORM_2, mine.order, foreign.order);
    const receipts = await desk.news(PLATFORM_2);
    expect(receipts.map(({ status }) => status)).toEqual(['2', '120', '-301008']);
    expect(receipts[2]?.findings[0]).toMatchObject({ code: 'ENT-SENDER', path: 'ebpCode' });
  });

  it('may be the seller instead of the platform', async () => {
    const papers = mill.parcel();
    await desk.send(SELLER, papers.order);
    expect(await desk.statuses(SELLER)).toEqual(['2', '120']);
  });
});

describe('an undertaking', () => {
  beforeAll(() =>
    zone.register((tx) =>
      writeUndertakings(tx, [
        undertaking(CARRIER_2, PLATFORM, 'order', '2020-09-18', '2020-09-21'),
      ]),
    ),
  );

  it.each([
    ['the day before it begins', '2020-09-17', false],
    ['its first day', '2020-09-18', true],
    ['its last day', '2020-09-20', true],
    ['the day after it ended', '2020-09-21', false],
  ])('on %s', async (_, day, taken) => {
    const { order } = mill.parcel();
    desk.clock.set(startOfDay(day));
    await desk.statuses(CARRIER_2);
    await desk.send(CARRIER_2, order);
    expect((await desk.statuses(CARRIER_2)).includes('120')).toBe(taken);
  });

  it('covers only its kind of document and its principal', async () => {
    const { payment } = mill.parcel();
    const other = mill.parcel({ platform: PLATFORM_2 });
    await desk.statuses(CARRIER_2);
    await desk.send(CARRIER_2, payment);
    await desk.send(CARRIER_2, other.order);
    const findings = (await desk.news(CARRIER_2)).map((one) => one.findings[0]?.code);
    expect(findings).toEqual(['ENT-SENDER', 'ENT-SENDER']);
  });
});

describe('what another program changes', () => {
  it('revokes a certificate from the next message on', async () => {
    const { payment } = mill.parcel();
    const card = zone.cardOf(PAYFIRM_2);
    const bytes = signed([mill.parcel({ payment: PAYFIRM_2 }).payment], {
      ...{ sender: PAYFIRM_2, card },
    });
    expect(await desk.send(PAYFIRM_2, mill.parcel({ payment: PAYFIRM_2 }).payment)).toMatchObject({
      accepted: true,
    });
    const { serial } = card.certificate;
    const key = { enterpriseCode: PAYFIRM_2.code, serial };
    await zone.register((tx) => revokeCertificate(tx, key, EVENING));
    // The registry in memory is older than the revocation; nothing has looked at it since.
    const { revision } = desk.house.registry.current().snapshot;
    expect(codesOf(await desk.post(bytes, PAYFIRM_2))).toEqual(['REG-CERT-REVOKED']);
    expect(desk.house.registry.current().snapshot.revision).toBeGreaterThan(revision);
    expect(await countOf(zone.db, 'documents.payments', `pay_code = '${PAYFIRM_2.code}'`)).toBe(1);
    await desk.send(PAYFIRM, payment);
    expect((await desk.statuses(PAYFIRM)).slice(-1)).toEqual(['120']);
  });

  it('takes a new certificate at once, beside the old one', async () => {
    const card = makeCard(CARRIER, 50);
    await zone.register((tx) => registerCard(tx, CARRIER.code, card));
    for (const one of [card, zone.cardOf(CARRIER)]) {
      const bytes = signed([mill.parcel().waybill], { sender: CARRIER, card: one });
      expect(await desk.post(bytes, CARRIER)).toMatchObject({ accepted: true });
    }
    const stranger = makeCard(CARRIER, 51);
    const bytes = signed([mill.parcel().waybill], { sender: CARRIER, card: stranger });
    expect(codesOf(await desk.post(bytes, CARRIER))).toEqual(['REG-CERT-HOLDER']);
  });

  it('revokes a token as soon as the registry is looked at', async () => {
    const { waybill } = mill.parcel();
    const key = { enterpriseCode: CARRIER_2.code, label: 'test' };
    await zone.register((tx) => revokeToken(tx, key, EVENING));
    await desk.sweep();
    expect(await desk.send(CARRIER_2, waybill)).toBeNull();
    const hash = tokenHash(zone.cardOf(CARRIER_2).token);
    const token = { enterpriseCode: CARRIER_2.code, hash, expiresAt: null, revokedAt: null };
    await zone.register((tx) => writeTokens(tx, [{ ...token, label: 'second' }]));
  });

  it('suspends an enterprise: its documents are kept, its parcels are returned', async () => {
    const papers = mill.parcel();
    await zone.register((tx) => writeEnterprises(tx, [{ ...SELLER, status: 'suspended' }]));
    await desk.sendAll(papers);
    const returned = await caseOf(zone.db, papers);
    expect(returned).toMatchObject({ state: '100', codes: ['ENT-STATUS'] });
    await zone.register((tx) => writeEnterprises(tx, [SELLER]));
    await desk.send(AGENT, papers.list);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
  });

  it('never puts an older reading in place of a newer one', async () => {
    const { registry } = desk.house;
    await zone.register(async () => {});
    const [one, other] = await Promise.all([registry.fresh(zone.db), registry.fresh(zone.db)]);
    expect(one.snapshot.revision).toBe(other.snapshot.revision);
    expect(registry.current().snapshot.revision).toBe(one.snapshot.revision);
  });
});

describe('a message without a signature', () => {
  it('is refused where the law asks for one and taken where it does not', async () => {
    const papers = mill.parcel();
    const bytes = Buffer.from(unsigned([papers.waybill], { sender: CARRIER }));
    const refused = await desk.post(bytes, CARRIER);
    expect(codesOf(refused)).toEqual(['SIG-MISSING']);
    const { parameters } = zone.profile;
    const signatureRequired = parameters.signatureRequired.map((one) => {
      return { ...one, value: one.value.filter((type) => type !== 'CEB511') };
    });
    const lenient = completeProfile({
      ...zone.profile,
      parameters: { ...parameters, signatureRequired },
    });
    await zone.register((tx) => writeProfile(tx, lenient, EARLY));
    await desk.sweep();
    expect(await desk.post(bytes, CARRIER)).toMatchObject({ accepted: true });
    const unsignedRows = "type = 'CEB511' and certificate is null and signature is null";
    expect(await countOf(zone.db, 'documents.messages', unsignedRows)).toBe(1);
    await zone.register((tx) => writeProfile(tx, zone.profile, EVENING));
  });

  it('or signed for another day of the law is checked by the day it comes', () => {
    const papers = mill.parcel();
    const xml = unsigned([papers.waybill], { sender: CARRIER });
    const bytes = sign(xml, zone.cardOf(CARRIER));
    const registry = desk.house.registry.current();
    const late = startOfDay('2046-01-01');
    const checked = authenticate(bytes, CARRIER.code, registry, '2020-09-18', late);
    expect(checked.ok).toBe(false);
    expect(checked.ok ? [] : checked.error.findings.map(({ code }) => code)).toEqual([
      'REG-CERT-EXPIRED',
    ]);
  });
});

describe('afterwards', () => {
  it('the books are in order', async () => {
    expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  });
});
