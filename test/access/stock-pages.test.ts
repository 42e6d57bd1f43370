import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStock } from '../../src/flows/open-stock.ts';
import { type Stock, stockOn } from '../../src/flows/stock.ts';
import { browserOf, enter, openStage, type Stage } from '../console-stage.ts';
import { openDesk } from '../flows/desk.ts';
import { BOOK_NO, must, writeBook, writeOtherBooks } from '../flows/shelves.ts';
import { AGENT } from '../flows/zone.ts';
import { rememberStatements } from '../plans.ts';

// Pages of the bonded centre: who sees which book, what they tell, and at what cost.
const [NEIGHBOUR, AWAY] = ['T4612W000099', 'T4619W000001'] as const;
let stage: Stage;
let stock: Stock;
beforeAll(async () => {
  stage = await openStage();
  await stage.zone.register(async (tx) => {
    await writeBook(tx, AGENT.code);
    await writeOtherBooks(tx);
  });
  const shelf = { bookNo: BOOK_NO, owner: AGENT.code, quantity: 100_00000n };
  await stage.zone.db.transaction((tx) =>
    openStock(
      tx,
      [
        { ...shelf, recordNo: '101', lotNo: 'OLD', location: 'B-02-1', expiresOn: '2020-10-01' },
        { ...shelf, recordNo: '101', lotNo: 'NEW', location: 'B-01-1', expiresOn: '2021-10-01' },
        { ...shelf, recordNo: '102', lotNo: 'L2', location: 'B-01-1', expiresOn: null },
        {
          ...{ ...shelf, bookNo: NEIGHBOUR, owner: '4101W60099', recordNo: '1', lotNo: 'N' },
          ...{ location: 'X', expiresOn: null },
        },
      ],
      Date.parse('2020-09-01T00:00:00Z'),
    ),
  );
  stock = stockOn((await openDesk(stage.zone, { clock: stage.clock })).house);
});
afterAll(() => stage?.close());

const as = async (name: string) => browserOf(stage.url, (await enter(stage.url, name)).cookie);
type Ask = Awaited<ReturnType<typeof as>>;
type Row = Readonly<Record<string, unknown>>;

/** All rows of a call in pages of so many. */
async function paged(ask: Ask, path: string, name: string, limit = 1): Promise<Row[]> {
  const rows: Row[] = [];
  let next: string | null = '';
  while (next !== null) {
    const after: string = next === '' ? '' : `&after=${encodeURIComponent(next)}`;
    const glue = path.includes('?') ? '&' : '?';
    const { status, json } = await ask('GET', `${path}${glue}limit=${limit}${after}`);
    expect([path, status]).toEqual([path, 200]);
    expect(json[name].length).toBeLessThanOrEqual(limit);
    rows.push(...json[name]);
    next = json.next;
  }
  return rows;
}

const SIDES = [
  ['enterprise', '/v1/stock'],
  ['auditor', '/v1/office/stock'],
] as const;

describe('books', () => {
  it('are listed to who keeps them, and all of them to the office', async () => {
    const [own, office] = [await as('enterprise'), await as('operator')];
    const numbers = (rows: Row[]) => rows.map(({ bookNo }) => bookNo);
    expect(numbers(await paged(own, '/v1/stock/books', 'books'))).toEqual([BOOK_NO]);
    const all = await paged(office, '/v1/office/stock/books', 'books');
    expect(numbers(all)).toEqual([BOOK_NO, NEIGHBOUR, AWAY]);
    expect(all[0]).toMatchObject({
      ...{ enterprise: AGENT.code, isOpen: true, overdue: 0, countNo: null, waiting: [] },
      expiring: { lots: 1, first: '2020-10-01' },
    });
  });

  it('of others are not there, whatever of them is asked for', async () => {
    const own = await as('enterprise');
    const paths = ['now', 'lines', 'lines/1', 'papers', 'movements', 'places'];
    for (const path of [...paths, 'places/lots?location=X']) {
      const { status } = await own('GET', `/v1/stock/books/${NEIGHBOUR}/${path}`);
      expect([path, status]).toEqual([path, 404]);
      const office = (await as('auditor'))('GET', `/v1/office/stock/books/${NEIGHBOUR}/${path}`);
      expect([path, (await office).status]).toEqual([path, 200]);
    }
  });

  it('tell a bad page from a good one', async () => {
    const own = await as('enterprise');
    const book = `/v1/stock/books/${BOOK_NO}`;
    const bad = [
      ...['papers?after=%25E0', 'papers?after=a', 'movements?after=1,2', 'movements?lotNo=OLD'],
      ...['lines?limit=9999', 'places/lots', 'papers?kind=none', 'lines/101?after=1'],
    ];
    for (const path of bad) {
      expect([path, (await own('GET', `${book}/${path}`)).status]).toEqual([path, 400]);
    }
    const odd = 'movements?after=x,,,,';
    expect((await own('GET', `${book}/${odd}`)).json).toEqual({ movements: [], next: null });
  });
});

