import { hash } from 'node:crypto';
import { assert, present } from '../../base/assert.ts';
import { addDays, type Instant, stamp14, startOfDay, yearOf } from '../../base/dates.ts';
import { uuidOf } from '../../base/uuid.ts';
import { signMessage } from '../../client/sign.ts';
import { encodeMessage } from '../../documents/encode.ts';
import { mergeClosed } from '../../export/summary/merge.ts';
import { type Month, monthAfter } from '../../export/summary/months.ts';
import {
  type ClosedList,
  linesOf,
  NO_SUMS,
  plus,
  SUMS,
  type Sums,
} from '../../export/summary/sums.ts';
import type { House } from '../../flows/house.ts';
import { submit } from '../../flows/submit.ts';
import { correctSummaries } from '../../flows/summary-correction.ts';
import { tellSummaries } from '../../flows/summary-results.ts';
import { approveTakeBack, proposeTakeBack } from '../../flows/take-back.ts';
import type { Works } from '../../flows/works.ts';
import type { SettableClock } from '../../io/clock.ts';
import type { Sql } from '../../io/postgres.ts';
import { fileReceipts } from '../../receipts/store.ts';
import type { Officer } from '../../registry/officer.ts';
import { type Credentials, signerOf } from '../world/credentials.ts';
import { closedListAt, SELLERS, sellerAt } from './closed-lists.ts';
import { leaveAsFiled } from './gone-parcels.ts';
import { median, rounded } from './latencies.ts';

/** Lists that customs closes in one transaction. */
const BATCH = 400;
/** Whole lists are taken back. */
const BENCH = { reference: 'bench', reason: 'bench', goods: null } as const;
/** How many, one by one; as many are parcels that left as in the platform. */
const CORRECTIONS = 9;
const OFFICER: Officer = {
  ...{ number: 'B1', name: 'bench', roles: ['officer'], tags: [], weight: 1, capacity: 0 },
  ...{ from: '2016-04-08', until: null },
};
const SUPERVISOR: Officer = { ...OFFICER, number: 'B2', roles: ['supervisor'] };

/** One month of one platform. */
export type MonthWish = {
  readonly seed: bigint;
  readonly lists: number;
  readonly month: Month;
  readonly credentials: ReadonlyMap<string, Credentials>;
  readonly onProgress: (done: number, all: number) => void;
};

type Site = { readonly house: House; readonly works: Works; readonly clock: SettableClock };

/** The names are part of the contract. */
export type MonthFigures = {
  readonly lists: number;
  /** Lines of lists. */
  readonly lines: number;
  readonly mergeSeconds: number;
  readonly mergeListsPerSecond: number;
  /** Of the sums and of where each list went, with their indexes. */
  readonly bytesPerList: number;
  /** From the first application to the last declaration. */
  readonly closeSeconds: number;
  readonly applications: number;
  readonly declarations: number;
  readonly declarationLines: number;
  /** Telling of every line of every list in which declaration it is. */
  readonly resultSeconds: number;
  readonly resultMessages: number;
  readonly resultLines: number;
  /** Two officers take a closed list back: all that this does, with its receipts. */
  readonly correctionMs: number;
  readonly correctionMaxMs: number;
  /** Of that the sums alone, of sellers who have a large part of the month. */
  readonly sumsCorrectionMs: number;
  readonly sumsCorrectionMaxMs: number;
};

export type MonthRun = {
  readonly figures: MonthFigures;
  /** Milliseconds of each batch that was merged. */
  readonly batches: readonly number[];
  /** Whether everything was declared and told, and all sums are those of the lists. */
  readonly ok: boolean;
};

/**
 * Closes lists all through a month, applies for their declarations, and corrects some: the sums of
 * lists that are there as sums alone, and whole lists of parcels that left as in the platform.
 */
