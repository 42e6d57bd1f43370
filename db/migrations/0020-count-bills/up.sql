alter table clearance.duty_notices add column document text;

create unique index duty_notices_document on clearance.duty_notices (document)
  where document is not null;
