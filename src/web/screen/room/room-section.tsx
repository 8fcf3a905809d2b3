import { Section, type SectionProps } from '../../part/section.tsx';
import { useRoom } from './room-context.tsx';

/** A section of the room: whoever only reads is offered nothing to add. */
export function RoomSection({ add, ...rest }: SectionProps) {
  const { responds } = useRoom();
  return <Section {...rest} add={responds ? add : undefined} />;
}
