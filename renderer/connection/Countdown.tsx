/** When the next try happens by itself, counted down. A timer, so that screen readers do not speak each second. */
import { useNow } from '../base/now';
import { lasting } from '../base/time';
import { connectionTexts as texts } from './texts';

export function Countdown({ at, attempt }: { readonly at: number; readonly attempt: number }) {
  const left = at - useNow(1000);
  // Begun seconds count whole: it never says 0 s before the time has come.
  return <span role="timer">{left > 0 ? texts.nextIn(lasting(left + 999), attempt) : texts.nextNow(attempt)}</span>;
}
