import { present } from '../../base/assert.ts';
import { signMessage } from '../../client/sign.ts';
import { credentialsOf, signerOf } from '../world/credentials.ts';
import { needOf } from '../world/export/expected-exports.ts';
import type { ExportMessage, ExportPlaced, ExportPlan } from '../world/export/plan-exports.ts';
import { type ExportSent, type ExportStory, hasSlots } from '../world/export/story.ts';
import { slotOf } from '../world/export/write-request.ts';
import { MOMENT_SLOT } from '../world/export/write-shipment.ts';
import { signedBytes } from '../world/render.ts';
import { DEDUCTED } from '../world/traffic/entry-list.ts';
import { CROSSED } from '../world/traffic/slip.ts';
import type { Need } from '../world/traffic/traffic.ts';
import { writeMessage } from '../world/write-message.ts';
import { type AreaErrand, areaErrands } from './area-errands.ts';
import { type DeclaredErrand, declaredErrands } from './declared-errands.ts';
import { type Desk, ERRAND, guidOf, type Letter, type Named } from './letters.ts';
import type { Story } from './story.ts';

/**
 * The letters of the exports of a story. What comes after something else is posted when everything
 * has come to rest since that was answered: only then is it sure what it finds.
 * @param first number of the first of them
 */
export function exportLetters({ plan }: Story, desk: Desk, first: number): Letter[] {
  const { exports } = plan;
  if (exports === undefined) return [];
  const { messages } = exports;
  const errands = areaErrands(exports);
  const full = declaredErrands(exports.declarations);
  const order = orderOf(exports, { errands, full }, first);
  const letters = messages.map((message, i): Letter => {
    const { type, sender, records } = message;
    const before = records.flatMap((placed) => [
      ...earlierIn(placed).map(order.letterOf),
      ...placed.sent.needs.flatMap((need) => ('at' in need ? [] : order.before(need))),
    ]);
    const isOpen = records.some(({ sent }) => hasSlots(sent));
    return {
      ...{ number: first + i, sender, type, answer: 'accepted', wrapper: false },
      token: credentialsOf(desk.credentials, sender).token,
      content: isOpen ? null : signedBytes(plainOf(message), desk.credentials),
      names: isOpen ? namedIn(message, desk) : null,
      guids: records.map(({ sent }) => guidOf(sent.document)),
      after: [...new Set(before)],
      ...{ rested: before.length > 0, settled: true },
      late: records.some(({ sent }) => sent.late === true) ? 'year' : null,
      resigned: resignedOf(message, desk),
    };
  });
  const doings = errands.map((errand, i): Letter => {
    const { sender, needs, isRefused, slots, says } = errand;
    const after = [...new Set(needs.flatMap(order.before))];
    const key = [...slots.values()].flat();
    return {
      ...{ number: first + messages.length + i, sender, type: ERRAND, guids: [], wrapper: false },
      ...{ answer: isRefused ? 'refused' : 'accepted', after, late: null, resigned: null },
      token: credentialsOf(desk.credentials, sender).token,
      content: slots.size === 0 ? says((written) => written) : null,
      names: slots.size === 0 ? null : { what: 'area', key, written: filling(errand) },
      ...{ rested: after.length > 0, settled: true },
    };
  });
  const declared = full.map((errand, i): Letter => {
    const number = first + messages.length + errands.length + i;
    return declaredLetter(errand, desk, number, order);
  });
  return [...letters, ...doings, ...declared];
}

function declaredLetter(errand: DeclaredErrand, desk: Desk, number: number, order: Order): Letter {
  const { sender, names, says, isRefused } = errand;
  const after = order.beforeDeclared(errand);
  return {
    ...{ number, sender, type: ERRAND, guids: [], wrapper: false },
    ...{ answer: isRefused ? 'refused' : 'accepted', after, late: null, resigned: null },
    token: credentialsOf(desk.credentials, sender).token,
    content: names === null ? says('') : null,
    names: names === null ? null : { ...names, written: says },
    ...{ rested: after.length > 0, settled: true },
  };
}

function filling({ slots, says }: AreaErrand): Named['written'] {
  return (told) => {
    const numbers = told.split(' ');
    const fill = (written: string): string =>
      [...slots.keys()].reduce((text, slot, i) => {
        return text.replaceAll(slot, numbers[i] ?? 'NONE');
      }, written);
    return says(fill);
  };
}

type Errands = {
  readonly errands: readonly AreaErrand[];
  readonly full: readonly DeclaredErrand[];
};

type Order = ReturnType<typeof orderOf>;

