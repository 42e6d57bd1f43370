import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { CallError } from '../api/call.ts';
import { tellOver } from './over.ts';

const tell = (error: unknown): void => {
  if (error instanceof CallError && error.isOver) tellOver();
};

/** Whether the same call may do better a moment later. */
const isPassing = (error: unknown): boolean =>
  error instanceof CallError && (error.problem === null || error.problem.status === 503);

export const queries = new QueryClient({
  queryCache: new QueryCache({ onError: tell }),
  mutationCache: new MutationCache({ onError: tell }),
  defaultOptions: {
    // A browser that calls itself offline may well reach a platform on its own network.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      staleTime: 5_000,
      retry: (count, error) => count < 2 && isPassing(error),
    },
  },
});
