import { first } from './breaks.ts';

/** Goods promised to a list of import or export that did not leave. */
const promised = (way: 'I' | 'E'): string =>
  `ledger = 'stock' and kind = 'reserve' and substr(ref, 9) ~ '^${way}[^/]*$' and ref not in (
  select ref from ledger.postings where ledger = 'stock' and kind <> 'reserve')`;
const PROMISED = promised('I');
/** How the first lot came in; its other movements are of parcels. */
const FIRST_MOVEMENT = first('bonded.movements', 'lot_no, at, document');
/** What a gate let out of an export that is one of two on its slip. */
const LEFT_BY_SLIP = `document like 'slip %' and list_no = (select max(list_no)
  from bonded.outgoing where document like 'slip %')`;
/** The accounts of stock as their postings say. */
const RESUMMED = `
  update ledger.accounts a set pending = coalesce((
    select sum(case kind when 'reserve' then amount when 'direct' then 0 when 'raise' then 0
      else -amount end)
    from ledger.postings p where p.key = a.key and p.ledger = a.ledger), 0)
  where ledger = 'stock'`;

/** What is altered of bonded stock, and the laws that are broken by it and no others. */
export const STOCK_BREAKS: readonly (readonly [title: string, laws: string, sql: string])[] = [
  [
    'a lot is short of what its movements say',
    'stock',
    `update bonded.lots set quantity = quantity - 1 where ${first('bonded.lots', 'lot_no')}`,
  ],
  ['a movement is forgotten', 'stock', `delete from bonded.movements where ${FIRST_MOVEMENT}`],
  [
    'a movement names no document',
    'stock',
    `update bonded.movements set document = 'found' where ${FIRST_MOVEMENT}`,
  ],
  [
    'a book says that more came in',
    'stock',
    `update ledger.accounts set limit_amount = limit_amount + 1
     where ${first('ledger.accounts', 'key', "ledger = 'stock'")}`,
  ],
  [
    'goods are promised to nobody',
    'stock',
    `insert into ledger.postings (key, ledger, ref, kind, amount, at)
     select key, ledger, '46122026I999999999', 'reserve', 5, at from ledger.postings
     where ${first('ledger.postings', 'key, ref', "ledger = 'stock'")};
     update ledger.accounts set pending = pending + 5
     where ledger = 'stock' and key = (select key from ledger.postings
       where ref = '46122026I999999999')`,
  ],
  [
    'a vehicle passed while it was held',
    'departures',
    `insert into bonded.crossings (crossing_id, gate, slip_no, passed, crossed_at, reported_at,
       said, findings)
     select 'HELD-' || crossing_id, gate, slip_no, false, crossed_at, reported_at, said, '[]'
     from bonded.crossings where ${first('bonded.crossings', 'crossing_id', 'passed')};
     insert into cockpit.tallies (at, day, names, counts)
     select reported_at, (reported_at at time zone 'Asia/Shanghai')::date, '{gate.stopped}', '{1}'
     from bonded.crossings where crossing_id like 'HELD-%';
     update bonded.papers p set body = jsonb_set(body::jsonb, '{holds}', jsonb_build_array(
       jsonb_build_object('crossingId', c.crossing_id, 'at', c.reported_at)))::text
     from bonded.crossings c
     where c.crossing_id like 'HELD-%' and p.kind = 'slip' and p.paper_no = c.slip_no`,
  ],
  [
    'a vehicle is held that no gate reported',
    'departures',
    `update bonded.papers set body = jsonb_set(body::jsonb, '{holds}',
       '[{"crossingId": "none", "at": "2016-01-01", "releasedAt": "2016-01-01"}]'
     )::text
     where ${first('bonded.papers', 'paper_no', "kind = 'slip'")}`,
  ],
  [
    'a list has more promised than it says',
    'promises',
    `update ledger.postings set amount = amount + 1
     where ${first('ledger.postings', 'key, ref', PROMISED)};
     update ledger.accounts set pending = pending + 1
     where (key, ledger) = (select key, ledger from ledger.postings where ${PROMISED}
       order by key, ref limit 1)`,
  ],
  [
    'a list has goods of another line promised',
    'promises',
    `update ledger.postings set key = split_part(key, ':', 1) || ':136'
     where ${first('ledger.postings', 'key, ref', PROMISED)};
     ${RESUMMED}`,
  ],
  [
    'a list of exports has more promised than it says',
    'promises',
    `update ledger.postings set amount = amount + 1
     where ${first('ledger.postings', 'key, ref', promised('E'))};
     ${RESUMMED}`,
  ],
  [
    'a list of exports has nothing promised',
    'promises',
    `delete from ledger.postings where ${first('ledger.postings', 'key, ref', promised('E'))};
     ${RESUMMED}`,
  ],
  [
    'a list has nothing promised',
    'promises',
    `delete from ledger.postings where ${first('ledger.postings', 'key, ref', PROMISED)};
     ${RESUMMED}`,
  ],
  [
    'a parcel left that the exit list does not say is gone',
    'departures',
    `update bonded.papers set body = replace(body, '"gone":true', '"gone":false')
     where kind = 'exit'`,
  ],
  [
    'a parcel is gone that no vehicle took',
    'departures',
    `update bonded.papers set body = replace(body, '"gone":false', '"gone":true')
     where kind = 'exit'`,
  ],
  [
    'a parcel left with less than was promised',
    'departures stock',
    `update bonded.movements set quantity = quantity + 1
     where ${first('bonded.movements', 'line', "document like 'exit %' and line like '4612%'")}`,
  ],
  [
    'the slip of a parcel that is gone did not cross',
    'departures exits',
    `update bonded.papers set state = 'approved' where kind = 'slip'`,
  ],
  [
    'a slip forgets a parcel that it took',
    'departures exits',
    `update bonded.papers set body = jsonb_set(body::jsonb, '{lists}', '[]')::text
     where kind = 'slip'`,
  ],
  [
    'open bills are counted with a fen more',
    'bills',
    'update clearance.bill_months set amount = amount + 1',
  ],
  [
    'a shortage is billed with less than it was taxed',
    'bills',
    `update clearance.duty_notices set vat = vat - 1 where document like 'count %'`,
  ],
  [
    'a shortage is not billed',
    'bills',
    `delete from clearance.duty_notices where document like 'count %'`,
  ],
  [
    'goods are explained to nobody',
    'stock',
    `update bonded.papers
     set body = jsonb_set(body::jsonb, '{agreedAt}', 'null')::text where kind = 'count'`,
  ],
  [
    'a count settles more than it moved',
    'stock',
    `update bonded.papers set body = jsonb_set(body::jsonb, '{settled,0,shelf}', '"0"')::text
     where paper_no = (select min(paper_no) from bonded.papers where kind = 'count')`,
  ],
  [
    'goods are promised to a paper that is not there',
    'stock',
    `insert into ledger.postings (key, ledger, ref, kind, amount, at)
     select key, ledger, 'disposal CZ461226999999999', 'reserve', 5, at from ledger.postings
     where ${first('ledger.postings', 'key, ref', "ledger = 'stock'")};
     update ledger.accounts set pending = pending + 5
     where ledger = 'stock' and key = (select key from ledger.postings
       where ref = 'disposal CZ461226999999999')`,
  ],
  [
    'an export left on a slip that is another one',
    'exits',
    `update bonded.outgoing set document = 'slip Z0' where ${LEFT_BY_SLIP}`,
  ],
  [
    'an export left by a departure, and its list is open',
    'exits',
    `update bonded.outgoing o set document = 'departure 0', slip_no = null
     where document like 'slip %' and exists (select from export.cases c
       where c.list_no = o.list_no and c.state = '800')`,
  ],
  [
    'an export is on a slip by its own row alone',
    'exits',
    `update bonded.outgoing set slip_no = 'Z0' where left_at is null`,
  ],
  [
    'an export left another book than its goods',
    'exits',
    "update bonded.outgoing set book_no = 'T0' where document like 'departure %'",
  ],
  [
    'an exit list of exports says that more left',
    'exits',
    `update bonded.papers set body = replace(body, '"quantity":"4', '"quantity":"5')
     where kind = 'exit' and own_no = 'SUM2'`,
  ],
  [
    'an exit list of exports is forgotten',
    'exits',
    `delete from bonded.exits where paper_no in (select paper_no from bonded.papers
       where kind = 'exit' and own_no = 'SUM1')`,
  ],
  [
    'an exit list for an overseas warehouse says more than left',
    'exits',
    `update bonded.papers set body = replace(body, '"quantity":"7"', '"quantity":"8"')
     where kind = 'exit' and own_no = 'ABROAD7'`,
  ],
  [
    'an exit list says that its overseas warehouse is on file, and it is not',
    'exits',
    `update bonded.papers
     set body = jsonb_set(body::jsonb, '{overseas,filedFrom}', '"2020-01-01"')::text
     where kind = 'exit' and own_no = 'ABROAD7'`,
  ],
  [
    'goods left for an overseas warehouse on no slip',
    'exits',
    `update bonded.papers set body = jsonb_set(body::jsonb, '{overseas,slipNo}', 'null')::text
     where kind = 'exit' and own_no = 'ABROAD7'`,
  ],
  [
    'goods for an overseas warehouse are promised to nobody',
    'exits',
    `delete from ledger.postings where ref = (select 'exit ' || paper_no from bonded.papers
       where kind = 'exit' and own_no = 'ABROAD3');
     ${RESUMMED}`,
  ],
  [
    'an exit list for an overseas warehouse is closed, and its goods are there',
    'exits stock',
    `update bonded.papers set state = 'closed' where kind = 'exit' and own_no = 'ABROAD3'`,
  ],
  [
    'an export that left has goods promised still',
    'stock',
    `insert into ledger.postings (key, ledger, ref, kind, amount, at)
     select key, ledger, (select list_no from export.cases where state = '899'
       and trade_mode = '9610' order by list_no limit 1), 'reserve', 5, at from ledger.postings
     where ${first('ledger.postings', 'key, ref', "ledger = 'stock'")};
     ${RESUMMED}`,
  ],
  [
    'goods of an export left their lots and not the book',
    'departures exits',
    `update bonded.movements set line = 'X' || line where document like 'departure %'
       and ${first('bonded.movements', 'document, line', "document like 'departure %'")}`,
  ],
];
