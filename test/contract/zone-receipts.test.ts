import { describe, expect, it } from 'vitest';
import { ENTRY_LIST, GATE_SLIP, ZONE_RECEIPTS } from '../../scripts/zone-examples.ts';
import type { Finding } from '../../src/base/finding.ts';
import { decodeMessage } from '../../src/documents/codec.ts';
import { verifyBytes } from '../../src/documents/verify.ts';
import { encodeZone } from '../../src/documents/zone/write.ts';
import { decodeReceipts, encodeReceipts, receiptKeys } from '../../src/receipts/codec.ts';
import { declarationFormMade, entryListDecision } from '../../src/receipts/entry-list-receipts.ts';
import { formatReceipt } from '../../src/receipts/format.ts';
import type { Receipt } from '../../src/receipts/receipt.ts';
import { receiptEnvelope, receiptXml } from '../../src/receipts/xml.ts';
import { respone, type ZoneDecision } from '../../src/receipts/zone.ts';
import { MESSAGE_LIMITS } from '../../src/xml/limits.ts';
import { scan } from '../../src/xml/scan.ts';

const AT = Date.UTC(2026, 8, 18, 2, 15);
const FIRM = '4101960Z01';
const LONG = '长'.repeat(600);
const finding = (zh: string): Finding => {
  return {
    code: 'STK-SHORT',
    zh,
    en: 'short',
    path: 'InvtListType[1]/DclQty',
    law: null,
    hint: null,
  };
};
const DECISION: ZoneDecision = {
  ...{ seqNo: '202600000000000001', documentNo: 'QD461226E000000001', change: 0, action: '2' },
  ...{ ownNo: 'HZ202609180001', at: AT },
};

/** The one record of a receipt as a client reads it, which must be sound. */
function told(receipt: Receipt) {
  const xml = receiptXml(FIRM, { ...receipt, cursor: 7n });
  expect(verifyBytes(Buffer.from(xml)).findings).toEqual([]);
  const scanned = scan(Buffer.from(xml), MESSAGE_LIMITS);
  const decoded = scanned.ok ? decodeMessage(scanned.doc) : null;
  if (decoded?.ok !== true) throw new Error(xml);
  return { xml, type: decoded.message.type, ...decoded.message.records[0]! };
}

describe.each(Object.entries(ZONE_RECEIPTS))('%s', (type, receipt) => {
  it('is kept in a block and told as a sound message, the same bytes each time', () => {
    expect(decodeReceipts(encodeReceipts([receipt]))).toEqual([receipt]);
    const { xml, ...read } = told(receipt);
    expect(read.type).toBe(type);
    expect(read.head).toMatchObject(receipt.keys);
    expect(Object.keys(receipt.keys).filter((key) => !receiptKeys(type).includes(key))).toEqual([]);
    for (const [element, rows] of Object.entries(receipt.parts ?? {})) {
      expect(read.parts?.[element]).toEqual(rows);
    }
    expect(receiptXml(FIRM, { ...receipt, cursor: 7n })).toBe(xml);
    expect(receiptXml(FIRM, { ...receipt, cursor: 8n }) === xml).toBe(
      type === 'CommonResponeMessage',
    );
    const envelope = receiptEnvelope(FIRM, 'DXPENT0000000001', { ...receipt, cursor: 7n });
    expect(envelope).toContain(`<MsgType>${type}</MsgType>`);
    expect(envelope).toContain('<SenderId>DXPEDCSAS0000001</SenderId>');
    expect(xml).not.toMatch(/测试员|13800138000/);
  });
});

describe('receipts of zones', () => {
  it('have the shape of real ones', () => {
    const { xml, parts } = told(ZONE_RECEIPTS.INV201!);
    expect(xml).toMatch(/^<\?xml [^>]*standalone="yes"\?>\n<Package xmlns="[^"]+xmldsig#"><Enve/);
    expect(parts?.EnvelopInfo?.[0]).toMatchObject({
      message_id: expect.stringMatching(/^CUS0000E01000020260918101500\d{11}$/),
      file_name: expect.stringMatching(/^CUS0000.*\.INV$/),
      ...{ sender_id: 'CUS0000', receiver_id: 'E010000', send_time: '2026-09-18T10:15:00' },
    });
    expect(xml).toContain('<entryNo></entryNo>');
    expect(told(ZONE_RECEIPTS.SAS223!).xml).toContain('<Package><EnvelopInfo>');
    expect(ZONE_RECEIPTS.INV211).toMatchObject({ status: '2' });
    expect(told(ZONE_RECEIPTS.INV211!).head).toMatchObject({
      ...{ vrfdedMarkcd: '2', formalVrfdedTime: '2026-09-18 10:15:00', dclEtpsno: FIRM },
    });
  });

  it('say why, within what the schema holds', () => {
    const refused = entryListDecision({ ...DECISION, findings: [finding(LONG)], info: LONG }, '3');
    const { head, parts } = told(refused);
    expect(head).toMatchObject({ manageResult: '3', typecd: '2', rmk: LONG.slice(0, 255) });
    expect(parts?.CheckInfo?.[0]?.note).toMatch(/^\[STK-SHORT\]长{244}$/);
    const failed = told(
      declarationFormMade({ ...DECISION, findings: [finding('余量不足')] }, null),
    );
    expect(failed.head).toMatchObject({ manageResult: '2', createDate: '2026-09-18 10:15:00' });
    expect(failed.head.reason).toBe('[STK-SHORT]余量不足（InvtListType[1]/DclQty）');
    expect(failed.xml).toContain('<sender_id>DXPEDCSAS0000001</sender_id>');
  });

  it('answer at once: stored with a number, kept as a draft, or not stored and why', () => {
    const first = told(respone('SAS121', 'HF1', { kind: 'stored', seqNo: '2026' }, AT));
    expect(first.head).toEqual({
      ...{ SeqNo: '2026', EtpsPreentNo: 'HF1', DealFlag: '0' },
      CheckInfo: '核放单申报服务调用成功',
    });
    const draft = told(respone('INV101', 'HZ1', { kind: 'draft' }, AT));
    expect(draft.head).toEqual({
      ...{ EtpsPreentNo: 'HZ1', CheckInfo: '保税核注清单已暂存', DealFlag: '0' },
    });
    const findings = [finding('余量不足'), finding('超期')];
    const refused = respone('INV101', 'HZ1', { kind: 'refused', findings }, AT);
    expect(refused).toMatchObject({ status: '-1', findings });
    const place = '（InvtListType[1]/DclQty）';
    expect(told(refused).head.CheckInfo).toBe(
      `[STK-SHORT]余量不足${place}；[STK-SHORT]超期${place}`,
    );
  });

  it.each([
    ['HZ202609180001', encodeZone('INV101', ENTRY_LIST)],
    ['HF202609180001', encodeZone('SAS121', GATE_SLIP)],
  ])('answer a message that is refused whole: %s', (number, xml) => {
    const answer = formatReceipt(Buffer.from(xml), [finding('余量不足')], AT);
    expect(answer).toContain(`<EtpsPreentNo>${number}</EtpsPreentNo>`);
    expect(answer).toContain('<DealFlag>-1</DealFlag>');
    expect(verifyBytes(Buffer.from(answer))).toMatchObject({
      ...{ type: 'CommonResponeMessage', findings: [] },
    });
    const nameless = xml.replaceAll(number, '');
    expect(formatReceipt(Buffer.from(nameless), [finding('x')], AT)).not.toContain('EtpsPreentNo');
  });
});