describe('lines and lots', () => {
  it('are found, and lots stand in the order in which they are taken', async () => {
    for (const [name, base] of SIDES) {
      const ask = await as(name);
      const book = `${base}/books/${BOOK_NO}`;
      const lines = await paged(ask, `${book}/lines`, 'lines', 40);
      const records = lines.map(({ recordNo }) => Number(recordNo));
      expect(records).toEqual([...records].sort((a, b) => a - b));
      const { itemNo } = lines.find(({ recordNo }) => recordNo === '102')!;
      const found = await paged(ask, `${book}/lines?find=${itemNo}`, 'lines');
      expect(found).toMatchObject([{ recordNo: '102', balances: [{ remain: '100' }] }]);
      expect(await paged(ask, `${book}/lines?find=%25`, 'lines')).toEqual([]);
      const lots = await paged(ask, `${book}/lines/101`, 'lots');
      expect(lots.map(({ lotNo }) => lotNo)).toEqual(['OLD', 'NEW']);
      expect(lots[0]).toMatchObject({ quantity: '100', sellable: true, frozen: false });
      expect((await ask('GET', `${book}/lines/9999`)).status).toBe(404);
    }
  });

  it('follow a lot down to the document that moved it', async () => {
    const parts = [{ recordNo: '101', lotNo: 'OLD', quantity: 3_00000n, unit: null }];
    const { paper } = await must(
      stock.deeds.process(
        {
          ...{ bookNo: BOOK_NO, ownNo: 'JG-1', work: 'labelling', parts },
          outputs: [
            {
              ...{ count: 3, components: [{ recordNo: '101', quantity: 1_00000n }] },
              ...{ setNo: null, hs: null, location: 'C-01-1' },
            },
          ],
        },
        AGENT.code,
      ),
    );
    const own = await as('enterprise');
    const book = `/v1/stock/books/${BOOK_NO}`;
    const document = `processing ${paper.paperNo}`;
    const of = await paged(own, `${book}/movements?recordNo=101&lotNo=OLD`, 'movements');
    expect(of).toMatchObject([
      { document, quantity: '-3', location: 'B-02-1', line: '1' },
      { document: `opening ${BOOK_NO}`, quantity: '100' },
    ]);
    const all = await paged(own, `${book}/movements`, 'movements');
    expect(all).toHaveLength(5);
    expect(all.slice(0, 2).map((one) => one.document)).toEqual([document, document]);
    const shown = await (await as('auditor'))(
      'GET',
      `/v1/office/stock/papers/processing/${paper.paperNo}`,
    );
    expect(shown.json).toMatchObject({ state: 'done', content: { work: 'labelling' } });
  });
});

describe('the plan', () => {
  it('has each place with what lies there, also of some goods or owner', async () => {
    for (const [name, base] of SIDES) {
      const ask = await as(name);
      const path = `${base}/books/${BOOK_NO}/places`;
      const all = await paged(ask, path, 'places');
      expect(all.map(({ location }) => location)).toEqual(['B-01-1', 'B-02-1', 'C-01-1']);
      expect(all[0]).toMatchObject({
        ...{ lots: 2, fitting: 2, lines: 2, statuses: ['bonded'], owners: [AGENT.code] },
        ...{ expiresOn: '2021-10-01', frozen: false },
      });
      const fitting = await paged(ask, `${path}?recordNo=101`, 'places');
      expect(fitting.map((one) => one.fitting)).toEqual([1, 1, 1]);
      const others = await paged(ask, `${path}?owner=none`, 'places');
      expect(others.map((one) => one.fitting)).toEqual([0, 0, 0]);
      const there = await paged(ask, `${path}/lots?location=B-01-1`, 'lots');
      expect(there.map(({ recordNo, lotNo }) => `${recordNo} ${lotNo}`)).toEqual([
        '101 NEW',
        '102 L2',
      ]);
    }
  });

  it('marks what a stock-take has in hand', async () => {
    const scope = { records: null, locations: ['B-01-1'] };
    const said = { bookNo: BOOK_NO, ownNo: 'PD-1', blind: true, ...scope };
    const { paper } = await must(stock.count(said, AGENT.code));
    const own = await as('enterprise');
    const book = `/v1/stock/books/${BOOK_NO}`;
    const places = await paged(own, `${book}/places`, 'places');
    expect(places.map(({ frozen }) => frozen)).toEqual([true, false, false]);
    const { json } = await own('GET', `${book}/lines/101`);
    expect(json.line.frozen).toBe(false);
    expect(json.lots.map((one: Row) => [one.lotNo, one.frozen])).toContainEqual(['NEW', true]);
    expect((await own('GET', `${book}/now`)).json.countNo).toBe(paper.paperNo);
    await must(stock.cancel({ kind: 'count', paperNo: paper.paperNo }, AGENT.code));
  });
});

