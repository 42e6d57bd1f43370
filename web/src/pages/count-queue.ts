/** What is counted while there is no network: it waits in the browser and is sent in order. */

/** One thing that was counted; nothing of a person. */
export type Counted = {
  /** By which the platform knows what it has already. */
  readonly scanId: string;
  readonly location: string;
  readonly lot: string;
  /** Empty where the book says which line of it the lot is of. */
  readonly recordNo: string;
  readonly quantity: string;
  /** It replaces what was counted of the lot there; else it is added. */
  readonly sets: boolean;
};

/** Why something was not taken, in both languages. */
export type Refusal = readonly [zh: string, en: string];

/** Something that waits; refused: somebody has to look at it before it is sent again. */
export type Waiting = Counted & { readonly key: string; readonly refused: Refusal | null };

/** Where it is kept: the storage of the browser, or memory where it keeps nothing. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** What came of a sending: all is told, the platform is away, or the session is over. */
export type Sent = 'told' | 'away' | 'over';

/** What the platform made of one: null when it has it. */
export type Outcome = { readonly refused: Refusal } | Exclude<Sent, 'told'> | null;

/**
 * The queue of one stock-take. Each thing has a key of its own, so that two tabs of the browser add
 * and take away without undoing what the other did.
 */
export class CountQueue {
  readonly #shelf: Shelf;
  readonly #prefix: string;

  constructor(shelf: Shelf, name: string) {
    this.#shelf = shelf;
    this.#prefix = `onestep.count.${name}.`;
  }

  /** All that waits, in the order in which it was counted. */
  all(): Waiting[] {
    const keys = Array.from({ length: this.#shelf.length }, (_, i) => this.#shelf.key(i) ?? '');
    return keys
      .filter((key) => key.startsWith(this.#prefix))
      .sort()
      .flatMap((key) => {
        const one = read(this.#shelf.getItem(key));
        return one === null ? [] : [{ ...one, key }];
      });
  }

  /** Keeps one more behind all others. @throws when the browser has no room */
  add(one: Counted): void {
    const last = this.all().at(-1)?.key.slice(this.#prefix.length) ?? '0';
    const place = String(Number.parseInt(last, 10) + 1).padStart(8, '0');
    this.#write(`${this.#prefix}${place}.${one.scanId}`, { ...one, refused: null });
  }

  remove({ key }: Waiting): void {
    this.#shelf.removeItem(key);
  }

  /** Lets one wait for somebody to look at it, or, with null, be sent again. */
  refuse({ key, ...one }: Waiting, refused: Refusal | null): void {
    this.#write(key, { ...one, refused });
  }

  /**
   * Sends what waits one after the other, and stops where the platform cannot be reached. What it
   * has is gone from here; what it refuses stays, and does not keep the rest.
   */
  async send(one: (waiting: Waiting) => Promise<Outcome>): Promise<Sent> {
    for (const waiting of this.all()) {
      if (waiting.refused !== null) continue;
      const outcome = await one(waiting);
      if (outcome === 'away' || outcome === 'over') return outcome;
      if (outcome === null) this.remove(waiting);
      else this.refuse(waiting, outcome.refused);
    }
    return 'told';
  }

  #write(key: string, one: Omit<Waiting, 'key'>): void {
    this.#shelf.setItem(key, JSON.stringify(one));
  }
}

type Stored = Omit<Waiting, 'key'>;

/** Null for what is none of ours. */
function read(text: string | null): Stored | null {
  try {
    const one: Partial<Stored> | null = JSON.parse(text ?? 'null');
    return typeof one?.scanId === 'string' && typeof one.quantity === 'string'
      ? (one as Stored)
      : null;
  } catch {
    return null;
  }
}

/** A shelf that is gone with the page. */
export function memoryShelf(): Shelf {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    key: (place) => [...kept.keys()][place] ?? null,
    get length() {
      return kept.size;
    },
  };
}

const ONE = 100_000n;

/** A decimal of at most five places in 0.00001; null for another text. */
export function exact(text: string): bigint | null {
  const [, whole, part = ''] = /^(\d{1,14})(?:\.(\d{1,5}))?$/.exec(text.trim()) ?? [];
  return whole === undefined ? null : BigInt(whole + part.padEnd(5, '0'));
}

/** The decimal of so many 0.00001. */
export function decimal(value: bigint): string {
  const sign = value < 0n ? '-' : '';
  const size = value < 0n ? -value : value;
  const part = (size % ONE).toString().padStart(5, '0').replace(/0+$/, '');
  return `${sign}${size / ONE}${part === '' ? '' : `.${part}`}`;
}

/** What is counted of a place once all that waits is told; null where nothing is. */
export function countedWith(told: string | null, waiting: readonly Waiting[]): string | null {
  let sum = told === null ? null : exact(told);
  for (const { quantity, sets, refused } of waiting) {
    if (refused === null) sum = (sets ? 0n : (sum ?? 0n)) + (exact(quantity) ?? 0n);
  }
  return sum === null ? null : decimal(sum);
}
