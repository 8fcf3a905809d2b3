import { roles } from '../../../../domain/incident/vocabulary.ts';
import { usePeople, usePresence } from '../../../data/query.ts';
import { RoomSection } from '../room-section.tsx';
import { Avatar } from '../../../part/avatar.tsx';
import { Button } from '../../../part/button.tsx';
import { age } from '../../../part/length.ts';
import { useNow } from '../../../part/time.tsx';
import { inWords } from '../../../verb/label.ts';
import { useRoom } from '../room-context.tsx';
import { Item } from './item.tsx';

function localTime(zone: string, now: number): string {
  return new Intl.DateTimeFormat(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(now);
}

function usePersonLine(person: string): string {
  const { incident } = useRoom();
  const now = useNow();
  const people = usePeople().data ?? [];
  const { people: here, typing } = usePresence(incident.id);
  const zone = people.find(({ id }) => id === person)?.zone;
  const held = incident.roles.filter((each) => each.person === person);
  const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return [
    ...held.map(({ role, since }) => `${inWords(role)} · ${age(now - Date.parse(since))}`),
    zone === undefined || zone === ownZone || zone === 'UTC' ? '' : `it is ${localTime(zone, now)} there`,
    typing.includes(person) ? 'writing…' : here.includes(person) ? 'here' : '',
  ]
    .filter((text) => text !== '')
    .join(' · ');
}

function PersonLine({ person }: { readonly person: string }) {
  const { incident, me, nameOf, open, responds } = useRoom();
  const name = nameOf(person);
  const held = incident.roles.filter((each) => each.person === person).map(({ role }) => role);
  const self = person === me.person.id;
  const free = roles.filter((role) => !held.includes(role));
  const items = [
    ...free.map((role) => ({
      label: self ? `Become ${inWords(role)}` : `Make ${inWords(role)}`,
      verb: 'assign-role',
      run: () => open('assign-role', { role, person }),
    })),
    ...held
      .filter(() => self)
      .map((role) => ({
        label: `Hand ${inWords(role)} over…`,
        verb: 'offer-role',
        run: () => open('offer-role', { role }),
      })),
    ...(self ? [{ label: 'Leave', verb: 'leave', run: () => open('leave') }] : []),
    ...(incident.private && !self
      ? [
          {
            label: 'Take out of this room…',
            verb: 'remove-member',
            grave: true,
            run: () => open('remove-member', { person }),
          },
        ]
      : []),
  ];
  return (
    <Item
      name={name}
      mark={<Avatar name={name} commands={held.includes('incident-commander')} />}
      title={<span className="pl-1">{self ? `${name} (you)` : name}</span>}
      more={<span className="pl-1">{usePersonLine(person)}</span>}
      items={responds ? items : []}
    />
  );
}

/** Who is on it, in which role, and whom the scope says should be called. */
export function People() {
  const { incident, picture, me, nameOf, open, responds } = useRoom();
  const inIt = incident.responders.includes(me.person.id);
  const offers = incident.offers.filter(({ to }) => to === me.person.id);
  return (
    <RoomSection title="People" add={{ label: 'Call somebody in', verb: 'call-in', run: () => open('call-in') }}>
      {offers.map(({ role, handover }) => (
        <div key={role} className="mb-2 rounded-lg border border-accent bg-accent-soft px-3 py-2 text-sm">
          <p className="font-medium">You are offered: {inWords(role)}</p>
          <p className="mt-0.5 mb-2 whitespace-pre-line text-quiet">{handover}</p>
          <Button kind="primary" data-verb="accept-role" onClick={() => open('accept-role', { role })}>
            Read it, accept
          </Button>
        </div>
      ))}
      {incident.responders.map((person) => (
        <PersonLine key={person} person={person} />
      ))}
      {inIt || !responds ? null : (
        <Button className="mt-1.5" data-verb="join" onClick={() => open('join')}>
          Join
        </Button>
      )}
      {(picture?.suggestedCalls ?? []).map(({ team, services }) => (
        <p key={team} className="mt-1.5 flex flex-wrap items-center gap-2 text-sm text-quiet">
          <span>
            {team} owns {services.join(', ')}
          </span>
          {responds ? (
            <Button data-verb="call-in" onClick={() => open('call-in', { who: team, why: services.join(', ') })}>
              Call in
            </Button>
          ) : null}
        </p>
      ))}
      {incident.private ? (
        <p className="mt-2 text-xs text-faint">
          Private: known to {incident.members.map(nameOf).join(', ') || 'owners'} only.
        </p>
      ) : null}
    </RoomSection>
  );
}
