import { expect, it } from 'vitest';
import { placed } from '../documents/verify-finding.ts';
import { attribute, firstChild, localName, nextSibling, scan, text } from '../xml/scan.ts';
import { junitReport } from './junit.ts';

const LIMITS = { bytes: 1 << 20, depth: 8, nodes: 100, attributes: 16 };
const finding = placed(
  'content',
  {
    ...{ code: 'CNT-X', zh: '不对', en: 'a < b & "c"', path: 'OrderHead/orderNo', line: 7 },
    ...{ law: null, hint: 'mend it' },
  },
  2,
);

it('is a suite with a case for each file, and a failure with every finding', () => {
  const files = [
    { file: 'good.xml', findings: [] },
    { file: 'a.zip!/b<&"\u0001\ud800.xml', findings: [finding, { ...finding, record: null }] },
  ];
  const scanned = scan(Buffer.from(junitReport(files, 1.23456)), LIMITS);
  if (!scanned.ok) throw new Error(scanned.finding.en);
  const { doc } = scanned;
  const suite = firstChild(doc, 0);
  expect([localName(doc, 0), localName(doc, suite)]).toEqual(['testsuites', 'testsuite']);
  const counts = ['tests', 'failures', 'errors', 'time'].map((name) => attribute(doc, suite, name));
  expect(counts).toEqual(['2', '1', '0', '1.235']);
  const good = firstChild(doc, suite);
  const bad = nextSibling(doc, good);
  expect([attribute(doc, good, 'name'), firstChild(doc, good)]).toEqual(['good.xml', -1]);
  expect(attribute(doc, bad, 'name')).toBe('a.zip!/b<&"\ufffd\ufffd.xml');
  const failure = firstChild(doc, bad);
  expect(attribute(doc, failure, 'type')).toBe('CNT-X');
  expect(attribute(doc, failure, 'message')).toBe('CNT-X: a < b & "c" (and 1 more)');
  expect(text(doc, failure)).toBe(
    'a.zip!/b<&"\ufffd\ufffd.xml:7: content CNT-X record 2, OrderHead/orderNo\n' +
      'a < b & "c"\n不对\nmend it\n\n' +
      'a.zip!/b<&"\ufffd\ufffd.xml:7: content CNT-X OrderHead/orderNo\n' +
      'a < b & "c"\n不对\nmend it',
  );
});
