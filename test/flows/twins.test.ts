import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { twinText } from '../../src/window/twins.ts';
import { type Counter, openCounter } from './counter.ts';
import { brokenLaws, type Desk, KINDS, openDesk, senderOf } from './desk.ts';
import { paperMill, signed, unsigned } from './papers.ts';
import { AGENT, EVENING, openZone, PLATFORM, type Zone } from './zone.ts';

// A parcel declared as JSON, message by message, over HTTP: the signatures are those of the XML.
let zone: Zone;
let desk: Desk;
let counter: Counter;
beforeAll(async () => {
  zone = await openZone();
  desk = await openDesk(zone);
  counter = await openCounter(zone, desk);
});
afterAll(async () => {
  await counter?.close();
  await zone?.database.drop();
});

const TWIN = 'application/vnd.onestep.ceb+json';
const json = (body: string): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body,
});

describe('messages as JSON', () => {
  it('are released as their XML would be, read back as JSON, and answered as JSON', async () => {
    const papers = paperMill(zone.profile).parcel();
    const ids: string[] = [];
    for (const kind of KINDS) {
      const sender = senderOf(papers, kind);
      const xml = signed([papers[kind]], { sender, card: zone.cardOf(sender) });
      const sent = await counter.call('/v1/messages', sender, json(twinText(xml)!));
      expect([sent.status, sent.text]).toEqual([202, expect.any(String)]);
      ids.push(JSON.parse(sent.text).messageId);
      await desk.works.idle();
      const read = { headers: { accept: TWIN } };
      const back = await counter.call(`/v1/messages/${ids.at(-1)}`, sender, read);
      expect([back.status, back.type]).toEqual([200, `${TWIN}; charset=utf-8`]);
      expect(back.text).toBe(twinText(xml));
      const again = await counter.call('/v1/messages', sender, json(back.text));
      expect(JSON.parse(again.text)).toMatchObject({ messageId: ids.at(-1), duplicate: true });
    }
    const read = { headers: { accept: TWIN } };
    const page = JSON.parse((await counter.call('/v1/receipts', AGENT, read)).text);
    const last = page.receipts.at(-1);
    expect(last.message.CEB622Message.InventoryReturn[0]).toMatchObject({ returnStatus: '800' });
    const one = await counter.call(`/v1/receipts/${last.cursor}`, AGENT, read);
    expect(JSON.parse(one.text)).toEqual(last.message);
    expect(await brokenLaws(zone.db, EVENING)).toEqual([]);
  });

  it('are refused unsigned, and altered, as the XML is', async () => {
    const papers = paperMill(zone.profile).parcel();
    const refusal = async (init: RequestInit) => {
      const { status, text } = await counter.call('/v1/messages', PLATFORM, init);
      const { findings } = JSON.parse(text);
      return [status, findings.map(({ line: _, ...finding }: { line?: number }) => finding)];
    };
    const xml = (body: string): RequestInit => ({
      ...{ method: 'POST', headers: { 'content-type': 'application/xml' }, body },
    });
    const bare = unsigned([papers.order], { sender: PLATFORM });
    const refused = await refusal(json(twinText(bare)!));
    expect(refused).toMatchObject([403, [{ code: 'SIG-MISSING' }]]);
    expect(refused).toEqual(await refusal(xml(bare)));
    const card = zone.cardOf(PLATFORM);
    const whole = Buffer.from(signed([papers.order], { sender: PLATFORM, card })).toString();
    const altered = whole.replace('<ceb:buyerRegNo>', '<ceb:buyerRegNo>x');
    expect(await refusal(json(twinText(altered)!))).toEqual(await refusal(xml(altered)));
  });

  it('that are no JSON or no message get findings with pointers', async () => {
    const refusal = async (body: string) => {
      const { status, text } = await counter.call('/v1/messages', PLATFORM, json(body));
      const [{ code, path }] = JSON.parse(text).findings;
      return [status, code, path];
    };
    expect(await refusal('{')).toEqual([400, 'JSON-SYNTAX', '']);
    expect(await refusal('[]')).toEqual([422, 'TWIN-ROOT', '']);
    const number = '{"CEB311Message":{"Order":[{"OrderHead":{"freight":1}}]}}';
    const place = '/CEB311Message/Order/0/OrderHead/freight';
    expect(await refusal(number)).toEqual([422, 'TWIN-SHAPE', place]);
  });
});
