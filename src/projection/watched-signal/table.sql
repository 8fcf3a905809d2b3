create table if not exists allclear.watched_signal_v1 (
  incident uuid not null,
  signal text not null,
  name text not null,
  source text not null,
  query text not null,
  traffic_query text,
  traffic_at_least double precision,
  every_ms integer not null,
  comparison text not null,
  bound double precision not null,
  added_at timestamptz not null,
  status text not null,
  moved boolean not null,
  seen_unhealthy boolean not null,
  restarted_at timestamptz,
  primary key (incident, signal)
);
grant select, insert, update, delete on allclear.watched_signal_v1 to allclear_app;
