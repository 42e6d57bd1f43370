import { createHash } from 'node:crypto';
import type { MessageView, SegmentView } from '../evidence-walk.ts';
import type { Law, Tally } from '../law.ts';

/**
 * Every accepted byte is there, unaltered: each segment unpacks to its length, carries the hash of
 * itself and of what went before, each stream begins at 1 without a gap; each message lies inside
 * its segment, overlaps no other, and its id is the hash of its bytes.
 */
export const EVIDENCE: Law = {
  id: 'evidence',
  title: 'Accepted bytes are all there, chained by hash',
  watch: (tally, { days }) => {
    let before: SegmentView | null = null;
    let last: MessageView | null = null;
    return {
      onSegment: (segment) => {
        const { stream, sequence } = segment;
        // What went before may lie on a day whose file is gone; its last digest is still known.
        const gone = days.chainEnds.get(`${stream}/${sequence - 1}`);
        const known = gone === undefined ? null : { sequence: sequence - 1, digest: gone };
        checkSegment(tally, segment, before?.stream === stream ? (known ?? before) : known);
        before = segment;
      },
      onMessage: (message) => {
        checkMessage(tally, message, last);
        last = message;
      },
    };
  },
};

const NOTHING = Buffer.alloc(32);

type Link = Pick<SegmentView, 'sequence' | 'digest'>;

function checkSegment(tally: Tally, segment: SegmentView, before: Link | null): void {
  const { stream, sequence, raw } = segment;
  const problems: string[] = [];
  if (sequence !== (before?.sequence ?? 0) + 1) problems.push('one before it is missing');
  if (!segment.previousDigest.equals(before?.digest ?? NOTHING)) {
    problems.push('does not continue the chain');
  }
  if (raw === null) {
    problems.push('cannot be unpacked');
  } else {
    if (raw.length !== segment.rawLength) problems.push('has another length');
    const digest = createHash('sha256').update(segment.previousDigest).update(raw).digest();
    if (!digest.equals(segment.digest)) problems.push('has another digest');
  }
  tally.check(problems.length === 0, () => {
    return `segment ${stream}/${sequence} ${problems.join(', ')}`;
  });
}

function checkMessage(tally: Tally, { row, bytes }: MessageView, last: MessageView | null): void {
  const problems: string[] = [];
  if (bytes === null) problems.push('does not lie in a segment');
  else if (idOf(bytes) !== row.message_id) problems.push('is not the hash of its bytes');
  const other = last?.row;
  const together = other?.stream === row.stream && other.sequence === row.sequence;
  if (together && other.start_at + other.length > row.start_at) {
    problems.push(`overlaps ${other.message_id}`);
  }
  tally.check(problems.length === 0, () => `message ${row.message_id} ${problems.join(', ')}`);
}

/** The first 128 bits of the SHA-256 in the form of a UUID of version 8. */
function idOf(bytes: Buffer): string {
  const digits = createHash('sha256').update(bytes).digest('hex');
  const variant = '89ab'[Number.parseInt(digits.charAt(16), 16) & 3];
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
}
