import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aroundZone, ENTRY_LIST, GATE_SLIP } from '../../scripts/zone-examples.ts';
import { present } from '../../src/base/assert.ts';
import type { BusinessDate } from '../../src/base/dates.ts';
import { keyOf } from '../../src/base/keys.ts';
import { writeEnvelope } from '../../src/documents/dxp/write.ts';
import { loadOthers } from '../../src/documents/other-store.ts';
import { encodeZone } from '../../src/documents/zone/write.ts';
import { viewMessage } from '../../src/flows/message-view.ts';
import type { Submitted } from '../../src/flows/submit.ts';
import { writeUndertakings } from '../../src/registry/store.ts';
import type { Party } from '../../src/sandbox/world/parties.ts';
import { signObject } from '../../src/xml/sign-object.ts';
import { brokenLaws, countOf, type Desk, openDesk } from './desk.ts';
import { AGENT, AGENT_2, EVENING, openZone, PLATFORM, SELLER, START, type Zone } from './zone.ts';

// Entry lists and gate slips: received, kept, answered at once, found again.
let zone: Zone;
let desk: Desk;
beforeAll(async () => {
  zone = await openZone();
  const kind = 'list' as const;
  const given = { operator: AGENT_2.code, principal: AGENT.code, kind };
  await zone.register((tx) =>
    writeUndertakings(tx, [{ ...given, from: '2020-01-01' as BusinessDate, until: null }]),
  );
});
beforeEach(async () => {
  desk = await openDesk(zone);
  await desk.news(AGENT);
  await desk.news(AGENT_2);
});
afterAll(() => zone?.database.drop());

type Changes = Readonly<Record<string, string>>;
const BASES = { INV101: ENTRY_LIST, SAS121: GATE_SLIP } as const;
const NUMBERS = { INV101: 'EtpsInnerInvtNo', SAS121: 'EtpsPreentNo' } as const;
type Type = keyof typeof BASES;

let serial = 0;
function fresh(): string {
  serial += 1;
  return `N${String(serial).padStart(6, '0')}`;
}

/** A document with its own number, of AGENT unless told. */
function document(type: Type, number: string, changes: Changes = {}, flag = '1'): string {
  const { head, lines, parts } = BASES[type];
  const own = { [NUMBERS[type]]: number, DclEtpsno: AGENT.code, DclEtpsNm: AGENT.name };
  const around = { ...aroundZone(type, `M${number}`), BussinessData: [{ DelcareFlag: flag }] };
  return encodeZone(type, {
    head: { ...head, ...own, ...changes },
    ...(lines === undefined ? {} : { lines }),
    parts: { ...parts, ...around },
  });
}

async function post(xml: string, sender: Party = AGENT): Promise<Submitted> {
  const answer = present(await desk.post(Buffer.from(xml), sender), 'the token of a party');
  await desk.works.idle();
  return answer;
}

async function stateOf(answer: Submitted, sender: Party = AGENT) {
  if (!answer.accepted) throw new Error(JSON.stringify(answer));
  const view = await viewMessage(zone.db, answer.messageId, sender.code);
  return present(view, 'a message').records[0]!;
}

describe.each(['INV101', 'SAS121'] as const)('%s', (type) => {
  it('is kept, numbered, answered once and shown', async () => {
    const number = fresh();
    const answer = await post(document(type, number));
    expect(answer).toMatchObject({ accepted: true, type, records: 1, duplicate: false });
    const [told, ...more] = await desk.news(AGENT);
    expect(more).toEqual([]);
    const seqNo = expect.stringMatching(/^2020\d{14}$/);
    expect(told).toMatchObject({
      ...{ type: 'CommonResponeMessage', status: '0', findings: [], recordGuid: number },
      keys: { SeqNo: seqNo, EtpsPreentNo: number },
    });
    expect(await stateOf(answer)).toEqual({
      ...{ record: 1, state: 'filed', codes: [], preNo: told?.keys.SeqNo },
      key: { DclEtpsno: AGENT.code, [NUMBERS[type]]: number },
    });
    const key = keyOf(AGENT.code, `${type} ${number}`);
    const [filed] = await loadOthers(zone.db, desk.house.terms, [key]);
    expect((filed?.terms.entryList ?? filed?.terms.gateSlip)?.ownNo).toBe(number);
    expect(await post(document(type, number))).toMatchObject({ accepted: true, duplicate: true });
    expect(await desk.news(AGENT)).toEqual([]);
  });

  it('again, otherwise, changed and made void', async () => {
    const number = fresh();
    const first = await post(document(type, number));
    const { SeqNo } = (await desk.news(AGENT))[0]!.keys;
    const resent = document(type, number).replace(`>M${number}<`, `>R${number}<`);
    expect(await stateOf(await post(resent))).toMatchObject({
      state: 'refused',
      codes: ['repeat'],
    });
    const other = document(type, number, { Rmk: '另一份' });
    expect(await stateOf(await post(other))).toMatchObject({
      state: 'refused',
      codes: ['conflict'],
    });
    const refused = await desk.news(AGENT);
    expect(refused.map(({ status, findings }) => [status, findings[0]?.code])).toEqual([
      ['-1', 'FILE-REPEAT'],
      ['-1', 'FILE-CONFLICT'],
    ]);
    expect(refused[1]?.findings[0]?.hint).toMatch(/DclTypecd 2/);
    expect(refused[1]?.info).toMatch(/^\[FILE-CONFLICT\]/);
    const change = await post(document(type, number, { Rmk: '另一份', DclTypecd: '2' }));
    expect(await stateOf(change)).toMatchObject({ state: 'filed', preNo: SeqNo });
    expect(await stateOf(first)).toMatchObject({ state: 'changed' });
    const gone = await post(document(type, number, { DclTypecd: '3' }));
    expect(await stateOf(gone)).toMatchObject({ state: 'deleted', preNo: SeqNo });
    expect(await desk.statuses(AGENT)).toEqual(['0', '0']);
  });

  it('of a stranger is refused, of an agent by undertaking taken', async () => {
    const xml = document(type, fresh());
    const foreign = await post(xml, PLATFORM);
    expect(await stateOf(foreign, PLATFORM)).toMatchObject({ codes: ['ENT-SENDER'] });
    const agent = await post(document(type, fresh()), AGENT_2);
    expect(await stateOf(agent, AGENT_2)).toMatchObject({ state: 'filed' });
    expect(await desk.statuses(AGENT_2)).toEqual(['0']);
    expect(await desk.statuses(AGENT)).toEqual([]);
  });
});

