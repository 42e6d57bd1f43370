import type { Reader } from './load-cells.ts';
import * as cells from './load-cells.ts';
import { tokenCells } from './load-rows.ts';
import {
  type Conflict,
  type Duty,
  isShift,
  OFFICER_ROLES,
  type Officer,
  type OfficerToken,
} from './officer.ts';

const MOST_WEIGHT = 1_000_000;
const MOST_CAPACITY = 20_000;
const MOST_TAGS = 32;

/** A row of officers. */
export function readOfficer(reader: Reader): Officer | null {
  const number = officerCell(reader, 'number');
  const name = cells.requiredCell(reader, 'name');
  const roles = cells.wordsCell(reader, 'roles', OFFICER_ROLES);
  const tags = tagsCell(reader);
  const weight = wholeCell(reader, 'weight', 1, MOST_WEIGHT);
  const capacity = wholeCell(reader, 'capacity', 20, MOST_CAPACITY);
  const period = cells.periodCells(reader);
  if (number === null || name === null || roles === null || tags === null) return null;
  if (weight === null || capacity === null || period === null) return null;
  return { number, name, roles, tags, weight, capacity, ...period };
}

/** A row of the roster. */
export function readDuty(reader: Reader): Duty | null {
  const officer = officerCell(reader, 'officer');
  const [from, until] = [requiredInstant(reader, 'from'), requiredInstant(reader, 'until')];
  const shift = cells.textCell(reader, 'shift') || null;
  if (officer === null || from === null || until === null) return null;
  if (until <= from) return cells.refuse(reader, 'until', 'LOAD-VALUE', 'not after "from"');
  if (shift === null || isShift(shift)) return { officer, from, until, shift };
  return cells.refuse(reader, 'shift', 'LOAD-VALUE', `"${shift}" is no shift such as 08:00-20:00`);
}

/** A row of conflicts of interest. */
export function readConflict(reader: Reader): Conflict | null {
  const officer = officerCell(reader, 'officer');
  const enterprise = cells.codeCell(reader, 'enterprise');
  const period = cells.periodCells(reader);
  if (officer === null || enterprise === null || period === null) return null;
  return { officer, enterprise, ...period };
}

/** A row of tokens of officers; of the token itself only the hash goes on. */
export function readOfficerToken(reader: Reader): OfficerToken | null {
  const officer = officerCell(reader, 'officer');
  const rest = tokenCells(reader);
  return officer === null || rest === null ? null : { officer, ...rest };
}

/** What the files of draws take as an id. */
function officerCell(reader: Reader, column: string): string | null {
  const text = cells.requiredCell(reader, column);
  if (text === null || /^[\w.-]{1,32}$/.test(text)) return text;
  return cells.refuse(reader, column, 'LOAD-VALUE', 'not 1 to 32 letters, digits or ._-');
}

function requiredInstant(reader: Reader, column: string): number | null {
  if (cells.requiredCell(reader, column) === null) return null;
  return cells.instantCell(reader, column) ?? null;
}

function tagsCell(reader: Reader): string[] | null {
  const text = cells.textCell(reader, 'tags');
  const tags = [...new Set(text.split(';').map((part) => part.trim()))].filter(Boolean);
  const sound = tags.length <= MOST_TAGS && tags.every((tag) => /^[a-z][a-z0-9-]{0,31}$/.test(tag));
  if (sound) return tags.sort();
  const detail = `"${text}" is not up to ${MOST_TAGS} words such as customs;quarantine`;
  return cells.refuse(reader, 'tags', 'LOAD-VALUE', detail);
}

function wholeCell(reader: Reader, column: string, usual: number, most: number): number | null {
  const text = cells.textCell(reader, column);
  if (text === '') return usual;
  if (/^\d{1,7}$/.test(text) && Number(text) <= most) return Number(text);
  return cells.refuse(
    reader,
    column,
    'LOAD-VALUE',
    `"${text}" is no whole number from 0 to ${most}`,
  );
}
