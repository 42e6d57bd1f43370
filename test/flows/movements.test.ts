import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bookStream } from '../../src/bonded/events.ts';
import type { MovementSaid } from '../../src/bonded/movement.ts';
import { reportMovements, reportReceived } from '../../src/flows/movements.ts';
import { readReceipts } from '../../src/receipts/store.ts';
import { brokenLaws, countOf, type Desk, openDesk } from './desk.ts';
import { BOOK_NO, writeBook } from './shelves.ts';
import { AREA, codesOf, fresh, must, openBondedZone, RECORD, type Yard, yardOf } from './yard.ts';
import { AGENT, SELLER, type Zone } from './zone.ts';

// A warehouse reports where goods went (STK-8, STK-15), and follows the events of the book.
let zone: Zone;
let desk: Desk;
let yard: Yard;

beforeAll(async () => {
  zone = await openBondedZone();
  await zone.register((tx) => writeBook(tx));
  yard = yardOf(zone, () => desk);
});
beforeEach(async () => {
  desk = await openDesk(zone);
  await desk.news(AGENT);
});
afterAll(() => zone?.database.drop());

const ONE = 100_000n;

const movement = (change: Partial<MovementSaid>): MovementSaid => ({
  ...{ eventId: fresh('W'), kind: 'put-away', recordNo: RECORD, quantity: ONE, lotNo: null },
  ...{ from: null, location: null, expiresOn: null, document: null },
  at: desk.clock.now(),
  ...change,
});

async function report(...said: MovementSaid[]) {
  const done = await reportMovements(desk.house, BOOK_NO, said, AREA);
  return done!.map(({ accepted, repeated, retryable, findings }) => {
    return { accepted, repeated, retryable, codes: findings.map(({ code }) => code) };
  });
}

const ACCEPTED = { accepted: true, repeated: false, retryable: false, codes: [] };
const refused = (code: string, retryable = false) => {
  return { accepted: false, repeated: false, retryable, codes: [code] };
};

/** Ten on the shelf at a place of their own. */
async function shelved(location: string, expiresOn: string | null = null) {
  const entry = await yard.enter(10n * ONE);
  const document = `entry ${entry.paperNo}`;
  const up = movement({ document, location, quantity: 10n * ONE, expiresOn });
  expect(await report(up)).toEqual([ACCEPTED]);
  return { document, up };
}

describe('a put-away', () => {
  it('brings goods from RECEIVING to a place, under the paper by which they came', async () => {
    const before = await yard.book();
    await shelved('P-01', '2027-01-31');
    expect(await yard.places()).toMatchObject({ 'P-01': 10n * ONE });
    expect((await yard.places()).RECEIVING).toBeUndefined();
    expect((await yard.book()).remain).toBe(before.remain + 10n * ONE);
    const [lot] = await zone.db.query<{ expires: string }>(
      `select expires_on::text as expires from bonded.lots where location = 'P-01'`,
    );
    expect(lot).toEqual({ expires: '2027-01-31' });
  });

  it('is one event however often it comes; other content under its number conflicts', async () => {
    const { up } = await shelved('P-02');
    const again = { ...ACCEPTED, repeated: true };
    expect(await report(up)).toEqual([again]);
    expect(await report(up, up)).toEqual([again, again]);
    expect(await report({ ...up, quantity: ONE })).toEqual([refused('BND-EVENT-ID')]);
    expect((await yard.places())['P-02']).toBe(10n * ONE);
  });

  it('names its paper, a line, a place; each wrong one is refused alone', async () => {
    const { document } = await shelved('P-03');
    const entry = await yard.enter(2n * ONE);
    const own = { document: `entry ${entry.paperNo}`, location: 'P-04' };
    const answers = await report(
      movement({ ...own, document: null }),
      movement({ ...own, document: 'entry QD461299I000000001' }),
      movement({ ...own, document: 'banana' }),
      movement({ ...own, recordNo: '999' }),
      movement({ ...own, quantity: 0n }),
      movement({ ...own, location: null }),
      movement({ ...own, location: 'RECEIVING' }),
      movement({ ...own, document }),
      movement({ ...own, quantity: 2n * ONE }),
    );
    expect(answers).toEqual([
      ...['BND-DOCUMENT', 'BND-DOCUMENT', 'BND-DOCUMENT', 'BND-LINE', 'BND-QUANTITY'].map((code) =>
        refused(code),
      ),
      ...[refused('BND-PLACE'), refused('BND-PLACE'), refused('BND-NOT-THERE', true), ACCEPTED],
    ]);
  });
});

