import { randomUUID } from 'node:crypto';
import { about, after, onFresh, type Recipe, type Recipes, said } from './recipe.ts';

const withNote: Recipe = async (world) => {
  const { id } = await world.declare();
  return { path: { incident: id }, body: { entry: await world.note(id) } };
};

export const attached: Recipe = async (world) => {
  const { id } = await world.declare();
  const file = { digest: await world.upload(), name: 'a.png', mediaType: 'image/png', sizeBytes: 4 };
  return about(id, { file });
};

/** Opening and ending an incident, its people, its alerts and its log. */
export const roomRecipes: Recipes = {
  sayPresence: async (world) => ({
    path: { incident: (await world.declare()).id },
    body: { state: 'typing', tab: randomUUID() },
  }),
  declare: async (world) => said({ title: world.fresh('declared') }),
  confirm: onFresh({ evidence: 'seen' }),
  dismiss: onFresh({ reason: 'a probe' }),
  reopen: after([['dismiss', { reason: 'a probe' }]], { reason: 'again' }),
  note: onFresh({ text: 'a note' }),
  correct: async (world) => {
    const { path, body } = await withNote(world);
    return { path: path ?? {}, ...said({ ...(body as object), text: 'better' }) };
  },
  redact: async (world) => {
    const { path, body } = await withNote(world);
    return { path: path ?? {}, ...said({ ...(body as object), reason: 'secret' }) };
  },
  attach: attached,
  join: after([['leave']]),
  leave: onFresh(),
  'assign-role': onFresh({ role: 'incident-commander', person: 'me' }),
  'offer-role': onFresh({ role: 'scribe', to: 'me', handover: 'all quiet' }),
  'accept-role': after([['offer-role', { role: 'scribe', to: 'me', handover: 'all quiet' }]], { role: 'scribe' }),
  'set-severity': onFresh({ severity: 'SEV-3' }),
  'set-kind': onFresh({ kind: 'vendor' }),
  'add-member': async (world) =>
    about((await world.declare({ kind: 'security' })).id, { person: await world.person() }),
  'remove-member': async (world) => {
    const { id } = await world.declare({ kind: 'security' });
    const person = await world.person();
    await world.say(id, 'add-member', { person });
    return about(id, { person });
  },
  'start-impact': onFresh({ evidence: 'failed orders' }),
  'end-impact': onFresh({ evidence: 'orders again' }),
  'record-detection': onFresh({ by: 'customer' }),
  'attach-alerts': async (world) => about((await world.declare()).id, { fingerprints: [await world.alert()] }),
  'detach-alerts': async (world) => {
    const fingerprints = [await world.alert()];
    return about((await world.declare({ fingerprints })).id, { fingerprints });
  },
  merge: async (world) => about((await world.declare()).id, { into: (await world.declare()).id }),
  close: after([['confirm', { evidence: 'seen' }]], { waiver: 'covered elsewhere' }),
  'call-in': onFresh({ who: 'Payments team', why: 'their pool is exhausted' }),
  'link-parent': async (world) => about((await world.declare()).id, { parent: (await world.declare()).number }),
  'open-side-channel': onFresh({ name: 'vendor call' }),
  'return-findings': after([['open-side-channel', { name: 'vendor call' }]], {
    name: 'vendor call',
    findings: 'a line card was replaced',
  }),
};
