import { describe, expect, it } from 'vitest';
import { type ExportConclusion, exportConcluded } from './conclusion.ts';
import { exportOfficerFinding } from './officer-codes.ts';
import type { ExportVerdict } from './verdict.ts';

// What officers say of an export list in their hands makes its verdict.
const value = { channel: 'B', fob: 17_500n, lines: [{ gnum: 1, fob: 17_500n }] } as const;
const held = (status: '300' | '500' | '501'): ExportVerdict => ({
  ...{ status, value, findings: [exportOfficerFinding(status === '300' ? 'REVIEW' : 'INSPECT')] },
});
const say = (outcome: ExportConclusion['outcome'], status: '300' | '500' | '501' = '500') => {
  return exportConcluded(held(status), { outcome, reason: 'other goods' });
};

describe('a conclusion on an export list', () => {
  it('releases it with the value it was accepted with', () => {
    expect(say('release')).toEqual({ status: '800', findings: [], value });
    expect(say('release', '501')).toEqual({ status: '800', findings: [], value });
  });

  it.each([
    ['amend', '100', 'INSP-AMEND'],
    ['return', '700', 'INSP-BACK'],
    ['destroy', '599', 'INSP-DESTROYED'],
    ['detain', '501', 'INSP-DETAINED'],
    ['transfer', '502', 'INSP-TRANSFERRED'],
  ] as const)('of %s ends at %s', (outcome, status, code) => {
    const verdict = say(outcome);
    expect(verdict).toMatchObject({ status, findings: [{ code }] });
    expect(verdict.findings[0]?.zh).toContain('other goods');
    expect(verdict.value).toEqual(status === '100' ? null : value);
  });

  it('returns a list whose documents were looked at', () => {
    const expected = { status: '100', findings: [{ code: 'REVIEW-RETURNED' }], value: null };
    expect(say('amend', '300')).toMatchObject(expected);
  });

  it('is of nothing that is in nobody\u2019s hands', () => {
    const released: ExportVerdict = { status: '800', findings: [], value };
    const conclusion = { outcome: 'detain', reason: '' } as const;
    expect(() => exportConcluded(released, conclusion)).toThrow('in their hands');
  });
});
