import { businessDate, isBusinessDate } from '../base/dates.ts';
import { parseFen } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { type EnteredEvent, enterCredit, followCredit } from '../flows/credit.ts';
import { systemClock } from '../io/clock.ts';
import type { Database } from '../io/postgres.ts';
import { CREDIT_KINDS } from '../registry/credit.ts';
import { eventJson, recordJson } from '../registry/credit-json.ts';
import { classUnder } from '../registry/credit-regime.ts';
import { classRecords, creditEvents } from '../registry/credit-store.ts';
import { CREDIT_CLASSES } from '../registry/enterprise.ts';
import { loadRegistry } from '../registry/facts.ts';
import { type Command, type Terminal, textOf, UsageError, type Values } from './command.ts';
import { DATABASE_OPTIONS, openDatabase } from './database.ts';
import { registeredCode, required } from './registered.ts';
import { type Told, tell } from './told.ts';
import { houseOn } from './wire.ts';

async function run(
  values: Values,
  [action = '', code = '']: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const act = ACTIONS.get(action);
  if (act === undefined) {
    throw new UsageError(`onestep credit takes ${[...ACTIONS.keys()].join(', ')}, not ${action}.`);
  }
  if (['event', 'show'].includes(action) && code === '') {
    throw new UsageError('ENTERPRISE is missing. See: onestep credit --help');
  }
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    const shown = await act(db, values, code);
    tell(terminal, values, shown, 1);
    return shown.ok === false ? 1 : 0;
  } finally {
    await db.close();
  }
}

type Shown = Told & { readonly ok?: false };

const ACTIONS = new Map<string, (db: Database, values: Values, code: string) => Promise<Shown>>([
  ['event', enter],
  ['show', show],
  ['list', list],
  ['follow', follow],
]);

async function enter(db: Database, values: Values, code: string): Promise<Shown> {
  const given = eventOf(values, code);
  const house = await houseOn(db, systemClock, {});
  house.news.close();
  const result = await enterCredit(house, given);
  if (!result.ok) return refused(result.error);
  const { event, repeat, before, class: after } = result.value;
  const { enterpriseCode: enterprise, serial } = event;
  const what = repeat ? 'was entered before' : `is event ${serial}`;
  const then = before === after ? `stays ${after}` : `was ${before} and is ${after}`;
  return {
    json: { enterprise, event: eventJson(event), repeat, before, class: after },
    lines: [`${event.kind} ${event.paperNo} ${what}; ${enterprise} ${then}.`],
  };
}

function refused(finding: Finding): Shown {
  const { code, path, en, zh, hint } = finding;
  const line = `${code}  ${path}: ${en} / ${zh}  (${hint})`;
  return { json: { findings: [finding] }, lines: [line], ok: false };
}

/** The event of the command line. @throws UsageError where a part is missing or does not belong */
function eventOf(values: Values, enterpriseCode: string): EnteredEvent {
  const kind = CREDIT_KINDS.find((one) => one === required(values, 'kind', 'credit'));
  if (kind === undefined) throw new UsageError(`--kind takes one of ${CREDIT_KINDS.join(', ')}.`);
  const day = required(values, 'day', 'credit');
  if (!isBusinessDate(day)) throw new UsageError(`--day takes a day like 2027-01-31, not ${day}.`);
  const paperNo = word(values, 'paper');
  const enteredBy = word(values, 'by');
  const isViolation = kind === 'violation';
  onlyWith(values, ['fine', 'documents'], isViolation, 'violation');
  onlyWith(values, ['class'], kind === 'certified', 'certified');
  return {
    enterpriseCode,
    kind,
    day,
    paperNo,
    enteredBy,
    certified: kind === 'certified' ? certifiedOf(values) : null,
    violation: isViolation ? violationOf(values) : null,
  };
}

function onlyWith(values: Values, names: string[], belongs: boolean, kind: string): void {
  const stray = names.find((name) => values[name] !== undefined);
  if (stray !== undefined && !belongs) throw new UsageError(`--${stray} goes with ${kind} only.`);
}

/** Numbers of papers and names of officers: short, in one line. */
const WORD = /^[\p{L}\p{N}〔〕()（）[\]._/ -]{1,60}$/u;

function word(values: Values, name: string): string {
  const text = required(values, name, 'credit').trim();
  if (WORD.test(text)) return text;
  throw new UsageError(`--${name} takes 1 to 60 letters, digits and . _ / - ( ).`);
}

function certifiedOf(values: Values): 'ADV' | 'GEN_CERT' {
  const text = required(values, 'class', 'credit');
  if (text === 'ADV' || text === 'GEN_CERT') return text;
  throw new UsageError(`--class takes ADV or GEN_CERT here, not ${text}.`);
}