const PART = { recordNo: '101', toRecordNo: '1', lotNo: null, quantity: 2_00000n, unit: null };

describe('papers', () => {
  it('that are open are told to both sides, and what they hold of a line', async () => {
    const give = { bookNo: BOOK_NO, ownNo: 'ZY-1', fromBook: BOOK_NO, toBook: AWAY, parts: [PART] };
    const { paper: away } = await must(stock.deeds.transfer(give, AGENT.code));
    const take = {
      ...{ bookNo: NEIGHBOUR, ownNo: 'ZY-2', fromBook: BOOK_NO, toBook: NEIGHBOUR },
      parts: [PART],
    };
    const { paper: near } = await must(stock.deeds.transfer(take, '4101W60099'));
    const dispose = {
      ...{ bookNo: BOOK_NO, ownNo: 'CZ-1', proof: 'P-1', reason: '破损' },
      ...({ way: 'destruction', status: 'bonded' } as const),
      parts: [{ ...PART, lotNo: 'NEW' }],
    };
    const { paper: gone } = await must(stock.deeds.dispose(dispose, AGENT.code));
    for (const [name, base] of SIDES) {
      const ask = await as(name);
      const path = `${base}/books/${BOOK_NO}`;
      const open = await paged(ask, `${path}/papers`, 'papers');
      expect(open.map(({ kind, paperNo }) => [kind, paperNo])).toEqual([
        ['disposal', gone.paperNo],
        ...[
          ['transfer', away.paperNo],
          ['transfer', near.paperNo],
        ].sort(),
      ]);
      const transfers = await paged(ask, `${path}/papers?kind=transfer`, 'papers');
      expect(transfers.map(({ paperNo }) => paperNo)).toEqual(
        [away.paperNo, near.paperNo].sort().reverse(),
      );
      expect(await paged(ask, `${path}/papers?kind=processing`, 'papers')).toMatchObject([
        { about: 'labelling', state: 'done' },
      ]);
      const { line } = (await ask('GET', `${path}/lines/101`)).json;
      // A transfer in the zone has nothing promised before the giving side confirms it.
      expect(line).toMatchObject({ toDeeds: '4', toExports: '0' });
      expect(line.balances[0]).toMatchObject({ status: 'bonded', reserved: '4' });
      const { waiting } = (await ask('GET', `${path}/now`)).json;
      expect(waiting).toMatchObject([
        { kind: 'disposal', state: 'declared', count: 1 },
        { kind: 'transfer', state: 'declared', count: 2 },
      ]);
    }
  });

  it('that wait for customs are decided by officers and supervisors alone', async () => {
    const office = await as('auditor');
    const book = `/v1/office/stock/books/${BOOK_NO}`;
    const open = await paged(office, `${book}/papers`, 'papers');
    const gone = open.find(({ kind }) => kind === 'disposal')!;
    const path = `/v1/office/stock/papers/disposal/${gone.paperNo}/decision`;
    for (const name of ['operator', 'auditor']) {
      const ask = await as(name);
      expect((await ask('POST', path, { decision: 'approve' })).status).toBe(403);
    }
    const officer = await as('officer');
    for (const body of [{ decision: 'refuse' }, { decision: 'approve', reason: 'x' }]) {
      const { status, json } = await officer('POST', path, body);
      expect([status, json.findings[0].code]).toEqual([400, 'REQ-REASON']);
    }
    const none = path.replace(String(gone.paperNo), 'CZ0');
    expect((await officer('POST', none, { decision: 'approve' })).status).toBe(404);
    const refused = await officer('POST', path, { decision: 'refuse', reason: '证明不符' });
    expect(refused.json).toMatchObject({ state: 'refused', content: { refused: '证明不符' } });
    expect((await officer('POST', path, { decision: 'approve' })).status).toBe(422);
    expect((await office('GET', `${book}/lines/101`)).json.line.toDeeds).toBe('2');
    const away = open.find(({ toBook }) => toBook === AWAY)!;
    const other = `/v1/office/stock/papers/transfer/${away.paperNo}/decision`;
    const agreed = await (await as('supervisor'))('POST', other, { decision: 'approve' });
    expect(agreed.json).toMatchObject({ state: 'agreed' });
    const trail = (await office('GET', '/v1/office/actions?limit=20')).json.actions;
    expect(trail.filter((one: Row) => String(one.route).endsWith('/decision'))).not.toEqual([]);
  });
});

