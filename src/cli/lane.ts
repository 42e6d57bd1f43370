import { isoShanghai } from '../base/dates.ts';
import {
  type AlarmKind,
  openAlarms,
  type RaisedAlarm,
  settleAlarm,
} from '../inspection/alarm-store.ts';
import { liftStop, orderStops, type Stop, standingStops } from '../inspection/stop-store.ts';
import { systemClock } from '../io/clock.ts';
import type { Database } from '../io/postgres.ts';
import {
  type Command,
  NotDone,
  type Terminal,
  textOf,
  UsageError,
  type Values,
} from './command.ts';
import { DATABASE_OPTIONS, openDatabase } from './database.ts';
import { type Told, tell } from './told.ts';

const MOST = 1_000;

type Call = { readonly args: readonly string[]; readonly by: string; readonly note: string };
type Action = (db: Database, call: Call) => Promise<Told>;

const ACTIONS: Readonly<Record<string, readonly [args: number, isOrder: boolean, Action]>> = {
  alarms: [0, false, alarms],
  settle: [3, true, settle],
  stops: [0, false, stops],
  stop: [2, true, stop],
  lift: [2, false, lift],
};

async function run(
  values: Values,
  [action = '', ...args]: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const [needed, isOrder, does] = ACTIONS[action] ?? [];
  if (needed === undefined || does === undefined) {
    const known = Object.keys(ACTIONS).join(', ');
    throw new UsageError(`onestep lane takes one of ${known}, not ${action}.`);
  }
  if (args.length !== needed) {
    throw new UsageError(`onestep lane ${action} takes ${needed} more. See: onestep lane --help`);
  }
  const [by = '', note = ''] = [textOf(values, 'by'), textOf(values, 'note')];
  if (isOrder === true && (by === '' || note === '')) {
    throw new UsageError(`onestep lane ${action} needs --by and --note.`);
  }
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    tell(terminal, values, await does(db, { args, by, note }), 1);
    return 0;
  } finally {
    await db.close();
  }
}

async function alarms(db: Database): Promise<Told> {
  const open = await openAlarms(db, MOST);
  return {
    json: { alarms: open.map((alarm) => ({ ...alarm, raisedAt: isoShanghai(alarm.raisedAt) })) },
    lines: open.length === 0 ? ['No alarm is open.'] : open.map(alarmLine),
  };
}

function alarmLine({ kind, site, scanId, listNo, logisticsNo, detail, raisedAt }: RaisedAlarm) {
  const what = `waybill ${logisticsNo}, list ${listNo ?? '-'}: ${detail}`;
  return `${isoShanghai(raisedAt)}  ${kind.padEnd(8)}  ${site} ${scanId}  ${what}`;
}

async function settle(db: Database, { args, by, note }: Call): Promise<Told> {
  const [kind = '', site = '', scanId = ''] = args;
  const key = { kind: kind as AlarmKind, site, scanId };
  const at = systemClock.now();
  if (!(await settleAlarm(db, key, { name: by, note }, at))) {
    throw new NotDone(`There is no open alarm ${kind} of ${site} ${scanId}.`);
  }
  return { json: { ...key, settledBy: by, note }, lines: [`Settled by ${by}.`] };
}

async function stops(db: Database): Promise<Told> {
  const standing = await standingStops(db, MOST);
  return {
    json: { stops: standing.map((one) => ({ ...one, orderedAt: isoShanghai(one.orderedAt) })) },
    lines: standing.length === 0 ? ['Nothing is stopped.'] : standing.map(stopLine),
  };
}

function stopLine({ logisticsCode, logisticsNo, orderedAt, orderedBy, reason }: Stop): string {
  return `${isoShanghai(orderedAt)}  ${logisticsCode} ${logisticsNo}  ${orderedBy}: ${reason}`;
}

async function stop(db: Database, { args, by, note }: Call): Promise<Told> {
  const [logisticsCode = '', logisticsNo = ''] = args;
  const order = { logisticsCode, logisticsNo, orderedAt: systemClock.now(), orderedBy: by };
  if ((await orderStops(db, [{ ...order, reason: note }])) === 0) {
    throw new NotDone(`Waybill ${logisticsNo} of ${logisticsCode} is stopped already.`);
  }
  const lines = [`Every lane stops waybill ${logisticsNo} of ${logisticsCode} from now on.`];
  return { json: { logisticsCode, logisticsNo, orderedBy: by, reason: note }, lines };
}

async function lift(db: Database, { args }: Call): Promise<Told> {
  const [logisticsCode = '', logisticsNo = ''] = args;
  const key = { logisticsCode, logisticsNo };
  if (!(await liftStop(db, key, systemClock.now()))) {
    throw new NotDone(`Waybill ${logisticsNo} of ${logisticsCode} is not stopped.`);
  }
  return { json: key, lines: [`Waybill ${logisticsNo} of ${logisticsCode} may go on.`] };
}

export const LANE: Command = {
  name: 'lane',
  summary: 'see and settle alarms of sorting lines, have waybills stopped',
  positionals: ['ACTION', '[CODE]', '[NUMBER]', '[SCAN]'],
  options: {
    ...DATABASE_OPTIONS,
    by: { type: 'string' },
    note: { type: 'string' },
    json: { type: 'boolean' },
  },
  run,
  help: `
onestep lane alarms [options]
onestep lane settle KIND SITE SCAN --by OFFICER --note TEXT [options]
onestep lane stops [options]
onestep lane stop CARRIER WAYBILL --by OFFICER --note TEXT [options]
onestep lane lift CARRIER WAYBILL [options]

alarms shows where a sorting line and the lists do not agree, the oldest first: early (a release was
given while the list was none), disagree (a scanned list whose receipts say something else than its
state), offline (a lane without its network released what was no release) and stranded (a parcel
that is released was diverted and not scanned again for hours). settle takes note of what was found;
KIND, SITE and SCAN stand in its line.

stop has every lane stop a waybill (04), whatever its list says; lift lets it go on; stops shows
what is stopped.

  --by OFFICER         who orders or settles it
  --note TEXT          why, or what was found; nothing personal
  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --json               print the result as JSON
`,
};
