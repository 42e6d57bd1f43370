import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exampleValue } from '../../scripts/message-examples.ts';
import { present } from '../../src/base/assert.ts';
import { CATALOGUE } from '../../src/documents/ceb/catalogue.ts';
import type { ListTerms } from '../../src/documents/terms.ts';
import { billReceipts, stateReceipts } from '../../src/flows/bill-receipts.ts';
import { correctionReceipts, resultReceipts } from '../../src/flows/summary-receipts.ts';
import { receiptKeys } from '../../src/receipts/codec.ts';
import type { FiledReceipt, ReceiptType } from '../../src/receipts/receipt.ts';
import { customs, declaring, refusal, released, stored } from '../../src/receipts/texts.ts';
import { receiptListXml, receiptXml } from '../../src/receipts/xml.ts';
import { shallRunWith } from '../external-tool.ts';

const AT = Date.UTC(2017, 0, 2, 15, 19, 32, 210);
const GUID = 'EDF641C4-E341-4772-A1E4-E1657E1F55B9';
const KEYS = {
  CEB312: { ebpCode: '420196T001', ebcCode: '420196T001', orderNo: '48511773608' },
  CEB412: { payCode: '312226T001', payTransactionId: '2026112322001' },
  CEB512: { logisticsCode: '4101986180', logisticsNo: 'YT8800000000001' },
  CEB622: {
    customsCode: '4612',
    ebpCode: '330766K00Q',
    ebcCode: '330766K00Q',
    agentCode: '330766K00Q',
    copNo: 'SO0000000001',
    preNo: 'B20200615494000227',
    invtNo: '46122020I000000001',
  },
};
const TYPES = Object.keys(KEYS) as ReceiptType[];
/** Every message that answers another one. */
const ANSWERING = [...CATALOGUE.values()].flatMap((table) =>
  table.receipt === null ? [] : [present(CATALOGUE.get(table.receipt), 'receipt')],
);

/** Those above, and for the other receipts what the reference shows. */
function keysOf(type: ReceiptType): Record<string, string> {
  const table = present(CATALOGUE.get(type), type);
  const shown = receiptKeys(type).map((element) => {
    const field = table.head.fields.find((one) => one.element === element);
    return [element, exampleValue(table, present(field, element))];
  });
  return type in KEYS ? KEYS[type as keyof typeof KEYS] : Object.fromEntries(shown);
}

const ORDER = { ebcCode: '330766K00Q', orderNo: 'SO0000000001' };
const finding = (code: string, zh: string) => ({
  code,
  zh,
  en: 'wrong',
  path: 'InventoryHead/qty',
  law: null,
  hint: null,
});

const filed = (type: ReceiptType, more: Partial<FiledReceipt> = {}): FiledReceipt => ({
  cursor: 7n,
  type,
  keys: keysOf(type),
  ...stored(type),
  at: AT,
  findings: [],
  recordGuid: GUID,
  ...more,
});

const ANSWERS = (type: ReceiptType) => [
  declaring(type, '1', GUID, ORDER),
  stored(type),
  customs('1200'),
  customs('2400'),
  customs('2500'),
  released(),
  refusal(type, [finding('1313', '订购人购买超过年度限额')]),
  refusal(type, [finding('FLD-LENGTH', '过长 & <奇怪>'), finding('FLD-DIGITS', '多'.repeat(2000))]),
];

function xsd(edition: string, direction = 'import'): string {
  const path = `xsd/${edition}/ceb-${direction}-${edition}.xsd`;
  return fileURLToPath(new URL(path, import.meta.url));
}
function violations(xml: string, edition: string, direction = 'import'): string {
  const args = ['--nonet', '--noout', '--schema', xsd(edition, direction), '-'];
  const { status, stderr } = spawnSync('xmllint', args, { input: xml, encoding: 'utf8' });
  return status === 0 ? '' : stderr;
}

