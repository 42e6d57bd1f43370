import { describe, expect, test } from 'vitest';
import type { Finding } from '../base/finding.ts';
import { CATALOGUE } from '../documents/ceb/catalogue.ts';
import { ERROR_CODES, OBSERVED_CODES } from './error-codes.ts';
import { customs, declaring, refusal, released, stored } from './texts.ts';

const finding = (code: string, zh: string, path: string | null = null): Finding => ({
  code,
  zh,
  en: 'english',
  path,
  law: null,
  hint: null,
});
const ORDER = { ebcCode: '4101W60001', orderNo: 'SO1' };

describe('the e-port stage', () => {
  test('an order echoes its guid as the sample of Zhengzhou does', () => {
    const guid = 'EDF641C4-E341-4772-A1E4-E1657E1F55B9';
    expect(declaring('CEB312', '1', guid, ORDER)).toEqual({
      status: '2',
      info: `订单新增申报成功[${guid}]`,
    });
  });

  test('a list names its order too', () => {
    expect(declaring('CEB622', '1', 'G', ORDER).info).toBe(
      '清单新增申报成功[G][电商企业编码：4101W60001订单编号：SO1]',
    );
  });

  test('a change and a deletion say so', () => {
    expect(declaring('CEB412', '2', 'G', ORDER).info).toBe('支付单变更申报成功[G]');
    expect(declaring('CEB512', '3', 'G', ORDER).info).toBe('运单删除申报成功[G]');
  });
});

describe('the customs stage', () => {
  test('the normal passage has the texts of real receipts', () => {
    expect(stored('CEB312')).toEqual({ status: '120', info: '[Code:1800;Desc:逻辑校验通过]' });
    expect(released()).toEqual({ status: '800', info: '[Code:2600;Desc:放行]' });
    expect(customs('1200')).toEqual({ status: '300', info: '[Code:1200;Desc:待人工审核]' });
    expect(customs('2500').status).toBe('600');
  });

  test('a code without channel or text is a bug', () => {
    expect(() => customs('9900', 'x')).toThrow(/channel/);
    expect(() => customs('1313')).toThrow(/text of code 1313/);
  });
});

describe('a refusal', () => {
  test('a code of customs becomes status 100 with its text', () => {
    expect(refusal('CEB622', [finding('1313', '订购人购买超过年度限额')])).toEqual({
      status: '100',
      info: '[Code:1313;Desc:订购人购买超过年度限额]',
    });
  });

  test('a negative code stays and carries the reason in brackets', () => {
    const reasons = [finding('-621004', '清单 SO1 已申报', 'InventoryHead/orderNo')];
    expect(refusal('CEB622', reasons)).toEqual({
      status: '-621004',
      info: '清单已经申报过，请勿重复申报[InventoryHead/orderNo：清单 SO1 已申报]',
    });
  });

  test('a code of ours is the parameter check of the document, with every reason of it', () => {
    const reasons = [finding('FLD-REQUIRED', '缺少', 'a'), finding('FLD-LENGTH', '过长', 'b')];
    expect(refusal('CEB312', reasons)).toEqual({
      status: '-301008',
      info: '参数校验不通过[a：缺少；b：过长]',
    });
    expect(refusal('CEB412', reasons).info).toBe('参数校验不通过[a：缺少；b：过长]');
    expect(refusal('CEB512', reasons).status).toBe('-504011');
    expect(refusal('CEB622', reasons).info).toBe('清单报文校验失败[a：缺少；b：过长]');
  });

  test('reasons of other codes do not mix into the first one', () => {
    const reasons = [finding('-301010', '重复'), finding('-301020', '验签失败')];
    expect(refusal('CEB312', reasons).info).toBe('已存在相同编号的订单[重复]');
  });

  test('a text is not repeated, and never longer than the schema allows', () => {
    expect(refusal('CEB312', [finding('-301010', '已存在相同编号的订单')]).info).toBe(
      '已存在相同编号的订单',
    );
    const long = refusal('CEB622', [finding('-621001', '𠀀'.repeat(3000))]).info;
    expect([...long]).toHaveLength(1000);
    const desc = customs('1300', '退'.repeat(3000)).info;
    expect([...desc]).toHaveLength(1000);
    expect(desc.endsWith(']')).toBe(true);
  });

  test('without a reason there is no refusal', () => {
    expect(() => refusal('CEB312', [])).toThrow(/reason/);
  });
});

describe('the table of error codes', () => {
  test('has the 161 entries of the specification, all negative and in both languages', () => {
    expect(ERROR_CODES).toHaveLength(161);
    for (const { code, zh, en } of [...ERROR_CODES, ...OBSERVED_CODES]) {
      expect(code).toMatch(/^-\d{5,6}$/);
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).toMatch(/^[\x20-\x7e]+$/);
    }
  });

  test('repeats only the two codes that the specification repeats', () => {
    const codes = ERROR_CODES.map(({ code }) => code);
    const repeated = codes.filter((code, index) => codes.indexOf(code) !== index);
    expect(repeated.sort()).toEqual(['-621027', '-625022']);
  });
});

test('a message has a number for its refusal where the specification has one', () => {
  const known = new Set(ERROR_CODES.map(({ code }) => code));
  const tables = [...CATALOGUE.values()];
  for (const { type, sent, refusal: code } of tables) {
    if (!sent) expect(code, type).toBeNull();
    else if (code !== null) expect(known.has(code), type).toBe(true);
  }
  const without = tables.filter((one) => one.sent && one.refusal === null);
  expect(without.every(({ direction }) => direction === 'export')).toBe(true);
});
