import { present } from '../base/assert.ts';
import type { Sql } from '../io/postgres.ts';
import { loadRegistry } from '../registry/facts.ts';
import { makeHash, type PersonalHash } from '../registry/personal-hash.ts';
import type { ProfileIndex } from '../registry/profile-lookup.ts';
import { readRevision } from '../registry/settings.ts';
import type { RegistrySnapshot } from '../registry/snapshot.ts';
import { loadRisk, type RiskView } from '../risk/risk-view.ts';
import { openRiskMemory, type RiskMemory } from './risk-memory.ts';
import type { KeptLines } from './stock-lines.ts';

/** The registry as it stands with the law in force and the hash of personal texts. */
export type RegistryView = {
  readonly snapshot: RegistrySnapshot;
  readonly index: ProfileIndex;
  readonly hash: PersonalHash;
  /** Risk rules and watch lists. */
  readonly risk: RiskView;
  /** What the process remembers of persons and signals; the same in every view of it. */
  readonly memory: RiskMemory;
  /** What was read of books since then. */
  readonly bookLines: KeptLines;
};

/** The registry in memory, read anew when another process changed it. */
export type RegistryWatch = {
  /** What was last read; never waits. */
  current(): RegistryView;
  /** Looks at the revision with one small statement and reads anew when it moved. */
  fresh(sql: Sql): Promise<RegistryView>;
};

/** Reads the registry once and keeps it. @throws Bug when no profile was ever loaded. */
export async function watchRegistry(sql: Sql): Promise<RegistryWatch> {
  const memory = openRiskMemory();
  let view = viewOf(await loadRegistry(sql), await loadRisk(sql), memory);
  return {
    current: () => view,
    fresh: async (now) => {
      const revision = await readRevision(now);
      if (revision !== view.snapshot.revision) {
        const snapshot = await loadRegistry(now, view.snapshot);
        // Rules that change between the two readings move the revision, and are read once more.
        const read = viewOf(snapshot, await loadRisk(now, view.risk), memory);
        // Two transactions may read at once; the older reading never replaces the newer one.
        if (read.snapshot.revision > view.snapshot.revision) view = read;
      }
      return view;
    },
  };
}

function viewOf(snapshot: RegistrySnapshot, risk: RiskView, memory: RiskMemory): RegistryView {
  const index = present(snapshot.profile, 'profile of the zone');
  const hash = makeHash(snapshot.hashKey);
  return { snapshot, index, hash, risk, memory, bookLines: new Map() };
}
