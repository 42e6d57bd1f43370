import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AuditOptions,
  type AuditReport,
  audit,
  auditSnapshot,
  LAWS,
} from '../../src/audit/audit.ts';
import { reportLines } from '../../src/audit/report.ts';
import { present } from '../../src/base/assert.ts';
import { AUDIT } from '../../src/cli/audit.ts';
import { runCommand } from '../../src/cli/command.ts';
import type { Sql } from '../../src/io/postgres.ts';
import { call } from '../cli/terminal.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { ACTION_BREAKS } from './action-breaks.ts';
import { BREAKS } from './breaks.ts';
import { COCKPIT_BREAKS } from './cockpit-breaks.ts';
import { DECLARATION_BREAKS } from './declaration-breaks.ts';
import { DRAW_BREAKS } from './draw-breaks.ts';
import { DRAW_DAY_BREAKS } from './draw-day-breaks.ts';
import { DRAW_FORGERIES } from './draw-forgeries.ts';
import { EXPORT_BREAKS } from './export-breaks.ts';
import { EXPORT_FORGERIES } from './export-forgeries.ts';
import { EXPORT_LAW_BREAKS } from './export-law-breaks.ts';
import { fillDatabase } from './filled.ts';
import { FORGERIES } from './forgeries.ts';
import { IMAGE_BREAKS } from './image-breaks.ts';
import { IMPORT_STATISTICS_BREAKS } from './import-statistics-breaks.ts';
import { LANE_BREAKS } from './lanes.ts';
import { REPAIR_BREAKS } from './repaired.ts';
import { RETURN_BREAKS } from './return-breaks.ts';
import { STATISTICS_BREAKS } from './statistics-breaks.ts';
import { STOCK_BREAKS } from './stock-breaks.ts';
import { TAKE_BACK_BREAKS } from './take-back-breaks.ts';
import { TARGET_BREAKS } from './target-breaks.ts';
import { type Break, brokenOf, togetherOf, type Wrong, wrongOf } from './together.ts';

// The auditor against a database that the whole platform has filled: it finds nothing there, and
// it finds each single thing that is then altered behind the platform's back.
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await fillDatabase(database);
}, 600_000);

afterAll(() => database?.drop());

const SCRIPTS = [
  ...[...BREAKS, ...EXPORT_BREAKS, ...EXPORT_LAW_BREAKS, ...RETURN_BREAKS],
  ...[...DECLARATION_BREAKS, ...STOCK_BREAKS, ...LANE_BREAKS, ...TAKE_BACK_BREAKS],
  ...[...COCKPIT_BREAKS, ...ACTION_BREAKS, ...REPAIR_BREAKS, ...IMAGE_BREAKS, ...DRAW_DAY_BREAKS],
  ...[...DRAW_BREAKS, ...TARGET_BREAKS, ...STATISTICS_BREAKS, ...IMPORT_STATISTICS_BREAKS],
];
const CHANGES = [...FORGERIES, ...EXPORT_FORGERIES, ...DRAW_FORGERIES];

/** How many breaks an audit is to tell apart; with 1, each is altered and audited alone. */
const AT_ONCE = Number(process.env.BREAKS_AT_ONCE ?? 8);
const NOTHING: Wrong = { silent: [], others: {} };

const OPTIONS: AuditOptions = { now: Date.now() + 3_600_000, full: false };

