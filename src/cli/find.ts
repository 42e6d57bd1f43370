import { businessDate, isoShanghai } from '../base/dates.ts';
import { maskIdentity } from '../documents/masking.ts';
import { findByBuyer } from '../flows/find-by-buyer.ts';
import {
  type FoundDeclared,
  type FoundDocument,
  type FoundList,
  type FoundParcels,
  findByList,
  findByOrder,
  findByWaybill,
} from '../flows/find-parcels.ts';
import { watchRegistry } from '../flows/registry-watch.ts';
import { systemClock } from '../io/clock.ts';
import type { Database } from '../io/postgres.ts';
import { type Command, type Terminal, textOf, UsageError, type Values } from './command.ts';
import { DATABASE_OPTIONS, openDatabase } from './database.ts';
import { readText } from './json-input.ts';

const WAYS = ['order', 'waybill', 'list', 'buyer'] as const;
type Way = (typeof WAYS)[number];

async function run(values: Values, _: readonly string[], terminal: Terminal): Promise<number> {
  const way = wayOf(values);
  const asked = await askedFor(values, way);
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    const found = await find(db, way, asked);
    // A person's number is shown as it is known already, never in full.
    const shown = way === 'buyer' ? maskIdentity(asked) : asked;
    if (values.json === true) terminal.out(JSON.stringify(jsonOf(way, shown, found), null, 1));
    else for (const line of describe(way, shown, found)) terminal.out(line);
    return isNothing(found) ? 1 : 0;
  } finally {
    await db.close();
  }
}

function wayOf(values: Values): Way {
  const given = WAYS.filter((way) => values[way] !== undefined);
  const [way] = given;
  if (way !== undefined && given.length === 1) return way;
  const names = WAYS.map((name) => `--${name}`).join(', ');
  throw new UsageError(`Give one of ${names}. See: onestep find --help`);
}

async function askedFor(values: Values, way: Way): Promise<string> {
  const text = textOf(values, way) ?? '';
  if (way !== 'buyer' || text !== '-') return text.trim();
  return (await readText(process.stdin)).trim();
}

async function find(db: Database, way: Way, asked: string): Promise<FoundParcels> {
  if (way === 'list') return findByList(db, asked);
  if (way === 'order') return findByOrder(db, ...pairOf(way, asked));
  if (way === 'waybill') return findByWaybill(db, ...pairOf(way, asked));
  const registry = (await watchRegistry(db)).current();
  return findByBuyer(db, registry, asked, businessDate(systemClock.now()));
}

// Only the first slash parts them: a number may hold one, the code of a firm does not.
function pairOf(way: Way, asked: string): [string, string] {
  const at = asked.indexOf('/');
  if (at > 0 && at < asked.length - 1) return [asked.slice(0, at), asked.slice(at + 1)];
  const code = way === 'order' ? 'the platform' : 'the carrier';
  throw new UsageError(`--${way} takes the code of ${code} and the number, as CODE/NO.`);
}

function isNothing({ lists, declarations, documents }: FoundParcels): boolean {
  return lists.length + declarations.length + documents.length === 0;
}

function jsonOf(way: Way, shown: string, found: FoundParcels): unknown {
  const { lists, declarations, documents } = found;
  const time = (at: number | null): string | null => (at === null ? null : isoShanghai(at));
  return {
    by: way,
    value: shown,
    lists: lists.map((one) => ({
      ...one,
      acceptedAt: time(one.acceptedAt),
      decidedAt: time(one.decidedAt),
    })),
    declarations: declarations.map((one) => ({
      ...one,
      takenAt: time(one.takenAt),
      decidedAt: time(one.decidedAt),
    })),
    documents: documents.map((one) => ({ ...one, acceptedAt: time(one.acceptedAt) })),
  };
}

const STATES: Readonly<Record<string, string>> = {
  '800': 'released 放行',
  '100': 'returned 退单',
  '430': 'withdrawn 撤单',
  '600': 'held 挂起',
  '400': 'waits for its arrival 待运抵',
  '300': 'manual review 人工审核',
  '500': 'to be inspected 查验',
  '501': 'detained 扣留',
  '502': 'handed to the anti-smuggling office 移送缉私',
  '599': 'destroyed 销毁',
  '700': 'sent back 退运',
  '899': 'closed: it has left 结关',
  waiting: 'waits for its documents',
  aside: 'set aside for a person',
  open: 'not looked at yet',
};

