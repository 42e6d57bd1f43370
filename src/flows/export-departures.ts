import { present } from '../base/assert.ts';
import type { Finding } from '../base/finding.ts';
import { keyOf, partsOf } from '../base/keys.ts';
import { type FiledExportList, loadLatestExportLists } from '../documents/export-list-store.ts';
import { waybillsOf } from '../documents/shipment-store.ts';
import type { HeldWaybill } from '../export/case-lookup.ts';
import { exportLawOf } from '../export/facts.ts';
import { exportRequestFinding } from '../export/request-codes.ts';
import { mergeClosed } from '../export/summary/merge.ts';
import { decideDeparture } from '../export/transport.ts';
import { noteDepartures } from '../export/transport-store.ts';
import type { Sql } from '../io/postgres.ts';
import { closeDeclared } from './b2b-depart.ts';
import type { AskedExport, RequestFrame, SettledExport, SettledKind } from './export-asked.ts';
import { encodeKeptExport } from './export-codec.ts';
import { countDeparted } from './export-counted.ts';
import {
  type AskedShipment,
  type HeldDeclaration,
  type HeldParcel,
  type HeldWaybills,
  heldOf,
  isDeclaration,
  parcelsOf,
  shipmentsIn,
} from './export-masters.ts';
import { type MovingExport, storeMovedExports } from './export-move.ts';
import { frozenExports } from './export-stock.ts';

/** A parcel that leaves, and the departure that says so. */
type Leaving<Held = HeldWaybill> = { readonly held: Held; readonly by: AskedExport };

/**
 * Decides departures (CEB509) and closes the lists of the parcels of granted ones (899), with
 * their receipts; all are counted in the statistics of the month, and those of the summary channel
 * go into its sums.
 * @throws CaseRace when another process was faster
 */
export async function settleDepartures(
  tx: Sql,
  frame: RequestFrame,
  asked: readonly AskedExport[],
): Promise<SettledKind> {
  const departures = shipmentsIn(asked, 'departure');
  const law = exportLawOf(frame.registry.index, frame.date);
  const held = await heldOf(tx, departures);
  const lists = await releasedLists(tx, frame, held);
  const frozen = await frozenExports(tx, [...lists.values()]);
  const settled: SettledExport[] = [];
  const all: Leaving<HeldParcel>[] = [];
  for (const one of departures) {
    const { document, terms } = one;
    const wrong = document.deleted
      ? [exportRequestFinding('SHP-DELETED', 'DepartureHead/appType', {})]
      : decideDeparture(terms, parcelsOf(terms, held), frame.at, law);
    const findings = wrong.length > 0 ? wrong : stockFindings(one, held, frozen);
    settled.push({ document, findings, listNo: '', granted: '399' });
    if (findings.length === 0) all.push(...leave(one, held));
  }
  if (all.length === 0) return { settled, receipts: new Map() };
  const declared = all.filter(isDeclared);
  return { settled, receipts: await close(tx, frame, all.filter(isListed), lists, declared) };
}

const isDeclared = (one: Leaving<HeldParcel>): one is Leaving<HeldDeclaration> =>
  isDeclaration(one.held);
const isListed = (one: Leaving<HeldParcel>): one is Leaving => !isDeclared(one);

/** The document of a list that may leave. */
type Released = Pick<HeldWaybill, 'listNo'> & {
  readonly list: FiledExportList;
  readonly terms: FiledExportList['terms'];
};

/** The documents of the released lists among these, by customs number. */
async function releasedLists(
  tx: Sql,
  { house }: RequestFrame,
  held: HeldWaybills,
): Promise<ReadonlyMap<string, Released>> {
  const released = [...held.values()].filter((one) => one.state === '800' && !isDeclaration(one));
  const keys = released.map(({ ebpCode, orderNo }) => keyOf(ebpCode, orderNo));
  if (keys.length === 0) return new Map();
  const lists = await loadLatestExportLists(tx, house.terms, keys);
  return new Map(
    released.map(({ listNo }, i) => {
      const list = present(lists.get(keys[i]!), 'the document of a released list');
      return [listNo, { listNo, list, terms: list.terms }];
    }),
  );
}

/** Why parcels cannot leave whose goods are being counted: they cannot leave their book. */
function stockFindings(
  { terms }: AskedShipment,
  held: HeldWaybills,
  frozen: ReadonlyMap<string, Finding>,
): Finding[] {
  return [...waybillsOf(terms)].flatMap((key) => frozen.get(held.get(key)?.listNo ?? '') ?? []);
}

/** The parcels of a granted departure that have not left yet; another one finds them gone. */
function leave({ document, terms }: AskedShipment, held: HeldWaybills): Leaving<HeldParcel>[] {
  const [departureCode, departureName] = partsOf(document.key);
  return [...waybillsOf(terms)].flatMap((key) => {
    const list = present(held.get(key), 'the list of a parcel that leaves');
    if (list.state !== '800') return [];
    held.set(key, { ...list, state: '899', departureCode, departureName });
    return [{ held: list, by: document }];
  });
}

async function close(
  tx: Sql,
  { house, registry, at }: RequestFrame,
  leaving: readonly Leaving[],
  lists: ReadonlyMap<string, Released>,
  declared: readonly Leaving<HeldDeclaration>[],
): Promise<ReadonlyMap<string, bigint>> {
  const moving = leaving.map(({ held, by }): MovingExport => {
    const orderKey = keyOf(held.ebpCode, held.orderNo);
    const { list } = present(lists.get(held.listNo), 'the document of a released list');
    const verdict = { status: '899', findings: [], value: null } as const;
    const refs = { list: list.ref, by: by.ref };
    return {
      ...{ orderKey, list, row: held, verdict, chosen: null },
      departureNo: by.preNo ?? by.terms.name,
      waybillKey: keyOf(held.logisticsCode, held.logisticsNo),
      record: encodeKeptExport({ refs, record: null, verdict }),
    };
  });
  // Whoever holds sums files receipts behind them.
  const closed = moving.map(({ row, list }) => ({ listNo: row.listNo, terms: list.terms }));
  await mergeClosed(
    tx,
    house.numbers,
    closed.filter(({ terms }) => terms.statisticsFlag === 'B'),
    at,
  );
  const receipts = await storeMovedExports(tx, house, moving, registry, at);
  await noteDepartures(
    tx,
    leaving.map(({ held, by }) => ({ listNo: held.listNo, key: by.key })),
  );
  const departed = await closeDeclared(tx, declared, registry, at);
  await countDeparted(tx, house, closed, at, departed);
  return receipts;
}
