import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { addDays, DAY, startOfDay } from '../../src/base/dates.ts';
import { readFacts, storeFacts } from '../../src/clearance/facts-store.ts';
import { openArchive } from '../../src/documents/archive.ts';
import { readEvidence } from '../../src/documents/evidence.ts';
import { archiveDays, type DayOutcome } from '../../src/flows/archive.ts';
import { type ArchiveStep, archiveDay } from '../../src/flows/archive-day.ts';
import { viewDeclaration } from '../../src/flows/declaration-view.ts';
import { explain } from '../../src/flows/explain.ts';
import { findByOrder } from '../../src/flows/find-parcels.ts';
import { restoreDay } from '../../src/flows/restore-day.ts';
import { settableClock } from '../../src/io/clock.ts';
import { hashDayFile } from '../../src/io/day-file/read.ts';
import { DAY_PARTS, partitionOf } from '../../src/io/day-tables.ts';
import { readReceipts } from '../../src/receipts/store.ts';
import { makeHash } from '../../src/registry/personal-hash.ts';
import { hashKey } from '../../src/registry/settings.ts';
import { type Desk, openDesk } from './desk.ts';
import { as, type Papers, paperMill } from './papers.ts';
import {
  AGENT,
  EVENING,
  openZone,
  PAYFIRM,
  PLATFORM,
  POOR_AGENT,
  START,
  type Zone,
} from './zone.ts';

// Past days go to files and everything that is read of them stays as it was, to the byte.
let zone: Zone;
let desk: Desk;
let dir: string;
const DAYS = [START, addDays(START, 1), addDays(START, 2)] as const;
const parcels: Papers[] = [];
let waiting: Papers;

beforeAll(async () => {
  zone = await openZone();
  dir = mkdtempSync(join(tmpdir(), 'onestep-days-'));
  const mill = paperMill(zone.profile);
  desk = await openDesk(zone, { clock: settableClock(EVENING) });
  for (const day of DAYS) {
    desk.clock.set(startOfDay(day) + 20 * 3_600_000);
    for (let i = 0; i < 3; i += 1) parcels.push(mill.parcel());
    const [one, two, three] = parcels.slice(-3) as [Papers, Papers, Papers];
    await desk.sendAll(one);
    await desk.sendAll(two, 'order', 'payment', 'waybill');
    await desk.send(AGENT, as('1', two.list, { packNo: '7' }));
    // The order of the third is filed on this day, the rest of it just after midnight.
    await desk.sendAll(three, 'order', 'payment');
    desk.clock.set(startOfDay(addDays(day, 1)) + 1_000);
    await desk.sendAll(three, 'list', 'waybill');
  }
  waiting = mill.parcel();
  await desk.sendAll(waiting, 'order', 'list');
  desk.clock.set(startOfDay(addDays(START, 60)));
});
afterAll(async () => {
  await zone?.database.drop();
  rmSync(dir, { recursive: true, force: true });
});

const digestOf = (value: unknown): string => {
  const text = JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? `${one}n` : one));
  return createHash('sha256').update(text).digest('hex');
};

/** All that anybody can ask about what happened: a digest of each answer. */
async function everything(): Promise<Record<string, string>> {
  const archive = openArchive(dir);
  const hash = makeHash(await hashKey(zone.db));
  const told: Record<string, string> = {};
  for (const { orderNo } of parcels) {
    const [list] = (await findByOrder(zone.db, PLATFORM.code, orderNo)).lists;
    const explained = await explain(zone.db, hash, list!.listNo!, archive);
    told[`explain ${orderNo}`] = digestOf(explained);
    const seen = await viewDeclaration(zone.db, list!.preNo, AGENT.code, archive);
    told[`declaration ${orderNo}`] = digestOf(seen);
  }
  for (const { code } of [PLATFORM, AGENT, PAYFIRM, POOR_AGENT]) {
    told[`receipts ${code}`] = digestOf(await readReceipts(zone.db, code, 0n, 1_000, archive));
    for (let after = 0n; after < 12n; after += 1n) {
      const some = await readReceipts(zone.db, code, after, 2, archive);
      told[`receipts ${code} ${after}`] = digestOf(some);
    }
  }
  const rows = await zone.db.query<{ id: string }>(
    'select message_id as id from documents.messages',
  );
  const ids = rows.map(({ id }) => id);
  for (const [id, bytes] of await readEvidence(zone.db, ids, archive)) {
    told[`message ${id}`] = createHash('sha256').update(bytes).digest('hex');
  }
  return told;
}

const archiving = (more: { dryRun?: boolean } = {}): Promise<DayOutcome[]> =>
  archiveDays(zone.db, { dir, before: addDays(START, 30), at: desk.clock.now(), ...more });

