import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { messageOf, ORDER_HEAD, ORDER_LINES } from '../../test/fixtures/documents/messages.ts';
import { MESSAGE_LIMITS } from '../xml/limits.ts';
import { scan } from '../xml/scan.ts';
import { escapeText } from '../xml/write.ts';
import { type DecodedRecord, decodeMessage, type Values } from './codec.ts';

/** The digest as it is defined: over one text of marks, names and values. */
function slowDigest(head: Values, lines: readonly Values[]): string {
  const part = (values: Values) =>
    Object.entries(values).map(([name, value]) => `\u0001${name}\u0002${value}`);
  const text = [...part(head), ...lines.flatMap((line) => ['\u0003', ...part(line)])].join('');
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function recordsOf(xml: string): readonly DecodedRecord[] {
  const scanned = scan(Buffer.from(xml), MESSAGE_LIMITS);
  if (!scanned.ok) throw new Error(scanned.finding.en);
  const decoded = decodeMessage(scanned.doc);
  if (!decoded.ok) throw new Error(decoded.findings[0]?.en);
  return decoded.message.records;
}

const element = (name: string, text: string) => `<ceb:${name}>${text}</ceb:${name}>`;
const order = messageOf('CEB311');
const [, before, after] = /^(.*?)<ceb:Order>.*<\/ceb:Order>(.*)$/s.exec(order)!;

/** A text, mostly one of a few, written plainly or with references. */
const written = fc
  .oneof(
    fc.constantFrom(...['1', '2', 'a', 'A&B', '', '商城有限公司', '😀', 'x'.repeat(70), ' 1 ']),
    fc
      .string({ unit: 'grapheme', maxLength: 30 })
      .filter((text) => !/[\p{Cc}\uFFFE\uFFFF]/u.test(text)),
  )
  .chain((value) =>
    fc.constantFrom(
      { value, xml: escapeText(value) },
      { value, xml: `<![CDATA[${value.replaceAll(']]>', '')}]]>` },
      { value, xml: `<!-- c -->${escapeText(value)}` },
    ),
  );
const fields = [...Object.keys(ORDER_HEAD).filter((name) => name !== 'guid')];
const change = fc.dictionary(fc.constantFrom(...fields), written, { maxKeys: 6 });

test('values and digest are those of the plain way, whatever came before', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(change, change), { minLength: 1, maxLength: 6 }), (all) => {
      const records = all.map(([head, line]) => {
        const group = (values: Values, changed: typeof head) =>
          Object.entries(values)
            .map(([name, text]) => element(name, changed[name]?.xml ?? escapeText(text)))
            .join('');
        const body = element('OrderHead', group(ORDER_HEAD, head));
        return element('Order', body + element('OrderList', group(ORDER_LINES[0]!, line)));
      });
      for (const record of recordsOf(`${before}${records.join('')}${after}`)) {
        const [head] = all[record.index]!;
        expect(Buffer.from(record.digest).toString('hex')).toBe(
          slowDigest(record.head, record.lines),
        );
        for (const [name, { value, xml }] of Object.entries(head)) {
          const isNumber = /^(goodsValue|freight|discount|taxTotal|acturalPaid)$/.test(name);
          const plain = xml.startsWith('<![') ? value.replaceAll(']]>', '') : value;
          const trimmed = isNumber ? plain.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '') : plain;
          if (!(trimmed === '' && name === 'currency')) expect(record.head[name]).toBe(trimmed);
        }
        expect(Object.keys(record.head)).toEqual(Object.keys(ORDER_HEAD));
      }
    }),
  );
});

test('a value that is not sound is found wrong each time', () => {
  const wrong = order.replace(/(<ceb:appType>)[^<]*/, '$1long');
  const codes = (xml: string) => recordsOf(xml)[0]!.findings.map(({ code }) => code);
  expect([codes(wrong), codes(order), codes(wrong), codes(wrong)]).toEqual([
    ['FLD-LENGTH'],
    [],
    ['FLD-LENGTH'],
    ['FLD-LENGTH'],
  ]);
});
