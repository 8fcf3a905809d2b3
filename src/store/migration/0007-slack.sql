-- The room that an incident has in a chat, and how far it has been told.
create table allclear.chat_room (
  incident uuid primary key,
  channel uuid not null references allclear.channel (id),
  room text,
  name text,
  team text,
  self text,
  pinned text,
  invited boolean not null default false,
  told_version integer not null default 0,
  -- The last post that nobody had asked for, the one before it, and the delivery that made it.
  posted_at timestamptz,
  posted_before timestamptz,
  posted_by uuid,
  made_at timestamptz not null
);
create unique index chat_room_place on allclear.chat_room (channel, room);

-- What people said there beside the log. It is sealed, and deleted when its time is over.
create table allclear.chat_said (
  channel uuid not null,
  room text not null,
  message text not null,
  incident uuid not null,
  sender text not null,
  text_sealed bytea not null,
  said_at timestamptz not null,
  purge_at timestamptz not null,
  primary key (channel, room, message)
);
create index chat_said_purge on allclear.chat_said (purge_at);

-- Commands that were held, for the button that goes past the hold.
create table allclear.chat_held (
  id uuid primary key,
  incident uuid not null,
  person uuid not null,
  line_sealed bytea not null,
  purge_at timestamptz not null
);
create index chat_held_purge on allclear.chat_held (purge_at);

grant select, insert, update on allclear.chat_room to allclear_app;
grant select, insert, update, delete on allclear.chat_said, allclear.chat_held to allclear_app;
