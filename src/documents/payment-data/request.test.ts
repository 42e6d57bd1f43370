import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readAcknowledgement,
  writeAcknowledgement,
  writeNotUploaded,
  writeUploaded,
} from './acknowledgement.ts';
import { paymentDataFinding } from './codes.ts';
import { readForm, writeForm } from './form.ts';
import { readPaymentRequest, writePaymentRequest } from './request.ts';

const REQUEST = {
  orderNo: '202009231454212140210352',
  sessionID: '032C3F56-0EE6-4558-B548-6C7A3451F07D',
  serviceTime: 1_600_852_846_372,
};

const codes = (read: { ok: boolean; error?: readonly { code: string; path: string | null }[] }) =>
  (read.error ?? []).map(({ code, path }) => `${code} ${path}`);

describe('openReq', () => {
  it('is written and read', () => {
    const text = writePaymentRequest(REQUEST);
    expect(text).toBe(
      '{"orderNo":"202009231454212140210352",' +
        '"sessionID":"032C3F56-0EE6-4558-B548-6C7A3451F07D","serviceTime":1600852846372}',
    );
    expect(readPaymentRequest(text)).toEqual({ ok: true, value: REQUEST });
  });

  it('may have its time in quotes', () => {
    const text = JSON.stringify({ ...REQUEST, serviceTime: '1600852846372' });
    expect(readPaymentRequest(text)).toEqual({ ok: true, value: REQUEST });
  });

  it.each([
    ['', 'JSON-SYNTAX '],
    ['[]', 'PAYDATA-SHAPE '],
    [JSON.stringify({ ...REQUEST, orderNo: 1 }), 'PAYDATA-SHAPE /orderNo'],
    [JSON.stringify({ ...REQUEST, orderNo: undefined }), 'PAYDATA-MISSING /orderNo'],
    [JSON.stringify({ ...REQUEST, sessionID: 'x'.repeat(37) }), 'PAYDATA-LENGTH /sessionID'],
    [JSON.stringify({ ...REQUEST, serviceTime: 1.5 }), 'PAYDATA-MILLISECONDS /serviceTime'],
  ])('is refused: %s', (text, refusal) => {
    expect(codes(readPaymentRequest(text))).toEqual([refusal]);
  });
});

describe('an acknowledgement', () => {
  const read = (text: string) => readAcknowledgement(Buffer.from(text));

  it('is written and read', () => {
    const text = writeAcknowledgement('10000', '', 1_533_271_903_898);
    expect(text).toBe('{"code":"10000","message":"","serviceTime":1533271903898}');
    expect(read(text)).toEqual({ ok: true, value: { code: '10000', taken: true, message: '' } });
  });

  it.each([
    ['{"code":10000}', { code: '10000', taken: true, message: '' }],
    ['{"code":"20000","message":"忙"}', { code: '20000', taken: false, message: '忙' }],
    ['{"code":20001,"message":null}', { code: '20001', taken: false, message: '' }],
  ])('comes in variants: %s', (text, value) => {
    expect(read(text)).toEqual({ ok: true, value });
  });

  it.each([
    '',
    'OK',
    '<html></html>',
    '[]',
    '{}',
    '{"code":null}',
    '{"code":"ok"}',
    '{"code":1e4}',
  ])('is none: %s', (text) => expect(codes(read(text))).toEqual(['PAYDATA-ACKNOWLEDGEMENT ']));

  it('is none when it is no UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('{"code":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    expect(codes(readAcknowledgement(bytes))).toEqual(['PAYDATA-ACKNOWLEDGEMENT ']);
  });

  it('of an upload says what is wrong in both languages', () => {
    expect(writeUploaded(1)).toBe(
      '{"code":"10000","message":"上传成功","total":0,"serviceTime":1}',
    );
    const fill = { name: 'guid', zh: '系统唯一序号', en: 'unique number' };
    const finding = paymentDataFinding('PAYDATA-MISSING', '/payExchangeInfoHead/guid', fill);
    const whole = paymentDataFinding('PAYDATA-SESSION', '');
    expect(JSON.parse(writeNotUploaded([finding, whole], 1))).toEqual({
      code: '20000',
      message:
        '上传失败: /payExchangeInfoHead/guid 缺少系统唯一序号（guid） / guid is missing: unique number; ' +
        '没有这个会话（sessionID）的调取请求 / nothing was asked under this sessionID',
      total: 0,
      serviceTime: 1,
    });
  });
});

describe('a form', () => {
  const read = (text: string) => readForm(Buffer.from(text, 'latin1'), 'payExInfoStr');

  it('gives back any text', () => {
    const text = fc.string({ unit: 'binary' }).filter((one) => one.isWellFormed());
    fc.assert(
      fc.property(text, (value) => {
        const body = Buffer.from(writeForm('payExInfoStr', value));
        expect(readForm(body, 'payExInfoStr')).toEqual({ ok: true, value });
      }),
    );
  });

  it('may have other fields, and bytes that are not escaped', () => {
    const body = Buffer.from('a=1&payExInfoStr={"x":"中 +"}', 'utf8');
    expect(readForm(body, 'payExInfoStr')).toEqual({ ok: true, value: '{"x":"中  "}' });
  });

  it.each([
    ['no field', ''],
    ['another field', 'payexinfostr=1'],
    ['the field twice', 'payExInfoStr=1&payExInfoStr=1'],
    ['a broken escape', 'payExInfoStr=%2'],
    ['escapes that are no UTF-8', 'payExInfoStr=%d6%d0'],
    ['bytes that are no UTF-8', 'payExInfoStr=\xd6\xd0'],
    ['very many fields', `payExInfoStr=1${'&a=1'.repeat(16)}`],
  ])('is refused with %s', (_, text) => {
    expect(codes(read(text))).toEqual(['PAYDATA-FORM ']);
  });
});
