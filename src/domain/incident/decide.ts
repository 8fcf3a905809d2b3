import { allClearBeforeClose } from '../practice/all-clear-before-close.ts';
import type { Finding, Guardrail } from '../practice/guardrail.ts';
import { modeOf } from '../policy/policy.ts';
import { type Caution, type Outcome, refused } from '../outcome.ts';
import { decideDeclare, declareWants } from './command/declare.ts';
import type { CommandOf, IncidentCommand, Verb } from './command.ts';
import type { IncidentEvent } from './event.ts';
import type { Facts, Wanted } from './facts.ts';
import { personOf, type Rule } from './rule.ts';
import { rules } from './rules.ts';
import { commanderOf, type IncidentState } from './state.ts';

const guardrails: readonly Guardrail[] = [allClearBeforeClose];

const ruleOf = (command: Exclude<IncidentCommand, CommandOf<'declare'>>): Rule<Verb> =>
  rules[command.verb] as unknown as Rule<Verb>;

/** What has to be looked up before this command can be decided. */
export function wanted(command: IncidentCommand): Wanted {
  if (command.verb === 'declare') return declareWants(command);
  return ruleOf(command).wants?.(command as CommandOf<Verb>) ?? {};
}

/**
 * Decides a command: pure, total, and the same in the server, the CLI and the browser.
 * First the verb's own rule, then the guardrails on what it would do.
 */
export function decide(state: IncidentState | null, command: IncidentCommand, facts: Facts): Outcome<IncidentEvent> {
  if (command.verb === 'declare') return decideDeclare(state, command, facts);
  if (state === null) return refused('incident/not-found');
  const outcome = ruleOf(command).decide(state, command as CommandOf<Verb>, facts);
  return outcome.kind === 'accepted' ? underGuardrails(state, command, facts, outcome) : outcome;
}

type Accepted = Extract<Outcome<IncidentEvent>, { kind: 'accepted' }>;

function underGuardrails(
  state: IncidentState,
  command: IncidentCommand,
  facts: Facts,
  wouldDo: Accepted,
): Outcome<IncidentEvent> {
  const before: IncidentEvent[] = [];
  const cautions: Caution[] = [];
  for (const guardrail of guardrails) {
    const mode = modeOf(facts.policy, guardrail.practice, state.severity);
    const finding = mode === 'off' ? null : guardrail.judge(state, command, facts);
    if (finding === null) continue;
    if (mode === 'hold') {
      const passed = passHold(state, command, facts, guardrail, finding);
      if (passed.kind !== 'accepted') return passed;
      before.push(...passed.events);
      continue;
    }
    const { practice } = guardrail;
    if (mode === 'caution') cautions.push({ practice, says: finding.waits, parameters: finding.parameters });
    if (!state.told.includes(`${practice}/${command.verb}`)) {
      before.push({ type: 'CommandCautioned', body: { practice, command: command.verb, says: finding.waits } });
    }
  }
  return { kind: 'accepted', events: [...before, ...wouldDo.events], cautions };
}

function passHold(
  state: IncidentState,
  command: IncidentCommand,
  facts: Facts,
  { practice }: Guardrail,
  finding: Finding,
): Outcome<IncidentEvent> {
  const { override } = command;
  const commander = commanderOf(state);
  if (override === null) {
    const told = state.told.includes(`${practice}/${command.verb}`);
    return {
      kind: 'held',
      hold: { practice, ...finding, override: { by: 'incident-commander', takesCommand: commander === null } },
      events: told ? [] : [{ type: 'CommandHeld', body: { practice, command: command.verb, waits: finding.waits } }],
    };
  }
  if (override.practice !== practice) {
    return refused('practice/override-mismatch', { practice, given: override.practice }, '/override/practice');
  }
  const person = personOf(facts);
  if (person === null || (facts.subject.kind === 'person' && facts.subject.throughToken)) {
    return refused('practice/override-through-token', { practice });
  }
  if (commander !== null && commander !== person) {
    return refused('practice/override-not-yours', { practice, commander });
  }
  const { reason, secondedBy } = override;
  const takes: IncidentEvent[] =
    commander === null
      ? [{ type: 'RoleAssigned', body: { role: 'incident-commander', person, by: 'taking-command' } }]
      : [];
  return {
    kind: 'accepted',
    cautions: [],
    events: [...takes, { type: 'GuardrailOverridden', body: { practice, command: command.verb, reason, secondedBy } }],
  };
}
