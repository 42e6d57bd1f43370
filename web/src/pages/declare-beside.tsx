import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { type Answer, CallError, call } from '../api/call.ts';
import { problemText } from '../app/failure.tsx';
import { useLanguage, wordOr } from '../app/language.tsx';
import { useSettled } from '../app/settled.ts';
import { Facts } from '../ui/facts.tsx';
import { basketOf, type Choices, type Draft } from './declare-draft.ts';

type Priced = Answer<'askTax'>;
type Quota = Answer<'readQuota'>;

/** The tax of a draft and the quota of its buyer, as the platform sees them while one types. */
export type Live = {
  readonly tax: UseQueryResult<Priced>;
  readonly quota: UseQueryResult<Quota>;
  /** Whether there is enough of it to work the tax out. */
  readonly isComplete: boolean;
};

/** Asks for both once what was typed has stood still. */
export function useLive(draft: Draft | null): Live {
  const idNumber = useSettled(draft?.head['buyer.idNumber']?.trim() ?? '', 400);
  const quota = useQuery({
    queryKey: ['readQuota', idNumber],
    queryFn: ({ signal }) =>
      call('readQuota', { headers: { 'x-buyer-id-number': idNumber }, signal }),
    enabled: /^\d{17}[\dXx]$/.test(idNumber),
    // Nobody's number is kept longer than it is looked at.
    ...{ gcTime: 0, retry: false },
  });
  const basket = draft === null ? null : basketOf(draft, quota.data?.remaining ?? null);
  // As text: an equal basket is the same one.
  const settled = useSettled(basket === null ? '' : JSON.stringify(basket), 400);
  const tax = useQuery({
    queryKey: ['askTax', settled],
    queryFn: ({ signal }) => call('askTax', { body: JSON.parse(settled), signal }),
    enabled: settled !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });
  return { tax, quota, isComplete: basket !== null };
}

/** The tax in yuan, or null when it is not known of the draft as it stands. */
export function taxOf({ tax, isComplete }: Live): string | null {
  return isComplete && tax.isSuccess && !tax.isPlaceholderData ? tax.data.total : null;
}

/** What is shown beside the form. */
export function Beside({
  live,
  choices,
  withheld,
}: {
  readonly live: Live;
  readonly choices: Choices;
  readonly withheld: string;
}) {
  const { say } = useLanguage();
  const tax = taxOf(live);
  const isOther = withheld !== '' && tax !== null && Number(withheld) !== Number(tax);
  return (
    <aside className="beside" aria-label={say('declare.beside')}>
      <section aria-live="polite">
        <h2>{say('declare.tax')}</h2>
        <TaxNow live={live} />
        {isOther && <p className="warned">{say('declare.tax.differs', { n: withheld, m: tax })}</p>}
        <p className="soft">{say('declare.single', { n: choices.singleLimit })}</p>
      </section>
      <section aria-live="polite">
        <h2>{say('declare.quota')}</h2>
        <QuotaNow quota={live.quota} />
      </section>
    </aside>
  );
}

function TaxNow({ live: { tax, isComplete } }: { readonly live: Live }) {
  const { say } = useLanguage();
  if (!isComplete) return <p className="soft">{say('declare.tax.incomplete')}</p>;
  if (tax.isError) return <Reasons error={tax.error} />;
  if (tax.data === undefined) return <p className="soft">{say('loading')}</p>;
  const sum = (of: (line: Priced['lines'][number]) => string): string => {
    const fen = tax.data.lines.reduce((all, line) => all + BigInt(of(line).replace('.', '')), 0n);
    return `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;
  };
  return (
    <div aria-busy={tax.isPlaceholderData}>
      <p className="sum" data-tax={tax.data.total}>
        {tax.data.total}
      </p>
      <Facts
        of={[
          [say('f.channel'), wordOr(say, 'tax.channel', tax.data.channel)],
          [say('tax.price'), sum((line) => line.dutiablePrice)],
          [say('tax.duty'), sum((line) => line.duty)],
          [say('tax.consumption'), sum((line) => line.consumptionTax)],
          [say('tax.vat'), sum((line) => line.vat)],
        ]}
      />
    </div>
  );
}

function QuotaNow({ quota }: { readonly quota: UseQueryResult<Quota> }) {
  const { say, language } = useLanguage();
  if (quota.isError) return <Reasons error={quota.error} />;
  if (quota.data === undefined) {
    return <p className="soft">{say(quota.isFetching ? 'loading' : 'declare.quota.none')}</p>;
  }
  const { year, limit, used, reserved, remaining, counters } = quota.data;
  return (
    <>
      <p className="sum">{remaining}</p>
      <Facts
        of={[
          [say('declare.quota.limit', { n: year }), limit],
          [say('declare.quota.used'), used],
          [say('declare.quota.reserved'), reserved],
          ...counters.map(
            (one) =>
              [
                language === 'zh' ? one.zh : one.en,
                `${one.used} / ${one.limit} ${one.unit}`,
              ] as const,
          ),
        ]}
      />
    </>
  );
}

function Reasons({ error }: { readonly error: Error }) {
  const { say, pick } = useLanguage();
  const findings = error instanceof CallError ? (error.problem?.findings ?? []) : [];
  return (
    <ul className="wrongs">
      {findings.length === 0 && <li>{problemText(error, say, pick)}</li>}
      {findings.map(({ code, path, zh, en, hint, hintZh }) => (
        <li key={`${code} ${path}`}>
          {pick(zh, en)}
          <span className="mend">{pick(hintZh, hint)}</span>
        </li>
      ))}
    </ul>
  );
}
