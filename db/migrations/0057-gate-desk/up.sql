-- Who reported a vehicle: the code of the gate's firm or the number of an officer. Null of those
-- that were reported before.
alter table bonded.crossings add column reporter text;

-- Pages of crossings, the newest first: of the zone, and of one gate.
create index crossings_page on bonded.crossings (reported_at, crossing_id);
create index crossings_gate_page on bonded.crossings (gate, reported_at, crossing_id);

-- Slips whose vehicles have not crossed, in the order in which they were declared.
create index papers_slips_due on bonded.papers (made_at, paper_no)
where kind = 'slip' and state = 'approved';
