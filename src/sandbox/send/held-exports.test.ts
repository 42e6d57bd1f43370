import { expect, it } from 'vitest';
import { heldExports } from './held-exports.ts';

const message = (file: string, status = '', ...needs: readonly string[]) => ({
  ...{ file, type: 'CEB607', sender: 'A', records: 1, answer: 'accepted' as const },
  ...{ duplicate: false, after: null, damage: null, names: null },
  ...(needs.length === 0 ? {} : { needs: needs.map((guid) => ({ guid, status: [status] })) }),
});
const document = (file: string, guid: string) => ({
  ...{ file, record: 0, type: 'CEB607', key: '', guid, sender: 'A' },
  ...{ status: '120', kind: 'export', goods: null },
});

it('holds up the flight of a list that was drawn, with all that is on it, and no other', () => {
  const world = {
    messages: [
      message('lists'),
      message('master', '800', 'l1', 'l2'),
      message('departure', '120', 'm'),
      message('summary', '899', 'l2'),
      message('too-late', '800', 'l2'),
      message('other', '800', 'l9'),
    ],
    documents: [document('master', 'm'), document('departure', 'd'), document('other', 'o')],
  };
  expect(heldExports(new Set(['L1']), world)).toMatchObject({
    files: ['master', 'departure', 'summary'],
    lists: ['L1', 'L2', 'M'],
  });
  expect(heldExports(new Set(), world)).toMatchObject({ files: [], lists: [] });
});
