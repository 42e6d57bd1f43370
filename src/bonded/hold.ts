import { type Instant, isoShanghai } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { stockFinding } from './codes.ts';

/**
 * hold: the vehicle stays at the gate until customs lets it go. turn-back: it drives away, and may
 * come again as it is.
 */
export const STOP_ACTS = ['hold', 'turn-back'] as const;
export type StopAct = (typeof STOP_ACTS)[number];

/** Why the people at a gate do not let a vehicle pass, whatever its papers say (GATE-5). */
export type Stop = { readonly act: StopAct; readonly reason: string };

/** A vehicle that is, or was, held at a gate. Times are ISO 8601. */
export type Hold = {
  /** The crossing as which it was reported. */
  readonly crossingId: string;
  readonly gate: string;
  readonly at: string;
  /** Code of the gate's firm or number of the officer; null where nobody said. */
  readonly by: string | null;
  readonly reason: string;
  /** When customs let it go; null while it is held. */
  readonly releasedAt: string | null;
  readonly releasedBy: string | null;
  /** Why it was let go. */
  readonly released: string | null;
};

type Held = { readonly holds?: readonly Hold[] };

/** The hold that keeps a vehicle; null when none does. */
export function holdOf({ holds = [] }: Held): Hold | null {
  return holds.find(({ releasedAt }) => releasedAt === null) ?? null;
}

/** Why a slip that is held neither passes nor is changed; none when it is not. */
export function holdFindings(slip: { readonly paperNo: string; readonly body: Held }): Finding[] {
  const hold = holdOf(slip.body);
  if (hold === null) return [];
  const { at, reason } = hold;
  return [stockFinding('GATE-HELD', 'slipNo', { paper: slip.paperNo, at, reason })];
}

/** The same body, whose vehicle is held from now on. */
export function held<B extends Held>(
  body: B,
  { at, ...hold }: Pick<Hold, 'crossingId' | 'gate' | 'by' | 'reason'> & { readonly at: Instant },
): B {
  const open = { releasedAt: null, releasedBy: null, released: null };
  return { ...body, holds: [...(body.holds ?? []), { ...hold, at: isoShanghai(at), ...open }] };
}

/** The same body, whose vehicle is held no more. */
export function letGo<B extends Held>(body: B, at: Instant, by: string, why: string): B {
  const told = { releasedAt: isoShanghai(at), releasedBy: by, released: why };
  const holds = (body.holds ?? []).map((hold) =>
    hold.releasedAt === null ? { ...hold, ...told } : hold,
  );
  return { ...body, holds };
}
