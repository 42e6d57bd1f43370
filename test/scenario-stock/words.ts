import { startOfDay } from '../../src/base/dates.ts';
import type { SlipSaid } from '../../src/bonded/slip.ts';
import { cross } from '../../src/flows/crossings.ts';
import { openStock } from '../../src/flows/open-stock.ts';
import type { AnyExitSaid } from '../../src/flows/overseas-exits.ts';
import { stockOn } from '../../src/flows/stock.ts';
import { releaseList } from '../../src/flows/stock-release.ts';
import { AREAS } from '../../src/sandbox/world/parties.ts';
import { DEED_WORDS } from './deed-words.ts';
import { expects } from './expects.ts';
import { EXPORT_WORDS, unitOf } from './export-words.ts';
import { PARCEL_WORDS } from './parcel-words.ts';
import { WAREHOUSE_WORDS } from './warehouse-words.ts';
import {
  after,
  before,
  HERE,
  listNoOf,
  named,
  pairsOf,
  partsOf,
  quantityOf,
  refusals,
  type Stage,
  type Word,
} from './world.ts';

const AREA = AREAS[0]!.code;

/** `at 2020-10-01`: noon of that day. */
const at: Word = async ({ desk }, [day = '']) => {
  desk.clock.set(startOfDay(day) + 43_200_000);
  return [];
};

/** `open L1 101 5 until 2020-09-30 at A-02`: a lot that lay there at the beginning. */
const open: Word = async (
  { zone, desk, bookNo },
  [lotNo = '', recordNo = '', quantity, ...rest],
) => {
  const lot = { bookNo, recordNo, lotNo, quantity: quantityOf(quantity), owner: AREA };
  const place = after(rest, 'at') ?? 'A-01-1';
  const more = { location: place, expiresOn: after(rest, 'until') ?? null };
  await zone.db.transaction((tx) => openStock(tx, [{ ...lot, ...more }], desk.clock.now()));
  return [];
};

/**
 * `entry E1 101 10`, `for S1` when the goods came on that slip before; `unit` is another one;
 * `export ED-1` when goods of the country enter to be exported under that export declaration.
 */
const entry: Word = async (
  { desk, bookNo, papers, fresh, shop },
  [name = '', recordNo = '', ...rest],
) => {
  const slip = after(rest, 'for');
  const slipNo = slip === undefined ? null : named(papers, slip).paperNo;
  const type = slipNo === null ? '8' : '3';
  const form = after(rest, 'export');
  const purpose = form === undefined ? {} : { forExport: true as const };
  const declarationNo = form === undefined || form === 'none' ? null : form;
  const said = { bookNo, ownNo: fresh('E'), type, declarationNo, ...purpose, slipNo };
  const unit = after(rest, 'unit') ?? unitOf(shop, recordNo);
  const line = { seq: 1, recordNo, itemNo: null, hs: null, unit, quantity: quantityOf(rest[0]) };
  const done = await stockOn(desk.house).entry({ ...said, lines: [line] }, AREA);
  return refusals(done, ({ paper }) => papers.set(name, paper));
};

/** `release E1`: what the authority does, with a list of goods that leave too. */
const release: Word = async ({ desk, papers }, [name]) =>
  refusals(await releaseList(desk.house, named(papers, name).paperNo));

/** 1,500 kg with the vehicle. */
const WEIGHTS = {
  ...{ tare: 100_000_000n, frame: 0n, container: 0n, gross: 50_000_000n, net: 40_000_000n },
  total: 150_000_000n,
};

/**
 * `slip S1 in E1 E2`; `slip S1 in E1 share 6` for a part of it; `slip S1 in goods 101 3` for goods
 * whose entry list follows; `slip S1 out O1`; `slip S1 out O1 with P1` for one parcel of it; `slip
 * S1 out first P1 P2` over the border of the country; `slip S1 out O1 abroad` of goods for an
 * overseas warehouse. Each has a vehicle of its own, or the one that is named: `vehicle 豫A7`.
 */
const slip: Word = async (stage, [name = '', way, ...rest]) => {
  const { desk, bookNo, papers, fresh } = stage;
  const [share, recordNo, one] = [after(rest, 'share'), after(rest, 'goods'), after(rest, 'with')];
  const isAhead = recordNo !== undefined;
  const outward = before(rest.slice(rest.indexOf('first') + 1), SLIP_WORDS);
  const isFirst = rest.includes('first');
  const bound = before(rest, SLIP_WORDS).map((paper) => named(papers, paper).paperNo);
  const said: SlipSaid = {
    ...{ bookNo, ownNo: fresh('S'), way: way === 'in' ? 'I' : 'E' },
    vehicleNo: after(rest, 'vehicle') ?? fresh('豫A'),
    type: isAhead ? '1' : way === 'in' || isFirst || rest.includes('abroad') ? '2' : '3',
    binding: share === undefined && one === undefined ? '1' : '3',
    ...{ papers: bound, vehicleIc: null, weights: WEIGHTS },
    shares: share === undefined ? [] : [sharing(bound[0], share)],
    lists: isFirst
      ? outward.map((parcel) => listNoOf(stage, parcel))
      : one === undefined
        ? []
        : [listNoOf(stage, one)],
    goods: isAhead ? [{ recordNo, quantity: quantityOf(rest[rest.indexOf(recordNo) + 1]) }] : [],
  };
  return refusals(await stockOn(desk.house).slip(said, AREA), ({ paper }) =>
    papers.set(name, paper),
  );
};

