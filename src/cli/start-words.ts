import type { SendReport } from '../sandbox/send-world.ts';
import type { Expected } from '../sandbox/world/expected.ts';
import type { Example } from './sample.ts';
import type { Seats } from './sample-accounts.ts';

type Row = SendReport['rows'][number];

const SHOWN = 5;

/**
 * What the comparison with the prediction comes to. On a used data directory the messages are
 * known already, and are answered as duplicates.
 */
export function outcomeOf(
  { rows, progress }: Pick<SendReport, 'rows' | 'progress'>,
  { messages }: Pick<Expected, 'messages'>,
): { readonly ok: boolean; readonly lines: readonly string[] } {
  const known = progress.duplicates - messages.filter(({ duplicate }) => duplicate).length;
  const wrong = rows.filter(({ ok }) => !ok);
  const lines: string[] = [];
  if (known > 0) {
    lines.push(
      `${known} of ${progress.messages} messages were known from an earlier start: answered as ` +
        'duplicates, nothing was done twice.',
    );
  }
  lines.push(
    wrong.length === 0
      ? `All ${rows.length} outcomes are what the sample predicted, taxes to the fen.`
      : `${wrong.length} of ${rows.length} outcomes differ from what the sample predicted:`,
    ...wrong.slice(0, SHOWN).map(lineOf),
  );
  return { ok: wrong.length === 0, lines };
}

function lineOf({ type, key, expected, got, why }: Row): string {
  return `  ${type} ${key}: expected ${expected ?? 'to be taken'}, got ${got}  ${why}`.trimEnd();
}

/**
 * Where to look and what to try next.
 * @param seats who may sign in at the console; null where it is not built
 * @param place options by which another command finds this database, such as ` --data-dir x`
 */
export function nextLines(
  url: string,
  place: string,
  example: Example | null,
  seats: Seats | null,
): string[] {
  const token = example?.token ?? 'TOKEN';
  const listNo = example?.listNo ?? 'LIST_NO';
  const why = example === null ? '' : ` (${example.code})`;
  return [
    '',
    'Open:',
    `  ${url}/               what is here`,
    `  ${url}/docs           the interface, to read and to try`,
    `  ${url}/openapi.json   the same for programs`,
    `  ${url}/metrics        figures for monitoring`,
    ...(seats === null ? [] : consoleLines(url, seats)),
    '',
    'Try next, in another terminal:',
    '  the receipts of a declaring agent',
    `    curl -H "Authorization: Bearer ${token}" "${url}/v1/receipts?after=0&limit=5"`,
    `  why a list was returned${why}: each rule, number and law, derived again`,
    `    npx onestep explain ${listNo}${place}`,
    '  every law of conservation recomputed from the raw tables, by code of its own',
    `    npx onestep audit${place}`,
  ];
}

function consoleLines(url: string, { names, password }: Seats): string[] {
  return [
    '',
    `The tour, two minutes: ${url}/console/tour`,
    `The console: ${url}/console/`,
    `  sign in as ${names.join(', ')}`,
    `  password   ${password}    (of all of them, new with each start)`,
  ];
}
