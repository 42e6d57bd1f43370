import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exampleValue } from '../../scripts/message-examples.ts';
import { CATALOGUE } from '../../src/documents/ceb/catalogue.ts';
import type { Group, MessageTable } from '../../src/documents/ceb/fields.ts';
import { viewMessage } from '../../src/flows/message-view.ts';
import type { Submitted } from '../../src/flows/submit.ts';
import type { FiledReceipt } from '../../src/receipts/receipt.ts';
import { PARTIES, type Party } from '../../src/sandbox/world/parties.ts';
import { brokenLaws, countOf, type Desk, openDesk } from './desk.ts';
import type { Paper } from './papers.ts';
import {
  AGENT,
  CARRIER,
  EVENING,
  openZone,
  PAYFIRM,
  PLATFORM,
  SELLER,
  SITE,
  type Zone,
} from './zone.ts';

// Messages filed under the numbers of their senders: received, kept, answered, found again.
let zone: Zone;
let desk: Desk;
beforeAll(async () => {
  zone = await openZone();
});
beforeEach(async () => {
  desk = await openDesk(zone);
});
afterAll(() => zone?.database.drop());

/** These have tests of their own: lists, their documents, requests. */
const DECIDED = ['CEB311', 'CEB411', 'CEB511', 'CEB621', 'CEB623', 'CEB625'].concat([
  ...['CEB303', 'CEB403', 'CEB505', 'CEB603', 'CEB605', 'CEB607', 'CEB509', 'CEB701'],
  ...['CEB213', 'CEB215'],
]);
const OTHERS = [...CATALOGUE.values()].filter(({ type, sent }) => sent && !DECIDED.includes(type));
const CONCLUDED = ['CEB507'];
const NUMBERED = ['CEB507', 'CEB711'];

/** Which party is named in an element. */
const NAMED: Readonly<Record<string, Party>> = {
  ebpCode: PLATFORM,
  ebcCode: SELLER,
  payCode: PAYFIRM,
  logisticsCode: CARRIER,
  operatorCode: SITE,
  agentCode: AGENT,
};
/** The party that sends a message: mostly the first of its key. */
function senderOf({ key }: MessageTable): Party {
  return NAMED[key[0] ?? ''] ?? AGENT;
}

let serial = 0;
function paper(table: MessageTable, changes: Readonly<Record<string, string>> = {}): Paper {
  serial += 1;
  const own: Record<string, string> = { guid: randomUUID() };
  for (const [element, party] of Object.entries(NAMED)) own[element] = party.code;
  for (const element of ['orderNo', 'logisticsNo', 'copNo', 'coElNo', 'invtNo']) {
    own[element] = `${element.slice(0, 4)}${serial}`.padEnd(18, 'x');
  }
  const values = (group: Group) =>
    Object.fromEntries(
      group.fields
        .filter(({ required, element }) => required || element === 'copNo' || element === 'payCode')
        .map((field) => [field.element, own[field.element] ?? exampleValue(table, field)]),
    );
  const lines = table.lines === null ? [] : [values(table.lines)];
  return { type: table.type, head: { ...values(table.head), ...changes }, lines };
}

function idOf(answer: Submitted | null): string {
  if (answer?.accepted !== true) throw new Error(JSON.stringify(answer));
  return answer.messageId;
}

const statusesOf = (receipts: readonly FiledReceipt[]) => receipts.map(({ status }) => status);
const viewOf = async (answer: Submitted | null, party: Party) =>
  (await viewMessage(zone.db, idOf(answer), party.code))!;

/** What a sound document is answered. */
function answersTo({ type }: MessageTable): string[] {
  return ['2', CONCLUDED.includes(type) ? '399' : '120'];
}

