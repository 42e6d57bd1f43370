import { present } from '../../base/assert.ts';
import { addMonths, businessDate, type Instant } from '../../base/dates.ts';
import { preNo } from '../../base/ids.ts';
import type { Numbers } from '../../documents/numbers.ts';
import { closeGroups, openGroups } from '../../export/summary/group-store.ts';
import { makeDeclarations } from '../../export/summary/make-declarations.ts';
import { type Month, monthOf } from '../../export/summary/months.ts';
import type { Database, Sql } from '../../io/postgres.ts';
import { mergeMonth } from './close-month.ts';
import { SELLERS, sellerAt } from './closed-lists.ts';
import type { PagesWish } from './pages-wish.ts';

/** Of lists of exports that left, there is one for so many parcels. */
const EACH = 8;

/**
 * Lists that left last month: merged as customs merges them, and those of every other seller
 * declared, as its application has it.
 */
export async function fillSummaries(
  house: { readonly db: Database; readonly numbers: Numbers },
  wish: {
    readonly seed: bigint;
    readonly parcels: number;
    readonly at: Instant;
    readonly onProgress: (done: number, all: number) => void;
  },
): Promise<void> {
  const month = addMonths(monthOf(wish.at), -1);
  const lists = Math.ceil(wish.parcels / EACH);
  await mergeMonth(house, { ...wish, lists, month }, []);
  for (let index = 0; index < SELLERS; index += 2) {
    await house.db.transaction((tx) => declareSeller(tx, house.numbers, month, index, wish.at));
  }
}

async function declareSeller(
  tx: Sql,
  numbers: Numbers,
  month: Month,
  index: number,
  at: Instant,
): Promise<void> {
  const seller = sellerAt(index);
  const groups = await openGroups(tx, month, seller);
  if (groups.length === 0) return;
  const [number] = await numbers.take('summary', 1);
  const sumNo = preNo(businessDate(at), present(number, 'a number'), 'H');
  await closeGroups(tx, groups, sumNo);
  const maker = { sumNo, customsCode: seller.customsCode, byName: false, at };
  await makeDeclarations(
    tx,
    numbers,
    groups.map(({ id }) => id),
    maker,
  );
}

/** Lists of exports in the states that pages show, as cases of import are parted. */
const CASES = `
  insert into export.cases (decided_at, accepted_at, released_at, stream, fob, gross, sequence,
    position, epoch, attempt, ebp_code, order_no, state, channel, pre_no, list_no, logistics_code,
    logistics_no, ebc_code, agent_code, owner_code, customs_code, trade_mode, country,
    profile_version)
  select decided_at, decided_at, decided_at, stream, dutiable, gross, sequence, c.position, 1, 1,
    ebp_code, 'X' || order_no, case row_number() over () % 100 when 0 then '500' when 1 then '300'
      when 2 then '100' when 3 then '501' when 4 then '400' else '800' end,
    'B', 'X' || pre_no, replace(list_no, 'I', 'E'), logistics_code, 'X' || logistics_no,
    agent_code, agent_code, agent_code, left(list_no, 4), '9610', '502', profile_version
  from clearance.cases c where c.position % 10 = 0 and list_no is not null`;

/** Up to two years of statistics: forty sellers, thirty countries, five hundred headings. */
const MONTHS = `
  create temporary table bench_months on commit drop as
  select to_char($1::date - i * interval '1 month', 'YYYY-MM') as month
  from generate_series(1, least(24, 1 + $2::integer / 80000)) i`;

const CUBES = [
  `insert into export.statistics_lists (month, customs_code, trade_mode, channel, country, ebc_code,
    lists, lines, packs, gross, net, fob)
   select month, '4612', '9610', 'B', (301 + c)::text, '41019E' || lpad(s::text, 4, '0'), 50, 90,
     50, 1000000, 900000, 500000
   from bench_months, generate_series(0, 29) c, generate_series(0, 39) s
   on conflict do nothing`,
  `insert into export.statistics_headings (month, customs_code, trade_mode, channel, heading,
    ebc_code, lists, lines, fob)
   select month, '4612', '9610', 'B', (6101 + h)::text, '41019E' || lpad(s::text, 4, '0'), 5, 9,
     500000
   from bench_months, generate_series(0, 499) h, generate_series(0, 39) s where (h + s) % 10 = 0
   on conflict do nothing`,
  `insert into export.statistics_goods (month, customs_code, trade_mode, channel, destination,
    heading, unit, lines, quantity, fob)
   select month, '4612', '9610', 'B', (301 + c)::text, (6101 + h)::text, '011', 9, 900000, 500000
   from bench_months, generate_series(0, 29) c, generate_series(0, 499) h where (c + h) % 3 = 0
   on conflict do nothing`,
  `insert into export.statistics_currencies (month, customs_code, trade_mode, channel, currency,
    lines, amount, fob)
   select month, '4612', '9610', 'B', '502', 9, 900000, 500000 from bench_months
   on conflict do nothing`,
];

/** Fills what else pages of exports show. Within a transaction. */
export async function fillExportPages({ tx, day, parcels }: PagesWish): Promise<void> {
  await tx.execute(CASES);
  await tx.execute(MONTHS, [day, parcels]);
  for (const cube of CUBES) await tx.execute(cube);
}
