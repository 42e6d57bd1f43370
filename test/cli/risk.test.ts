import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settableClock } from '../../src/io/clock.ts';
import { openDesk } from '../flows/desk.ts';
import { paperMill } from '../flows/papers.ts';
import { openZone, type Zone } from '../flows/zone.ts';
import { call } from './terminal.ts';

let zone: Zone;
const FILE = join(tmpdir(), `onestep-watch-${process.pid}.txt`);

beforeAll(async () => {
  zone = await openZone();
  const desk = await openDesk(zone, { clock: settableClock(Date.now() - 3_600_000) });
  const mill = paperMill(zone.profile);
  for (const papers of [mill.parcel(), mill.parcel()]) await desk.sendAll(papers);
});
afterAll(async () => {
  rmSync(FILE, { force: true });
  await zone?.database.drop();
});

const run = (...args: string[]) => call('risk', ...args, '--database-url', zone.database.url);
const WRITER = ['--by', 'officer-1', '--reason', 'a test'];

describe('onestep risk', () => {
  it('writes, tries, activates and ends a rule', async () => {
    const added = await run('add', '查验 当 清单总值 ≥ 4500', ...WRITER, '--json');
    expect(added.json()).toMatchObject({
      ...{
        rule: 'R1.1',
        action: 'inspect',
        state: 'draft',
        text: 'inspect when list.value >= 4500.00',
      },
    });
    const early = await run('activate', 'R1.1', '--by', 'officer-1');
    expect([early.code, early.err]).toEqual([1, expect.stringContaining('RISK-TRIAL')]);
    const tried = await run('try', 'R1.1');
    expect(tried.out).toMatch(/It would have selected 0 of 2 lists \(0\.00 %\)/);
    const active = await run('activate', '1.1', '--by', 'officer-1', '--until', '2999-01-01');
    expect(active.out).toMatch(/^R1\.1 {4} active from .* until 2999-01-01T00:00:00\.000\+08:00/);
    const ended = await run('end', 'R1.1', '--by', 'officer-2', '--json');
    expect(ended.json()).toMatchObject({ state: 'ended', endedBy: 'officer-2' });
    expect((await run('rules', '--json')).json()).toEqual({ rules: [] });
    expect((await run('rules', '--all')).out).toContain('R1.1');
  });

  it('tries a text that is not kept, and asks for a second person above the ceiling', async () => {
    const all = await run('try', 'review when list.lines > 0', '--json', '--days', '1');
    expect(all.json()).toMatchObject({ looked: 2, selected: 2, share: '100.00 %' });
    await run('add', 'review when list.lines > 0', ...WRITER);
    await run('try', 'R2.1');
    const alone = await run('activate', 'R2.1', '--by', 'officer-1');
    expect([alone.code, alone.err]).toEqual([1, expect.stringContaining('RISK-EVERYTHING')]);
    expect((await run('activate', 'R2.1', '--by', 'officer-2')).code).toBe(0);
  });

  it('fills watch lists, from a file too, and shows no entry', async () => {
    writeFileSync(FILE, '\uFEFF13800000001\r\n\r\n138 0000 0002\r\n');
    const more = [...WRITER, '--kind', 'phone', '--file', FILE];
    expect((await run('watch', 'add', 'ring', ...more)).out).toBe('ring: 2 added.');
    const gone = await run('watch', 'remove', 'ring', '13800000001', '--by', 'officer-1', '--json');
    expect(gone.json()).toEqual({ name: 'ring', kind: 'phone', changed: 1 });
    const shown = await run('watch', '--json');
    expect(shown.json()).toMatchObject({ lists: [{ name: 'ring', kind: 'phone' }] });
    expect(shown.out).not.toContain('138');
    expect((await run('signals', '--json')).json()).toEqual({ signals: [] });
    expect((await run('fields')).out).toContain('清单总值');
    const fields = (await run('fields', '--json')).json();
    expect(fields).toMatchObject({
      watch: expect.arrayContaining([{ name: 'goods', zh: '商品', kinds: ['hs'] }]),
    });
  });

  it.each([
    [['fly'], 2, 'takes fields, rules, add'],
    [['add', 'inspect when', ...WRITER], 1, 'RISK-TEXT'],
    [['add', 'inspect when list.lines > 0', '--by', 'x'], 2, '--reason is missing'],
    [['add', 'inspect when list.lines > 0', ...WRITER, '--rule', '77'], 1, 'RISK-NONE'],
    [['add', ...WRITER], 2, 'takes one TEXT'],
    [['try', 'R77.1'], 1, 'RISK-NONE'],
    [['try', 'nonsense'], 1, 'RISK-TEXT'],
    [['activate', 'rule', '--by', 'x'], 2, 'R12.3'],
    [['activate', 'R77.1', '--by', 'x'], 1, 'RISK-NONE'],
    [['activate', 'R77.1', '--by', 'x', '--from', 'noon'], 2, 'takes a day or a time'],
    [['end', 'R77.1', '--by', 'x'], 1, 'RISK-NONE'],
    [['watch', 'fly', 'x'], 2, 'takes add LIST'],
    [['watch', 'add', 'x', 'y', ...WRITER, '--kind', 'shoes'], 2, '--kind takes'],
    [['watch', 'add', 'x', ...WRITER, '--kind', 'hs'], 2, 'nothing to add'],
    [['watch', 'add', 'x', 'honey', ...WRITER, '--kind', 'hs'], 1, 'RISK-ENTRY'],
    [['watch', 'remove', 'nothing', '2106', '--by', 'x'], 1, 'RISK-WATCH'],
  ])('says what is wrong with %j', async (args, code, text) => {
    const told = await run(...args);
    expect([told.code, told.err]).toEqual([code, expect.stringContaining(text)]);
  });
});
