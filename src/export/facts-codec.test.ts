import { describe, expect, it } from 'vitest';
import { type Draft, exportCase, KINDS, type Kind } from '../../test/export/documents.ts';
import { exportFacts, type FactsDraft } from '../../test/export/world.ts';
import { redecideExport } from './case-facts.ts';
import { exportConcluded } from './conclusion.ts';
import { decideAwaiting, decideExports } from './decide.ts';
import { blockKey } from './facts.ts';
import { decodeExport, encodeExport, recordOf } from './facts-codec.ts';
import { exportOfficerFinding } from './officer-codes.ts';
import type { ExportVerdict } from './verdict.ts';

const SELECTION = { enterpriseClass: 'GENERAL', action: 'inspect', draw: null, rules: ['R1.1'] };

/** A decision with all that it came from; `selection` is kept as it was given. */
function decided(
  kind: Kind,
  change?: (draft: Draft) => void,
  others?: (draft: FactsDraft) => void,
  selection: unknown = null,
) {
  const matched = exportCase(kind, change);
  const facts = exportFacts(undefined, others);
  const verdict = decideExports([matched], facts)[0]!;
  return { matched, index: facts.index, record: recordOf(matched, facts, verdict, selection) };
}

function arrivedLater() {
  const matched = exportCase('9610 B');
  const waiting = decided('9610 B', (draft) => draft.arrivals.splice(0)).record.verdict;
  // The rates of the later day are others, the value stays.
  const facts = exportFacts('2026-05-25', ({ rates }) => rates.clear());
  const verdict = decideAwaiting([matched], facts, [waiting])[0]!;
  const before = { earlier: waiting, conclusion: null };
  const record = recordOf(matched, facts, verdict, null, before);
  return { matched, index: facts.index, record };
}

function concluded() {
  const matched = exportCase('9610 B');
  const facts = exportFacts();
  const earlier: ExportVerdict = {
    ...decideExports([matched], facts)[0]!,
    ...{ status: '500', findings: [exportOfficerFinding('INSPECT')] },
  };
  const conclusion = { outcome: 'detain', reason: 'other goods' } as const;
  const verdict = exportConcluded(earlier, conclusion);
  const record = recordOf(matched, facts, verdict, null, { earlier, conclusion });
  return { matched, index: facts.index, record };
}

const late = ({ blocked }: FactsDraft) =>
  blocked.add(blockKey({ ebcCode: 'SELLER', agentCode: 'AGENT' }));

const RECORDS = [
  ...KINDS.map((kind) => decided(kind)),
  decided('9610 A', undefined, undefined, SELECTION),
  decided('9610 A', (draft) => draft.arrivals.splice(0)),
  decided('9610 B', undefined, late),
  decided('9610 B', undefined, ({ rates }) => rates.clear()),
  decided('1210 B', undefined, ({ enterprises }) => enterprises.delete('AREA')),
  decided('1210 B', undefined, ({ balances }) => balances.clear()),
  decided('1210 B', undefined, ({ books }) => books.clear(), SELECTION),
  arrivedLater(),
  concluded(),
];

describe('kept decisions on exports', () => {
  it('come back equal from one line of text', () => {
    for (const { record } of RECORDS) {
      const text = encodeExport(record);
      expect(text).not.toContain('\n');
      expect(decodeExport(text)).toEqual(record);
    }
    expect(RECORDS.filter(({ record }) => record.selection !== null)).toHaveLength(2);
  });

  it('give the same verdict again from what was kept alone', () => {
    for (const { matched, index, record } of RECORDS) {
      const { facts, verdict } = decodeExport(encodeExport(record));
      expect(redecideExport(matched, facts, index)).toEqual(verdict);
    }
    const statuses = new Set(RECORDS.map(({ record }) => record.verdict.status));
    expect(statuses).toEqual(new Set(['100', '400', '501', '800']));
  });

  it('give another verdict when a fact is altered', () => {
    const { matched, index, record } = RECORDS[1]!;
    const altered = { ...record.facts, blocked: true };
    expect(redecideExport(matched, altered, index).status).toBe('100');
    const stocked = RECORDS[2]!;
    const empty = { ...stocked.record.facts, balances: [] };
    expect(redecideExport(stocked.matched, empty, index).findings[0]?.code).toBe('STK-SHORT');
    const abroad = RECORDS[4]!;
    const unfiled = { ...abroad.record.facts, warehouses: [] };
    const refused = redecideExport(abroad.matched, unfiled, index);
    expect(refused.findings[0]?.code).toBe('EXP-WAREHOUSE');
  });

  it('refuse a form they do not know', () => {
    expect(() => decodeExport('[2,0,[],[],0,null,["100",[],null]]')).toThrow(/form 2/);
  });
});
