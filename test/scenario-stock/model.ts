/** What one line of a book comes to, in whole declared units. */
export type Sums = {
  readonly in: number;
  readonly out: number;
  readonly remain: number;
  readonly reserved: number;
  readonly undeclared: number;
};

export type Step = { readonly what: number; readonly which: number; readonly quantity: number };

/** A statement of the case language, with what it should come to. */
export type Foreseen = {
  readonly word: string;
  readonly rest: readonly string[];
  readonly refused: readonly string[];
  readonly sums: Sums;
};

type Entry = { name: string; quantity: number; bound: number; crossed: number; released: boolean };
type Slip = {
  name: string;
  state: 'approved' | 'crossed' | 'cancelled';
  crossedOnce: boolean;
  /** Of a slip in: its entry list and how much of it. Of one out: its parcels. */
  entry: Entry | null;
  quantity: number;
  parcels: Parcel[];
};
type Parcel = { name: string; quantity: number; exit: string | null; slip: Slip | null };
type Exit = { name: string; parcels: Parcel[] };

/** Turns random steps into statements and works out what they come to, by sums of its own. */
export class Model {
  readonly #entries: Entry[] = [];
  readonly #slips: Slip[] = [];
  readonly #parcels: Parcel[] = [];
  readonly #exits: Exit[] = [];
  readonly #sums = { in: 0, out: 0, reserved: 0, undeclared: 0 };
  #names = 0;

  #fresh(mark: string): string {
    this.#names += 1;
    return `${mark}${this.#names}`;
  }

  #said(word: string, rest: string[], ...refused: string[]): Foreseen {
    const { in: came, out } = this.#sums;
    return { word, rest, refused, sums: { ...this.#sums, remain: came - out } };
  }

  #enter({ quantity }: Step): Foreseen {
    const name = this.#fresh('E');
    this.#entries.push({ name, quantity, bound: 0, crossed: 0, released: false });
    return this.#said('entry', [name, '101', String(quantity)]);
  }

  #release({ which }: Step): Foreseen | null {
    const entry = this.#entries[which % this.#entries.length];
    if (entry === undefined) return null;
    if (!entry.released) {
      entry.released = true;
      this.#sums.in += entry.crossed;
      this.#sums.undeclared -= entry.crossed;
    }
    return this.#said('release', [entry.name]);
  }

  #slipIn({ which, quantity }: Step): Foreseen | null {
    const entry = this.#entries[which % this.#entries.length];
    if (entry === undefined) return null;
    const left = entry.quantity - entry.bound - entry.crossed;
    const name = this.#fresh('S');
    const rest = [name, 'in', entry.name, 'share', String(quantity)];
    // Closed when all is through and released; with nothing left it takes no slip either.
    if (left === 0) return this.#said('slip', rest, 'GATE-PAPER');
    if (quantity > left) return this.#said('slip', rest, 'GATE-SHARE');
    entry.bound += quantity;
    this.#slips.push({ name, state: 'approved', crossedOnce: false, entry, quantity, parcels: [] });
    return this.#said('slip', rest);
  }

  #sell({ quantity }: Step): Foreseen {
    const name = this.#fresh('P');
    const rest = [name, '101', String(quantity)];
    if (quantity > this.#sums.in - this.#sums.out - this.#sums.reserved)
      return this.#said('sell', rest, 'STK-SHORT');
    this.#sums.reserved += quantity;
    this.#parcels.push({ name, quantity, exit: null, slip: null });
    return this.#said('sell', rest);
  }

  #exit({ which }: Step): Foreseen | null {
    const parcel = this.#parcels[which % this.#parcels.length];
    if (parcel === undefined) return null;
    const name = this.#fresh('O');
    if (parcel.exit !== null) return this.#said('exit', [name, parcel.name], 'BND-LIST');
    parcel.exit = name;
    this.#exits.push({ name, parcels: [parcel] });
    return this.#said('exit', [name, parcel.name]);
  }

  #slipOut({ which }: Step): Foreseen | null {
    const one = this.#exits[which % this.#exits.length];
    if (one === undefined) return null;
    const name = this.#fresh('S');
    const waiting = one.parcels.filter(({ slip }) => slip === null);
    if (waiting.length === 0) return this.#said('slip', [name, 'out', one.name], 'GATE-PAPER');
    const made: Slip = {
      ...{ name, state: 'approved', crossedOnce: false, entry: null },
      ...{ quantity: 0, parcels: waiting },
    };
    for (const parcel of waiting) parcel.slip = made;
    this.#slips.push(made);
    return this.#said('slip', [name, 'out', one.name]);
  }

  #pass(slip: Slip): void {
    slip.state = 'crossed';
    slip.crossedOnce = true;
    if (slip.entry !== null) {
      slip.entry.bound -= slip.quantity;
      slip.entry.crossed += slip.quantity;
      if (slip.entry.released) this.#sums.in += slip.quantity;
      else this.#sums.undeclared += slip.quantity;
    }
    for (const { quantity } of slip.parcels) {
      this.#sums.out += quantity;
      this.#sums.reserved -= quantity;
    }
  }

  #cross({ which, quantity }: Step): Foreseen | null {
    const slip = this.#slips[which % this.#slips.length];
    if (slip === undefined) return null;
    if (slip.crossedOnce && quantity > 4) return this.#said('cross', [slip.name, 'again']);
    if (slip.state === 'crossed') return this.#repeatable(slip, 'GATE-CROSSED');
    if (slip.state === 'cancelled') return this.#said('cross', [slip.name], 'BND-STATE');
    this.#pass(slip);
    return this.#said('cross', [slip.name]);
  }

  // What is refused under a number of its own would be what `again` repeats.
  #repeatable(slip: Slip, code: string): Foreseen {
    slip.crossedOnce = false;
    return this.#said('cross', [slip.name], code);
  }

  #cancel({ which }: Step): Foreseen | null {
    const slip = this.#slips[which % this.#slips.length];
    if (slip === undefined) return null;
    if (slip.state === 'crossed') return this.#said('cancel', [slip.name], 'BND-STATE');
    if (slip.state === 'approved' && slip.entry !== null) slip.entry.bound -= slip.quantity;
    for (const parcel of slip.parcels) if (parcel.slip === slip) parcel.slip = null;
    slip.state = 'cancelled';
    return this.#said('cancel', [slip.name]);
  }

  /** The statement that a step stands for where things are, and what it comes to. */
  next(step: Step): Foreseen {
    const moves = [
      ...[this.#enter, this.#release, this.#slipIn, this.#cross, this.#sell, this.#sell],
      ...[this.#exit, this.#slipOut, this.#cross, this.#cancel],
    ];
    for (let i = 0; ; i += 1) {
      const done = moves[(step.what + i) % moves.length]!.call(this, step);
      if (done !== null) return done;
    }
  }
}
