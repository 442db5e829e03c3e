/** The login of a host that follows ~/.ssh/config: to be read, each value with its place in the file. */
import { FileText } from 'lucide-react';
import type { Host } from '../../electron/contract/host';
import { Button } from '../base/Button';
import { Facts } from '../base/Facts';
import { TextField } from '../base/Field';
import { StatusShape } from '../base/StatusShape';
import { chainOf, keyFilesOf } from './describe';
import type { HostValues } from './draft';
import styles from './HostForm.module.css';
import { OriginList } from './OriginList';
import { showHostDialog } from './store';
import { hostTexts as texts } from './texts';

interface FollowedLoginProps {
  readonly host: Host;
  readonly source: NonNullable<Host['source']>;
  readonly name: string;
  readonly error: string | undefined;
  readonly set: (change: Partial<HostValues>) => void;
}

export function FollowedLogin({ host, source, name, error, set }: FollowedLoginProps) {
  const [chain, files] = [chainOf(host), keyFilesOf(host)];
  return (
    <>
      <TextField
        label={texts.name}
        className={styles.whole}
        value={name}
        error={error}
        onChange={(event) => set({ name: event.target.value })}
      />
      <section className={styles.followed} aria-label={texts.follows(source.alias)}>
        <p className={styles.follows}>
          <FileText size={14} strokeWidth={1.75} aria-hidden />
          {texts.follows(source.alias)}
        </p>
        {source.problem !== undefined && (
          <p className={styles.problem}>
            <StatusShape shape="warn" />
            {source.problem}
          </p>
        )}
        <Facts
          facts={[
            { name: texts.address, value: host.address },
            { name: texts.port, value: String(host.port) },
            { name: texts.user, value: host.user },
            ...(chain === '' ? [] : [{ name: texts.jumpName, value: chain }]),
            { name: texts.authentication, value: [texts.auth[host.auth.kind].title, ...files].join(', ') },
          ]}
        />
        <details className={styles.origins} open>
          <summary>{texts.origins}</summary>
          <OriginList origins={source.origins} />
        </details>
        <Button small onClick={() => showHostDialog({ kind: 'detach', host })}>
          {texts.editHere}
        </Button>
      </section>
    </>
  );
}
