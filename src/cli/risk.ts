import { assert } from '../base/assert.ts';
import { type Instant, parseMoment } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import type { Result } from '../base/result.ts';
import { addRule, putIntoForce, type RiskHouse, takeOutOfForce } from '../flows/risk-rules.ts';
import { type TrialOptions, tryRule, tryVersion } from '../flows/risk-trial.ts';
import { unwatch, type WatchDone, watch, watchLists } from '../flows/watch-lists.ts';
import { systemClock } from '../io/clock.ts';
import { fieldsJson } from '../risk/fields-json.ts';
import type { RiskAction } from '../risk/rule.ts';
import { listRules } from '../risk/rule-store.ts';
import { parseRule } from '../risk/rule-text.ts';
import {
  labelOf,
  type RuleId,
  type RuleVersion,
  readLabel,
  ruleJson,
  trialJson,
} from '../risk/rule-version.ts';
import { latestSignals, signalJson } from '../risk/signals.ts';
import { watchJson } from '../risk/watch-json.ts';
import { WATCH_KINDS } from '../risk/watch-keys.ts';
import {
  type Command,
  NotDone,
  numberOf,
  type Terminal,
  textOf,
  UsageError,
  type Values,
} from './command.ts';
import { DATABASE_OPTIONS, openDatabase } from './database.ts';
import { readInput } from './files.ts';
import { lineOf } from './load.ts';
import { signalLine } from './payment-lines.ts';
import { required } from './registered.ts';
import { fieldLines, ruleLines, trialLines, watchLine } from './risk-lines.ts';
import { progressBar } from './terminal.ts';
import { actionNamed, type Told, tell } from './told.ts';
import { houseOn } from './wire.ts';

type Call = {
  readonly house: RiskHouse;
  readonly values: Values;
  readonly given: readonly string[];
  readonly terminal: Terminal;
};

const COMMAND = 'risk';
const ACTIONS: Readonly<Record<string, (call: Call) => Promise<Told>>> = {
  fields: async () => ({ json: fieldsJson(), lines: fieldLines() }),
  rules: async ({ house: { db }, values }) => {
    const all = await listRules(db, values.all === true, limitOf(values));
    return { json: { rules: all.map(jsonOf) }, lines: all.flatMap(ruleLines) };
  },
  add: async ({ house, values, given }) => {
    const number = textOf(values, 'rule') === undefined ? null : numberOf(values, 'rule', 0, 1);
    const [by, reason] = [required(values, 'by', COMMAND), required(values, 'reason', COMMAND)];
    return shown(await addRule(house, { number, text: onlyOf(given, 'TEXT'), reason, by }));
  },
  try: tried,
  activate: async ({ house, values, given }) => {
    const time = { from: momentOf(values, 'from'), until: momentOf(values, 'until') };
    const by = required(values, 'by', COMMAND);
    return shown(await putIntoForce(house, idOf(given), by, time));
  },
  end: async ({ house, values, given }) => {
    const by = required(values, 'by', COMMAND);
    return shown(await takeOutOfForce(house, idOf(given), by, momentOf(values, 'until')));
  },
  watch: watched,
  signals: async ({ house: { db }, values }) => {
    const enterprise = textOf(values, 'enterprise') ?? null;
    const found = await latestSignals(db, enterprise, limitOf(values));
    return { json: { signals: found.map(signalJson) }, lines: found.map(signalLine) };
  },
};

const USUAL_LIMIT = 100;
const USUAL_DAYS = 30;
/** Silence before a bar is worth drawing, in milliseconds. */
const PATIENCE = 2_000;

async function tried({ house, values, given, terminal }: Call): Promise<Told> {
  const bar = progressBar(terminal, 'Trying');
  const began = systemClock.now();
  const options: TrialOptions = {
    days: numberOf(values, 'days', USUAL_DAYS, 1, 366),
    most: numberOf(values, 'most', LIMITS.trialLists, 1),
    onProgress: (walked, all) => {
      if (systemClock.now() - began > PATIENCE) bar(walked, all);
    },
  };
  const what = onlyOf(given, 'RULE');
  const id = readLabel(what);
  if (id === null) {
    const trial = await tryRule(house, done(parseRule(what)), options);
    return { json: trialJson(trial), lines: trialLines(trial) };
  }
  const rule = done(await tryVersion(house, id, options));
  assert(rule.trial !== null, 'a version that was tried has its trial');
  return { json: jsonOf(rule), lines: [...ruleLines(rule), ...trialLines(rule.trial)] };
}

async function watched({ house, values, given }: Call): Promise<Told> {
  const [action, name = '', ...written] = given;
  if (action === undefined) {
    const all = await watchLists(house);
    return { json: { lists: all.map(watchJson) }, lines: all.map(watchLine) };
  }
  if (name === '' || (action !== 'add' && action !== 'remove')) {
    throw new UsageError(
      'onestep risk watch takes add LIST VALUE..., remove LIST VALUE..., or no more.',
    );
  }
  const by = required(values, 'by', COMMAND);
  const change = { name, values: [...written, ...(await linesOf(values))], by };
  if (change.values.length === 0) throw new UsageError(`There is nothing to ${action}.`);
  if (action === 'remove') return changed(await unwatch(house, change), 'removed');
  const kind = WATCH_KINDS.find((one) => one === required(values, 'kind', COMMAND));
  if (kind === undefined) throw new UsageError(`--kind takes ${WATCH_KINDS.join(', ')}.`);
  const more = { kind, reason: required(values, 'reason', COMMAND) };
  return changed(
    await watch(house, { ...change, ...more, until: momentOf(values, 'until') }),
    'added',
  );
}

