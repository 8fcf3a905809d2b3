import { refused, type Outcome } from '../outcome.ts';
import { underGuardrails } from '../practice/apply.ts';
import { decideDeclare, declareWants } from './command/declare.ts';
import type { CommandOf, IncidentCommand, Verb } from './command.ts';
import type { IncidentEvent } from './event.ts';
import type { Facts, Wanted } from './facts.ts';
import type { Rule } from './rule.ts';
import { rules } from './rules.ts';
import type { IncidentState } from './state.ts';

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
