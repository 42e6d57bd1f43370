/** What is wrong with a value, and where. */
export type Misfit = { readonly path: string; readonly expected: string };

/** A shape that outside data must have: says every misfit, up to what the caller shows. */
export type Shape<T> = {
  readonly check: (value: unknown, path: string, sink: Misfit[]) => void;
  /** Never there; carries the type. */
  readonly type?: T;
};

// A list of a hundred thousand misfits helps nobody.
const MOST = 20;

function leaf<T>(expected: string, holds: (value: unknown) => boolean): Shape<T> {
  return {
    check(value, path, sink) {
      if (!holds(value) && sink.length < MOST) sink.push({ path, expected });
    },
  };
}

/** A text for which something holds. */
export function text(expected: string, holds: (value: string) => boolean): Shape<string> {
  return leaf(expected, (value) => typeof value === 'string' && holds(value));
}

/** A whole number within bounds. */
export function whole(least: number, most: number): Shape<number> {
  return leaf(`a whole number from ${least} to ${most}`, (value) => {
    return Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
  });
}

/** One of some words. */
export function oneOf<T extends string>(...words: readonly T[]): Shape<T> {
  return leaf(words.join(' or '), (value) => words.some((word) => word === value));
}

/** One of two numbers. */
export function either<A extends number, B extends number>(one: A, other: B): Shape<A | B> {
  return leaf(`${one} or ${other}`, (value) => value === one || value === other);
}

/** The shape, or null. */
export function orNull<T>(shape: Shape<T>): Shape<T | null> {
  return {
    check(value, path, sink) {
      if (value !== null) shape.check(value, path, sink);
    },
  };
}

/** A list of `least` to `most` items. */
export function listOf<T>(shape: Shape<T>, least: number, most: number): Shape<readonly T[]> {
  const expected = `a list of ${least} to ${most}`;
  return {
    check(value, path, sink) {
      if (!Array.isArray(value) || value.length < least || value.length > most) {
        if (sink.length < MOST) sink.push({ path, expected });
        return;
      }
      for (let i = 0; i < value.length && sink.length < MOST; i += 1) {
        shape.check(value[i], `${path}[${i}]`, sink);
      }
    },
  };
}

/** An object with exactly these members. */
export function members<T extends object>(
  shapes: {
    readonly [K in keyof T]: Shape<T[K]>;
  },
): Shape<T> {
  const known = Object.entries<Shape<unknown>>(shapes);
  const names = known.map(([name]) => name);
  return {
    check(value, path, sink) {
      const at = (name: string) => (path === '' ? name : `${path}/${name}`);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        if (sink.length < MOST) sink.push({ path, expected: `an object of ${names.join(', ')}` });
        return;
      }
      const extra = Object.keys(value).find((name) => !names.includes(name));
      if (extra !== undefined && sink.length < MOST) {
        sink.push({ path: at(extra.slice(0, 40)), expected: 'no such member' });
      }
      for (const [name, shape] of known) {
        shape.check((value as Readonly<Record<string, unknown>>)[name], at(name), sink);
      }
    },
  };
}