export async function closeMonth(site: Site, wish: MonthWish): Promise<MonthRun> {
  const { house, clock } = site;
  const { seed, month, credentials } = wish;
  const day = addDays(month, 2);
  const gone = await leaveAsFiled(site, { seed, day, credentials, parcels: CORRECTIONS });
  const merged = await mergeMonth(house, wish, gone);
  const bytes = await summaryBytes(house.db);
  clock.set(startOfDay(addDays(monthAfter(month), 1)));
  const closing = performance.now();
  const granted = await declareMonth(site, wish, gone);
  const closeSeconds = (performance.now() - closing) / 1_000;
  const declared = await declaredSums(house.db);
  const telling = performance.now();
  const told = await tellAll(house);
  const resultSeconds = (performance.now() - telling) / 1_000;
  const taken = await takeAllBack(site, gone);
  const corrected = await correctSome(house, wish);
  const left = await declaredSums(house.db);
  const rest = { ...merged.sums };
  const back = plus(taken.sums, corrected.sums);
  for (const name of SUMS) rest[name] -= back[name];
  return {
    figures: {
      lists: wish.lists,
      lines: merged.sums.uses,
      mergeSeconds: rounded(merged.seconds),
      mergeListsPerSecond: Math.round(wish.lists / merged.seconds),
      bytesPerList: Math.round(bytes / wish.lists),
      closeSeconds: rounded(closeSeconds, 2),
      applications: granted,
      declarations: declared.declarations,
      declarationLines: declared.lines,
      resultSeconds: rounded(resultSeconds, 2),
      resultMessages: told,
      resultLines: await toldLines(house.db),
      correctionMs: rounded(median(taken.times), 2),
      correctionMaxMs: rounded(Math.max(...taken.times), 2),
      sumsCorrectionMs: rounded(median(corrected.times), 2),
      sumsCorrectionMaxMs: rounded(Math.max(...corrected.times), 2),
    },
    batches: merged.batches,
    ok:
      sameSums(declared.sums, merged.sums) &&
      sameSums(left.sums, { ...rest, uses: merged.sums.uses - back.uses }),
  };
}

const sameSums = (a: Sums, b: Sums) => [...SUMS, 'uses' as const].every((one) => a[one] === b[one]);

/**
 * Through the whole month, a batch at a time; the last one in its last millisecond.
 * @param gone what left before
 */
export async function mergeMonth(
  house: Pick<House, 'db' | 'numbers'>,
  { seed, lists, month, onProgress }: Omit<MonthWish, 'credentials'>,
  gone: readonly ClosedList[],
) {
  const from = startOfDay(month);
  const length = startOfDay(monthAfter(month)) - 1 - from;
  const batches: number[] = [];
  let sums = sumsOf(gone);
  for (let first = 0; first < lists; first += BATCH) {
    const size = Math.min(BATCH, lists - first);
    const batch = Array.from({ length: size }, (_, i) =>
      closedListAt(seed, first + i, yearOf(month)),
    );
    sums = plus(sums, sumsOf(batch));
    const at: Instant = from + Math.round((length * (first + size)) / lists);
    const began = performance.now();
    await house.db.transaction((tx) => mergeClosed(tx, house.numbers, batch, at));
    batches.push(performance.now() - began);
    onProgress(first + size, lists);
  }
  const seconds = batches.reduce((sum, one) => sum + one, 0) / 1_000;
  return { batches, seconds, sums };
}

function sumsOf(lists: readonly ClosedList[]): Sums {
  return lists
    .flatMap(({ terms }) => linesOf(terms))
    .reduce((all, { sums }) => plus(all, sums), NO_SUMS);
}

type Seller = ReturnType<typeof sellerAt>;

/**
 * Every seller's agent applies, and all is decided as in the platform; how many were granted.
 * @param gone of one seller and its agent
 */
async function declareMonth(
  { house, works }: Site,
  wish: MonthWish,
  gone: readonly ClosedList[],
): Promise<number> {
  const alone = present(gone[0], 'a list').terms;
  const sellers = [...Array.from({ length: SELLERS }, (_, index) => sellerAt(index)), alone];
  for (const [index, seller] of sellers.entries()) {
    const { agentCode } = seller;
    const copNo = `SUM${wish.month.replaceAll('-', '')}${index}`;
    const bytes = applicationOf(seller, index % 2 === 0, copNo, wish);
    const answer = await submit(house, works, bytes, { code: agentCode });
    assert(answer.accepted, `the application ${copNo} is taken`);
  }
  await works.idle();
  const [row] = await house.db.query<{ granted: number }>(
    'select count(*)::integer as granted from export.summary_applications',
  );
  return row?.granted ?? 0;
}