async function linesOf(values: Values): Promise<string[]> {
  const path = textOf(values, 'file');
  if (path === undefined) return [];
  const text = Buffer.from(await readInput(path)).toString('utf8');
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
}

function changed(result: WatchDone, what: string): Told {
  const { list, changed: entries } = done(result);
  return {
    json: { name: list.name, kind: list.kind, changed: entries },
    lines: [`${list.name}: ${entries} ${what}.`],
  };
}

function shown(result: Result<RuleVersion, Finding[]>): Told {
  const rule = done(result);
  return { json: jsonOf(rule), lines: ruleLines(rule) };
}

function jsonOf(rule: RuleVersion) {
  return ruleJson(rule, actionOf(rule));
}

function actionOf({ text }: RuleVersion): RiskAction | null {
  const parsed = parseRule(text);
  return parsed.ok ? parsed.value.action : null;
}

function done<T>(result: Result<T, Finding[]>): T {
  if (result.ok) return result.value;
  throw new NotDone(result.error.map(lineOf).join('\n'));
}

function onlyOf(given: readonly string[], what: string): string {
  const [first] = given;
  if (first !== undefined && given.length === 1) return first;
  throw new UsageError(`onestep risk takes one ${what} here, in quotes. See: onestep risk --help`);
}

function idOf(given: readonly string[]): RuleId {
  const text = onlyOf(given, 'RULE');
  const id = readLabel(text);
  if (id !== null) return id;
  throw new UsageError(
    `RULE is number and version of a rule, ${labelOf({ number: 12, version: 3 })}.`,
  );
}

function momentOf(values: Values, name: string): Instant | null {
  const text = textOf(values, name);
  if (text === undefined) return null;
  const at = parseMoment(text);
  if (at !== null) return at;
  throw new UsageError(`--${name} takes a day or a time like 2026-12-01T08:00, not ${text}.`);
}

function limitOf(values: Values): number {
  return numberOf(values, 'limit', USUAL_LIMIT, 1, LIMITS.riskRules);
}

async function run(
  values: Values,
  [name = '', ...given]: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const action = actionNamed(COMMAND, ACTIONS, name);
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    const house = await houseOn(db, systemClock, {});
    house.news.close();
    tell(terminal, values, await action({ house, values, given, terminal }));
    return 0;
  } finally {
    await db.close();
  }
}

export const RISK: Command = {
  name: COMMAND,
  summary: 'risk rules that officers write, tried on past lists first, and watch lists',
  positionals: ['ACTION', '[WHAT...]'],
  options: {
    ...DATABASE_OPTIONS,
    rule: { type: 'string' },
    by: { type: 'string' },
    reason: { type: 'string' },
    from: { type: 'string' },
    until: { type: 'string' },
    days: { type: 'string' },
    most: { type: 'string' },
    kind: { type: 'string' },
    file: { type: 'string' },
    enterprise: { type: 'string' },
    limit: { type: 'string' },
    all: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  run,
  help: `
onestep risk fields [options]
onestep risk rules [--all] [options]
onestep risk add TEXT --by WHO --reason WHY [--rule NUMBER] [options]
onestep risk try RULE [--days N] [options]
onestep risk activate RULE --by WHO [--from TIME] [--until TIME] [options]
onestep risk end RULE --by WHO [--until TIME] [options]
onestep risk watch [options]
onestep risk watch add LIST [VALUE...] --kind KIND --by WHO --reason WHY [--until TIME] [options]
onestep risk watch remove LIST [VALUE...] --by WHO [options]
onestep risk signals [--enterprise CODE] [options]

A risk rule says in a line which parcels are opened (inspect), seen by a person (review), or stopped
on the line (stop), for example

  inspect when goods.hs starts 2106 and seller.class = GENERAL and buyer.lists > 5
  review when payment.late > 0 or list.value >= 4500.00
  stop when watch "ring-7" has buyer
  inspect export when list.mode = 9710 and list.value >= 3000 and list.country = 502

A rule is one of imports unless it says export. fields lists what rules of either can ask for, with
the Chinese names. add writes a rule, or with --rule the
next version of one; a version is never changed. try says how many of the lists of the last days it
would have selected, and how many archived days it left out; RULE is R12.3 (number and version), or
the text of a rule that is not kept.
activate puts a version into force that was tried; one that selects more than the ceiling of the law
(targetedCeiling), or everything, has to be activated by somebody other than who wrote it. end takes
it out of force. Changes hold two seconds later.

watch lists, fills and empties the lists that rules name. Persons, phones and addresses are given as
they are declared and kept as keyed hashes alone; use --file for them, for what is typed here can be
seen by others on this machine. signals shows what made enterprises suspicious, the newest first.

  --by WHO             who does it; stands with the rule for ever
  --reason WHY         what for
  --rule NUMBER        add: the number of the rule that gets another version
  --days N             try: days before now (default ${USUAL_DAYS})
  --most N             try: look at a sample of batches when there are more lists
                       (default ${LIMITS.trialLists})
  --from TIME          in force from a day or time on (default now), 2026-12-01T08:00
  --until TIME         in force, or on the watch list, until then (default for ever; end: now)
  --kind KIND          ${WATCH_KINDS.join(', ')}
  --file FILE          values of a watch list, one a line
  --enterprise CODE    only of this enterprise
  --all                rules that have ended, too
  --limit N            so many at most (default ${USUAL_LIMIT}, at most ${LIMITS.riskRules})
  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --json               print the result as JSON
`,
};
