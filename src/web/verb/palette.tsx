import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { useEffect, useRef } from 'react';
import { commandTable, type PublicVerb, publicVerbs } from '../../api/command-table.ts';
import type { CommandRow } from '../../api/command/row.ts';
import { isLive } from '../../domain/incident/phase.ts';
import { useIncidents, useOperates, useResponds } from '../data/query.ts';
import { DeclareLine } from './declare-line.tsx';
import { verbLabels } from './label.ts';
import { useStage } from './stage.ts';

interface PaletteProps {
  /** Only the line that declares. */
  readonly declaring: boolean;
  readonly onClose: () => void;
  readonly onKeys: () => void;
}

const itemShape =
  'flex min-h-9 cursor-pointer items-center justify-between gap-3 rounded-md px-2.5 text-sm data-[selected=true]:bg-press touch:min-h-11';
const groupShape =
  '[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-faint';

const inRoom = publicVerbs.filter((verb) => verb !== 'declare');
const shortOf = (verb: PublicVerb): string => (commandTable[verb] as CommandRow).short ?? verb;

/** Every verb and every place, by name. */
export function Palette({ declaring, onClose, onKeys }: PaletteProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    // Left to itself, the dialog gives the focus to the list around the field.
    dialog.current?.querySelector('input')?.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-label={declaring ? 'Declare an incident' : 'Every verb and place'}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current.close();
      }}
      className="mx-auto mt-[12vh] w-[calc(100vw-1.5rem)] max-w-xl rounded-xl border border-rule bg-panel p-0 text-ink shadow-float"
    >
      {declaring ? (
        <div className="p-3">
          <DeclareLine focused onDone={() => dialog.current?.close()} />
        </div>
      ) : (
        <Everything onClose={() => dialog.current?.close()} onKeys={onKeys} />
      )}
    </dialog>
  );
}

function Everything({ onClose, onKeys }: Omit<PaletteProps, 'declaring'>) {
  const navigate = useNavigate();
  const stage = useStage();
  const [responds, operates] = [useResponds(), useOperates()];
  const incidents = (useIncidents(true).data ?? []).filter(({ phase }) => isLive(phase));
  const go = (run: () => void) => () => {
    onClose();
    run();
  };
  const places = [
    { name: 'Board', run: () => void navigate({ to: '/' }) },
    { name: 'Alerts', run: () => void navigate({ to: '/alerts' }) },
    { name: 'Catalog', run: () => void navigate({ to: '/catalog' }) },
    ...(operates ? [{ name: 'Set-up', run: () => void navigate({ to: '/set-up' }) }] : []),
    { name: 'Keys', run: onKeys },
  ];
  return (
    <Command label="Every verb and place" loop>
      <Command.Input
        autoFocus
        placeholder={
          stage === null
            ? responds
              ? 'Where to, or what to say?'
              : 'Where to?'
            : `What to say in incident ${stage.number}, or where to?`
        }
        className="w-full border-b border-rule bg-transparent px-4 py-3 text-[1rem] outline-none"
      />
      <Command.List className="max-h-[56dvh] overflow-auto p-1.5">
        <Command.Empty className="px-3 py-4 text-sm text-quiet">No verb or place is called that.</Command.Empty>
        {stage === null ? null : (
          <Command.Group heading={`${stage.number} ${stage.title}`} className={groupShape}>
            {inRoom.map((verb) => (
              <Command.Item
                key={verb}
                value={`${verbLabels[verb]} ${verb} ${shortOf(verb)}`}
                data-verb={verb}
                onSelect={go(() => stage.open(verb))}
                className={itemShape}
              >
                {verbLabels[verb]}
                <code className="font-mono text-xs text-faint">/{shortOf(verb)}</code>
              </Command.Item>
            ))}
          </Command.Group>
        )}
        <Command.Group heading="Open incidents" className={groupShape}>
          {incidents.map(({ number, title }) => (
            <Command.Item
              key={number}
              value={`${number} ${title}`}
              onSelect={go(() => void navigate({ to: '/incidents/$number', params: { number } }))}
              className={itemShape}
            >
              <span className="truncate">
                <span className="text-faint">{number}</span> {title}
              </span>
            </Command.Item>
          ))}
        </Command.Group>
        <Command.Group heading="Places" className={groupShape}>
          {places.map(({ name, run }) => (
            <Command.Item key={name} value={name} onSelect={go(run)} className={itemShape}>
              {name}
            </Command.Item>
          ))}
        </Command.Group>
      </Command.List>
      {responds ? (
        <div className="border-t border-rule p-2">
          <DeclareLine onDone={onClose} />
        </div>
      ) : null}
    </Command>
  );
}