function violationOf(values: Values): NonNullable<EnteredEvent['violation']> {
  const [fine, documents] = ['fine', 'documents'].map((name) => required(values, name, 'credit'));
  const fen = parseFen(fine!);
  if (fen === null || fen < 0n) throw new UsageError(`--fine takes yuan, not ${fine}.`);
  if (!/^\d{1,15}$/.test(documents!)) {
    throw new UsageError(`--documents takes a whole number, not ${documents}.`);
  }
  return { fine: fen, documents: BigInt(documents!) };
}

async function show(db: Database, _: Values, code: string): Promise<Shown> {
  const registry = await loadRegistry(db);
  const enterprise = registry.enterprises.get(registeredCode(registry, code))!;
  const today = businessDate(systemClock.now());
  const regime = registry.profile?.at(today).creditRegime ?? null;
  const events = await creditEvents(db, [code]);
  const history = await classRecords(db, [code]);
  const { creditClass } = enterprise;
  const current = regime === null ? creditClass : classUnder(regime, creditClass);
  const json = {
    enterprise: code,
    class: creditClass,
    classToday: current,
    regime,
    history: history.map(recordJson),
    events: events.map(eventJson),
  };
  const under = current === creditClass ? '' : `, ${current} under order ${regime}`;
  return {
    json,
    lines: [
      `${code} is ${creditClass}${under}.`,
      ...json.history.map(
        ({ class: one, since, event }) => `${one} since ${since ?? '-'}, by event ${event ?? '-'}`,
      ),
      ...json.events.map(eventLine),
    ],
  };
}

function eventLine(event: ReturnType<typeof eventJson>): string {
  const { serial, kind, day, paper, class: certified, fine, documents, by } = event;
  const violation = fine === null ? '' : `, fined ${fine}, ${documents} documents the year before`;
  return `${serial}  ${day}  ${kind} ${certified ?? ''} ${paper}${violation}, entered by ${by}`;
}

async function list(db: Database, values: Values): Promise<Shown> {
  const wanted = textOf(values, 'class');
  if (wanted !== undefined && !CREDIT_CLASSES.some((one) => one === wanted)) {
    throw new UsageError(`--class takes one of ${CREDIT_CLASSES.join(', ')}, not ${wanted}.`);
  }
  const registry = await loadRegistry(db);
  const all = [...registry.enterprises.values()];
  const some = all.filter(({ creditClass }) => wanted === undefined || creditClass === wanted);
  const history = await classRecords(
    db,
    some.map(({ code }) => code),
  );
  const last = new Map(history.map((record) => [record.enterpriseCode, record]));
  const enterprises = some.map(({ code, creditClass }) => {
    return { enterprise: code, class: creditClass, since: last.get(code)?.since ?? null };
  });
  const lines = enterprises.map(
    ({ enterprise, class: one, since }) =>
      `${enterprise.padEnd(18)}  ${one.padEnd(9)}  ${since === null ? '' : `since ${since}`}`,
  );
  return { json: { enterprises }, lines: lines.map((line) => line.trimEnd()) };
}

async function follow(db: Database): Promise<Shown> {
  const changed = await followCredit({ db, clock: systemClock });
  return { json: { changed }, lines: [`${changed} enterprises changed their class.`] };
}

export const CREDIT: Command = {
  name: 'credit',
  summary: 'enter what customs found of an enterprise, and see the classes that follow from it',
  positionals: ['ACTION', '[ENTERPRISE]'],
  options: {
    ...DATABASE_OPTIONS,
    kind: { type: 'string' },
    day: { type: 'string' },
    paper: { type: 'string' },
    by: { type: 'string' },
    fine: { type: 'string' },
    documents: { type: 'string' },
    class: { type: 'string' },
    json: { type: 'boolean' },
  },
  run,
  help: `
onestep credit event ENTERPRISE --kind KIND --day DAY --paper NO --by WHO [options]
onestep credit show ENTERPRISE [options]
onestep credit list [--class CLASS] [options]
onestep credit follow [options]

event keeps one thing that customs found of an enterprise and gives it the class that follows, for
all lists that are decided from then on. An enterprise becomes dishonest by smuggling; by violations
within a year that are more than one in a thousand of its documents of the year before and fined
with more than 1,000,000 yuan (customs brokers 300,000); and by tax unpaid for over three months. It
stays so until it is rehabilitated. From its first event on, files no longer change its class. One
that is exempted on its application guarantees no tax where the law exempts its class.

show prints the class of an enterprise, how it changed and its events; list the class of each.
follow does at once what a running serve does daily: those whose tax is overdue become dishonest.

  --kind KIND          smuggling, violation, tax-unpaid, tax-paid, certified,
                       certification-withdrawn, rehabilitated, exempted or exemption-withdrawn
  --day DAY            the day on which it counts; of tax, on which it was due or paid
  --paper NO           number of the judgment, decision or certificate; of tax, of its notice
  --by WHO             the officer who enters it
  --fine YUAN          fine of a violation
  --documents N        documents that the enterprise declared in the calendar year before it
  --class CLASS        the certified class, ADV or GEN_CERT; of list, which enterprises are shown
  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --json               print the result as JSON

Exit code: 0 when it was done or done before, 1 when the event is refused.
`,
};
