import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIST_GROUPS, type PageQuery, pageOfLists } from '../../src/flows/list-page.ts';
import { browserOf, enter, openStage, type Stage } from '../console-stage.ts';
import { caseOf } from '../flows/desk.ts';
import { AGENT, AGENT_2 } from '../flows/zone.ts';
import { rememberStatements } from '../plans.ts';

// Pages of lists and what belongs to one: who sees which, in which order, and at what cost.
let stage: Stage;
let listNo: string;
beforeAll(async () => {
  stage = await openStage();
  listNo = (await caseOf(stage.zone.db, stage.released))!.listNo!;
});
afterAll(() => stage?.close());

const as = async (name: string) => browserOf(stage.url, (await enter(stage.url, name)).cookie);
type Line = { readonly listNo: string | null; readonly orderNo: string; readonly state: string };
const orders = ({ json }: { json: { lists: Line[] } }) => json.lists.map(({ orderNo }) => orderNo);

describe('a page of lists', () => {
  it('has each list in the group of its state, for its agent and for the office', async () => {
    const asked: [string, string][] = [
      ['enterprise', '/v1/declarations'],
      ['officer', '/v1/office/declarations'],
    ];
    for (const [name, path] of asked) {
      const get = await as(name);
      expect(orders(await get('GET', `${path}?state=released`))).toEqual([stage.released.orderNo]);
      expect(orders(await get('GET', `${path}?state=returned`))).toEqual([stage.returned.orderNo]);
      const { json } = await get('GET', `${path}?state=submitted`);
      expect(json.lists).toMatchObject([
        {
          orderNo: stage.waiting.orderNo,
          state: 'waiting',
          missing: expect.arrayContaining(['waybill']),
        },
      ]);
      expect(orders(await get('GET', `${path}?state=released&way=export`))).toEqual([]);
      expect(orders(await get('GET', `${path}?state=released&way=import`))).toHaveLength(1);
    }
  });

  it('shows another agent nothing of it', async () => {
    const headers = { authorization: `Bearer ${stage.zone.cardOf(AGENT_2).token}` };
    for (const query of ['state=released', 'state=submitted', `number=${listNo}`]) {
      const answer = await fetch(`${stage.url}/v1/declarations?${query}`, { headers });
      expect([query, await answer.json()]).toEqual([query, { lists: [], next: null }]);
    }
  });

  it('keeps what is to be inspected from all but supervisors', async () => {
    const path = '/v1/office/declarations?state=inspection';
    expect((await (await as('supervisor'))('GET', path)).status).toBe(200);
    for (const name of ['officer', 'operator', 'auditor']) {
      const { status, json } = await (await as(name))('GET', path);
      expect([status, json.findings[0].code]).toEqual([403, 'REQ-RIGHT']);
    }
  });

  it('is found by any of its numbers', async () => {
    const { orderNo } = stage.released;
    for (const [name, path] of [
      ['enterprise', '/v1/declarations'],
      ['auditor', '/v1/office/declarations'],
    ]) {
      const get = await as(name!);
      const found = (await get('GET', `${path}?number=${listNo}`)).json.lists[0];
      expect(found).toMatchObject({ listNo, orderNo, state: '800' });
      for (const number of [found.preNo, orderNo, found.logisticsNo, `%20${orderNo}`]) {
        expect([number, orders(await get('GET', `${path}?number=${number}`))]).toEqual([
          number,
          [orderNo],
        ]);
      }
      expect(orders(await get('GET', `${path}?number=nothing`))).toEqual([]);
      expect(orders(await get('GET', `${path}?number=${stage.waiting.orderNo}`))).toEqual([
        stage.waiting.orderNo,
      ]);
    }
  });
});

