import { describe, expect, it } from 'vitest';
import { parseScenarios } from '../../test/scenario/parse.ts';
import { runScenario } from '../../test/scenario/run.ts';
import { answersAgain, answersOf } from './receipt-of.ts';

function verdictOf(text: string) {
  const [scenario] = parseScenarios(`case one\n${text}`, 'here');
  return runScenario(scenario!)[0]!.decisions[0]!.verdict;
}

const STORED = { status: '120', info: '[Code:1800;Desc:逻辑校验通过]' };
const RELEASED = { status: '800', info: '[Code:2600;Desc:放行]' };

describe('receipts of a verdict', () => {
  it('released: stored, then released', () => {
    const verdict = verdictOf('');
    expect(answersOf(verdict)).toEqual([STORED, RELEASED]);
    expect(answersAgain(verdict)).toEqual([RELEASED]);
  });

  it('returned: the first finding, with both numbers of the annual limit', () => {
    const [answer, ...more] = answersOf(verdictOf('used quota 25766.44'));
    expect(more).toEqual([]);
    expect(answer).toEqual({
      status: '100',
      info: '[Code:1313;Desc:订购人购买超过年度限额,超过个人年度购买额度,totalPrice 26114.44 > limitPrice 26000.00]',
    });
  });

  it('returned for a reason of ours: 1300', () => {
    const [answer] = answersOf(verdictOf('list packNo 2'));
    expect(answer).toEqual({ status: '100', info: '[Code:1300;Desc:件数必须为1]' });
  });

  it('held: stored, then suspended with a 25xx code', () => {
    const [stored, held] = answersOf(verdictOf('guarantee none'));
    expect(stored).toEqual(STORED);
    expect(held?.status).toBe('600');
    expect(held?.info).toMatch(/^\[Code:2502;Desc:挂起,.*AGENT.*\]$/);
  });
});
