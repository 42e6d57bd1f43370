/**
 * The table language of the scenario tests: one fact a line, everything else by default.
 *
 *   fail 1313 one fen above the annual limit
 *     used quota 25652.01
 *     line 1 price 348.00
 *
 * A block begins with `case TITLE`, or `pass CODE TITLE` / `fail CODE TITLE` for a rule. `parcel B`
 * starts another parcel of the same batch, `later DATE` looks again at what was held.
 */
export type Statement = { readonly word: string; readonly rest: readonly string[] };

/** The statements of one parcel. */
export type ParcelText = { readonly name: string; readonly statements: Statement[] };

/** One decision of the scenario: the first batch, or a later look at held lists. */
export type StepText = {
  /** `later` date, or null for the first step. */
  readonly date: string | null;
  /** Statements about the world: at, switch, enterprise, used, guarantee, goods, tariff. */
  readonly world: Statement[];
  readonly parcels: ParcelText[];
};

export type Scenario = {
  readonly kind: 'case' | 'pass' | 'fail';
  /** The rule of a pass or fail block. */
  readonly code: string | null;
  readonly title: string;
  readonly file: string;
  readonly steps: StepText[];
};

const WORLD = ['at', 'switch', 'enterprise', 'used', 'guarantee', 'goods', 'booked'];

/** Reads one scenario file. @throws Error naming the line it cannot read. */
export function parseScenarios(text: string, file: string): Scenario[] {
  const scenarios: Scenario[] = [];
  for (const [at, raw] of text.split('\n').entries()) {
    const words = wordsOf(raw);
    const [word, ...rest] = words;
    if (word === undefined) continue;
    if (word === 'case' || word === 'pass' || word === 'fail') {
      scenarios.push(begin(word, rest, file));
      continue;
    }
    const scenario = scenarios.at(-1);
    if (scenario === undefined) throw new Error(`${file}:${at + 1}: nothing has begun`);
    continueWith(scenario, { word, rest });
  }
  return scenarios;
}

function begin(kind: 'case' | 'pass' | 'fail', words: string[], file: string): Scenario {
  const code = kind === 'case' ? null : (words[0] ?? '');
  const title = words.slice(kind === 'case' ? 0 : 1).join(' ');
  return { kind, code, title, file, steps: [newStep(null)] };
}

function newStep(date: string | null): StepText {
  return { date, world: [], parcels: [{ name: 'A', statements: [] }] };
}

function continueWith(scenario: Scenario, statement: Statement): void {
  const { word, rest } = statement;
  if (word === 'later') {
    scenario.steps.push(newStep(rest[0] ?? ''));
    return;
  }
  const step = scenario.steps.at(-1)!;
  if (word === 'parcel') step.parcels.push({ name: rest[0] ?? '', statements: [] });
  else if (WORLD.includes(word)) step.world.push(statement);
  else step.parcels.at(-1)!.statements.push(statement);
}

// A word may stand in double quotes to keep its blanks; a `#` begins a comment.
function wordsOf(line: string): string[] {
  const words = line.match(/"[^"]*"|#.*|\S+/g) ?? [];
  return words.filter((word) => !word.startsWith('#')).map((word) => word.replaceAll('"', ''));
}
