import { isoShanghai } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import { orderPaymentData } from '../flows/order-payment-data.ts';
import { paymentServicesOn } from '../flows/payment-services.ts';
import { systemClock } from '../io/clock.ts';
import { openPoster } from '../io/post.ts';
import type { Database } from '../io/postgres.ts';
import { systemEntropy } from '../io/random.ts';
import { pullJson, serviceJson } from '../paydata/json.ts';
import { PULL_STATES } from '../paydata/pull.ts';
import { listPulls } from '../paydata/pull-store.ts';
import { allServices, type Service } from '../paydata/service-store.ts';
import { loadRegistry } from '../registry/facts.ts';
import { latestSignals, signalJson } from '../risk/signals.ts';
import {
  type Command,
  NotDone,
  numberOf,
  type Terminal,
  textOf,
  UsageError,
  type Values,
} from './command.ts';
import { ARCHIVE_OPTION, archiveOf, DATABASE_OPTIONS, openDatabase } from './database.ts';
import { pullLine, signalLine } from './payment-lines.ts';
import { registeredCode } from './registered.ts';
import { actionNamed, type Told, tell } from './told.ts';
import { houseOn } from './wire.ts';

type Done = Told & { readonly code?: number };
type Action = (db: Database, values: Values, given: readonly string[]) => Promise<Done>;

const ACTIONS: Readonly<Record<string, Action>> = { services, pulls, signals, ask };

const COMMAND = 'payment-data';
const USUAL_LIMIT = 100;

async function services(db: Database, values: Values, given: readonly string[]): Promise<Done> {
  const [action, ebpCode = '', url = ''] = given;
  if (action === undefined) {
    const all = await allServices(db);
    return { json: { services: all.map(serviceJson) }, lines: all.map(serviceLine) };
  }
  if (
    !['set', 'remove', 'test'].includes(action) ||
    ebpCode === '' ||
    (action === 'set') !== (url !== '')
  ) {
    throw new UsageError(
      'onestep payment-data services takes set EBP URL, remove EBP or test EBP, or nothing.',
    );
  }
  const local = values.local === true;
  const poster = openPoster(local);
  try {
    const parts = { db, clock: systemClock, entropy: systemEntropy, poster, local };
    return await change(db, parts, action, ebpCode, url);
  } finally {
    poster.close();
  }
}

async function change(
  db: Database,
  parts: Parameters<typeof paymentServicesOn>[0],
  action: string,
  ebpCode: string,
  url: string,
): Promise<Done> {
  const own = paymentServicesOn(parts);
  const platform = registeredCode(await loadRegistry(db), ebpCode);
  if (action === 'set') {
    const saved = await own.put(platform, url);
    if (saved.ok) return { json: serviceJson(saved.value), lines: [serviceLine(saved.value)] };
    throw new NotDone(
      saved.error.map(({ code, path, en }) => `${code} ${path}: ${en}.`).join('\n'),
    );
  }
  if (action === 'remove') {
    if (!(await own.remove(platform))) throw new NotDone(NO_SERVICE);
    return { json: { ebpCode, removed: true }, lines: [`Removed the service of ${ebpCode}.`] };
  }
  const outcome = await own.test(platform);
  if (outcome === null) throw new NotDone(NO_SERVICE);
  const { error, milliseconds } = outcome;
  const line = error === null ? `Taken after ${milliseconds} ms.` : `Not taken: ${error}.`;
  return {
    json: { taken: error === null, ...outcome },
    lines: [line],
    code: error === null ? 0 : 1,
  };
}

const NO_SERVICE =
  'The platform has no interface on file. See: onestep payment-data services set EBP URL';

function serviceLine({ ebpCode, url, registeredAt }: Service): string {
  return `${ebpCode.padEnd(18)}  ${isoShanghai(registeredAt)}  ${url}`;
}

