import { present } from '../../base/assert.ts';
import { type SeededRandom, seededRandom } from '../../base/random.ts';
import { signMessage } from '../../client/sign.ts';
import { type Credentials, credentialsOf, signerOf } from '../world/credentials.ts';
import type { DocumentType, WorldDocument, WorldType } from '../world/document.ts';
import type { WorldMessage } from '../world/messages.ts';
import { LIST, type Parcel, type Sent } from '../world/parcel.ts';
import type { Party } from '../world/parties.ts';
import { messageBytes } from '../world/render.ts';
import { writeMessage } from '../world/write-message.ts';
import { uuid } from '../world/write-sale.ts';
import type { Answer, Errand, ErrandSaid, Numbered } from './errand.ts';
import { KIND } from './kinds.ts';
import type { Story } from './story.ts';

/** What a letter is that is no message: a report of goods, a paper of the bonded centre. */
export const ERRAND = 'errand';

/** One message or errand to be posted, with the answer that is foreseen. */
export type Letter = {
  readonly number: number;
  readonly sender: Party;
  readonly token: string;
  readonly type: WorldType | typeof ERRAND;
  /** Null while the number is not known that it names. */
  readonly content: Content | null;
  /** The document whose number it names; null when it names none. */
  readonly names: Named | null;
  /** Guids of the records in it. */
  readonly guids: readonly string[];
  readonly answer: Answer;
  /** Letters that must have been answered before. */
  readonly after: readonly number[];
  /** Whether everything must have come to rest before as well. */
  readonly rested: boolean;
  /** Whether it must have come to rest since those were answered. */
  readonly settled: boolean;
  /** The same records signed by another card, for a card that is revoked meanwhile. */
  readonly resigned: (() => Uint8Array) | null;
  /** Whether its records stand in another letter as well. */
  readonly wrapper: boolean;
  /** What has to pass before it is posted; null for nothing. */
  readonly late: Span | null;
};

/** A time that passes in a run. */
export type Span = 'month' | 'year';

/** The bytes of a message, or an errand. */
export type Content = Uint8Array | ErrandSaid;

/** What a letter names that has no number yet. */
export type Named = Numbered & {
  /** The letter with its number in it. */
  readonly written: (number: string) => Content;
};

/** Everything that is known beforehand of how letters are made. */
export type Desk = {
  readonly credentials: ReadonlyMap<string, Credentials>;
  /** Cards that take the place of revoked ones, by enterprise code. */
  readonly second: ReadonlyMap<string, Credentials>;
};

/**
 * The letters of a story: those of its world, some records once more in another wrapper, and its
 * errands.
 */
export function lettersOf(story: Story, errands: readonly Errand[], desk: Desk): Letter[] {
  const { plan } = story;
  const random = seededRandom(story.seed ^ 0x1e_0000_0000n);
  const numbers = new Map<number, number>();
  // The letter that ends what a message begins: the report of the goods of a refund.
  const lasts = new Map<number, number>();
  const letters: Letter[] = [];
  plan.messages.forEach((message, place) => {
    if (message.copyOf !== null) return;
    numbers.set(place, letters.length);
    const before = message.after === null ? null : present(lasts.get(message.after.message), 'it');
    const after = before === null ? [] : [before];
    const rested = message.after !== null && mustRest(story, message);
    letters.push(letterOf(story, desk, message, letters.length, after, rested));
    letters.push(...reportsOn(story, desk, message, letters.length));
    lasts.set(place, letters.length - 1);
  });
  for (const letter of letters.slice()) {
    const message = originalOf(plan.messages, numbers, letter.number);
    if (message === undefined) continue;
    if (!random.chance(1, 8) || !message.records.every((at) => wrapsAgain(story, at))) continue;
    letters.push(rewrapped(story, desk, random, message, letters.length));
  }
  const first = letters.length;
  return [...letters, ...errands.map((errand, i) => errandLetter(desk, errand, first, first + i))];
}

function originalOf(
  messages: readonly WorldMessage[],
  numbers: ReadonlyMap<number, number>,
  letter: number,
): WorldMessage | undefined {
  return messages.find((_, place) => numbers.get(place) === letter);
}

/** Whether documents of a type ask something about a list. */
export function isRequest(type: Letter['type']): boolean {
  return type === 'CEB623' || type === 'CEB625';
}

/** Kinds in which something is meant to meet the decision of its list. */
const MEETINGS: readonly string[] = [
  ...[KIND.changeRace, KIND.deleteRace],
  ...[KIND.withdrawalRace, KIND.refundRace, KIND.reportRace],
];

// What comes after a list that is to be decided waits until it is; every other order of things
// is settled by the answers alone.
function mustRest({ plan }: Story, { after, records }: WorldMessage): boolean {
  const meets = ({ parcel }: { parcel: number }): boolean =>
    MEETINGS.includes(plan.parcels[parcel]?.kind ?? '');
  if (records.every(meets)) return false;
  const before = plan.messages[present(after, 'what it comes after').message]!;
  if (isRequest(before.type)) return true;
  if (before.type !== 'CEB621') return false;
  return before.records.some((place) => {
    const { status } = recordAt(plan.parcels, place);
    return status === '100' || status === '120';
  });
}

function recordAt(parcels: readonly Parcel[], place: { parcel: number; at: number }): Sent {
  return present(parcels[place.parcel]?.sent[place.at], 'a record');
}

