import { present } from '../../../base/assert.ts';
import { formatFen } from '../../../base/fen.ts';
import { keyOfDocument } from '../document.ts';
import type { Short } from '../parcel.ts';
import type { Need } from '../traffic/traffic.ts';
import type { ExportDeclared, ExportMessage, ExportPlaced } from './plan-exports.ts';
import { type DeclaredMove, type ExportNeed, type ExportStory, hasSlots } from './story.ts';

/** A customs declaration in `declarations/`, sent as JSON when all of `after` has happened. */
export type ExpectedDeclaration = {
  readonly file: string;
  readonly name: string;
  readonly sender: string;
  readonly kind: string;
  readonly after: readonly Need[];
  /** In the end; `refused` of what is not even taken. */
  readonly status: string;
  /** Code of the first finding; null: none, or any code. */
  readonly code: string | null;
  /** Yuan free on board and of duty, by line; empty when it is returned at once or refused. */
  readonly lines: readonly { readonly fob: string; readonly duty: string }[];
  readonly moves: readonly DeclaredMove[];
};

/** What should become of a customs declaration. */
export function expectedDeclaration({ story, declaration }: ExportDeclared): ExpectedDeclaration {
  const { name, sender, needs, status, code, worth, moves } = declaration;
  return {
    ...{ file: declarationFile(name), name, sender: sender.code, kind: story.kind },
    ...{ after: needs.map((need) => needOf(story, need)), status, code, moves },
    lines: worth.map(({ fob, duty }) => ({ fob: formatFen(fob), duty: formatFen(duty) })),
  };
}

/** Name of the file of a customs declaration. */
export const declarationFile = (name: string): string => `${name}.json`;

/** What should happen of messages of export, by the names of their files. */
export function expectedExports(messages: readonly ExportMessage[], names: readonly string[]) {
  return {
    messages: messages.map((message, i) => expectedMessage(message, present(names[i], 'a name'))),
    documents: messages.flatMap(({ records }, i) =>
      records.map((placed, record) =>
        expectedDocument(placed, present(names[i], 'a name'), record),
      ),
    ),
  };
}

/** What should become of lists that race, with the names of their sets. */
export function exportSets(stories: readonly ExportStory[]) {
  return stories.flatMap(({ kind, race }) => {
    if (race === undefined) return [];
    const { short, ...counts } = race;
    return [{ kind, ...counts, short: shortWords(short) }];
  });
}

const shortWords = ({ asked, free }: Short) => ({ asked: String(asked), free: String(free) });

function expectedMessage({ type, sender, records }: ExportMessage, file: string) {
  const needs = records.flatMap(needsOf);
  const slots = records.flatMap(({ story, sent }) => sent.names.map((at) => guidAt(story, at)));
  return {
    ...{ file, type, sender: sender.code, records: records.length, answer: 'accepted' as const },
    ...{ duplicate: false, after: null, damage: null, names: null },
    ...(needs.length === 0 ? {} : { needs }),
    ...(records.some(({ sent }) => hasSlots(sent)) ? { slots } : {}),
  };
}

function needsOf({ story, sent }: ExportPlaced) {
  return sent.needs.map((need) => needOf(story, need));
}

/** What is needed, told by guid instead of its place in the story. */
export function needOf(story: ExportStory, need: ExportNeed | Need): Need {
  return 'at' in need ? { guid: guidAt(story, need.at), status: need.status } : need;
}

function guidAt({ sent }: ExportStory, at: number): string {
  return present(sent[at]?.document.head.guid, 'the guid of a record');
}

function expectedDocument({ story, sent }: ExportPlaced, file: string, record: number) {
  const { document, sender, status, code, short } = sent;
  const set = document.type === 'CEB603' ? story.race?.set : undefined;
  return {
    ...{ file, record, type: document.type, key: keyOfDocument(document) },
    ...{ guid: document.head.guid ?? '', sender: sender.code, status, kind: story.kind },
    ...{ goods: null, code },
    ...(set === undefined ? {} : { set }),
    ...(short === undefined ? {} : { short: shortWords(short) }),
  };
}