async function pulls(db: Database, values: Values, given: readonly string[]): Promise<Done> {
  nothingElse(given, 'pulls');
  const state = textOf(values, 'state');
  const known = PULL_STATES.find((one) => one === state);
  if (state !== undefined && known === undefined) {
    throw new UsageError(`--state takes ${PULL_STATES.join(', ')}, not ${state}.`);
  }
  const after = textOf(values, 'after')?.toLowerCase() ?? null;
  if (after !== null && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(after)) {
    throw new UsageError('--after takes the sessionID of a pull, as pulls prints it.');
  }
  const ebpCode = textOf(values, 'platform') ?? null;
  const found = await listPulls(db, {
    ebpCode,
    state: known ?? null,
    after,
    limit: limitOf(values),
  });
  return { json: { pulls: found.map(pullJson) }, lines: found.map(pullLine) };
}

async function signals(db: Database, values: Values, given: readonly string[]): Promise<Done> {
  nothingElse(given, 'signals');
  const found = await latestSignals(db, textOf(values, 'platform') ?? null, limitOf(values));
  return { json: { signals: found.map(signalJson) }, lines: found.map(signalLine) };
}

async function ask(db: Database, values: Values, given: readonly string[]): Promise<Done> {
  const [order = ''] = given;
  const at = order.indexOf('/');
  if (given.length !== 1 || at < 1 || at === order.length - 1) {
    throw new UsageError('onestep payment-data ask takes the platform and its order, as EBP/NO.');
  }
  const house = await houseOn(db, systemClock, { archive: archiveOf(values) });
  house.news.close();
  const asked = await orderPaymentData(house, order.slice(0, at), order.slice(at + 1));
  if (asked.ok) return { json: pullJson(asked.value), lines: [pullLine(asked.value)] };
  if (asked.error === 'unregistered') throw new NotDone(NO_SERVICE);
  throw new NotDone(`Nothing was decided on the documents of the order ${order}.`);
}

function nothingElse(given: readonly string[], action: string): void {
  if (given.length === 0) return;
  throw new UsageError(
    `onestep payment-data ${action} takes options only, not ${given.join(' ')}.`,
  );
}

function limitOf(values: Values): number {
  return numberOf(values, 'limit', USUAL_LIMIT, 1, LIMITS.pullsPerPage);
}

async function run(
  values: Values,
  [name = '', ...given]: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const action = actionNamed(COMMAND, ACTIONS, name);
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    const told = await action(db, values, given);
    tell(terminal, values, told);
    return told.code ?? 0;
  } finally {
    await db.close();
  }
}

export const PAYMENT_DATA: Command = {
  name: COMMAND,
  summary: 'see and order the payment data that platforms are asked for, and what came of it',
  positionals: ['ACTION', '[WHAT...]'],
  options: {
    ...DATABASE_OPTIONS,
    ...ARCHIVE_OPTION,
    platform: { type: 'string' },
    state: { type: 'string' },
    after: { type: 'string' },
    limit: { type: 'string' },
    local: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  run,
  help: `
onestep payment-data services [options]
onestep payment-data services set EBP URL | remove EBP | test EBP [options]
onestep payment-data pulls [--platform EBP] [--state STATE] [--after SESSION] [options]
onestep payment-data signals [--platform EBP] [options]
onestep payment-data ask EBP/NO [options]

Payment data of orders (GACC 2018 No. 165, 179): a running serve calls the interfaces of platforms
for the orders that the law has drawn, and platforms upload the original payment. services lists
the interfaces, registers, withdraws and tests one; pulls lists what was asked for, the newest
first; signals what makes a platform suspicious; ask has one order asked for now.

  --platform EBP       only of this platform
  --state STATE        only in this state: ${PULL_STATES.slice(0, 4).join(', ')} or
                       ${PULL_STATES.slice(4).join(', ')}
  --after SESSION      go on behind this pull of the page before
  --limit N            so many at most (default ${USUAL_LIMIT}, at most ${LIMITS.pullsPerPage})
  --local              take plain http and private addresses: for a sandbox only
  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --archive DIR        where the files of archived days are (default archive in the data directory)
  --json               print the result as JSON
`,
};
