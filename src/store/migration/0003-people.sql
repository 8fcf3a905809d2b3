-- People, teams, and the ways to prove who one is. Names live only here.

create table allclear.organisation (
  only_one boolean primary key default true check (only_one),
  name text not null default 'Our organisation',
  zone text not null default 'UTC',
  working_days integer[] not null default '{1,2,3,4,5}',
  holidays date[] not null default '{}'
);
insert into allclear.organisation default values;

create table allclear.person (
  id uuid primary key,
  name text not null,
  email text not null,
  role text not null check (role in ('owner', 'admin', 'responder', 'stakeholder', 'viewer')),
  zone text not null default 'UTC',
  locale text not null default 'en',
  manager uuid references allclear.person,
  contact_methods jsonb not null default '[]',
  password_hash text,
  created_at timestamptz not null,
  deactivated_at timestamptz
);
create unique index person_email on allclear.person (lower(email));

create table allclear.team (
  id uuid primary key,
  name text not null,
  created_at timestamptz not null
);
create unique index team_name on allclear.team (lower(name));
create table allclear.team_member (
  team uuid not null references allclear.team on delete cascade,
  person uuid not null references allclear.person,
  primary key (team, person)
);

-- Secrets are kept as SHA-256 of 32 random bytes: nothing to guess, nothing to steal.
create table allclear.session (
  digest text primary key,
  person uuid not null references allclear.person,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  user_agent text not null default ''
);
create index session_person on allclear.session (person);

create table allclear.token (
  id uuid primary key,
  digest text not null unique,
  person uuid not null references allclear.person,
  name text not null,
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz
);

create table allclear.sign_in_link (
  digest text primary key,
  person uuid not null references allclear.person,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table allclear.intake_key (
  id uuid primary key,
  name text not null,
  scopes text[] not null,
  created_at timestamptz not null
);
-- Two secrets of one key may be valid at once, so that a key is rotated without losing an alert.
create table allclear.intake_key_secret (
  digest text primary key,
  key uuid not null references allclear.intake_key,
  created_at timestamptz not null,
  revoked_at timestamptz
);

grant select, insert, update on allclear.organisation, allclear.person, allclear.team, allclear.session,
  allclear.token, allclear.sign_in_link, allclear.intake_key, allclear.intake_key_secret to allclear_app;
grant update on allclear.team_member to allclear_app;
grant select, insert, delete on allclear.team_member to allclear_app;
grant delete on allclear.team, allclear.session, allclear.sign_in_link to allclear_app;