it('tells what of a line is promised to goods for a warehouse abroad', async () => {
  const overseas = { warehouse: 'OVERSEAS01', country: '502', declarationNo: '461220201234567890' };
  const said = { bookNo: BOOK_NO, ownNo: 'HW-1', overseas, parts: [PART] };
  const { paper } = await must(stock.exit(said, AGENT.code));
  const own = await as('enterprise');
  const { line } = (await own('GET', `/v1/stock/books/${BOOK_NO}/lines/101`)).json;
  expect(line).toMatchObject({ toExports: '2', toDeeds: '2' });
  const papers = await paged(own, `/v1/stock/books/${BOOK_NO}/papers?kind=exit`, 'papers');
  expect(papers.map(({ paperNo }) => paperNo)).toEqual([paper.paperNo]);
});

const ROWS = 30_000;
const FILL = `
  insert into registry.book_lines
    select book_no, (10000 + i)::text, 'I' || i, hs, 'N' || i, country, unit, unit1, per_unit1,
      unit2, per_unit2, price, currency
    from registry.book_lines, generate_series(1, ${ROWS}) i
    where book_no = '${NEIGHBOUR}' and record_no = '1';
  insert into bonded.lots (book_no, record_no, lot_no, opened_at, quantity, expires_on, status,
      owner, location, document)
    select '${NEIGHBOUR}', '1', 'F' || i, timestamptz '2020-01-01' + i * interval '1 second',
      i % 2, date '2020-09-19' + i % 400, 'bonded', 'O', case when i % 3 > 0 then 'LIST:' || i
      else 'A-' || i % 200 end, 'entry X' from generate_series(1, ${ROWS}) i;
  insert into bonded.movements (at, quantity, book_no, record_no, lot_no, document, line)
    select timestamptz '2020-01-01' + (i / 100) * interval '1 second', 1, '${NEIGHBOUR}', '1',
      case when i % 10 > 0 then 'F1' else 'F2' end, 'entry X' || i, '1'
    from generate_series(1, ${ROWS}) i;
  insert into bonded.papers (kind, paper_no, book_no, enterprise_code, own_no, state, made_at,
      changed_at, said, body)
    select 'slip', 'P' || i, '${NEIGHBOUR}', 'O', i::text, case when i % 1000 = 0 then 'approved'
      else 'crossed' end, now(), now(), '{}', '{"vehicleNo":"V"}'
    from generate_series(1, ${ROWS}) i;
  analyze registry.book_lines; analyze bonded.lots; analyze bonded.movements;
  analyze bonded.papers`;

it('reads no more than it shows, wherever a page begins', async () => {
  await stage.zone.db.script(FILL);
  const { db, plans } = rememberStatements(stage.zone.db);
  const { house } = await openDesk(stage.zone, { clock: stage.clock });
  const { views } = stockOn({ ...house, db });
  const within = async (what: string, most: number, tables: RegExp) => {
    const steps = (await plans()).filter(({ relation }) => tables.test(relation ?? ''));
    expect([what, steps.length > 0]).toEqual([what, true]);
    for (const { node, relation, rows } of steps) {
      expect([what, node, relation, rows <= most]).toEqual([what, node, relation, true]);
      expect(`${what} ${relation} ${node}`).toMatch(/(Index|Bitmap)/);
    }
  };
  const [bookNo, limit] = [NEIGHBOUR, 50];
  for (const after of ['', '25000']) {
    await views.lines(bookNo, null, { find: '', after, limit });
    await within('lines', 100, /^book_lines$/);
  }
  for (const lot of [null, { recordNo: '1', lotNo: 'F2' }, { recordNo: '1', lotNo: 'F1' }]) {
    const first = await views.movements({ bookNo, lot }, null, { after: null, limit });
    await within('movements', 200, /^movements$/);
    await views.movements({ bookNo, lot }, null, { after: first!.next, limit });
    await within('movements', 300, /^movements$/);
  }
  const start = { kind: '', paperNo: '' };
  await views.papers(bookNo, null, { isOpen: true, after: start, limit });
  await within('open papers', 60, /^papers$/);
  await views.papers(bookNo, null, { isOpen: false, after: { ...start, kind: 'slip' }, limit });
  await within('papers', 60, /^papers$/);
  await views.book(bookNo, null);
  await within('a book', 1_000, /^(papers|lots)$/);
  const places = await views.places(bookNo, null, NO_FILTER, { after: '', limit: 20 });
  expect(places!.rows.map(({ location }) => location).join()).not.toContain('LIST:');
  await within('places', 60 * (ROWS / 600), /^lots$/);
}, 60_000);

const NO_FILTER = { recordNo: null, owner: null };
