import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aroundZone,
  ENTRY_LIST,
  GATE_SLIP,
  ZONE_RECEIPTS,
  zoneExample,
} from '../../scripts/zone-examples.ts';
import { type DecodedMessage, decodeMessage } from '../../src/documents/codec.ts';
import { contentFindings } from '../../src/documents/content.ts';
import { twinOf } from '../../src/documents/json/twin.ts';
import { messageXml } from '../../src/documents/json/write-twin.ts';
import { verifyBytes } from '../../src/documents/verify.ts';
import { ZONE_CATALOGUE } from '../../src/documents/zone/catalogue.ts';
import { encodeZone } from '../../src/documents/zone/write.ts';
import { MESSAGE_LIMITS } from '../../src/xml/limits.ts';
import { scan } from '../../src/xml/scan.ts';
import { generateZone } from './generated-zones.ts';

const TABLES = [...ZONE_CATALOGUE.values()];
const LIST = encodeZone('INV101', ENTRY_LIST);
const SLIP = encodeZone('SAS121', GATE_SLIP);

function docOf(xml: string | Uint8Array) {
  const scanned = scan(Buffer.from(xml as string), MESSAGE_LIMITS);
  if (!scanned.ok) throw new Error(scanned.finding.en);
  return scanned.doc;
}

function read(xml: string | Uint8Array): DecodedMessage {
  const decoded = decodeMessage(docOf(xml));
  if (!decoded.ok) throw new Error(decoded.findings.map(({ en }) => en).join('; '));
  return decoded.message;
}

function recordIn(xml: string | Uint8Array) {
  const { head, lines, parts } = read(xml).records[0]!;
  return { head, lines, parts };
}

/** What is wrong with a message: code and path. */
function wrong(xml: string): string[] {
  return verifyBytes(Buffer.from(xml)).findings.map(({ code, path }) => `${code} ${path}`);
}

/** The message with every element of its document in the camelCase of the direct format. */
function direct(xml: string, groups: Readonly<Record<string, string>>): string {
  return xml.replace(/<(\/?)(\w+)>/g, (tag, slash: string, name: string) => {
    if (
      /^(Signature|SignedInfo|Reference|KeyInfo|KeyName|Object|Package|Envelop|DataInfo|Buss)/.test(
        name,
      )
    ) {
      return tag;
    }
    const other = groups[name] ?? name.charAt(0).toLowerCase() + name.slice(1);
    return `<${slash}${other}>`;
  });
}

describe.each(TABLES)('$type', (table) => {
  it('reads back as it was written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1n << 62n }), (seed) => {
        const content = generateZone(table, seed);
        const xml = encodeZone(table.type, content);
        const message = read(xml);
        expect(message).toMatchObject({ type: table.type, signed: false });
        expect(message.records[0]?.findings).toEqual([]);
        expect(recordIn(xml)).toEqual(content);
        const json = JSON.stringify(twinOf(docOf(xml)));
        const back = messageXml(Buffer.from(json));
        expect(back.ok && recordIn(back.value)).toEqual(content);
      }),
      { numRuns: 40 },
    );
  });

  it('has a sound example, whose twin says it element by element', () => {
    const xml = zoneExample(table.type);
    expect(wrong(xml)).toEqual([]);
    const twin = JSON.stringify(twinOf(docOf(xml)));
    expect(twin).toContain(table.sent ? '"Object":{"Id":"String","Package"' : `"${table.record}"`);
    expect(Object.keys(twinOf(docOf(xml))!)).toHaveLength(1);
    expect(twin).not.toContain('{"xml":');
  });
});

