import { LIMITS } from '../base/limits.ts';
import { newChain } from '../documents/evidence.ts';
import { type Clearing, startClearing } from './clearing.ts';
import { type Conveyor, conveyor } from './conveyor.ts';
import { intake } from './intake.ts';
import type { Look } from './looks.ts';
import { quarantineMessage } from './quarantine.ts';
import type { Answered, IntakeResult, Received } from './received.ts';
import type { Stage, WorksFrame } from './works-frame.ts';

/**
 * The works: two conveyors. The first makes messages durable and answers them; the second decides
 * the lists that have become decidable. A list whose documents arrive last is looked at as soon
 * as they are committed, so nothing polls on the common way.
 */
export type Works = WorksView & {
  /** Files one message; resolves when it is durable, or refused whole. */
  file(message: Received): Promise<Answered>;
  /** Files messages of one bundle in one transaction: all of them, or none. */
  fileBundle(messages: readonly Received[]): Promise<readonly Answered[]>;
};

/** What is seen of the works, also from another thread. */
export type WorksView = {
  /** Has clearance look at something, for example after a restart. */
  look(looks: readonly Look[]): void;
  /** Records that wait or are under way in the busier of the two conveyors. */
  load(): number;
  /** Whether the next batch of messages has room still: one more delays nobody. */
  hungry(): boolean;
  /** How much waits or is under way where, and for how long. */
  stages(): Readonly<Record<Stage, StageState>>;
  /** Resolves when both conveyors stand still. */
  idle(): Promise<void>;
  /** Lists decided since the start. */
  decided(): number;
};

export type StageState = {
  /** Records, or looks in clearance. */
  readonly waiting: number;
  /** Milliseconds since the oldest of the batch under way came; 0 without a stopwatch. */
  readonly age: number;
};

/** A message weighs its records, or its share of what one evidence segment holds if more. */
const BYTES_PER_WEIGHT = Math.floor(LIMITS.segmentBytes / LIMITS.batchRecords);

/**
 * While clearance has more than these looks to do, about those of one message with lists, what is
 * filed sooner only waits there: the next batch of messages may wait as long for more of them.
 */
const BUSY_LOOKS = 60;
const GATHER_MILLISECONDS = 50;

/**
 * Starts the works of one process: its own evidence chain.
 * @param clearing the second conveyor, which may run in another thread
 */
export function startWorks(frame: WorksFrame, clearing: Clearing = startClearing(frame)): Works {
  const filing = startFiling(frame, clearing);
  return {
    file: async (message) => (await filing.push([message]))[0]!,
    fileBundle: (messages) => filing.push(messages),
    look: clearing.look,
    load: () => Math.max(filing.load(), clearing.load()),
    hungry: filing.hungry,
    stages: () => ({
      intake: { waiting: filing.load(), age: filing.age() },
      clearance: { waiting: clearing.load(), age: clearing.age() },
    }),
    idle: async () => {
      while (filing.load() > 0 || clearing.load() > 0) {
        await filing.idle();
        await clearing.idle();
      }
    },
    decided: clearing.decided,
  };
}

/** One message, or the messages of a bundle. */
type Together = readonly Received[];

/** A bundle that breaks an assertion is for a person, all of it. */
function wholeAside(one: Received): Received {
  return { ...one, aside: new Set(one.message.records.map(({ index }) => index)) };
}

function startFiling(
  { house, news, belt: common }: WorksFrame,
  clearing: Clearing,
): Conveyor<Together, readonly Answered[]> {
  let chain = newChain(house.entropy.uuid());
  const advanced = async (filing: Promise<IntakeResult>): Promise<readonly Answered[]> => {
    const result = await filing.catch((error: unknown) => {
      // When the answer to the commit was lost, the next sequence number may be taken already.
      chain = newChain(house.entropy.uuid());
      throw error;
    });
    chain = result.head;
    clearing.look(result.looks);
    return result.answers;
  };
  return conveyor<Together, readonly Answered[]>({
    ...common,
    work: async (batch) => {
      const answers = [...(await advanced(intake(house, chain, batch.flat())))];
      return batch.map(({ length }) => answers.splice(0, length));
    },
    setAside: async (messages, bug) => {
      news.onFailure?.('intake', bug);
      const [only, more] = messages;
      if (more === undefined) return advanced(quarantineMessage(house, chain, only!));
      return advanced(intake(house, chain, messages.map(wholeAside)));
    },
    weight: (messages) =>
      messages.reduce(
        (all, { message, bytes }) =>
          all + Math.max(message.records.length, Math.ceil(bytes.length / BYTES_PER_WEIGHT)),
        0,
      ),
    lanes: { ownerOf: ([first]) => first!.sender, turn: LIMITS.turnRecords },
    mostItems: LIMITS.batchMessages,
    gather: () => (clearing.load() > BUSY_LOOKS ? GATHER_MILLISECONDS : 0),
    onBatch: (items) => news.onBatch?.('intake', items),
  });
}
