import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { type Answer, call } from '../api/call.ts';
import { useLanguage } from '../app/language.tsx';
import { State } from '../app/state.tsx';
import { Findings } from './list-findings.tsx';

/** States in which nothing more happens by itself. */
const ENDED = ['100', '430', '501', '502', '599', '700', '800', '899'];
const LOOK_MILLISECONDS = 1_500;

/** What became of a declaration that was taken, followed to its release. */
export function Done({
  answer: { declarations, duplicate },
  onNext,
  onBlank,
}: {
  readonly answer: Answer<'declare'>;
  readonly onNext: () => void;
  readonly onBlank: () => void;
}) {
  const { say } = useLanguage();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="done">
      <h2 ref={heading} tabIndex={-1}>
        {say('declare.done')}
      </h2>
      {duplicate && <p>{say('declare.done.again')}</p>}
      {declarations.map(({ orderNo, preNo }) =>
        preNo === null ? <p key={orderNo}>{orderNo}</p> : <Followed key={preNo} preNo={preNo} />,
      )}
      <p className="deeds">
        <Button onClick={onNext}>{say('declare.done.next')}</Button>
        <Button onClick={onBlank}>{say('declare.done.blank')}</Button>
      </p>
    </section>
  );
}

function Followed({ preNo }: { readonly preNo: string }) {
  const { say } = useLanguage();
  const asked = useQuery({
    queryKey: ['readDeclaration', preNo],
    queryFn: ({ signal }) => call('readDeclaration', { path: { listNo: preNo }, signal }),
    refetchInterval: ({ state }) =>
      ENDED.includes(state.data?.status ?? '') ? false : LOOK_MILLISECONDS,
  });
  const findings = asked.data?.verdict?.findings ?? [];
  return (
    <>
      <p>
        <span aria-live="polite">
          <span className="soft">{say('declare.done.follow')}</span>{' '}
          {asked.data !== undefined && <State of={asked.data.status} />}
        </span>{' '}
        <Link to={`/declarations/${preNo}`}>
          {say('declare.done.open', { n: asked.data?.invtNo ?? preNo })}
        </Link>
      </p>
      {findings.length > 0 && <Findings of={findings} />}
    </>
  );
}
