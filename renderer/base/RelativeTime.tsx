/** How long ago something was, kept current; the exact time on hover. */
import { ago, exactTime, lasting } from './time';
import { useNow } from './now';

const iso = (time: number): string | undefined => (Math.abs(time) < 8.64e15 ? new Date(time).toISOString() : undefined);

export function RelativeTime({ at }: { readonly at: number }) {
  const now = useNow(15_000);
  return (
    <time dateTime={iso(at)} title={exactTime(at)}>
      {ago(at, now)}
    </time>
  );
}

/** How long something has been going on. */
export function Elapsed({ since }: { readonly since: number }) {
  const now = useNow(1000);
  return <span>{lasting(now - since)}</span>;
}
