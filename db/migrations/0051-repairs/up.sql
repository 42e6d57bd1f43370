-- Why the lists that stand returned (100) were returned: a row a list and cause, gone when the
-- order is decided again. Small beside the cases: most lists are released.
create table clearance.refusals (
  ebp_code text not null,
  order_no text not null,
  code text not null,
  -- Element of the list without a line number, `InventoryList/unit1`; empty where none is to blame.
  field text not null,
  -- What stood there, of elements that hold codes; else empty.
  value text not null,
  agent_code text not null,
  list_no text not null,
  decided_at timestamptz not null,
  path text,
  zh text not null,
  en text not null,
  hint text,
  hint_zh text,
  primary key (ebp_code, order_no, code, field, value)
);
create index refusals_cause on clearance.refusals
  (agent_code, code, field, value, decided_at, list_no);

-- Of lists returned before, the codes are known and no more.
insert into clearance.refusals (ebp_code, order_no, code, field, value, agent_code, list_no,
  decided_at, zh, en)
select distinct c.ebp_code, c.order_no, u.code, '', '', c.agent_code, c.list_no, c.decided_at,
  u.code, u.code
from clearance.cases c cross join unnest(c.codes) u (code)
where c.state = '100' and c.agent_code is not null;

create schema repair;

-- One correction for many lists: tried first (checking, ready), then sent and followed to the end.
create table repair.jobs (
  id uuid not null,
  enterprise text not null,
  code text not null,
  field text not null,
  value text not null,
  corrections jsonb not null,
  state text not null check (state in ('checking', 'ready', 'sending', 'following', 'done')),
  -- Items, and lists of the cause beyond the bound of a job.
  lists integer not null,
  beyond integer not null,
  created_at timestamptz not null,
  checked_at timestamptz,
  -- The time of declaration of all its documents, so that a document sent twice is the same bytes.
  sent_at timestamptz,
  canceled_at timestamptz,
  ended_at timestamptz,
  -- When its lists are looked at the next time.
  look_at timestamptz not null,
  primary key (id)
);
create index jobs_page on repair.jobs (enterprise, created_at, id);
create index jobs_active on repair.jobs (look_at) where state <> 'done';

create table repair.items (
  job uuid not null,
  position integer not null,
  ebp_code text not null,
  order_no text not null,
  -- The attempt that was returned, and its customs number.
  attempt smallint not null,
  list_no text not null,
  state text not null check (state in ('open', 'checked', 'queued', 'sent', 'ended')),
  -- What came of the trial; null before it.
  outcome text check (outcome in ('pass', 'hold', 'wait', 'fail', 'bad', 'same', 'moved')),
  changes jsonb not null default '[]',
  findings jsonb not null default '[]',
  message_id uuid,
  -- State of the list that was sent, as it was last seen.
  standing text,
  -- How it ended; null before.
  result text check (result in ('passed', 'refused', 'closed', 'left', 'moved', 'taken',
    'rejected', 'canceled')),
  -- Why it was refused again.
  codes text[] not null default '{}',
  primary key (job, position)
);
create index items_state on repair.items (job, state, position);

-- The order that an item has for itself from its sending to its end: two jobs cannot both send one.
create table repair.claims (
  ebp_code text not null,
  order_no text not null,
  job uuid not null,
  position integer not null,
  primary key (ebp_code, order_no)
);
create index claims_item on repair.claims (job, position);
