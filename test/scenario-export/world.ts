import type { Finding } from '../../src/base/finding.ts';
import type { ExportDocument } from '../../src/sandbox/world/document.ts';
import type { ExportWorldLaw } from '../../src/sandbox/world/export/law.ts';
import type { ExportPapers, ExportShop } from '../../src/sandbox/world/export/story.ts';
import type { Party } from '../../src/sandbox/world/parties.ts';
import type { Desk } from '../flows/desk.ts';
import type { Zone } from '../flows/zone.ts';

/** A record that was sent, and by whom. */
export type SentRecord = {
  readonly document: ExportDocument;
  readonly sender: Party;
};

/** Where a case plays, and what was named so far. */
export type Stage = {
  readonly zone: Zone;
  readonly desk: Desk;
  readonly law: ExportWorldLaw;
  readonly shop: ExportShop;
  /** Documents of parcels by name, as they stand now. */
  readonly parcels: Map<string, ExportPapers>;
  /** What was sent last under a name, such as `list P` or `master M`. */
  readonly sent: Map<string, SentRecord>;
  /** Parcels of shipments by name. */
  readonly shipments: Map<string, readonly string[]>;
  /** Customs declarations by name. */
  readonly declared: Map<string, DeclaredFull>;
};

/** A customs declaration that was made. */
export type DeclaredFull = {
  readonly copNo: string;
  /** Pre-entry number of the last one under it. */
  readonly number: string;
  readonly agent: string;
};

/** Compares what is expected of something by its name. */
export type Look = (stage: Stage, name: string, rest: readonly string[]) => Promise<void>;

/** What a word of the language does; the findings that stop it, none when done. */
export type Word = (stage: Stage, rest: readonly string[]) => Promise<readonly Finding[]>;

/** Last answers to a record: its status and why. */
export type Answer = {
  readonly status: string;
  readonly findings: readonly Finding[];
  readonly keys: Readonly<Record<string, string>>;
};
