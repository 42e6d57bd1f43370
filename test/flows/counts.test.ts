import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CountSaid, Settling } from '../../src/bonded/count.ts';
import { writeScans } from '../../src/bonded/count-store.ts';
import { bookStream } from '../../src/bonded/events.ts';
import type { MovementSaid } from '../../src/bonded/movement.ts';
import { noticeJson } from '../../src/clearance/notice-json.ts';
import { noticeFor, unpaidNotices } from '../../src/clearance/notice-store.ts';
import { approveCount, closeCount, refuseCount } from '../../src/flows/count-close.ts';
import { scanCount, uploadCount } from '../../src/flows/count-scans.ts';
import { declareCount, viewCount } from '../../src/flows/counts.ts';
import { expireStock } from '../../src/flows/expire-stock.ts';
import { reportMovements } from '../../src/flows/movements.ts';
import { openStock } from '../../src/flows/open-stock.ts';
import { settleNotice } from '../../src/flows/pay-notice.ts';
import { stockOn } from '../../src/flows/stock.ts';
import { releaseEntryList } from '../../src/flows/stock-release.ts';
import { readReceipts } from '../../src/receipts/store.ts';
import { brokenLaws, type Desk, openDesk } from './desk.ts';
import { BOOK_NO, writeBook } from './shelves.ts';
import { AREA, codesOf, fresh, must, openBondedZone, RECORD, type Yard, yardOf } from './yard.ts';
import { AGENT, SELLER, type Zone } from './zone.ts';

// Stock-takes: freeze, count, compare, settle (STK-14).
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

const open = (change: Partial<CountSaid> = {}) => {
  const plain = { bookNo: BOOK_NO, ownNo: fresh('C'), records: null, locations: null };
  return declareCount(desk.house, { ...plain, blind: true, ...change }, AREA);
};

/** Ten of the line at a place; the entry list, and the number of the lot there. */
async function shelved(location: string) {
  const entry = await yard.enter(10n * ONE);
  const said: MovementSaid = {
    ...{ eventId: fresh('W'), kind: 'put-away', recordNo: RECORD, quantity: 10n * ONE },
    ...{ lotNo: null, from: null, location, expiresOn: null },
    ...{ document: `entry ${entry.paperNo}`, at: desk.clock.now() },
  };
  const [done] = (await reportMovements(desk.house, BOOK_NO, [said], AREA))!;
  expect(done).toMatchObject({ accepted: true });
  return { entry, lotNo: `${entry.paperNo}-1@${location}`, said };
}

const scan = (countNo: string, location: string, lotNo: string, quantity: bigint, more = {}) => {
  const said = { scanId: fresh('B'), location, lotNo, recordNo: null, quantity, ...more };
  return scanCount(desk.house, countNo, said, AREA);
};

const settling = (lotNo: string, location: string, change: Partial<Settling>): Settling => ({
  ...{ recordNo: RECORD, lotNo, location, how: 'explained', document: null, reason: 'recount' },
  ...change,
});

const close = (countNo: string, ...said: Settling[]) => closeCount(desk.house, countNo, said, AREA);

