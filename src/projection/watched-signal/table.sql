create table if not exists allclear.watched_signal_v2 (
  incident uuid not null,
  signal text not null,
  name text not null,
  source text not null,
  query text not null,
  traffic_query text,
  traffic_at_least double precision,
  every_ms integer not null,
  healthy jsonb not null,
  -- Until when nothing is known to have been wrong.
  quiet_until timestamptz not null,
  added_at timestamptz not null,
  status text not null,
  moved boolean not null,
  seen_unhealthy boolean not null,
  restarted_at timestamptz,
  paused_at timestamptz,
  primary key (incident, signal)
);
grant select, insert, update, delete on allclear.watched_signal_v2 to allclear_app;
