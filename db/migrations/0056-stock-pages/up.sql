-- Pages of the bonded centre: the lines of a book in the order of their numbers, its papers that
-- are still open, the transfers in which it is the other side, what moved and when, and what has to
-- be sold soon. Goods that lie ready for a parcel are left out of the last one: they are sold.
create index book_lines_page on registry.book_lines (book_no, length(record_no), record_no);
create index papers_open on bonded.papers (book_no, kind, paper_no)
  where state in ('approved', 'declared', 'agreed', 'released');
create index papers_other_side on bonded.papers
  ((case when body::jsonb ->> 'fromBook' = book_no then body::jsonb ->> 'toBook'
    else body::jsonb ->> 'fromBook' end), paper_no) where kind = 'transfer';
create index movements_of_book on bonded.movements (book_no, at);
create index movements_of_lot on bonded.movements (book_no, record_no, lot_no, at);
create index lots_selling on bonded.lots (book_no, expires_on)
  where status = 'bonded' and expires_on is not null and left(location, 5) <> 'LIST:';