describe.skipIf(!shallRunWith('xmllint'))('receipts under the official schema', () => {
  const cases = ANSWERING.flatMap(({ type, direction, editions }) =>
    editions.flatMap((edition) =>
      ANSWERS(type).map((answer) => ({ edition, type, direction, ...answer })),
    ),
  );
  test.each(cases)('$edition $type $status', ({ edition, type, direction, status, info }) => {
    const xml = receiptXml('EBC', filed(type, { status, info }));
    expect(violations(xml, edition, direction)).toBe('');
  });

  test('any text that a key or a reason may carry', () => {
    const text = (maxLength: number) => fc.string({ unit: 'binary', minLength: 1, maxLength });
    const receipt = fc.record({ orderNo: text(60), ebpCode: text(18), info: text(900) });
    fc.assert(
      fc.property(receipt, ({ orderNo, ebpCode, info }) => {
        const keys = { ebpCode, ebcCode: 'EBC', orderNo };
        expect(violations(receiptXml('EBC', filed('CEB312', { keys, info })), '202205')).toBe('');
      }),
      { numRuns: 40 },
    );
  });

  test('a list refused before it has a pre-entry number lacks preNo and no more', () => {
    const keys = { ebpCode: 'EBP', ebcCode: 'EBC', copNo: 'SO1' };
    const answer = refusal('CEB622', [finding('FLD-REQUIRED', '缺少')]);
    const said = violations(receiptXml('EBC', filed('CEB622', { keys, ...answer })), '202205');
    expect(said.match(/Schemas validity error/g)).toHaveLength(1);
    expect(said).toContain('preNo');
  });

  test('a list filed without copNo is answered without it and lacks no more', () => {
    const { copNo: _, ...keys } = KEYS.CEB622;
    const said = violations(receiptXml('EBC', filed('CEB622', { keys })), '202205');
    expect(said.match(/Schemas validity error/g)).toHaveLength(1);
    expect(said).toContain('copNo');
  });

  test('the page of receipts is well formed and each message in it is valid', () => {
    const list = receiptListXml(
      TYPES.map((type) => filed(type)),
      7,
      (one) => receiptXml('EBC', one),
    );
    const { status } = spawnSync('xmllint', ['--noout', '-'], { input: list });
    expect(status).toBe(0);
    const messages = [...list.matchAll(/<Receipt cursor="7">(.*?)<\/Receipt>/g)];
    expect(messages).toHaveLength(4);
    for (const [, message = ''] of messages) expect(violations(message, '202205')).toBe('');
  });
});

describe('the shape that real programs read', () => {
  // As decoded receipts of the zone have it: element for element, with these very texts.
  test('an order receipt of the e-port stage', () => {
    const own = receiptXml('420196T001', filed('CEB312', declaring('CEB312', '1', GUID, ORDER)));
    const content = own.replace(/^[\s\S]*?<OrderReturn>/, '').replace(/<guid>.{36}<\/guid>/, '');
    expect(content).toBe(
      '<ebpCode>420196T001</ebpCode><ebcCode>420196T001</ebcCode>' +
        '<orderNo>48511773608</orderNo><returnStatus>2</returnStatus>' +
        '<returnTime>20170102231932210</returnTime>' +
        `<returnInfo>订单新增申报成功[${GUID}]</returnInfo></OrderReturn></CEB312Message>`,
    );
  });

  test('a list receipt of the customs stage', () => {
    const own = receiptXml('330766K00Q', filed('CEB622', released()));
    const content = own
      .replace(/^[\s\S]*?<InventoryReturn>/, '')
      .replace(/<guid>.{36}<\/guid>/, '');
    expect(content).toBe(
      '<customsCode>4612</customsCode><ebpCode>330766K00Q</ebpCode>' +
        '<ebcCode>330766K00Q</ebcCode><agentCode>330766K00Q</agentCode>' +
        '<copNo>SO0000000001</copNo><preNo>B20200615494000227</preNo>' +
        '<invtNo>46122020I000000001</invtNo><returnStatus>800</returnStatus>' +
        '<returnTime>20170102231932210</returnTime><returnInfo>[Code:2600;Desc:放行]</returnInfo>' +
        '</InventoryReturn></CEB622Message>',
    );
  });

  test.each(TYPES)('%s: no prefix, default namespace, version before guid, one entity', (type) => {
    const xml = receiptXml('EBC', filed(type));
    expect(xml).toMatch(
      new RegExp(
        '^<\\?xml version="1\\.0" encoding="UTF-8" standalone="yes"\\?>\\s*' +
          `<${type}Message xmlns="http://www\\.chinaport\\.gov\\.cn/ceb" ` +
          'version="1\\.0" guid="[0-9A-F-]{36}">',
      ),
    );
    expect(xml).not.toMatch(/<\/?\w+:/);
    expect(xml.match(/<\w+Return>/g)).toHaveLength(1);
    expect(xml).toContain('<returnTime>20170102231932210</returnTime>');
  });

  test('guids are the same at every reading and different everywhere else', () => {
    const guids = (enterprise: string, cursor: bigint) =>
      [...receiptXml(enterprise, filed('CEB412', { cursor })).matchAll(/[0-9A-F-]{36}/g)].map(
        ([guid]) => guid,
      );
    expect(guids('A', 1n)).toEqual(guids('A', 1n));
    const all = [...guids('A', 1n), ...guids('A', 2n), ...guids('B', 1n), ...guids('A1', 1n)];
    expect(new Set(all).size).toBe(8);
  });

  test('a character that XML cannot have does not block the stream', () => {
    const xml = receiptXml('EBC', filed('CEB312', { info: 'a\u0000b\ud800c\uffff' }));
    expect(xml).toContain('<returnInfo>a\ufffdb\ufffdc\ufffd</returnInfo>');
  });
});

