import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { DAY } from '../../src/base/dates.ts';
import { bookStream } from '../../src/bonded/events.ts';
import { viewBookOn } from '../../src/flows/book-view.ts';
import { openStock } from '../../src/flows/open-stock.ts';
import { reportDisplays } from '../../src/flows/overdue-displays.ts';
import { declareChange } from '../../src/flows/stock-deeds.ts';
import { countStatements } from '../../src/io/postgres.ts';
import { readReceipts } from '../../src/receipts/store.ts';
import { call } from '../cli/terminal.ts';
import { rememberStatements } from '../plans.ts';
import { brokenLaws, type Desk, openDesk } from './desk.ts';
import { BOOK_NO, must, writeBook } from './shelves.ts';
import { AREA, fresh, openBondedZone, RECORD } from './yard.ts';
import type { Zone } from './zone.ts';

// Goods on display are out until a day, and told of every day after it (O2O-4).
let zone: Zone;
let desk: Desk;
const ONE = 100_000n;
const TODAY = '2020-09-18';

beforeAll(async () => {
  zone = await openBondedZone();
  await zone.register((tx) => writeBook(tx));
  const lot = { bookNo: BOOK_NO, recordNo: RECORD, lotNo: 'L', quantity: 50n * ONE, owner: AREA };
  const rest = { location: 'A-1', expiresOn: null };
  desk = await openDesk(zone);
  await zone.db.transaction((tx) => openStock(tx, [{ ...lot, ...rest }], desk.clock.now()));
});
beforeEach(async () => {
  desk = await openDesk(zone);
});
afterAll(() => zone?.database.drop());

const part = (quantity: bigint) => ({ recordNo: RECORD, lotNo: null, quantity, unit: null });
const out = async (until: string, quantity = 3n * ONE) => {
  const said = { bookNo: BOOK_NO, ownNo: fresh('D'), from: 'bonded', to: 'display' } as const;
  const rest = { proof: 'G-1', location: 'HALL', until, parts: [part(quantity)] };
  return (await must(declareChange(desk.house, { ...said, ...rest }, AREA))).paper;
};
const back = (paperNo: string, quantity: bigint) => {
  const said = { bookNo: BOOK_NO, ownNo: fresh('D'), from: 'display', to: 'bonded' } as const;
  const rest = { proof: paperNo, location: 'A-2', until: null, parts: [part(quantity)] };
  return must(declareChange(desk.house, { ...said, ...rest }, AREA));
};
/** What the book was told of a display, and with which goods. */
const told = async (paperNo: string) =>
  (await readReceipts(zone.db, bookStream(BOOK_NO), 0n, 1_000))
    .filter(({ keys, status }) => keys.number === paperNo && status === 'overdue')
    .map(({ lines }) => lines?.map(({ quantity }) => quantity));
const overdue = async (today: string) =>
  (await viewBookOn(zone.db, BOOK_NO, AREA, today))!.overdue.map(({ paperNo }) => paperNo);

it('are told of once a day from the day after their last one until they are back', async () => {
  const [short, long] = [await out(TODAY), await out('2020-12-31')];
  await reportDisplays(desk.house);
  expect(await told(short.paperNo)).toEqual([]);
  expect(await overdue(TODAY)).toEqual([]);
  desk.clock.advance(DAY);
  const other = await openDesk(zone, { clock: desk.clock });
  await Promise.all([desk, other, desk].map(({ house }) => reportDisplays(house)));
  expect(await told(short.paperNo)).toEqual([['3']]);
  expect(await overdue('2020-09-19')).toEqual([short.paperNo]);
  await back(short.paperNo, 2n * ONE);
  desk.clock.advance(DAY);
  await reportDisplays(desk.house);
  expect(await told(short.paperNo)).toEqual([['3'], ['1']]);
  const [event] = (await readReceipts(zone.db, bookStream(BOOK_NO), 0n, 1_000)).slice(-1);
  expect(event).toMatchObject({
    keys: { kind: 'change', number: short.paperNo, ownNo: short.ownNo },
    findings: [{ code: 'BND-OVERDUE' }],
  });
  expect(event!.findings[0]!.en).toContain(`until ${TODAY} are not back: 1 of line ${RECORD}`);
  const rows = await zone.db.query<{ status: string }>(
    'select status from bonded.lots where document = $1 and quantity > 0',
    [`change ${short.paperNo}`],
  );
  expect(rows).toEqual([{ status: 'display' }]);
  await back(short.paperNo, ONE);
  desk.clock.advance(DAY);
  await reportDisplays(desk.house);
  expect(await told(short.paperNo)).toHaveLength(2);
  expect(await told(long.paperNo)).toEqual([]);
  expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
});

it('cost as many statements as one', async () => {
  const counted = countStatements(zone.db);
  const { house, clock } = await openDesk(zone, { db: counted });
  const statements: number[] = [];
  for (const count of [1, 5]) {
    const papers = [];
    for (let i = 0; i < count; i += 1) papers.push(await out(TODAY));
    clock.advance(DAY);
    counted.reset();
    await reportDisplays(house);
    statements.push(counted.statements.length);
    for (const { paperNo } of papers) {
      expect(await told(paperNo)).toHaveLength(1);
      await back(paperNo, 3n * ONE);
    }
  }
  expect(statements[1]).toBe(statements[0]);
});

it('are shown by the commands of the authority', async () => {
  const { paperNo } = await out(TODAY, ONE);
  const url = ['--database-url', zone.database.url];
  const why = `by change ${paperNo} until ${TODAY} are not back: 1 of line ${RECORD}`;
  expect((await call('stock', 'expire', ...url)).out).toContain(`${BOOK_NO}: goods that went`);
  expect((await call('stock', 'expire', ...url)).out).toContain(why);
  expect((await call('stock', 'book', BOOK_NO, ...url)).out).toContain(why);
  const json = JSON.parse((await call('stock', 'book', BOOK_NO, '--json', ...url)).out);
  const shown = json.overdue.find((one: { paperNo: string }) => one.paperNo === paperNo);
  expect(shown).toMatchObject({ until: TODAY, goods: [{ quantity: '1', location: 'HALL' }] });
  expect(await told(paperNo)).toEqual([['1']]);
});

it('are found without reading other lots or papers', async () => {
  const { paperNo } = await out(TODAY, ONE);
  await zone.db.script(`
    insert into bonded.papers (kind, paper_no, book_no, enterprise_code, own_no, state, made_at,
        changed_at, said, body)
      select 'change', 'ZT' || n, '${BOOK_NO}', '${AREA}', 'P' || n, 'done', now(), now(), '',
        '{"until":null}' from generate_series(1, 20000) n;
    insert into bonded.lots (book_no, record_no, lot_no, opened_at, status, owner, location,
        document)
      select '${BOOK_NO}', '${RECORD}', 'X' || n, now(), 'bonded', '${AREA}', 'B-1', 'entry ' || n
      from generate_series(1, 20000) n;
    analyze bonded.papers; analyze bonded.lots`);
  const remembered = rememberStatements(zone.db);
  const { house } = await openDesk(zone, { db: remembered.db });
  await viewBookOn(remembered.db, BOOK_NO, AREA, '2020-09-19');
  await reportDisplays(house);
  const steps = (await remembered.plans()).filter(
    ({ relation }) => relation === 'lots' || relation === 'papers',
  );
  expect(steps.length).toBeGreaterThan(0);
  for (const step of steps) expect(step.rows, JSON.stringify(step)).toBeLessThan(20);
  expect(await overdue('2020-09-19')).toContain(paperNo);
});
