import { assert, present } from '../../base/assert.ts';
import type { SeededRandom } from '../../base/random.ts';
import type { DocumentType } from './document.ts';
import type { Parcel, Sent } from './parcel.ts';
import type { Party } from './parties.ts';
import { uuid } from './write-sale.ts';

/** One record in its message: which parcel it belongs to and which of its records it is. */
export type Placed = { readonly parcel: number; readonly at: number };

/** A record of another message that must have its final receipt before a message is sent. */
export type After = { readonly message: number; readonly record: number };

/** One message of a world. Its place in the list is the order of sending. */
export type WorldMessage = {
  readonly guid: string;
  readonly type: DocumentType;
  readonly sender: Party;
  readonly records: readonly Placed[];
  readonly damage: Sent['damage'];
  /** Whether the message as a whole is refused. */
  readonly refused: boolean;
  readonly after: After | null;
  /** Place of the message whose bytes these are once more. */
  readonly copyOf: number | null;
  /** The list whose customs number is to be written into it before it is signed. */
  readonly names: After | null;
  /** Own number of the entry list whose goods must be there before. */
  readonly arrived: string | null;
  /** Who gets the receipts as well (BaseSubscribe). */
  readonly subscriber?: Party;
};

type Draft = Omit<WorldMessage, 'after' | 'copyOf' | 'names'> & {
  readonly afterRecord: Placed | null;
  readonly namesRecord: Placed | null;
  readonly copyOf: Draft | null;
};

/**
 * Packs the records of all parcels into messages by type and sender and puts the messages into
 * an order of sending that keeps nothing of the order of trade, except where a record must come
 * after another.
 */
export function planMessages(
  random: SeededRandom,
  parcels: readonly Parcel[],
  recordsPerMessage: number | null,
): WorldMessage[] {
  const placed = parcels.flatMap((parcel, index) =>
    parcel.sent.map((_, at) => ({ parcel: index, at })),
  );
  const drafts: Draft[] = [];
  for (const group of groups(parcels, random.shuffle(placed))) {
    for (const chunk of chunks(random, group, recordsPerMessage)) {
      drafts.push(draft(random, parcels, chunk));
    }
  }
  const copies = drafts.filter((one) => sentOf(parcels, one.records[0]!).twice);
  const all = random.shuffle([...drafts, ...copies.map((one) => ({ ...one, copyOf: one }))]);
  return numbered(inOrder(all), drafts);
}

/** The messages with the platform as a reader of every second one of lists. */
export function subscribed(
  messages: readonly WorldMessage[],
  parcels: readonly Parcel[],
): WorldMessage[] {
  return messages.map((message, i) => {
    const { type, damage, records } = message;
    if (type !== 'CEB621' || damage !== null || i % 2 === 0) return message;
    const first = present(records[0], 'a record');
    return { ...message, subscriber: present(parcels[first.parcel], 'a parcel').sale.platform };
  });
}

function sentOf(parcels: readonly Parcel[], { parcel, at }: Placed): Sent {
  return present(parcels[parcel]?.sent[at], 'a record');
}

function groups(parcels: readonly Parcel[], placed: readonly Placed[]): Placed[][] {
  const byKey = new Map<string, Placed[]>();
  placed.forEach((place, i) => {
    const { document, sender, damage, after, twice, status, arrived } = sentOf(parcels, place);
    // What must come after something else, or comes twice, travels alone.
    // An arrival detail is one record a message by its schema.
    const single = after !== null || twice || arrived !== null || document.type === 'CEB711';
    const alone = single ? String(i) : '';
    const key = [document.type, sender.code, damage, status === null, alone].join(' ');
    const group = byKey.get(key);
    if (group === undefined) byKey.set(key, [place]);
    else group.push(place);
  });
  return [...byKey.values()];
}

function* chunks(
  random: SeededRandom,
  group: readonly Placed[],
  recordsPerMessage: number | null,
): Generator<Placed[]> {
  for (let from = 0; from < group.length; ) {
    const size = recordsPerMessage ?? 1 + random.below(20);
    yield group.slice(from, from + size);
    from += size;
  }
}

function draft(random: SeededRandom, parcels: readonly Parcel[], records: Placed[]): Draft {
  const first = present(records[0], 'a record');
  const { document, sender, damage, status, after, names, arrived } = sentOf(parcels, first);
  return {
    guid: uuid(random),
    type: document.type,
    sender,
    records,
    damage,
    refused: status === null,
    afterRecord: after === null ? null : { parcel: first.parcel, at: after },
    namesRecord: names === null ? null : { parcel: first.parcel, at: names },
    arrived,
    copyOf: null,
  };
}

const nameOf = ({ parcel, at }: Placed): string => `${parcel} ${at}`;

// Walks the shuffled messages again and again, each time taking those whose condition is met.
function inOrder(drafts: readonly Draft[]): Draft[] {
  const done = new Set<string>();
  const order: Draft[] = [];
  let left = [...drafts];
  while (left.length > 0) {
    const held: Draft[] = [];
    for (const one of left) {
      const needs = one.copyOf === null ? one.afterRecord : one.records[0]!;
      if (needs !== null && !done.has(nameOf(needs))) {
        held.push(one);
        continue;
      }
      order.push(one);
      if (one.copyOf === null) for (const record of one.records) done.add(nameOf(record));
    }
    assert(held.length < left.length, 'messages wait for each other');
    left = held;
  }
  return order;
}

function numbered(order: readonly Draft[], originals: readonly Draft[]): WorldMessage[] {
  const places = new Map<string, After>();
  const numbers = new Map<Draft, number>();
  order.forEach((one, message) => {
    if (one.copyOf !== null) return;
    numbers.set(one, message);
    one.records.forEach((record, i) => {
      places.set(nameOf(record), { message, record: i });
    });
  });
  assert(numbers.size === originals.length, 'every message has its place');
  const placeOf = (record: Placed | null): After | null =>
    record === null ? null : present(places.get(nameOf(record)), 'a record in its message');
  return order.map(({ afterRecord, namesRecord, copyOf, ...one }) => {
    const original = copyOf === null ? null : present(numbers.get(copyOf), 'the original');
    const needs = placeOf(afterRecord);
    return {
      ...one,
      copyOf: original,
      names: placeOf(namesRecord),
      after: original === null ? needs : { message: original, record: 0 },
    };
  });
}
