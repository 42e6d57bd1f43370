import { describe, expect, test } from 'vitest';
import { LIMITS } from '../base/limits.ts';
import { FAULTS, Fault } from '../io/faults.ts';
import { faultOf } from './errors.ts';
import { faultsPage, WINDOW_FAULTS, type WindowFaultCode } from './faults.ts';
import { problemOf, requestFinding, WindowFault } from './problem.ts';

describe('the table of faults', () => {
  test('is what docs/reference/faults.md says (vitest -u writes it)', async () => {
    await expect(faultsPage()).toMatchFileSnapshot('../../docs/reference/faults.md');
  });

  test('names every code once, with a status of an error, and the world below is in it', () => {
    const codes = Object.keys(WINDOW_FAULTS);
    const onPage = [...faultsPage().matchAll(/^\| `([\w-]+)` \|/gm)].map(([, code]) => code);
    expect(onPage.sort()).toEqual([...codes].sort());
    expect(codes).toEqual(expect.arrayContaining(Object.keys(FAULTS)));
    for (const { status, en, zh, hint, hintZh } of Object.values(WINDOW_FAULTS)) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(600);
      for (const text of [en, zh, hint, hintZh]) expect(text).not.toBe('');
    }
  });

  test('what may be tried again says when', () => {
    for (const { status, retryAfter } of Object.values(WINDOW_FAULTS)) {
      if (status === 429 || status === 503 || status === 408) expect(retryAfter).toBeGreaterThan(0);
      if (status < 500 && status !== 429 && status !== 408) expect(retryAfter).toBeNull();
    }
  });

  test('every code gives a problem with at least one finding', () => {
    for (const code of Object.keys(WINDOW_FAULTS) as WindowFaultCode[]) {
      const problem = problemOf(new WindowFault(code), 'req-1');
      expect(problem).toMatchObject({ type: `urn:onestep:fault:${code}`, code });
      expect(problem.findings[0]?.code).toBe(code);
    }
  });
});

describe('errors become faults', () => {
  test('a fault of the world keeps its code, a bug says nothing', () => {
    expect(faultOf(new Fault('database-unreachable'))).toMatchObject({
      code: 'database-unreachable',
      retryAfter: 2,
    });
    const problem = problemOf(faultOf(new Error('secret 110105')), null);
    expect(problem.status).toBe(500);
    expect(JSON.stringify(problem)).not.toContain('secret');
    expect(faultOf('not even an error').code).toBe('internal');
  });

  test('no more findings are shown than the limit, and their number is told', () => {
    const one = requestFinding('X', { zh: '错', en: 'wrong' });
    const problem = problemOf(new WindowFault('refused', Array(33).fill(one)), null);
    expect(problem.findings).toHaveLength(LIMITS.findingsShown);
    expect(problem.findingsLeftOff).toBe(33 - LIMITS.findingsShown);
  });
});
