import type { PublicVerb } from '../../../../api/command-table.ts';
import type { Picture } from '../../../data/types.ts';
import { RoomSection } from '../room-section.tsx';
import { QuietVerb } from './quiet-verb.tsx';

interface Absent {
  readonly verb: PublicVerb;
  readonly says: string;
}

/** Sections that have nothing in them are not shown; what would begin them stands in one place. */
function absentIn({ parked, workarounds, waits, restore }: Picture): readonly Absent[] {
  return [
    ...(workarounds.some(({ endedAt }) => endedAt === null)
      ? []
      : [{ verb: 'workaround' as const, says: 'A workaround' }]),
    ...(waits.some(({ endedAt }) => endedAt === null) ? [] : [{ verb: 'wait-on' as const, says: 'Wait on somebody' }]),
    ...(parked.some(({ returned }) => !returned) ? [] : [{ verb: 'park-cause' as const, says: 'Park a cause' }]),
    ...(restore.steps.length > 0
      ? []
      : [
          { verb: 'plan-restore' as const, says: 'A restore order' },
          { verb: 'sketch-dependency' as const, says: 'What needs what' },
        ]),
    { verb: 'open-side-channel', says: 'A side channel' },
  ];
}

export function NotYet({ picture }: { readonly picture: Picture }) {
  const absent = absentIn(picture);
  return (
    <RoomSection title="Also">
      <div className="flex flex-wrap gap-x-3">
        {absent.map(({ verb, says }) => (
          <QuietVerb key={verb} verb={verb}>
            {says}
          </QuietVerb>
        ))}
      </div>
    </RoomSection>
  );
}
