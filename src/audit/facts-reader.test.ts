import { expect, it } from 'vitest';
import { readFacts, withoutSums } from './facts-reader.ts';

const ref = { messageId: '93a79ebd-ef71-83c9-95ca-b0ed67e6a006', record: 0 };
const REFS = { list: ref, order: ref, payments: [ref], waybill: ref, waybillHolder: null };
const PHONE = '13277121621';
const TRANSFERS = [['guarantee', '4101960A02', 'direct', '79693', '46042026I000466032', PHONE]];
const FACTS = [
  ...[1, 1_795_869_282_769, '46042026I000466032', [['4101960P02', '河南小满跨境商城有限公司']], []],
  ...['unknown', ['4101960A02', PHONE, '2026-11-28', null]],
  [['guarantee|4101960A02', PHONE, '0', PHONE]],
  null,
  ['800', [], ['preferential', '362805', '79693', []], TRANSFERS],
];
const ENTRY = `d${JSON.stringify(REFS)}\t${JSON.stringify(FACTS)}`;

it('leaves out balances and limits, which may look like a phone, and nothing else', () => {
  expect(readFacts(ENTRY)).not.toBe('unreadable');
  const text = withoutSums(ENTRY);
  expect(text).not.toContain(PHONE);
  for (const word of ['河南小满跨境商城有限公司', 'guarantee|4101960A02', '46042026I000466032']) {
    expect(text).toContain(word);
  }
  const told = ENTRY.replace('"unknown"', `"${PHONE}"`);
  expect(withoutSums(told)).toContain(PHONE);
});

it('leaves what it cannot read as it is', () => {
  for (const entry of ['', 'd', 'd{}\tno JSON', 'd{}\t[1]', 'x{}\t[]']) {
    expect(withoutSums(entry)).toBe(entry);
  }
});
