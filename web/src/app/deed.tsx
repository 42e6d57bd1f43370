import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Answer, type CallName, call, type Given } from '../api/call.ts';
import { Failure } from './failure.tsx';

/**
 * Something that is done once: what pages show of the calls named in `also` is read again after it,
 * whether it succeeded or somebody else was faster.
 */
export function useDeed<Name extends CallName>(
  name: Name,
  also: readonly CallName[],
  done?: (answer: Answer<Name>) => void,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (given: Given<Name>) => call(name, given),
    ...(done && { onSuccess: done }),
    onSettled: () =>
      queries.invalidateQueries({
        predicate: ({ queryKey }) => also.some((one) => one === queryKey[0]),
      }),
  });
}

type Done<Told> = {
  readonly error: Error | null;
  readonly variables: Told | undefined;
  mutate(told: Told): void;
};

/** Why a deed was refused, with the way to try it again as it was. */
export function Refused<Told>({ deed }: { readonly deed: Done<Told> }) {
  const { error, variables, mutate } = deed;
  if (error === null) return null;
  return <Failure error={error} retry={() => variables !== undefined && mutate(variables)} />;
}
