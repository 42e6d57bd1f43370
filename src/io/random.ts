import { randomBytes, randomUUID } from 'node:crypto';

/** Where unpredictable bytes come from; a test passes its own. For the seeded kind see base. */
export type Entropy = {
  /** `size` unpredictable bytes. */
  bytes(size: number): Uint8Array;
  /** A random UUID (version 4), lower case. */
  uuid(): string;
};

/** The generator of the operating system. */
export const systemEntropy: Entropy = {
  bytes: (size) => randomBytes(size),
  uuid: () => randomUUID(),
};