describe('a database that the platform has filled', () => {
  it('breaks no law, and every law had something to check', async () => {
    const report = await audit(database.db, OPTIONS);
    expect(brokenOf(report)).toEqual({});
    expect(report.findings).toBe(0);
    expect(report.laws.map(({ id }) => id)).toEqual(LAWS.map(({ id }) => id));
    for (const { id, checked } of report.laws) expect([id, checked > 1]).toEqual([id, true]);
  });

  it('has lists of every state', async () => {
    const states = await database.db.query<{ state: string }>(`
      select distinct state from clearance.cases union all
      select 'past ' || state from (select distinct state from clearance.past_cases) p`);
    const found = states.map(({ state }) => state);
    expect(found).toEqual(
      expect.arrayContaining(
        ['100', '300', '400', '430', '500', '502', '599', '600', '700', '800'].concat(
          ...['past 100', 'past 300', 'past 400', 'past 500', 'past 501', 'past 600'],
        ),
      ),
    );
    const kinds = await database.db.query<{ kind: string }>('select kind from ledger.postings');
    const all = new Set(kinds.map(({ kind }) => kind));
    expect([...all].sort()).toEqual(['correct', 'direct', 'post', 'raise', 'reserve', 'void']);
  });

  it('is read by sample when there is much', async () => {
    const report = await audit(database.db, { ...OPTIONS, mostRecords: 300 });
    expect(report.findings).toBe(0);
    const documents = present(
      report.laws.find(({ id }) => id === 'documents'),
      'law',
    );
    expect(documents.notes.join()).toMatch(/one message in \d+ was read again/);
    const full = await audit(database.db, { ...OPTIONS, mostRecords: 300, full: true });
    const whole = present(
      full.laws.find(({ id }) => id === 'documents'),
      'law',
    );
    expect(documents.checked).toBeLessThan(whole.checked / 2);
    expect(documents.checked).toBeGreaterThan(0);
    expect(whole.notes).toEqual([]);
    const images = full.laws.find(({ id }) => id === 'images');
    expect(images?.notes).toEqual(['X-ray images that wait for their scan: 1']);
  });

  it('is told by the command, with exit code 0', async () => {
    const lines: string[] = [];
    const terminal = {
      out: (line: string) => lines.push(line),
      err: () => {},
      interactive: false,
      redraw: () => {},
    };
    const args = ['--database-url', database.url];
    expect(await runCommand(AUDIT, args, terminal)).toBe(0);
    expect(lines.at(-1)).toBe('Every law holds.');
    expect(lines.filter((line) => line.endsWith(' ok'))).toHaveLength(LAWS.length);
    lines.length = 0;
    expect(await runCommand(AUDIT, [...args, '--json'], terminal)).toBe(0);
    expect(JSON.parse(lines.join('\n'))).toMatchObject({ findings: 0 });
  });
});

describe('what a witness noted down of draws', () => {
  let dir: string;
  const file = (name: string) => join(dir, name);
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'onestep-witness-'));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));
  const audited = (name: string) =>
    call('audit', '--witness', file(name), '--database-url', database.url);

  it('is written by a command and agrees', async () => {
    const noted = ['journal', '--out', file('notes'), '--database-url', database.url];
    const { code, out } = await call('draw', ...noted);
    expect([code, out]).toEqual([0, expect.stringMatching(/notes: \d+ draws, \d+ blocks$/)]);
    const agrees = await audited('notes');
    expect(agrees.code).toBe(0);
    expect(agrees.out).toMatch(/\(a witness noted \d+ draws and \d+ blocks\)/);
  });

  it('tells what was altered, what is gone and what was not there', async () => {
    const lines = (await readFile(file('notes'), 'utf8')).trim().split('\n');
    const all = lines.map((line): Record<string, unknown> => JSON.parse(line));
    const [bounds, block, draw] = [all[0], all.find((one) => one.digest), all.at(-1)];
    const until = '2999-01-01T00:00:00.000+08:00';
    const others = [
      ...all.filter((one) => ![bounds, block, draw].includes(one)),
      ...[
        { ...bounds, until },
        { ...block, digest: '0' },
        { ...draw, targetsHash: '0' },
      ],
      ...[
        { ...draw, sequence: 99_999_999 },
        { ...block, first: 99_999_999 },
      ],
    ];
    await writeFile(
      file('others'),
      others
        .slice(1)
        .map((one) => JSON.stringify(one))
        .join('\n'),
    );
    const { code, out } = await audited('others');
    expect(code).toBe(1);
    expect(out).toMatch(/block \S+ is not what a witness noted/);
    expect(out).toMatch(/draw \S+ is not what a witness noted/);
    expect(out).toMatch(/draw \S+\/99999999 was noted by a witness and is gone/);
    expect(out).toMatch(/block \S+\/99999999 was noted by a witness and is gone/);
    expect(out).toMatch(/\S+ was not there when a witness looked/);
  });

  it('is refused when it is none', async () => {
    await writeFile(file('none'), 'draws');
    const { code, err } = await audited('none');
    expect([code, err]).toEqual([2, expect.stringContaining('is no journal of draws')]);
    const { code: without } = await call('draw', 'journal', '--database-url', database.url);
    expect(without).toBe(2);
  });
});

class Undo extends Error {}

