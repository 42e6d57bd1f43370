import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { call } from '../api/call.ts';
import { useLanguage } from '../app/language.tsx';
import { Choices } from '../ui/choices.tsx';

/** One parcel, or many from a file. */
export function DeclareWays({ at }: { readonly at: 'form' | 'file' }) {
  const { say } = useLanguage();
  return (
    <Choices label={say('declare.ways')}>
      <Link to="/declare" aria-current={at === 'form' ? 'page' : undefined}>
        {say('declare.way.form')}
      </Link>
      <Link to="/declare/file" aria-current={at === 'file' ? 'page' : undefined}>
        {say('declare.way.file')}
      </Link>
    </Choices>
  );
}

/** Fields and code tables; they change with the law, not while a form is filled in. */
export function useDeclareChoices() {
  return useQuery({
    queryKey: ['readDeclarationChoices'],
    queryFn: ({ signal }) => call('readDeclarationChoices', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
