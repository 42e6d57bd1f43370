import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { standingDecisions } from '../clearance/case-lookup.ts';
import type { Status } from '../clearance/verdict.ts';
import {
  addDetainedWord,
  type DetainedEnd,
  type DetainedWord,
  detainedWords,
} from '../inspection/detained-store.ts';
import { officeFinding } from '../inspection/office-codes.ts';
import { roleFindings } from '../inspection/task.ts';
import type { Sql } from '../io/postgres.ts';
import type { Officer } from '../registry/officer.ts';
import type { House } from './house.ts';
import { concludeDecided } from './office-round.ts';
import { inTurn } from './on-task.ts';

/** Where a list that was detained stands, with all that was said of its end. */
export type DetainedView = {
  readonly listNo: string;
  readonly status: Status;
  readonly words: readonly DetainedWord[];
};

/** A list that is or was detained; null when there is none of the number. */
export async function viewDetained(sql: Sql, listNo: string): Promise<DetainedView | null> {
  const row = (await standingDecisions(sql, [listNo])).get(listNo);
  if (row === undefined) return null;
  return { listNo, status: row.state, words: await detainedWords(sql, listNo) };
}

type Ended = Result<DetainedView | null, Finding[]>;

/**
 * An officer or supervisor proposes how a list at 501 or 502 ends; it stays where it is. Another
 * proposal takes the place of the one before. Null for an unknown list.
 */
export function proposeEnd(
  house: House,
  officer: Officer,
  listNo: string,
  end: { readonly outcome: DetainedEnd; readonly reason: string },
): Promise<Ended> {
  return speak(house, listNo, (words) => {
    const findings = roleFindings(officer, 'officer', 'supervisor');
    if (findings.length > 0) return fail(findings);
    const reason = end.reason.trim();
    if (reason === '') return fail([officeFinding('OFF-GROUNDS', 'reason')]);
    const decided = words.find(({ action }) => action === 'approved');
    if (decided !== undefined) return fail([endedFinding(decided)]);
    return ok({ officer: officer.number, action: 'proposed', outcome: end.outcome, reason });
  });
}

/**
 * A supervisor approves what another person proposed last, and the list ends so: with receipts,
 * postings and stock, as after an inspection. Null for an unknown list.
 * @param outcome what the supervisor means to approve: a newer proposal may have come in between
 */
export async function approveEnd(
  house: House,
  officer: Officer,
  listNo: string,
  outcome: DetainedEnd,
): Promise<Ended> {
  const done = await speak(house, listNo, (words) => {
    const findings = roleFindings(officer, 'supervisor');
    if (findings.length > 0) return fail(findings);
    const last = words.at(-1);
    if (last?.action === 'approved') return fail([endedFinding(last)]);
    if (last?.outcome !== outcome) return fail([officeFinding('OFF-END', 'outcome', { outcome })]);
    if (last.officer === officer.number) {
      return fail([officeFinding('OFF-SAME', null, { officer: officer.number })]);
    }
    return ok({ ...last, officer: officer.number, action: 'approved' });
  });
  if (!done.ok || done.value === null) return done;
  await concludeDecided(house);
  return ok(await viewDetained(house.db, listNo));
}

const HERE: readonly Status[] = ['501', '502'];

type Word = Omit<DetainedWord, 'at'>;

/** Adds a word behind those that stand. */
async function speak(
  { db, clock }: House,
  listNo: string,
  say: (words: readonly DetainedWord[]) => Result<Word, Finding[]>,
): Promise<Ended> {
  return inTurn(db, async (tx): Promise<Ended> => {
    const view = await viewDetained(tx, listNo);
    if (view === null) return ok(null);
    const said = say(view.words);
    if (!said.ok) return said;
    if (!HERE.includes(view.status)) {
      return fail([officeFinding('OFF-DETAINED', null, { listNo, status: view.status })]);
    }
    const word = { ...said.value, at: clock.now() };
    await addDetainedWord(tx, listNo, view.words.length + 1, word);
    return ok({ ...view, words: [...view.words, word] });
  });
}

function endedFinding({ outcome }: DetainedWord): Finding {
  return officeFinding('OFF-ENDED', null, { outcome });
}
