-- Whom the merchant's share of a capture is split to as soon as it is there, and how: one part a
-- line, its receiver's number, its amount in minor units, and a note.
alter table payment add column planned_splits text;

create index proceeds_planned on proceeds (due_at) where unsettled_minor = 0 and frozen_minor > 0;
