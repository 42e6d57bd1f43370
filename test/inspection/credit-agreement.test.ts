import { describe, expect, it } from 'vitest';
import { classAt, type Event } from '../../src/audit/laws/classes.ts';
import { addDays } from '../../src/base/dates.ts';
import { type SeededRandom, seededRandom } from '../../src/base/random.ts';
import { CREDIT_KINDS, type CreditEvent, classOn } from '../../src/registry/credit.ts';
import { CREDIT_CLASSES } from '../../src/registry/enterprise.ts';

const FIRST = '2023-01-01';
const SPAN = 900;
const day = (random: SeededRandom) => addDays(FIRST, random.below(SPAN));

function made(random: SeededRandom, serial: number): CreditEvent {
  const kind = random.pick(CREDIT_KINDS);
  return {
    serial,
    kind,
    day: day(random),
    paperNo: `N${random.below(3)}`,
    certified: kind === 'certified' ? random.pick(['ADV', 'GEN_CERT'] as const) : null,
    violation:
      kind !== 'violation'
        ? null
        : {
            fine: random.pick([100_000_00n, 300_000_00n, 600_000_00n]),
            documents: random.pick([0n, 999n, 1_000n, 2_000n]),
            broker: random.chance(1, 2),
          },
  };
}

/** The same event as a row of the table. */
function rowOf({ serial, kind, day: on, paperNo, certified, violation }: CreditEvent): Event {
  const { fine = null, documents = null, broker = null } = violation ?? {};
  const row = { code: 'E', serial, kind, day: on, paper_no: paperNo, class: certified };
  return { ...row, fine, documents, broker, entered_at: 0 };
}

describe('the class of an enterprise', () => {
  it('is the same to platform and auditor, whatever happened and in whatever order', () => {
    const random = seededRandom(6n);
    const seen = new Set<string>();
    for (let round = 0; round < 20_000; round += 1) {
      const size = random.below(8);
      const events = Array.from({ length: size }, (_, index) => made(random, index + 1));
      const before = random.pick(CREDIT_CLASSES);
      const date = day(random);
      const given = classOn(before, events, date);
      seen.add(`${before} ${given}`);
      const told = () => JSON.stringify([before, date, events.map(rowOf)], bigintText);
      expect(classAt(before, events.map(rowOf), date), told()).toBe(given);
    }
    expect(seen.size).toBeGreaterThan(15);
  });
});

const bigintText = (_: string, value: unknown) =>
  typeof value === 'bigint' ? value.toString() : value;
