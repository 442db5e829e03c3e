/** Puts a text on the laptop's clipboard, and says that it did. */
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, IconButton } from './Button';
import { failureOf } from './failure';
import { say } from './notices';
import { main } from './ports';
import { baseTexts } from './texts';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied: “Copy command”. */
  readonly label?: string;
  /** With words instead of the icon alone. */
  readonly words?: boolean;
}

const SHOWN_MS = 1600;

export function CopyButton({ text, label = baseTexts.copy, words = false }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = (): void => {
    main.call('clipboard.write', { text }).then(
      () => setCopied(true),
      (error: unknown) => say(failureOf(error).message, 'bad'),
    );
  };
  const icon = copied ? Check : Copy;
  if (!words) return <IconButton icon={icon} label={copied ? baseTexts.copied : label} small onClick={copy} />;
  return (
    <Button small icon={icon} onClick={copy}>
      {copied ? baseTexts.copied : label}
    </Button>
  );
}