/** The letters of records and errands, and those that come before something is so. */
function orderOf({ stories, messages }: ExportPlan, { errands, full }: Errands, first: number) {
  const letters = new Map(
    messages.flatMap(({ records }, i) => records.map(({ sent }) => [sent, first + i] as const)),
  );
  const letterOf = (sent: ExportSent): number => present(letters.get(sent), 'a letter');
  const errandsOf = (is: (errand: AreaErrand) => boolean): number[] =>
    errands.flatMap((one, i) => (is(one) ? [first + messages.length + i] : []));
  const storyOf = new Map(
    stories.flatMap(({ sent }) => sent.map((one) => [one.document.head.guid ?? '', sent] as const)),
  );
  const start = first + messages.length + errands.length;
  const fullOf = (is: (errand: DeclaredErrand) => boolean): number[] =>
    full.flatMap((one, i) => (is(one) ? [start + i] : []));
  const arrivalsIn = ({ sent }: ExportStory): number[] =>
    sent.filter(({ document }) => document.type === 'CEB507').map(letterOf);
  const before = (need: Need): number[] => {
    if ('report' in need) return errandsOf(({ name }) => name === need.report);
    if ('release' in need) return errandsOf(({ name }) => name === `release ${need.release}`);
    if ('paper' in need) {
      const isOver = ENDS.includes(need.told);
      return errandsOf(({ name, ends }) => {
        return name === need.paper || (isOver && ends.includes(need.paper));
      });
    }
    if ('declared' in need) {
      const own = fullOf(({ of }) => of.declaration.name === need.declared);
      const { story } = present(full[present(own[0], 'its letter') - start], 'a declaration').of;
      return need.status.includes(AWAITING) ? own : [...own, ...arrivalsIn(story)];
    }
    const guid = 'list' in need ? need.list : need.guid;
    const sent = present(storyOf.get(guid), 'the story of a record');
    const at = sent.findIndex(({ document }) => document.head.guid === guid);
    // A list is decided when its documents are there; what else befalls it is told behind it.
    const more = 'list' in need ? [] : sent.slice(at).filter((one) => befalls(one, need.status));
    return [...sent.slice(0, at + 1), ...more].map(letterOf);
  };
  /** Its documents, and what else it needs; of a move the declaration and, later, its arrival. */
  const beforeDeclared = ({ of: { story, declaration }, move }: DeclaredErrand): number[] => {
    if (move !== null) {
      const own = fullOf((one) => one.move === null && one.of.declaration === declaration);
      return move.at === AWAITING ? own : [...own, ...arrivalsIn(story)];
    }
    const all = declaration.needs.flatMap((need) => {
      if (!('at' in need)) return before(need);
      const sent = present(story.sent[need.at], 'a record');
      return sent.document.type === 'CEB603' ? before(needOf(story, need)) : [letterOf(sent)];
    });
    return [...new Set(all)];
  };
  return { letterOf, before, beforeDeclared };
}

/** What has not arrived. */
const AWAITING = '400';
const ENDS: readonly string[] = [CROSSED, DEDUCTED];

/** Whether a record behind a list may bring it to one of these statuses. */
function befalls({ document: { type } }: ExportSent, status: readonly string[]): boolean {
  if (type === 'CEB509') return status.every((one) => one === '899');
  return type === 'CEB507';
}

/** What comes before a record that needs something: all that its story tells before. */
function earlierIn({ story, sent }: ExportPlaced): readonly ExportSent[] {
  return sent.needs.length === 0 ? [] : story.sent.slice(0, story.sent.indexOf(sent));
}

function plainOf({ guid, type, sender, records }: ExportMessage) {
  return { guid, type, sender, documents: records.map(({ sent }) => sent.document) };
}

// Payment firms alone have a second card.
function resignedOf(message: ExportMessage, desk: Desk): Letter['resigned'] {
  const other = desk.second.get(message.sender.code);
  if (other === undefined) return null;
  const cards = new Map(desk.credentials).set(message.sender.code, other);
  return () => signedBytes(plainOf(message), cards);
}

/** What it names: the moment at which it is written, and the customs numbers of its lists. */
function namedIn(message: ExportMessage, { credentials }: Desk): Named {
  const { guid, type, sender, records } = message;
  const lists = records.flatMap(listsIn);
  const written = writeMessage(type, guid, sender, plainOf(message).documents);
  return {
    what: 'exports',
    key: lists.flatMap(({ head }) => [head.ebpCode ?? '', head.orderNo ?? '']),
    written: (told) => {
      const [moment = '', ...numbers] = told.split(' ');
      const filled = lists.reduce(
        (text, list, i) => text.replaceAll(slotOf(list), numbers[i] ?? 'NONE'),
        written.replaceAll(MOMENT_SLOT, moment),
      );
      return signMessage(filled, signerOf(credentialsOf(credentials, sender)));
    },
  };
}

function listsIn({ story, sent }: ExportPlaced) {
  return sent.names.map((at) => story.sent[at]!.document);
}
