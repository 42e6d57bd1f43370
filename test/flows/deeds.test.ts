import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addDays, businessDate, DAY } from '../../src/base/dates.ts';
import type { ChangeSaid } from '../../src/bonded/change.ts';
import type { DisposalSaid } from '../../src/bonded/disposal.ts';
import type { Output, ProcessingSaid } from '../../src/bonded/processing.ts';
import type { TransferSaid, TransferSaidPart } from '../../src/bonded/transfer.ts';
import { expireStock } from '../../src/flows/expire-stock.ts';
import { openStock } from '../../src/flows/open-stock.ts';
import {
  approveDeed,
  cancelDeed,
  confirmTransfer,
  refuseDeed,
} from '../../src/flows/stock-decisions.ts';
import {
  declareChange,
  declareDisposal,
  declareProcessing,
  declareTransfer,
} from '../../src/flows/stock-deeds.ts';
import type { StockStatus } from '../../src/registry/book.ts';
import { articleNamed } from '../../src/sandbox/world/sale.ts';
import { brokenLaws, caseOf, type Desk, openDesk } from './desk.ts';
import { paperMill } from './papers.ts';
import {
  BOOK_NO,
  balanceOf,
  codesOf,
  gateOut,
  lotsIn,
  must,
  writeBook,
  writeOtherBooks,
} from './shelves.ts';
import { AGENT, openZone, type Zone } from './zone.ts';

// What is done to goods that lie in the warehouse (STK-8, STK-10 to STK-13).
let zone: Zone;
let desk: Desk;
let owner: string;
let mill: ReturnType<typeof paperMill>;
let neighbour: { readonly bookNo: string; readonly owner: string };
let faraway: { readonly bookNo: string; readonly owner: string };
let count = 0;
/** Each test has articles of its own. */
let formula: string;
let wipes: string;
const fresh = (mark: string): string => `${mark}${++count}`;
const ONE = 100_000n;

beforeAll(async () => {
  const always = [{ from: '2016-04-08', until: null, value: true, law: 'test' }];
  zone = await openZone({ stockRequired: always });
  mill = paperMill(zone.profile);
  await zone.register(async (tx) => {
    owner = await writeBook(tx);
    [neighbour, faraway] = await writeOtherBooks(tx);
  });
});
beforeEach(async () => {
  desk = await openDesk(zone);
  await desk.news(AGENT);
  [formula, wipes] = ['101', '102'];
});
afterAll(() => zone?.database.drop());

/** Puts a lot on the shelf; its number. */
async function shelve(
  recordNo: string,
  quantity: bigint,
  expiresOn: string | null = null,
  lotNo = fresh('L'),
): Promise<string> {
  const lot = { bookNo: BOOK_NO, recordNo, lotNo, quantity: quantity * ONE, owner, expiresOn };
  const at = desk.clock.now();
  await zone.db.transaction((tx) => openStock(tx, [{ ...lot, location: `A-${lotNo}` }], at));
  return lotNo;
}

const part = (recordNo: string, quantity: bigint, lotNo: string | null = null) => {
  return { recordNo, lotNo, quantity: quantity * ONE, unit: null };
};
const free = (recordNo: string, status?: StockStatus, bookNo = BOOK_NO) =>
  balanceOf(zone.db, bookNo, recordNo, status);

const order = (change: Partial<ProcessingSaid>): ProcessingSaid => ({
  ...{ bookNo: BOOK_NO, ownNo: fresh('P'), work: 'repacking', parts: [], outputs: [] },
  ...change,
});
const output = (components: readonly [string, bigint][], change: Partial<Output> = {}): Output => ({
  ...{ count: 1, setNo: null, hs: null, location: fresh('W') },
  components: components.map(([recordNo, quantity]) => ({ recordNo, quantity: quantity * ONE })),
  ...change,
});
const work = (change: Partial<ProcessingSaid>) =>
  declareProcessing(desk.house, order(change), owner);

