import { LIMITS } from '../base/limits.ts';
import { type AdmissionState, admission, type Ticket } from './admission.ts';
import { fairQueue } from './fair-queue.ts';
import { type Crowded, type TurnedAway, turnAway } from './overload.ts';

/**
 * The door: what has arrived waits here, enterprise by enterprise, until there is time to look at
 * it. It works in slices of a few milliseconds, so that answers, health checks and new connections
 * go on between them, and takes the next message of each enterprise in turn. Who may wait at all
 * says `admission`; to turn a message away costs next to nothing, for nothing of it is looked at.
 */
export type Door<Sender, Answer> = {
  /** The answer once the message is done, or at once that it is to come later. */
  submit(bytes: Uint8Array, sender: Sender): Promise<Answer | TurnedAway>;
  /** The same for work of another kind that so many bytes bring. */
  pass<Own>(bytes: number, sender: Sender, work: () => Promise<Own>): Promise<Own | TurnedAway>;
  /** What `submit` would say at once to a message of so many bytes: null is to go on. */
  refusal(sender: Sender, bytes: number): TurnedAway | null;
  state(): DoorState;
};

export type DoorState = AdmissionState & {
  /** Messages that nobody has looked at yet. */
  readonly queued: number;
  /** How many were turned away so far, and why. */
  readonly refused: Readonly<Record<Crowded, number>>;
};

export type DoorOptions<Sender, Answer> = {
  /** Checks and files one message; the first part of it, until it waits, is what a slice holds. */
  readonly work: (bytes: Uint8Array, sender: Sender) => Promise<Answer>;
  readonly codeOf: (sender: Sender) => string;
  /** Milliseconds that have passed. */
  readonly now: () => number;
  /** Whether what comes after the door can take more; messages are smallest while they wait. */
  readonly room: () => boolean;
  /** Has the given function called when there may be room without anything having been answered. */
  readonly whenRoom?: (wake: () => void) => void;
  /** Whether the next batch has room still: a message that is looked at now delays nobody. */
  readonly hungry: () => boolean;
  /** Milliseconds that the work after the answer is behind. */
  readonly lag: () => number;
};

type Job = {
  readonly ticket: Ticket;
  /** Ends when the work is done, however it went; what it gives hands the answer on. */
  readonly run: () => Promise<() => void>;
};

/** So many messages are looked at within a few slices. */
const FEW = 16;

/** Opens a door before `work`. */
export function openDoor<Sender, Answer>(
  options: DoorOptions<Sender, Answer>,
): Door<Sender, Answer> {
  const { work, codeOf, now, room, hungry, lag } = options;
  const queue = fairQueue<Job>(LIMITS.turnBytes);
  const guard = admission(now, lag, () => queue.size() < FEW && hungry());
  const refused: Record<Crowded, number> = { overload: 0, share: 0, bytes: 0 };
  let working = 0;
  let scheduled = false;

  const left = ({ ticket }: Job): void => {
    working -= 1;
    guard.leave(ticket);
    schedule();
  };
  const begin = (job: Job): void => {
    working += 1;
    void job.run().then((answer) => {
      left(job);
      answer();
    });
  };
  // With nothing of ours under way nobody would call again: then one goes on in any case.
  const mayGoOn = (): boolean => queue.size() > 0 && (working === 0 || room());
  const slice = (): void => {
    scheduled = false;
    const end = now() + LIMITS.sliceMilliseconds;
    while (mayGoOn()) {
      begin(queue.take()!);
      if (now() >= end) break;
    }
    schedule();
  };
  const schedule = (): void => {
    if (scheduled || !mayGoOn()) return;
    scheduled = true;
    setImmediate(slice);
  };
  const refusal = (sender: Sender, bytes: number): TurnedAway | null => {
    const found = guard.refusal(codeOf(sender), bytes);
    if (found === null) return null;
    refused[found.reason] += 1;
    return turnAway(found.reason, found.seconds);
  };
  const pass = <Own>(
    bytes: number,
    sender: Sender,
    own: () => Promise<Own>,
  ): Promise<Own | TurnedAway> => {
    const turned = refusal(sender, bytes);
    if (turned !== null) return Promise.resolve(turned);
    return new Promise((resolve, reject) => {
      const ticket = guard.enter(codeOf(sender), bytes);
      const run = () =>
        own().then(
          (answer) => () => resolve(answer),
          (error: unknown) => () => reject(error),
        );
      queue.push(codeOf(sender), { ticket, run }, ticket.cost);
      schedule();
    });
  };
  options.whenRoom?.(schedule);
  return {
    refusal,
    pass,
    submit: (bytes, sender) => pass(bytes.length, sender, () => work(bytes, sender)),
    state: () => ({ ...guard.state(), queued: queue.size(), refused }),
  };
}
