/** What has to be true now: the command of each recipe that shows it, what it should say, and what it said. */
import { Check, Minus, X } from 'lucide-react';
import type { Verification } from '../../../electron/contract/setUp';
import { classes } from '../../base/classes';
import { CopyButton } from '../../base/CopyButton';
import { Table } from '../../base/Table';
import { resultWord } from './reportText';
import { RECIPE_WORDS, runTexts as texts } from '../run/runTexts';
import styles from './VerificationTable.module.css';

export function VerificationTable({ verifications }: { readonly verifications: readonly Verification[] }) {
  return (
    <Table
      label={texts.verifications}
      className={styles.table}
      columns={[texts.result, texts.recipe, texts.command, texts.expected, texts.got]}
    >
      <tbody>
        {verifications.map((each) => (
          <tr key={`${each.recipe} ${each.command}`}>
            <td>
              <Result of={each} />
            </td>
            <th scope="row">{RECIPE_WORDS[each.recipe]}</th>
            <td className={styles.command}>
              <span>
                <code>{each.command}</code>
                <CopyButton text={each.command} label={texts.copyCommand(each.command)} />
              </span>
            </td>
            <td className={styles.text} data-label={texts.expected}>
              {each.expected}
            </td>
            <td className={styles.text} data-label={texts.got}>
              {each.got ?? '–'}
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Result({ of }: { readonly of: Verification }) {
  const Glyph = of.ok === undefined ? Minus : of.ok ? Check : X;
  return (
    <span className={classes(styles.result, of.ok === true && styles.good, of.ok === false && styles.bad)}>
      <Glyph size={14} strokeWidth={2} aria-hidden />
      {resultWord(of)}
    </span>
  );
}
