import { createHash } from 'node:crypto';

/** What happened, step by step: a hash of all of it and the last steps in words. */
export type Journal = {
  note(step: string): void;
  /** Steps noted. */
  steps(): number;
  /** The last steps, for whoever looks into a failure. */
  tail(): readonly string[];
  /** The hash of everything noted, hex. */
  digest(): string;
};

const TAIL = 40;

/** An empty journal. @param trace gets every step as it happens */
export function newJournal(trace: (step: string) => void = () => undefined): Journal {
  const hash = createHash('sha256');
  const tail: string[] = [];
  let steps = 0;
  return {
    note: (step) => {
      steps += 1;
      hash.update(`${step}\n`);
      tail.push(step);
      if (tail.length > TAIL) tail.shift();
      trace(step);
    },
    steps: () => steps,
    tail: () => tail,
    digest: () => hash.copy().digest('hex'),
  };
}
