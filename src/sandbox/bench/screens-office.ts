import { AGENTS } from '../world/parties.ts';
import type { Screen } from './screen.ts';

const office = { by: 'office' } as const;
const paged = { by: 'office', pages: 'after' } as const;

/** What officers work on and watch. */
export function officeScreens({ today }: { readonly today: string }): Screen[] {
  return [
    { ...office, name: 'cockpit and lanes', path: () => '/v1/office/cockpit' },
    ...['all', 'free', 'mine', 'overdue'].map((filter): Screen => {
      const path = () => `/v1/office/queue?filter=${filter}`;
      return { ...paged, name: `desk, ${filter}`, rows: 'tasks', path };
    }),
    ...['inspection', 'review', 'pending', 'detained'].map((kind): Screen => {
      const path = () => `/v1/office/queue?kind=${kind}`;
      return { ...paged, name: `desk, ${kind}`, rows: 'tasks', path };
    }),
    { ...office, name: 'desk, a task', path: ({ name }) => `/v1/office/tasks/${name('task')}` },
    {
      ...{ ...office, name: 'desk, an alarm' },
      path: ({ name }) => `/v1/office/tasks/${name('alarm')}`,
    },
    { ...office, name: 'desk, officers', rows: 'officers', path: () => '/v1/office/officers' },
    { ...paged, name: 'detained', rows: 'lists', path: () => '/v1/office/detained' },
    {
      ...{ ...paged, name: 'draws of a day', rows: 'draws', key: 'sequence' },
      path: () => `/v1/office/draws?day=${today}`,
    },
    { ...office, name: 'draws, ratios', path: () => '/v1/office/draws/ratios' },
    { ...office, name: 'draws, statistics', path: () => '/v1/office/draws/statistics' },
    { ...office, name: 'rules', rows: 'rules', path: () => '/v1/office/risk/rules' },
    { ...office, name: 'watch lists', path: () => '/v1/office/risk/watch-lists' },
    {
      ...{ ...paged, name: 'declarations of exports', rows: 'declarations', key: 'preEntryId' },
      path: () => '/v1/office/exports/declarations',
    },
    {
      ...{ ...paged, name: 'enterprises', rows: 'enterprises' },
      path: () => '/v1/office/enterprises?q=4101&limit=5',
    },
    {
      ...{ ...office, name: 'an enterprise' },
      path: () => `/v1/office/enterprises/${AGENTS[0]?.code}`,
    },
    { ...office, name: 'exports due', path: () => '/v1/office/exports/due' },
    { ...office, name: 'enrolments', path: () => '/v1/office/certificates' },
    { ...paged, name: 'audit trail', rows: 'actions', path: () => '/v1/office/actions' },
  ];
}
