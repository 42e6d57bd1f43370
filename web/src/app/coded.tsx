import { useQuery } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { useLanguage } from './language.tsx';

/** A code with its name in the language; alone where its table is not there or has no such code. */
export function Coded({ table, code }: { readonly table: string; readonly code: string }) {
  const { pick } = useLanguage();
  const { data } = useQuery({
    queryKey: ['readCodes'],
    queryFn: ({ signal }) => call('readCodes', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const named = data?.[table]?.find((one) => one.code === code);
  return <span>{named === undefined ? code : `${code} ${pick(named.zh, named.en)}`}</span>;
}
