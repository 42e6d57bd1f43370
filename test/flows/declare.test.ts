import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatFen } from '../../src/base/fen.ts';
import * as store from '../../src/registry/store.ts';
import { type Agency, openAgency } from './agency.ts';
import { bodyOf } from './bodies.ts';
import { brokenLaws, countOf } from './desk.ts';
import { AGENT, AGENT_2, EVENING } from './zone.ts';

// One parcel in one body, over HTTP, with the undertakings of its agent.
let { zone, desk, counter, mill } = {} as Agency;
beforeAll(async () => {
  ({ zone, desk, counter, mill } = await openAgency());
});
afterAll(async () => {
  await counter?.close();
  await zone?.database.drop();
});

async function declare(body: unknown, party = AGENT) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: text };
  const answer = await counter.call('/v1/declarations', party, init);
  await desk.works.idle();
  return { status: answer.status, body: JSON.parse(answer.text) };
}

function codes({ body }: { body: { findings: { code: string; path: string }[] } }): string[] {
  return body.findings.map(({ code, path }) => `${code} ${path}`);
}

describe('a declaration in one body', () => {
  it('is released, shown, answered with receipts, and kept as four messages', async () => {
    const papers = mill.parcel();
    const taken = await declare(bodyOf(papers));
    expect([taken.status, taken.body]).toEqual([202, expect.anything()]);
    const [{ orderNo, copNo, preNo }] = taken.body.declarations;
    expect([orderNo, copNo]).toEqual([papers.orderNo, papers.list.head.copNo]);
    const shown = await counter.call(`/v1/declarations/${preNo}`, AGENT);
    expect(JSON.parse(shown.text)).toMatchObject({
      ...{ status: '800', orderNo, copNo },
      verdict: { tax: { total: formatFen(papers.tax) } },
    });
    const statuses = (await desk.news(AGENT)).map(({ type, status }) => `${type} ${status}`);
    expect(statuses).toContain('CEB622 800');
    for (const id of Object.values(taken.body.messageIds)) {
      const message = JSON.parse((await counter.call(`/v1/messages/${id}`, AGENT)).text);
      expect(message).toMatchObject({ sender: AGENT.code, signature: null });
    }
    expect(await brokenLaws(zone.db, EVENING)).toEqual([]);
  });

  it('twice does nothing twice, and something else under its numbers is a conflict', async () => {
    const papers = mill.parcel();
    const body = bodyOf(papers);
    const first = await declare(body);
    const messages = await countOf(zone.db, 'documents.messages');
    const again = await declare(JSON.stringify(body, null, 2));
    expect(again).toEqual({ ...first, body: { ...first.body, duplicate: true } });
    const other = await declare({ ...body, tax: '0.01' });
    expect(other.status).toBe(409);
    expect(codes(other)).toEqual(['-301010 /orderNo', '-401007 /payment/no']);
    expect(await countOf(zone.db, 'documents.messages')).toBe(messages);
  });

  it('leaves nothing behind when one document would not be filed', async () => {
    const [papers, taken] = [mill.parcel(), mill.parcel()];
    await desk.sendAll(taken, 'waybill');
    const messages = await countOf(zone.db, 'documents.messages');
    const body = bodyOf(papers);
    const { no, company } = bodyOf(taken).waybill as Record<string, string>;
    const refused = await declare({ ...body, waybill: { company, no } });
    expect([refused.status, ...codes(refused)]).toEqual([409, '-504015 /waybill/no']);
    expect(await countOf(zone.db, 'documents.messages')).toBe(messages);
    expect((await declare(body)).status).toBe(202);
  });

  it('of many at once excludes others with its numbers and is one with its like', async () => {
    const [a, b] = [bodyOf(mill.parcel()), bodyOf(mill.parcel())];
    const answers = await Promise.all([
      declare(a),
      declare(a),
      declare(b),
      declare({ ...b, tax: '1.00' }),
    ]);
    expect(answers.map(({ status }) => status).slice(0, 2)).toEqual([202, 202]);
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 202, 202, 409]);
    expect(await brokenLaws(zone.db, EVENING)).toEqual([]);
  });

  it('needs an undertaking for each party', async () => {
    const refused = await declare(bodyOf(mill.parcel()), AGENT_2);
    expect(codes(refused)).toEqual([
      'ENT-SENDER /platform',
      'ENT-SENDER /payment/company',
      'ENT-SENDER /waybill/company',
    ]);
  });

  it('says all that is wrong, each with its pointer', async () => {
    const body = bodyOf(mill.parcel());
    const [line] = body.goods;
    const wrong = await declare({
      ...body,
      tax: '1.234',
      seller: '4101000000',
      order: { time: 'yesterday' },
      goods: [{ ...line, quantity: 'two' }],
    });
    expect(wrong.status).toBe(422);
    expect(codes(wrong)).toEqual([
      'DECL-ENTERPRISE /seller',
      'DECL-MOMENT /order/time',
      'DECL-YUAN /tax',
      'DECL-DECIMAL /goods/0/quantity',
    ]);
    const shapes = await declare({ ...body, tax: 1.5, colour: 'red', buyer: { shoe: '43' } });
    expect(codes(shapes).sort()).toEqual([
      'DECL-MEMBER /buyer/shoe',
      'DECL-MEMBER /colour',
      'DECL-SHAPE /tax',
    ]);
    const long = await declare({
      ...body,
      goods: [
        { ...line, hs: '19' },
        { ...line, total: '1' },
      ],
    });
    expect(codes(long)).toEqual(['CNT-TOTAL /goods/1/total', 'FLD-LENGTH /goods/0/hs']);
    expect(codes(await declare('[1'))).toEqual(['JSON-SYNTAX ']);
  });

  it('must be signed, as messages, where the law does not let undertakings stand in', async () => {
    const { parameters } = zone.profile;
    const strict = { ...zone.profile, parameters: { ...parameters, delegatedUnsigned: [] } };
    const body = bodyOf(mill.parcel());
    await zone.register((tx) => store.writeProfile(tx, { ...strict, version: 'strict' }, EVENING));
    const refused = await declare(body);
    expect([refused.status, codes(refused)[0]]).toEqual([403, 'SIG-MISSING ']);
    await zone.register((tx) => store.writeProfile(tx, zone.profile, EVENING));
  });
});
