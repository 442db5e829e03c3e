/** Every way to get a desktop on this host, best first, each with its reason; and what would make the others possible. */
import { BadgeCheck, Ban, Circle } from 'lucide-react';
import { useId } from 'react';
import type { HostId } from '../../electron/contract/host';
import type { Mode, ModeChoice } from '../../electron/contract/session';
import type { Icon } from '../base/Button';
import { classes } from '../base/classes';
import { showFinding } from '../probe/showFinding';
import { changeWish } from '../recipe/setUpStore';
import { setUpTexts } from '../recipe/setUpTexts';
import { showTab } from './centre';
import { useDiagnosis } from '../probe/store';
import styles from './ModeList.module.css';
import { modeName, useModes } from './modes';
import { sessionTexts as texts } from './texts';

const SHAPES: Readonly<Record<ModeChoice['rank'], Icon>> = { recommended: BadgeCheck, possible: Circle, impossible: Ban };

export function ModeList({ hostId }: { readonly hostId: HostId }) {
  const id = useId();
  const choices = useModes((store) => store.hosts.get(hostId));
  if (choices === undefined || choices.length === 0) return null;
  const possible = choices.filter(({ rank }) => rank !== 'impossible');
  const impossible = choices.filter(({ rank }) => rank === 'impossible');
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={styles.heading}>
        {texts.modes}
      </h2>
      {possible.length > 0 && <Modes choices={possible} hostId={hostId} />}
      {impossible.length > 0 && (
        <details className={styles.more} open={possible.length === 0}>
          <summary>{texts.impossibleCount(impossible.length)}</summary>
          <Modes choices={impossible} hostId={hostId} />
        </details>
      )}
    </section>
  );
}

function Modes({ choices, hostId }: { readonly choices: readonly ModeChoice[]; readonly hostId: HostId }) {
  const findings = useDiagnosis(hostId)?.findings ?? [];
  const afterSetUp = useModes((store) => store.afterSetUp.get(hostId)) ?? [];
  const setUp = (mode: Mode): void => {
    changeWish(hostId, { mode });
    showTab('set-up');
  };
  return (
    <ol className={styles.list}>
      {choices.map((choice) => {
        const Glyph = SHAPES[choice.rank];
        const blockers = findings.filter(
          ({ id }, at) => choice.blockedBy.includes(id) && findings.findIndex((each) => each.id === id) === at,
        );
        return (
          <li key={choice.mode} className={styles.mode}>
            <span className={classes(styles.rank, styles[choice.rank])}>
              <Glyph size={15} strokeWidth={2} aria-hidden />
              {texts.ranks[choice.rank]}
            </span>
            <div className={styles.words}>
              <h3 className={styles.name}>{modeName(choice)}</h3>
              <p className={styles.why}>
                {choice.why}
                {choice.needs !== '' && ` ${choice.needs}`}
              </p>
              {blockers.map((finding) => (
                <button key={finding.id} type="button" className={styles.link} onClick={() => showFinding(finding.id)}>
                  {texts.blockedBy(finding.title)}
                </button>
              ))}
              {choice.rank === 'impossible' && afterSetUp.some(({ mode, rank }) => mode === choice.mode && rank !== 'impossible') && (
                <button type="button" className={styles.link} onClick={() => setUp(choice.mode)}>
                  {setUpTexts.chooseMode(modeName(choice))}
                </button>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
