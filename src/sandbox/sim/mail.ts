import { present } from '../../base/assert.ts';
import type { Content, Letter, Span } from './letters.ts';
import type { PostAnswer } from './post-answer.ts';

/** Where one letter stands. */
type Standing = {
  readonly letter: Letter;
  /** Null while the number is not known that it names. */
  content: Content | null;
  state: 'waiting' | 'out' | 'answered';
  /** Whether it was posted at least once. */
  posted: boolean;
  /** Times the window put it off. */
  putOff: number;
  /** Times its bytes were signed anew. */
  resigned: number;
  /** Answers by the bytes posted that said it was new. */
  fresh: number;
  /** Rests before it was answered. */
  rests: number;
};

/** The letters of a run and what became of each. */
export type Mail = {
  add(letter: Letter): void;
  /** Numbers of letters that may be posted now. */
  ready(rested: boolean): number[];
  /** Whether every letter was answered. */
  done(): boolean;
  /** Letters that wait for a number and for nothing else. */
  nameless(rested: boolean): Letter[];
  /** The number that a letter names is known. */
  named(letter: Letter, number: string): void;
  /** So much time has passed. */
  later(span: Span): void;
  /** Everything has come to rest. */
  atRest(): void;
  standing(number: number): Standing;
  /** Letters posted before, for echoes. */
  posted(): number[];
  out(number: number): void;
  /** Back to be posted again: its process died or could not say. */
  back(number: number): void;
  /** Takes an answer; gives what is wrong with it. */
  answered(number: number, content: Content, echo: boolean, answer: PostAnswer): string | null;
};

/** Faults pass; a letter that is put off more often than this is never taken. */
const MOST_PUT_OFF = 8;

const NEVER = { posted: false, putOff: 0, resigned: 0, fresh: 0, rests: 0 };

/** Whether a letter that comes before another one is over. @param rests so far */
function isOver({ state, rests: before }: Standing, { settled }: Letter, rests: number): boolean {
  return state === 'answered' && (!settled || before < rests);
}

/** Whether a letter was posted that may come again at any time: it waits for none, or names one. */
function isFree({ posted, letter: { after, names } }: Standing): boolean {
  return posted && (after.length === 0 || names !== null);
}

/** @param revoked whether this sender's first card may be refused by now */
export function makeMail(revoked: (letter: Letter) => boolean): Mail {
  const all: Standing[] = [];
  const passed = new Set<Span>();
  let rests = 0;
  const at = (number: number): Standing => present(all[number], 'a letter');
  const may = ({ letter, state }: Standing, rested: boolean): boolean =>
    state === 'waiting' &&
    (rested || !letter.rested) &&
    (letter.late === null || passed.has(letter.late)) &&
    letter.after.every((number) => isOver(at(number), letter, rests));

  const answered: Mail['answered'] = (number, content, echo, answer) => {
    const one = at(number);
    if (!answer.accepted && (answer.status === 503 || answer.status === 429)) {
      if (!echo) one.state = 'waiting';
      one.putOff += 1;
      return one.putOff > MOST_PUT_OFF ? `letter ${number} is put off for ever` : null;
    }
    const refusedCard = !answer.accepted && answer.status === 403 && one.letter.resigned !== null;
    if (refusedCard && revoked(one.letter)) {
      if (one.resigned === 0) {
        one.resigned = 1;
        one.fresh = 0;
        one.content = one.letter.resigned?.() ?? one.content;
      }
      if (!echo) one.state = 'waiting';
      return null;
    }
    if (!echo) Object.assign(one, { state: 'answered', rests });
    const { sender, type, answer: foreseen } = one.letter;
    if (foreseen !== 'either' && answer.accepted !== (foreseen === 'accepted')) {
      return `letter ${number} (${type} of ${sender.code}) was ${wordOf(answer)}`;
    }
    if (!answer.accepted || answer.duplicate || content !== one.content) return null;
    one.fresh += 1;
    return one.fresh > 1 ? `letter ${number} was taken as new ${one.fresh} times` : null;
  };
  return {
    add: (letter) => {
      const { content } = letter;
      all.push({ letter, content, state: 'waiting', ...NEVER });
    },
    ready: (rested) =>
      all.flatMap((one, i) => (one.content !== null && may(one, rested) ? [i] : [])),
    done: () => all.every(({ state }) => state === 'answered'),
    nameless: (rested) =>
      all.flatMap((one) => (one.content === null && may(one, rested) ? [one.letter] : [])),
    named: ({ number, names }, name) => {
      at(number).content = present(names, 'what it names').written(name);
    },
    later: (span) => {
      passed.add(span);
    },
    atRest: () => {
      rests += 1;
    },
    standing: at,
    posted: () => all.flatMap((one, i) => (isFree(one) ? [i] : [])),
    out: (number) => {
      at(number).state = 'out';
      at(number).posted = true;
    },
    back: (number) => {
      if (at(number).state === 'out') at(number).state = 'waiting';
    },
    answered,
  };
}

function wordOf(answer: PostAnswer): string {
  if (answer.accepted) return 'accepted';
  const codes = 'findings' in answer ? answer.findings.map(({ code }) => code) : [];
  return `refused with ${[answer.status, ...codes].join(' ')}`;
}
