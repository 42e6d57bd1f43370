import { endReturn } from '../flows/end-returns.ts';
import type { House } from '../flows/house.ts';
import { endRefund } from '../flows/report-goods.ts';
import { systemClock } from '../io/clock.ts';
import { returnJson } from '../window/export-returns.ts';
import { refundJson } from '../window/refunds.ts';
import { type Command, type Terminal, textOf, type Values } from './command.ts';
import { DATABASE_OPTIONS, openDatabase } from './database.ts';
import { houseOn } from './wire.ts';

async function run(
  values: Values,
  [preNo = '']: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    const house = await houseOn(db, systemClock, {});
    const end = await endEither(house, preNo, textOf(values, 'refused') ?? null);
    house.news.close();
    if (end === null) {
      terminal.err(
        `No refund or return ${preNo} was accepted; give the preNo of CEB626 or CEB214.`,
      );
      return 1;
    }
    if (values.json === true) terminal.out(JSON.stringify(end.shown, null, 1));
    else for (const line of end.lines) terminal.out(line);
    return end.changed ? 0 : 1;
  } finally {
    await db.close();
  }
}

type Ended = {
  readonly shown: unknown;
  readonly lines: readonly string[];
  readonly changed: boolean;
};

/** Requests of both ways are numbered in one series, so that a number is one of them. */
async function endEither(
  house: House,
  preNo: string,
  refused: string | null,
): Promise<Ended | null> {
  const refund = await endRefund(house, { preNo, refused });
  if (refund !== null) {
    const shown = refundJson(refund.refund);
    return { shown, lines: describe(shown, refund.changed), changed: refund.changed };
  }
  const end = await endReturn(house, preNo, refused);
  if (end === null) return null;
  const shown = returnJson(end.back);
  return { shown, lines: describeReturn(shown, end.changed), changed: end.changed };
}

function describeReturn(shown: ReturnType<typeof returnJson>, changed: boolean): string[] {
  const { preNo, listNo, state, reason, bookNo, lines } = shown;
  const when = changed ? 'is' : 'was already';
  const goods = lines.map(({ gnum, qty }) => `${qty} of line ${gnum}`).join(', ');
  const where = bookNo === null ? 'their owner' : `book ${bookNo}`;
  return [
    `Return ${preNo} of export list ${listNo} ${when} ${state}.`,
    reason ?? `Back to ${where}: ${goods}.`,
  ];
}

function describe(refund: ReturnType<typeof refundJson>, changed: boolean): string[] {
  const { preNo, listNo, state, reason, relief } = refund;
  const when = changed ? 'is' : 'was already';
  const { dutiablePrice, duty, consumptionTax, vat } = relief;
  const taxes = `duty ${duty}, consumption tax ${consumptionTax}, VAT ${vat}`;
  return [
    `Refund ${preNo} of list ${listNo} ${when} ${state}.`,
    ...(reason === null ? [`Given back: ${dutiablePrice} of quota, ${taxes}.`] : [reason]),
  ];
}

export const REFUND: Command = {
  name: 'refund',
  summary: 'end a refund, or a return of exports, whose goods came back',
  positionals: ['PRE_NO'],
  options: { ...DATABASE_OPTIONS, refused: { type: 'string' }, json: { type: 'boolean' } },
  run,
  help: `
onestep refund PRE_NO [--refused REASON] [options]

The goods of an accepted refund request (CEB625) are back at the place under customs supervision
and were inspected: in their original state, or not and why. By the last day (45 days from release)
tax and quota are given back for what was accepted; after it, or for what was refused, they are
not. The declarant is told by CEB626. Exit code 1 when the refund had ended before.

The same for an accepted return of exported goods (CEB213): they are back within a year of the
release of their list and are what was exported, or not and why. The tally of the site (CEB215)
ends a return as well. The declarant is told by CEB214.

  --refused REASON     the goods are not accepted
  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --json               print the refund or return as JSON
`,
};
