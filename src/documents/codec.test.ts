import { describe, expect, it } from 'vitest';
import {
  messageOf,
  ORDER_HEAD,
  ORDER_LINES,
  TRANSFER,
} from '../../test/fixtures/documents/messages.ts';
import { LIMITS } from '../base/limits.ts';
import { scan } from '../xml/scan.ts';
import type { Edition } from './ceb/fields.ts';
import {
  type DecodedMessage,
  type DecodedRecord,
  decodeMessage,
  signatureMissing,
} from './codec.ts';

const XML_LIMITS = { bytes: 1 << 24, depth: 32, nodes: LIMITS.xmlNodes, attributes: 32 };

function decode(xml: string, edition: Edition = '202205') {
  const scanned = scan(Buffer.from(xml), XML_LIMITS);
  if (!scanned.ok) throw new Error(scanned.finding.en);
  return decodeMessage(scanned.doc, { edition });
}

function message(xml: string, edition?: Edition): DecodedMessage {
  const decoded = decode(xml, edition);
  if (!decoded.ok) throw new Error(decoded.findings.map(({ en }) => en).join('; '));
  return decoded.message;
}

function only(xml: string): DecodedRecord {
  return message(xml).records[0]!;
}

function refusal(xml: string): string[] {
  const decoded = decode(xml);
  return decoded.ok ? [] : decoded.findings.map(({ code, path }) => `${code} ${path}`);
}

function codes(record: DecodedRecord | undefined): string[] {
  return (record?.findings ?? []).map(({ code, path }) => `${code} ${path}`);
}

const hex = (record: DecodedRecord) => Buffer.from(record.digest).toString('hex');
const order = messageOf('CEB311');

describe('a message', () => {
  it('gives its parts', () => {
    const decoded = message(
      messageOf('CEB311', { subscribers: [{ status: 'RET', dxpMode: 'DXP', dxpAddress: 'D' }] }),
    );
    expect(decoded).toMatchObject({
      type: 'CEB311',
      version: '1.0',
      transfer: TRANSFER,
      subscribers: [{ status: 'RET', dxpMode: 'DXP', dxpAddress: 'D' }],
      extension: null,
      signed: false,
    });
    expect(decoded.records).toHaveLength(1);
    expect(decoded.records[0]).toMatchObject({ index: 0, head: ORDER_HEAD, lines: ORDER_LINES });
    expect(decoded.records[0]!.findings).toEqual([]);
  });

  it.each([
    ['CEB311', false],
    ['CEB411', false],
    ['CEB511', false],
    ['CEB621', true],
  ])('%s without signature breaks the schema: %s', (type, missing) => {
    const decoded = message(messageOf(type));
    expect(codes(decoded.records[0])).toEqual([]);
    expect(signatureMissing(decoded)).toBe(missing);
  });

  it('is refused whole for what is wrong with itself, with every reason', () => {
    const broken = order
      .replace(/guid="[^"]*"/, '')
      .replace(/<ceb:BaseTransfer>.*<\/ceb:BaseTransfer>/, '<x/>');
    expect(refusal(broken)).toEqual([
      'MSG-ATTRIBUTE CEB311Message/@guid',
      'MSG-CHILD x',
      'MSG-REQUIRED BaseTransfer',
    ]);
  });

  it('is refused for a field of BaseTransfer', () => {
    const transfer = { ...TRANSFER, copCode: '' };
    expect(refusal(messageOf('CEB311', { transfer }))).toEqual(['FLD-LENGTH BaseTransfer/copCode']);
  });

  it('is refused when BaseTransfer stands before the records', () => {
    const [, transfer = ''] = /(<ceb:BaseTransfer>.*<\/ceb:BaseTransfer>)/.exec(order) ?? [];
    const swapped = order.replace(transfer, '').replace('<ceb:Order>', `${transfer}<ceb:Order>`);
    expect(refusal(swapped)).toEqual(['MSG-ORDER Order']);
  });

  it.each([
    [0, ['MSG-RECORDS Order']],
    [100, []],
    [101, ['MSG-RECORDS Order']],
  ])('with %i records', (count, expected) => {
    const records = Array.from({ length: count }, () => ({ head: ORDER_HEAD, lines: ORDER_LINES }));
    expect(refusal(messageOf('CEB311', { records }))).toEqual(expected);
  });

  it.each([
    ['<CEB311Message xmlns="urn:x" guid="1"/>', 'CEB311', 'MSG-NAMESPACE CEB311Message'],
    ['<CEB311Message guid="1"/>', 'CEB311', 'MSG-NAMESPACE CEB311Message'],
    ['<CEB603Message guid="1"/>', 'CEB603', 'MSG-NAMESPACE CEB603Message'],
    ['<CEB999Message xmlns="http://www.chinaport.gov.cn/ceb"/>', null, 'MSG-UNKNOWN CEB999Message'],
    ['<CEB603 xmlns="http://www.chinaport.gov.cn/ceb"/>', 'CEB603', 'MSG-UNKNOWN CEB603'],
    ['<DxpMsg xmlns="http://www.chinaport.gov.cn/dxp"/>', null, 'MSG-ENVELOPE DxpMsg'],
  ])('tells other roots apart: %s', (xml, type, code) => {
    const decoded = decode(xml);
    expect(decoded).toMatchObject({ ok: false, type });
    expect(refusal(xml)).toEqual([code]);
  });
});

