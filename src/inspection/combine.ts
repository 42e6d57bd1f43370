/**
 * One opening serves customs and quarantine (LINE-1), and one outcome follows from what each says
 * (LINE-2): both release, or it is not released.
 */

/** What customs or quarantine says of what was found. */
export const SUB_OUTCOMES = [
  'release',
  'amend',
  'return',
  'destroy',
  'detain',
  'transfer',
  'again',
] as const;
export type SubOutcome = (typeof SUB_OUTCOMES)[number];

/** What becomes of the parcel; `hold` until both have spoken. */
export type Combined = SubOutcome | 'hold';

/**
 * Who wins where the two differ. What may be a crime goes first, so that nobody destroys or sends
 * away what is evidence; a declarant may amend only what nothing else is wrong with.
 */
const PRECEDENCE: readonly SubOutcome[] = [
  'transfer',
  'detain',
  'destroy',
  'return',
  'amend',
  'release',
];

/** The outcome of both. Whoever wants to see it again has both open it once more. */
export function combine(customs: SubOutcome | null, quarantine: SubOutcome | null): Combined {
  if (customs === null || quarantine === null) return 'hold';
  const said = [customs, quarantine];
  if (said.includes('again')) return 'again';
  return PRECEDENCE.find((one) => said.includes(one)) ?? 'hold';
}
