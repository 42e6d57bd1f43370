import { Link } from 'react-router';
import type { CallName } from '../api/call.ts';
import { useLanguage, wordOr } from '../app/language.tsx';
import { useMe } from '../app/session.tsx';
import { Tag, type Tone } from '../ui/tag.tsx';
import { Time } from '../ui/time.tsx';
import './stock.css';

/** What pages of the bonded centre have in common. */

/** Whether an enterprise looks at its own books; officers look at any by calls of their own. */
export function useIsFirm(): boolean {
  return useMe().role === 'enterprise';
}

/** The code of the enterprise that looks; null for officers. */
export function useFirm(): string | null {
  const { role, party } = useMe();
  return role === 'enterprise' ? party : null;
}

/** Calls whose answers are others after a paper did something. */
export const AFTER_DEED: readonly CallName[] = [
  ...(['readPaper', 'readPaperOfAny', 'readBookNow', 'readBookNowOfAny'] as const),
  ...(['listBooks', 'listBookLines', 'readBookLine', 'listBookPapers'] as const),
  ...(['listBookMovements', 'listBookPlaces', 'listLotsAtPlace'] as const),
];

export const PAPER_KINDS = [
  ...(['entry', 'exit', 'slip', 'count'] as const),
  ...(['processing', 'change', 'transfer', 'disposal'] as const),
];
export type PaperKind = (typeof PAPER_KINDS)[number];

const STATES: Readonly<Record<string, Tone>> = {
  ...{ approved: 'busy', declared: 'busy', agreed: 'busy', released: 'busy' },
  ...{ done: 'good', closed: 'good', crossed: 'good', refused: 'bad' },
};

/** The state of a paper as a word. */
export function PaperState({ of }: { readonly of: string }) {
  const { say } = useLanguage();
  return <Tag tone={STATES[of] ?? 'calm'}>{wordOr(say, 'stockState', of)}</Tag>;
}

const STATUSES: Readonly<Record<string, Tone>> = {
  ...{ bonded: 'good', domestic: 'calm', display: 'busy', 'refund-pending': 'busy' },
  ...{ undeclared: 'busy', returned: 'busy', surplus: 'bad', expired: 'bad', detained: 'bad' },
};

/** The customs status of goods as a word. */
export function StockStatus({ of }: { readonly of: string }) {
  const { say } = useLanguage();
  return <Tag tone={STATUSES[of] ?? 'calm'}>{wordOr(say, 'stockStatus', of)}</Tag>;
}

/** What a stock-take has in hand does not move. */
export function Frozen() {
  const { say } = useLanguage();
  return (
    <span title={say('stock.frozen.why')}>
      <Tag tone="bad">{say('stock.frozen')}</Tag>
    </span>
  );
}

/** The document behind goods or a movement: `entry QD...`, led to where it can be read. */
export function Document({ of }: { readonly of: string }) {
  const { say } = useLanguage();
  const cut = of.indexOf(' ');
  const [kind, number] = [of.slice(0, cut), of.slice(cut + 1)];
  if (PAPER_KINDS.some((one) => one === kind)) {
    return (
      <>
        {wordOr(say, 'stockKind', kind)} <Link to={paperTo(kind, number)}>{number}</Link>
      </>
    );
  }
  return (
    <>
      {wordOr(say, 'stockDoc', kind)}{' '}
      {kind === 'list' ? (
        <Link to={`/declarations/${number}`}>{number}</Link>
      ) : (
        <span className="no">{number}</span>
      )}
    </>
  );
}

export const paperTo = (kind: string, paperNo: string): string =>
  `/stock/papers/${kind}/${encodeURIComponent(paperNo)}`;
export function lineTo(bookNo: string, recordNo: string, lotNo?: string): string {
  const lot = lotNo === undefined ? '' : `?lot=${encodeURIComponent(lotNo)}#moves`;
  return `/stock/${bookNo}/lines/${recordNo}${lot}`;
}

const DAY = 86_400_000;

/** The business date in Shanghai, `2026-11-29`. */
export const today = (): string => new Date(Date.now() + DAY / 3).toISOString().slice(0, 10);

/** Days from today to a day or time; below zero when it is past. */
export function daysUntil(day: string): number {
  return Math.round((Date.parse(day.slice(0, 10)) - Date.parse(today())) / DAY);
}

/** A last day of sale with how near it is. */
export function Expiry({ on }: { readonly on: string | null }) {
  const { say } = useLanguage();
  if (on === null) return <span className="soft">{say('stock.expires.none')}</span>;
  const left = daysUntil(on);
  if (left > 90) return <>{on}</>;
  return <Tag tone={left > 30 ? 'busy' : 'bad'}>{on}</Tag>;
}

/** When goods came, and how long ago. */
export function Age({ at }: { readonly at: string }) {
  const { say } = useLanguage();
  return (
    <>
      <Time at={at} />
      <span className="soft">{say('stock.age', { n: -daysUntil(at) })}</span>
    </>
  );
}
