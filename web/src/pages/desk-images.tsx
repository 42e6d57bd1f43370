import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { callWith } from '../api/call.ts';
import { Refused } from '../app/deed.tsx';
import { useLanguage, wordOr } from '../app/language.tsx';
import { Barred } from '../ui/barred.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';
import { addressOf, type Task } from './desk-task-view.ts';

/** Photographs that officers took, and what lanes were told. */
export function Images({ task }: { readonly task: Task }) {
  const { say } = useLanguage();
  const { id, kind, photos, scans } = task;
  const columns = useColumns();
  const isOpened = kind !== 'review' && kind !== 'pending';
  return (
    <section className="taken">
      <h2>{say(isOpened ? 'task.images' : 'task.scans')}</h2>
      {isOpened && (
        <>
          <h3>{say('task.photos')}</h3>
          {photos.length === 0 && <p className="soft">{say('task.photos.none')}</p>}
          {photos.length > 0 && (
            <ul className="images">
              {photos.map(({ name, officer, at }) => (
                <li key={name}>
                  <a href={addressOf('readPhoto', { id, name })} target="_blank" rel="noreferrer">
                    <img
                      src={addressOf('readPhoto', { id, name })}
                      alt={say('task.photo.alt', { n: name })}
                    />
                  </a>
                  <span className="soft">
                    {name} · {officer} · <Time at={at} />
                  </span>
                </li>
              ))}
            </ul>
          )}
          <AddPhotos task={task} />
        </>
      )}
      {isOpened && <h3>{say('task.scans')}</h3>}
      {scans.length === 0 && <p className="soft">{say('task.scans.none')}</p>}
      {scans.length > 0 && (
        <Table
          label={say('task.scans')}
          columns={columns}
          rows={scans}
          keyOf={({ at, site, scanId }) => `${at} ${site} ${scanId}`}
        />
      )}
    </section>
  );
}

/** Adds photographs one after the other; what was kept before one is refused stays kept. */
function AddPhotos({ task }: { readonly task: Task }) {
  const { say, pick } = useLanguage();
  const fieldId = useId();
  const queries = useQueryClient();
  const { id, photos, actions } = task;
  const adding = useMutation({
    mutationFn: async (files: readonly File[]) => {
      const used = new Set(photos.map(({ name }) => name));
      for (const file of files) {
        const name = nameFor(file.name, used);
        await callWith('keepPhoto', { path: { id, name } }, file);
        used.add(name);
      }
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['readTask', id] }),
  });
  const own = actions.find(({ action }) => action === 'photo');
  if (own === undefined) return null;
  if (own.barred !== null) {
    return <Barred why={pick(own.barred.zh, own.barred.en)}>{say('task.photos.add')}</Barred>;
  }
  return (
    <div className="asked">
      <label htmlFor={fieldId}>{say('task.photos.add')}</label>
      <input
        id={fieldId}
        type="file"
        accept="image/jpeg,image/png"
        multiple
        disabled={adding.isPending}
        onChange={({ target }) => {
          adding.mutate([...(target.files ?? [])]);
          target.value = '';
        }}
      />
      <Refused deed={adding} />
    </div>
  );
}

/** Phones call every photograph the same; the platform keeps one of a name and nothing but it. */
function nameFor(given: string, used: ReadonlySet<string>): string {
  const clean = given.replace(/[^\w.-]/g, '-').replace(/^\.+/, '') || 'photo';
  const dot = clean.lastIndexOf('.');
  const [stem, end] = dot > 0 ? [clean.slice(0, dot), clean.slice(dot)] : [clean, ''];
  const named = (suffix: string): string =>
    stem.slice(0, 60 - end.length - suffix.length) + suffix + end;
  let name = named('');
  for (let i = 2; used.has(name); i += 1) name = named(`-${i}`);
  return name;
}

function useColumns(): readonly Column<Task['scans'][number]>[] {
  const { say } = useLanguage();
  return [
    { key: 'at', title: say('scans.at'), cell: ({ at }) => <Time at={at} /> },
    {
      ...{ key: 'lane', title: say('scans.lane') },
      cell: ({ lane, site }) => (
        <>
          <b>{lane}</b>
          <span className="soft no">{site}</span>
        </>
      ),
    },
    {
      ...{ key: 'said', title: say('scans.said') },
      cell: ({ instruction, reason }) => (
        <>
          <span>
            {wordOr(say, 'scan', instruction)} {instruction}
          </span>
          <span className="soft no">{reason}</span>
        </>
      ),
    },
    {
      ...{ key: 'weight', title: say('scans.weight'), isNumber: true },
      cell: ({ weight }) => <span>{weight ?? '–'}</span>,
    },
    {
      ...{ key: 'image', title: say('scans.image') },
      cell: ({ image }) =>
        image !== null && /^https?:\/\//.test(image) ? (
          <a className="no" href={image} target="_blank" rel="noreferrer">
            {image}
          </a>
        ) : (
          <span className="no">{image ?? '–'}</span>
        ),
    },
  ];
}
