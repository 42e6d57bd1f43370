-- One row for what customs may put into the same declarations: the month in which the lists were
-- closed and the keys of the head. It grows while `sum_no` is null; from then on its lists are
-- declared, and lists closed later begin another row of the same keys.
create table export.summary_groups (
  id integer primary key,
  month date not null check (extract(day from month) = 1),
  lists integer not null check (lists >= 0),
  -- The last line number that was given out; some numbers are of no line.
  lines_given integer not null,
  first_closed timestamptz not null,
  last_closed timestamptz not null,
  customs_code text not null,
  ebc_code text not null,
  agent_code text not null,
  owner_code text not null,
  traf_mode text not null,
  country text not null,
  port_code text not null,
  trade_mode text not null,
  loct_no text not null,
  ebc_name text not null,
  agent_name text not null,
  owner_name text not null,
  sum_no text
) with (fillfactor = 80);
create unique index summary_groups_open on export.summary_groups (month, customs_code, ebc_code,
  agent_code, owner_code, traf_mode, country, port_code, trade_mode, loct_no) where sum_no is null;
create index summary_groups_sum_no on export.summary_groups (sum_no) where sum_no is not null;

-- The sums of the list lines that agree in all that a declaration line has, and in the name.
create table export.summary_lines (
  group_id integer not null,
  line_no integer not null,
  -- List lines in it.
  uses integer not null check (uses >= 0),
  gcode text not null,
  country text not null,
  currency text not null,
  unit text not null,
  unit1 text not null,
  -- Empty where there is no second unit.
  unit2 text not null,
  name text not null,
  -- 0.00001 units and kilograms; of money hundredths of the currency.
  qty numeric not null,
  qty1 numeric not null,
  qty2 numeric not null,
  total numeric not null,
  gross numeric not null,
  net numeric not null,
  primary key (group_id, line_no),
  unique (group_id, gcode, country, currency, unit, unit1, unit2, name)
) with (fillfactor = 80);

-- Into which group a closed list went, and for each of its lines, in their order, into which sum;
-- 0 for a line of which nothing was left when it was declared.
create table export.summary_lists (
  group_id integer not null,
  list_no text primary key,
  logistics_no text not null,
  lines integer[] not null
);
create index summary_lists_group on export.summary_lists (group_id, list_no);

-- What was taken back of lists after they were closed, all of one or a part: it is in no sum any
-- more. The numbers of one list have no gaps, so that of two that meet one lands.
create table export.summary_taken_back (
  list_no text not null,
  serial smallint not null check (serial > 0),
  group_id integer not null,
  at timestamptz not null,
  -- Whether nothing is left of the list.
  whole boolean not null,
  -- The document that took it back, and why.
  reference text not null,
  reason text not null check (reason <> ''),
  -- Lines and their quantities (0.00001 units), and those lines of which nothing is left.
  gnums integer[] not null,
  quantities numeric[] not null,
  ended integer[] not null,
  primary key (list_no, serial),
  unique (list_no, reference)
);

-- Applications (CEB701) that were granted, and how far their results (CEB792) were told.
create table export.summary_applications (
  sum_no text primary key,
  granted_at timestamptz not null,
  declarations integer not null check (declarations > 0),
  -- The declaration that is told next, messages of it that were told, and the last line in them.
  told_position integer not null default 1,
  told_messages integer not null default 0,
  told_list text not null default '',
  told_gnum integer not null default 0,
  by_name boolean not null,
  agent_code text not null,
  cop_no text not null,
  decl_agent_code text not null,
  decl_agent_name text not null,
  readers text not null
);
create index summary_applications_untold on export.summary_applications (sum_no)
  where told_position <= declarations;

-- Declarations. A correction adds a version; none is ever changed.
create table export.declarations (
  decl_seq_no text not null,
  version smallint not null check (version > 0),
  position integer not null,
  group_id integer not null,
  -- List lines in it.
  uses integer not null,
  at timestamptz not null,
  gross numeric not null,
  net numeric not null,
  sum_no text not null,
  entry_id text not null,
  reason text check ((reason is null) = (version = 1)),
  primary key (decl_seq_no, version)
);
create index declarations_group on export.declarations (group_id);
create index declarations_sum_no on export.declarations (sum_no, position);
create index declarations_entry_id on export.declarations (entry_id);

-- Lines of declarations, of a later version those alone that it changes.
create table export.declaration_lines (
  decl_seq_no text not null,
  version smallint not null,
  gseqno smallint not null check (gseqno between 1 and 50),
  -- List lines in it; none are left when it is struck out.
  uses integer not null,
  gcode text not null,
  country text not null,
  currency text not null,
  unit text not null,
  unit1 text not null,
  unit2 text not null,
  name text not null,
  qty numeric not null,
  qty1 numeric not null,
  qty2 numeric not null,
  total numeric not null,
  gross numeric not null,
  net numeric not null,
  -- The sums of the group that it declares.
  line_nos integer[] not null,
  primary key (decl_seq_no, gseqno, version)
);

-- Messages of applications that came in several, while the others are missing.
create table export.summary_parts (
  since timestamptz not null,
  version smallint not null,
  code text not null,
  name text not null,
  primary key (code, name)
);
create index summary_parts_since on export.summary_parts (since);
