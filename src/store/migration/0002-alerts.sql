-- What monitoring said: the journal of arrivals, the state of every label set, silences, and how far routing has come.

create table allclear.alert_journal (
  position bigint generated always as identity primary key,
  received_at timestamptz not null,
  -- The replica that wrote it, so that the others know what they have not seen.
  writer uuid not null,
  key text not null,
  format text not null,
  -- The request as it came: whatever we make of it today can be made anew.
  body bytea not null
);
create index alert_journal_by_time on allclear.alert_journal using brin (received_at);
do $$ begin
  alter table allclear.alert_journal alter column body set compression lz4;
exception when feature_not_supported then
  raise notice 'this PostgreSQL was built without lz4; the alert journal uses its default compression';
end $$;

create table allclear.alert (
  fingerprint text collate "C" primary key,
  -- As json: written often, read seldom, and never searched in.
  labels json not null,
  annotations json not null,
  status text not null check (status in ('firing', 'resolved', 'lapsed')),
  starts_at timestamptz not null,
  ends_at timestamptz,
  last_seen_at timestamptz not null,
  generator_url text,
  key text not null,
  placement text not null check (placement in ('silenced', 'waiting', 'kept', 'incident')),
  -- The silences that were active when it was placed.
  silenced_by uuid[] not null default '{}',
  group_key text,
  incident uuid
) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05);
create index alert_runs_out on allclear.alert (ends_at) where status = 'firing';
create index alert_unplaced on allclear.alert (fingerprint)
  where status = 'firing' and placement in ('silenced', 'waiting');
create index alert_over on allclear.alert (last_seen_at) where status <> 'firing';

create table allclear.routing_cursor (
  only_one boolean primary key default true check (only_one),
  position bigint not null
);
insert into allclear.routing_cursor (position) values (0);

create table allclear.alert_set_aside (
  position bigint primary key,
  at timestamptz not null,
  reason text not null,
  settled_at timestamptz
);

create table allclear.silence (
  id uuid primary key,
  matchers jsonb not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  created_by text not null,
  comment text not null,
  -- The intake key that made it; null when a person did.
  key text,
  updated_at timestamptz not null
);
create index silence_by_end on allclear.silence (ends_at);

create trigger alert_journal_append_only before update or truncate on allclear.alert_journal
  for each statement execute function allclear.refuse_change();

-- The app may not delete from the journal but through this: only what was routed and is 30 days old.
create function allclear.forget_alerts(most integer) returns integer
  language plpgsql security definer set search_path = allclear, pg_temp as $$
declare
  gone integer;
  total integer;
begin
  delete from alert_journal where position in (
    select j.position from alert_journal j, routing_cursor c
    where j.position <= c.position and j.received_at < allclear.now() - interval '30 days'
    order by j.position limit most
  );
  get diagnostics total = row_count;
  delete from alert where fingerprint in (
    select fingerprint from alert
    where status <> 'firing' and last_seen_at < allclear.now() - interval '30 days' limit most
  );
  get diagnostics gone = row_count;
  total := total + gone;
  delete from silence where id in (
    select id from silence where ends_at < allclear.now() - interval '30 days' limit most
  );
  get diagnostics gone = row_count;
  return total + gone;
end $$;

grant select, insert on allclear.alert_journal to allclear_app;
grant select, insert, update on allclear.alert, allclear.alert_set_aside, allclear.routing_cursor, allclear.silence to allclear_app;
revoke all on function allclear.forget_alerts(integer) from public;
grant execute on function allclear.forget_alerts(integer) to allclear_app;
