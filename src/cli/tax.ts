import type { Finding } from '../base/finding.ts';
import { fail, type Result } from '../base/result.ts';
import { type PricedBasket, priceBasket } from '../clearance/tax/basket.ts';
import {
  BASKET_FLAGS,
  basketFromFlags,
  type Flags,
  formatBasket,
} from '../clearance/tax/basket-flags.ts';
import { refuse } from '../clearance/tax/basket-input.ts';
import { readProfile } from '../registry/profile-file.ts';
import { indexProfile, type ProfileIndex } from '../registry/profile-lookup.ts';
import { type Command, type Terminal, textOf, UsageError, type Values } from './command.ts';
import { ARCHIVE_OPTION, DATABASE_OPTIONS } from './database.ts';
import { profileFolder } from './defaults.ts';
import { profileRefusal } from './ensure-profile.ts';
import { parseJson, readText } from './json-input.ts';
import { taxBill } from './tax-bill.ts';
import { findingLine } from './told.ts';

async function tax(
  values: Values,
  [action, no = '']: readonly string[],
  terminal: Terminal,
): Promise<number> {
  if (action === 'bill') return taxBill(values, no, terminal);
  if (action !== undefined) throw new UsageError(`onestep tax takes bill NO, not ${action}.`);
  const index = await profileOf(values);
  const given = BASKET_FLAGS.some((flag) => values[flag] !== undefined);
  const priced = given
    ? priceBasket(basketFromFlags(values as Flags), index)
    : priceText(await standardInput(), index);
  const json = values.json === true;
  if (priced.ok) {
    if (json) terminal.out(JSON.stringify(priced.value));
    else for (const line of formatBasket(priced.value)) terminal.out(line);
    return 0;
  }
  if (json) terminal.out(JSON.stringify({ findings: priced.error }, plainNumbers));
  else for (const finding of priced.error) terminal.err(findingLine(finding));
  return 1;
}

async function profileOf(values: Values): Promise<ProfileIndex> {
  const dir = profileFolder(textOf(values, 'profile'));
  const read = await readProfile(dir);
  if (read.ok) return indexProfile(read.value);
  throw profileRefusal(dir, read.error);
}

async function standardInput(): Promise<string> {
  if (process.stdin.isTTY) {
    throw new UsageError('Give a basket by flags, or as JSON on stdin. See: onestep tax --help');
  }
  return readText(process.stdin);
}

function priceText(text: string, index: ProfileIndex): Result<PricedBasket, Finding[]> {
  const parsed = parseJson(text);
  if (parsed.ok) return priceBasket(parsed.value, index);
  const sink: Finding[] = [];
  refuse({ sink }, 'BASKET-VALUE', '', `the input is no JSON: ${parsed.reason}`);
  return fail(sink);
}

function plainNumbers(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

const OPTIONS = Object.fromEntries(
  BASKET_FLAGS.map((flag) => [flag, { type: 'string', multiple: true } as const]),
);

export const TAX: Command = {
  name: 'tax',
  summary: 'price a basket by the law of its day; show a tax bill or notice, also as PDF',
  positionals: ['[ACTION]', '[NO]'],
  options: {
    ...OPTIONS,
    ...DATABASE_OPTIONS,
    ...ARCHIVE_OPTION,
    profile: { type: 'string' },
    pdf: { type: 'string' },
    json: { type: 'boolean' },
  },
  run: tax,
  help: `
onestep tax --date DAY --price YUAN --qty N (--goods CODE | --vat-rate RATE ...) [options]
onestep tax --json < basket.json
onestep tax bill NO [--pdf FILE] [options]

Prices a basket exact to the fen, by the law of its day. Without flags the basket is read as JSON
from stdin. Flags of a line may be repeated: the n-th --price belongs to the n-th line.

  --date DAY               day of the declaration, such as 2020-09-18
  --freight YUAN           freight of the whole basket (default 0)
  --insurance YUAN         insurance of the whole basket (default 0)
  --annual-remaining YUAN  what the buyer has left of the annual limit (default: all of it)
  --channel CHANNEL        preferential or full, instead of what the limits say

  --price YUAN             retail price of the line, in total
  --qty N                  quantity of the line
  --goods CODE             tariff code of 8 or 10 digits; or the rates themselves:
  --vat-rate RATE          such as 0.13
  --duty-rate RATE         needed in the full channel only
  --consumption-rate RATE  such as 0.15
  --specific-per-unit YUAN   specific consumption tax of one unit, and
  --specific-units N         the quantity in that unit (fractions such as 6/988 are exact)
  --content N              ml or g of the line, --pieces N its pieces: for high-end cosmetics

  --profile DIR            law of the zone, a folder or a name (default cn-zhengzhou)
  --json                   print the result as JSON, findings too

Input:  {"date", "freight", "insurance", "lines": [{"price", "qty", "vatRate", "consumptionRate",
        "specificPerUnit", "specificUnits", "dutyRate"}]}, or "goods" in place of the rates, with
        "unit", "quantity1", "unit1", "quantity2", "unit2" as a list has them in place of
        "specificUnits" and "content"; amounts and rates are texts with decimals.
Output: {"channel", "lines": [{"dutiablePrice", "duty", "consumptionTax", "vat"}], "total"}, or
        {"findings": [...]} and exit code 1.

bill shows a payment notice (JK...) or the tax bill of a list by its number; its hash is that of the
paper which the console and GET /v1/tax/notices/{dutyNo}/pdf give out.

  --pdf FILE               write the paper there: every bill or line, sums, amount in capitals
  --data-dir DIR           where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL       a PostgreSQL server of your own instead (or DATABASE_URL)
  --archive DIR            where the files of archived days are (default archive in the data
                           directory)
`,
};
