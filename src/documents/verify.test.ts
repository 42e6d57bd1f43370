import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { messageOf, ORDER_HEAD, ORDER_LINES } from '../../test/fixtures/documents/messages.ts';
import { signDocument } from '../xml/signature.ts';
import { formatReport, type VerifyOptions, type VerifyReport, verifyBytes } from './verify.ts';

const FIXTURES = join(import.meta.dirname, '../../test/fixtures');
const der = readFileSync(join(FIXTURES, 'documents/signer.der'));
const other = readFileSync(join(FIXTURES, 'registry/a.der'));
const key = createPrivateKey(readFileSync(join(FIXTURES, 'documents/signer.pem')));
const VALID_AT = Date.parse('2027-06-01T00:00:00Z');

function signed(xml: string, certificate: Uint8Array = der): Buffer {
  return Buffer.from(
    signDocument(xml, {
      key,
      keyName: '00a1b2c3',
      certificateBase64: Buffer.from(certificate).toString('base64'),
      algorithm: 'rsa-sha256',
    }),
  );
}

function verify(bytes: Uint8Array | string, options?: VerifyOptions): VerifyReport {
  return verifyBytes(Buffer.from(bytes), options);
}

function brief({ type, records, signature, findings }: VerifyReport) {
  const codes = findings.map(({ level, code, record }) => `${level} ${code} ${record}`);
  return { type, records, state: signature.state, codes };
}

describe('verifyBytes', () => {
  it('finds nothing in a sound signed list, and says what the signature proves', () => {
    const report = verify(signed(messageOf('CEB621')));
    expect(brief(report)).toEqual({ type: 'CEB621', records: 1, state: 'valid', codes: [] });
    expect(report.signature.detail).toBe(
      'strict, embedded certificate, proves integrity but not who',
    );
  });

  it('wants a signature where the schema does', () => {
    expect(brief(verify(messageOf('CEB621')))).toMatchObject({
      state: 'unsigned',
      codes: ['signature SIGNATURE-MISSING null'],
    });
    expect(brief(verify(messageOf('CEB311')))).toMatchObject({ state: 'unsigned', codes: [] });
  });

  it('sees a digit changed after signing', () => {
    const bytes = signed(messageOf('CEB621')).toString().replace('>200<', '>300<');
    expect(brief(verify(bytes))).toMatchObject({
      state: 'invalid',
      codes: ['content CNT-TOTAL 1', 'signature SIGNATURE-DIGEST null'],
    });
  });

  it('takes only the given certificates, when some are given', () => {
    const bytes = signed(messageOf('CEB311'));
    const mine = { serial: 'a1b2c3', der };
    const foreign = { serial: '1', der: other };
    expect(brief(verify(bytes, { certificates: [foreign, mine] })).state).toBe('valid');
    expect(brief(verify(bytes, { certificates: [foreign] }))).toMatchObject({
      state: 'unknown-certificate',
      codes: ['signature SIGNATURE-CERTIFICATE null'],
    });
  });

  it('sees a certificate that is none, and one that is not in force', () => {
    const garbage = signed(messageOf('CEB311'), Buffer.from('no certificate'));
    expect(brief(verify(garbage))).toMatchObject({
      state: 'invalid',
      codes: ['signature SIGNATURE-UNREADABLE null'],
    });
    const bytes = signed(messageOf('CEB311'));
    expect(brief(verify(bytes, { at: VALID_AT })).codes).toEqual([]);
    expect(brief(verify(bytes, { at: 0 })).codes).toEqual(['signature SIGNATURE-EARLY null']);
    const late = Date.parse('2100-01-01T00:00:00Z');
    expect(brief(verify(bytes, { at: late })).codes).toEqual(['signature SIGNATURE-EXPIRED null']);
  });

  it('tells bytes that are no XML', () => {
    const report = verify('<!DOCTYPE a><a/>');
    expect(brief(report)).toEqual({
      type: null,
      records: 0,
      state: 'unsigned',
      codes: ['xml XML-DOCTYPE null'],
    });
  });

  it('gives the line of content findings', () => {
    const lines = [ORDER_LINES[0]!, { ...ORDER_LINES[1]!, totalPrice: '49' }];
    const records = [
      { head: ORDER_HEAD, lines: ORDER_LINES },
      { head: ORDER_HEAD, lines },
    ];
    const xml = messageOf('CEB311', { records }).replaceAll('><', '>\n<');
    const [finding] = verify(xml).findings;
    const line = xml.slice(0, xml.indexOf('>49<')).split('\n').length;
    expect(finding).toMatchObject({
      level: 'content',
      record: 2,
      path: 'OrderList[2]/totalPrice',
      line,
    });
  });

  it('judges who transmits, too', () => {
    const transfer = { copCode: '1', copName: 'x', dxpMode: 'LXP', dxpId: 'D' };
    expect(brief(verify(messageOf('CEB311', { transfer }))).codes).toEqual([
      'content CNT-VALUE null',
    ]);
  });
});

describe('formatReport', () => {
  it('is a line for the file, one for the signature and one a finding', () => {
    const lines = [{ ...ORDER_LINES[0]!, totalPrice: '1' }];
    const report = verify(messageOf('CEB311', { records: [{ head: ORDER_HEAD, lines }] }));
    expect(formatReport(report, 'a.xml')).toEqual([
      'a.xml: CEB311, 1 record, 1 finding',
      '  signature: unsigned',
      '  content CNT-TOTAL record 1, line 2, OrderList[1]/totalPrice: totalPrice must be ' +
        'qty x price rounded half up to fen: 200, not 1. ' +
        'Compute totalPrice from the qty and price of the same line.',
    ]);
    expect(formatReport(verify(messageOf('CEB311')), 'b.xml')[0]).toBe(
      'b.xml: CEB311, 1 record, sound',
    );
  });
});
