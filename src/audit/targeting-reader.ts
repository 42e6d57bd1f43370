/** What risk rules said of a list, and what they knew beyond its documents. */
export type KeptTargeting = {
  /** Rules that chose it: `R12.3`. */
  readonly rules: readonly string[];
  /** What was noted of its persons and firms; null where no rule chose it. */
  readonly noted: readonly number[] | null;
  /** Credit classes of its parties by code, and what the authority said of the buyer. */
  readonly classes: ReadonlyMap<string, string>;
  readonly identity: string;
};

const [ENTERPRISES, IDENTITY, SELECTION] = [3, 5, 11];
const [RULES, NOTED] = [5, 8];

/** Reads it from the parts of a kept decision; null for a list that nobody looked at. */
export function targetingOf(parts: readonly unknown[]): KeptTargeting | null {
  const selection = (parts[SELECTION] ?? null) as readonly unknown[] | null;
  if (selection === null) return null;
  const enterprises = parts[ENTERPRISES] as readonly (readonly unknown[])[];
  return {
    rules: selection[RULES] as readonly string[],
    noted: (selection[NOTED] ?? null) as readonly number[] | null,
    classes: new Map(enterprises.map(([code, , , name]) => [String(code), String(name)])),
    identity: String(parts[IDENTITY]),
  };
}
