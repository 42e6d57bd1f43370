-- Returns of exported goods that customs accepted (CEB213), each until its goods are there.
create table export.returns (
  accepted_at timestamptz not null,
  ended_at timestamptz,
  due_day date not null,
  list_no text not null,
  pre_no text not null,
  -- Key of the request in documents.others.
  code text not null,
  name text not null,
  customs_code text not null,
  logistics_code text not null,
  logistics_no text not null,
  -- The book that the goods go back to; null when they go to their owner.
  book_no text,
  state text not null check (state in ('open', 'closed', 'lapsed', 'refused', 'withdrawn')),
  reason text,
  -- Key of the tally (CEB215) that ended it.
  tally_code text,
  tally_name text,
  gnums integer[] not null,
  -- 0.00001 units.
  quantities bigint[] not null,
  primary key (list_no, pre_no),
  check ((state = 'open') = (ended_at is null))
);
create unique index returns_pre_no on export.returns (pre_no);
create index returns_awaited on export.returns (logistics_code, logistics_no) where state = 'open';
create index returns_due on export.returns (due_day) where state = 'open';
