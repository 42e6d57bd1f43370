create table bonded.papers (
  kind text not null,
  paper_no text not null,
  book_no text not null,
  enterprise_code text not null,
  own_no text not null,
  state text not null,
  epoch integer default 1 not null,
  made_at timestamptz not null,
  changed_at timestamptz not null,
  holds text,
  said text not null,
  body text not null,
  primary key (kind, paper_no),
  unique (enterprise_code, kind, own_no)
);

create unique index papers_holds on bonded.papers (holds) where holds is not null;
create index papers_of_book on bonded.papers (book_no, kind, paper_no);

create table bonded.exits (
  list_no text not null primary key,
  paper_no text not null
);

create index exits_paper on bonded.exits (paper_no);

create table bonded.crossings (
  crossing_id text not null primary key,
  gate text not null,
  slip_no text not null,
  passed boolean not null,
  crossed_at timestamptz not null,
  reported_at timestamptz not null,
  said text not null,
  findings text not null
);

create index crossings_slip on bonded.crossings (slip_no);