describe('a record', () => {
  const bad = { head: { ...ORDER_HEAD, orderType: 'IMPORT' }, lines: ORDER_LINES };
  const good = { head: ORDER_HEAD, lines: ORDER_LINES };

  it('is refused alone', () => {
    const decoded = message(messageOf('CEB311', { records: [good, bad, good] }));
    expect(decoded.records.map(codes)).toEqual([[], ['FLD-LENGTH OrderHead/orderType'], []]);
  });

  it('says where, why, by what law, and what would mend it', () => {
    const xml = order.replaceAll('><', '>\n<').replace('<ceb:qty>1.5<', '<ceb:qty>1,5<');
    const [finding] = only(xml).findings;
    expect(finding).toMatchObject({
      code: 'FLD-DECIMAL',
      path: 'OrderList[2]/qty',
      zh: '数量（qty）不是合法数值',
      en: 'Quantity (qty) is not a decimal number',
      law: 'CEB interface specification 202205, schema of CEB311Message',
    });
    expect(finding!.line).toBe(xml.slice(0, xml.indexOf('1,5')).split('\n').length);
    expect(finding!.hint).toContain('348.00');
    expect(finding!.hintZh).toContain('348.00');
  });

  it('reports everything at once, also when elements are out of order', () => {
    const xml = order
      .replace('<ceb:orderType>I</ceb:orderType>', '')
      .replace('<ceb:ebpCode>4101000001</ceb:ebpCode>', '')
      .replace('<ceb:freight>', '<ceb:ebpCode>4101000001</ceb:ebpCode><ceb:freight>')
      .replace('<ceb:discount>0<', '<ceb:discount>x<')
      .replace('<ceb:buyerRegNo>', '<ceb:Note>n</ceb:Note><ceb:buyerRegNo>')
      .replace('<ceb:payCode>', '<ceb:payCode>1</ceb:payCode><ceb:payCode>')
      .replace('<ceb:consignee>张三<', '<ceb:consignee><b/><');
    expect(codes(only(xml))).toEqual([
      'FLD-ORDER OrderHead/ebpCode',
      'FLD-DECIMAL OrderHead/discount',
      'FLD-UNKNOWN OrderHead/Note',
      'FLD-REPEATED OrderHead/payCode',
      'FLD-CHILD OrderHead/consignee',
      'FLD-REQUIRED OrderHead/orderType',
    ]);
  });

  it('shows no more findings than the limit', () => {
    const lines = Array.from({ length: 60 }, () => ({}));
    const record = only(messageOf('CEB311', { records: [{ head: ORDER_HEAD, lines }] }));
    expect(record.findings).toHaveLength(LIMITS.findingsShown);
  });

  it.each([
    [1, []],
    [99, []],
    [100, ['FLD-COUNT OrderList']],
    [0, ['FLD-REQUIRED OrderList']],
  ])('with %i lines', (count, expected) => {
    const lines = Array.from({ length: count }, () => ORDER_LINES[0]!);
    expect(codes(only(messageOf('CEB311', { records: [{ head: ORDER_HEAD, lines }] })))).toEqual(
      expected,
    );
  });

  it('carries no value of the document in its findings', () => {
    const head = { ...ORDER_HEAD, buyerIdNumber: `SECRET${'9'.repeat(60)}`, consignee: '' };
    const record = only(messageOf('CEB311', { records: [{ head, lines: ORDER_LINES }] }));
    expect(record.findings).toHaveLength(2);
    expect(JSON.stringify(record.findings)).not.toContain('SECRET');
  });

  it('is judged by the edition', () => {
    const xml = messageOf('CEB621').replace(/<ceb:itemNo>[^<]*/, `<ceb:itemNo>${'x'.repeat(25)}`);
    expect(codes(message(xml).records[0])).toEqual(['FLD-LENGTH InventoryList[1]/itemNo']);
    expect(codes(message(xml, '2018').records[0])).toEqual([]);
  });
});

describe('the digest', () => {
  it('has 16 bytes and does not see prefix, layout, comments or the spelling of characters', () => {
    const other = order
      .replaceAll('ceb:', 'p:')
      .replace('xmlns:ceb', 'xmlns:p')
      .replaceAll('><', '>\r\n\t<!-- x --><')
      .replace('张三', '&#x5F20;<![CDATA[三]]>')
      .replace('>283.25<', '> 283.25\n<');
    expect(only(order).digest).toHaveLength(16);
    expect(codes(only(other))).toEqual([]);
    expect(hex(only(other))).toBe(hex(only(order)));
  });

  it.each([
    ['a value', order.replace('>250<', '>251<')],
    ['a line value', order.replace('>122<', '>123<')],
    ['an element less', order.replace('<ceb:payCode>4101000003</ceb:payCode>', '')],
    [
      'a value moved to the neighbour',
      order
        .replace('<ceb:payCode>4101000003</ceb:payCode>', '')
        .replace('<ceb:batchNumbers>', '')
        .replace('<ceb:payName>', '<ceb:payCode></ceb:payCode><ceb:payName>4101000003'),
    ],
  ])('sees %s', (_, xml) => expect(hex(only(xml))).not.toBe(hex(only(order))));

  it('belongs to the record, not to its place', () => {
    const records = [ORDER_HEAD, ORDER_HEAD].map((head) => ({ head, lines: ORDER_LINES }));
    const [first, second] = message(messageOf('CEB311', { records })).records;
    expect(hex(first!)).toBe(hex(second!));
  });
});
