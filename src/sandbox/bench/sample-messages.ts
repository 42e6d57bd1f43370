import type { Profile } from '../../registry/profile.ts';
import type { Credentials } from '../world/credentials.ts';
import { makeChunk } from './chunk.ts';

/** One message as a file. */
export type SampleMessage = {
  /** `CEB621`. */
  readonly type: string;
  readonly bytes: Buffer;
};

const TYPES = ['CEB311', 'CEB411', 'CEB511', 'CEB621'];

/** The messages of so many wagons: programs of different makers lay them out differently. */
export function sampleMessages(
  seed: bigint,
  { records, wagons }: { readonly records: number; readonly wagons: number },
  profile: Profile,
  credentials: ReadonlyMap<string, Credentials>,
): SampleMessage[] {
  const order = { seed, number: 0, parcels: records * wagons, records, freight: 'mixed' } as const;
  const { bytes, ends } = makeChunk(order, profile, credentials);
  return Array.from(ends, (end, i) => {
    const request = Buffer.from(bytes.subarray(i === 0 ? 0 : ends[i - 1]!, end));
    const body = request.subarray(request.indexOf('\r\n\r\n') + 4);
    return { type: TYPES[i % TYPES.length]!, bytes: body };
  });
}
