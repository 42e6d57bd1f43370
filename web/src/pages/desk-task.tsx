import { Button } from 'antd';
import { Link, useParams } from 'react-router';
import { Failure } from '../app/failure.tsx';
import { useLanguage, wordOr } from '../app/language.tsx';
import { useMe } from '../app/session.tsx';
import { useTitle } from '../app/title.ts';
import { Facts } from '../ui/facts.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Tag } from '../ui/tag.tsx';
import { Time } from '../ui/time.tsx';
import './desk.css';
import { Beside } from './desk-beside.tsx';
import { Decisions } from './desk-decide.tsx';
import { Hands } from './desk-hands.tsx';
import { Results, Trail } from './desk-said.tsx';
import { nameOf, type Task, useTask } from './desk-task-view.ts';

/** One task: the declaration beside the images, what was said, and what is to be decided. */
export function TaskPage() {
  const { say } = useLanguage();
  const { taskId = '' } = useParams();
  const asked = useTask(taskId);
  const task = asked.data;
  const title = task === undefined ? say('desk.col.task') : wordOr(say, 'task', task.kind);
  useTitle(title);
  return (
    <>
      <p className="crumb">
        <Link to="/desk">{say('task.back')}</Link>
      </p>
      <h1>
        {title} <span className="no">{task && nameOf(task)}</span>
      </h1>
      {asked.isPending && <Skeleton lines={10} label={say('loading')} />}
      {asked.isError && <Failure error={asked.error} retry={() => void asked.refetch()} />}
      {task !== undefined && <Whole task={task} anew={() => void asked.refetch()} />}
    </>
  );
}

function Whole({ task, anew }: { readonly task: Task; readonly anew: () => void }) {
  return (
    <>
      <Standing task={task} anew={anew} />
      <Beside task={task} />
      <Results task={task} />
      <Decisions task={task} />
      <Trail task={task} />
    </>
  );
}

/** Where it stands and in whose hands it is. */
function Standing({ task, anew }: { readonly task: Task; readonly anew: () => void }) {
  const { say } = useLanguage();
  const { party } = useMe();
  const { stage, overdue, holder, pair, openedAt, dueAt, closedAt, priority, first, serial } = task;
  return (
    <section>
      <h2>{say('task.hands')}</h2>
      <Facts
        of={[
          [
            say('desk.col.stage'),
            <Tag key="stage" tone={closedAt === null ? 'busy' : 'calm'}>
              {closedAt === null ? wordOr(say, 'stage', stage) : say('stage.closed')}
            </Tag>,
          ],
          [
            say('desk.col.holder'),
            holder === party ? say('desk.me') : (holder ?? say('desk.nobody')),
          ],
          [say('task.pair'), pair.join(', ')],
          [say('task.opened'), <Time key="opened" at={openedAt} />],
          [
            say('desk.col.due'),
            <span key="due">
              <Time at={dueAt} /> {overdue && <Tag tone="bad">{say('desk.overdue')}</Tag>}
            </span>,
          ],
          [say('task.priority'), first === null ? priority : wordOr(say, 'desk.first', first)],
          [say('opening.serial'), serial > 1 ? serial : null],
        ]}
      />
      <Hands task={task} />
      <p>
        <Button size="small" onClick={anew}>
          {say('task.anew')}
        </Button>
      </p>
    </section>
  );
}
