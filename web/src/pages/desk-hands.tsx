import { Button } from 'antd';
import { useState } from 'react';
import { Refused, useDeed } from '../app/deed.tsx';
import { useLanguage } from '../app/language.tsx';
import { Act, AFTER_TASK, useWhy } from './desk-form.tsx';
import { OfficerField } from './desk-officer.tsx';
import type { Task } from './desk-task-view.ts';

/** Takes a task, lets it go, or gives it to a colleague. */
export function Hands({ task }: { readonly task: Task }) {
  const { say } = useLanguage();
  const [to, setTo] = useState('');
  const path = { id: task.id };
  const claim = useDeed('claimTask', AFTER_TASK);
  const release = useDeed('releaseTask', AFTER_TASK);
  const handOver = useDeed('handOverTask', AFTER_TASK, () => setTo(''));
  const { isHere } = useWhy(task, 'handOver');
  return (
    <>
      <div className="hands">
        <Act
          {...{ task, action: 'claim', label: say('task.claim'), isFirst: true }}
          isBusy={claim.isPending}
          onAct={() => claim.mutate({ path })}
        />
        <Act
          {...{ task, action: 'release', label: say('task.release') }}
          isBusy={release.isPending}
          onAct={() => release.mutate({ path })}
        />
      </div>
      {isHere && (
        <form
          className="asked hand-over"
          onSubmit={(event) => {
            event.preventDefault();
            handOver.mutate({ path, body: { to: to.trim() } });
          }}
        >
          <OfficerField label={say('task.handOver.to')} value={to} onType={setTo} />
          <Button htmlType="submit" loading={handOver.isPending}>
            {say('task.handOver')}
          </Button>
        </form>
      )}
      <Refused deed={claim} />
      <Refused deed={release} />
      <Refused deed={handOver} />
    </>
  );
}
