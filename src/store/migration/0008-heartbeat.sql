-- When each heartbeat came last. Who falls silent is told by the time since.
create table allclear.heartbeat (
  name text primary key,
  key uuid not null,
  beat_at timestamptz not null
);
create index heartbeat_newest on allclear.heartbeat (beat_at);

-- Earlier ones of the last day, at least ten seconds apart.
create table allclear.heartbeat_past (
  name text not null,
  beat_at timestamptz not null,
  primary key (name, beat_at)
);
create index heartbeat_past_age on allclear.heartbeat_past (beat_at);

grant select, insert, update, delete on allclear.heartbeat, allclear.heartbeat_past to allclear_app;