const becomes = (
  from: StockStatus,
  to: StockStatus,
  parts: ChangeSaid['parts'],
  change: Partial<ChangeSaid> = {},
) => {
  const said = { ...{ bookNo: BOOK_NO, ownNo: fresh('C'), from, to, proof: 'D1', parts } };
  return declareChange(
    desk.house,
    { ...said, location: fresh('Z'), until: null, ...change },
    owner,
  );
};

const leave = (change: Partial<DisposalSaid>) => {
  const said = {
    bookNo: BOOK_NO,
    ownNo: fresh('X'),
    way: 'destruction',
    status: 'bonded',
  } as const;
  const rest = { proof: 'CERT-1', reason: '破损', parts: [] };
  return declareDisposal(desk.house, { ...said, ...rest, ...change }, owner);
};

describe('processing', () => {
  it('keeps what it is and how much: lots go, others come, the book stays', async () => {
    const lot = await shelve(formula, 10n, '2021-01-01');
    const before = await free(formula);
    const done = await must(
      work({
        parts: [part(formula, 6n, lot)],
        outputs: [output([[formula, 2n]], { count: 2 }), output([[formula, 2n]])],
      }),
    );
    expect(done.paper).toMatchObject({
      state: 'done',
      paperNo: expect.stringMatching(/^JG461220/),
    });
    expect(await free(formula)).toEqual(before);
    const lots = await lotsIn(zone.db, BOOK_NO, formula);
    const made = lots.filter(({ document }) => document === `processing ${done.paper.paperNo}`);
    expect(made.map(({ quantity }) => quantity)).toEqual([4n * ONE, 2n * ONE]);
    expect(made[0]).toMatchObject({ expiresOn: '2021-01-01', status: 'bonded' });
    expect(lots.find(({ lotNo }) => lotNo === lot)?.quantity).toBe(4n * ONE);
  });

  it('that loses or invents goods is refused with both numbers', async () => {
    const lot = await shelve(formula, 10n);
    const lost = await work({
      parts: [part(formula, 6n, lot)],
      outputs: [output([[formula, 5n]])],
    });
    expect(codesOf(lost)).toEqual(['BND-CONSERVE']);
    expect(lost.ok ? '' : lost.error[0]!.en).toBe('line 101: 6 goes in, 5 comes out');
    const invented = await work({
      parts: [part(formula, 6n, lot)],
      outputs: [output([[formula, 6n]]), output([[wipes, 1n]])],
    });
    expect(codesOf(invented)).toEqual(['BND-CONSERVE']);
  });

  it('makes sets of several lines, which are taken apart whole', async () => {
    const [a, b] = [await shelve(formula, 4n, '2021-05-01'), await shelve(wipes, 2n)];
    const parts = [part(formula, 4n, a), part(wipes, 2n, b)];
    const set = output(
      [
        [formula, 2n],
        [wipes, 1n],
      ],
      { count: 2, setNo: 'GIFT' },
    );
    expect(codesOf(await work({ parts, outputs: [{ ...set, setNo: null }] }))).toEqual([
      'BND-WORK',
    ]);
    const { paper } = await must(work({ work: 'sets', parts, outputs: [set] }));
    const setLot = `${paper.paperNo}-1-S`;
    const lots = await lotsIn(zone.db, BOOK_NO, wipes);
    // The whole set expires with its first part.
    expect(lots.find(({ lotNo }) => lotNo === setLot)).toMatchObject({ expiresOn: '2021-05-01' });
    const half = await work({
      parts: [part(formula, 2n, setLot)],
      outputs: [output([[formula, 2n]])],
    });
    expect(codesOf(half)).toEqual(['BND-SET']);
    expect(codesOf(await leave({ parts: [part(wipes, 1n, setLot)] }))).toEqual(['BND-SET']);
    const apart = () =>
      must(
        work({
          work: 'splitting',
          parts: [part(formula, 2n, setLot), part(wipes, 1n, setLot)],
          outputs: [output([[formula, 2n]]), output([[wipes, 1n]])],
        }),
      );
    expect((await apart()).paper.state).toBe('done');
    await apart();
    expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  });

  it('makes nothing of another heading, and mixes nothing', async () => {
    const lot = await shelve(formula, 4n);
    const parts = [part(formula, 4n, lot)];
    const other = output([[formula, 4n]], { hs: '3304990039' });
    expect(codesOf(await work({ parts, outputs: [other] }))).toEqual(['BND-HEADING']);
    await must(
      becomes('bonded', 'display', [part(formula, 1n, lot)], {
        ...{ location: 'HALL-1', until: '2020-10-01' },
      }),
    );
    const mixed = output([[formula, 3n]], { location: 'HALL-1' });
    const answer = await work({ parts: [part(formula, 3n, lot)], outputs: [mixed] });
    expect(codesOf(answer)).toEqual(['BND-MIXED']);
  });

  it('is told all that is wrong with its parts', async () => {
    const lot = await shelve(formula, 1n);
    const outputs = [output([[formula, 1n]])];
    const wrong = [
      part('999', 1n),
      part(formula, 0n),
      part(formula, 1n, 'NOWHERE'),
      { ...part(formula, 1n), unit: '999' },
    ];
    const found = ['BND-LINE', 'BND-QUANTITY', 'BND-LOT', 'BND-LINE'];
    expect(codesOf(await work({ parts: wrong, outputs }))).toEqual(found);
    const much = (await free(formula)).free / ONE + 1n;
    expect(codesOf(await work({ parts: [part(formula, much)], outputs }))).toEqual(['BND-SHORT']);
    const over = [part(formula, 2n, lot)];
    const said = { parts: over, outputs: [output([[formula, 2n]])] };
    expect(codesOf(await work(said))).toEqual(['BND-SHORT']);
    const stranger = await declareProcessing(desk.house, order({ parts: over }), AGENT.code);
    expect(codesOf(stranger)).toEqual(['BND-OWNER']);
  });

  it('is done once, however often it is sent', async () => {
    const lot = await shelve(formula, 3n);
    const said = order({ parts: [part(formula, 3n, lot)], outputs: [output([[formula, 3n]])] });
    const all = await Promise.all(
      [1, 2, 3, 4].map(() => declareProcessing(desk.house, said, owner)),
    );
    const papers = new Set(all.map((one) => (one.ok ? one.value.paper.paperNo : '')));
    expect(papers.size).toBe(1);
    const other = { ...said, outputs: [output([[formula, 1n]], { count: 3 })] };
    expect(codesOf(await declareProcessing(desk.house, other, owner))).toEqual(['BND-OWN-NO']);
  });
});

