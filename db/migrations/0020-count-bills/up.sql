alter table clearance.duty_notices add column document text;

create unique index duty_notices_document on clearance.duty_notices (document)
  where document is not null;

-- On which day a book was last told that goods are on display past their last day.
create table bonded.overdue (
  paper_no text not null primary key,
  told_on date not null
);

create index lots_display on bonded.lots (book_no) where status = 'display';
