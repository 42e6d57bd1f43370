import type { Look } from '../flows/looks.ts';
import type { Reception, ReceptionCalls } from '../flows/reception.ts';
import type { WorksView } from '../flows/works.ts';
import type { Stage } from '../flows/works-frame.ts';

/** One call of the reception, by name. */
export type Call = {
  readonly [Name in keyof ReceptionCalls]: {
    readonly name: Name;
    readonly args: Parameters<ReceptionCalls[Name]>;
  };
}[keyof ReceptionCalls];

/** One thing that the thread of intake is to do. */
export type Task =
  | { readonly kind: 'call'; readonly id: number; readonly call: Call; readonly bytes: number }
  | { readonly kind: 'looks'; readonly looks: readonly Look[] };

/** What it is told: once a turn all that came in it, for a hand-over costs as much as a message. */
export type ToIntake =
  | { readonly kind: 'turn'; readonly tasks: readonly Task[] }
  | { readonly kind: 'end' };

/** What it tells: once a turn what was answered in it and how things stand; news at once. */
export type FromIntake =
  | { readonly kind: 'turn'; readonly answers: readonly Answer[]; readonly state: IntakeState }
  | { readonly kind: 'announce'; readonly last: ReadonlyMap<string, bigint> }
  | { readonly kind: 'batch'; readonly stage: Stage; readonly items: number }
  | { readonly kind: 'failure'; readonly stage: Stage; readonly error: string };

/** What became of a call. */
export type Answer = { readonly id: number } & (
  | { readonly value: unknown }
  | { readonly error: unknown }
);

export type IntakeState = {
  /** Calls and looks that were begun since the start, and the bytes of the calls. */
  readonly seen: number;
  readonly bytes: number;
  readonly load: number;
  readonly hungry: boolean;
  readonly decided: number;
  readonly stages: ReturnType<WorksView['stages']>;
};

/** Reception and works in a thread of their own; clearing has its own behind it. */
export type Intake = {
  readonly reception: Reception;
  readonly works: WorksView;
  /** Finishes what was begun, then ends the thread. */
  end(): Promise<void>;
};