const countRows = async (part: (typeof DAY_PARTS)[number], day: string): Promise<bigint> => {
  const table = partitionOf(part, day).replace(/_\d{8}$/, '');
  const [row] = await zone.db.query<{ n: bigint }>(
    `select count(*) as n from ${table} where day = $1`,
    [day],
  );
  return row!.n;
};

describe('a day', () => {
  it('is kept with the reason while something of it waits', async () => {
    const outcomes = await archiving({ dryRun: true });
    expect(outcomes.map(({ day, outcome }) => [day, outcome])).toEqual([
      [DAYS[0], 'ready'],
      [DAYS[1], 'ready'],
      [DAYS[2], 'ready'],
      [addDays(START, 3), 'kept'],
    ]);
    expect(outcomes[3]!.reasons.join()).toMatch(/^List B\d+ waits and may need its rows\.$/);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('is kept while it is young', async () => {
    const at = startOfDay(addDays(START, 4));
    const [, , , last] = await archiveDays(zone.db, {
      dir,
      before: addDays(START, 30),
      at,
      dryRun: true,
    });
    expect(last!.reasons).toEqual(['It is less than 2 days past.']);
  });

  it.each<ArchiveStep>(['written', 'verified', 'named', 'entered'])(
    'is still whole when the process dies after it was %s',
    async (step) => {
      const before = await everything();
      const dying = archiveDay(zone.db, dir, DAYS[0], desk.clock.now(), (done) => {
        if (done === step) throw new Error('killed');
      });
      await expect(dying).rejects.toThrow('killed');
      expect(await everything()).toEqual(before);
      for (const part of DAY_PARTS) expect(await countRows(part, DAYS[0])).toBeGreaterThan(0n);
      expect(await zone.db.query('select day from documents.archives')).toEqual([]);
    },
  );

  it('is not dropped when the disk gives back something else', async () => {
    const adding = archiveDay(zone.db, dir, DAYS[0], desk.clock.now(), (done) => {
      if (done === 'written')
        writeFileSync(
          join(dir, readdirSync(dir).find((name) => name.endsWith('.part'))!),
          'nothing',
        );
    });
    await expect(adding).rejects.toThrow(/reads back otherwise/);
    expect(await countRows('evidence', DAYS[0])).toBeGreaterThan(0n);
  });

  it('is not dropped when rows came in while it was written', async () => {
    const late = { stream: '22222222-2222-4222-8222-222222222222', sequence: 1 };
    const adding = archiveDay(zone.db, dir, DAYS[0], desk.clock.now(), async (step) => {
      if (step === 'verified') await storeFacts(zone.db, late, ['late'], startOfDay(DAYS[0]));
    });
    await expect(adding).rejects.toThrow(/^Rows of 2020-09-18 were added while it was written/);
    const gone = 'delete from clearance.segments where stream = $1';
    expect(await zone.db.execute(gone, [late.stream])).toBe(1);
  });
});

describe('after archiving', () => {
  let before: Record<string, string>;
  let checked: unknown[];
  it('everything reads as before, to the byte', async () => {
    before = await everything();
    const report = await audit(zone.db, { now: desk.clock.now(), full: true });
    expect(report.findings).toBe(0);
    // Rows of the day's law are counted in the database; each file then counts as one.
    checked = report.laws.map(({ id, checked: n }) => [id, id === 'days' ? expect.any(Number) : n]);
    const outcomes = await archiving();
    expect(outcomes.map(({ outcome }) => outcome)).toEqual([
      'archived',
      'archived',
      'archived',
      'kept',
    ]);
    for (const day of DAYS) {
      for (const part of DAY_PARTS) expect(await countRows(part, day)).toBe(0n);
    }
    expect(readdirSync(dir).sort()).toEqual(DAYS.map((day) => `${day}.day`));
    expect(await everything()).toEqual(before);
  });

  it('the files are what the database knows, and each proves itself', async () => {
    const rows = await zone.db.query<{ file: string; sha256: string; bytes: bigint }>(
      'select file, sha256, bytes from documents.archives',
    );
    for (const { file, sha256, bytes } of rows) {
      expect(await hashDayFile(join(dir, file))).toEqual({ sha256, sound: true });
      expect(readFileSync(join(dir, file)).length).toBe(Number(bytes));
    }
  });

  it('every law holds as before, and the files were read for it', async () => {
    const report = await audit(zone.db, { now: desk.clock.now(), full: true, archive: dir });
    expect(report.laws.filter(({ broken }) => broken > 0)).toEqual([]);
    expect(report.laws.map(({ id, checked }) => [id, checked])).toEqual(checked);
    const blind = await audit(zone.db, { now: desk.clock.now(), full: true });
    const days = blind.laws.find(({ id }) => id === 'days');
    expect(days?.examples).toContain(
      `file ${DAYS[0]}.day of day ${DAYS[0]} was not looked for: no directory`,
    );
  });

  it('trade goes on', async () => {
    await desk.sendAll(waiting, 'payment', 'waybill');
    const { lists } = await findByOrder(zone.db, PLATFORM.code, waiting.orderNo);
    expect(lists).toMatchObject([{ state: '100' }]);
  });
});

describe('a file', () => {
  const path = (): string => join(dir, `${DAYS[1]}.day`);
  const listNo = async (): Promise<string> => {
    const { lists } = await findByOrder(zone.db, PLATFORM.code, parcels[3]!.orderNo);
    return lists[0]!.listNo!;
  };
  const explaining = async () =>
    explain(zone.db, makeHash(await hashKey(zone.db)), await listNo(), openArchive(dir));

  it('that is missing is named in one sentence', async () => {
    copyFileSync(path(), join(dir, 'aside'));
    rmSync(path());
    const text = new RegExp(`^Day ${DAYS[1]} is archived and its file ${DAYS[1]}.day is not in `);
    await expect(explaining()).rejects.toMatchObject({
      code: 'archive-missing',
      message: expect.stringMatching(text),
    });
    await expect(readReceipts(zone.db, AGENT.code, 0n, 1_000)).rejects.toThrow(
      /no archive directory/,
    );
  });

  it.each([
    ['empty', () => Buffer.alloc(0), /is too short\.$/],
    ['of something else', () => Buffer.alloc(500), /is no file of a day/],
    ['cut off', (whole: Buffer) => whole.subarray(0, whole.length - 100), /\.$/],
    [
      'altered',
      (whole: Buffer) =>
        Buffer.concat([whole.subarray(0, 40), Buffer.from('??'), whole.subarray(42)]),
      /is damaged: its block at 14 cannot be read\.$/,
    ],
  ] as const)('that is %s is damaged', async (_, damage, text) => {
    writeFileSync(path(), damage(readFileSync(join(dir, 'aside'))));
    const audited = await audit(zone.db, { now: desk.clock.now(), full: true, archive: dir });
    expect(audited.laws.find(({ id }) => id === 'days')?.broken).toBe(1);
    await expect(explaining()).rejects.toMatchObject({
      code: 'archive-damaged',
      message: expect.stringMatching(text),
    });
    await expect(restoreDay(zone.db, path())).rejects.toThrow();
  });

  it('is brought back into the database, and archived again', async () => {
    copyFileSync(join(dir, 'aside'), path());
    rmSync(join(dir, 'aside'));
    const before = await everything();
    expect(await restoreDay(zone.db, path())).toMatchObject({ day: DAYS[1] });
    rmSync(path());
    expect(await everything()).toEqual(before);
    for (const part of DAY_PARTS) expect(await countRows(part, DAYS[1])).toBeGreaterThan(0n);
    desk.clock.advance(DAY);
    await archiving();
    expect(await everything()).toEqual(before);
  });

  it('is not replaced by rows that came afterwards; they join it when it is restored', async () => {
    const before = await everything();
    const late = { stream: '33333333-3333-4333-8333-333333333333', sequence: 1 };
    await storeFacts(zone.db, late, ['late'], startOfDay(DAYS[1]));
    const place = { ...late, position: 0, decidedAt: startOfDay(DAYS[1]) };
    const [outcome] = (await archiving()).filter(({ day }) => day === DAYS[1]);
    expect(outcome?.reasons).toEqual([
      `Rows came to ${DAYS[1]} after it was archived: restore its file, then archive it again.`,
    ]);
    expect(await everything()).toEqual(before);
    await restoreDay(zone.db, path());
    await archiving();
    expect(readdirSync(dir).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(await everything()).toEqual(before);
    expect(await readFacts(zone.db, [place], openArchive(dir))).toEqual(['late']);
  });

  it('is written once when two processes archive the day at the same time', async () => {
    await restoreDay(zone.db, path());
    const before = await everything();
    const both = await Promise.all([archiving(), archiving()]);
    const outcomes = both.flat().filter(({ day }) => day === DAYS[1]);
    expect(outcomes.filter(({ outcome }) => outcome === 'archived')).toHaveLength(1);
    expect(await everything()).toEqual(before);
    const [row] = await zone.db.query<{ sha256: string }>(
      'select sha256 from documents.archives where day = $1',
      [DAYS[1]],
    );
    expect(await hashDayFile(path())).toEqual({ sha256: row!.sha256, sound: true });
  });

  it('of another time or database is not taken', async () => {
    const known = await zone.db.query<{ sha256: string }>('select sha256 from documents.archives');
    expect(known.length).toBeGreaterThanOrEqual(3);
    await zone.db.execute(`update documents.archives set sha256 = 'x' where day = $1`, [DAYS[1]]);
    await expect(restoreDay(zone.db, path())).rejects.toThrow(/its SHA-256 is another\.$/);
    await zone.db.execute(`delete from documents.archives where day = $1`, [DAYS[1]]);
    await expect(restoreDay(zone.db, path())).rejects.toThrow(
      /is not archived in this database\.$/,
    );
  });
});
