import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ONE } from '../../src/base/rate.ts';
import { maskIdentity } from '../../src/documents/masking.ts';
import { listsByBuyer } from '../../src/flows/find-by-buyer.ts';
import { watchRegistry } from '../../src/flows/registry-watch.ts';
import { browserOf, enter, openStage, type Stage } from '../console-stage.ts';
import { everyList } from '../flows/classes.ts';
import { openDesk } from '../flows/desk.ts';
import { type Papers, paperMill } from '../flows/papers.ts';
import { AGENT_2 } from '../flows/zone.ts';
import { rememberStatements } from '../plans.ts';

// Lists by the identity number of their buyer: who finds which, and what is kept of the search.
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const as = async (name: string) => browserOf(stage.url, (await enter(stage.url, name)).cookie);
const OWN = '/v1/declarations/search';
const ALL = '/v1/office/declarations/search';
const orders = ({ json }: { json: { lists: Pick<Papers, 'orderNo'>[] } }) =>
  json.lists.map(({ orderNo }) => orderNo);
const idOf = ({ sale }: Papers) => sale.buyer.idNumber;

describe('lists of a person', () => {
  it('are found once customs has decided on them, returned ones too', async () => {
    for (const [name, path] of [
      ['officer', ALL],
      ['supervisor', ALL],
      ['enterprise', OWN],
    ]) {
      const browser = await as(name!);
      for (const [papers, state] of [
        [stage.released, '800'],
        [stage.returned, '100'],
      ] as const) {
        const answer = await browser('POST', path!, { idNumber: idOf(papers) });
        expect(answer.json.lists).toMatchObject([{ orderNo: papers.orderNo, state }]);
        expect(answer.headers.get('cache-control')).toBe('no-store');
      }
      const none = await browser('POST', path!, { idNumber: idOf(stage.waiting) });
      expect([none.status, orders(none)]).toEqual([200, []]);
    }
  });

  it('are not for auditors and operators, nor for a firm that has no part in them', async () => {
    const body = { idNumber: idOf(stage.released) };
    for (const name of ['auditor', 'operator']) {
      const { status, json } = await (await as(name))('POST', ALL, body);
      expect([status, json.findings[0].code]).toEqual([403, 'REQ-RIGHT']);
    }
    const answer = await fetch(stage.url + OWN, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${stage.zone.cardOf(AGENT_2).token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    expect(await answer.json()).toEqual({ lists: [], next: null });
  });

  it('are noted as a search, without the number', async () => {
    const supervisor = await as('supervisor');
    const { json, text } = await supervisor('GET', '/v1/office/actions?limit=200');
    const searches = json.actions.filter(({ route }: { route: string }) => route === ALL);
    expect(searches.length).toBeGreaterThan(5);
    expect(searches[0]).toMatchObject({ account: expect.any(String), target: '' });
    for (const papers of [stage.released, stage.returned]) expect(text).not.toContain(idOf(papers));
  });

  it('are refused for what is no identity number', async () => {
    const officer = await as('officer');
    for (const idNumber of ['123', '110105194912310021', '<b>', '']) {
      expect((await officer('POST', ALL, { idNumber })).status).toBe(400);
    }
  });

  it('are found by the number as it is masked, of all whose number looks so', async () => {
    const { released, returned, waiting } = stage;
    const masks = [released, returned, waiting].map((papers) => maskIdentity(idOf(papers)));
    expect(new Set(masks).size).toBe(3);
    const officer = await as('officer');
    const found = [];
    for (const idNumber of masks) found.push(orders(await officer('POST', ALL, { idNumber })));
    expect(found).toEqual([[released.orderNo], [returned.orderNo], []]);
    const firm = await (await as('enterprise'))('POST', OWN, { idNumber: masks[0]! });
    expect(orders(firm)).toEqual([released.orderNo]);
    const few = await officer('POST', ALL, {
      idNumber: `${masks[0]!.slice(0, 2)}${'*'.repeat(16)}`,
    });
    expect([few.status, few.json.findings[0].code]).toEqual([400, 'REQ-MASK']);
    const { text } = await (await as('supervisor'))('GET', '/v1/office/actions?limit=200');
    for (const idNumber of masks) expect(text).not.toContain(idNumber);
    const { db, plans } = rememberStatements(stage.zone.db);
    const registry = await watchRegistry(db);
    await listsByBuyer(db, registry.current(), {
      ...{ idNumber: masks[0]!, today: '2020-09-18', reader: null, after: null, limit: 50 },
      withInspections: true,
    });
    const steps = (await plans()).filter(({ relation }) => relation === 'cases');
    expect(steps.length).toBeGreaterThan(0);
    for (const { relation, node } of steps) expect([relation, node]).not.toContain('Seq Scan');
  });

  it('follow each other page by page, by indexes alone', async () => {
    const { zone, clock } = stage;
    const desk = await openDesk(zone, { clock });
    const mill = paperMill(zone.profile);
    for (let used = 0; used < 10; used += 1) mill.parcel();
    const buyer = mill.person();
    const many = [mill.parcel({ buyer }), mill.parcel({ buyer }), mill.parcel({ buyer })];
    for (const papers of many) await desk.sendAll(papers);
    const officer = await as('officer');
    const found: string[] = [];
    let after: string | undefined;
    for (let pages = 0; pages < 3; pages += 1) {
      const body = { idNumber: buyer.idNumber, limit: 1, ...(after && { after }) };
      const answer = await officer('POST', ALL, body);
      found.push(...orders(answer));
      after = answer.json.next;
    }
    expect([found.sort(), after]).toEqual([many.map(({ orderNo }) => orderNo).sort(), null]);
    const { db, plans } = rememberStatements(zone.db);
    await listsByBuyer(db, desk.house.registry.current(), {
      ...{ idNumber: buyer.idNumber, today: '2020-09-18', reader: null, after: null, limit: 50 },
      withInspections: true,
    });
    const steps = (await plans()).filter(({ relation }) => relation !== null);
    for (const { relation, node } of steps) expect([relation, node]).not.toContain('Seq Scan');
  });
});

describe('a list that is to be inspected', () => {
  it('is found by supervisors and its declarant, by no officer', async () => {
    const own = await openStage({}, { law: (law) => everyList(law, ONE) });
    try {
      for (const [name, path, count] of [
        ['officer', ALL, 0],
        ['supervisor', ALL, 1],
        ['enterprise', OWN, 1],
      ] as const) {
        const browser = browserOf(own.url, (await enter(own.url, name)).cookie);
        const { json } = await browser('POST', path, { idNumber: idOf(own.released) });
        expect([name, json.lists.length]).toEqual([name, count]);
      }
    } finally {
      await own.close();
    }
  });
});