describe.each(['INV101', 'SAS121'] as const)('%s that is not filed', (type) => {
  it('is a draft, or says what is missing', async () => {
    const draft = await post(document(type, fresh(), {}, '0'));
    expect(await stateOf(draft)).toMatchObject({ state: 'draft', preNo: null });
    const broken = document(type, fresh()).replace(/<DclEtpsNm>.*?<\/DclEtpsNm>/, '');
    expect(await stateOf(await post(broken))).toMatchObject({ codes: ['FLD-REQUIRED'] });
    const [kept, told] = await desk.news(AGENT);
    expect([kept?.status, kept?.info]).toEqual(['0', expect.stringMatching(/已暂存$/)]);
    expect([told?.status, told?.info]).toEqual(['-1', expect.stringContaining('DclEtpsNm')]);
  });
});

describe('the signature of a document of a zone', () => {
  const sign = (xml: string, sender: Party = AGENT) => {
    const { key, certificate } = zone.cardOf(sender);
    const der = Buffer.from(certificate.der).toString('base64');
    const keyInfo = `<KeyName>${certificate.serial}</KeyName><X509Data><X509Certificate>${der}`;
    const whole = `${keyInfo}</X509Certificate></X509Data>`;
    return signObject(xml, { key: key.privateKey, algorithm: 'rsa-sha1', keyInfo: whole });
  };

  it('holds, or is refused with the step that failed', async () => {
    const signed = sign(document('INV101', fresh()));
    const answer = await post(signed);
    expect(answer).toMatchObject({ accepted: true });
    const id = answer.accepted ? answer.messageId : '';
    expect((await viewMessage(zone.db, id, AGENT.code))?.signature).toBe('rsa-sha1 strict');
    const altered = signed.replace('<DclQty>2<', '<DclQty>3<');
    expect(await post(altered)).toMatchObject({
      status: 403,
      findings: [{ code: 'SIGNATURE-DIGEST' }],
    });
    const forged = signed.replace(/<SignatureValue>..../, '<SignatureValue>AAAA');
    expect(await post(forged)).toMatchObject({
      status: 403,
      findings: [{ code: 'SIGNATURE-VALUE' }],
    });
    const foreign = sign(document('INV101', fresh()), SELLER);
    expect(await post(foreign)).toMatchObject({ accepted: false, status: 403 });
  });
});

describe('together', () => {
  it('comes in an envelope, whose sender it must name', async () => {
    const envelope = (senderId: string) =>
      Buffer.from(
        writeEnvelope({
          ...{ copMsgId: fresh(), senderId, receiverIds: ['DXPEDCSAS0000001'] },
          ...{ creatTime: '2020-09-18T20:00:00', msgType: 'SAS121' },
          data: Buffer.from(document('SAS121', fresh())),
        }),
      );
    expect(await desk.post(envelope('DXPENT0000000001'), AGENT)).toMatchObject({ accepted: true });
    expect(await desk.post(envelope('DXPENT0000000002'), AGENT)).toMatchObject({
      ...{ accepted: false, findings: [{ code: 'DXP-SENDER' }] },
    });
    await desk.works.idle();
  });

  it('what customs sends is refused whole', async () => {
    const receipt = encodeZone('SAS223', {
      head: { etpsPreentNo: '1', businessId: '1', manageResult: '1', manageDate: START },
      parts: { EnvelopInfo: aroundZone('SAS223', 'M1').EnvelopInfo! },
    });
    expect(await post(receipt)).toMatchObject({
      ...{ accepted: false, status: 422, findings: [{ code: 'MSG-NOT-SENT' }] },
    });
  });

  it('nothing personal leaves the evidence, and the audit finds nothing', async () => {
    expect(await countOf(zone.db, 'documents.others')).toBeGreaterThan(5);
    expect(await brokenLaws(zone.db, EVENING)).toEqual([]);
  });
});
