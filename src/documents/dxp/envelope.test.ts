import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shallRunWith } from '../../../test/external-tool.ts';
import { MESSAGE_LIMITS } from '../../xml/limits.ts';
import { scan } from '../../xml/scan.ts';
import { type Envelope, isEnvelope, readEnvelope } from './envelope.ts';
import { messageIn } from './message-in.ts';
import { writeEnvelope } from './write.ts';

const ENVELOPE: Envelope = {
  copMsgId: 'BDF401B3-36D7-4A73-BCAD-292E9F053C6D',
  senderId: 'DXPENT0000000001',
  receiverIds: ['DXPEDCCEB0000002'],
  creatTime: '2026-09-18T10:15:00',
  msgType: 'CEB311Message',
  data: Buffer.from('<a>甲</a>'),
};
const TEXT = writeEnvelope(ENVELOPE);

function read(text: string) {
  const scanned = scan(Buffer.from(text), MESSAGE_LIMITS);
  if (!scanned.ok) throw new Error(scanned.finding.en);
  expect(isEnvelope(scanned.doc)).toBe(true);
  return readEnvelope(scanned.doc);
}

function codes(text: string): string[] {
  const result = read(text);
  return result.ok ? [] : result.error.map(({ code, path }) => `${code} ${path}`);
}

describe('an envelope', () => {
  it('is read as it was written', () => {
    const word = fc.stringMatching(/^[A-Z0-9&<>"]{1,16}$/);
    fc.assert(
      fc.property(
        fc.record({
          copMsgId: fc.stringMatching(/^[ -~]{1,255}$/),
          senderId: word,
          receiverIds: fc.array(word, { minLength: 1, maxLength: 5 }),
          creatTime: fc.constantFrom('2026-09-18T10:15:00', '2026-09-18T10:15:00.123+08:00'),
          msgType: fc.constantFrom('', 'CEB311Message'),
          data: fc.uint8Array({ minLength: 1 }).map((bytes) => Buffer.from(bytes)),
        }),
        (envelope) => {
          expect(read(writeEnvelope(envelope))).toEqual({ ok: true, value: envelope });
        },
      ),
    );
  });

  it('has each element that gateways search for on one line, without a prefix', () => {
    for (const name of ['SenderId', 'ReceiverId', 'MsgType', 'Data']) {
      expect(TEXT).toMatch(new RegExp(`^<${name}>[^\\n<]*</${name}>$`, 'm'));
    }
  });

  it('gives its message, and a bare message gives itself', () => {
    expect(messageIn(Buffer.from(TEXT))).toEqual(ENVELOPE.data);
    expect(messageIn(ENVELOPE.data)).toBe(ENVELOPE.data);
    const broken = Buffer.from(TEXT.replace('<MsgType>', '<Type>').replace('/MsgType', '/Type'));
    expect(messageIn(broken)).toBe(broken);
  });

  it('may have a prefix, line breaks in its data, and parts that nobody reads', () => {
    const data = ENVELOPE.data.toString('base64');
    const wild = TEXT.replaceAll(/<(\/?)(?=[A-Z])/g, '<$1d:')
      .replace('xmlns=', 'xmlns:d=')
      .replace(data, `\n ${data.slice(0, 4)}\n${data.slice(4)}\t`)
      .replace('</d:DxpMsg>', '<d:AddInfo><d:FileName>a</d:FileName></d:AddInfo></d:DxpMsg>');
    expect(read(wild)).toEqual({ ok: true, value: ENVELOPE });
  });

  it('may stand in the one of the transport', () => {
    const number = '<SvNo Ver="1.0"><MsgId>1</MsgId></SvNo>';
    const inner = TEXT.replace(/^<\?.*\n/, '');
    const open = '<DxpMsgSv xmlns="http://www.chinaport.gov.cn/dxp" ver="1.0">';
    const outer = `${open}${number}${inner}</DxpMsgSv>`;
    expect(read(outer)).toEqual({ ok: true, value: ENVELOPE });
    expect(codes(outer.replace(number, ''))).toEqual(['DXP-STRUCTURE DxpMsgSv']);
    expect(messageIn(Buffer.from(outer))).toEqual(ENVELOPE.data);
  });

  it.each([
    ['ver="1.0"', 'ver="2.0"', 'DXP-STRUCTURE DxpMsg/@ver'],
    ['<MsgType>CEB311Message</MsgType>\n', '', 'DXP-STRUCTURE TransInfo'],
    ['<CreatTime>', '<MsgType>x</MsgType><CreatTime>', 'DXP-STRUCTURE TransInfo'],
    ['</TransInfo>', '<x/></TransInfo>', 'DXP-STRUCTURE TransInfo'],
    ['</DxpMsg>', '<x/></DxpMsg>', 'DXP-STRUCTURE DxpMsg'],
    ['<ReceiverId>', '<ReceiverId/><ReceiverId>', 'DXP-LENGTH ReceiverId'],
    [/<ReceiverId>.*/, '', 'DXP-STRUCTURE ReceiverIds'],
    [/<ReceiverId>.*/, '<ReceiverId>a</ReceiverId>'.repeat(6), 'DXP-STRUCTURE ReceiverIds'],
    ['DXPENT0000000001', 'DXPENT00000000012', 'DXP-LENGTH SenderId'],
    ['<SenderId>', '<SenderId><x/>', 'DXP-STRUCTURE SenderId'],
    ['2026-09-18T10:15:00', '20260918101500', 'DXP-TIME CreatTime'],
    ['2026-09-18T10:15:00', '2026-13-18T10:15:00', 'DXP-TIME CreatTime'],
    [/<Data>.*<\/Data>/, '<Data/>', 'DXP-DATA Data'],
    [/<Data>.*<\/Data>/, '<Data>PGE=PGE=</Data>', 'DXP-DATA Data'],
    [/<Data>.*<\/Data>/, '<Data>甲</Data>', 'DXP-DATA Data'],
  ])('is refused when %s becomes %s', (from, to, code) => {
    expect(codes(TEXT.replace(from, to))[0]).toBe(code);
  });
});

describe.runIf(shallRunWith('xmllint'))('what we write', () => {
  it.each(['202205', '2018'])('is valid by the schema of %s', (edition) => {
    const schema = join(
      import.meta.dirname,
      `../../../test/contract/xsd/${edition}/dxp-terminal-${edition}.xsd`,
    );
    const args = ['--nonet', '--noout', '--schema', schema, '-'];
    const { status, stderr } = spawnSync('xmllint', args, { input: TEXT, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '- validates\n']);
  });
});
