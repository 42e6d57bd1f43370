import { expect, it } from 'vitest';
import { messageOf } from '../../test/fixtures/documents/messages.ts';
import { MESSAGE_LIMITS } from '../xml/limits.ts';
import { scan } from '../xml/scan.ts';
import { wrappedFinding } from './wrapped.ts';

function finding(xml: string) {
  const scanned = scan(Buffer.from(xml), MESSAGE_LIMITS);
  if (!scanned.ok) throw new Error(scanned.finding.en);
  return wrappedFinding(scanned.doc);
}

const inner = messageOf('CEB411').replace(/^<\?xml[^>]*>\s*/, '');

it('names a message inside a document, of any type and at any depth, with its line', () => {
  const outer = messageOf('CEB311');
  const held = outer.replace('</ceb:Order>', `</ceb:Order><x>\n<y>\n${inner}</y></x>`);
  const line = outer.slice(0, outer.indexOf('</ceb:Order>')).split('\n').length + 2;
  expect(finding(held)).toMatchObject({ code: 'SIGNATURE-WRAPPED', path: 'CEB411Message', line });
  expect(finding(`<any>${inner}</any>`)).toMatchObject({ code: 'SIGNATURE-WRAPPED', line: 1 });
});

it('says nothing of a message alone, nor of a like name in another namespace', () => {
  expect(finding(inner)).toBeNull();
  expect(
    finding('<a><CEB311Message/><CEB999Message xmlns="http://www.chinaport.gov.cn/ceb"/></a>'),
  ).toBeNull();
});