describe('an open count', () => {
  it('freezes its goods for papers, warehouse and gate; lists go on being accepted', async () => {
    const { lotNo, said } = await shelved('A-01');
    const { listNo } = await yard.sell();
    const { slip } = await yard.leave(listNo);
    const later = await stockOn(desk.house).entry(
      {
        ...{ bookNo: BOOK_NO, ownNo: fresh('E'), type: '8', declarationNo: null, slipNo: null },
        lines: [{ seq: 1, recordNo: RECORD, itemNo: null, hs: null, unit: '122', quantity: ONE }],
      },
      AREA,
    );
    const { paper } = await must(open());
    expect(paper.paperNo).toMatch(/^PD461220\d{9}$/);
    expect(await codesOf(open())).toEqual(['BND-COUNTING']);
    const waiting = await yard.cross(slip);
    expect(waiting).toMatchObject({ passed: false, findings: [{ code: 'BND-FROZEN' }] });
    expect(waiting.findings[0]!.en).toContain(paper.paperNo);
    const move: MovementSaid = {
      ...{ ...said, eventId: fresh('W'), kind: 'relocation', from: 'A-01', location: 'A-02' },
    };
    const [moved] = (await reportMovements(desk.house, BOOK_NO, [move], AREA))!;
    expect(moved).toMatchObject({ accepted: false, retryable: true });
    expect(moved!.findings.map(({ code }) => code)).toEqual(['BND-FROZEN']);
    if (!later.ok) throw new Error('the entry list was refused');
    const promised = (await yard.book()).promised;
    await yard.sell();
    expect((await yard.book()).promised).toBe(promised + 2n * ONE);
    await must(stockOn(desk.house).cancel({ kind: 'count', paperNo: paper.paperNo }, AREA));
    expect(await yard.cross(slip)).toMatchObject({ passed: true });
    expect(await codesOf(scan(paper.paperNo, 'A-01', lotNo, ONE))).toEqual(['BND-STATE']);
    await must(releaseEntryList(desk.house, later.value.paper.paperNo));
  });

  it('leaves goods past their day where they are until it is over', async () => {
    const lot = { bookNo: BOOK_NO, recordNo: RECORD, lotNo: fresh('OLD'), quantity: ONE };
    const old = { ...lot, owner: AREA, location: 'Z-01', expiresOn: '2020-01-01' };
    await zone.db.transaction((tx) => openStock(tx, [old], desk.clock.now()));
    const { paper } = await must(open());
    expect((await expireStock(desk.house)).expired).toBe(0);
    await must(stockOn(desk.house).cancel({ kind: 'count', paperNo: paper.paperNo }, AREA));
    expect((await expireStock(desk.house)).expired).toBe(1);
  });

  it('of some places leaves the others free', async () => {
    const { said } = await shelved('B-01');
    const { paper } = await must(open({ locations: ['B-09'] }));
    const move: MovementSaid = {
      ...{ ...said, eventId: fresh('W'), kind: 'relocation', from: 'B-01', location: 'B-02' },
    };
    const into = { ...move, eventId: fresh('W'), from: 'B-02', location: 'B-09' };
    const done = (await reportMovements(desk.house, BOOK_NO, [move, into], AREA))!;
    expect(done.map(({ accepted }) => accepted)).toEqual([true, false]);
    await must(stockOn(desk.house).cancel({ kind: 'count', paperNo: paper.paperNo }, AREA));
  });

  it('adds up scans, each once, and tells what the book has unless it is blind', async () => {
    const { lotNo } = await shelved('C-01');
    const { paper } = await must(open({ locations: ['C-01'] }));
    const { paperNo } = paper;
    const said = { scanId: 'SAME', location: 'C-01', lotNo, recordNo: null, quantity: 4n * ONE };
    const first = await must(scanCount(desk.house, paperNo, said, AREA));
    expect(first).toMatchObject({ repeated: false, counted: 4n * ONE, expected: null });
    const again = await must(scanCount(desk.house, paperNo, said, AREA));
    expect(again).toMatchObject({ repeated: true, counted: 4n * ONE });
    expect(await codesOf(scanCount(desk.house, paperNo, { ...said, quantity: 1n }, AREA))).toEqual([
      'BND-EVENT-ID',
    ]);
    const more = await must(scan(paperNo, 'C-01', lotNo, 6n * ONE));
    expect(more).toMatchObject({ counted: 10n * ONE });
    expect(await codesOf(scan(paperNo, 'C-01', 'STRANGE', ONE))).toEqual(['BND-LINE']);
    expect(await codesOf(scan(paperNo, 'C-02', lotNo, ONE, { recordNo: RECORD }))).toEqual([
      'BND-COUNT',
    ]);
    expect(await must(scanCount(desk.house, paperNo, said, SELLER.code))).toBeNull();
    expect(await must(close(paperNo))).toMatchObject({ changed: true, paper: { state: 'closed' } });
    expect(await must(close(paperNo))).toMatchObject({ changed: false });
    const seen = await must(open({ locations: ['C-01'], blind: false }));
    const shown = await must(scan(seen.paper.paperNo, 'C-01', lotNo, ONE));
    expect(shown).toMatchObject({ counted: ONE, expected: 10n * ONE });
    await must(stockOn(desk.house).cancel({ kind: 'count', paperNo: seen.paper.paperNo }, AREA));
  });
});

