import { isoShanghai } from '../base/dates.ts';
import type { House } from '../flows/house.ts';
import { officeRound } from '../flows/office-round.ts';
import { leaseOf } from '../flows/rounds.ts';
import { listOpenings, type Opening, photosOf, resultsOf } from '../inspection/result-store.ts';
import { tasksOf } from '../inspection/task-store.ts';
import { systemClock } from '../io/clock.ts';
import { openingJson } from '../office/json.ts';
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
import { decide, end } from './inspect-decide.ts';
import { actionNamed, type Told, tell } from './told.ts';
import { houseOn } from './wire.ts';

type Action = (house: House, values: Values, given: readonly string[]) => Promise<Told>;

const ACTIONS: Readonly<Record<string, Action>> = { list, show, assign, decide, end };
const STATES = ['selected', 'arrived', 'assigned', 'examined', 'concluded'];
const USUAL_LIMIT = 50;
const MOST = 1_000;

async function list({ db }: House, values: Values, given: readonly string[]): Promise<Told> {
  if (given.length > 0) throw new UsageError('onestep inspect list takes options only.');
  const state = textOf(values, 'state') ?? null;
  if (state !== null && !STATES.includes(state)) {
    throw new UsageError(`--state takes ${STATES.join(', ')}, not ${state}.`);
  }
  const limit = numberOf(values, 'limit', USUAL_LIMIT, 1, MOST);
  const openings = await listOpenings(db, { listNo: null, state }, limit);
  const inspections = openings.map((one) => {
    return { listNo: one.listNo, serial: one.serial, ...openingJson(one) };
  });
  return { json: { inspections }, lines: openings.map(lineOf) };
}

function lineOf({ listNo, serial, state, label, outcome, selectedAt, ...one }: Opening): string {
  const what = `${one.enterpriseClass}.${one.goodsClass}`;
  return [
    `${listNo}/${serial}`.padEnd(21),
    state.padEnd(9),
    label.padEnd(8),
    what.padEnd(22),
    isoShanghai(selectedAt),
    outcome ?? '',
  ].join('  ');
}

async function show({ db }: House, _: Values, given: readonly string[]): Promise<Told> {
  const [listNo] = given;
  if (listNo === undefined || given.length > 1) {
    throw new UsageError('onestep inspect show takes one list number.');
  }
  const openings = await listOpenings(db, { listNo, state: null }, MOST);
  if (openings.length === 0) throw new NotDone(`No inspection of the list ${listNo} is known.`);
  const tasks = await tasksOf(db, 'inspection', [listNo]);
  const told = [];
  for (const opening of openings.toReversed()) {
    const task = tasks.find(({ serial }) => serial === opening.serial);
    const results = (await resultsOf(db, opening)).map(({ at, ...rest }) => {
      return { ...rest, at: isoShanghai(at) };
    });
    const photos = (await photosOf(db, opening)).map(({ name, sha256 }) => ({ name, sha256 }));
    const { serial } = opening;
    const work = { task: task?.id ?? null, stage: task?.stage ?? null, pair: task?.pair ?? [] };
    told.push({ listNo, serial, ...openingJson(opening), ...work, results, photos });
  }
  const lines = told.flatMap((one, i) => [
    lineOf(openings[openings.length - 1 - i]!),
    `  draw ${one.draw ?? '-'}  officers ${one.officersDraw ?? '-'}: ${one.pair.join(', ') || '-'}`,
    ...one.results.map(({ part, officer, customs, quarantine, at }) => {
      const halves = `${customs ?? '-'} / ${quarantine ?? '-'}`;
      return `  ${part.padEnd(10)} ${officer.padEnd(12)} ${halves}  ${at}`;
    }),
  ]);
  return { json: { openings: told }, lines };
}

const LEASE_MILLISECONDS = 10_000;

