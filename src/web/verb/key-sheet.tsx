import { type KeyboardEvent, useState } from 'react';
import { Button } from '../part/button.tsx';
import { Sheet } from '../part/sheet.tsx';
import { combinationOf } from '../part/combination.ts';
import { type ActionName, actions, chooseKey, useKeyHint } from '../part/shortcut.ts';

const names = Object.keys(actions) as ActionName[];

function KeyRow({ name }: { readonly name: ActionName }) {
  const [asking, setAsking] = useState(false);
  const hint = useKeyHint(name);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!asking || event.key === 'Tab') return;
    const combination = combinationOf(event.nativeEvent);
    if (combination === null) return;
    event.preventDefault();
    event.stopPropagation();
    setAsking(false);
    if (event.key !== 'Escape') chooseKey(name, combination);
  };
  return (
    <li className="flex items-center justify-between gap-3 py-1.5">
      {actions[name].does}
      <Button
        aria-label={`${actions[name].does}: ${hint}. Choose another key`}
        onClick={() => setAsking(true)}
        onBlur={() => setAsking(false)}
        onKeyDown={onKeyDown}
      >
        {asking ? 'Press a key…' : hint}
      </Button>
    </li>
  );
}

const fixed = [
  ['Enter', 'Say it'],
  ['Shift Enter', 'A new line'],
  ['/', 'A verb, in the line'],
  ['@', 'Name a person, in the line'],
  ['↑ ↓ Tab', 'Move in what is offered, take it'],
  ['V', 'On a line of evidence: looked again, still so'],
  ['Esc', 'Leave a field, close what is open'],
] as const;

/** The keys that work now; each can be another. */
export function KeySheet({ onClose }: { readonly onClose: () => void }) {
  return (
    <Sheet title="Keys" onClose={onClose}>
      <p className="mb-2 text-sm text-quiet">
        While you write, no single letter is a shortcut. Press a key here to choose another.
      </p>
      <ul className="divide-y divide-rule">
        {names.map((name) => (
          <KeyRow key={name} name={name} />
        ))}
      </ul>
      <dl className="mt-3 grid grid-cols-[7rem_minmax(0,1fr)] gap-y-1 text-sm">
        {fixed.map(([key, does]) => (
          <div key={key} className="contents">
            <dt className="text-quiet">{key}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-4">
        <Button onClick={() => names.forEach((name) => chooseKey(name, null))}>Give every key back</Button>
      </div>
    </Sheet>
  );
}
