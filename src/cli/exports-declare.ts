import type { Reply } from '../client/door.ts';
import { fieldsOf, items } from '../client/wire.ts';
import { concludeDeclaration } from '../flows/b2b-move.ts';
import { viewCustomsDeclaration } from '../flows/b2b-view.ts';
import { systemClock } from '../io/clock.ts';
import { declarationJson } from '../window/exports-json.ts';
import { NotDone, type Terminal, textOf, UsageError, type Values } from './command.ts';
import { openDatabase } from './database.ts';
import { askPatiently, sentence, showProblem } from './declare.ts';
import { readInput } from './files.ts';
import { urlOf } from './send.ts';
import { houseOn } from './wire.ts';

const PATH = '/v1/exports/declarations';

/** Sends a customs declaration; 0 when it was accepted. */
export async function declareExport(
  values: Values,
  terminal: Terminal,
  [file = '']: readonly string[],
): Promise<number> {
  const body = await readInput(file);
  const request = { method: 'POST', path: PATH, body, type: 'application/json' } as const;
  const reply = await askPatiently(doorOf(values), request);
  const code = show(reply, values, terminal);
  return code === 0 && fieldsOf(reply.body).status === '100' ? 1 : code;
}

/** Prints a customs declaration. */
export async function readExport(
  values: Values,
  terminal: Terminal,
  [no = '']: readonly string[],
): Promise<number> {
  const path = `${PATH}/${encodeURIComponent(no)}`;
  return show(await askPatiently(doorOf(values), { method: 'GET', path }), values, terminal);
}

/** Takes a customs declaration back. */
export async function withdrawExport(
  values: Values,
  terminal: Terminal,
  [no = '']: readonly string[],
): Promise<number> {
  const path = `${PATH}/${encodeURIComponent(no)}/withdraw`;
  const request = { method: 'POST', path } as const;
  return show(await askPatiently(doorOf(values), request), values, terminal);
}

/** Says for an officer what becomes of a customs declaration that waits for a person. */
export async function concludeExport(
  values: Values,
  terminal: Terminal,
  [no = '']: readonly string[],
): Promise<number> {
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    const house = await houseOn(db, systemClock, {});
    house.news.close();
    const returned = textOf(values, 'return') ?? null;
    const number = await concludeDeclaration(house, no, { returned });
    const shown = number === null ? null : await viewCustomsDeclaration(db, number, null);
    if (shown === null) throw new NotDone(`No declaration ${no} waits for a person.`);
    tell(declarationJson(shown), values, terminal);
    return 0;
  } finally {
    await db.close();
  }
}

function doorOf(values: Values) {
  const token = textOf(values, 'token');
  if (token === undefined) throw new UsageError('Give the token of the declarant with --token.');
  return { url: urlOf(values), token };
}

function show(reply: Reply, values: Values, terminal: Terminal): number {
  if (reply.status !== 200 && reply.status !== 201) {
    if (values.json === true) terminal.out(JSON.stringify(reply.body, null, 2));
    return showProblem(reply, values.json === true, terminal);
  }
  tell(reply.body, values, terminal);
  return 0;
}

function tell(body: unknown, values: Values, terminal: Terminal): void {
  if (values.json === true) {
    terminal.out(JSON.stringify(body, null, 2));
    return;
  }
  const { preEntryId, entryId, status, fob, duty, notice, findings } = fieldsOf(body);
  const number = entryId === null ? '' : `, customs number ${String(entryId)}`;
  const worth = fob === null ? '' : `, worth ${String(fob)} yuan, export duty ${String(duty)}`;
  terminal.out(`${String(preEntryId)}: ${String(status)}${number}${worth}`);
  if (notice !== null) terminal.out(`  payment notice ${String(fieldsOf(notice).dutyNo)}`);
  for (const finding of items(findings, 'findings').map(fieldsOf)) {
    const place = finding.path === null ? '' : `${String(finding.path)}: `;
    terminal.out(`  ${place}${sentence(finding)}`);
  }
}