it('does an event once that is reported by many at the same moment', async () => {
  const { document } = await shelved('Q-01');
  const on = { kind: 'relocation', document, from: 'Q-01', location: 'Q-02' } as const;
  const said = movement(on);
  const same = await Promise.all(Array.from({ length: 5 }, () => report(said)));
  expect(same.flat().filter(({ accepted }) => accepted)).toHaveLength(5);
  expect(same.flat().filter(({ repeated }) => !repeated)).toHaveLength(1);
  const each = await Promise.all(Array.from({ length: 12 }, () => report(movement(on))));
  expect(each.flat().filter(({ accepted }) => accepted)).toHaveLength(9);
  expect((await yard.places())['Q-01']).toBeUndefined();
  expect((await yard.places())['Q-02']).toBe(10n * ONE);
});

describe('a relocation', () => {
  it('waits for its put-away, and may come a day late with its own time', async () => {
    const entry = await yard.enter(4n * ONE);
    const document = `entry ${entry.paperNo}`;
    const late = desk.clock.now() - 86_400_000;
    const up = movement({ document, location: 'R-01', quantity: 4n * ONE, at: late });
    const on = movement({
      ...{ kind: 'relocation', document, from: 'R-01', location: 'R-02', quantity: 3n * ONE },
      at: late + 1,
    });
    expect(await report(on)).toEqual([refused('BND-NOT-THERE', true)]);
    expect(await report(up)).toEqual([ACCEPTED]);
    expect(await report(on)).toEqual([ACCEPTED]);
    expect(await yard.places()).toMatchObject({ 'R-01': ONE, 'R-02': 3n * ONE });
    const where = `at <> reported_at and event_id = '${on.eventId}'`;
    expect(await countOf(zone.db, 'bonded.reports', where)).toBe(1);
  });

  it('is judged in the order in which it happened, whatever the order it is told in', async () => {
    const entry = await yard.enter(4n * ONE);
    const document = `entry ${entry.paperNo}`;
    const at = desk.clock.now();
    const on = { kind: 'relocation', document, from: 'R-03', location: 'R-04' } as const;
    const answers = await report(
      movement({ ...on, quantity: 4n * ONE, at: at + 1 }),
      movement({ document, location: 'R-03', quantity: 4n * ONE, at }),
    );
    expect(answers).toEqual([ACCEPTED, ACCEPTED]);
    expect(await yard.places()).toMatchObject({ 'R-04': 4n * ONE });
  });

  it('never brings goods of two statuses to one place', async () => {
    const { document } = await shelved('R-05');
    const entry = await yard.enter(2n * ONE);
    const lines = [{ seq: 1, recordNo: null, counted: 5n * ONE }];
    await must(reportReceived(desk.house, entry.paperNo, lines, AREA));
    const own = `entry ${entry.paperNo}`;
    const surplus = { document: own, lotNo: `${entry.paperNo}-1-S`, quantity: 3n * ONE };
    expect(await report(movement({ ...surplus, location: 'R-05' }))).toEqual([
      refused('BND-PLACE'),
    ]);
    expect(await report(movement({ ...surplus, location: 'R-06' }))).toEqual([ACCEPTED]);
    const other = { kind: 'relocation', document, from: 'R-05', location: 'R-06' } as const;
    expect(await report(movement(other))).toEqual([refused('BND-PLACE')]);
    const twoAtOnce = await Promise.all([
      report(movement({ document: own, location: 'R-07', quantity: ONE })),
      report(movement({ ...surplus, kind: 'relocation', from: 'R-06', location: 'R-07' })),
    ]);
    expect(twoAtOnce.flat().filter(({ accepted }) => accepted)).toHaveLength(1);
  });
});

