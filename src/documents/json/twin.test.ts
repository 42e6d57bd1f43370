import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateMessage } from '../../../test/contract/generated-messages.ts';
import { messageOf } from '../../../test/fixtures/documents/messages.ts';
import { canonicalize } from '../../xml/canonical.ts';
import { MESSAGE_LIMITS } from '../../xml/limits.ts';
import { scan } from '../../xml/scan.ts';
import { CATALOGUE } from '../ceb/catalogue.ts';
import { decodeMessage } from '../codec.ts';
import { writeEnvelope } from '../dxp/write.ts';
import { encodeMessage } from '../encode.ts';
import { twinOf } from './twin.ts';
import { messageXml } from './write-twin.ts';

function docOf(bytes: Uint8Array | string) {
  const scanned = scan(Buffer.from(bytes as string), MESSAGE_LIMITS);
  if (!scanned.ok) throw new Error(scanned.finding.en);
  return scanned.doc;
}

function jsonOf(bytes: Uint8Array | string): string {
  return JSON.stringify(twinOf(docOf(bytes)));
}

function xmlOf(json: string): Buffer {
  const back = messageXml(Buffer.from(json));
  if (!back.ok) throw new Error(back.error.map(({ code, path }) => `${code} ${path}`).join());
  return back.value;
}

const canonical = (bytes: Uint8Array | string) => Buffer.from(canonicalize(docOf(bytes), 0));

function refusals(value: unknown): string[] {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const back = messageXml(Buffer.from(text));
  return back.ok ? [] : back.error.map(({ code, path }) => `${code} ${path}`);
}

const TEXT = 'TWIN-SHAPE /CEB411Message/Payment/0/PaymentHead/amountPaid';
const SAMPLES = join(import.meta.dirname, '../../../test/contract/samples');
const SAMPLE_FILES = readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' })
  // Its root element is no message of the specification, as `onestep verify` says.
  .filter((name) => name.endsWith('.xml') && !name.endsWith('202205/export/CEB214Message.xml'))
  .sort();

describe('the JSON twin', () => {
  it.each([...CATALOGUE.values()])('of $type comes back as it was, both ways', (table) => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1n << 62n }), fc.boolean(), (seed, prefixed) => {
        const content = generateMessage(table, seed);
        const xml = encodeMessage(table.type, content, { prefix: prefixed ? 'ceb' : '' });
        const json = jsonOf(xml);
        const back = xmlOf(json);
        expect(canonical(back)).toEqual(canonical(xml));
        expect(jsonOf(back)).toBe(json);
        expect(decodeMessage(docOf(back))).toEqual(decodeMessage(docOf(xml)));
      }),
      { numRuns: 40 },
    );
  });

  it('has samples to be tried with', () => expect(SAMPLE_FILES.length).toBeGreaterThan(70));

  it.each(SAMPLE_FILES)('of the sample %s has the same canonical form', (name) => {
    const bytes = readFileSync(join(SAMPLES, name));
    const json = jsonOf(bytes);
    expect(json).not.toContain('"xml":');
    expect(canonical(xmlOf(json))).toEqual(canonical(bytes));
    expect(jsonOf(xmlOf(json))).toBe(json);
  });

  it('says elements by name, in the order of the table, all values as texts', () => {
    const twin = JSON.parse(jsonOf(messageOf('CEB411')));
    expect(Object.keys(twin)).toEqual(['CEB411Message']);
    expect(Object.keys(twin.CEB411Message)).toEqual(['guid', 'version', 'Payment', 'BaseTransfer']);
    expect(twin.CEB411Message.Payment[0].PaymentHead).toMatchObject({
      orderNo: 'A20260415001',
      amountPaid: '283.25',
    });
  });

  it('does not mind the order of members', () => {
    const xml = messageOf('CEB621');
    const turned = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(turned);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([name, one]) => [name, turned(one)]),
      );
    };
    const other = JSON.stringify(turned(JSON.parse(jsonOf(xml))), null, 2);
    expect(xmlOf(other)).toEqual(xmlOf(jsonOf(xml)));
  });

  it('keeps what is not as the schema says, as one text', () => {
    const xml = messageOf('CEB411').replace('<ceb:payCode>', '<ceb:payCode a="1">');
    const twin = JSON.parse(jsonOf(xml));
    expect(twin.CEB411Message.xml).toContain('<ceb:payCode a="1">');
    expect(canonical(xmlOf(JSON.stringify(twin)))).toEqual(canonical(xml));
  });

  it('keeps what the parties tell each other', () => {
    for (const prefix of ['ceb', ''] as const) {
      const extension = { name: 'N', version: '1', content: '<own><a b="c">1 &lt; 2</a></own>' };
      const content = { ...generateMessage(CATALOGUE.get('CEB311')!, 1n), extension };
      const xml = encodeMessage('CEB311', content, { prefix });
      const json = jsonOf(xml);
      expect(json).not.toContain('"xml":');
      expect(canonical(xmlOf(json))).toEqual(canonical(xml));
    }
  });

  it('of an envelope holds the twin of its message', () => {
    const data = Buffer.from(messageOf('CEB411'));
    const envelope = { copMsgId: 'C', senderId: 'S', receiverIds: ['R'], data };
    const more = { creatTime: '2026-09-18T10:15:00', msgType: 'CEB411Message' };
    const added = '<AddInfo><FileName>a$&amp;</FileName></AddInfo>';
    const plain = writeEnvelope({ ...envelope, ...more });
    const full = plain.replace('</DxpMsg>', (end) => `${added}${end}`);
    const json = jsonOf(full);
    expect(JSON.parse(json).DxpMsg.Data).toEqual(JSON.parse(jsonOf(data)));
    expect(jsonOf(xmlOf(json))).toBe(json);
    expect(xmlOf(json).toString()).toContain('<FileName>a$&amp;</FileName>');
  });

  it.each([
    ['{', 'JSON-SYNTAX '],
    ['{"a": "\n"}', 'JSON-SYNTAX '],
    ['{"CEB311Message": {"guid": "a", "guid": "b"}}', 'JSON-DUPLICATE /CEB311Message/guid'],
    ['['.repeat(33), `JSON-DEPTH ${'/0'.repeat(32)}`],
    [[], 'TWIN-ROOT '],
    [{ CEB999Message: {} }, 'TWIN-ROOT '],
    [{ CEB411Message: { Payment: [{ PaymentHead: { amountPaid: 1.5 } }] } }, TEXT],
    [{ CEB411Message: { Order: [] } }, 'TWIN-MEMBER /CEB411Message/Order'],
    [{ CEB411Message: { guid: 'a\u0001' } }, 'TWIN-CHARACTER /CEB411Message/guid'],
    [{ CEB411Message: { Signature: '</x>' } }, 'TWIN-XML /CEB411Message/Signature'],
    [{ CEB411Message: { Payment: { '<x/>': '' } } }, 'TWIN-NAME /CEB411Message/Payment/<x~1>'],
    [{ CEB411Message: { form: { spaces: [' '] } } }, 'TWIN-SPACES /CEB411Message/form/spaces'],
    [{ CEB411Message: { form: { prefix: 'a b' } } }, 'TWIN-NAME /CEB411Message/form/prefix'],
    [{ DxpMsg: { TransInfo: {}, Data: 'no!' } }, 'TWIN-SHAPE /DxpMsg/Data'],
  ])('refuses %j with a pointer', (json, first) => {
    expect(refusals(json)[0]).toBe(first);
  });
});