// A document that somebody changes may be filed again once it is gone, and so may a list that is
// returned: those are left to the cases made for it.
function wrapsAgain({ plan }: Story, place: { parcel: number; at: number }): boolean {
  const parcel = present(plan.parcels[place.parcel], 'a parcel');
  const { status, damage, after } = recordAt(plan.parcels, place);
  if (status !== '120' || damage !== null || after !== null) return false;
  if (parcel.sent.length > LIST + 1) return false;
  const { status: end } = parcel.outcome;
  const list = recordAt(plan.parcels, place).document.type === 'CEB621';
  return !list || (parcel.set === null && !parcel.kind.startsWith('sim-') && end === '800');
}

function letterOf(
  { plan, revokes }: Story,
  desk: Desk,
  message: WorldMessage,
  number: number,
  after: readonly number[],
  rested: boolean,
): Letter {
  const { sender, type, damage, refused } = message;
  const { token } = credentialsOf(desk.credentials, sender);
  const other = desk.second.get(sender.code);
  const again = damage === null && sender === revokes && other !== undefined;
  const second = new Map(desk.credentials);
  if (other !== undefined) second.set(sender.code, other);
  const place = present(message.records[0], 'a record');
  const named = message.names !== null;
  const isLate = plan.parcels[place.parcel]?.kind === KIND.refundLate && type === 'CEB625';
  const { ebpCode = '', orderNo = '' } = recordAt(plan.parcels, place).document.head;
  return {
    ...{ number, sender, token, type, after, rested, settled: false, wrapper: false },
    content: named ? null : messageBytes(plan, message, desk.credentials),
    names: named
      ? {
          ...{ what: 'list', key: [ebpCode, orderNo] },
          written: (listNo) => messageBytes(plan, message, desk.credentials, listNo),
        }
      : null,
    late: isLate ? 'month' : null,
    guids: message.records.map((place) => guidOf(recordAt(plan.parcels, place).document)),
    answer: refused ? 'refused' : 'accepted',
    resigned: again ? () => messageBytes(plan, message, second) : null,
  };
}

/** The reports on the goods of a refund, if there are any; of two that race either may be first. */
function reportsOn(
  { plan }: Story,
  desk: Desk,
  { records: [place] }: WorldMessage,
  number: number,
): Letter[] {
  const { document, goods } = recordAt(plan.parcels, present(place, 'a record'));
  if (goods === null) return [];
  const both = plan.parcels[place!.parcel]?.kind === KIND.reportRace;
  const said = both ? [goods.refused, '已拆封'] : [goods.refused];
  const { agentCode = '', copNo } = document.head;
  return said.map((refused, i): Letter => {
    const errand: Errand = {
      ...{ sender: goods.site, answer: 'accepted', after: [] },
      names: { what: 'refund', key: [agentCode, `CEB625 ${copNo}`] },
      says: (preNo) => ({ kind: 'goods', said: { preNo, refused } }),
    };
    return { ...errandLetter(desk, errand, number, number + i), after: [number - 1] };
  });
}

/** @param first number of the letter of the first errand */
function errandLetter(desk: Desk, errand: Errand, first: number, number: number): Letter {
  const { sender, names, says, answer } = errand;
  return {
    ...{ number, sender, type: ERRAND, guids: [], answer },
    token: credentialsOf(desk.credentials, sender).token,
    content: names === null ? says('') : null,
    names: names === null ? null : { ...names, written: says },
    after: errand.after.map((place) => first + place),
    ...{ rested: false, settled: false, resigned: null, wrapper: false, late: null },
  };
}

function rewrapped(
  { plan }: Story,
  desk: Desk,
  random: SeededRandom,
  { type, sender, records }: WorldMessage,
  number: number,
): Letter {
  const chosen = random.shuffle(records).slice(0, 1 + random.below(records.length));
  const documents = chosen.map((place) => recordAt(plan.parcels, place).document);
  return { ...writtenLetter(desk, random, type, sender, documents, number), wrapper: true };
}

/** A letter written for the occasion. */
export function writtenLetter(
  desk: Desk,
  random: SeededRandom,
  type: DocumentType,
  sender: Party,
  documents: readonly WorldDocument[],
  number: number,
): Letter {
  const text = writeMessage(type, uuid(random), sender, documents);
  const card = credentialsOf(desk.credentials, sender);
  const other = desk.second.get(sender.code);
  return {
    ...{ number, sender, type, after: [], rested: false, wrapper: false, answer: 'accepted' },
    ...{ names: null, late: null, settled: false },
    token: card.token,
    content: signMessage(text, signerOf(card)),
    guids: documents.map(guidOf),
    resigned: other === undefined ? null : () => signMessage(text, signerOf(other)),
  };
}

/** The name of a record in receipts. */
export function guidOf({ head }: Pick<WorldDocument, 'head'>): string {
  return (head.guid ?? '').toUpperCase();
}

/** The bytes with their tail missing: torn on the way. */
export function torn(random: SeededRandom, bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, 1 + random.below(bytes.length - 2));
}

/** The bytes with one digit of their content another one; null when there is none. */
export function falsified(random: SeededRandom, bytes: Uint8Array): Uint8Array | null {
  const text = Buffer.from(bytes).toString('utf8');
  const body = text.slice(0, text.indexOf('<ds:Signature'));
  const digits = [...body.matchAll(/(?<=>[^<>]*)\d(?=[^<>]*<\/)/g)].map(({ index }) => index);
  if (digits.length === 0) return null;
  const at = random.pick(digits);
  const digit = String((Number(text[at]) + 1 + random.below(9)) % 10);
  return Buffer.from(text.slice(0, at) + digit + text.slice(at + 1));
}
