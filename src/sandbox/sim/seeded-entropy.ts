import type { SeededRandom } from '../../base/random.ts';
import type { Entropy } from '../../io/random.ts';

/** Entropy that a seed gives again. */
export function seededEntropy(random: SeededRandom): Entropy {
  return {
    bytes: (size) => random.bytes(size),
    uuid: () => {
      const bytes = Buffer.from(random.bytes(16));
      bytes[6] = (bytes[6]! & 0x0f) | 0x40;
      bytes[8] = (bytes[8]! & 0x3f) | 0x80;
      const hex = bytes.toString('hex');
      const parts = [8, 12, 16, 20].map((end, i) => hex.slice([0, 8, 12, 16][i], end));
      return `${parts.join('-')}-${hex.slice(20)}`;
    },
  };
}
