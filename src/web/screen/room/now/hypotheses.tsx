import type { Picture } from '../../../data/types.ts';
import { RoomSection } from '../room-section.tsx';
import { Tag } from '../../../part/tag.tsx';
import { useRoom } from '../room-context.tsx';
import { Item } from './item.tsx';

const tones = { open: 'accent', supported: 'ok', refuted: 'plain' } as const;

/** Causes that are being looked at, with what would follow; and those that wait. */
export function Hypotheses({ picture }: { readonly picture: Picture }) {
  const { open, responds } = useRoom();
  const parked = picture.parked.filter(({ returned }) => !returned);
  return (
    <>
      <RoomSection
        title="Hypotheses"
        add={{ label: 'Propose a cause', verb: 'propose-hypothesis', run: () => open('propose-hypothesis') }}
      >
        {picture.hypotheses.map(({ key, cause, test, testRisk, thenAction, verdict, tested }) => (
          <Item
            key={key}
            name={key}
            mark={key}
            title={cause}
            more={[
              thenAction === '' ? '' : `if so: ${thenAction}`,
              test === '' ? '' : `test: ${test}${testRisk === '' ? '' : `, risk: ${testRisk}`}`,
              tested && verdict === 'open' ? 'tested' : '',
            ]
              .filter((text) => text !== '')
              .join(' · ')}
            tag={<Tag tone={tones[verdict]}>{verdict}</Tag>}
            items={
              responds && verdict === 'open'
                ? [
                    {
                      label: 'Say what a test showed…',
                      verb: 'test-hypothesis',
                      run: () => open('test-hypothesis', { hypothesis: key }),
                    },
                    {
                      label: 'Supported, with evidence…',
                      verb: 'rule-hypothesis',
                      run: () => open('rule-hypothesis', { hypothesis: key, verdict: 'supported' }),
                    },
                    {
                      label: 'Refuted, with evidence…',
                      verb: 'rule-hypothesis',
                      run: () => open('rule-hypothesis', { hypothesis: key, verdict: 'refuted' }),
                    },
                    ...(thenAction === ''
                      ? []
                      : [
                          {
                            label: 'Do what follows…',
                            verb: 'change',
                            run: () => open('change', { what: thenAction, hypothesis: key }),
                          },
                        ]),
                  ]
                : responds && verdict === 'supported' && thenAction !== ''
                  ? [
                      {
                        label: 'Do what follows…',
                        verb: 'change',
                        run: () => open('change', { what: thenAction, hypothesis: key }),
                      },
                    ]
                  : []
            }
          />
        ))}
        {picture.hypotheses.length > 0 ? null : (
          <p className="text-sm text-faint">None. What is affected comes before why.</p>
        )}
      </RoomSection>
      {parked.length === 0 ? null : (
        <RoomSection
          title="Parked for later"
          aside={String(parked.length)}
          add={{ label: 'Park a cause for after the all-clear', verb: 'park-cause', run: () => open('park-cause') }}
        >
          {parked.map(({ key, cause, until }) => (
            <Item
              key={key}
              name={key}
              mark={key}
              title={cause}
              more={until === 'scope' ? 'until the scope is said' : 'until the all-clear'}
            />
          ))}
        </RoomSection>
      )}
    </>
  );
}