/** The message of a seller's agent (CEB701) that asks for the whole month. */
function applicationOf(
  { customsCode, ebcCode, ebcName, agentCode, agentName }: Seller,
  byName: boolean,
  copNo: string,
  { month, credentials }: MonthWish,
) {
  const own = present(credentials.get(agentCode), 'the credentials of an agent');
  const until = startOfDay(monthAfter(month)) - 1;
  const guid = (what: string) => uuidOf(hash('sha256', `${what} ${copNo}`, 'buffer')).toUpperCase();
  const head = {
    ...{ guid: guid('record'), appType: '1', appTime: stamp14(until + 1), appStatus: '2' },
    ...{ customsCode, copNo, agentCode, agentName, ebcCode, ebcName },
    ...{ declAgentCode: agentCode, declAgentName: agentName },
    ...{ startTime: stamp14(startOfDay(month)), endTime: stamp14(until) },
    ...{ summaryFlag: '1', itemNameFlag: byName ? '1' : '0' },
    ...{ msgCount: '1', msgSeqNo: '1' },
  };
  const transfer = {
    ...{ copCode: agentCode, copName: agentName, dxpMode: 'DXP', dxpId: own.party.dxpId },
  };
  const content = { guid: guid('message'), transfer, records: [{ head, lines: [] }] };
  return signMessage(encodeMessage('CEB701', content), signerOf(own));
}

async function tellAll(house: House): Promise<number> {
  for (let messages = 0; ; ) {
    const told = await tellSummaries(house);
    if (told === 0) return messages;
    messages += told;
  }
}

/** Two officers take lists back one by one: proposed, approved, told. */
async function takeAllBack({ house, clock }: Site, gone: readonly ClosedList[]) {
  const times: number[] = [];
  for (const { listNo } of gone) {
    clock.advance(1_000);
    const began = performance.now();
    await proposeTakeBack(house, OFFICER, listNo, { reason: BENCH.reason });
    const done = await approveTakeBack(house, SUPERVISOR, listNo, { proposal: 1 });
    times.push(performance.now() - began);
    assert(done.ok && done.value?.status === '800', `${listNo} is taken back`);
  }
  return { times, sums: sumsOf(gone) };
}

/** Takes the sums of lists back one by one, of the first, the last and some between. */
async function correctSome(house: House, { seed, lists, month }: MonthWish) {
  const at = startOfDay(addDays(monthAfter(month), 1));
  const times: number[] = [];
  let sums = NO_SUMS;
  const serials = new Set(
    Array.from({ length: CORRECTIONS }, (_, i) =>
      Math.floor(((lists - 1) * i) / (CORRECTIONS - 1)),
    ),
  );
  for (const serial of serials) {
    const list = closedListAt(seed, serial, yearOf(month));
    const began = performance.now();
    await house.db.transaction(async (tx) => {
      const receipts = await correctSummaries(tx, [{ ...list, ...BENCH }], at);
      await fileReceipts(tx, receipts, at);
    });
    times.push(performance.now() - began);
    sums = plus(sums, sumsOf([list]));
  }
  return { times, sums };
}

async function summaryBytes(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ size: bigint }>(
    `select sum(pg_total_relation_size(c.oid))::bigint as size from pg_class c
     where c.relnamespace = 'export'::regnamespace and c.relname like 'summary%'
       and c.relkind = 'r'`,
  );
  return Number(row?.size ?? 0n);
}

/** What the latest versions of all declarations add up to. */
async function declaredSums(sql: Sql) {
  const [row] = await sql.query<
    Record<(typeof SUMS)[number], string> & { uses: bigint; lines: bigint; declarations: bigint }
  >(
    `select ${SUMS.map((name) => `coalesce(sum(${name}), 0) as ${name}`).join(', ')},
       coalesce(sum(uses), 0) as uses, count(*) as lines,
       count(distinct decl_seq_no) as declarations
     from (
       select distinct on (decl_seq_no, gseqno) * from export.declaration_lines
       order by decl_seq_no, gseqno, version desc
     ) latest`,
  );
  const found = present(row, 'the sums of all declarations');
  const sums = SUMS.map((name) => [name, BigInt(found[name])] as const);
  return {
    sums: { ...NO_SUMS, ...Object.fromEntries(sums), uses: Number(found.uses) },
    lines: Number(found.lines),
    declarations: Number(found.declarations),
  };
}

async function toldLines(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ lines: bigint }>(
    `select coalesce(sum(d.uses), 0)::bigint as lines from export.declarations d
     join export.summary_applications a using (sum_no)
     where d.version = 1 and d.position < a.told_position`,
  );
  return Number(row?.lines ?? 0n);
}
