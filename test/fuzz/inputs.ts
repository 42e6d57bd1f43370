/** Messages of every type, sound and broken, and what must hold whatever they are. */
import { type SeededRandom, seededRandom } from '../../src/base/random.ts';
import { CATALOGUE } from '../../src/documents/ceb/catalogue.ts';
import { EDITIONS, type Edition } from '../../src/documents/ceb/fields.ts';
import { type DecodedMessage, decodeMessage } from '../../src/documents/codec.ts';
import { encodeMessage } from '../../src/documents/encode.ts';
import { type VerifyReport, verifyBytes } from '../../src/documents/verify.ts';
import { ZONE_CATALOGUE } from '../../src/documents/zone/catalogue.ts';
import { encodeZone } from '../../src/documents/zone/write.ts';
import { MESSAGE_LIMITS } from '../../src/xml/limits.ts';
import { scan } from '../../src/xml/scan.ts';
import { damagedZone, generateZone } from '../contract/generated-zones.ts';
import { mutant } from '../contract/mutants.ts';

export type Input = { readonly type: string; readonly edition: Edition; readonly bytes: Buffer };

const TABLES = [...CATALOGUE.values()];
const ZONES = [...ZONE_CATALOGUE.values()];

/** The input of a seed: a mutant of a message from its field table, a quarter of them damaged. */
export function inputOf(seed: number): Input {
  const random = seededRandom(BigInt(seed) + 0x0fa2_0000_0000n);
  if (seed % ZONE_TURN === 0) return zoneInput(seed / ZONE_TURN, random);
  const edition = EDITIONS[Math.floor(seed / TABLES.length) % EDITIONS.length]!;
  const table = TABLES[seed % TABLES.length]!;
  const known = table.editions.includes(edition) ? edition : table.editions[0]!;
  const bytes = Buffer.from(mutant(table, seed, known));
  if (random.chance(1, 4)) return { type: table.type, edition, bytes: damaged(bytes, random) };
  return { type: table.type, edition, bytes };
}

/** Every so many inputs one is a message of a zone. */
const ZONE_TURN = 5;

function zoneInput(turn: number, random: SeededRandom): Input {
  const table = ZONES[turn % ZONES.length]!;
  let xml = encodeZone(table.type, generateZone(table, BigInt(turn)));
  for (let i = 0; i < random.below(4); i += 1) xml = damagedZone(xml, turn * 4 + i);
  const bytes = Buffer.from(xml);
  const type = table.type;
  return { type, edition: '202205', bytes: random.chance(1, 8) ? damaged(bytes, random) : bytes };
}

/** Cut off, with a part doubled or missing, or with some bytes changed. */
function damaged(bytes: Buffer, random: SeededRandom): Buffer {
  const at = random.below(bytes.length + 1);
  const to = Math.min(bytes.length, at + 1 + random.below(200));
  switch (random.below(4)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)]);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)]);
    default: {
      const copy = Buffer.from(bytes);
      for (let i = 0; i < 1 + random.below(3) && copy.length > 0; i++) {
        copy[random.below(copy.length)] = random.below(256);
      }
      return copy;
    }
  }
}

/**
 * Checks one input; throws when something does not hold. Every finding says what is wrong in both
 * languages, where, and what mends it; a sound message is the same when it is written and read.
 */
export function checkInput({ edition, bytes }: Input): VerifyReport {
  const report = verifyBytes(bytes, { edition });
  const last = bytes.toString('latin1').split(/\r\n|\r|\n/).length;
  for (const { code, zh, en, hint, path, line } of report.findings) {
    const told = [code, zh, en, hint, path].every(
      (word) => typeof word === 'string' && word !== '',
    );
    if (!told) throw new Error(`a finding says too little: ${JSON.stringify({ code, zh, en })}`);
    if (!(line >= 1 && line <= last)) throw new Error(`${code} is on line ${line} of ${last}`);
    if (/\{\w+\}/.test(zh + en + hint)) throw new Error(`${code} has a gap: ${en} ${hint}`);
  }
  const message = messageIn(bytes, edition);
  if (message !== null && isWellBuilt(report)) {
    const again = messageIn(Buffer.from(written(message)), edition);
    const [one, other] = [message, again].map((of) => JSON.stringify(of && contentOf(of)));
    if (one !== other) throw new Error(`reads back otherwise: ${one} ${other}`);
  }
  return report;
}

/** Whether the schema takes the message, whatever else is wrong with it. */
export function isWellBuilt({ findings }: VerifyReport): boolean {
  return findings.every(({ level }) => level === 'content' || level === 'signature');
}

function written(message: DecodedMessage): string {
  const { type, records } = message;
  return ZONE_CATALOGUE.has(type) ? encodeZone(type, records[0]!) : encodeMessage(type, message);
}

function messageIn(bytes: Buffer, edition: Edition): DecodedMessage | null {
  const scanned = scan(bytes, MESSAGE_LIMITS);
  const decoded = scanned.ok ? decodeMessage(scanned.doc, { edition }) : null;
  return decoded?.ok ? decoded.message : null;
}

function contentOf({
  type,
  guid,
  version,
  transfer,
  subscribers,
  extension,
  records,
}: DecodedMessage) {
  const values = records.map(({ head, lines, parts }) => ({ head, lines, parts }));
  return { type, guid, version, transfer, subscribers, extension, values };
}
