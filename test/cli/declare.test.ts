import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readXlsx } from '../../src/documents/sheet/xlsx.ts';
import type { Platform } from '../../src/window/platform.ts';
import { openWindow, smallPlatform, TOKEN } from '../window-platform.ts';
import { call } from './terminal.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'onestep-declare-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function declare(platform: Partial<Platform>, name: string, content: string, more = '') {
  const file = join(dir, name);
  writeFileSync(file, content);
  const window = await openWindow(smallPlatform(platform));
  const flags = ['--url', window.url, '--token', TOKEN, ...more.split(' ').filter(Boolean)];
  const answer = await call('declare', file, ...flags);
  await window.close();
  return answer;
}

const ids = { order: 'a', payment: 'b', waybill: 'c', list: 'd' };
const filed = {
  accepted: true,
  messageIds: ids,
  copNo: 'L1',
  preNo: 'B1',
  duplicate: false,
} as const;

describe('onestep declare', () => {
  it('writes templates that it can read', async () => {
    const file = join(dir, 'template.xlsx');
    const { code, out } = await call('declare', file, '--template', '--language', 'en');
    expect([code, out]).toEqual([0, expect.stringContaining('Wrote ')]);
    const read = await readXlsx(readFileSync(file));
    expect(read.ok && read.value.rows[0]?.cells.get(0)?.text).toBe('orderNo*');
  });

  it('declares one parcel in one body', async () => {
    const platform = { declare: async () => ({ ...filed, orderNo: 'SO1' }) };
    const { code, out } = await declare(platform, 'one.json', '{}');
    expect([code, out]).toEqual([0, 'SO1: filed as B1']);
  });

  it('tells what became of each parcel of a file; 1 when one is refused', async () => {
    const asked: unknown[] = [];
    const finding = { code: 'FLD-LENGTH', zh: '', en: 'too short', law: null, hint: 'Mend it.' };
    const place = { sheet: '', row: 3, column: 'B', header: 'hs', value: '19' };
    const refused = { orderNo: 'SO2', rows: [3], declared: null };
    const declarations = [
      { orderNo: 'SO1', rows: [2], declared: { ...filed, orderNo: 'SO1' }, findings: [] },
      { ...refused, findings: [{ ...finding, ...place }] },
    ];
    const platform: Partial<Platform> = {
      declareFile: async (bytes, _sender, way) => {
        asked.push(bytes.toString(), way);
        return { ok: true, value: { filed: 1, refused: 1, declarations } };
      },
    };
    const { code, out } = await declare(platform, 'two.csv', 'a,b', '--all-or-nothing');
    expect([code, out.split('\n')]).toEqual([
      1,
      [
        'SO1: filed as B1',
        'SO2: refused',
        '  B3 hs: FLD-LENGTH too short. Mend it.',
        '1 filed, 1 refused.',
      ],
    ]);
    expect(asked).toEqual(['a,b', 'together']);
  });

  it('says what is wrong with a body or a call', async () => {
    const { code, out } = await declare({}, 'bad.json', '[');
    expect([code, out]).toEqual([1, expect.stringContaining('JSON-SYNTAX')]);
    expect((await call('declare', 'x.pdf')).code).toBe(2);
    expect((await call('declare', 'x.csv')).code).toBe(2);
  });
});
