import { endRefund } from '../flows/report-goods.ts';
import { systemClock } from '../io/clock.ts';
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
    const end = await endRefund(house, { preNo, refused: textOf(values, 'refused') ?? null });
    house.news.close();
    if (end === null) {
      terminal.err(`There is no accepted refund ${preNo}; give the preNo of its CEB626.`);
      return 1;
    }
    const shown = refundJson(end.refund);
    if (values.json === true) terminal.out(JSON.stringify(shown, null, 1));
    else for (const line of describe(shown, end.changed)) terminal.out(line);
    return end.changed ? 0 : 1;
  } finally {
    await db.close();
  }
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
  summary: 'end a refund whose goods came back',
  positionals: ['PRE_NO'],
  options: { ...DATABASE_OPTIONS, refused: { type: 'string' }, json: { type: 'boolean' } },
  run,
  help: `
onestep refund PRE_NO [--refused REASON] [options]

The goods of an accepted refund request (CEB625) are back at the place under customs supervision
and were inspected: in their original state, or not and why. By the last day (45 days from release)
tax and quota are given back for what was accepted; after it, or for what was refused, they are
not. The declarant is told by CEB626. Exit code 1 when the refund had ended before.

  --refused REASON     the goods are not accepted
  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --json               print the refund as JSON
`,
};
