/** The hosts that ~/.ssh/config proposes, to be chosen; what cannot be used says why. */
import { FileWarning } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import type { HostProposal, HostProposals } from '../../electron/contract/host';
import { classes } from '../base/classes';
import { MiddleText } from '../base/MiddleText';
import { StatusShape } from '../base/StatusShape';
import { inHome, loginOf, proposalNotes } from './describe';
import { OriginList } from './OriginList';
import styles from './ProposalList.module.css';
import { isNew } from './proposals';
import { hostTexts as texts } from './texts';

interface ProposalListProps {
  readonly found: HostProposals;
  readonly chosen: ReadonlySet<string>;
  readonly choose: (aliases: Iterable<string>) => void;
}

export function ProposalList({ found, chosen, choose }: ProposalListProps) {
  const fresh = found.proposals.filter(isNew).map(({ alias }) => alias);
  const toggle = (alias: string): void => choose(chosen.has(alias) ? [...chosen].filter((each) => each !== alias) : [...chosen, alias]);
  return (
    <div>
      <div className={styles.frame}>
        {fresh.length > 1 && <AllChoice fresh={fresh} chosen={chosen} choose={choose} />}
        <ul aria-label={texts.found(found.proposals.length)}>
          {found.proposals.map((proposal) => (
            <ProposalRow
              key={proposal.alias}
              proposal={proposal}
              file={found.file}
              checked={chosen.has(proposal.alias)}
              onToggle={() => toggle(proposal.alias)}
            />
          ))}
        </ul>
      </div>
      {found.problems.length > 0 && <FileProblems found={found} />}
    </div>
  );
}

function AllChoice({ fresh, chosen, choose }: Omit<ProposalListProps, 'found'> & { readonly fresh: readonly string[] }) {
  const box = useRef<HTMLInputElement>(null);
  const all = chosen.size === fresh.length;
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = chosen.size > 0 && !all;
  }, [chosen, all]);
  return (
    <label className={styles.all}>
      <input ref={box} type="checkbox" checked={all} onChange={() => choose(all ? [] : fresh)} />
      <span>{texts.allNew}</span>
      <span className={styles.count} aria-hidden="true">
        {chosen.size} / {fresh.length}
      </span>
    </label>
  );
}

interface ProposalRowProps {
  readonly proposal: HostProposal;
  readonly file: string;
  readonly checked: boolean;
  readonly onToggle: () => void;
}

function ProposalRow({ proposal: { alias, host, state }, file, checked, onToggle }: ProposalRowProps) {
  const id = useId();
  const notes = host === undefined ? [] : proposalNotes(host, file);
  const origins = host?.source?.origins ?? [];
  return (
    <li className={classes(styles.row, state.kind !== 'new' && styles.quiet)}>
      <input
        id={id}
        type="checkbox"
        checked={checked || state.kind === 'added'}
        disabled={state.kind !== 'new'}
        aria-describedby={`${id}-note`}
        onChange={onToggle}
      />
      <div className={styles.words}>
        <label htmlFor={id} className={styles.alias}>
          <MiddleText text={alias} />
        </label>
        <div id={`${id}-note`} className={styles.note}>
          {host !== undefined && <MiddleText text={loginOf(host)} />}
          {notes.map((note) => (
            <span key={note} className={styles.line}>
              {note}
            </span>
          ))}
          {state.kind === 'unusable' && (
            <span className={styles.why}>
              <StatusShape shape="warn" />
              <span>
                {texts.unusable}: {state.why}
              </span>
            </span>
          )}
        </div>
        {origins.length > 0 && (
          <details className={styles.origins}>
            <summary aria-label={`${texts.origins}: ${alias}`}>{texts.origins}</summary>
            <OriginList origins={origins} />
          </details>
        )}
      </div>
      {state.kind === 'added' && <span className={styles.state}>{texts.alreadyAdded}</span>}
    </li>
  );
}

function FileProblems({ found: { problems, file } }: { readonly found: HostProposals }) {
  return (
    <details className={styles.problems}>
      <summary>
        <FileWarning size={14} strokeWidth={1.75} aria-hidden />
        {texts.fileProblems(problems.length)}
      </summary>
      <ul>
        {problems.map((problem) => (
          <li key={`${problem.file}:${problem.line} ${problem.text}`}>
            <span className={styles.place}>{texts.lineAt(inHome(problem.file, file), problem.line)}</span>
            {problem.text}
          </li>
        ))}
      </ul>
    </details>
  );
}
