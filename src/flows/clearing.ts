import { partsOf } from '../base/keys.ts';
import { LIMITS } from '../base/limits.ts';
import type { FactsSegment } from '../clearance/facts-store.ts';
import { type ClearResult, clear } from './clear.ts';
import { conveyor } from './conveyor.ts';
import { settleExportArrivals } from './export-arrivals.ts';
import { clearExports } from './export-clear.ts';
import { settleExportRequests } from './export-requests.ts';
import type { House } from './house.ts';
import { isExport, isPaper, keysOf, type Look } from './looks.ts';
import { quarantineLook } from './quarantine.ts';
import { settleRequests } from './requests.ts';
import { settleArrivals } from './resume.ts';
import type { WorksFrame } from './works-frame.ts';
import { settleZonePapers } from './zone-papers.ts';

/** The second conveyor: decides the lists that have become decidable, and requests. */
export type Clearing = {
  /** Has it look at something; a look that waits already is not put in line again. */
  look(looks: readonly Look[]): void;
  /** Looks that wait or are under way. */
  load(): number;
  /** Milliseconds since the oldest look of the batch under way came; 0 without a stopwatch. */
  age(): number;
  /** Resolves when it stands still. */
  idle(): Promise<void>;
  /** Lists and requests decided since the start. */
  decided(): number;
};

/** Looks that are no business of `clear`. */
const APART: readonly Look['kind'][] = [
  ...(['request', 'arrival', 'awaiting'] as const),
  ...(['export-list', 'export-order', 'export-waybill', 'export-again'] as const),
  ...(['shipment', 'export-request', 'export-awaiting'] as const),
];

/** Looks at exports that are no business of `clearExports`. */
const EXPORTS_APART: readonly Look['kind'][] = ['shipment', 'export-request', 'export-awaiting'];

type ClearWork = (house: House, head: FactsSegment, looks: readonly Look[]) => Promise<ClearResult>;

/** Starts the clearing of one process: its own segments of facts. */
export function startClearing({ house, news, belt: common }: WorksFrame): Clearing {
  const failed = (error: unknown): void => news.onFailure?.('clearance', error);
  // Looks that wait for their batch; the same one again would find nothing more.
  const queued = new Set<string>();
  const nameOf = ({ kind, key }: Look): string => `${kind}/${key}`;
  let decided = 0;
  let facts = newFacts(house);
  const clearLists = async (work: ClearWork, looks: readonly Look[]): Promise<void> => {
    const result = await work(house, facts, looks).catch((error: unknown) => {
      // When the answer to the commit was lost, the next sequence number may be taken already.
      facts = newFacts(house);
      throw error;
    });
    facts = result.head;
    decided += result.decided;
    look(result.looks);
  };
  const workOnExports = async (looks: readonly Look[]): Promise<void> => {
    const lists = looks.filter(({ kind }) => !EXPORTS_APART.includes(kind));
    if (lists.length > 0) await clearLists(clearExports, lists);
    const shipments = keysOf(looks, 'shipment');
    const awaiting = keysOf(looks, 'export-awaiting');
    if (shipments.length + awaiting.length > 0) {
      await settleExportArrivals(house, shipments, awaiting);
    }
    const requests = keysOf(looks, 'export-request');
    if (requests.length > 0) decided += await settleExportRequests(house, requests);
  };
  const belt = conveyor<Look, undefined>({
    ...common,
    work: async (looks) => {
      for (const one of looks) queued.delete(nameOf(one));
      const requests = keysOf(looks, 'request');
      if (requests.length > 0) {
        decided += await settleRequests(house, requests);
        decided += await settleZonePapers(house, requests.filter(isPaper));
      }
      const exports = looks.filter(({ kind }) => isExport(kind));
      const lists = looks.filter(({ kind }) => !isExport(kind) && !APART.includes(kind));
      if (lists.length > 0) await clearLists(clear, lists);
      const arrivals = keysOf(looks, 'arrival');
      const awaiting = keysOf(looks, 'awaiting');
      if (arrivals.length + awaiting.length > 0) await settleArrivals(house, arrivals, awaiting);
      if (exports.length > 0) await workOnExports(exports);
      return looks.map(() => undefined);
    },
    setAside: async (one, bug) => {
      failed(bug);
      look(await quarantineLook(house, one, bug));
      return undefined;
    },
    weight: () => 1,
    // A look does not say who sent what; its key begins with the platform or the carrier.
    lanes: { ownerOf: ({ key }) => partsOf(key)[0], turn: LIMITS.turnRecords },
    mostItems: LIMITS.batchRecords,
    onBatch: (items) => news.onBatch?.('clearance', items),
  });
  const look = (looks: readonly Look[]): void => {
    for (const one of looks) {
      const name = nameOf(one);
      if (queued.has(name)) continue;
      queued.add(name);
      // A look that fails is found again by the sweep, so its failure ends here.
      belt.push(one).catch(failed);
    }
  };
  return { look, load: belt.load, age: belt.age, idle: belt.idle, decided: () => decided };
}

function newFacts(house: House): FactsSegment {
  return { stream: house.entropy.uuid(), sequence: 0 };
}
