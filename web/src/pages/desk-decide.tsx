import { useState } from 'react';
import { Refused, useDeed } from '../app/deed.tsx';
import { useLanguage } from '../app/language.tsx';
import { Lines } from '../ui/fields.tsx';
import { Pick } from '../ui/pick.tsx';
import { Assign } from './desk-assign.tsx';
import { Detained } from './desk-detained.tsx';
import { Act, AFTER_TASK, Decision } from './desk-form.tsx';
import type { Task } from './desk-task-view.ts';

/** What is to be decided of a task at its stage; by whom, the platform says. */
export function Decisions({ task }: { readonly task: Task }) {
  const { say } = useLanguage();
  if (task.closedAt !== null) return <p role="status">{say('task.closed')}</p>;
  return (
    <>
      <Said task={task} />
      <StandBack task={task} />
      <Assign task={task} />
      <Review task={task} />
      <Settle task={task} />
      {task.kind === 'detained' && <Detained task={task} />}
    </>
  );
}

type Of = { readonly task: Task };

const OUTCOMES = [
  ...(['', 'release', 'amend', 'return', 'destroy', 'detain', 'transfer', 'again'] as const),
];
type Half = (typeof OUTCOMES)[number];

/** What customs and quarantine say: one after the other, or both at once. */
function Said({ task }: Of) {
  const { say } = useLanguage();
  const [customs, setCustoms] = useState<Half>('');
  const [quarantine, setQuarantine] = useState<Half>('');
  const [findings, setFindings] = useState('');
  const path = { id: task.id };
  const saying = useDeed('sayResult', AFTER_TASK, () => {
    setCustoms('');
    setQuarantine('');
    setFindings('');
  });
  const confirming = useDeed('confirmResult', AFTER_TASK);
  const options = OUTCOMES.map((one) => {
    return [one, say(one === '' ? 'decide.half.open' : `outcome.${one}`)] as const;
  });
  return (
    <>
      <Decision
        {...{ task, action: 'result', title: say('decide.result'), submit: say('decide.say') }}
        lead={say('decide.result.lead')}
        isBusy={saying.isPending}
        onSubmit={() => {
          const halves = { ...(customs && { customs }), ...(quarantine && { quarantine }) };
          saying.mutate({ path, body: { ...halves, ...(findings.trim() && { findings }) } });
        }}
      >
        <div className="row">
          <Pick
            {...{ label: say('results.customs'), value: customs, options }}
            onPick={setCustoms}
          />
          <Pick
            {...{ label: say('results.quarantine'), value: quarantine, options }}
            onPick={setQuarantine}
          />
        </div>
        <Lines label={say('decide.findings')} value={findings} onType={setFindings} />
        <Refused deed={saying} />
      </Decision>
      {task.stage === 'second' && (
        <section>
          <Act
            {...{ task, action: 'confirm', label: say('decide.confirm'), isFirst: true }}
            isBusy={confirming.isPending}
            onAct={() => confirming.mutate({ path })}
          />
          <Refused deed={confirming} />
        </section>
      )}
    </>
  );
}

const WHYS = ['conflict', 'recent', 'offDuty', 'atCapacity'] as const;

/** Who stands back is replaced as the draw says. */
function StandBack({ task }: Of) {
  const { say } = useLanguage();
  const [reason, setReason] = useState<(typeof WHYS)[number]>('conflict');
  const deed = useDeed('recuseOfficer', AFTER_TASK);
  return (
    <Decision
      {...{ task, action: 'recuse', title: say('decide.recuse'), submit: say('decide.recuse') }}
      isBusy={deed.isPending}
      onSubmit={() => deed.mutate({ path: { id: task.id }, body: { reason } })}
    >
      <Pick
        label={say('decide.recuse.why')}
        value={reason}
        options={WHYS.map((one) => [one, say(`recuse.${one}`)])}
        onPick={setReason}
      />
      <Refused deed={deed} />
    </Decision>
  );
}

const VERDICTS = ['accept', 'return'] as const;

/** Documents that a person has to read (300). */
function Review({ task }: Of) {
  const { say } = useLanguage();
  const [decision, setDecision] = useState<(typeof VERDICTS)[number]>('accept');
  const [reason, setReason] = useState('');
  const deed = useDeed('reviewList', AFTER_TASK);
  return (
    <Decision
      {...{ task, action: 'review', title: say('decide.review'), submit: say('decide.say') }}
      isBusy={deed.isPending}
      onSubmit={() => {
        deed.mutate({ path: { id: task.id }, body: { decision, ...(reason && { reason }) } });
      }}
    >
      <Pick
        label={say('opening.outcome')}
        value={decision}
        options={VERDICTS.map((one) => [one, say(`decide.review.${one}`)])}
        onPick={setDecision}
      />
      <Lines
        label={say('decide.reason')}
        value={reason}
        isNeeded={decision === 'return'}
        onType={setReason}
      />
      <Refused deed={deed} />
    </Decision>
  );
}

/** What was behind an alarm of a lane. */
export function Settle({ task }: Of) {
  const { say } = useLanguage();
  const [note, setNote] = useState('');
  const deed = useDeed('settleAlarm', AFTER_TASK);
  return (
    <Decision
      {...{ task, action: 'settle', title: say('decide.settle'), submit: say('decide.settle') }}
      isBusy={deed.isPending}
      onSubmit={() => deed.mutate({ path: { id: task.id }, body: { note } })}
    >
      <Lines label={say('decide.note')} value={note} isNeeded onType={setNote} />
      <Refused deed={deed} />
    </Decision>
  );
}