const SLIP_WORDS = ['share', 'goods', 'with', 'vehicle', 'first', 'abroad'];

function sharing(paperNo = '', quantity: string) {
  return { paperNo, seq: 1, quantity: quantityOf(quantity) };
}

/**
 * `cross S1`; `cross S1 again` reports the same once more; `vehicle`, `seal broken` and `weight`
 * are what the gate sees.
 */
const crossing: Word = async (stage, [name = '', ...rest]) => {
  const { desk, papers, crossings, fresh } = stage;
  const { paperNo } = named(papers, name);
  const isAgain = rest.includes('again');
  const crossingId = isAgain ? named(crossings, name) : fresh('X');
  const weight = after(rest, 'weight');
  const vehicleNo = after(rest, 'vehicle') ?? (await vehicleOf(stage, paperNo));
  const said = {
    ...{ crossingId, gate: 'ZZ09', slipNo: paperNo, vehicleNo, vehicleIc: null },
    weight: weight === undefined ? null : quantityOf(weight),
    ...{ sealOk: after(rest, 'seal') !== 'broken', at: startOfDay('2020-09-18') },
  };
  const done = await cross(desk.house, said);
  if (!done.ok) return refusals(done);
  if (done.value.repeated !== isAgain) throw new Error(`${name} is answered as another report`);
  crossings.set(name, crossingId);
  return done.value.findings;
};

async function vehicleOf({ zone }: Stage, paperNo: string): Promise<string> {
  const [row] = await zone.db.query<{ vehicle: string }>(
    `select body::jsonb ->> 'vehicleNo' as vehicle from bonded.papers
     where kind = 'slip' and paper_no = $1`,
    [paperNo],
  );
  return row?.vehicle ?? '';
}

/**
 * `exit O1 P1 P2`: the exit list of released parcels; `lines 101 4` says what they sum up to; `exit
 * O1 from 2020-09-01 until 2020-09-30`: of the exports that left in these days; `exit O1 abroad 501
 * 4 lot L1`: goods for an overseas warehouse; `warehouse`, `country` and `form` where they are
 * others.
 */
const exit: Word = async (stage, [name = '', ...rest]) => {
  const { desk, papers } = stage;
  const said = rest[0] === 'abroad' ? goodsAbroad(stage, rest.slice(1)) : parcelsOut(stage, rest);
  return refusals(await stockOn(desk.house).exit(said, AREA), ({ paper }) =>
    papers.set(name, paper),
  );
};

function goodsAbroad(stage: Stage, rest: readonly string[]): AnyExitSaid {
  const form = after(rest, 'form') ?? '461220200000000077';
  const overseas = {
    ...{
      warehouse: after(rest, 'warehouse') ?? 'OVERSEAS01',
      country: after(rest, 'country') ?? '502',
    },
    declarationNo: form === 'none' ? '' : form,
  };
  const parts = partsOf(stage, before(rest, ['warehouse', 'country', 'form']));
  return { bookNo: stage.bookNo, ownNo: stage.fresh('O'), overseas, parts };
}

function parcelsOut(stage: Stage, rest: readonly string[]): AnyExitSaid {
  const { bookNo, fresh } = stage;
  const lists = before(rest, ['lines', 'from']).map((parcel) => listNoOf(stage, parcel));
  const at = rest.indexOf('lines');
  const sums = pairsOf(at < 0 ? [] : rest.slice(at + 1));
  const [from, until] = [after(rest, 'from'), after(rest, 'until')];
  const days = from === undefined || until === undefined ? {} : { period: { from, until } };
  const lines = sums.map(([recordNo, qty]) => ({ recordNo, quantity: quantityOf(qty) }));
  const own = { bookNo, ownNo: fresh('O'), lists, ...days };
  return { ...own, lines: lines.length === 0 ? null : lines };
}

/** `unload S1 P1`: parcels are taken off a vehicle before the gate. */
const unload: Word = async (stage, [name, ...parcels]) => {
  const { desk, papers } = stage;
  const said = { lists: parcels.map((one) => listNoOf(stage, one)), weights: WEIGHTS };
  return refusals(await stockOn(desk.house).unload(named(papers, name).paperNo, said, AREA));
};

/** `wait`: what the platform does every second. */
const wait: Word = async ({ desk }) => {
  await desk.sweep();
  return [];
};

/** `cancel S1`: a paper is taken back; `cancel T by N` by who keeps another book. */
const cancel: Word = async ({ desk, papers, books }, [name, ...rest]) => {
  const { owner } = named(books, after(rest, 'by') ?? HERE);
  return refusals(await stockOn(desk.house).cancel(named(papers, name), owner));
};

/** Every word of the language; a new one is a line here. */
export const WORDS: Readonly<Record<string, Word>> = {
  ...{ at, open, entry, release, slip, cross: crossing, exit, cancel, unload, wait },
  expect: expects,
  ...{ ...PARCEL_WORDS, ...EXPORT_WORDS, ...DEED_WORDS, ...WAREHOUSE_WORDS },
};