async function assign(house: House, _: Values, given: readonly string[]): Promise<Told> {
  if (given.length > 0) throw new UsageError('onestep inspect assign takes no list.');
  const { db, clock, entropy } = house;
  const name = { name: 'office', holder: entropy.uuid() } as const;
  const lease = leaseOf(db, { ...name, milliseconds: LEASE_MILLISECONDS });
  if (!(await lease.holds(clock.now()))) {
    throw new NotDone('A running platform draws officers already, every second.');
  }
  try {
    const { opened, assigned, without, waiting, overdue } = await officeRound(house);
    return {
      json: { opened, assigned, without, waiting, overdue },
      lines: [
        `${opened} tasks opened, ${assigned} inspections got their officers.`,
        ...(without > 0 ? [`${without} are drawn without officers: two persons assign them.`] : []),
        ...(waiting > 0 ? [`${waiting} wait: there are not two officers for them.`] : []),
        ...(overdue > 0 ? [`${overdue} tasks are past their time.`] : []),
      ],
    };
  } finally {
    await lease.leave();
  }
}

async function run(
  values: Values,
  [name = '', ...given]: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const action = actionNamed('inspect', ACTIONS, name);
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    const house = await houseOn(db, systemClock, { archive: archiveOf(values) });
    house.news.close();
    tell(terminal, values, await action(house, values, given));
    return 0;
  } finally {
    await db.close();
  }
}

export const INSPECT: Command = {
  name: 'inspect',
  summary: 'see inspections, draw their officers, and say what officers decided',
  positionals: ['ACTION', '[LIST_NO]'],
  options: {
    ...DATABASE_OPTIONS,
    ...ARCHIVE_OPTION,
    state: { type: 'string' },
    limit: { type: 'string' },
    officer: { type: 'string' },
    customs: { type: 'string' },
    quarantine: { type: 'string' },
    findings: { type: 'string' },
    confirm: { type: 'boolean' },
    accept: { type: 'boolean' },
    return: { type: 'boolean' },
    outcome: { type: 'string' },
    approve: { type: 'string' },
    json: { type: 'boolean' },
  },
  run,
  help: `
onestep inspect list [--state STATE] [--limit N] [options]
onestep inspect show LIST_NO [options]
onestep inspect assign [options]
onestep inspect decide LIST_NO --officer NUMBER --customs C --quarantine Q [--findings TEXT]
onestep inspect decide LIST_NO --officer NUMBER --confirm
onestep inspect decide LIST_NO --officer NUMBER --accept | --return --findings TEXT
onestep inspect end LIST_NO [--officer NUMBER --outcome OUTCOME --findings TEXT | --approve N]

Inspections and their officers, at the terminal of the zone. list shows inspections, the newest
first; show one list with its draws, officers, results and photographs. assign draws officers for
the parcels that have arrived, as a running serve does every second. decide says what an officer
decided, by the same rules as the office over HTTP: the first of the pair says it, the second
confirms or differs, and where they differ a supervisor settles it; one alone makes no result.
--accept and --return are for lists whose documents a person looks at (300). end is for what is
detained (501) or handed over (502): one person proposes how it ends, and a supervisor who is
somebody else approves it by the number that the proposal has; then the list moves. Without
--officer it shows what was proposed, with numbers and reasons.

  --state STATE        only in this state: ${STATES.slice(0, 3).join(', ')},
                       ${STATES.slice(3).join(' or ')}
  --limit N            so many at most (default ${USUAL_LIMIT}, at most ${MOST})
  --officer NUMBER     who decides
  --customs C          what customs says: release, amend, return, destroy, detain, transfer, again
  --quarantine Q       the same of quarantine
  --findings TEXT      what was found; for the declarant, so without names of persons
  --confirm            confirms what the other officer of the pair has said
  --accept             the documents of the list are in order
  --return             the list is returned to its declarant, for the reason in --findings
  --outcome OUTCOME    how a detained list ends: release (800), amend (100), return (700),
                       destroy (599)
  --approve N          approves the proposal N of another person, if it is the last one
  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --archive DIR        where the files of archived days are (default archive in the data directory)
  --json               print the result as JSON
`,
};
