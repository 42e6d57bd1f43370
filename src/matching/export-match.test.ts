import { describe, expect, it } from 'vitest';
import { documentsOf, exportCase, KINDS, type Kind, NOON } from '../../test/export/documents.ts';
import { DAY } from '../base/dates.ts';
import { matchExport } from './export-match.ts';

const LAW = { waitDays: 30 };
const END = NOON + 30 * DAY;

describe('matchExport', () => {
  it.each(KINDS)('%s is complete with its documents, however long it waited', (kind) => {
    const match = matchExport(documentsOf(kind), END + DAY, LAW);
    expect(match).toEqual({ state: 'complete', case: exportCase(kind) });
  });

  it.each([
    ['9610 A', ['order', 'collection', 'waybill']],
    ['9610 B', ['order', 'collection', 'waybill']],
    ['1210 B', ['order', 'collection', 'waybill']],
    ['9710 L', ['order', 'waybill']],
    ['9810 L', ['order', 'waybill']],
  ] as const)('%s waits for its own documents only', (kind, missing) => {
    const none = { ...documentsOf(kind), order: null, collection: null, waybill: null };
    expect(matchExport(none, NOON, LAW)).toEqual({ state: 'waiting', missing });
  });

  it.each([
    ['order', '-301003', '订单不存在'],
    ['collection', 'EXP-NO-COLLECTION', '收款单不存在'],
    ['waybill', 'DOC-NO-WAYBILL', '运单不存在'],
  ] as const)('waits for the %s to the last moment, then expires', (kind, code, zh) => {
    const documents = { ...documentsOf('9610 B'), [kind]: null };
    expect(matchExport(documents, END, LAW)).toEqual({ state: 'waiting', missing: [kind] });
    const expired = matchExport(documents, END + 1, LAW);
    expect(expired).toMatchObject({ state: 'expired', findings: [{ code, zh }] });
  });

  it('needs no collection for sales to firms, but looks at one that is there', () => {
    const paid = documentsOf('9710 L');
    const collectionOf = (kind: Kind, collection: typeof paid.collection) => {
      const match = matchExport({ ...documentsOf(kind), collection }, NOON, LAW);
      return match.state === 'complete' ? match.case.collection : match.state;
    };
    expect(collectionOf('9710 L', null)).toBeNull();
    expect(collectionOf('9710 L', paid.collection)).toEqual(paid.collection);
    expect(collectionOf('9810 L', paid.collection)).toBeNull();
    expect(collectionOf('9610 B', null)).toBe('waiting');
  });
});
