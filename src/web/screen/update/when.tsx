import { Field, inputShape } from '../../part/field.tsx';
import { bothZones, hourMinute, useNow } from '../../part/time.tsx';
import type { Times } from './body.ts';

const choices = [15, 30, 45, 60, 90, 120, 240];

interface WhenProps {
  readonly times: Times;
  readonly live: boolean;
  readonly onChange: (times: Times) => void;
}

/** The exact time of the next update, which is a promise; and when this one goes. */
export function When({ times, live, onChange }: WhenProps) {
  const now = useNow();
  const from = times.sendAt === '' ? now : Date.parse(times.sendAt);
  const next = times.nextMinutes === '' ? null : from + Number(times.nextMinutes) * 60_000;
  return (
    <div className="grid gap-4 wide:grid-cols-2">
      <Field
        label="The next one in"
        says={next === null ? 'Nothing is promised.' : `Promised for ${hourMinute(next)} (${bothZones(next)})`}
      >
        {(given) => (
          <select
            {...given}
            value={times.nextMinutes}
            onChange={(event) => onChange({ ...times, nextMinutes: event.target.value })}
            className={inputShape}
          >
            {live ? null : <option value="">no further update</option>}
            {choices.map((minutes) => (
              <option key={minutes} value={minutes}>
                {minutes < 60 ? `${minutes} min` : `${minutes / 60} h`}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Send it" says="Now, if left empty. It is withdrawn if something material changes before.">
        {(given) => (
          <input
            {...given}
            type="datetime-local"
            value={times.sendAt}
            onChange={(event) => onChange({ ...times, sendAt: event.target.value })}
            className={inputShape}
          />
        )}
      </Field>
    </div>
  );
}
