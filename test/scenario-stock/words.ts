import { startOfDay } from '../../src/base/dates.ts';
import type { SlipSaid } from '../../src/bonded/slip.ts';
import { cross } from '../../src/flows/crossings.ts';
import { openStock } from '../../src/flows/open-stock.ts';
import { stockOn } from '../../src/flows/stock.ts';
import { releaseEntryList } from '../../src/flows/stock-release.ts';
import { withHead } from '../../src/sandbox/world/document.ts';
import { AREAS } from '../../src/sandbox/world/parties.ts';
import { caseOf } from '../flows/desk.ts';
import { expects } from './expects.ts';
import { after, articleOf, codesOf, named, quantityOf, type Stage, type Word } from './world.ts';

const AREA = AREAS[0]!.code;

/** `at 2020-10-01`: noon of that day. */
const at: Word = async ({ desk }, [day = '']) => {
  desk.clock.set(startOfDay(day) + 43_200_000);
  return [];
};

/** `open L1 101 5 until 2020-09-30`: a lot that lay there at the beginning. */
const open: Word = async (
  { zone, desk, bookNo },
  [lotNo = '', recordNo = '', quantity, ...rest],
) => {
  const lot = { bookNo, recordNo, lotNo, quantity: quantityOf(quantity), owner: AREA };
  const more = { location: 'A-01-1', expiresOn: after(rest, 'until') ?? null };
  await zone.db.transaction((tx) => openStock(tx, [{ ...lot, ...more }], desk.clock.now()));
  return [];
};

/** `entry E1 101 10`, and `for S1` when the goods came on that slip before. */
const entry: Word = async (
  { desk, bookNo, papers, fresh },
  [name = '', recordNo = '', ...rest],
) => {
  const slip = after(rest, 'for');
  const slipNo = slip === undefined ? null : named(papers, slip).paperNo;
  const type = slipNo === null ? '8' : '3';
  const said = { bookNo, ownNo: fresh('E'), type, declarationNo: null, slipNo };
  const { unit } = articleOf(recordNo);
  const line = { seq: 1, recordNo, itemNo: null, hs: null, unit, quantity: quantityOf(rest[0]) };
  const done = await stockOn(desk.house).entry({ ...said, lines: [line] }, AREA);
  return codesOf(done, ({ paper }) => papers.set(name, paper));
};

/** `release E1`: what the authority does. */
const release: Word = async ({ desk, papers }, [name]) =>
  codesOf(await releaseEntryList(desk.house, named(papers, name).paperNo));

const WEIGHTS = { tare: 1n, frame: 0n, container: 0n, gross: 1n, net: 1n, total: 2n };

/**
 * `slip S1 in E1 E2`; `slip S1 in E1 share 6` for a part of it; `slip S1 in goods 101 3` for goods
 * whose entry list follows; `slip S1 out O1`; `slip S1 out O1 with P1` for one parcel of it.
 */
const slip: Word = async (stage, [name = '', way, ...rest]) => {
  const { desk, bookNo, papers, fresh } = stage;
  const [share, recordNo, one] = [after(rest, 'share'), after(rest, 'goods'), after(rest, 'with')];
  const isAhead = recordNo !== undefined;
  const end = rest.findIndex((word) => ['share', 'goods', 'with'].includes(word));
  const bound = (end < 0 ? rest : rest.slice(0, end)).map((paper) => named(papers, paper).paperNo);
  const said: SlipSaid = {
    ...{ bookNo, ownNo: fresh('S'), way: way === 'in' ? 'I' : 'E', vehicleNo: fresh('豫A') },
    type: isAhead ? '1' : way === 'in' ? '2' : '3',
    binding: share === undefined && one === undefined ? '1' : '3',
    ...{ papers: bound, vehicleIc: null, weights: WEIGHTS },
    shares: share === undefined ? [] : [sharing(bound[0], share)],
    lists: one === undefined ? [] : [named(stage.parcels, one).listNo ?? ''],
    goods: isAhead ? [{ recordNo, quantity: quantityOf(rest.at(-1)) }] : [],
  };
  return codesOf(await stockOn(desk.house).slip(said, AREA), ({ paper }) =>
    papers.set(name, paper),
  );
};

function sharing(paperNo = '', quantity: string) {
  return { paperNo, seq: 1, quantity: quantityOf(quantity) };
}

/** `cross S1`; `cross S1 again` reports the same once more; `vehicle` and `seal broken` differ. */
const crossing: Word = async (stage, [name = '', ...rest]) => {
  const { desk, papers, crossings, fresh } = stage;
  const { paperNo } = named(papers, name);
  const isAgain = rest.includes('again');
  const crossingId = isAgain ? named(crossings, name) : fresh('X');
  const vehicleNo = after(rest, 'vehicle') ?? (await vehicleOf(stage, paperNo));
  const said = {
    ...{ crossingId, gate: 'ZZ09', slipNo: paperNo, vehicleNo, vehicleIc: null, weight: null },
    ...{ sealOk: after(rest, 'seal') !== 'broken', at: startOfDay('2020-09-18') },
  };
  const done = await cross(desk.house, said);
  if (!done.ok) return codesOf(done);
  if (done.value.repeated !== isAgain) throw new Error(`${name} is answered as another report`);
  crossings.set(name, crossingId);
  return done.value.findings.map(({ code }) => code);
};

async function vehicleOf({ zone }: Stage, paperNo: string): Promise<string> {
  const [row] = await zone.db.query<{ vehicle: string }>(
    `select body::jsonb ->> 'vehicleNo' as vehicle from bonded.papers
     where kind = 'slip' and paper_no = $1`,
    [paperNo],
  );
  return row?.vehicle ?? '';
}

/** `sell P1 101 2`: a parcel of one line is declared, with its order, payment and waybill. */
const sell: Word = async ({ zone, desk, mill, bookNo, parcels }, [name = '', record = '', qty]) => {
  const article = articleOf(record);
  const quantity = quantityOf(qty) / 100_000n;
  const made = mill.parcel({ bought: [{ article, quantity, price: article.price }] });
  const papers = { ...made, list: withHead(made.list, { emsNo: bookNo }) };
  await desk.sendAll(papers);
  const standing = await caseOf(zone.db, papers);
  parcels.set(name, { papers, listNo: standing?.listNo ?? null });
  return standing?.codes ?? ['NOT-DECIDED'];
};

/** `exit O1 P1 P2`: the exit list of released parcels. */
const exit: Word = async ({ desk, bookNo, papers, parcels, fresh }, [name = '', ...sold]) => {
  const lists = sold.map((parcel) => named(parcels, parcel).listNo ?? '');
  const said = { bookNo, ownNo: fresh('O'), lists, lines: null };
  return codesOf(await stockOn(desk.house).exit(said, AREA), ({ paper }) =>
    papers.set(name, paper),
  );
};

/** `cancel S1`: a paper is taken back. */
const cancel: Word = async ({ desk, papers }, [name]) =>
  codesOf(await stockOn(desk.house).cancel(named(papers, name), AREA));

/** Every word of the language; a new one is a line here. */
export const WORDS: Readonly<Record<string, Word>> = {
  ...{ at, open, entry, release, slip, cross: crossing, sell, exit, cancel },
  expect: expects,
};
