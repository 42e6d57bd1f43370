import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../src/io/log.ts';
import { browserOf, openStage, type Stage } from '../console-stage.ts';
import { openDesk } from '../flows/desk.ts';
import { type Papers, paperMill } from '../flows/papers.ts';
import { knowBuyer } from '../flows/zone.ts';

// A person's own quota and parcels without an account: who is told, and what is kept of it.
const MINUTE = 60_000;
const HOSTILE = `<img src=x onerror=alert(1)>';drop table x;--`;

let stage: Stage;
let mine: Papers;
let again: Papers;
let other: Papers;
let log = '';
beforeAll(async () => {
  const to = new Writable({
    write: (chunk, _encoding, done) => {
      log += String(chunk);
      done();
    },
  });
  stage = await openStage({ log: createLog({ to }) });
  const { zone, clock } = stage;
  const desk = await openDesk(zone, { clock });
  const mill = paperMill(zone.profile);
  for (let used = 0; used < 10; used += 1) mill.parcel();
  mine = mill.parcel();
  again = mill.parcel({ buyer: mine.sale.buyer });
  other = mill.parcel();
  for (const papers of [mine, again, other]) await desk.sendAll(papers);
  await zone.register(async (tx) => {
    for (const { sale } of [mine, other, stage.returned]) await knowBuyer(tx, sale.buyer, false);
  });
});
afterAll(() => stage?.close());

type Proof = { readonly name: string; readonly idNumber: string; readonly number: string };
const proofOf = ({ sale: { buyer }, orderNo }: Papers): Proof => {
  return { name: buyer.name, idNumber: buyer.idNumber, number: orderNo };
};

const ask = (body: unknown) => browserOf(stage.url, '')('POST', '/v1/public/buyer', body);

describe('a person', () => {
  it('sees the own quota and parcels, of nobody else, and nothing is cached', async () => {
    const { status, headers, json } = await ask(proofOf(mine));
    expect([status, headers.get('cache-control'), headers.get('set-cookie')]).toEqual([
      ...[200, 'no-store', null],
    ]);
    expect(json.parcels.map(({ orderNo }: Papers) => orderNo).sort()).toEqual(
      [mine.orderNo, again.orderNo].sort(),
    );
    const yuan = (fen: bigint) => (Number(fen) / 100).toFixed(2);
    expect(json).toMatchObject({
      singleLimit: '5000.00',
      quota: { year: 2020, limit: '26000.00', used: yuan(mine.dutiable + again.dutiable) },
      isCut: false,
    });
    expect(json.parcels[0]).toMatchObject({
      ...{ state: 'released', tax: yuan(mine.tax), refunded: '0.00' },
      dutiable: yuan(mine.dutiable),
    });
    const { name, idNumber } = mine.sale.buyer;
    expect(json.idNumber).toBe(`${idNumber.slice(0, 4)}**********${idNumber.slice(-4)}`);
    for (const personal of [name, idNumber]) expect(JSON.stringify(json)).not.toContain(personal);
  });

  it('is shown by a waybill as well, however it is spelled', async () => {
    const { name, idNumber } = proofOf(mine);
    const number = ` ${mine.waybill.head.logisticsNo!} `;
    const spelled = { name: ` ${name} `, idNumber: idNumber.toLowerCase(), number };
    expect((await ask(spelled)).status).toBe(200);
  });

  it('sees what was returned to its declarant', async () => {
    const { status, json } = await ask(proofOf(stage.returned));
    expect([status, json.quota.used]).toEqual([200, '0.00']);
    expect(json.parcels).toMatchObject([{ orderNo: stage.returned.orderNo, state: 'returned' }]);
  });
});

describe('nobody else', () => {
  it('is told which of it is wrong, or whether there is such a person', async () => {
    const own = proofOf(other);
    const stranger = proofOf(stage.released);
    const wrong: Proof[] = [
      { ...own, name: '别人' },
      { ...own, number: mine.orderNo },
      { ...own, number: HOSTILE },
      { ...own, name: HOSTILE },
      // Known to nobody, with an order of the own and one of another.
      stranger,
      { ...stranger, number: mine.orderNo },
    ];
    const told = [];
    for (const proof of wrong) {
      const { status, json } = await ask(proof);
      const { requestId: _, ...rest } = json;
      told.push({ status, ...rest });
    }
    expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(told[0]).toMatchObject({ status: 403, code: 'not-shown' });
  });

  it('is shown by the number of a list, which is published', async () => {
    const list = (await ask(proofOf(mine))).json.parcels[0].listNo;
    expect((await ask({ ...proofOf(mine), number: list })).status).toBe(403);
    expect((await ask(proofOf(mine))).status).toBe(200);
  });

  it('guesses: five attempts in a quarter of an hour, twenty a day', async () => {
    const own = proofOf(other);
    stage.clock.set(stage.clock.now() + 24 * 60 * MINUTE);
    for (let day = 0; day < 4; day += 1) {
      for (let times = 0; times < 5; times += 1) {
        expect((await ask({ ...own, number: `guess-${times}` })).status).toBe(403);
      }
      const locked = await ask(own);
      expect([locked.status, locked.json.code]).toEqual([429, 'too-many-attempts']);
      expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(800);
      // Others are not locked out with it.
      expect((await ask(proofOf(mine))).status).toBe(200);
      stage.clock.set(stage.clock.now() + 16 * MINUTE);
    }
    const locked = await ask(own);
    expect(locked.status).toBe(429);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(20 * 3_600);
    stage.clock.set(stage.clock.now() + 24 * 60 * MINUTE);
    expect((await ask(own)).status).toBe(200);
  });

  it('tries whole lists of persons from one address', async () => {
    const { clock } = stage;
    clock.set(clock.now() + 24 * 60 * MINUTE);
    const numbers = ['11010519491231002X', '440524188001010014', '320311770706001'];
    const bad = await ask({ ...proofOf(mine), idNumber: numbers[2] });
    expect([bad.status, bad.json.findings[0].code]).toEqual([400, 'ID-CHECKSUM']);
    let [times, status] = [0, 403];
    const mill = paperMill(stage.zone.profile);
    while (status === 403 && times < 40) {
      status = (await ask({ ...proofOf(mine), idNumber: mill.person().idNumber })).status;
      times += 1;
    }
    expect([times, status]).toEqual([31, 429]);
    clock.set(clock.now() + 16 * MINUTE);
    expect((await ask(proofOf(mine))).status).toBe(200);
  });

  it('is asked for more than it takes, or less', async () => {
    const own = proofOf(mine);
    const bodies = [{}, { ...own, name: '王\u0000' }, { ...own, number: 'x' }, [own], 'text'];
    for (const body of bodies) expect((await ask(body)).status).toBe(400);
    const long = { ...own, name: '长'.repeat(2_000) };
    expect((await ask(long)).status).toBe(413);
  });
});

it('leaves counts behind and nothing of anybody', async () => {
  const metrics = await (await fetch(`${stage.url}/metrics`)).text();
  for (const outcome of ['shown', 'refused', 'bounded']) {
    expect(metrics).toMatch(
      new RegExp(`onestep_http_buyers_total\\{outcome="${outcome}"\\} [1-9]`),
    );
  }
  expect(log).toContain('/v1/public/buyer');
  const { idNumber, name } = mine.sale.buyer;
  for (const personal of [idNumber, name, mine.orderNo, HOSTILE.slice(0, 20)]) {
    expect([personal, log.includes(personal)]).toEqual([personal, false]);
  }
  const rows = await stage.zone.db.query('select * from access.actions');
  expect(rows).toEqual([]);
});