describe('the documents of a list', () => {
  it('are all named; an enterprise reads what it sent, an officer everything', async () => {
    const [enterprise, officer, auditor] = [
      await as('enterprise'),
      await as('officer'),
      await as('auditor'),
    ];
    const own = (await enterprise('GET', `/v1/declarations/${listNo}/documents`)).json.documents;
    const kinds = own
      .map(({ kind, mayRead }: Record<string, unknown>) => `${kind} ${mayRead}`)
      .sort();
    expect(kinds).toEqual(['list true', 'order false', 'payment false', 'waybill false']);
    const path = `/v1/office/declarations/${listNo}`;
    const every = (await officer('GET', `${path}/documents`)).json.documents;
    expect(every.every(({ mayRead }: { mayRead: boolean }) => mayRead)).toBe(true);
    const none = (await auditor('GET', `${path}/documents`)).json.documents;
    expect(none.some(({ mayRead }: { mayRead: boolean }) => mayRead)).toBe(false);
    expect((await auditor('GET', path)).json).toMatchObject({ invtNo: listNo, status: '800' });
    const order = every.find(({ kind }: { kind: string }) => kind === 'order').messageId;
    const xml = await officer('GET', `/v1/office/messages/${order}`, undefined, {
      accept: 'application/xml',
    });
    expect([xml.status, xml.text.includes('<ceb:CEB311Message')]).toEqual([200, true]);
    expect((await enterprise('GET', `/v1/messages/${order}`)).status).toBe(404);
    expect((await auditor('GET', `/v1/office/messages/${order}`)).status).toBe(403);
    const trail = (await (await as('supervisor'))('GET', '/v1/office/actions?limit=200')).json
      .actions;
    const looks = trail.filter(({ route, target }: Record<string, string>) => {
      return route === '/v1/office/messages/:messageId' && target === order;
    });
    const told = looks.map(
      ({ account, status }: Record<string, unknown>) => `${account} ${status}`,
    );
    // All in one moment of the clock, so that their ids order them.
    expect(told.sort()).toEqual(['auditor 403', 'officer 200']);
  });
});

const ROWS = 60_000;
const FILL = `
  insert into clearance.cases (ebp_code, order_no, epoch, attempt, state, pre_no, list_no,
      logistics_code, logistics_no, agent_code, decided_at)
    select 'P', 'o' || i, 1, 1, case when i % 20 = 0 then '100' else '800' end, 'b' || i,
      'l' || lpad(i::text, 8, '0'), 'L', 'w' || i,
      case when i % 1000 = 0 then '${AGENT_2.code}' else 'X' || (i % 7) end,
      timestamptz '2020-01-01' + (i / 500) * interval '1 second'
    from generate_series(1, ${ROWS}) i;
  analyze clearance.cases`;

describe('among many lists', () => {
  const page = (more: Partial<PageQuery>): PageQuery => {
    return {
      group: 'released',
      ways: ['import', 'export'],
      agent: null,
      after: null,
      limit: 50,
      ...more,
    };
  };

  it('a page reads as many rows as it shows, by an index, wherever it begins', async () => {
    await stage.zone.db.script(FILL);
    const { db, plans } = rememberStatements(stage.zone.db);
    for (const agent of [null, AGENT_2.code]) {
      for (const group of Object.keys(LIST_GROUPS) as PageQuery['group'][]) {
        let after: PageQuery['after'] = null;
        for (let pages = 0; pages < 2; pages += 1) {
          const { lists, next } = await pageOfLists(db, page({ agent, group, after }));
          const steps = await plans();
          const most = LIST_GROUPS[group].length * 2 * 51;
          for (const { node, relation, rows } of steps) {
            expect([node, rows <= most]).toEqual([node, true]);
            if (relation !== null) expect(node).toMatch(/^(Index|Bitmap)/);
          }
          expect(lists.length).toBeLessThanOrEqual(50);
          after = next;
        }
      }
    }
  });

  it('pages follow each other without a gap or a repetition, newest first', async () => {
    const { db } = stage.zone;
    const seen: string[] = [];
    let after: PageQuery['after'] = null;
    do {
      const { lists, next }: Awaited<ReturnType<typeof pageOfLists>> = await pageOfLists(
        db,
        page({ agent: AGENT_2.code, group: 'returned', after, limit: 7 }),
      );
      seen.push(...lists.map(({ listNo: no }) => no!));
      after = next;
    } while (after !== null);
    expect(seen).toHaveLength(ROWS / 1_000);
    expect([...seen].sort().reverse()).toEqual(seen);
    expect(seen).not.toContain(AGENT.code);
  });
});
