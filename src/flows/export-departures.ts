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
  const settled: SettledExport[] = [];
  const all: Leaving<HeldParcel>[] = [];
  for (const one of departures) {
    const { document, terms } = one;
    const findings = document.deleted
      ? [exportRequestFinding('SHP-DELETED', 'DepartureHead/appType', {})]
      : decideDeparture(terms, parcelsOf(terms, held), frame.at, law);
    settled.push({ document, findings, listNo: '', granted: '399' });
    if (findings.length === 0) all.push(...leave(one, held));
  }
  if (all.length === 0) return { settled, receipts: new Map() };
  const leaving = all.filter(isListed);
  const keys = leaving.map(({ held: list }) => keyOf(list.ebpCode, list.orderNo));
  const lists = await loadLatestExportLists(tx, frame.house.terms, keys);
  const stopped = await stoppedBy(tx, leaving, lists, departures);
  const told = settled.map((one) => {
    return { ...one, findings: stopped.get(one.document) ?? one.findings };
  });
  const free = leaving.filter(({ by }) => !stopped.has(by));
  const declared = all.filter(isDeclared).filter(({ by }) => !stopped.has(by));
  return { settled: told, receipts: await close(tx, frame, free, lists, declared) };
}

const isDeclared = (one: Leaving<HeldParcel>): one is Leaving<HeldDeclaration> =>
  isDeclaration(one.held);
const isListed = (one: Leaving<HeldParcel>): one is Leaving => !isDeclared(one);

type Lists = ReadonlyMap<string, FiledExportList>;

/** Departures that name parcels whose goods are being counted and cannot leave their book. */
async function stoppedBy(
  tx: Sql,
  leaving: readonly Leaving[],
  lists: Lists,
  departures: readonly AskedShipment[],
): Promise<Map<AskedExport, readonly Finding[]>> {
  const parcels = leaving.map(({ held: { ebpCode, orderNo, ...held } }) => {
    const { terms } = present(lists.get(keyOf(ebpCode, orderNo)), 'the document of a list');
    return { ...held, terms };
  });
  const frozen = await frozenExports(tx, parcels);
  const waybills = new Map(
    parcels.flatMap(({ listNo, terms }) => {
      const finding = frozen.get(listNo);
      const key = keyOf(terms.logisticsCode, terms.logisticsNo);
      return finding === undefined ? [] : [[key, finding] as const];
    }),
  );
  return new Map(
    departures.flatMap(({ document, terms }) => {
      const findings = [...waybillsOf(terms)].flatMap((key) => waybills.get(key) ?? []);
      return findings.length === 0 ? [] : [[document, findings] as const];
    }),
  );
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
  lists: Lists,
  declared: readonly Leaving<HeldDeclaration>[],
): Promise<ReadonlyMap<string, bigint>> {
  const moving = leaving.map(({ held, by }): MovingExport => {
    const orderKey = keyOf(held.ebpCode, held.orderNo);
    const list = present(lists.get(orderKey), 'the document of a released list');
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
