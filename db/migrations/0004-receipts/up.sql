create schema receipts;

-- The next cursor of each enterprise's stream. The row is written in the transaction that files
-- the receipts, so writers of one enterprise follow each other and cursors appear in order.
create table receipts.heads (
  enterprise_code text not null,
  next_cursor bigint not null check (next_cursor > 1),
  primary key (enterprise_code)
);

-- The receipts themselves, many to a row: receipt i of a block has the cursor first_cursor + i.
-- The body is compressed already, so PostgreSQL need not try.
create table receipts.blocks (
  enterprise_code text not null,
  first_cursor bigint not null,
  count integer not null check (count > 0),
  filed_at timestamptz not null,
  body bytea not null,
  primary key (enterprise_code, first_cursor)
);
alter table receipts.blocks alter column body set storage external;