describe('a change of status', () => {
  it('for display goes out under a guarantee and comes back by its own paper', async () => {
    const lot = await shelve(formula, 5n);
    const before = await free(formula);
    const parts = [part(formula, 2n, lot)];
    expect(codesOf(await becomes('bonded', 'display', parts))).toEqual(['BND-UNTIL']);
    const out = await must(becomes('bonded', 'display', parts, { until: '2020-09-18' }));
    expect(await free(formula)).toMatchObject({ remain: before.remain - 2n * ONE });
    const other = { proof: 'ZT461220000999999' };
    const back = [part(formula, 2n)];
    expect(codesOf(await becomes('display', 'bonded', back, other))).toEqual(['BND-SHORT']);
    const proof = { proof: out.paper.paperNo };
    await must(becomes('display', 'bonded', back, proof));
    expect(await free(formula)).toEqual(before);
  });

  it('brings back from display what has expired meanwhile, and the sweep takes it', async () => {
    const lot = await shelve('106', 1n, '2020-09-18');
    const out = await must(
      becomes('bonded', 'display', [part('106', 1n, lot)], { until: '2020-09-30' }),
    );
    desk.clock.advance(DAY);
    expect((await expireStock(desk.house)).expired).toBe(0);
    const proof = { proof: out.paper.paperNo };
    await must(becomes('display', 'bonded', [part('106', 1n)], proof));
    expect((await expireStock(desk.house)).expired).toBe(1);
    expect((await free('106', 'expired')).remain).toBe(ONE);
  });

  it('to domestic waits for customs, and gives back what it is refused', async () => {
    const lot = await shelve(formula, 5n);
    const before = await free(formula);
    const taxed = () => becomes('bonded', 'domestic', [part(formula, 2n, lot)]);
    const { paper } = await must(taxed());
    expect(paper.state).toBe('declared');
    expect(await free(formula)).toEqual({ ...before, free: before.free - 2n * ONE });
    const refused = await must(refuseDeed(desk.house, paper, '完税凭证不符'));
    expect(refused?.paper).toMatchObject({ state: 'refused', body: { refused: '完税凭证不符' } });
    expect(await free(formula)).toEqual(before);
    expect(codesOf(await approveDeed(desk.house, paper))).toEqual(['BND-STATE']);
    const next = await must(taxed());
    const there = { location: next.paper.body.location, until: '2020-12-31' };
    const shown = await must(becomes('bonded', 'display', [part(formula, 1n, lot)], there));
    expect(codesOf(await approveDeed(desk.house, next.paper))).toEqual(['BND-MIXED']);
    const back = { proof: shown.paper.paperNo };
    await must(becomes('display', 'bonded', [part(formula, 1n)], back));
    expect(await must(approveDeed(desk.house, next.paper))).toMatchObject({ changed: true });
    expect(await must(approveDeed(desk.house, next.paper))).toMatchObject({ changed: false });
    expect((await free(formula)).remain).toBe(before.remain - 2n * ONE);
    expect((await free(formula, 'domestic')).remain).toBe(2n * ONE);
    expect(codesOf(await cancelDeed(desk.house, next.paper, owner))).toEqual(['BND-STATE']);
    await must(becomes('domestic', 'bonded', [part(formula, 2n)]));
    expect((await free(formula)).remain).toBe(before.remain);
  });

  it('that no document makes is refused', async () => {
    const lot = await shelve(formula, 1n);
    const parts = [part(formula, 1n, lot)];
    expect(codesOf(await becomes('bonded', 'returned', parts))).toEqual(['BND-CHANGE']);
    expect(codesOf(await becomes('expired', 'bonded', parts))).toEqual(['BND-CHANGE']);
  });
});

