create schema ledger;

-- The balance is pending + posted. The limit is kept by the `where` of the write and not by a
-- check: a limit may be lowered below what is used already (a guarantee that ran out), after
-- which nothing more is reserved but what is reserved can still be posted, voided or corrected.
-- No check for negative amounts either: `insert .. on conflict` tries the row it would insert
-- first, and that one holds the movement alone. Rows have room to be updated in place.
create table ledger.accounts (
  key text not null,
  ledger text not null,
  limit_amount bigint,
  pending bigint not null,
  posted bigint not null,
  primary key (key, ledger)
) with (fillfactor = 90);

-- Insert-only. The key makes each movement happen at most once, however often it is sent.
create table ledger.postings (
  key text not null,
  ledger text not null,
  ref text not null,
  kind text not null check (kind in ('reserve', 'post', 'void', 'direct', 'correct')),
  amount bigint not null check (amount > 0),
  at timestamptz not null,
  primary key (key, ledger, ref, kind)
);
