import type { ReactNode } from 'react';
import type { LogEntry, Picture } from '../../../data/types.ts';
import type { Tone } from '../../../part/tag.tsx';
import { inWords } from '../../../verb/label.ts';
import { AllClearCard } from './all-clear-card.tsx';
import { Card } from './card.tsx';
import { EffectCard } from './effect-card.tsx';

const sentences = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');
const ended = (text: string): string => (text === '' || /[.!?…]$/.test(text) ? text : `${text}.`);

type Body = Readonly<Record<string, string | null>>;

function HypothesisCard({ body, picture }: { readonly body: Body; readonly picture: Picture | undefined }) {
  const item = picture?.hypotheses.find(({ key }) => key === body['key']);
  const verdict = item?.verdict ?? 'open';
  const tone: Tone = verdict === 'supported' ? 'ok' : verdict === 'open' ? 'accent' : 'plain';
  const { cause = '', test = '', thenAction = '' } = body;
  return (
    <Card title={`Hypothesis ${body['key']}`} tags={[{ tone, says: verdict }]}>
      {sentences(
        ended(cause ?? ''),
        test ? `Test: ${ended(test)}` : '',
        thenAction ? `If so: ${ended(thenAction)}` : '',
      )}
    </Card>
  );
}

const stateTones: Readonly<Record<string, Tone>> = { started: 'accent', queued: 'accent', 'rolled-back': 'plain' };
const resultTones: Readonly<Record<string, Tone>> = { improved: 'ok', worse: 'bad' };

function ChangeCard({ body, picture }: { readonly body: Body; readonly picture: Picture | undefined }) {
  const item = picture?.changes.find(({ key }) => key === body['key']);
  const state = item?.state ?? 'proposed';
  const result = item?.result ?? null;
  const tags = [
    ...(state === 'observed' ? [] : [{ tone: stateTones[state] ?? 'plain', says: inWords(state) }]),
    ...(result === null ? [] : [{ tone: resultTones[result] ?? 'plain', says: inWords(result) }]),
    ...(body['reversibility'] === 'irreversible' ? [{ tone: 'warn' as const, says: 'irreversible' }] : []),
    ...(item?.outsideLock ? [{ tone: 'warn' as const, says: 'outside the lock' }] : []),
    ...(item?.alone ? [{ tone: 'plain' as const, says: 'alone' }] : []),
  ];
  const { what = '', undo = '', expected = '', addedRisk = '', before = '' } = body;
  return (
    <Card title={`Change ${body['key']}`} tags={tags}>
      {sentences(
        ended(what ?? ''),
        expected ? `Expected: ${ended(expected)}` : '',
        addedRisk ? `Risk: ${ended(addedRisk)}` : '',
        undo ? `Undo: ${ended(undo)}` : '',
        before ? `Before: ${ended(before)}` : '',
        item?.observed ? `Seen: ${ended(item.observed)}` : '',
      )}
    </Card>
  );
}

function WorkaroundCard({ body, picture }: { readonly body: Body; readonly picture: Picture | undefined }) {
  const item = picture?.workarounds.find(({ key }) => key === body['key']);
  const over = item !== undefined && item.endedAt !== null;
  const { what = '', covers = '', debt = '' } = body;
  return (
    <Card
      title={`Workaround ${body['key']}`}
      tags={[{ tone: over ? 'plain' : 'warn', says: over ? 'ended' : 'in place' }]}
    >
      {sentences(ended(what ?? ''), covers ? `Helps ${ended(covers)}` : '', debt ? `Debt: ${ended(debt)}` : '')}
    </Card>
  );
}

/** The card of an entry that lives through states, or null when a line says it all. */
export function cardOf(entry: LogEntry, picture: Picture | undefined): ReactNode {
  if (entry.body === null) return null;
  const body = entry.body as Body;
  switch (entry.type) {
    case 'HypothesisProposed':
      return <HypothesisCard body={body} picture={picture} />;
    case 'ChangeProposed':
    case 'ChangeRecorded':
      return <ChangeCard body={body} picture={picture} />;
    case 'EffectMeasured':
      return <EffectCard measured={entry.body as never} picture={picture} />;
    case 'WorkaroundRecorded':
      return <WorkaroundCard body={body} picture={picture} />;
    case 'AllClearDeclared':
      return <AllClearCard quote={entry.body as never} />;
    default:
      return null;
  }
}
