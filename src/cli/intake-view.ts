import type { StageState } from '../flows/works.ts';
import type { IntakeState } from './intake.ts';
import { stopwatch } from './stopwatch.ts';

/** Bytes that may lie before the thread not looked at yet: enough that it never waits for us. */
const AHEAD = 64 * 1_024;

const NOTHING: StageState = { waiting: 0, age: 0 };
const START: IntakeState = {
  ...{ seen: 0, bytes: 0, load: 0, hungry: true, decided: 0 },
  stages: { intake: NOTHING, clearance: NOTHING },
};

/** What is known of the thread of intake on this side: its last word, and what was sent since. */
export function intakeView() {
  let last = START;
  let heard = stopwatch();
  let [sent, sentBytes] = [0, 0];
  const idlers: (() => void)[] = [];
  const wakers: (() => void)[] = [];
  const load = (): number => last.load + sent - last.seen;
  const since = ({ waiting, age }: StageState): StageState => ({
    waiting,
    age: age === 0 ? 0 : age + stopwatch() - heard,
  });
  return {
    hear: (state: IntakeState): void => {
      last = state;
      heard = stopwatch();
    },
    /** After the answers of a turn. */
    wake: (): void => {
      for (const wake of wakers) wake();
      if (load() === 0) for (const wake of idlers.splice(0)) wake();
    },
    onTurn: (wake: () => void): void => {
      wakers.push(wake);
    },
    sent: (bytes: number): void => {
      sent += 1;
      sentBytes += bytes;
    },
    hasSeen: () => sentBytes - last.bytes < AHEAD,
    works: {
      load,
      hungry: () => last.hungry,
      stages: () => ({
        intake: since(last.stages.intake),
        clearance: since(last.stages.clearance),
      }),
      idle: () =>
        load() === 0 ? Promise.resolve() : new Promise<void>((done) => idlers.push(done)),
      decided: () => last.decided,
    },
  };
}
