import { LIMITS } from '../base/limits.ts';
import type { Result } from '../base/result.ts';
import type { Said } from '../documents/declaration/said.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import { type Declared, declare } from './declare.ts';
import { type BadFile, declareFile, type FileReport, type FileWay } from './declare-file.ts';
import type { House } from './house.ts';
import { type Submitted, submit } from './submit.ts';
import type { Works, WorksView } from './works.ts';

/** Where what the door lets in is checked and filed; it may be in another thread than the door. */
export type Reception = ReceptionCalls & {
  /** Whether more may be brought: messages are smallest while they wait at the door. */
  room(): boolean;
  /** Has `wake` called when there may be room again, beside the moments at which answers come. */
  whenRoom(wake: () => void): void;
};

/** What is brought there. */
export type ReceptionCalls = {
  /** `bytes` must not change afterwards. */
  submit(bytes: Uint8Array, sender: Enterprise): Promise<Submitted>;
  /** A message that the platform wrote in the name of its sender; else as `submit`. */
  submitFor(bytes: Uint8Array, sender: Enterprise): Promise<Submitted>;
  declare(said: Said, sender: Enterprise): Promise<Declared>;
  declareFile(
    bytes: Uint8Array,
    sender: Enterprise,
    way: FileWay,
  ): Promise<Result<FileReport, BadFile>>;
};

/** Decoded messages take many times their bytes: no more are made ready than two batches. */
const READY = 2 * LIMITS.batchRecords;

/** Whether the works have few enough decoded messages for one more. */
export function hasRoom(works: Pick<WorksView, 'stages'>): boolean {
  return works.stages().intake.waiting < READY;
}

/** The reception of a house in the thread of its works. */
export function receptionOn(house: House, works: Works): Reception {
  return {
    submit: (bytes, sender) => submit(house, works, bytes, sender),
    submitFor: (bytes, sender) => submit(house, works, bytes, sender, true),
    declare: (said, sender) => declare(house, works, said, sender),
    declareFile: ({ buffer, byteOffset, length }, sender, way) =>
      declareFile(house, works, Buffer.from(buffer, byteOffset, length), sender, way),
    room: () => hasRoom(works),
    whenRoom: () => {},
  };
}
