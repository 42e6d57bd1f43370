import { businessDate } from '../base/dates.ts';
import { formatScaled5 } from '../base/fen.ts';
import { displayFinding, displayJson } from '../bonded/display.ts';
import { StockRefusal } from '../bonded/freeze.ts';
import { balanceJson, paperJson } from '../bonded/paper-json.ts';
import { type BookView, viewBookOn, viewLots } from '../flows/book-view.ts';
import { releaseList } from '../flows/stock-release.ts';
import { systemClock } from '../io/clock.ts';
import type { Database } from '../io/postgres.ts';
import { type Command, NotDone, type Terminal, UsageError, type Values } from './command.ts';
import { DATABASE_OPTIONS, openDatabase } from './database.ts';
import { lineOf } from './load.ts';
import { showCount, showEvents } from './stock-counts.ts';
import { approve, expire, refuse, waiting } from './stock-deeds.ts';
import { showLoad } from './stock-loads.ts';
import { type Told, tell } from './told.ts';
import { houseOn } from './wire.ts';

type Action = (db: Database, args: readonly string[]) => Promise<Told>;

const ACTIONS: Readonly<Record<string, readonly [args: number, Action]>> = {
  book: [1, book],
  lots: [2, lots],
  release: [1, release],
  waiting: [0, waiting],
  approve: [2, approve],
  refuse: [3, refuse],
  expire: [0, expire],
  count: [1, showCount],
  events: [1, showEvents],
  load: [1, showLoad],
};

async function run(
  values: Values,
  [action = '', ...args]: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const [needed, does] = ACTIONS[action] ?? [];
  if (needed === undefined || does === undefined) {
    const known = Object.keys(ACTIONS).join(', ');
    throw new UsageError(`onestep stock takes one of ${known}, not ${action}.`);
  }
  if (args.length !== needed) {
    throw new UsageError(`onestep stock ${action} takes ${needed} more. See: onestep stock --help`);
  }
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    tell(terminal, values, await does(db, args), 1);
    return 0;
  } finally {
    await db.close();
  }
}

async function book(db: Database, [bookNo = '']: readonly string[]): Promise<Told> {
  const view = await viewBookOn(db, bookNo, null, businessDate(systemClock.now()));
  if (view === null) throw new NotDone(`There is no book ${bookNo}.`);
  const lines = view.lines.map(({ recordNo, itemNo, name, unit, balances }) => {
    return { recordNo, itemNo, name, unit, balances: balances.map(balanceJson) };
  });
  const json = { ...view.book, lines, overdue: view.overdue.map(displayJson) };
  const overdue = view.overdue.map((display) => displayFinding(display).en);
  return { json, lines: [...linesOf(view), ...overdue] };
}

function linesOf({ lines }: BookView): string[] {
  return lines.flatMap(({ recordNo, name, unit, balances }) =>
    balances.map(balanceJson).map(({ status, remain, reserved, free, in: came, out }) => {
      const sums = `in ${came}, out ${out}, remain ${remain}, reserved ${reserved}, free ${free}`;
      return `${recordNo.padEnd(6)} ${status.padEnd(14)} ${sums} (${unit})  ${name}`;
    }),
  );
}

async function lots(db: Database, [bookNo = '', recordNo = '']: readonly string[]): Promise<Told> {
  const today = businessDate(systemClock.now());
  const found = await viewLots(db, { bookNo, recordNo }, null, today);
  if (found === null) throw new NotDone(`There is no line ${recordNo} in book ${bookNo}.`);
  const shown = found.map((lot) => ({ ...lot, quantity: formatScaled5(lot.quantity) }));
  return {
    json: { lots: shown },
    lines: shown.map(({ lotNo, status, quantity, location, expiresOn, document }) => {
      const until = expiresOn === null ? '' : `, sold until ${expiresOn}`;
      return `${lotNo}  ${status}  ${quantity}  at ${location}${until}  by ${document}`;
    }),
  };
}

async function release(db: Database, [paperNo = '']: readonly string[]): Promise<Told> {
  const house = await houseOn(db, systemClock, {});
  house.news.close();
  const done = await releaseList(house, paperNo).catch((error: unknown) => {
    if (error instanceof StockRefusal) throw new NotDone(error.findings.map(lineOf).join('\n'));
    throw error;
  });
  if (!done.ok) throw new NotDone(done.error.map(lineOf).join('\n'));
  if (done.value === null) {
    throw new NotDone(`There is no list ${paperNo} of goods that customs releases.`);
  }
  const { paper, changed } = done.value;
  const name = paper.kind === 'entry' ? 'Entry list' : 'Exit list';
  if (!changed) throw new NotDone(`${name} ${paperNo} was released before.`);
  return { json: paperJson(paper), lines: [`${name} ${paperNo} is ${paper.state}.`] };
}

export const STOCK: Command = {
  name: 'stock',
  summary: 'show books, lots and counts of bonded goods, release their lists, decide on deeds',
  positionals: ['ACTION', '[NUMBER]', '[RECORD]', '[REASON]'],
  options: { ...DATABASE_OPTIONS, json: { type: 'boolean' } },
  run,
  help: `
onestep stock book BOOK [options]
onestep stock lots BOOK RECORD [options]
onestep stock release LIST [options]
onestep stock waiting [options]
onestep stock approve KIND NUMBER [options]
onestep stock refuse KIND NUMBER REASON [options]
onestep stock expire [options]
onestep stock count COUNT [options]
onestep stock events BOOK [options]
onestep stock load SLIP [options]

book shows each line of an account book: what came in, went out, remains, is promised to accepted
lists and is free, by customs status. lots shows where the goods of a line lie, in the order in
which they should be taken. release is what the authority does with an entry list: what is through
the gate counts in the book from then on, the rest when it comes; and with an exit list of goods for
an overseas warehouse, which then may pass the gate. count shows a stock-take: shelf, warehouse and
book side by side. events shows what the warehouse of a book was told. load shows the parcels of a
slip out, and which of them keep its vehicle from passing.

waiting lists papers that wait for a decision, the oldest first. approve and refuse are what the
authority does with one: KIND is change, transfer, disposal or count. Until then the goods are
promised to the paper; refused, they are free again. A count waits when goods are missing that are
only explained: approved, the book follows the shelf; refused, it is open again. expire takes
goods whose last day of sale is over off the shelf, as the platform does every day, and says what
stays because it is promised, and what is on display past its last day.

  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --json               print the result as JSON
`,
};
