import { commandBody, commandTable, type PublicVerb } from '../../api/command-table.ts';
import type { CommandRow } from '../../api/command/row.ts';
import { type ProblemCode, problems } from '../../api/problem.ts';
import { can } from '../../domain/access/can.ts';
import { actionFor } from '../../domain/access/verb-action.ts';
import type { IncidentCommand } from '../../domain/incident/command.ts';
import { decide, wanted } from '../../domain/incident/decide.ts';
import type { Facts } from '../../domain/incident/facts.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { Hold, Parameters, Refusal } from '../../domain/outcome.ts';
import type { PracticeId } from '../../domain/practice/table.ts';
import { sentence } from '../../text/catalogue.ts';
import type { OverrideWords } from './types.ts';

/** What would become of a command, in words. */
export type DecidedHere =
  | {
      readonly kind: 'accepted';
      readonly cautions: readonly { readonly practice: PracticeId; readonly says: string }[];
    }
  | {
      readonly kind: 'held';
      readonly practice: PracticeId;
      readonly waits: string;
      readonly lifts: string;
      readonly override: Hold['override'];
    }
  | { readonly kind: 'refused'; readonly says: string }
  /** Only the server can tell. */
  | { readonly kind: 'unknown' };

/** What the server served to decide with. */
export interface Served {
  readonly state: IncidentState;
  readonly facts: Omit<Facts, 'now' | 'found'>;
  /** The server's clock, as it must stand by now. */
  readonly now: number;
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Lookups without which a hold is a hold all the same; only *accepted* is not certain then. */
const addsHolds = ['openChanges', 'children'];
const served = ['telemetry'];
const nobodysId = '00000000-0000-7000-8000-000000000000';

/** Decides as the server would, as far as what it served goes. */
export function decideSaid(
  { state, facts, now }: Served,
  verb: PublicVerb,
  body: Readonly<Record<string, unknown>>,
  override: OverrideWords | null,
  nameOf: (person: string) => string,
): DecidedHere {
  if (verb === 'declare' || verb === 'attach-alerts') return { kind: 'unknown' };
  const parsed = commandBody(verb).safeParse({ ...body, id: nobodysId, override });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { kind: 'refused', says: issue === undefined ? '' : `${issue.path.join('/')}: ${issue.message}` };
  }
  const object = { kind: 'incident', private: state.private, members: state.members } as const;
  const action = actionFor[verb];
  if (can(facts.subject, action, object) !== 'yes') return refusedAs({ code: 'access/denied', parameters: { action } });
  const { id, happenedAt, override: parsedOverride, ...fields } = parsed.data;
  const resolved = referencesResolved(commandTable[verb], fields, facts);
  if (resolved === null) return { kind: 'unknown' };
  const command = { id, verb, body: resolved, happenedAt, override: parsedOverride } as unknown as IncidentCommand;
  const lacking = Object.keys(wanted(command)).filter((lookup) => !served.includes(lookup));
  if (lacking.some((lookup) => !addsHolds.includes(lookup))) return { kind: 'unknown' };
  const outcome = decide(state, command, { ...facts, now: now as Facts['now'], found: {} });
  switch (outcome.kind) {
    case 'refused':
      return refusedAs({ ...outcome.problem, parameters: withNames(outcome.problem.parameters, nameOf) });
    case 'held':
      return heldAs(outcome.hold);
    case 'accepted':
      if (lacking.length > 0) return { kind: 'unknown' };
      return {
        kind: 'accepted',
        cautions: outcome.cautions.map(({ practice, says, parameters }) => ({
          practice,
          says: sentence(says, parameters) ?? says,
        })),
      };
  }
}

const refusedAs = ({ code, parameters }: Refusal): DecidedHere => ({
  kind: 'refused',
  says: sentence(code, parameters) ?? problems[code satisfies ProblemCode].what,
});

const heldAs = ({ practice, waits, lifts, parameters, override }: Hold): DecidedHere => ({
  kind: 'held',
  practice,
  waits: sentence(waits, parameters) ?? waits,
  lifts: sentence(lifts, parameters) ?? lifts,
  override,
});

function withNames(parameters: Parameters, nameOf: (person: string) => string): Parameters {
  const { commander } = parameters;
  return typeof commander === 'string' ? { ...parameters, commander: nameOf(commander) } : parameters;
}

/** People and incidents by UUID, as the door would make them; null where only the server knows. */
function referencesResolved(
  row: CommandRow,
  fields: Readonly<Record<string, unknown>>,
  { subject }: Served['facts'],
): Record<string, unknown> | null {
  const resolved = { ...fields };
  for (const field of [...(row.people ?? []), ...(row.incidents ?? [])]) {
    const reference = resolved[field];
    if (reference === null) continue;
    const own = reference === 'me' && subject.kind === 'person' ? subject.id : reference;
    if (typeof own !== 'string' || !uuidForm.test(own)) return null;
    resolved[field] = own;
  }
  return resolved;
}
