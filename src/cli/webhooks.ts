import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import type { Result } from '../base/result.ts';
import { type Webhooks, webhooksOn } from '../flows/webhooks.ts';
import { systemClock } from '../io/clock.ts';
import { openPoster } from '../io/post.ts';
import { systemEntropy } from '../io/random.ts';
import { loadRegistry } from '../registry/facts.ts';
import type { Endpoint } from '../webhooks/endpoint.ts';
import { endpointJson } from '../webhooks/json.ts';
import { type Command, NotDone, numberOf, type Terminal, textOf, type Values } from './command.ts';
import { DATABASE_OPTIONS, openDatabase } from './database.ts';
import { registeredCode, required } from './registered.ts';
import { actionNamed, type Told, tell } from './told.ts';

type Done = Told & { readonly failed?: boolean };

type Action = (webhooks: Webhooks, enterprise: string, values: Values) => Promise<Done>;

const ACTIONS: Readonly<Record<string, Action>> = {
  list: async (webhooks, enterprise) => {
    const all = await webhooks.list(enterprise);
    return { json: { enterprise, webhooks: all.map(endpointJson) }, lines: all.map(lineOf) };
  },
  create: async (webhooks, enterprise, values) => {
    const url = required(values, 'url', 'webhooks');
    const after = cursorOf(values);
    const request = { url, ...fieldsOf(values), ...(after !== null && { after }) };
    return withSecret(done(await webhooks.create(enterprise, request)));
  },
  change: async (webhooks, enterprise, values) => {
    const url = textOf(values, 'url');
    const change = { ...fieldsOf(values), ...(url !== undefined && { url }) };
    return shown(found(done(await webhooks.change(enterprise, idOf(values), change))));
  },
  enable: async (webhooks, enterprise, values) =>
    shown(found(done(await webhooks.change(enterprise, idOf(values), { enabled: true })))),
  disable: async (webhooks, enterprise, values) =>
    shown(found(done(await webhooks.change(enterprise, idOf(values), { enabled: false })))),
  rotate: async (webhooks, enterprise, values) => {
    const usual = LIMITS.webhookOverlapHoursUsual;
    const hours = numberOf(values, 'overlap-hours', usual, 0, LIMITS.webhookOverlapHours);
    return withSecret(found(await webhooks.rotate(enterprise, idOf(values), hours)));
  },
  replay: async (webhooks, enterprise, values) => {
    required(values, 'after', 'webhooks');
    const after = cursorOf(values) ?? 0n;
    return shown(found(done(await webhooks.replay(enterprise, idOf(values), after))));
  },
  test: async (webhooks, enterprise, values) => {
    const { error, milliseconds } = found(await webhooks.test(enterprise, idOf(values)));
    const json = { delivered: error === null, error, milliseconds };
    const line = error === null ? `Taken after ${milliseconds} ms.` : `Not taken: ${error}.`;
    return { json, lines: [line], failed: error !== null };
  },
  delete: async (webhooks, enterprise, values) => {
    const id = idOf(values);
    if (!(await webhooks.remove(enterprise, id))) throw new NotDone(NONE);
    return { json: { enterprise, id, deleted: true }, lines: [`Deleted ${id}.`] };
  },
};

const NONE = 'The enterprise has no such webhook. See: onestep webhooks list ENTERPRISE';

const idOf = (values: Values): string => required(values, 'id', 'webhooks');

/** A cursor given with `--after`; null without it. @throws UsageError */
function cursorOf(values: Values): bigint | null {
  return textOf(values, 'after') === undefined ? null : BigInt(numberOf(values, 'after', 0));
}

function fieldsOf(values: Values) {
  const [types, description] = [textOf(values, 'types'), textOf(values, 'description')];
  const batch = numberOf(values, 'batch', 0, 1, LIMITS.webhookBatch);
  return {
    ...(types !== undefined && { types: types.split(',').filter((type) => type !== '') }),
    ...(description !== undefined && { description }),
    ...(batch > 0 && { batch }),
  };
}

function done<T>(result: Result<T, Finding[]>): T {
  if (result.ok) return result.value;
  throw new NotDone(result.error.map(({ code, path, en }) => `${code} ${path}: ${en}.`).join('\n'));
}

function found<T>(value: T | null): T {
  if (value === null) throw new NotDone(NONE);
  return value;
}

function lineOf({ id, state, position, failures, lastError, url }: Endpoint): string {
  const trouble = failures > 0 || state === 'dead' ? `  ${lastError ?? ''} (${failures})` : '';
  return `${id}  ${state.padEnd(6)}  at ${position}  ${url}${trouble}`;
}

function shown(endpoint: Endpoint): Done {
  return { json: endpointJson(endpoint), lines: [lineOf(endpoint)] };
}

function withSecret(endpoint: Endpoint): Done {
  const { secret } = endpoint;
  const note = `The secret, shown only this once: ${secret}`;
  return { json: { ...endpointJson(endpoint), secret }, lines: [lineOf(endpoint), note] };
}

async function webhooks(
  values: Values,
  [name = '', enterprise = '']: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const action = actionNamed('webhooks', ACTIONS, name);
  const local = values.local === true;
  const poster = openPoster(local);
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    registeredCode(await loadRegistry(db), enterprise);
    const parts = { db, clock: systemClock, entropy: systemEntropy, poster, local };
    const told = await action(webhooksOn(parts), enterprise, values);
    tell(terminal, values, told);
    return told.failed === true ? 1 : 0;
  } finally {
    poster.close();
    await db.close();
  }
}

const { webhookBatchUsual: USUAL, webhookBatch: MOST, webhookOverlapHoursUsual: OVERLAP } = LIMITS;

export const WEBHOOKS: Command = {
  name: 'webhooks',
  summary: 'manage the webhooks of an enterprise: where its receipts are sent',
  positionals: ['ACTION', 'ENTERPRISE'],
  options: {
    ...DATABASE_OPTIONS,
    id: { type: 'string' },
    url: { type: 'string' },
    types: { type: 'string' },
    batch: { type: 'string' },
    description: { type: 'string' },
    after: { type: 'string' },
    'overlap-hours': { type: 'string' },
    local: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  run: webhooks,
  help: `
onestep webhooks list ENTERPRISE [options]
onestep webhooks create ENTERPRISE --url URL [--types T,T] [--batch N] [--after CURSOR] [options]
onestep webhooks change ENTERPRISE --id ID [--url URL] [--types T,T] [--batch N] [options]
onestep webhooks enable|disable|delete|test ENTERPRISE --id ID [options]
onestep webhooks rotate ENTERPRISE --id ID [--overlap-hours N] [options]
onestep webhooks replay ENTERPRISE --id ID --after CURSOR [options]

The addresses to which a running serve sends the receipts of an enterprise, signed as Standard
Webhooks has it: the operator's hand on what enterprises do themselves at /v1/webhooks. A change
is taken up within a second. A secret is printed once, by create and rotate.

  --id ID              the webhook, as list prints it
  --url URL            https address that takes POST
  --types T,T          types of receipts to send, such as CEB622; all when it is empty or not given
  --batch N            most receipts in one message (default ${USUAL}, at most ${MOST})
  --description TEXT   a name for people
  --after CURSOR       send the receipts behind this cursor; create begins with those to come
  --overlap-hours N    so long the old secret signs as well (default ${OVERLAP})
  --local              take plain http and private addresses: for a sandbox only
  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --json               print the result as JSON
`,
};