describe('closing a count', () => {
  it('needs everything counted and every difference settled; a shortage is taxed', async () => {
    const { lotNo, entry } = await shelved('D-01');
    const other = await shelved('D-02');
    const { paper } = await must(open({ locations: ['D-01', 'D-02'] }));
    const { paperNo } = paper;
    await must(scan(paperNo, 'D-01', lotNo, 7n * ONE));
    expect(await codesOf(close(paperNo))).toEqual(['BND-UNEXPLAINED', 'BND-UNCOUNTED']);
    await must(scan(paperNo, 'D-02', other.lotNo, 10n * ONE));
    const taxed = settling(lotNo, 'D-01', { how: 'taxed', reason: 'lost' });
    const wrong = [
      settling(lotNo, 'D-01', { how: 'surplus' }),
      settling(other.lotNo, 'D-02', { how: 'taxed' }),
    ];
    expect(await codesOf(close(paperNo, ...wrong))).toEqual([
      'BND-COUNT',
      'BND-COUNT',
      'BND-COUNT',
    ]);
    expect(await codesOf(close(paperNo, settling(lotNo, 'D-01', {})))).toEqual(['BND-COUNT']);
    const before = await yard.book();
    const done = await must(close(paperNo, taxed));
    expect((await yard.book()).remain).toBe(before.remain - 3n * ONE);
    const [settled] = done!.paper.body.settled!;
    expect(settled).toMatchObject({ how: 'taxed', book: '10', shelf: '7', warehouse: null });
    // Three of the line's price; the rates are worked out again from the tariff of the test.
    const [line] = await zone.db.query<{ price: bigint; hs: string }>(
      'select price, hs from registry.book_lines where book_no = $1 and record_no = $2',
      [BOOK_NO, RECORD],
    );
    const rates = desk.house.registry.current().index.tariffAt(line!.hs, '2020-09-18')!;
    const value = 3n * line!.price;
    const yuan = (fen: bigint) => `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;
    const duty = (value * rates.mfnDuty.n * 2n + rates.mfnDuty.d) / (rates.mfnDuty.d * 2n);
    expect(settled!.tax).toMatchObject({ dutiablePrice: yuan(value), duty: yuan(duty) });
    expect(Number(settled!.tax!.vat)).toBeGreaterThan(0);
    expect(entry.paperNo).toMatch(/^QD/);
  });

  it('bills a shortage to the enterprise of the book, to be paid within 15 days', async () => {
    const [one, other] = [await shelved('H-01'), await shelved('H-02')];
    const { paperNo } = (await must(open({ locations: ['H-01', 'H-02'] }))).paper;
    for (const [i, { lotNo }] of [one, other].entries()) {
      await must(scan(paperNo, `H-0${i + 1}`, lotNo, 8n * ONE));
    }
    const taxed = [one, other].map(({ lotNo }, i) =>
      settling(lotNo, `H-0${i + 1}`, { how: 'taxed', reason: 'lost' }),
    );
    expect((await viewCount(desk.house, paperNo, AREA))!.notice).toBeNull();
    const { settled } = (await must(close(paperNo, ...taxed)))!.paper.body;
    const fen = (text: string) => BigInt(text.replace('.', ''));
    const vat = settled!.reduce((sum, { tax }) => sum + fen(tax!.vat), 0n);
    const duty = settled!.reduce((sum, { tax }) => sum + fen(tax!.duty), 0n);
    const due = { dutyNo: `JK${paperNo}`, document: `count ${paperNo}`, assureCode: AREA };
    const notice = { ...due, duty, vat, releasedDay: '2020-09-18', due: '2020-10-03', bills: 1 };
    expect((await viewCount(desk.house, paperNo, AREA))!.notice).toMatchObject(notice);
    expect(await unpaidNotices(zone.db, 100)).toContainEqual(expect.objectContaining(notice));
    await must(close(paperNo, ...taxed));
    const late = noticeJson((await noticeFor(zone.db, due.document))!, '2020-10-05');
    const total = fen(late.total);
    // Two days at 0.05 %, half up.
    expect(late.state).toBe('overdue');
    expect(fen(late.lateFee)).toBe((total * 2n * 5n + 5_000n) / 10_000n);
    expect(await settleNotice(desk.house, due.dutyNo)).toMatchObject({ changed: true });
    expect(await settleNotice(desk.house, due.dutyNo)).toMatchObject({ changed: false });
    expect((await viewCount(desk.house, paperNo, AREA))!.notice!.paidAt).not.toBeNull();
    expect(await unpaidNotices(zone.db, 100)).not.toContainEqual(expect.objectContaining(due));
  });

  it('takes more goods in as surplus, and moves those that only lay elsewhere', async () => {
    const here = await shelved('E-01');
    const document = `entry ${here.entry.paperNo}`;
    const { paper } = await must(open({ locations: ['E-01', 'E-02', 'E-03'] }));
    const { paperNo } = paper;
    const before = { bonded: await yard.book(), surplus: await yard.book('surplus') };
    const record = { recordNo: RECORD };
    await must(scan(paperNo, 'E-01', here.lotNo, 6n * ONE));
    await must(scan(paperNo, 'E-02', here.lotNo, 4n * ONE, record));
    await must(scan(paperNo, 'E-03', 'FOUND', 2n * ONE, record));
    const found = settling('FOUND', 'E-03', { how: 'surplus' });
    const all = [
      settling(here.lotNo, 'E-01', { document }),
      settling(here.lotNo, 'E-02', { document }),
      { ...found, how: 'explained' as const, document },
    ];
    expect(await codesOf(close(paperNo, ...all))).toEqual(['BND-COUNT']);
    await must(close(paperNo, ...all.slice(0, 2), found));
    expect(await yard.book()).toEqual(before.bonded);
    expect((await yard.book('surplus')).remain).toBe(before.surplus.remain + 2n * ONE);
    const places = { 'E-01': 6n * ONE, 'E-02': 4n * ONE, 'E-03': 2n * ONE };
    expect(await yard.places()).toMatchObject(places);
  });

  it('compares with the warehouse, and keeps what is promised and under way apart', async () => {
    const { lotNo, entry } = await shelved('F-01');
    const { paper } = await must(open({ locations: ['F-01'] }));
    const { paperNo } = paper;
    const line = (quantity: bigint) => {
      return { scanId: fresh('U'), location: 'F-01', lotNo, recordNo: RECORD, quantity };
    };
    const upload = (side: 'shelf' | 'warehouse', quantity: bigint) =>
      uploadCount(desk.house, paperNo, { side, lines: [line(quantity)] }, AREA);
    await must(upload('warehouse', 9n * ONE));
    expect((await viewCount(desk.house, paperNo, AREA))!.rows).toEqual([]);
    await must(upload('shelf', 11n * ONE));
    await must(upload('shelf', 10n * ONE));
    const view = (await viewCount(desk.house, paperNo, AREA))!;
    expect(view.rows).toMatchObject([{ book: 10n * ONE, shelf: 10n * ONE, warehouse: 9n * ONE }]);
    const { promised } = await yard.book();
    expect(view.pending).toMatchObject([{ recordNo: RECORD, promised, undeclared: 0n }]);
    expect(await codesOf(close(paperNo))).toEqual(['BND-UNEXPLAINED']);
    const before = await yard.book();
    const document = `entry ${entry.paperNo}`;
    await must(close(paperNo, settling(lotNo, 'F-01', { document })));
    expect(await yard.book()).toEqual(before);
    expect(await viewCount(desk.house, paperNo, SELLER.code)).toBeNull();
  });

  it('sees what is scanned at the moment at which it closes', async () => {
    const { lotNo } = await shelved('G-01');
    const { paperNo } = (await must(open({ locations: ['G-01'] }))).paper;
    await must(scan(paperNo, 'G-01', lotNo, 10n * ONE));
    const [written, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const late = zone.db.transaction(async (tx) => {
      const place = { recordNo: RECORD, lotNo, location: 'G-01' };
      const more = { side: 'shelf', scanId: 'LATE', quantity: ONE, sets: false } as const;
      await writeScans(tx, paperNo, [{ ...place, ...more }], desk.clock.now());
      written.resolve();
      await end.promise;
    });
    await written.promise;
    const closing = codesOf(close(paperNo));
    setTimeout(() => end.resolve(), 300);
    await late;
    expect(await closing).toEqual(['BND-UNEXPLAINED']);
    await must(close(paperNo, settling(lotNo, 'G-01', { how: 'surplus' })));
  });

  it('never takes what is promised to lists', async () => {
    const rows = await zone.db.query<{ lotNo: string; location: string }>(
      `select lot_no as "lotNo", location from bonded.lots
       where record_no = $1 and status = 'bonded' and quantity > 0`,
      [RECORD],
    );
    await yard.sell();
    const { paper } = await must(open({ records: [RECORD] }));
    for (const { lotNo, location } of rows) await must(scan(paper.paperNo, location, lotNo, 0n));
    const others = (await viewCount(desk.house, paper.paperNo, null))!.rows.filter(
      ({ shelf }) => shelf === null,
    );
    for (const { lotNo, location, book } of others) {
      await must(scan(paper.paperNo, location, lotNo, book));
    }
    const taxed = rows.map(({ lotNo, location }) => settling(lotNo, location, { how: 'taxed' }));
    expect(await codesOf(close(paper.paperNo, ...taxed))).toEqual(['BND-PROMISED']);
    await must(stockOn(desk.house).cancel({ kind: 'count', paperNo: paper.paperNo }, AREA));
  });
});

describe('a shortage that is only explained', () => {
  /** A count of two places; three are missing at the first, which the entry list shall explain. */
  async function missing(mark: string) {
    const [short, whole] = [await shelved(`${mark}-01`), await shelved(`${mark}-02`)];
    const { paperNo } = (await must(open({ locations: [`${mark}-01`, `${mark}-02`] }))).paper;
    await must(scan(paperNo, `${mark}-01`, short.lotNo, 7n * ONE));
    await must(scan(paperNo, `${mark}-02`, whole.lotNo, 10n * ONE));
    const place = [short.lotNo, `${mark}-01`] as const;
    const explained = settling(...place, { document: `entry ${short.entry.paperNo}` });
    const taxed = settling(...place, { how: 'taxed', reason: 'lost' });
    return { paperNo, explained, taxed, said: short.said };
  }
  const states = async (paperNo: string) => {
    const events = await readReceipts(zone.db, bookStream(BOOK_NO), 0n, 1_000);
    return events.filter(({ keys }) => keys.number === paperNo).map(({ status }) => status);
  };

  it('waits for customs, frozen, and leaves the book when customs agrees', async () => {
    const { paperNo, explained, said } = await missing('J');
    const before = await yard.book();
    const waiting = await must(close(paperNo, explained));
    expect(waiting).toMatchObject({ changed: true, paper: { state: 'declared' } });
    expect(await yard.book()).toEqual(before);
    expect(await must(close(paperNo, explained))).toMatchObject({ changed: false });
    const relocation = { ...said, eventId: fresh('W'), kind: 'relocation', from: 'J-01' } as const;
    const [moved] = (await reportMovements(
      desk.house,
      BOOK_NO,
      [{ ...relocation, location: 'J-03' }],
      AREA,
    ))!;
    expect(moved!.findings.map(({ code }) => code)).toEqual(['BND-FROZEN']);
    expect(await codesOf(scan(paperNo, 'J-01', explained.lotNo, ONE))).toEqual(['BND-STATE']);
    expect(await codesOf(open())).toEqual(['BND-COUNTING']);
    const id = { kind: 'count', paperNo } as const;
    expect(await codesOf(stockOn(desk.house).cancel(id, AREA))).toEqual(['BND-STATE']);
    const done = await must(approveCount(desk.house, paperNo));
    expect(done).toMatchObject({ changed: true, paper: { state: 'closed', holds: null } });
    expect(done!.paper.body.agreedAt).toBe('2020-09-18T20:00:00.000+08:00');
    expect(done!.paper.body.settled).toMatchObject([{ how: 'explained', shelf: '7', tax: null }]);
    expect((await yard.book()).remain).toBe(before.remain - 3n * ONE);
    expect(await noticeFor(zone.db, `count ${paperNo}`)).toBeNull();
    expect(await must(approveCount(desk.house, paperNo))).toMatchObject({ changed: false });
    expect(await codesOf(refuseCount(desk.house, paperNo, 'late'))).toEqual(['BND-STATE']);
    expect(await states(paperNo)).toEqual(['approved', 'declared', 'closed']);
  });

  it('is open again when customs refuses, and is then taxed', async () => {
    const { paperNo, explained, taxed } = await missing('K');
    expect(await codesOf(approveCount(desk.house, paperNo))).toEqual(['BND-STATE']);
    await must(close(paperNo, explained));
    const refused = await must(refuseCount(desk.house, paperNo, '证明不足'));
    expect(refused!.paper).toMatchObject({ state: 'approved', body: { refused: '证明不足' } });
    const id = { kind: 'count', paperNo } as const;
    expect(await codesOf(stockOn(desk.house).cancel(id, AREA))).toEqual(['BND-STATE']);
    await must(scan(paperNo, 'K-01', explained.lotNo, ONE));
    await must(close(paperNo, taxed));
    const view = (await viewCount(desk.house, paperNo, AREA))!;
    expect(view.count.body.settled).toMatchObject([{ how: 'taxed', shelf: '8' }]);
    expect(view.notice).toMatchObject({ dutyNo: `JK${paperNo}` });
    expect(await states(paperNo)).toEqual(['approved', 'declared', 'approved', 'closed']);
  });

  it('leaves other lines free meanwhile, and is not counted with them again', async () => {
    const others = { recordNo: '102', location: 'L-01' };
    await zone.db.transaction((tx) =>
      openStock(
        tx,
        [
          {
            ...{ ...others, bookNo: BOOK_NO, lotNo: 'OTHER', quantity: 5n * ONE, owner: AREA },
            expiresOn: null,
          },
        ],
        desk.clock.now(),
      ),
    );
    const { lotNo, entry, said } = await shelved('L-02');
    const { paperNo } = (await must(open({ locations: ['L-01', 'L-02'] }))).paper;
    await must(scan(paperNo, 'L-01', 'OTHER', 5n * ONE));
    await must(scan(paperNo, 'L-02', lotNo, 9n * ONE));
    await must(close(paperNo, settling(lotNo, 'L-02', { document: `entry ${entry.paperNo}` })));
    const move: MovementSaid = {
      ...{ ...said, eventId: fresh('W'), kind: 'relocation', recordNo: '102', quantity: 5n * ONE },
      ...{ from: 'L-01', location: 'L-09', document: `count ${paperNo}` },
    };
    const [moved] = (await reportMovements(desk.house, BOOK_NO, [move], AREA))!;
    expect(moved).toMatchObject({ accepted: true });
    await must(refuseCount(desk.house, paperNo, 'count again'));
    const view = (await viewCount(desk.house, paperNo, null))!;
    expect(view.rows).toMatchObject([{ lotNo, location: 'L-02', shelf: 9n * ONE }]);
    await must(scan(paperNo, 'L-02', lotNo, ONE));
    expect(await must(close(paperNo))).toMatchObject({ paper: { state: 'closed' } });
  });

  it('is judged once more when customs agrees', async () => {
    const { paperNo, explained } = await missing('M');
    const paper = await yard.enter(ONE);
    const later = await must(
      stockOn(desk.house).entry(
        {
          ...{ bookNo: BOOK_NO, ownNo: fresh('E'), type: '8', declarationNo: null, slipNo: null },
          lines: [{ seq: 1, recordNo: RECORD, itemNo: null, hs: null, unit: '122', quantity: ONE }],
        },
        AREA,
      ),
    );
    const entry = { kind: 'entry', paperNo: later.paper.paperNo } as const;
    await must(close(paperNo, { ...explained, document: `entry ${entry.paperNo}` }));
    await must(stockOn(desk.house).cancel(entry, AREA));
    expect(await codesOf(approveCount(desk.house, paperNo))).toEqual(['BND-COUNT']);
    await must(refuseCount(desk.house, paperNo, 'the paper is void'));
    await must(close(paperNo, { ...explained, document: `entry ${paper.paperNo}` }));
    await must(approveCount(desk.house, paperNo));
    expect(await must(approveCount(desk.house, 'PD0'))).toBeNull();
    expect(await must(refuseCount(desk.house, 'PD0', 'x'))).toBeNull();
  });

  it('that customs agrees to and refuses at once has one end', async () => {
    const { paperNo, explained } = await missing('N');
    await must(close(paperNo, explained));
    const before = await yard.book();
    const ends = await Promise.all([
      approveCount(desk.house, paperNo),
      refuseCount(desk.house, paperNo, 'no'),
      approveCount(desk.house, paperNo),
    ]);
    const state = (await viewCount(desk.house, paperNo, null))!.count.state;
    const changed = ends.filter((end) => end.ok && end.value!.changed);
    expect(changed.length).toBe(1);
    const gone = before.remain - (await yard.book()).remain;
    expect([state, gone]).toEqual(state === 'closed' ? ['closed', 3n * ONE] : ['approved', 0n]);
    if (state === 'approved') {
      await must(close(paperNo, explained));
      await must(approveCount(desk.house, paperNo));
    }
  });
});

it('leaves everything in balance', async () => {
  expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  expect(desk.failures).toEqual([]);
});
