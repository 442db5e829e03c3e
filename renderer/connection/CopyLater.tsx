/** Copies a text that is made only when it is asked for. */
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, IconButton } from '../base/Button';
import { failureOf } from '../base/failure';
import { say } from '../base/notices';
import { main } from '../base/ports';
import { baseTexts } from '../base/texts';

const SHOWN_MS = 1600;

interface CopyLaterProps {
  readonly label: string;
  readonly make: () => string;
  /** Where there is no room for words. */
  readonly bare?: boolean;
}

export function CopyLater({ label, make, bare = false }: CopyLaterProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = (): void => {
    main.call('clipboard.write', { text: make() }).then(
      () => setCopied(true),
      (error: unknown) => say(failureOf(error).message, 'bad'),
    );
  };
  const [icon, words] = copied ? [Check, baseTexts.copied] : [Copy, label];
  if (bare) return <IconButton icon={icon} label={words} onClick={copy} />;
  return (
    <Button icon={icon} onClick={copy}>
      {words}
    </Button>
  );
}
