/**
 * Where `onestep verify --only structure` and `xmllint --schema` do not agree, each shown on a
 * message; docs/reference/verify.md names the same ones.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeGbk } from '../../src/sandbox/world/gbk.ts';
import { page, tableRows } from '../docs/markdown.ts';
import { shallRunWith } from '../external-tool.ts';
import { messageOf } from '../fixtures/documents/messages.ts';
import { judgedByLibxml, judgedByUs } from './judges.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'onestep-differences-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const XML = messageOf('CEB311').replace(/^<\?xml[^>]*>\s*/, '');
const declared = (encoding: string, xml = XML) =>
  `<?xml version="1.0" encoding="${encoding}"?>\n${xml}`;
const change = (from: RegExp, to: string) => {
  const changed = XML.replace(from, to);
  if (changed === XML) throw new Error(`nothing matches ${from}`);
  return changed;
};
const SIGNATURE =
  '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:KeyInfo/></ds:Signature>';

type Difference = { readonly bytes: Buffer | string; readonly libxml: boolean };

/** By the name that the page has for it. */
const DIFFERENCES: Readonly<Record<string, Difference>> = {
  'a document type': { bytes: `<!DOCTYPE ceb:CEB311Message>${XML}`, libxml: true },
  'a processing instruction': { bytes: `<?note here?>${XML}`, libxml: true },
  'GBK or GB2312, declared': { bytes: Buffer.from(encodeGbk(declared('GBK'))), libxml: true },
  'UTF-16': {
    bytes: Buffer.from(`\ufeff${declared('UTF-16')}`, 'utf16le'),
    libxml: true,
  },
  'white space around an integer': {
    bytes: change(/(<ceb:gnum>)1(<)/, '$1 1 $2'),
    libxml: false,
  },
  'a decimal of more than 24 digits that ends in zeros': {
    bytes: change(/(<ceb:freight>)[\d.]+(<)/, `$11.${'0'.repeat(30)}$2`),
    libxml: false,
  },
  'the inside of ds:Signature': {
    bytes: change(/(<\/ceb:CEB311Message>)/, `${SIGNATURE}$1`),
    libxml: false,
  },
};

it('the page names these differences, each with who takes the document', () => {
  const rows = tableRows(page('docs/reference/verify.md'), ['what', 'xmllint', 'onestep', 'why']);
  const told = rows.map(([what = '', xmllint, onestep]) => [what, xmllint, onestep]);
  expect(told).toEqual(
    Object.entries(DIFFERENCES).map(([what, { libxml }]) =>
      libxml ? [what, 'takes it', 'refuses it'] : [what, 'refuses it', 'takes it'],
    ),
  );
});

describe.runIf(shallRunWith('xmllint'))('against xmllint --schema', () => {
  it('both take the message itself', async () => {
    writeFileSync(join(FOLDER, 'CEB311.xml'), XML);
    expect(await judgedByLibxml('202205', ['CEB311.xml'], FOLDER)).toEqual([true]);
    expect(judgedByUs(Buffer.from(XML), '202205')).toEqual([]);
  });

  it.each(Object.entries(DIFFERENCES))('%s', async (what, { bytes, libxml }) => {
    const file = `CEB311-${Object.keys(DIFFERENCES).indexOf(what)}.xml`;
    writeFileSync(join(FOLDER, file), bytes);
    const [verdict] = await judgedByLibxml('202205', [file], FOLDER);
    const ours = judgedByUs(Buffer.from(bytes), '202205').length === 0;
    expect({ libxml: verdict, ours }).toEqual({ libxml, ours: !libxml });
  });
});
