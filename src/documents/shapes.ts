import { assert } from '../base/assert.ts';

/**
 * Objects of values with a fixed shape. A head has up to 47 fields, and an object that gets so many
 * keys one by one becomes a hash table inside the engine: making it so takes 30 times as long as
 * one literal does. So each selection of fields that occurs gets a function made of one literal.
 */
type Maker = (texts: readonly string[]) => Record<string, string>;

/** The fields of one group in their order, and a maker for each selection of them. */
export type Shapes = {
  readonly names: readonly string[];
  readonly makers: Map<number, Maker>;
};

/** A selection is two numbers of this many bits each: the first fields, and the rest. */
export const HALF = 26;

/** Senders leave out what they like, so what they can make us keep is bounded. */
const MOST_MAKERS = 64;

/** No selection has occurred yet. */
export function createShapes(names: readonly string[]): Shapes {
  assert(names.length <= 2 * HALF, 'a group has at most 52 fields');
  return { names, makers: new Map() };
}

/**
 * The selected fields with `texts`, which stand in the order of the fields.
 * @param low the first 26 fields as bits
 * @param high the others
 */
export function objectOf(
  shapes: Shapes,
  low: number,
  high: number,
  texts: readonly string[],
): Record<string, string> {
  const selection = high * 2 ** HALF + low;
  let make = shapes.makers.get(selection);
  if (make === undefined) {
    const names = shapes.names.filter((_, place) =>
      place < HALF ? low & (1 << place) : high & (1 << (place - HALF)),
    );
    if (shapes.makers.size >= MOST_MAKERS) return keyByKey(names, texts);
    make = makerOf(names);
    shapes.makers.set(selection, make);
  }
  return make(texts);
}

/** The names come from our own tables, never from a message: no text of others becomes code. */
function makerOf(names: readonly string[]): Maker {
  const cells = names.map((name, at) => `${JSON.stringify(name)}: texts[${at}]`);
  return new Function('texts', `return { ${cells.join(', ')} };`) as Maker;
}

function keyByKey(names: readonly string[], texts: readonly string[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [at, name] of names.entries()) values[name] = texts[at]!;
  return values;
}
