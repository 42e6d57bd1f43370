import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { Button } from 'antd';
import type { Key } from 'react';
import { CallError } from '../api/call.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { Failure } from './failure.tsx';
import { useLanguage } from './language.tsx';

/** Answers that go on from page to page. */
export type Asked<Page> = UseInfiniteQueryResult<InfiniteData<Page>>;

/** What came of them as one table: on its way, not to be had, nothing, or rows that go on. */
export function Pages<Page, Row>({
  of,
  rowsOf,
  none,
  ...table
}: {
  readonly of: Asked<Page>;
  readonly rowsOf: (page: Page) => readonly Row[];
  /** Said when there is no row. */
  readonly none: string;
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => Key;
}) {
  const { say } = useLanguage();
  if (of.isPending) return <Skeleton lines={8} label={say('loading')} />;
  const failure = of.isError && <Failure error={of.error} retry={() => void of.refetch()} />;
  // What was read before stays while the platform is away.
  const isAway = of.error instanceof CallError && of.error.problem === null;
  if (of.data === undefined || (of.isError && !isAway)) return failure;
  const rows = of.data.pages.flatMap((page) => [...rowsOf(page)]);
  if (rows.length === 0) return failure || <p className="empty">{none}</p>;
  return (
    <div aria-busy={of.isPlaceholderData}>
      {failure}
      <Table {...table} rows={rows} />
      <More of={of} />
    </div>
  );
}

/** Asks for the next page, where there is one. */
export function More<Page>({ of }: { readonly of: Asked<Page> }) {
  const { say } = useLanguage();
  if (!of.hasNextPage) return null;
  return (
    <p className="more">
      <Button loading={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>
        {say('more')}
      </Button>
    </p>
  );
}
