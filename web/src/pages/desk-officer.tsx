import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { type Answer, call } from '../api/call.ts';
import { useLanguage, wordOr } from '../app/language.tsx';
import { useMe } from '../app/session.tsx';
import { Combobox } from '../ui/combobox.tsx';

type Colleague = Answer<'listOfficers'>['officers'][number];

const MOST = 20;

/** Somebody of the office: by name or number, those at work with the least in hand first. */
export function OfficerField({
  label,
  value,
  onType,
}: {
  readonly label: string;
  readonly value: string;
  readonly onType: (number: string) => void;
}) {
  const { say } = useLanguage();
  const { party } = useMe();
  const id = useId();
  const { data } = useQuery({
    queryKey: ['listOfficers'],
    queryFn: ({ signal }) => call('listOfficers', { signal }),
    staleTime: 30_000,
  });
  const typed = value.trim().toLowerCase();
  const options = (data?.officers ?? [])
    .filter((one) => one.number !== party)
    .filter(({ number, name }) => `${number} ${name}`.toLowerCase().includes(typed))
    .slice(0, MOST)
    .map((one) => ({ value: one.number, label: one.name, detail: detailOf(one) }));
  function detailOf({ roles, tags, onDuty, tasks }: Colleague): string {
    const words = roles.map((role) => wordOr(say, 'role', role));
    if (tags.includes('review')) words.push(say('task.officer.review'));
    words.push(say(onDuty ? 'task.officer.duty' : 'task.officer.off'));
    return [...words, say('task.officer.tasks', { n: tasks })].join(' · ');
  }
  return (
    <span className="officer">
      <label htmlFor={id}>{label}</label>
      <Combobox
        {...{ id, label, value, options, isRequired: true }}
        onText={onType}
        onPick={(option) => onType(option.value)}
      />
    </span>
  );
}
