import { createHash } from 'node:crypto';
import { checkResults } from '../b2b/check.ts';
import { type Declared, declarationNumbered, restedOf, stepsOf } from '../b2b/lookup.ts';
import type { Passed } from '../b2b/states.ts';
import type { Step } from '../b2b/store.ts';
import type { DeclarationTerms } from '../b2b/terms.ts';
import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { type Archive, NO_ARCHIVE } from '../documents/archive.ts';
import { receivedTimes } from '../documents/message-store.ts';
import { exportBatchFacts } from '../export/case-facts.ts';
import { decideAwaiting } from '../export/decide.ts';
import { examineDeclared } from '../export/examine.ts';
import type { Sql } from '../io/postgres.ts';
import type { RuleResult } from '../matching/rule-result.ts';
import { readProfileVersion } from '../registry/facts.ts';
import type { ProfileIndex } from '../registry/profile-lookup.ts';
import { declarationIn } from './b2b-body.ts';
import { decideArrived, decideDeclaration, decideSaid, onward } from './b2b-decide.ts';
import { risksFor, worthOf } from './b2b-look.ts';
import { type DeclaredCase, declaredCase } from './b2b-match.ts';
import { decodeRested, type Rested } from './b2b-rested-codec.ts';
import { sameVerdict } from './explain.ts';
import { type EvidenceLine, readAgain, type Source } from './explain-evidence.ts';
import { filedAgain, filedPlaces } from './explain-filed.ts';
import {
  comesOutAgain,
  type ExplainedSelection,
  explainExportSelection,
} from './explain-selection.ts';

/** One step of a customs declaration, derived again where it was decided by rules. */
export type ExplainedStep = {
  readonly step: Step & { readonly at: Instant };
  readonly evidence: readonly EvidenceLine[];
  /** Version of the law; null where nothing was kept to derive it from. */
  readonly law: string | null;
  /** Derived now; null where a person, a payment or a departure moved it on. */
  readonly derived: Passed | null;
  readonly same: boolean;
  /** How it was looked at before its release; null where nobody looked. */
  readonly selected: ExplainedSelection | null;
  readonly rules: readonly RuleResult[];
};

export type DeclaredExplanation = {
  readonly declared: Declared;
  /** Whether the kept bytes are still those that were taken. */
  readonly intact: boolean;
  readonly steps: readonly ExplainedStep[];
};

/**
 * Derives every decision on a customs declaration again, from its bytes, the documents in the
 * evidence, the facts that were kept and the law of that version.
 * @param number customs number (entryId) or pre-entry number (preEntryId)
 * @returns null when there is none
 */
export async function explainDeclared(
  sql: Sql,
  number: string,
  archive: Archive = NO_ARCHIVE,
): Promise<DeclaredExplanation | null> {
  const declared = await declarationNumbered(sql, number);
  if (declared === null) return null;
  const { declSeqNo, body, digest, agentCode } = declared;
  const intact = createHash('sha256').update(body).digest().equals(digest);
  const read = declarationIn(body, agentCode);
  const terms = read.ok ? read.value.terms : null;
  const [steps, rested] = [await stepsOf(sql, declSeqNo), await restedOf(sql, declSeqNo)];
  const explained: ExplainedStep[] = [];
  for (const [i, step] of steps.entries()) {
    const kept = rested[i] ?? null;
    // What cannot be read is not derived: that its bytes are others says enough.
    const done = kept === null || terms === null ? null : decodeRested(kept);
    explained.push(
      done === null
        ? { step, evidence: [], law: null, derived: null, same: true, selected: null, rules: [] }
        : await explainStep({ sql, archive }, step, done, declared, present(terms, 'terms')),
    );
  }
  return { declared, intact: intact && terms !== null, steps: explained };
}

async function explainStep(
  source: Source,
  step: ExplainedStep['step'],
  rested: Rested,
  declared: Declared,
  terms: DeclarationTerms,
): Promise<ExplainedStep> {
  const { sql } = source;
  const { law, refs } = rested;
  const { evidence, bytes } = await readAgain(source, filedPlaces(refs));
  const common = { step, evidence, law };
  if (evidence.some(({ intact }) => !intact)) {
    return { ...common, derived: null, same: false, selected: null, rules: [] };
  }
  const index = present(await readProfileVersion(sql, law), 'law of the decision');
  const messages = { bytes, times: await receivedTimes(sql, [...bytes.keys()]) };
  const one = caseAgain(rested, filedAgain(refs, messages), declared, terms);
  const again = derive(rested, one, declared, terms, index);
  const stored = { state: step.state, findings: step.findings };
  const { state, findings } = again;
  const { selection, facts } = rested;
  const value = worthOf({ declared, terms });
  const selected =
    selection === null
      ? null
      : await explainExportSelection(sql, one.matched, facts, value, selection, index);
  const examined = examineDeclared(one.matched, facts, index);
  return {
    ...common,
    derived: { state, findings },
    same: again.sameSums && sameVerdict({ state, findings }, stored) && comesOutAgain(selected),
    selected,
    // Officers conclude what has passed the rules.
    rules: facts.conclusion === null ? [...checked(facts, again.own), ...examined] : [],
  };
}

/** What the rules say that lists do not have; they are asked at the acceptance alone. */
function checked({ earlier }: Rested['facts'], own: readonly Finding[]): RuleResult[] {
  return earlier === null ? checkResults(own) : [];
}

/** The declaration beside its documents, as it was matched then. */
function caseAgain(
  { facts }: Rested,
  filed: ReturnType<typeof filedAgain>,
  { takenAt, declSeqNo }: Declared,
  terms: DeclarationTerms,
): DeclaredCase {
  const names = new Map(facts.enterprises.map(({ code, name }) => [code, name]));
  const asked = { terms, preNo: declSeqNo, acceptedAt: takenAt };
  return declaredCase(asked, filed, (code) => names.get(code) ?? null, facts.at);
}

type Derived = Passed & {
  /** Findings of the rules that lists do not have. */
  readonly own: readonly Finding[];
  /** Whether value and duty of each line come out the same. */
  readonly sameSums: boolean;
};

function derive(
  { facts: kept, orderHeldBy, selection }: Rested,
  one: DeclaredCase,
  declared: Declared,
  terms: DeclarationTerms,
  index: ProfileIndex,
): Derived {
  const facts = exportBatchFacts(one.matched, kept, index);
  const { earlier, conclusion } = kept;
  const looked = (end: Passed, reviewed: boolean): Passed =>
    end.state === '800' ? onward(declared, risksFor({ terms, reviewed }, facts), selection) : end;
  if (earlier !== null && conclusion !== null) {
    return { ...looked(decideSaid(earlier, conclusion), true), own: [], sameSums: true };
  }
  if (earlier !== null) {
    const [verdict] = decideAwaiting([one.matched], facts, [earlier]);
    const end = decideArrived(present(verdict, 'a verdict'));
    const waits: Passed = { state: '400', findings: verdict!.findings };
    return { ...(end === null ? waits : looked(end, false)), own: [], sameSums: true };
  }
  const { fobs, duties, state, findings } = decideDeclaration(terms, one, facts, orderHeldBy);
  return {
    ...looked({ state, findings }, false),
    own: state === '100' ? findings : [],
    sameSums: fobs.join() === declared.fobs.join() && duties.join() === declared.duties.join(),
  };
}
