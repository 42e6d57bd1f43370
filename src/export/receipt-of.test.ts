import { describe, expect, it } from 'vitest';
import { exportCase } from '../../test/export/documents.ts';
import { exportFacts } from '../../test/export/world.ts';
import { decideExports } from './decide.ts';
import { exportAnswersAgain, exportAnswersOf } from './receipt-of.ts';

const STORED = { status: '120', info: '[Code:1800;Desc:逻辑校验通过]' };
const RELEASED = { status: '800', info: '[Code:2600;Desc:放行]' };

function verdictOf(change?: Parameters<typeof exportCase>[1]) {
  return decideExports([exportCase('9610 A', change)], exportFacts())[0]!;
}

describe('receipts of an export list', () => {
  it('released: stored, then released', () => {
    expect(exportAnswersOf(verdictOf())).toEqual([STORED, RELEASED]);
    expect(exportAnswersAgain(verdictOf())).toEqual([RELEASED]);
  });

  it('returned: its first reason alone', () => {
    const answers = exportAnswersOf(verdictOf((draft) => (draft.list.terms.packNo = 2)));
    expect(answers).toEqual([{ status: '100', info: '[Code:1300;Desc:件数必须为1]' }]);
  });

  it('waiting: stored, then 400 with a 23xx code', () => {
    const answers = exportAnswersOf(verdictOf((draft) => draft.arrivals.splice(0)));
    const info = '[Code:2301;Desc:审核通过,待运抵(运抵单)]';
    expect(answers).toEqual([STORED, { status: '400', info }]);
  });

  it('closed: 899; withdrawn: nothing, the withdrawal has its own', () => {
    const ended = (status: '430' | '899') => ({ status, findings: [], value: null });
    const info = '[Code:2100;Desc:结关]';
    expect(exportAnswersAgain(ended('899'))).toEqual([{ status: '899', info }]);
    expect(exportAnswersAgain(ended('430'))).toEqual([]);
  });
});
