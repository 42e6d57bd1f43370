import { useLanguage, wordOr } from '../app/language.tsx';
import { Tag, type Tone } from '../ui/tag.tsx';
import type { Count } from './count-sheet.ts';

const TONES: Readonly<Record<string, Tone>> = { approved: 'busy', declared: 'bad', closed: 'good' };

/** Where a stock-take stands. */
export function CountState({ of }: { readonly of: string }) {
  const { say } = useLanguage();
  return <Tag tone={TONES[of] ?? 'calm'}>{wordOr(say, 'count.state', of)}</Tag>;
}

/** What a stock-take counts: the first few of its lines and places. */
export function Scope({ of }: { readonly of: Pick<Count, 'records' | 'locations'> }) {
  const { say } = useLanguage();
  const { records, locations } = of;
  const some = (names: readonly string[]): string =>
    names.slice(0, MOST).join(', ') + (names.length > MOST ? ` … (${names.length})` : '');
  if (records === null && locations === null) return <span>{say('count.scope.all')}</span>;
  return (
    <span>
      {records !== null && say('count.scope.records', { n: some(records) })}
      {records !== null && locations !== null && ' · '}
      {locations !== null && say('count.scope.places', { n: some(locations) })}
    </span>
  );
}

const MOST = 5;
