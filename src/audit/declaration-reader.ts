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
