alter table ledger.postings drop constraint postings_kind_check;
alter table ledger.postings add constraint postings_kind_check
  check (kind in ('reserve', 'post', 'void', 'direct', 'correct', 'raise'));

create table registry.books (
  book_no text not null primary key,
  enterprise_code text not null,
  area_code text not null,
  customs_code text not null,
  from_day date not null,
  until_day date
);

create table registry.book_lines (
  book_no text not null,
  record_no text not null,
  item_no text not null,
  hs text not null,
  name text not null,
  country text not null,
  unit text not null,
  unit1 text not null,
  per_unit1 bigint not null check (per_unit1 > 0),
  unit2 text,
  per_unit2 bigint check (per_unit2 > 0),
  price bigint not null check (price >= 0),
  currency text not null,
  primary key (book_no, record_no)
);

create schema bonded;

-- What a lot is never changes; a part that becomes something else goes to another lot.
create table bonded.lots (
  book_no text not null,
  record_no text not null,
  lot_no text not null,
  opened_at timestamptz not null,
  quantity bigint default 0 not null check (quantity >= 0),
  expires_on date,
  status text not null,
  owner text not null,
  location text not null,
  document text not null,
  primary key (book_no, record_no, lot_no)
) with (fillfactor = 90);

-- The key makes each movement happen once, however often its document or report comes.
create table bonded.movements (
  at timestamptz not null,
  quantity bigint not null check (quantity <> 0),
  book_no text not null,
  record_no text not null,
  lot_no text not null,
  document text not null,
  line text not null,
  primary key (book_no, record_no, lot_no, document, line)
);

create index movements_document on bonded.movements (document);
