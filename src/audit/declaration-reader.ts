import { type ExportRested, readExport } from './export-facts-reader.ts';

/** Values by name. */
export type Texts = Readonly<Record<string, string | undefined>>;

/** A body as its JSON has it. */
export type Body = { readonly head: Texts; readonly lines: readonly Texts[] };

/** Reads the body of a customs declaration; null when it is none. */
export function readBody(body: Uint8Array): Body | null {
  try {
    // A byte order mark before it is passed over.
    const text = new TextDecoder().decode(body);
    const { goods, ...head } = JSON.parse(text) as Texts & { goods: Texts[] };
    return { head: trimmed(head), lines: goods.map(trimmed) };
  } catch {
    return null;
  }
}

/** Values stand without the blanks around them, and an empty one for none. */
function trimmed(texts: Texts): Texts {
  const filled = Object.entries(texts).map(([name, value]) => [name, value?.trim() || undefined]);
  return Object.fromEntries(filled);
}

/** What a step of a declaration rested on, as it was kept beside it. */
export type KeptStep = {
  /** Version of the law. */
  readonly law: string;
  readonly rested: ExportRested;
};

/** Reads it; null when it cannot be read. */
export function readStep(text: string | null): KeptStep | null {
  try {
    const [law, , entry] = JSON.parse(text ?? '') as [string, string | null, string];
    const kept = readExport(entry);
    return kept === 'unreadable' || kept.rested === null ? null : { law, rested: kept.rested };
  } catch {
    return null;
  }
}