describe.skipIf(!shallRunWith('xmllint'))('tax bills under the official schema', () => {
  test.each(['1', '2', '3'] as const)('in state %s', (state) => {
    const bill = {
      ...{ listNo: '46122020I000000001', serial: 1, state, assureCode: '4101960A01' },
      ...{ releasedDay: '2020-09-18', issuedAt: AT, dutyNo: null },
      ...{ duty: 0n, consumptionTax: 100n, vat: 3_167n },
    };
    const line = { gnum: 1, gcode: '1901101010', dutiablePrice: 34_800n };
    const content = { ...bill, lines: [{ ...line, duty: 0n, consumptionTax: 100n, vat: 3_167n }] };
    const list = {
      ...{ agentCode: '4101960A01', assureCode: '4101960A01', ebcCode: '4101960S01' },
      ...{ logisticsCode: '4101960W01', customsCode: '4612' },
    } as ListTerms;
    const change = state === '1' ? null : { state, dutyNo: state === '2' ? 'JK1' : null };
    const told =
      change === null
        ? billReceipts(bill, content, list, AT)
        : stateReceipts(bill, change, list, AT);
    const xml = receiptXml('4101960A01', { ...present(told[0], 'receipt').receipt, cursor: 1n });
    expect(told).toHaveLength(1);
    expect(xml).toContain(`<status>${state}</status>`);
    expect(violations(xml, '202205')).toBe('');
  });
});

describe.skipIf(!shallRunWith('xmllint'))('results of summaries under the official schema', () => {
  const application = {
    ...{ sumNo: 'S20200918000000001', grantedAt: AT, declarations: 1, byName: true },
    ...{ agentCode: '4101960A01', copNo: 'C1', declAgentCode: '4101960A02' },
    ...{ declAgentName: '报关行', readers: ['4101960A01'] },
  };
  const group = {
    ...{ id: 1, month: '2020-08-01', lists: 1, firstClosed: AT, lastClosed: AT, sumNo: null },
    ...{ customsCode: '4612', ebcCode: '4101960S01', agentCode: '4101960A01', ownerCode: 'O' },
    ...{ trafMode: '5', country: '502', portCode: '4604', tradeMode: '9610', loctNo: '' },
    ...{ ebcName: '卖家', agentName: '代理', ownerName: '卖家' },
  };
  const declaration = {
    ...{ declSeqNo: 'D20200918000000001', entryId: '461220200000000001', version: 1 },
    ...{ sumNo: application.sumNo, position: 1, groupId: 1, at: AT, reason: null, lines: [] },
    ...{ gross: 123_450n, net: 100_000n, uses: 1 },
  };
  const line = {
    ...{ listNo: '46122020E000000001', logisticsNo: 'LX1CN', gnum: 1, gseqno: 1 },
    gcode: '6204430090',
  };
  const corrected = { ...declaration, version: 2, reason: '46122020E000000001: 退货' };
  const page = { declaration, group, messages: 1, message: 1, lines: [line] };

  test.each([
    ['A', resultReceipts(application, page, AT)],
    ['M', correctionReceipts(application, corrected, group, AT)],
    ['D', correctionReceipts(application, { ...corrected, uses: 0, gross: 0n }, group, AT)],
  ] as const)('in state %s', (state, told) => {
    const xml = receiptXml('4101960A01', { ...present(told[0], 'receipt').receipt, cursor: 1n });
    expect(told).toHaveLength(1);
    expect(xml).toContain(`<decState>${state}</decState>`);
    expect(violations(xml, '202205', 'export')).toBe('');
  });
});