describe('messages of zones', () => {
  it('mean the same in the direct format, in any order and as a bare package', () => {
    const groups = {
      InvtMessage: 'INV101',
      InvtHeadType: 'BondInvtBsc',
      InvtListType: 'BondInvtDt',
    };
    const more = { ...groups, InvtCbecBill: 'InvtCbecBill', InvtType: 'bondInvtTypecd' };
    expect(recordIn(direct(LIST, more))).toEqual(recordIn(LIST));
    const slips = { PassPortMessage: 'SAS121', PassportHead: 'SasPassportBsc' };
    const bound = {
      PassportAcmp: 'SasPassportRlt',
      RtlBillTypecd: 'rltTbTypecd',
      RtlBillNo: 'rltNo',
    };
    expect(recordIn(direct(SLIP, { ...slips, ...bound }))).toEqual(recordIn(SLIP));
    const bare = LIST.replace(/<Signature>.*<Object Id="String">|<\/Object><\/Signature>/g, '');
    expect(bare).toMatch(/^<\?xml[^>]*>\n<Package>/);
    expect(read(bare)).toEqual(read(LIST));
    const turned = LIST.replace(
      /(<PutrecNo>.*?<\/PutrecNo>)(<DclTypecd>.*?<\/DclTypecd>)/,
      '$2\n$1',
    );
    expect(turned).not.toBe(LIST);
    expect(read(turned)).toEqual(read(LIST));
  });

  it('are the same document in another envelope, and another one with another value', () => {
    const digest = (xml: string) => Buffer.from(read(xml).records[0]!.digest).toString('hex');
    const again = encodeZone('INV101', {
      ...ENTRY_LIST,
      parts: { ...ENTRY_LIST.parts, ...aroundZone('INV101', 'ANOTHER') },
    });
    expect(digest(again)).toBe(digest(LIST));
    expect(digest(LIST.replace('<DclQty>2<', '<DclQty>3<'))).not.toBe(digest(LIST));
    expect(digest(LIST.replace('I000000002<', 'I000000003<'))).not.toBe(digest(LIST));
  });

  it('say nothing in an empty element', () => {
    const empty = LIST.replace('<PutrecNo>', '<RltInvtNo/><RltPutrecNo>\n</RltPutrecNo><PutrecNo>');
    expect(read(empty)).toEqual(read(LIST));
    expect(wrong(LIST.replace('T4612W000001', ' '))).toEqual([
      'FLD-REQUIRED InvtHeadType/PutrecNo',
    ]);
  });

  it.each([
    ['FLD-UNKNOWN InvtHeadType/Putrecno', LIST.replaceAll('PutrecNo', 'Putrecno')],
    ['FLD-REPEATED InvtHeadType/putrecNo', LIST.replace('<DclTypecd>', '<putrecNo>X</putrecNo>$&')],
    ['FLD-CHILD InvtListType[1]/DclQty', LIST.replace('<DclQty>2', '<DclQty><x/>')],
    ['FLD-DECIMAL InvtListType[1]/DclQty', LIST.replace('<DclQty>2', '<DclQty>two')],
    ['FLD-FRACTION InvtListType[1]/DclQty', LIST.replace('<DclQty>2', '<DclQty>2.000001')],
    ['FLD-LENGTH InvtHeadType/DclEtpsno', LIST.replace('<DclEtpsno>4', '<DclEtpsno>')],
    ['FLD-REQUIRED InvtListType', LIST.replace(/<InvtListType>.*<\/InvtListType>/, '')],
    ['FLD-COUNT InvtHeadType', LIST.replace(/<InvtHeadType>.*<\/InvtHeadType>/, '$&$&')],
    ['FLD-TEXT InvtListType[1]', LIST.replace('<DclQty>', 'x<DclQty>')],
    ['FLD-TEXT InvtMessage', LIST.replace('<InvtListType>', 'x<InvtListType>')],
    ['FLD-UNKNOWN InvtMessage/Colour', LIST.replace('<SysId>', '<Colour>red</Colour><SysId>')],
    ['CNT-POSITIVE InvtListType[1]/DclQty', LIST.replace('<DclQty>2', '<DclQty>0')],
    ['CNT-VALUE InvtHeadType/ImpexpMarkcd', LIST.replace('cd>E<', 'cd>X<')],
    ['CNT-TIME InvtHeadType/InvtDclTime', LIST.replace('>20260918<', '>20260931<')],
    ['CNT-TIME EnvelopInfo/send_time', LIST.replace('-18T10', '-18T30')],
    ['CNT-LINE-TWICE InvtListType[2]', LIST.replace(/<InvtListType>.*<\/InvtListType>/, '$&$&')],
    ['CNT-VALUE BussinessData/DelcareFlag', LIST.replace('Flag>1<', 'Flag>7<')],
    ['CNT-VALUE PassportAcmp/RtlBillTypecd', SLIP.replace('cd>1</RtlBill', 'cd>9</RtlBill')],
    ['ZONE-TYPE EnvelopInfo/message_type', LIST.replace('_type>INV101', '_type>SAS121')],
    ['ZONE-BODY InvtMassage', LIST.replaceAll('InvtMessage', 'InvtMassage')],
    ['ZONE-STRUCTURE DataInfo', LIST.replaceAll('BussinessData', 'BusinessData')],
    ['ZONE-STRUCTURE Package', LIST.replace('<DataInfo>', '<Other/><DataInfo>')],
    ['ZONE-STRUCTURE BussinessData', LIST.replace('<InvtMessage>', '<InvtMessage/>$&')],
    ['ZONE-STRUCTURE Object', LIST.replace('</Object>', '<Package/></Object>')],
    ['ZONE-NAMESPACE PutrecNo', LIST.replace('<PutrecNo>', '<PutrecNo xmlns="urn:x">')],
    ['FLD-REQUIRED EnvelopInfo/sender_id', LIST.replace(/<sender_id>.*<\/sender_id>/, '')],
  ])('is refused: %s', (found, xml) => {
    expect(xml).not.toBe(LIST);
    expect(wrong(xml)).toContain(found);
  });

  it('name the line of what is wrong, in either style', () => {
    const lines = LIST.replaceAll('><', '>\n<').replace('DclQty>2', 'DclQty>0');
    const at = (xml: string) => verifyBytes(Buffer.from(xml)).findings.map(({ line }) => line);
    const wanted = lines.split('\n').findIndex((line) => line.includes('<DclQty>')) + 1;
    expect(at(lines)).toEqual([wanted]);
    expect(
      at(lines.replaceAll('DclQty', 'dclQty').replaceAll('InvtListType', 'BondInvtDt')),
    ).toEqual([wanted]);
  });

  it('may name as many parcels as a message can hold', () => {
    const bills = Array.from({ length: 130_000 }, (_, i) => ({ CbecBillNo: `4612${i}` }));
    const xml = encodeZone('INV101', {
      ...ENTRY_LIST,
      parts: { ...ENTRY_LIST.parts, InvtCbecBill: bills },
    });
    expect(read(xml).records[0]?.parts?.InvtCbecBill).toHaveLength(bills.length);
  });

  it('are not taken for the signature of something else', () => {
    const alone = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature>';
    expect(wrong(alone)).toContain('MSG-UNKNOWN Signature');
  });

  it('know no content of other types', () => {
    const record = read(LIST).records[0]!;
    expect(contentFindings('SAS101', record)).toEqual([]);
    expect(Object.keys(ZONE_RECEIPTS).sort()).toEqual(
      TABLES.filter(({ sent }) => !sent)
        .map(({ type }) => type)
        .sort(),
    );
  });
});

// Real files of others, where somebody has them: a folder named in the environment.
const SAMPLES = process.env.ONESTEP_ZONE_SAMPLES ?? '';
const FILES = SAMPLES === '' ? [] : readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' });

describe.skipIf(SAMPLES === '')('real messages', () => {
  it.each(FILES.filter((name) => name.endsWith('.xml')))('%s', (name) => {
    const bytes = readFileSync(join(SAMPLES, name));
    expect(verifyBytes(bytes).findings).toEqual([]);
    const { type, records } = read(bytes);
    expect(recordIn(encodeZone(type, records[0]!))).toEqual(recordIn(bytes));
    const back = messageXml(Buffer.from(JSON.stringify(twinOf(docOf(bytes)))));
    expect(back.ok && read(back.value)).toEqual(read(bytes));
  });
});