describe('goods that leave without being sold', () => {
  it('are promised until customs decides, then out of the book', async () => {
    const lot = await shelve(formula, 5n);
    const before = await free(formula);
    for (const way of ['destruction', 'return-abroad', 'domestic-sale'] as const) {
      const { paper } = await must(leave({ way, parts: [part(formula, 1n, lot)] }));
      expect(paper.state).toBe('declared');
      await must(approveDeed(desk.house, paper));
    }
    expect((await free(formula)).remain).toBe(before.remain - 3n * ONE);
    const { paper } = await must(leave({ parts: [part(formula, 2n, lot)] }));
    await must(cancelDeed(desk.house, paper, owner));
    expect((await free(formula)).free).toBe(before.free - 3n * ONE);
    expect(await cancelDeed(desk.house, paper, AGENT.code)).toEqual({ ok: true, value: null });
  });

  it('are not more than there are when several ask at once', async () => {
    const lot = await shelve(formula, 5n);
    const there = (await free(formula)).free / ONE;
    const ask = () => leave({ parts: [part(formula, there, null)] });
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(codesOf(await leave({ parts: [part(formula, 1n)] }))).toEqual(['BND-SHORT']);
    const [done] = answers.flatMap((one) => (one.ok ? [one.value.paper] : []));
    await must(cancelDeed(desk.house, done!, owner));
    expect(codesOf(await leave({ status: 'domestic', parts: [part(formula, 1n, lot)] }))).toEqual([
      'BND-DISPOSAL',
    ]);
  });
});

