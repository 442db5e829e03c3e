/** What runs here. */
import { useEffect, useState } from 'react';
import type { About } from '../../electron/contract/main';
import { CopyButton } from './CopyButton';
import { Dialog } from './Dialog';
import { failureOf } from './failure';
import { Facts } from './Facts';
import { say } from './notices';
import { main } from './ports';
import { baseTexts } from './texts';

export function AboutDialog({ onClose }: { readonly onClose: () => void }) {
  const [about, setAbout] = useState<About>();
  useEffect(() => {
    main.call('app.about', undefined).then(setAbout, (error: unknown) => say(failureOf(error).message, 'bad'));
  }, []);
  const facts = about === undefined ? [] : Object.entries(about).map(([name, value]) => ({ name: aboutName(name), value }));
  return (
    <Dialog
      title={baseTexts.about}
      onClose={onClose}
      footer={<CopyButton words text={facts.map(({ name, value }) => `${name}: ${value}`).join('\n')} label={baseTexts.copyDetails} />}
    >
      <p>{baseTexts.aboutLine}</p>
      <Facts facts={facts} />
    </Dialog>
  );
}

const aboutName = (name: string): string => (name === 'version' ? baseTexts.appName : name.charAt(0).toUpperCase() + name.slice(1));
