import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { Refused, useDeed } from '../app/deed.tsx';
import { Failure } from '../app/failure.tsx';
import { useLanguage, wordOr } from '../app/language.tsx';
import { Lines } from '../ui/fields.tsx';
import { Pick } from '../ui/pick.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import { Act, AFTER_TASK, Decision } from './desk-form.tsx';
import type { Task } from './desk-task-view.ts';

const ENDS = ['release', 'amend', 'return', 'destroy'] as const;

/** How a detained list ends: one person proposes, a supervisor approves by the number read here. */
export function Detained({ task }: { readonly task: Task }) {
  const { say } = useLanguage();
  const listNo = task.subject ?? '';
  const [outcome, setOutcome] = useState<(typeof ENDS)[number]>('return');
  const [reason, setReason] = useState('');
  const path = { listNo };
  const proposing = useDeed('proposeDetainedEnd', AFTER_TASK, () => setReason(''));
  const approving = useDeed('approveDetainedEnd', AFTER_TASK);
  const asked = useQuery({
    queryKey: ['readDetainedList', listNo],
    queryFn: ({ signal }) => call('readDetainedList', { path, signal }),
  });
  if (asked.isPending) return <Skeleton lines={4} label={say('loading')} />;
  // One that fails later leaves what was read, and what was typed, where it is.
  if (asked.data === undefined) {
    return <Failure error={asked.error} retry={() => void asked.refetch()} />;
  }
  const { trail } = asked.data;
  const last = trail.at(-1);
  const end = ENDS.find((one) => one === last?.outcome);
  return (
    <>
      {trail.length > 0 && (
        <section>
          <h2>{say('decide.end')}</h2>
          <ol className="timeline">
            {trail.map(({ number, at, officer, action, outcome: one, reason: why }) => (
              <li key={number}>
                <Time at={at} />
                <b>
                  {number}. {wordOr(say, 'end', action)} {wordOr(say, 'outcome', one)}{' '}
                  <span className="soft">{officer}</span>
                </b>
                <span className="told">{why}</span>
              </li>
            ))}
          </ol>
          {last !== undefined && end !== undefined && (
            <Act
              {...{ task, action: 'approveEnd', isFirst: true }}
              label={say('decide.end.approve', { n: last.number, m: say(`outcome.${end}`) })}
              isBusy={approving.isPending}
              onAct={() => {
                approving.mutate({ path, body: { outcome: end, proposal: last.number } });
              }}
            />
          )}
          <Refused deed={approving} />
        </section>
      )}
      <Decision
        {...{ task, action: 'proposeEnd', title: say('decide.propose') }}
        lead={say('decide.end.lead')}
        submit={say('decide.propose')}
        isBusy={proposing.isPending}
        onSubmit={() => proposing.mutate({ path, body: { outcome, reason } })}
      >
        <Pick
          label={say('decide.end')}
          value={outcome}
          options={ENDS.map((one) => [one, say(`outcome.${one}`)])}
          onPick={setOutcome}
        />
        <Lines label={say('decide.end.reason')} value={reason} isNeeded onType={setReason} />
        <Refused deed={proposing} />
      </Decision>
    </>
  );
}
