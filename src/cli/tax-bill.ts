import { resolve } from 'node:path';
import { type Taxes, taxesOn } from '../flows/taxes.ts';
import { systemClock } from '../io/clock.ts';
import { NotDone, type Terminal, textOf, UsageError, type Values } from './command.ts';
import { archiveOf, openDatabase } from './database.ts';
import { writeOutput } from './files.ts';
import { tell } from './told.ts';
import { houseOn } from './wire.ts';

/**
 * `onestep tax bill NO`: a payment notice or a tax bill by its number, and its paper as PDF.
 * @throws NotDone when there is none
 */
export async function taxBill(values: Values, no: string, terminal: Terminal): Promise<number> {
  if (no === '') throw new UsageError('NO is missing. See: onestep tax --help');
  const pdf = textOf(values, 'pdf');
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    const house = await houseOn(db, systemClock, { archive: archiveOf(values) });
    house.news.close();
    const found = await lookFor(taxesOn(house), no, pdf !== undefined);
    if (pdf !== undefined) await write(found.paper, pdf, no);
    const { total, state, hash } = found.json;
    const lines = [`${no}  ${total}  ${state}`, ...(hash === null ? [] : [`SHA-256 ${hash}`])];
    const written = pdf === undefined ? [] : [`Wrote ${resolve(pdf)}.`];
    tell(terminal, values, { json: found.json, lines: [...lines, ...written] }, 1);
    return 0;
  } finally {
    await db.close();
  }
}

async function lookFor(taxes: Taxes, no: string, isPaper: boolean) {
  const notice = await taxes.notice(no, null);
  if (notice !== null) {
    return { json: notice, paper: isPaper ? await taxes.noticePdf(no, null) : null };
  }
  const bill = /^\w{18}\d{2}$/.test(no) ? await taxes.bill(no, null) : null;
  if (bill === null) throw new NotDone(`There is no payment notice and no tax bill ${no}.`);
  return { json: bill, paper: isPaper ? await taxes.billPdf(no, null) : null };
}

type Found = Awaited<ReturnType<typeof lookFor>>;

async function write(paper: Found['paper'], file: string, no: string): Promise<void> {
  if (paper === null) throw new NotDone(`The tax bill ${no} is void: there is no paper of it.`);
  await writeOutput(file, paper.bytes);
}
