import type { Parameters } from '../domain/outcome.ts';

/** Sentences by code. `{name}` is filled from the parameters. */
const sentences: Readonly<Record<string, string>> = {
  'access/denied': 'Your role or token does not allow {action}.',
  'command/id-reused': 'The id {id} belongs to another command that was accepted before.',
  'incident/already-exists': 'Incident {number} already has this UUID.',
  'incident/wrong-phase': 'The incident is {phase}; this needs it to be {phases}.',
  'incident/closed': 'Incident {number} is closed.',
  'incident/entry-not-found': 'There is no entry {entry} in this log.',
  'incident/entry-redacted': 'The body of entry {entry} was destroyed.',
  'incident/entry-not-correctable': 'An entry of type {type} is a fact that decisions rest on.',
  'incident/role-not-offered': 'No open offer of {role} names you.',
  'incident/merge-target-closed': 'Incident {number} has ended.',
  'incident/merge-target-private': 'Incident {number} is public.',
  'incident/alert-not-attached': 'No attached alert has the fingerprint {fingerprint}.',
  'person/not-found': 'Nobody active is known as {person}.',
  'person/not-a-member': '{person} is not a member of this private incident.',
  'attachment/not-found': 'No uploaded file has the digest {digest}.',
  'practice/override-mismatch': '{practice} holds; the override names {given}.',
  'practice/override-not-yours': '{commander} commands this incident and may override {practice}.',
  'practice/override-through-token': '{practice} is overridden by a signed-in person only.',
  'practice/D4/close-waits':
    'Incident {number} is still {phase} and had no all-clear. Closing it waits for one: clean telemetry for the whole window.',
  'practice/D4/close-lifts': 'An all-clear lifts this. If it is no incident at all, dismiss it instead.',
};

/** The sentence for a code, or undefined when the code says enough by its problem row. */
export function sentence(code: string, parameters: Parameters = {}): string | undefined {
  return sentences[code]?.replace(/\{(\w+)\}/g, (_whole, name: string) => String(parameters[name] ?? ''));
}
