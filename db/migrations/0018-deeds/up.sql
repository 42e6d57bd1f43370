-- The place of a lot never changes, so neither index makes its updates dearer.
create index lots_expiry on bonded.lots (expires_on)
  where status = 'bonded' and expires_on is not null;
create index lots_place on bonded.lots (book_no, location);

create index papers_waiting on bonded.papers (made_at, paper_no) where state = 'declared';
