import type { Calls } from '../api/generated.ts';
import type { DEEDS } from './stock-book.tsx';

/** What is typed into the form of a paper, and what is sent of it. */
export type DeedKind = (typeof DEEDS)[number];

type Body<Name extends keyof Calls> = NonNullable<Calls[Name]['body']>;
type Change = Body<'declareChange'>;

export const WORKS = ['grading', 'splitting', 'repacking', 'labelling', 'sets'] as const;
export const WAYS = ['destruction', 'return-abroad', 'domestic-sale'] as const;
/** Statuses from which goods may be disposed of in some way; the platform says which in which. */
export const DISPOSABLE = [
  ...(['bonded', 'returned', 'expired', 'surplus', 'detained', 'domestic'] as const),
];
/** What goods may become, and by which document. */
export const STEPS = [
  { from: 'bonded', to: 'domestic', proof: 'import' },
  { from: 'domestic', to: 'bonded', proof: 'export' },
  { from: 'bonded', to: 'display', proof: 'guarantee' },
  { from: 'display', to: 'bonded', proof: 'change' },
  { from: 'returned', to: 'bonded', proof: 'inspection' },
  { from: 'returned', to: 'expired', proof: 'inspection' },
] as const satisfies readonly { from: Change['from']; to: Change['to']; proof: string }[];

export type PartDraft = {
  readonly key: number;
  readonly recordNo: string;
  readonly toRecordNo: string;
  readonly lotNo: string;
  readonly quantity: string;
};
export type OutputDraft = {
  readonly key: number;
  readonly count: string;
  readonly components: string;
  readonly setNo: string;
  readonly hs: string;
  readonly location: string;
};

export type Draft = {
  readonly ownNo: string;
  readonly work: (typeof WORKS)[number];
  readonly step: number;
  readonly way: (typeof WAYS)[number];
  readonly status: (typeof DISPOSABLE)[number];
  readonly proof: string;
  readonly reason: string;
  readonly location: string;
  readonly until: string;
  readonly fromBook: string;
  readonly toBook: string;
  readonly parts: readonly PartDraft[];
  readonly outputs: readonly OutputDraft[];
};

export function emptyPart(key: number, recordNo = '', lotNo = ''): PartDraft {
  return { key, recordNo, lotNo, toRecordNo: '', quantity: '' };
}

export function emptyOutput(key: number): OutputDraft {
  return { key, count: '', components: '', setNo: '', hs: '', location: '' };
}

/** An empty form. The own number is new, so that a paper that is sent twice is taken once. */
export function emptyDraft(bookNo: string, recordNo: string, lotNo: string): Draft {
  const stamp = new Date(Date.now() + 8 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 17);
  return {
    ...{ ownNo: `W${stamp}`, work: 'repacking', step: 0, way: 'destruction', status: 'bonded' },
    ...{ proof: '', reason: '', location: '', until: '', fromBook: bookNo, toBook: '' },
    ...{ parts: [emptyPart(0, recordNo, lotNo)], outputs: [emptyOutput(0)] },
  };
}

/** The book whose goods are named: of a transfer the giving one. */
export function ownBookOf(kind: DeedKind, draft: Draft, bookNo: string): string {
  return kind === 'transfer' ? draft.fromBook.trim() : bookNo;
}

const OF: Readonly<Record<DeedKind, readonly string[]>> = {
  processing: ['work', 'outputs'],
  change: ['from', 'to', 'proof', 'location', 'until'],
  transfer: ['fromBook', 'toBook'],
  disposal: ['way', 'status', 'proof', 'reason'],
};

/** The paths of all fields of a form, as findings name them. */
export function fieldsOf(kind: DeedKind, { parts, outputs }: Draft): string[] {
  const under = (name: string, all: readonly unknown[], fields: readonly string[]) =>
    all.flatMap((_, i) => [
      `${name}[${i + 1}]`,
      ...fields.map((field) => `${name}[${i + 1}]/${field}`),
    ]);
  const to = kind === 'transfer' ? ['toRecordNo'] : [];
  const made = ['count', 'components', 'setNo', 'hs', 'location'];
  return [
    ...['bookNo', 'ownNo', 'parts', ...OF[kind]],
    ...under('parts', parts, ['recordNo', 'lotNo', 'quantity', 'unit', ...to]),
    ...(kind === 'processing' ? under('outputs', outputs, made) : []),
  ];
}

/** A text that was filled in, as a member of what is sent. */
function filled<Name extends string>(name: Name, value: string) {
  const text = value.trim();
  return (text === '' ? {} : { [name]: text }) as { readonly [N in Name]?: string };
}

/** What is sent. What was not understood is sent as it is: the platform tells what is wrong. */
export function bodyOf(kind: DeedKind, bookNo: string, draft: Draft) {
  const ownNo = draft.ownNo.trim();
  const parts = draft.parts.map(({ recordNo, lotNo, quantity }) => {
    return { recordNo: recordNo.trim(), quantity: quantity.trim(), ...filled('lotNo', lotNo) };
  });
  const [proof, location] = [draft.proof.trim(), draft.location.trim()];
  if (kind === 'processing') {
    const body: Body<'declareProcessing'> = {
      ...{ bookNo, ownNo, work: draft.work, parts },
      outputs: draft.outputs.map(outputOf),
    };
    return { kind, body };
  }
  if (kind === 'change') {
    const { from, to } = STEPS[draft.step] ?? STEPS[0];
    const until = to === 'display' ? filled('until', draft.until) : {};
    const body: Change = { bookNo, ownNo, from, to, proof, location, parts, ...until };
    return { kind, body };
  }
  if (kind === 'transfer') {
    const [fromBook, toBook] = [draft.fromBook.trim(), draft.toBook.trim()];
    const pairs = parts.map((part, i) => {
      return { ...part, toRecordNo: draft.parts[i]?.toRecordNo.trim() ?? '' };
    });
    const body: Body<'declareTransfer'> = { bookNo, ownNo, fromBook, toBook, parts: pairs };
    return { kind, body };
  }
  const { way, status } = draft;
  const reason = draft.reason.trim();
  const body: Body<'declareDisposal'> = { bookNo, ownNo, way, status, proof, reason, parts };
  return { kind, body };
}

function outputOf({ count, components, setNo, hs, location }: OutputDraft) {
  const goods = components
    .split('\n')
    .map((line) => line.trim().split(/[\s,，×]+/))
    .filter(([recordNo]) => recordNo !== '')
    .map(([recordNo = '', quantity = '']) => ({ recordNo, quantity }));
  const more = { ...filled('setNo', setNo), ...filled('hs', hs) };
  return { count: Number(count), components: goods, location: location.trim(), ...more };
}
