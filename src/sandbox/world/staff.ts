import { seededRandom } from '../../base/random.ts';

/** A made-up person of the authority; surname and the letters of no one. */
type Member = {
  readonly number: string;
  readonly name: string;
  readonly roles: string;
  readonly tags: string;
  readonly shift: string;
};

const FROM = '2015-06-01';
const UNTIL = '2045-05-31';
/** Inspections a day and person: the worlds of a bench are larger than any real day. */
const CAPACITY = '2000';
const SURNAMES = ['赵', '钱', '孙', '李', '周', '吴', '郑', '王', '冯', '陈', '褚', '卫'];
const LICENCES = 'customs;quarantine;xray;review';

/** Twelve persons: five by day, five by night, and two at any time to supervise them. */
const STAFF: readonly Member[] = SURNAMES.map((surname, i) => {
  const number = `46120${String(i + 1).padStart(2, '0')}`;
  const name = `${surname}某某`;
  if (i >= 10) {
    const roles = i === 10 ? 'supervisor;operator' : 'supervisor;auditor';
    return { number, name, roles, tags: 'customs;quarantine', shift: '' };
  }
  const shift = i < 5 ? '08:00-20:00' : '20:00-08:00';
  return { number, name, roles: 'officer', tags: LICENCES, shift };
});

/** A token for each officer of a world, from the seed alone. */
export function officerTokens(seed: bigint): Readonly<Record<string, string>> {
  const random = seededRandom((seed << 8n) + 0x0ff1_ce00_0000_0000n);
  const tokens = STAFF.map(({ number }) => {
    return [number, `officer_${Buffer.from(random.bytes(24)).toString('base64url')}`];
  });
  return Object.fromEntries(tokens) as Record<string, string>;
}

/** Rows of officers.csv. */
export function officerRows(): string[][] {
  const head = ['number', 'name', 'roles', 'tags', 'weight', 'capacity', 'from', 'until'];
  const rows = STAFF.map(({ number, name, roles, tags }) => {
    return [number, name, roles, tags, '1', CAPACITY, FROM, UNTIL];
  });
  return [head, ...rows];
}

/** Rows of duty.csv: at any time half of the officers are at work. */
export function dutyRows(): string[][] {
  const rows = STAFF.map(({ number, shift }) => [number, FROM, UNTIL, shift]);
  return [['officer', 'from', 'until', 'shift'], ...rows];
}

/** Rows of officer-tokens.csv. */
export function officerTokenRows(seed: bigint): string[][] {
  const rows = Object.entries(officerTokens(seed)).map(([number, token]) => {
    return [number, 'sandbox', token];
  });
  return [['officer', 'label', 'token'], ...rows];
}
