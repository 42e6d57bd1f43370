-- Whom customs has reminded of the last day of a summary, of which month.
create table export.summary_reminders (
  told_at timestamptz not null,
  month date not null,
  deadline date not null,
  customs_code text not null,
  ebc_code text not null,
  agent_code text not null,
  primary key (month, customs_code, ebc_code, agent_code)
);
