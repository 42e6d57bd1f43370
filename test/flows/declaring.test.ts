import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as store from '../../src/registry/store.ts';
import { type Agency, openAgency } from './agency.ts';
import { bodyOf } from './bodies.ts';
import { AGENT, AGENT_2, CARRIER, PLATFORM, SELLER, undertaking } from './zone.ts';

// What helps whoever fills in a declaration, over HTTP: choices, goods, tax, an earlier list.
let { zone, desk, counter, mill } = {} as Agency;
beforeAll(async () => {
  ({ zone, desk, counter, mill } = await openAgency());
});
afterAll(async () => {
  await counter?.close();
  await zone?.database.drop();
});

async function asked(path: string, party = AGENT, body?: unknown) {
  const sent =
    body === undefined
      ? {}
      : {
          ...{ method: 'POST', body: JSON.stringify(body) },
          headers: { 'content-type': 'application/json' },
        };
  const answer = await counter.call(path, party, sent);
  return { status: answer.status, json: JSON.parse(answer.text) };
}

const search = async (text: string, more = '', party = AGENT) =>
  (await asked(`/v1/goods?search=${encodeURIComponent(text)}${more}`, party)).json.goods as {
    readonly source: string;
    readonly hs: string;
    readonly itemNo: string | null;
    readonly [more: string]: unknown;
  }[];

describe('choices', () => {
  it('are the fields, the code tables, and those the asker may send for', async () => {
    const { json } = await asked('/v1/declarations/choices');
    expect(json.principals.map((one: { code: string }) => one.code).sort()).toContain(
      PLATFORM.code,
    );
    const carrier = json.principals.find((one: { code: string }) => one.code === CARRIER.code);
    expect(carrier).toMatchObject({ name: CARRIER.name, documents: ['waybill'] });
    expect(json.codes.unit).toContainEqual({ code: '035', zh: '千克', en: 'kilogram' });
    expect(json.modes).toContain('1210');
    expect(json.head.find(({ path }: { path: string }) => path === 'buyer.idNumber')).toMatchObject(
      { personal: true, required: true, zh: '订购人证件号码' },
    );
    const other = await asked('/v1/declarations/choices', AGENT_2);
    expect(other.json.principals.map((one: { code: string }) => one.code)).toEqual([AGENT_2.code]);
  });
});

describe('goods', () => {
  it('are found by heading, by name in Chinese and English, each with its rates', async () => {
    const milk = (await search('1901')).find(({ source }) => source === 'tariff');
    expect(milk).toMatchObject({
      ...{ hs: '19011010', nameEn: 'infant formula', isListed: true },
      ...{ vat: '13/100', consumption: 'none' },
    });
    expect((await search('1901101000')).map(({ hs }) => hs)).toContain('19011010');
    expect((await search('奶粉')).map(({ hs }) => hs)).toContain('19011010');
    expect((await search('MILK powder')).map(({ hs }) => hs)).toEqual(['04022100']);
    expect((await search('ＷＨＩＳＫＹ')).at(-1)).toMatchObject({ consumptionUnit: 'kg' });
    expect(await search('nothing of the kind')).toEqual([]);
    expect((await asked('/v1/goods')).status).toBe(400);
  });

  it('on file are those of firms the asker sends orders for, and come first', async () => {
    expect((await search('SKU-9')).length).toBe(0);
    await zone.register(async (tx) => {
      const usual = { contentPerUnit: null, piecesPerUnit: null, gramsPerUnit: null };
      const article = { ...usual, enterpriseCode: SELLER.code, hs: '1901101000' };
      await store.writeGoods(tx, [
        { ...article, itemNo: 'SKU-90%_', name: '澳洲Ａ2婴幼儿奶粉' },
        { ...article, itemNo: 'SKU-91', name: '3段奶粉', hs: '3304990029', contentPerUnit: 50n },
      ] as never);
      await store.writeUndertakings(tx, [undertaking(AGENT, SELLER, 'order')]);
    });
    const found = await search('sku-9');
    expect(found.map(({ itemNo }) => itemNo)).toEqual(['SKU-91', 'SKU-90%_']);
    expect(found[0]).toMatchObject({ source: 'filed', enterprise: SELLER.code, vat: '13/100' });
    expect((await search('%')).map(({ itemNo }) => itemNo)).toEqual(['SKU-90%_']);
    expect((await search('奶粉'))[0]?.source).toBe('filed');
    expect(await search('sku-9', `&seller=${PLATFORM.code}`)).toEqual([]);
    expect(await search('sku-9', '', AGENT_2)).toEqual([]);
  });
});

