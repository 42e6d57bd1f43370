-- Lots of a line in the order in which they are taken. What was picked for a parcel is left out, so
-- that a parcel writes nothing here.
create index lots_turn on bonded.lots (
  book_no, record_no,
  (starts_with(document, 'processing ') and right(split_part(lot_no, '@', 1), 2) = '-S'),
  coalesce(expires_on, date '9999-12-31'), opened_at, lot_no
) where left(location, 5) <> 'LIST:';

-- Groups of a month, page by page.
create index summary_groups_month on export.summary_groups (month, id);
