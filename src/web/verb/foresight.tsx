import { useEffect, useState } from 'react';
import type { PublicVerb } from '../../api/command-table.ts';
import { bodyFrom } from '../../api/verb-line.ts';

interface ForesightProps {
  readonly incident: string;
  readonly verb: PublicVerb;
  readonly values: Readonly<Record<string, string>>;
}

const pauseMs = 300;

/** What the guardrails will say, decided here by the same rules as on the server, before anything is sent. */
export function Foresight({ incident, verb, values }: ForesightProps) {
  const [says, setSays] = useState('');
  useEffect(() => {
    let current = true;
    const timer = setTimeout(async () => {
      const read = bodyFrom(verb, values, new Date());
      if (!read.ok) {
        setSays('');
        return;
      }
      const { decideHere } = await import('../data/decide-here.ts');
      const outcome = await decideHere(incident, verb, { ...read.body });
      if (!current) return;
      setSays(
        outcome.kind === 'held'
          ? `${outcome.practice} will hold this: ${outcome.waits}`
          : outcome.kind === 'refused'
            ? outcome.says
            : outcome.kind === 'accepted'
              ? outcome.cautions.map(({ practice, says: caution }) => `${practice}: ${caution}`).join(' ')
              : '',
      );
    }, pauseMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [incident, verb, values]);
  return (
    <p role="status" data-foresight className="mt-2.5 text-sm text-warn empty:hidden">
      {says}
    </p>
  );
}