describe('past their day', () => {
  it('goods are off the shelf, but for what is promised; they are never sold', async () => {
    const until = businessDate(desk.clock.now());
    await shelve(wipes, 4n, until);
    const others = (await free(wipes)).free / ONE - 4n;
    const { paper } = await must(
      leave({ way: 'return-abroad', parts: [part(wipes, others + 1n)] }),
    );
    expect((await expireStock(desk.house)).expired).toBe(0);
    desk.clock.advance(DAY);
    expect(await expireStock(desk.house, 1)).toMatchObject({ expired: 1, overdue: [{}] });
    expect((await free(wipes, 'expired')).remain).toBe(3n * ONE);
    await must(cancelDeed(desk.house, paper, owner));
    expect(await expireStock(desk.house)).toMatchObject({ expired: 1, overdue: [] });
    expect((await free(wipes, 'expired')).remain).toBe(4n * ONE);
    const gone = { status: 'expired', parts: [part(wipes, 4n)] } as const;
    expect(codesOf(await leave({ ...gone, way: 'domestic-sale' }))).toEqual(['BND-DISPOSAL']);
    const destroyed = await must(leave(gone));
    await must(approveDeed(desk.house, destroyed.paper));
    expect((await free(wipes, 'expired')).remain).toBe(0n);
  });
});

describe('a transfer', () => {
  const pair = (quantity: bigint, lotNo: string | null = null): TransferSaidPart => {
    return { ...part(formula, quantity, lotNo), toRecordNo: '1' };
  };
  const say = (toBook: string, bookNo: string, parts: TransferSaidPart[]): TransferSaid => {
    return { bookNo, ownNo: fresh('T'), fromBook: BOOK_NO, toBook, parts };
  };

  it('in the zone: the receiver declares, the giver confirms line by line', async () => {
    const lot = await shelve(formula, 9n, addDays('2020-09-18', 90));
    const before = await free(formula);
    const said = say(neighbour.bookNo, neighbour.bookNo, [pair(3n), pair(1n)]);
    expect(codesOf(await declareTransfer(desk.house, { ...said, bookNo: BOOK_NO }, owner))).toEqual(
      ['BND-SIDE'],
    );
    const { paper } = await must(declareTransfer(desk.house, said, neighbour.owner));
    expect(paper.state).toBe('declared');
    expect(await free(formula)).toEqual(before);
    const confirm = (parts: TransferSaidPart[], who = owner) =>
      confirmTransfer(desk.house, paper.paperNo, parts, who);
    const other = await confirm([pair(5n)]);
    expect(codesOf(other)).toEqual(['BND-OTHER-SIDE']);
    expect(other.ok ? '' : other.error[0]!.en).toContain('4 was declared, 5 is confirmed');
    expect(await confirm([pair(4n)], faraway.owner)).toEqual({ ok: true, value: null });
    expect(codesOf(await approveDeed(desk.house, paper))).toEqual(['BND-STATE']);
    const done = await must(confirm([pair(4n, lot)]));
    expect(done?.paper.state).toBe('done');
    expect((await free(formula)).remain).toBe(before.remain - 4n * ONE);
    expect((await free('1', 'bonded', neighbour.bookNo)).remain).toBe(4n * ONE);
    const [came] = await lotsIn(zone.db, neighbour.bookNo, '1');
    expect(came).toMatchObject({ owner: neighbour.owner, expiresOn: '2020-12-17' });
    expect(await must(confirm([pair(4n)]))).toMatchObject({ changed: false });
  });

  it('between zones: goods stay promised here until they are accepted there', async () => {
    await shelve(formula, 9n);
    const before = await free(formula);
    const said = say(faraway.bookNo, BOOK_NO, [pair(4n)]);
    const { paper } = await must(declareTransfer(desk.house, said, owner));
    const accept = (quantity: bigint) =>
      confirmTransfer(desk.house, paper.paperNo, [pair(quantity)], faraway.owner);
    expect(codesOf(await accept(4n))).toEqual(['BND-STATE']);
    expect(await must(approveDeed(desk.house, paper))).toMatchObject({
      paper: { state: 'agreed' },
    });
    expect(await free(formula)).toEqual({ ...before, free: before.free - 4n * ONE });
    expect(codesOf(await accept(3n))).toEqual(['BND-OTHER-SIDE']);
    await must(accept(4n));
    expect(await free(formula)).toEqual({
      remain: before.remain - 4n * ONE,
      free: before.free - 4n * ONE,
    });
    expect((await free('1', 'bonded', faraway.bookNo)).remain).toBe(4n * ONE);
    const next = await must(declareTransfer(desk.house, { ...said, ownNo: fresh('T') }, owner));
    const declined = await must(cancelDeed(desk.house, next.paper, faraway.owner));
    expect(declined?.paper.state).toBe('refused');
    expect((await free(formula)).free).toBe(before.free - 4n * ONE);
  });

  it('is refused for another article, an unknown book or line', async () => {
    const give = (toBook: string, parts: TransferSaidPart[]) =>
      declareTransfer(desk.house, say(toBook, BOOK_NO, parts), owner);
    const other = { ...pair(1n), toRecordNo: '2' };
    expect(codesOf(await give(faraway.bookNo, [other]))).toEqual(['BND-ARTICLE']);
    expect(codesOf(await give(faraway.bookNo, [{ ...other, toRecordNo: '9' }]))).toEqual([
      'BND-LINE',
    ]);
    expect(codesOf(await give('T4612W999999', [pair(1n)]))).toEqual(['BND-BOOK']);
    expect(codesOf(await give(BOOK_NO, [pair(1n)]))).toEqual(['BND-TWICE']);
    const ours = say(neighbour.bookNo, BOOK_NO, [pair(1n)]);
    const their = await declareTransfer(desk.house, ours, neighbour.owner);
    expect(codesOf(their)).toEqual(['BND-SIDE']);
    expect(codesOf(await declareTransfer(desk.house, ours, AGENT.code))).toEqual(['BND-OWNER']);
  });
});

