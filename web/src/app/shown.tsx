import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Skeleton } from '../ui/skeleton.tsx';
import { Failure } from './failure.tsx';
import { useLanguage } from './language.tsx';

/** What one call answered: on its way, not to be had, or as `children` shows it. */
export function Shown<Data>({
  of,
  lines = 6,
  children,
}: {
  readonly of: UseQueryResult<Data>;
  /** Of the shape that stands there meanwhile. */
  readonly lines?: number;
  readonly children: (data: Data) => ReactNode;
}) {
  const { say } = useLanguage();
  if (of.data !== undefined) return children(of.data);
  if (of.isPending) return <Skeleton lines={lines} label={say('loading')} />;
  return <Failure error={of.error as Error} retry={() => void of.refetch()} />;
}
