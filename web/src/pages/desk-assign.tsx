import { useState } from 'react';
import { Refused, useDeed } from '../app/deed.tsx';
import { useLanguage } from '../app/language.tsx';
import { Field } from '../ui/fields.tsx';
import { Act, AFTER_TASK, Decision } from './desk-form.tsx';
import { OfficerField } from './desk-officer.tsx';
import type { Task } from './desk-task-view.ts';

/** Two supervisors send two officers where the draw left nobody. */
export function Assign({ task }: { readonly task: Task }) {
  const { say } = useLanguage();
  const [one, setOne] = useState('');
  const [two, setTwo] = useState('');
  const [grounds, setGrounds] = useState('');
  const path = { id: task.id };
  const proposing = useDeed('proposeAssignment', AFTER_TASK);
  const approving = useDeed('approveAssignment', AFTER_TASK);
  const { proposal } = task;
  return (
    <>
      <Decision
        {...{ task, action: 'assign', title: say('decide.assign') }}
        lead={say('decide.assign.lead')}
        submit={say('end.proposed')}
        isBusy={proposing.isPending}
        onSubmit={() => {
          proposing.mutate({ path, body: { pair: [one.trim(), two.trim()], grounds } });
        }}
      >
        <div className="row">
          <OfficerField label={say('decide.assign.one')} value={one} onType={setOne} />
          <OfficerField label={say('decide.assign.two')} value={two} onType={setTwo} />
        </div>
        <Field
          label={say('decide.assign.grounds')}
          value={grounds}
          most={200}
          onType={setGrounds}
        />
        <Refused deed={proposing} />
      </Decision>
      {proposal !== null && (
        <section>
          <p>
            {say('decide.assign.proposed', { n: proposal.by, m: proposal.pair.join(', ') })}
            <span className="soft"> {proposal.grounds}</span>
          </p>
          <Act
            {...{ task, action: 'approveAssignment', label: say('decide.approve') }}
            isBusy={approving.isPending}
            onAct={() => approving.mutate({ path })}
          />
          <Refused deed={approving} />
        </section>
      )}
    </>
  );
}
