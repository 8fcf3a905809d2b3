import { useEffect, useRef, useState } from 'react';
import { entryLine } from '../../../../text/entry.ts';
import type { RoomLog } from '../../../data/types.ts';
import { useRoom } from '../room-context.tsx';

/** Said aloud: what others write, and what changes the course. Not every reading that turns. */
const worthSaying = new Set([
  'NoteAdded',
  'ChangeStarted',
  'ChangeObserved',
  'ChangeRolledBack',
  'IncidentConfirmed',
  'WatchingBegan',
  'WatchingInterrupted',
  'AllClearDeclared',
  'RelapseReported',
  'UpdateDue',
  'UpdateLate',
  'UpdateMissed',
]);
const pauseMs = 4000;
const longest = 160;

/** Tells screen readers what is new, at most once in four seconds, and only the last of it. */
export function Announcer({ log }: { readonly log: RoomLog }) {
  const { nameOf, me } = useRoom();
  const [says, setSays] = useState('');
  const told = useRef(log.newest);
  useEffect(() => {
    const timer = setTimeout(() => {
      for (let version = log.newest; version > told.current; version -= 1) {
        const entry = log.at(version);
        if (entry === undefined || entry.actor === me.person.id || !worthSaying.has(entry.type)) continue;
        setSays(`${nameOf(entry.actor)}: ${entryLine(entry.type, entry.body, nameOf)}`.slice(0, longest));
        break;
      }
      told.current = log.newest;
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [log, me, nameOf]);
  return (
    <p role="status" className="sr-only">
      {says}
    </p>
  );
}
