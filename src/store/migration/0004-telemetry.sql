-- What telemetry said of key signals, whose turn it is to be asked, and how the sources are.

create table allclear.reading (
  incident uuid not null,
  signal text not null,
  at timestamptz not null,
  value double precision,
  missing text,
  -- From before the signal was added: shows an earlier breach, and never counts as clean time.
  backfilled boolean not null default false,
  primary key (incident, signal, at),
  check ((value is null) <> (missing is null))
);
create index reading_by_time on allclear.reading (at);

create table allclear.signal_poll (
  incident uuid not null,
  signal text not null,
  next_at timestamptz not null,
  lease_until timestamptz,
  lease_by uuid,
  fence bigint not null default 0,
  backfilled_at timestamptz,
  -- Extremes of all readings, so that they need not be read again with every new one.
  lowest double precision,
  highest double precision,
  primary key (incident, signal)
) with (fillfactor = 70);

create table allclear.instrument (
  source text primary key,
  -- Null until it was checked for the first time.
  health text check (health in ('fresh', 'stale', 'absent')),
  because text,
  checked_at timestamptz,
  turned_at timestamptz,
  -- The health that was last told: told again until that went through.
  told text,
  next_at timestamptz not null,
  lease_until timestamptz,
  lease_by uuid,
  fence bigint not null default 0
) with (fillfactor = 70);

grant select, insert, update, delete on allclear.reading, allclear.signal_poll, allclear.instrument to allclear_app;