/** Alters the database, audits it, and undoes the change. */
async function auditAfter(change: (tx: Sql) => Promise<void>): Promise<AuditReport> {
  let report: AuditReport | undefined;
  const done = database.db.transaction(async (tx) => {
    await change(tx);

    report = await auditSnapshot(tx, OPTIONS);
    throw new Undo();
  });
  await expect(done).rejects.toThrow(Undo);
  return present(report, 'report');
}

/** What an audit says wrongly of breaks; those that are in each other's way are told apart. */
async function wrongsOf(group: readonly Break[]): Promise<ReadonlyMap<Break, unknown>> {
  const change = async (tx: Sql) => {
    for (const one of group) await one.change(tx);
  };
  const wrong: unknown = await auditAfter(change).then(
    (report) => wrongOf(report, group),
    (error: unknown) => error,
  );
  if (isDeepStrictEqual(wrong, NOTHING)) return new Map();
  if (group.length === 1) return new Map(group.map((one) => [one, wrong]));
  const half = group.length >> 1;
  const [some, rest] = [await wrongsOf(group.slice(0, half)), await wrongsOf(group.slice(half))];
  return new Map([...some, ...rest]);
}

describe('what is altered behind the platform is found', () => {
  const one = (title: string, laws: string, change: Break['change']): Break => {
    const [first = '', ...others] = laws.split(' ');
    return { title, laws: [first, ...others], change };
  };
  const all = [
    ...SCRIPTS.map(([title, laws, sql]) => one(title, laws, (tx) => tx.script(sql))),
    ...CHANGES.map(([title, laws, change]) => one(title, laws, change)),
  ];
  const groups = togetherOf(all, AT_ONCE);
  const told = new Map<readonly Break[], ReturnType<typeof wrongsOf>>();

  it.each(all)(
    '$title',
    async (each) => {
      const group = present(
        groups.find((those) => those.includes(each)),
        'group',
      );
      const wrongs = told.get(group) ?? wrongsOf(group);
      told.set(group, wrongs);
      expect((await wrongs).get(each) ?? NOTHING).toEqual(NOTHING);
    },
    120_000,
  );

  it('has a case for every law', () => {
    const tried = new Set(all.map(({ laws }) => laws[0]));
    expect([...tried].sort()).toEqual(LAWS.map(({ id }) => id).sort());
  });

  it('and the counters of the cockpit that an upgrade makes of the tables are right', async () => {
    const scripts = ['0048-cockpit', '0061-offices', '0069-declarations-counted'].map((name) =>
      readFile(`db/migrations/${name}/up.sql`, 'utf8'),
    );
    const upgrade = (await Promise.all(scripts)).join('\n');
    const report = await auditAfter((tx) => tx.script(`drop schema cockpit cascade; ${upgrade}`));
    expect(brokenOf(report)).toEqual({});
  });

  it('is counted in full, and shown up to a limit', async () => {
    const all = `update clearance.cases set vat = vat + 1 where state = '800'`;
    const report = await auditAfter((tx) => tx.script(all));
    const tax = present(
      report.laws.find(({ id }) => id === 'tax'),
      'law',
    );
    expect(tax.broken).toBeGreaterThan(50);
    expect(tax.examples).toHaveLength(20);
    expect(tax.examples[0]).toMatch(/^list \d{8}I\d{9} \(.*\) VAT is \d+ fen, should be \d+$/);
    expect(report.findings).toBeGreaterThanOrEqual(tax.broken);
    const lines = reportLines(report);
    expect(lines).toContain(`    and ${tax.broken - 20} more`);
    expect(lines.at(-1)).toBe(`${report.findings} broken.`);
  });

  it('leaves lists of the last minute out as long as they may be on their way', async () => {
    const rows = await database.db.query<{ at: number }>(
      `select max(accepted_at) as at from documents.lists`,
    );
    const now = present(rows[0], 'list').at + 1_000;
    const done = database.db.transaction(async (tx) => {
      await tx.script(`delete from clearance.waiting;
        update documents.lists set accepted_at = (select max(accepted_at) from documents.lists)`);
      const report = await auditSnapshot(tx, { ...OPTIONS, now });
      const waiting = present(
        report.laws.find(({ id }) => id === 'waiting'),
        'law',
      );
      expect([waiting.broken, waiting.notes.join()]).toEqual([
        0,
        expect.stringMatching(/^\d+ lists are on the way$/),
      ]);
      throw new Undo();
    });
    await expect(done).rejects.toThrow(Undo);
  });
});
