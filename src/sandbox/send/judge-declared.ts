import type { ExpectedDeclaration } from '../world/export/expected-exports.ts';
import { type DeclaredStates, moveKey } from './declared-state.ts';
import { isDrawn } from './held-up.ts';
import { DRAWN, type SendRow } from './row.ts';

/** A row for each customs declaration: where it stands, why, what it is worth and owes. */
export function judgeDeclared(
  declared: DeclaredStates,
  declarations: readonly ExpectedDeclaration[],
): SendRow[] {
  return declarations.map((one) => {
    const { file, name, kind, status, code, lines, moves } = one;
    const found = declared.states.get(name);
    const said = moves.flatMap((move) => {
      const answer = declared.moves.get(moveKey(name, move));
      return answer === undefined || answer === 'done' ? [] : [`${move.does} ${answer}`];
    });
    // What stood elsewhere already was not asked: a world may be sent again.
    const tried = moves.filter((move) => declared.moves.has(moveKey(name, move)));
    const wanted = tried.flatMap(({ does, code: why }) => (why === null ? [] : [`${does} ${why}`]));
    const expected = [status, code, worthIn(lines), ...wanted];
    // Where any code will do, none is compared.
    const told = code === null ? null : found?.code;
    const got = found && [found.status, told, worthIn(found.lines), ...said];
    const came = got === undefined ? 'not sent' : isDrawn(found!) ? DRAWN : words(got);
    return row({ file, key: name, kind }, words(expected), came, why(one));
  });
}

const words = (parts: readonly (string | null | undefined)[]): string =>
  parts.filter(Boolean).join(', ');

function worthIn(lines: ExpectedDeclaration['lines']): string {
  if (lines.length === 0) return '';
  const sums = (name: 'fob' | 'duty') => lines.map((line) => line[name]).join(' + ');
  return `worth ${sums('fob')}, duty ${sums('duty')}`;
}

function why({ moves }: ExpectedDeclaration): string {
  return moves.some(({ does }) => does === 'pay')
    ? 'its duty may not be paid: onestep notices pay'
    : '';
}

function row(
  of: Pick<SendRow, 'file' | 'key' | 'kind'>,
  expected: string,
  got: string,
  reason: string,
): SendRow {
  const ok = expected === got;
  const told = ok ? '' : reason;
  const more = { record: null, type: 'declaration', tax: null };
  return { ...of, ...more, expected, got, ok, why: told, whyZh: told };
}