describe('tax of a basket', () => {
  const line = { price: '100.00', qty: '1', goods: '1901101000' };

  it('is what the command says', async () => {
    const { status, json } = await asked('/v1/tax', AGENT, { lines: [line], freight: '10' });
    expect(status).toBe(200);
    expect(json).toEqual({
      channel: 'preferential',
      lines: [{ dutiablePrice: '110.00', duty: '0.00', consumptionTax: '0.00', vat: '10.01' }],
      total: '10.01',
    });
  });

  it('counts litres and content as a list does, from quantities and the article', async () => {
    const wine = { ...line, goods: '2208300000', quantity1: '0.7', unit1: '095' };
    const bottle = await asked('/v1/tax', AGENT, { lines: [wine] });
    expect(bottle.json.lines[0].consumptionTax).not.toBe('0.00');
    const cream = { price: '600.00', qty: '1', goods: '3304990029', itemNo: 'SKU-91' };
    const lines = [cream];
    expect((await asked('/v1/tax', AGENT, { lines })).json.findings[0]).toMatchObject({
      ...{ code: 'BASKET-MISSING', path: 'lines[0]/content' },
    });
    const priced = await asked('/v1/tax', AGENT, { lines, seller: SELLER.code });
    expect(priced.json.lines[0].consumptionTax).not.toBe('0.00');
  });

  it.each([
    [{}, 'BASKET-VALUE', 'lines'],
    [{ lines: [{ ...line, price: 'a' }] }, 'BASKET-VALUE', 'lines[0]/price'],
    [{ lines: [{ ...line, unit1: 'kg' }] }, 'BASKET-VALUE', 'lines[0]/unit1'],
    [{ lines: [{ ...line, price: '5000.01', qty: '2' }] }, '-621005', 'lines'],
    [{ lines: [line], annualRemaining: '99.99' }, '1313', 'lines'],
  ])('says what is wrong with %j', async (basket, code, path) => {
    const { status, json } = await asked('/v1/tax', AGENT, basket);
    expect(status).toBe(422);
    expect(json.findings[0]).toMatchObject({ code, path });
  });
});

describe('a copy of a list', () => {
  it('says what another declaration may say again, and nothing of the buyer', async () => {
    const body = bodyOf(mill.parcel());
    const declared = await asked('/v1/declarations', AGENT, body);
    expect(declared.status).toBe(202);
    await desk.works.idle();
    const { preNo } = declared.json.declarations[0];
    const { status, json } = await asked(`/v1/declarations/${preNo}/copy`);
    expect(status).toBe(200);
    expect(json.goods).toEqual(
      body.goods.map((goods) => expect.objectContaining({ hs: goods.hs, price: goods.price })),
    );
    expect(json.head).toMatchObject({
      ...{ mode: '1210', platform: PLATFORM.code, 'payment.company': expect.any(String) },
      'waybill.company': CARRIER.code,
    });
    const text = JSON.stringify(json);
    for (const own of Object.values(body.buyer as object)) expect(text).not.toContain(own);
    expect(text).not.toContain(body.orderNo);
    expect((await asked(`/v1/declarations/${preNo}/copy`, AGENT_2)).status).toBe(404);
  });

  it('of a list whose order others sent is what the declarant said', async () => {
    const parcel = mill.parcel();
    await desk.sendAll(parcel);
    await desk.works.idle();
    const found = await asked(`/v1/declarations?number=${parcel.orderNo}`);
    const { preNo } = found.json.lists[0];
    const { json } = await asked(`/v1/declarations/${preNo}/copy`);
    expect(json.head['payment.company']).toBeUndefined();
    expect(json.goods.length).toBe(parcel.list.lines.length);
  });
});

it('a file that is only checked leaves nothing behind', async () => {
  const { json } = await asked('/v1/declarations/choices');
  const paths = [...json.head, ...json.goods].map(({ path }: { path: string }) => path);
  const body = bodyOf(mill.parcel());
  const at = (path: string, line: object): string =>
    path.split('.').reduce<never>((one, step) => one?.[step] ?? ('' as never), {
      ...body,
      ...line,
    } as never);
  const rows = body.goods.map((line) => paths.map((path) => `"${at(path, line)}"`).join(','));
  const wrong = rows.map((row) => row.replaceAll(`${body.orderNo}`, 'WRONG').replace('1210', '9'));
  const file = [paths.join(','), ...rows, ...wrong].join('\n');
  const answer = await counter.call('/v1/declarations/uploads?check=true', AGENT, {
    ...{ method: 'POST', body: file, headers: { 'content-type': 'text/csv' } },
  });
  const report = JSON.parse(answer.text);
  expect(report).toMatchObject({ filed: 0, refused: 1 });
  expect(report.declarations[0]).toMatchObject({ filed: false, findings: [], preNo: null });
  expect(report.declarations[1].findings.length).toBeGreaterThan(0);
  const found = await asked(`/v1/declarations?number=${body.orderNo}`);
  expect(found.json.lists).toEqual([]);
});
