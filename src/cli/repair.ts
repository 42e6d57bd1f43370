import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Door, Reply } from '../client/door.ts';
import { fieldsOf, items, text } from '../client/wire.ts';
import { readCsv } from '../documents/sheet/csv.ts';
import {
  type Command,
  NotDone,
  type Terminal,
  textOf,
  UsageError,
  type Values,
} from './command.ts';
import { askPatiently, showProblem } from './declare.ts';
import { DEFAULT_URL } from './defaults.ts';
import { readInput, writeOutput } from './files.ts';
import { required } from './registered.ts';
import { urlOf } from './send.ts';
import { actionNamed } from './told.ts';

type Fields = Readonly<Record<string, unknown>>;
/** Where to ask, the second positional, and the options. */
type Asked = { readonly door: Door; readonly target: string; readonly values: Values };
type Told = { readonly reply: Reply; readonly lines: (body: Fields) => readonly string[] };
type Action = (asked: Asked) => Promise<Told>;

const ACTIONS: Readonly<Record<string, Action>> = {
  causes: async ({ door, values }) => {
    const query = ['direction', 'document'].flatMap((name) => {
      const value = textOf(values, name);
      return value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`];
    });
    const path = `/v1/repairs/causes${query.length === 0 ? '' : `?${query.join('&')}`}`;
    return { reply: await get(door, path), lines: causeLines };
  },
  preview: async ({ door, target, values }) => {
    const cause = named(target, 'CAUSE', 'preview');
    const body = { cause, corrections: [await correctionOf(values)] };
    const begun = await post(door, '/v1/repairs', body);
    const reply = begun.status === 202 ? await settled(door, idOf(begun), ['checking']) : begun;
    return { reply, lines: repairLines };
  },
  send: async ({ door, target, values }) => {
    const id = named(target, 'REPAIR', 'send');
    const sent = await post(door, `/v1/repairs/${id}/send`);
    const reply =
      sent.status === 200 && values.wait === true
        ? await settled(door, id, ['sending', 'following'])
        : sent;
    return { reply, lines: repairLines };
  },
  status: async ({ door, target }) => {
    const id = named(target, 'REPAIR', 'status');
    return { reply: await get(door, `/v1/repairs/${id}`), lines: repairLines };
  },
  cancel: async ({ door, target }) => {
    const id = named(target, 'REPAIR', 'cancel');
    return { reply: await post(door, `/v1/repairs/${id}/cancel`), lines: repairLines };
  },
  download: async ({ door, target, values }) => {
    const id = named(target, 'REPAIR', 'download');
    const dir = required(values, 'out', 'repair');
    const reply = await get(door, `/v1/repairs/${id}`);
    if (reply.status !== 200) return { reply, lines: repairLines };
    const written = await downloadParts(door, id, Number(fieldsOf(reply.body).parts), dir);
    return {
      reply,
      lines: () => [`Wrote ${written} messages to ${dir}: sign them and send them.`],
    };
  },
};

function named(target: string, what: string, action: string): string {
  if (target !== '') return encodeURIComponent(target);
  throw new UsageError(`onestep repair ${action} takes ${what}. See: onestep repair --help`);
}

const idOf = ({ body }: Reply): string => text(fieldsOf(body).id, 'id');

const get = (door: Door, path: string): Promise<Reply> =>
  askPatiently(door, { method: 'GET', path });

function post(door: Door, path: string, json?: unknown): Promise<Reply> {
  const body =
    json === undefined ? {} : { body: Buffer.from(JSON.stringify(json)), type: JSON_TYPE };
  return askPatiently(door, { method: 'POST', path, ...body });
}

const JSON_TYPE = 'application/json';
/** Milliseconds between two looks. */
const LOOK = 500;

/** The repair as soon as it is in none of these states. */
async function settled(door: Door, id: string, states: readonly string[]): Promise<Reply> {
  for (;;) {
    const reply = await get(door, `/v1/repairs/${id}`);
    if (reply.status !== 200 || !states.includes(String(fieldsOf(reply.body).state))) return reply;
    await pause(LOOK);
  }
}

/** What is to be corrected, as the options have it. @throws UsageError */
async function correctionOf(values: Values): Promise<Fields> {
  const field = required(values, 'field', 'repair');
  const [from, to, by] = [textOf(values, 'from'), textOf(values, 'to'), textOf(values, 'by')];
  const file = textOf(values, 'table');
  const table = file === undefined ? undefined : await tableIn(file);
  if ((to === undefined) === (table === undefined)) {
    throw new UsageError('Give the new value with --to, or a table with --table.');
  }
  return { field, from, to, by, table };
}

/** A CSV file of two columns: the value that it goes by, and the new one. */
async function tableIn(file: string): Promise<Readonly<Record<string, string>>> {
  const sheet = readCsv(Buffer.from(await readInput(file)));
  if (!sheet.ok) throw new NotDone(`${file} cannot be read: ${sheet.error[0]?.en ?? ''}`);
  return Object.fromEntries(
    sheet.value.rows.map(({ cells }) => [cells.get(0)?.text ?? '', cells.get(1)?.text ?? '']),
  );
}

async function downloadParts(door: Door, id: string, parts: number, dir: string): Promise<number> {
  await mkdir(dir, { recursive: true });
  let written = 0;
  for (let part = 1; part <= parts; part += 1) {
    const path = `/v1/repairs/${id}/documents/${part}`;
    const { status, body } = await askPatiently(door, { method: 'GET', path, raw: true });
    if (status === 404) continue;
    if (status !== 200 || !(body instanceof Uint8Array)) {
      throw new NotDone(`The platform answered ${status} to part ${part}.`);
    }
    await writeOutput(join(dir, `repair-${part}.xml`), body);
    written += 1;
  }
  return written;
}

/** What is wrong, and what mends it. */
function words({ en, hint }: Fields): string {
  return `${String(en)}.${hint === null ? '' : ` ${String(hint)}`}`;
}

function causeLines({ causes }: Fields): string[] {
  const lines = items(causes, 'causes')
    .map(fieldsOf)
    .map((one) => {
      const { direction, document, code, field, value, bar } = one;
      const kind = [direction, document, code, field, value];
      const place = kind.filter((part) => part !== '').join(' ');
      const how = bar === null ? String(one.id) : words(fieldsOf(bar));
      return [`${String(one.lists).padStart(6)}  ${place}: ${words(one)}`, `        ${how}`];
    });
  return lines.length === 0 ? ['No document of yours stands returned or refused.'] : lines.flat();
}

function repairLines(body: Fields): string[] {
  const { id, state, lists, beyond, outcomes, results, maySend } = body;
  const { document } = fieldsOf(body.cause);
  const counts = (all: unknown) =>
    Object.entries(fieldsOf(all))
      .filter(([, n]) => n !== 0)
      .map(([name, n]) => `${name} ${String(n)}`)
      .join(', ');
  const reasons = (name: string) =>
    items(body[name], name)
      .map(fieldsOf)
      .map((one) => `  ${String(one.lists)}  ${String(one.code)} ${one.field}: ${words(one)}`);
  const more = beyond === 0 ? '' : ` (${String(beyond)} more of the cause)`;
  return [
    `Repair ${String(id)} is ${String(state)}: ${String(lists)} ${String(document)}s${more}`,
    `Trial: ${counts(outcomes)}`,
    ...reasons('wouldFail'),
    ...exampleLines(body.examples),
    ...(counts(results) === '' ? [] : [`Sent: ${counts(results)}`]),
    ...reasons('refusedAgain'),
    ...(maySend === true ? [] : ['The law asks for your signature: download, sign and send.']),
  ];
}

function exampleLines(examples: unknown): string[] {
  return items(examples, 'examples')
    .map(fieldsOf)
    .flatMap((one) =>
      items(one.changes, 'changes')
        .map(fieldsOf)
        .map((change) => {
          const { path, before, after } = change;
          return `  ${String(one.listNo)}  ${path}: "${String(before)}" -> "${String(after)}"`;
        }),
    );
}

async function repair(
  values: Values,
  [name = '', target = '']: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const action = actionNamed('repair', ACTIONS, name);
  const token = textOf(values, 'token');
  if (token === undefined)
    throw new UsageError('Give the token of who sent the documents with --token.');
  const { reply, lines } = await action({ door: { url: urlOf(values), token }, target, values });
  if (values.json === true) terminal.out(JSON.stringify(reply.body, null, 2));
  if (reply.status >= 300) return showProblem(reply, values.json === true, terminal);
  if (values.json !== true) for (const line of lines(fieldsOf(reply.body))) terminal.out(line);
  return 0;
}

export const REPAIR: Command = {
  name: 'repair',
  summary: 'correct refused documents in bulk: causes, trial, sending, progress',
  positionals: ['ACTION', '[TARGET]'],
  options: {
    url: { type: 'string' },
    token: { type: 'string' },
    direction: { type: 'string' },
    document: { type: 'string' },
    field: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    by: { type: 'string' },
    table: { type: 'string' },
    wait: { type: 'boolean' },
    out: { type: 'string' },
    json: { type: 'boolean' },
  },
  run: repair,
  help: `
onestep repair causes [options]
onestep repair preview CAUSE --field FIELD --to VALUE [--from VALUE] [options]
onestep repair preview CAUSE --field FIELD --table FILE.csv [--by FIELD] [options]
onestep repair send REPAIR [--wait] [options]
onestep repair status REPAIR [options]
onestep repair cancel REPAIR [options]
onestep repair download REPAIR --out DIR [options]

Why import and export lists stand returned, and why orders, payments and waybills were not filed;
and one correction for all of one cause. A preview corrects each of them, judges it as if it were
sent now, and sends nothing; then the repair is sent, each document as a message in your name, and
followed to its end. Where the law of the day asks for your signature, the corrected documents are
downloaded instead, to be signed. What is about a number or who may send is told and not corrected.

  --token TOKEN        bearer token of who sent the documents
  --direction WAY      of causes: of one direction alone, import or export
  --document KIND      of causes: of one kind alone, list, order, payment or waybill
  --field FIELD        element to correct, such as InventoryList/unit1 or OrderList/unit
  --to VALUE           its new value
  --from VALUE         correct it only where it has this value
  --table FILE.csv     two columns: old value and new one
  --by FIELD           element that the table goes by, such as InventoryList/itemNo
  --wait               of send: until each document has an end
  --out DIR            of download: where the messages are written
  --url URL            address of the platform (default ${DEFAULT_URL})
  --json               print what the platform answered
`,
};
