/** What Gearview remembers to log in to a host, without showing it; each can be forgotten. */
import { useEffect, useState } from 'react';
import type { FailureData } from '../../electron/contract';
import type { RememberedSecret } from '../../electron/contract/connection';
import type { Host } from '../../electron/contract/host';
import { Button } from '../base/Button';
import { failureOf } from '../base/failure';
import { FailureNote } from '../base/FailureNote';
import { MiddleText } from '../base/MiddleText';
import { say } from '../base/notices';
import { worker } from '../base/ports';
import styles from './HostSecrets.module.css';
import { useConnection } from './store';
import { connectionTexts as texts } from './texts';

export function HostSecrets({ host }: { readonly host: Host }) {
  const [secrets, setSecrets] = useState<readonly RememberedSecret[] | FailureData>([]);
  const [forgetting, setForgetting] = useState<string>();
  const { kind } = useConnection(host.id);
  useEffect(() => {
    // A login may add one or remove one: the list is asked for when it is over.
    if (kind === 'connecting') return undefined;
    let current = true;
    const load = (): void => {
      worker.call('connection.secrets', host.id).then(
        (found) => current && setSecrets(found),
        (error: unknown) => current && setSecrets(failureOf(error)),
      );
    };
    load();
    const leave = worker.onReady(load);
    return () => {
      current = false;
      leave();
    };
  }, [host.id, kind]);

  const forget = ({ id, purpose, subject }: RememberedSecret): void => {
    setForgetting(id);
    worker
      .call('connection.forgetSecret', { hostId: host.id, id })
      .then(
        () => {
          setSecrets((now) => (Array.isArray(now) ? now.filter((secret) => secret.id !== id) : now));
          say(texts.forgotten(texts.secretKinds[purpose], subject));
        },
        (error: unknown) => say(failureOf(error).message, 'bad'),
      )
      .finally(() => setForgetting(undefined));
  };
  return (
    <section className={styles.section} aria-label={texts.secrets}>
      <h2>{texts.secrets}</h2>
      {'code' in secrets ? (
        <FailureNote failure={secrets} bare />
      ) : secrets.length === 0 ? (
        <p className={styles.none}>{texts.noSecrets}</p>
      ) : (
        <ul className={styles.list}>
          {secrets.map((secret) => (
            <li key={secret.id} className={styles.secret}>
              <div className={styles.words}>
                <MiddleText text={secret.subject} />
                <span className={styles.where}>
                  {texts.secretKinds[secret.purpose]}, {texts.secretPlaces[secret.where]}
                </span>
              </div>
              <Button
                small
                busy={forgetting === secret.id}
                aria-label={texts.forgetSecret(texts.secretKinds[secret.purpose], secret.subject)}
                onClick={() => forget(secret)}
              >
                {texts.forget}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
