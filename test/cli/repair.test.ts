import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewRepair, Repairs, RepairView } from '../../src/flows/repairs.ts';
import { FORM_KEYS } from '../../src/repair/forms.ts';
import { openWindow, smallPlatform, TOKEN } from '../window-platform.ts';
import { call } from './terminal.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'onestep-repair-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const ID = '00000000-0000-4000-8000-000000000001';
const UNIT = { code: 'CODE-UNIT', field: 'InventoryList/unit1', value: '007' };
const CAUSE = { direction: 'export' as const, document: 'list' as const, ...UNIT };
const WORDS = { zh: '单位', en: 'unit 007 is not in the code table', hint: 'Use another.' };

function viewOf(state: RepairView['job']['state'], sentAt: number | null): RepairView {
  const none = { checkedAt: null, canceledAt: null, endedAt: null };
  const job = {
    id: ID,
    enterprise: 'E',
    cause: CAUSE,
    corrections: [],
    state,
    lists: 3,
    beyond: 0,
  };
  const changes = [{ path: 'InventoryList[1]/unit1', before: '007', after: '035' }];
  return {
    job: { ...job, ...none, createdAt: 0, sentAt },
    progress: { outcomes: { pass: 2, fail: 1 }, results: sentAt === null ? {} : { passed: 2 } },
    trial: [
      { code: 'DOC-PACK-NO', field: 'InventoryHead/packNo', ...WORDS, hintZh: null, lists: 1 },
    ],
    ...{ again: [], maySend: true },
    examples: [{ listNo: 'L1', orderNo: 'O1', outcome: 'pass', findings: [], changes }],
  };
}

async function repair(over: Partial<Repairs>, ...args: string[]) {
  const repairs = { ...smallPlatform().repairs, ...over };
  const window = await openWindow(smallPlatform({ repairs }));
  const answer = await call('repair', ...args, '--url', window.url, '--token', TOKEN);
  await window.close();
  return answer;
}

describe('onestep repair', () => {
  it('tells causes, each with what names it', async () => {
    const cause = { ...CAUSE, ...WORDS, hintZh: null, bar: null, lists: 12, latest: 0 };
    const asked: unknown[] = [];
    const causes: Repairs['causes'] = async (_, directions) => {
      asked.push(directions);
      return [cause];
    };
    const { code, out } = await repair({ causes }, 'causes');
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/ 12 {2}export list CODE-UNIT InventoryList\/unit1 007: .*\n +[\w-]+$/),
    ]);
    const none = await repair({ causes: async () => [] }, 'causes', '--direction', 'up');
    expect([none.code, none.out]).toEqual([1, expect.stringContaining('direction')]);
    await repair({ causes }, 'causes', '--direction', 'export');
    expect(asked).toEqual([FORM_KEYS, FORM_KEYS.filter((one) => one.direction === 'export')]);
    expect((await repair({}, 'causes')).out).toBe(
      'No document of yours stands returned or refused.',
    );
  });

  it('waits for the trial, and reads a table from a file', async () => {
    const table = join(dir, 'units.csv');
    writeFileSync(table, '\ufeff007,035\r\n008,"011"\r\n');
    const asked: NewRepair[] = [];
    let looks = 0;
    const over: Partial<Repairs> = {
      begin: async (_, wanted) => {
        asked.push(wanted);
        return { ok: true, value: ID };
      },
      view: async () => viewOf(looks++ < 2 ? 'checking' : 'ready', null),
    };
    const id = Buffer.from(
      'export\u0001list\u0001CODE-UNIT\u0001InventoryList/unit1\u0001007',
    ).toString('base64url');
    const flags = ['--field', 'InventoryList/unit1', '--table', table];
    const { code, out } = await repair(over, 'preview', id, ...flags);
    expect(asked).toEqual([
      {
        cause: CAUSE,
        corrections: [{ field: 'InventoryList/unit1', table: { '007': '035', '008': '011' } }],
        listNos: null,
      },
    ]);
    expect(code).toBe(0);
    expect(out).toContain('is ready: 3 lists');
    expect(out).toContain('Trial: pass 2, fail 1');
    expect(out).toContain('InventoryList[1]/unit1: "007" -> "035"');
    expect(out).toContain('1  DOC-PACK-NO InventoryHead/packNo');
  });

  it('sends, and waits for the end where that is asked for', async () => {
    let looks = 0;
    const over: Partial<Repairs> = {
      send: async () => ({ ok: true, value: null }),
      view: async () => viewOf(looks++ < 2 ? 'sending' : 'done', 1),
    };
    const { code, out } = await repair(over, 'send', ID, '--wait');
    expect([code, out]).toEqual([0, expect.stringContaining('Sent: passed 2')]);
    const none = await repair({ send: async () => null }, 'send', ID);
    expect(none.code).toBe(1);
  });

  it('writes the unsigned messages, a file each', async () => {
    const out = join(dir, 'out');
    const over: Partial<Repairs> = {
      view: async () => viewOf('ready', null),
      document: async () => Buffer.from('<a/>'),
    };
    const answer = await repair(over, 'download', ID, '--out', out);
    expect([answer.code, answer.out]).toEqual([0, expect.stringContaining('Wrote 1 messages')]);
    expect(readdirSync(out)).toEqual(['repair-1.xml']);
    expect(readFileSync(join(out, 'repair-1.xml'), 'utf8')).toBe('<a/>');
  });

  it('says what is missing', async () => {
    expect((await repair({}, 'fly')).err).toContain('takes causes, preview');
    expect((await repair({}, 'send')).err).toContain('takes REPAIR');
    const neither = await repair({}, 'preview', 'x', '--field', 'a');
    expect([neither.code, neither.err]).toEqual([2, expect.stringContaining('--to')]);
  });
});