describe('a pick', () => {
  it('lays goods ready for a list, which take the gate ahead of everything else', async () => {
    await shelved('S-01', '2027-06-30');
    await shelved('S-02', '2026-12-31');
    const { listNo } = await yard.sell();
    const pick = { kind: 'pick', document: `list ${listNo}`, from: 'S-01' } as const;
    const answers = await report(
      movement({ ...pick, document: null }),
      movement({ ...pick, document: 'list 46122020I999999999' }),
      movement({ ...pick, location: 'S-09' }),
      movement({ ...pick, quantity: 3n * ONE }),
      movement({ ...pick, quantity: 2n * ONE }),
      movement({ ...pick, quantity: ONE }),
    );
    expect(answers.map(({ codes }) => codes[0] ?? 'taken')).toEqual([
      ...['BND-DOCUMENT', 'BND-DOCUMENT', 'BND-PLACE', 'BND-DOCUMENT', 'taken', 'BND-DOCUMENT'],
    ]);
    const staging = `LIST:${listNo}`;
    expect(await yard.places()).toMatchObject({ [staging]: 2n * ONE });
    const other = await yard.sell();
    const before = await yard.places();
    expect(await yard.cross((await yard.leave(other.listNo)).slip)).toMatchObject({ passed: true });
    expect((await yard.places())[staging]).toBe(2n * ONE);
    expect(await yard.cross((await yard.leave(listNo)).slip)).toMatchObject({ passed: true });
    const after = await yard.places();
    expect(after[staging]).toBeUndefined();
    expect(sum(before) - sum(after)).toBe(4n * ONE);
  });
});

const sum = (places: Record<string, bigint>) => Object.values(places).reduce((a, b) => a + b, 0n);

describe('what was received', () => {
  it('leaves short goods in RECEIVING and brings others in as surplus', async () => {
    const short = await yard.enter(5n * ONE);
    const received = (entry: string, ...lines: [number | null, string | null, bigint][]) =>
      reportReceived(
        desk.house,
        entry,
        lines.map(([seq, recordNo, counted]) => ({ seq, recordNo, counted })),
        AREA,
      );
    const surplus = (await yard.book('surplus')).remain;
    expect(await codesOf(received(short.paperNo, [2, null, ONE]))).toEqual(['BND-LINE']);
    expect(await codesOf(received(short.paperNo, [null, '999', ONE]))).toEqual(['BND-LINE']);
    await must(received(short.paperNo, [1, null, 3n * ONE], [null, RECORD, ONE]));
    expect(await must(received(short.paperNo, [1, null, 3n * ONE], [null, RECORD, ONE]))).toEqual(
      expect.objectContaining({ repeated: true }),
    );
    expect(await codesOf(received(short.paperNo, [1, null, ONE]))).toEqual(['BND-RECEIVED']);
    expect((await yard.book('surplus')).remain).toBe(surplus + ONE);
    const document = `entry ${short.paperNo}`;
    const up = (quantity: bigint) => movement({ document, location: 'W-01', quantity });
    expect(await report(up(4n * ONE))).toEqual([refused('BND-NOT-THERE', true)]);
    expect(await report(up(3n * ONE))).toEqual([ACCEPTED]);
    expect(await reportReceived(desk.house, short.paperNo, [], SELLER.code)).toMatchObject({
      value: null,
    });
  });
});

describe('the events of a book', () => {
  it('tell of papers, of lists to pick and of goods that are gone, without a gap', async () => {
    const read = () => readReceipts(zone.db, bookStream(BOOK_NO), 0n, 1_000);
    const before = (await read()).length;
    const entry = await yard.enter(2n * ONE);
    const { papers, listNo } = await yard.sell();
    const { exit, slip } = await yard.leave(listNo);
    await yard.cross(slip);
    const told = (await read()).slice(before);
    const events = told.map(({ keys, status }) => `${keys.kind} ${keys.number} ${status}`);
    const inSlip = told.find(({ keys }) => keys.kind === 'slip')!.keys.number;
    expect(events).toEqual([
      ...[`entry ${entry.paperNo} approved`, `entry ${entry.paperNo} released`],
      ...[`entry ${entry.paperNo} released`, `slip ${inSlip} approved`],
      ...[`entry ${entry.paperNo} closed`, `slip ${inSlip} crossed`],
      ...[`list ${listNo} released`, `exit ${exit.paperNo} approved`],
      ...[`exit ${exit.paperNo} approved`, `slip ${slip.paperNo} approved`],
      ...[`exit ${exit.paperNo} closed`, `slip ${slip.paperNo} crossed`, `list ${listNo} gone`],
    ]);
    const list = told.find(({ keys }) => keys.kind === 'list');
    expect(list).toMatchObject({ keys: { orderNo: papers.orderNo } });
    expect(list?.lines).toEqual([{ recordNo: RECORD, quantity: '2', unit: '122' }]);
    const cursors = (await read()).map(({ cursor }) => Number(cursor));
    expect(cursors).toEqual(cursors.map((_, i) => i + 1));
  });
});

it('leaves everything in balance', async () => {
  expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  expect(desk.failures).toEqual([]);
});
