-- Parcels of exports that a slip names, and those whose goods have left their book: by which slip
-- or departure, and when. The exit list that sums them up follows (`bonded.exits`).
create table bonded.outgoing (
  left_at timestamptz,
  list_no text primary key,
  book_no text not null,
  slip_no text,
  document text,
  check ((left_at is null) = (document is null)),
  check (slip_no is not null or left_at is not null)
);
create index outgoing_left on bonded.outgoing (book_no, left_at, list_no)
  where left_at is not null;
create index outgoing_slip on bonded.outgoing (slip_no) where slip_no is not null;
