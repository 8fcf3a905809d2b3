import type { CommandHandler, Identities } from '../command/ports.ts';
import { actorOf, type Subject } from '../domain/access/subject.ts';
import { kinds, severities, type Severity } from '../domain/incident/vocabulary.ts';
import type { Json } from '../domain/log/canonical.ts';
import { type Policy, policyOf, weakened } from '../domain/policy/policy.ts';
import { differences } from '../domain/policy/difference.ts';
import type { PracticeId } from '../domain/practice/table.ts';
import type { Result, SettingPlan, SettingRecord, SettingsDesk } from '../http/ports.ts';
import type { IncidentListQueries } from '../projection/ports.ts';
import type { LogStore } from '../command/ports.ts';
import type { Database } from './database.ts';
import { documentAt } from './settings.ts';
import type { Vault } from './vault.ts';

/** Checks a document and fills its defaults in, or points at what is wrong. */
export type DocumentCheck = (document: unknown) => Result<Json>;

export interface SettingsNeeds {
  readonly database: Database;
  readonly vault: Vault;
  readonly log: LogStore;
  readonly handler: CommandHandler;
  readonly incidents: IncidentListQueries;
  readonly identities: Identities;
  /** By name of the setting. */
  readonly checks: Readonly<Record<string, { readonly check: DocumentCheck; readonly empty: Json }>>;
}

/** The settings as versioned streams of the log. */
export function settingsDesk(needs: SettingsNeeds): SettingsDesk {
  const { database, vault } = needs;

  async function show(name: string): Promise<SettingRecord> {
    const version = await versionOf(database, name);
    const document = await database.transaction((transaction) => documentAt(transaction, vault, name, version));
    return { name, version, document: document ?? needs.checks[name]?.empty ?? {} };
  }

  async function plan(name: string, document: unknown): Promise<Result<SettingPlan>> {
    const checked = checkOf(needs, name)(document);
    if (!checked.ok) return checked;
    const current = await show(name);
    // An older document lacks what has a default since; that is no change.
    const before = checkOf(needs, name)(current.document);
    const changes = differences(before.ok ? before.value : (current.document as Json), checked.value);
    const weakens = name === 'policy' ? weakenedBy(current.document as Json, checked.value) : [];
    return { ok: true, value: { name, version: current.version, changes, weakens } };
  }

  async function apply(
    subject: Subject,
    name: string,
    version: number,
    document: unknown,
  ): Promise<Result<SettingRecord>> {
    const checked = checkOf(needs, name)(document);
    if (!checked.ok) return checked;
    const before = await show(name);
    const { result } = await needs.log.unit([name], async (unit) => {
      const now = unit.head(name)?.version ?? 0;
      if (now !== version) return null;
      const commandId = needs.identities.next();
      const [event] = unit.append(name, [
        {
          type: 'SettingApplied',
          body: { document: checked.value },
          commandId,
          causedBy: null,
          policyVersion: unit.settings.policy.version,
          actor: actorOf(subject),
          happenedAt: unit.now,
        },
      ]);
      return event?.version ?? now;
    });
    if (result === null) return { ok: false, problem: { code: 'settings/changed-meanwhile', parameters: {} } };
    if (name === 'policy') await tellOpenIncidents(needs, before.document as Json, checked.value, result);
    return { ok: true, value: { name, version: result, document: checked.value } };
  }

  return { show, plan, apply };
}

async function versionOf(database: Database, name: string): Promise<number> {
  const [row] = await database.query<{ version: number }>('select version from stream where name = $1', [name]);
  return row?.version ?? 0;
}

function checkOf(needs: SettingsNeeds, name: string): DocumentCheck {
  const setting = needs.checks[name];
  if (!setting) throw new Error(`no setting is called ${name}`);
  return setting.check;
}

const asPolicy = (document: Json): Policy => policyOf(document as Partial<Policy>, 0);

/** By severity: what would bind less for an incident of at least one kind. */
function weakenedBy(before: Json, after: Json): { severity: Severity; practice: PracticeId }[] {
  return severities.flatMap((severity) => {
    const practices = kinds.flatMap((kind) => weakened(asPolicy(before), asPolicy(after), { severity, kind }));
    return [...new Set(practices)].map((practice) => ({ severity, practice }));
  });
}

/** A guardrail that binds less is said in the log of every incident it would have bound. */
async function tellOpenIncidents(
  needs: SettingsNeeds,
  before: Json,
  after: Json,
  policyVersion: number,
): Promise<void> {
  if (weakenedBy(before, after).length === 0) return;
  for (const { incident, severity, kind } of await needs.incidents.notClosed()) {
    const practices = weakened(asPolicy(before), asPolicy(after), { severity, kind });
    if (practices.length === 0) continue;
    await needs.handler.handle({
      incident,
      subject: { kind: 'system', name: 'policy' },
      command: {
        id: needs.identities.derived('weaken-guardrails', String(policyVersion), incident),
        verb: 'weaken-guardrails',
        body: { policyVersion, practices },
        happenedAt: null,
        override: null,
      },
    });
  }
}
