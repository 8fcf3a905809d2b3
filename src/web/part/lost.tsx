import { Link } from '@tanstack/react-router';
import { Empty } from './empty.tsx';

/** An address that no screen has. */
export function Lost() {
  return (
    <main className="p-6">
      <Empty title="There is nothing at this address">
        Open incidents are on the{' '}
        <Link to="/" className="text-accent underline">
          board
        </Link>
        .
      </Empty>
    </main>
  );
}
