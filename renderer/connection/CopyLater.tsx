/** Copies a text that is made only when it is asked for. */
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../base/Button';
import { failureOf } from '../base/failure';
import { say } from '../base/notices';
import { main } from '../base/ports';
import { baseTexts } from '../base/texts';

const SHOWN_MS = 1600;

export function CopyLater({ label, make }: { readonly label: string; readonly make: () => string }) {
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
  return (
    <Button icon={copied ? Check : Copy} onClick={copy}>
      {copied ? baseTexts.copied : label}
    </Button>
  );
}
