/** The check of a desktop: its verdict, what it means, the figures, and the evidence. */
import { Play, Square, X } from 'lucide-react';
import { useId } from 'react';
import type { Check } from '../../electron/contract/check';
import type { Session } from '../../electron/contract/session';
import { box } from '../base/box';
import { Button, IconButton } from '../base/Button';
import { classes } from '../base/classes';
import { FailureNote } from '../base/FailureNote';
import { useNow } from '../base/now';
import { RelativeTime } from '../base/RelativeTime';
import { Progress } from '../base/Spinner';
import { baseTexts } from '../base/texts';
import { useScreens } from '../screen/store';
import styles from './CheckPanel.module.css';
import { DoctorLink } from './DoctorLink';
import { EvidenceList } from './EvidenceList';
import { Rates } from './Rates';
import { runCheck, stopCheck, useCheck, useChecks } from './store';
import { checkTexts as texts } from './texts';
import { VerdictShape } from './VerdictBadge';
import { badgeWords } from './verdictWords';

interface CheckPanelProps {
  readonly session: Session;
  readonly hostName: string;
  /** Present where the panel is not about what is in front. */
  readonly onClose?: () => void;
}

export function CheckPanel({ session, hostName, onClose }: CheckPanelProps) {
  const id = useId();
  const check = useCheck(session.id);
  const asked = useChecks((store) => store.asked.get(session.id));
  const hasScreen = useScreens((store) => store.screens.some((screen) => screen.session.id === session.id));
  const running = check?.phase.kind === 'running';
  return (
    <section className={styles.panel} aria-labelledby={id}>
      <header className={styles.header}>
        <div className={styles.title}>
          <h2 id={id}>{texts.check}</h2>
          <p className={styles.of}>{texts.checkOf(hostName, session.display)}</p>
        </div>
        {running ? (
          <Button small icon={Square} onClick={() => stopCheck(check.id)}>
            {texts.stop}
          </Button>
        ) : (
          <Button
            small
            icon={Play}
            kind={check === undefined ? 'primary' : 'plain'}
            busy={asked?.kind === 'asked'}
            onClick={() => runCheck(session.id)}
          >
            {check === undefined ? texts.run : texts.runAgain}
          </Button>
        )}
        {onClose !== undefined && <IconButton icon={X} label={baseTexts.close} small onClick={onClose} />}
      </header>
      <VerdictCard check={check} />
      {check?.verdict !== undefined && <DoctorLink hostId={session.hostId} verdict={check.verdict} />}
      {running && <Running check={check} />}
      {check?.phase.kind === 'failed' && <FailureNote failure={check.phase.failure} onRetry={() => runCheck(session.id)} />}
      {asked?.kind === 'refused' && <FailureNote failure={asked.failure} onRetry={() => runCheck(session.id)} />}
      {!hasScreen && <p className={styles.hint}>{texts.noScreen}</p>}
      {check !== undefined && (check.rendered.length > 0 || check.delivered.length > 0 || running) && <Rates check={check} />}
      {check !== undefined && <EvidenceList evidence={check.evidence} />}
      {check !== undefined && !running && (
        <p className={styles.when}>
          {texts.startedAt} <RelativeTime at={check.startedAt} />.{check.phase.kind === 'cancelled' && ` ${texts.stopped}`}
        </p>
      )}
    </section>
  );
}

function VerdictCard({ check }: { readonly check: Check | undefined }) {
  const words = badgeWords(check);
  const isVerdict = check?.verdict !== undefined;
  return (
    <output className={classes(box(isVerdict && words.tone !== 'open' ? words.tone : 'plain'), styles.verdict)} aria-label={texts.verdict}>
      <VerdictShape words={words} size={22} />
      <div className={styles.words}>
        <p className={styles.word}>
          {words.word} {words.device !== '' && <span className={styles.device}>{words.device}</span>}
        </p>
        <p className={styles.meaning}>{isVerdict || check !== undefined ? words.meaning : texts.none}</p>
        {words.missing.length > 0 && (
          <ul className={styles.missing}>
            {words.missing.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
      </div>
    </output>
  );
}

function Running({ check }: { readonly check: Check }) {
  const now = useNow(1000);
  const step = check.phase.kind === 'running' ? check.phase.step : '';
  return (
    <div>
      <Progress label={texts.progress} share={(now - check.startedAt) / 1000 / check.seconds} />
      <output className={styles.step}>{step}</output>
    </div>
  );
}
