import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateMessage } from '../../test/contract/generated-messages.ts';
import { LIMITS } from '../base/limits.ts';
import { scan } from '../xml/scan.ts';
import { CATALOGUE } from './ceb/catalogue.ts';
import { decodeMessage } from './codec.ts';
import { encodeMessage } from './encode.ts';

const XML_LIMITS = { bytes: 1 << 24, depth: 32, nodes: LIMITS.xmlNodes, attributes: 32 };

function decoded(xml: string) {
  const scanned = scan(Buffer.from(xml), XML_LIMITS);
  if (!scanned.ok) throw new Error(scanned.finding.en);
  const result = decodeMessage(scanned.doc);
  if (!result.ok)
    throw new Error(result.findings.map(({ code, path }) => `${code} ${path}`).join());
  return result.message;
}

describe('encodeMessage', () => {
  it.each([...CATALOGUE.values()])('$type reads back as it was written', (table) => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1n << 62n }), fc.boolean(), (seed, prefixed) => {
        const content = generateMessage(table, seed);
        const xml = encodeMessage(table.type, content, { prefix: prefixed ? 'ceb' : '' });
        const message = decoded(xml);
        expect(message.records.map(({ head, lines }) => ({ head, lines }))).toEqual(
          content.records,
        );
        expect(message.records.flatMap(({ findings }) => findings)).toEqual([]);
        expect(message).toMatchObject({
          type: table.type,
          guid: content.guid,
          version: content.version,
          transfer: content.transfer,
          subscribers: content.subscribers,
        });
      }),
      { numRuns: 60 },
    );
  });

  it('writes receipts as the clients look for them', () => {
    const head = { guid: 'G', returnTime: '20260415112701000', ebpCode: 'P', returnStatus: '2' };
    const xml = encodeMessage('CEB312', { guid: 'M', records: [{ head }] }, { prefix: 'ceb' });
    expect(xml).toBe(
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
        '<CEB312Message xmlns="http://www.chinaport.gov.cn/ceb" version="1.0" guid="M">' +
        '<OrderReturn><guid>G</guid><ebpCode>P</ebpCode><returnStatus>2</returnStatus>' +
        '<returnTime>20260415112701000</returnTime></OrderReturn></CEB312Message>',
    );
  });

  it('writes elements in schema order and leaves out what the table does not have', () => {
    const head = { orderNo: 'N', guid: 'G', unknown: 'x' };
    const xml = encodeMessage('CEB411', { guid: 'M', records: [{ head }] }, { prefix: '' });
    expect(xml).toContain('<PaymentHead><guid>G</guid><orderNo>N</orderNo></PaymentHead>');
  });
});