it('sets are sold as the lines they consist of', async () => {
  const { paper } = await must(
    declareProcessing(
      desk.house,
      order({
        ...{ work: 'sets', parts: [part('105', 2n, await shelve('105', 2n))] },
        outputs: [output([['105', 1n]], { count: 2, setNo: 'PAIR' })],
      }),
      owner,
    ),
  );
  await shelve('105', 1n);
  const lots = async () =>
    (await lotsIn(zone.db, BOOK_NO, '105')).map(({ lotNo, quantity }) => [lotNo, quantity / ONE]);
  const toner = articleNamed('清露保湿爽肤水');
  for (const left of [[[`${paper.paperNo}-1-S`, 2n]], [[`${paper.paperNo}-1-S`, 1n]]]) {
    const papers = mill.parcel({ bought: [{ article: toner, quantity: 1n, price: 16_801n }] });
    await desk.sendAll(papers);
    const { listNo } = (await caseOf(zone.db, papers))!;
    await gateOut(desk.house, owner, listNo!);
    expect(await lots()).toEqual(left);
  }
  expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
});

it('leaves nothing for the audit, and what waits is not sold', async () => {
  const papers = mill.parcel();
  const recordNo = papers.list.lines[0]!.itemRecordNo!;
  await shelve(recordNo, 2n);
  const there = (await free(recordNo)).free / ONE;
  const { paper } = await must(leave({ parts: [part(recordNo, there - 1n)] }));
  await desk.sendAll(papers);
  expect(await caseOf(zone.db, papers)).toMatchObject({ state: '100', codes: ['STK-SHORT'] });
  expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  await must(cancelDeed(desk.house, paper, owner));
  expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
});