function describe(way: Way, shown: string, found: FoundParcels): string[] {
  if (isNothing(found)) return [`Nothing is known of ${way} ${shown}.`];
  const { lists, declarations, documents } = found;
  const declared = declarations.length === 0 ? '' : `${declarations.length} customs declarations, `;
  const counts = `${lists.length} lists, ${declared}${documents.length} other documents`;
  return [
    `By ${way} ${shown}: ${counts}`,
    ...lists.flatMap(listLines),
    ...declarations.flatMap(declaredLines),
    ...(documents.length === 0 ? [] : ['', 'Documents']),
    ...documents.map(documentLine),
  ];
}

function listLines(one: FoundList): string[] {
  const state = one.state in STATES ? STATES[one.state] : one.state;
  const more = [...one.codes, ...one.missing.map((what) => `no ${what}`)].join(', ');
  const decided = one.decidedAt === null ? '' : `, decided ${isoShanghai(one.decidedAt)}`;
  const way = one.way === 'export' ? 'export ' : '';
  return [
    '',
    `${way}${one.preNo}  ${one.listNo ?? '-'}  ${state}${more === '' ? '' : ` (${more})`}`,
    `  order ${one.ebpCode}/${one.orderNo}, attempt ${one.attempt}, ` +
      `waybill ${one.logisticsCode}/${one.logisticsNo}`,
    `  accepted ${isoShanghai(one.acceptedAt)}${decided}`,
  ];
}

function declaredLines(one: FoundDeclared): string[] {
  return [
    '',
    `customs declaration ${one.declSeqNo}  ${one.entryId ?? '-'}  ${declaredState(one.state)}`,
    `  order ${one.ebpCode}/${one.orderNo}, attempt ${one.attempt} of ${one.copNo}, ` +
      `waybill ${one.logisticsCode}/${one.logisticsNo}`,
    `  taken ${isoShanghai(one.takenAt)}, decided ${isoShanghai(one.decidedAt)}`,
  ];
}

function declaredState(state: string): string {
  return state === '600' ? 'held for its duty 待缴税' : (STATES[state] ?? state);
}

function documentLine(one: FoundDocument): string {
  const version = one.version > 1 ? `, version ${one.version}` : '';
  const gone = one.deleted ? ', deleted' : '';
  const where = `message ${one.messageId} record ${one.record + 1}`;
  return `  ${one.kind.padEnd(10)} ${one.code}/${one.no}${version}${gone}, ${where}`;
}

export const FIND: Command = {
  name: 'find',
  summary: 'find a parcel by order, waybill, list or buyer',
  positionals: [],
  options: {
    ...DATABASE_OPTIONS,
    order: { type: 'string' },
    waybill: { type: 'string' },
    list: { type: 'string' },
    buyer: { type: 'string' },
    json: { type: 'boolean' },
  },
  run,
  help: `
onestep find --order EBP/NO | --waybill CODE/NO | --list NO | --buyer ID

Prints every attempt to declare the parcel, by a list or a customs declaration, where it stands, and
the documents that were filed for it, whether it comes in or leaves; of one that leaves also what
was asked of its lists, to withdraw them (CEB605) or to bring goods back (CEB213). Nothing personal
is shown. Each look-up goes by an index, however many parcels there are, and works while serve runs.
Exit code 0 only when something was found.

  --order EBP/NO       code of the platform and its order number
  --waybill CODE/NO    code of the carrier and the waybill number; a returned list holds its waybill
                       no more and is found by its order
  --list NO            customs number (invtNo) or pre-entry number (preNo); also those of a customs
                       declaration of 9710 or 9810 (entryId, preEntryId)
  --buyer ID           identity number, or - to read it from standard input (a command line can be
                       seen by others); finds what was counted against the buyer's years or was
                       returned: lists that wait are not among them
  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --json               {"by","value","lists":[...],"declarations":[...],"documents":[...]}
`,
};