describe.each(OTHERS)('$type', (table) => {
  const sender = senderOf(table);
  const due = answersTo(table);

  it('is kept, answered and shown to its sender', async () => {
    await desk.news(sender);
    const document = paper(table);
    const answer = await desk.send(sender, document);
    expect(answer).toMatchObject({ accepted: true, type: table.type, records: 1 });
    const receipts = await desk.news(sender);
    expect(statusesOf(receipts)).toEqual(due);
    expect(receipts.map(({ type }) => type)).toEqual(due.map(() => table.receipt));
    expect(receipts[0]?.recordGuid).toBe(document.head.guid);
    const { preNo } = receipts[0]!.keys;
    if (NUMBERED.includes(table.type)) expect(preNo).toMatch(/^[A-Z]20200918\d{9}$/);
    const view = await viewOf(answer, sender);
    const key = Object.fromEntries(table.key.map((element) => [element, document.head[element]]));
    expect(view).toMatchObject({ type: table.type, sender: sender.code, receivedAt: EVENING });
    expect(view.signature).toBe('rsa-sha256 strict');
    expect(view.records).toEqual([
      { record: 1, key, state: 'filed', codes: [], preNo: preNo ?? null },
    ]);
    expect(await viewMessage(zone.db, idOf(answer), 'SOMEBODYX1')).toBeNull();
  });

  it('again, otherwise, changed and taken back', async () => {
    const document = paper(table);
    const first = await desk.send(sender, document);
    await desk.news(sender);
    const again = { ...document, head: { ...document.head } };
    await desk.send(sender, again);
    const other = { ...document, head: { ...document.head, guid: randomUUID() } };
    await desk.send(sender, other);
    const refused = await desk.news(sender);
    expect(refused.map(({ status }) => status < '0' || status === '100')).toEqual([true, true]);
    const number = (await viewOf(first, sender)).records[0]!.preNo;
    const change = await desk.send(sender, { ...other, head: { ...other.head, appType: '2' } });
    expect(statusesOf(await desk.news(sender))).toEqual(due);
    expect((await viewOf(change, sender)).records[0]).toMatchObject({
      state: 'filed',
      preNo: number,
    });
    expect((await viewOf(first, sender)).records[0]).toMatchObject({ state: 'changed' });
    const deletion = await desk.send(sender, { ...other, head: { ...other.head, appType: '3' } });
    expect((await viewOf(deletion, sender)).records[0]).toMatchObject({ state: 'deleted' });
  });
});

describe.each(OTHERS)('$type that is no document', (table) => {
  const sender = senderOf(table);

  it('of a stranger, as a draft, or with a field missing', async () => {
    const stranger = sender === PLATFORM ? AGENT : PLATFORM;
    const others = Object.fromEntries(
      Object.keys(NAMED)
        .filter((one) => one in paper(table).head)
        .map((one) => [one, SELLER.code]),
    );
    await desk.news(stranger);
    const foreign = await desk.send(stranger, paper(table, others));
    expect((await viewOf(foreign, stranger)).records[0]).toMatchObject({
      state: 'refused',
      codes: ['ENT-SENDER'],
    });
    const [told] = await desk.news(stranger);
    expect([told?.status, told?.findings[0]?.code]).toEqual([table.refusal ?? '100', 'ENT-SENDER']);
    const draft = await desk.send(sender, paper(table, { appStatus: '1' }));
    expect((await viewOf(draft, sender)).records[0]).toMatchObject({ state: 'draft' });
    const { appTime: _, ...head } = paper(table).head;
    const broken = await desk.send(sender, { ...paper(table), head });
    expect((await viewOf(broken, sender)).records[0]).toMatchObject({
      state: 'refused',
      codes: ['FLD-REQUIRED'],
    });
  });
});

describe('together', () => {
  it('a document without a number goes by its guid', async () => {
    const table = CATALOGUE.get('CEB711')!;
    const { copNo: _, ...head } = paper(table).head;
    const answer = await desk.send(SITE, { ...paper(table), head });
    expect((await viewOf(answer, SITE)).records[0]).toMatchObject({ state: 'filed' });
    expect(await countOf(zone.db, 'documents.others', `name = 'CEB711 ${head.guid}'`)).toBe(1);
  });

  it('an empty appStatus stands for what the schema of the message says', async () => {
    const stateOf = async (type: string) => {
      const table = CATALOGUE.get(type)!;
      const answer = await desk.send(senderOf(table), paper(table, { appStatus: '' }));
      const { state, codes } = (await viewOf(answer, senderOf(table))).records[0]!;
      return [type, state, ...codes];
    };
    expect(await stateOf('CEB303')).toEqual(['CEB303', 'draft']);
    expect(await stateOf('CEB505')).toEqual(['CEB505', 'filed']);
    expect(await stateOf('CEB607')).toEqual(['CEB607', 'refused', 'FLD-LENGTH']);
  });

  it('what comes from the authorities is refused whole', async () => {
    const table = CATALOGUE.get('CEB622')!;
    const answer = await desk.send(AGENT, paper(table));
    expect(answer).toMatchObject({ accepted: false, findings: [{ code: 'MSG-CHILD' }] });
  });

  it('all parties and no stranger stand in the evidence; the audit finds nothing', async () => {
    expect(PARTIES.length).toBeGreaterThan(10);
    expect(await countOf(zone.db, 'documents.others')).toBeGreaterThan(OTHERS.length);
    expect(await brokenLaws(zone.db, EVENING)).toEqual([]);
  });
});
