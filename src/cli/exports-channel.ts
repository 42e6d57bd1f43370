import { businessDate } from '../base/dates.ts';
import { formatFen } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { fail, type Result } from '../base/result.ts';
import { channelQuestion } from '../documents/declaration/channel-sheet.ts';
import { readCsv } from '../documents/sheet/csv.ts';
import { type AskedChannel, channelAsked } from '../flows/export-channel.ts';
import { watchRegistry } from '../flows/registry-watch.ts';
import { systemClock } from '../io/clock.ts';
import { type Terminal, textOf, UsageError, type Values } from './command.ts';
import { openDatabase } from './database.ts';
import { readInput } from './files.ts';
import { readBytes } from './json-input.ts';
import { findingLine } from './told.ts';

/** Tells which channel a ticket of exports takes; it is read from a file or from stdin. */
export async function exportsChannel(
  values: Values,
  terminal: Terminal,
  [file = '']: readonly string[],
): Promise<number> {
  const bytes = file === '' ? await standardInput() : Buffer.from(await readInput(file));
  const question = questionOf(bytes, values);
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    const registry = await watchRegistry(db);
    const today = businessDate(systemClock.now());
    const asked: Result<AskedChannel, Finding[]> = question.ok
      ? channelAsked(question.value, registry.current(), today)
      : question;
    return show(asked, values.json === true, terminal);
  } finally {
    await db.close();
  }
}

async function standardInput(): Promise<Buffer> {
  if (process.stdin.isTTY) {
    throw new UsageError('Give a FILE, or the ticket on stdin. See: onestep exports --help');
  }
  return readBytes(process.stdin);
}

/** JSON begins with a brace; all else is a table, whose ticket is told by options. */
function questionOf(bytes: Buffer, values: Values): Result<Uint8Array, Finding[]> {
  const [mode, date] = [textOf(values, 'mode'), textOf(values, 'date')];
  const licenseNo = textOf(values, 'licence');
  if (/^\uFEFF?\s*\{/.test(bytes.subarray(0, 100).toString('utf8'))) {
    if ([mode, date, licenseNo].every((one) => one === undefined))
      return { ok: true, value: bytes };
    throw new UsageError('A ticket in JSON says mode, date and licenseNo itself.');
  }
  if (mode === undefined) throw new UsageError('Give the trade mode of a table with --mode.');
  const sheet = readCsv(bytes);
  if (!sheet.ok) return sheet;
  const text = channelQuestion(sheet.value, { mode, date, licenseNo });
  return text.ok ? { ok: true, value: Buffer.from(text.value) } : fail(text.error);
}

function show(asked: Result<AskedChannel, Finding[]>, json: boolean, terminal: Terminal): number {
  const findings = asked.ok ? asked.value.reasons : asked.error;
  const { date = '', channel = null, fob = null } = asked.ok ? asked.value : {};
  if (json) {
    const value = fob === null ? null : formatFen(fob);
    const told = asked.ok ? { date, channel, value, reasons: findings } : { findings };
    terminal.out(JSON.stringify(told, null, 1));
  } else {
    if (asked.ok) {
      const worth = fob === null ? '' : `, worth ${formatFen(fob)} yuan`;
      terminal.out(`${date}: ${channel === null ? 'no channel' : NAMES[channel]}${worth}`);
    }
    for (const finding of findings) terminal.out(findingLine(finding));
  }
  return channel === null ? 1 : 0;
}

const NAMES = {
  A: 'channel A, a list (CEB603) with statisticsFlag A',
  B: 'channel B, a list (CEB603) with statisticsFlag B, declared in the summary of its month',
  L: 'channel L, a list (CEB603)',
  D: 'channel D, a customs declaration (POST /v1/exports/declarations)',
} as const;
