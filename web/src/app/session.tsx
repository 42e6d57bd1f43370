import { useQuery, useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { type Answer, CallError, call } from '../api/call.ts';
import { onOver } from './over.ts';

export type Me = Answer<'readSession'>;
export type Right = Me['may'][number];

type Signed = {
  /** Null when nobody is signed in; undefined until that is known. */
  readonly me: Me | null | undefined;
  /** Why it is not known. */
  readonly error: Error | null;
  /** Whether who is signed in has to do so once more, over the page as it is. */
  readonly isOver: boolean;
  entered(me: Me): void;
  leave(): Promise<void>;
  retry(): void;
};

const Session = createContext<Signed | null>(null);
const KEY = ['readSession'];

/** Who is signed in. A session that ends leaves the page, and all that was typed, where it is. */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const queries = useQueryClient();
  const [isOver, setOver] = useState(false);
  const asked = useQuery({ queryKey: KEY, queryFn: readMe, staleTime: Number.POSITIVE_INFINITY });
  const me = asked.data;
  const last = useRef<Me | null>(null);
  if (me) last.current = me;
  useEffect(() => onOver(() => last.current !== null && setOver(true)), []);
  const entered = useCallback(
    (now: Me) => {
      const before = last.current;
      // Another person must see nothing of what the one before had open.
      const isOther =
        before !== null && (before.account !== now.account || before.role !== now.role);
      if (isOther) {
        location.assign('/console/');
        return;
      }
      queries.setQueryData(KEY, now);
      setOver(false);
      void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEY[0] });
    },
    [queries],
  );
  const leave = useCallback(async () => {
    await call('signOut').catch(() => undefined);
    location.assign('/console/sign-in');
  }, []);
  const { error, refetch } = asked;
  const signed = useMemo(
    (): Signed => ({ me, error, isOver, entered, leave, retry: () => void refetch() }),
    [me, error, isOver, entered, leave, refetch],
  );
  return <Session value={signed}>{children}</Session>;
}

async function readMe(): Promise<Me | null> {
  try {
    return await call('readSession');
  } catch (error) {
    if (error instanceof CallError && error.isOver) return null;
    throw error;
  }
}

export function useSession(): Signed {
  const signed = useContext(Session);
  if (signed === null) throw new Error('outside of SessionProvider');
  return signed;
}

/** Who is signed in, on pages that nobody else sees. */
export function useMe(): Me {
  const { me } = useSession();
  if (!me) throw new Error('nobody is signed in');
  return me;
}

/** Whether the person has a right. */
export function useRight(right: Right): boolean {
  return useMe().may.includes(right);
}
