/** The host's own questions (keyboard-interactive: one-time codes, expired passwords). */
import { useState } from 'react';
import { Button } from '../base/Button';
import { Dialog } from '../base/Dialog';
import { TextField } from '../base/Field';
import { baseTexts } from '../base/texts';
import type { QuestionProps } from './Questions';
import { QuestionState } from './QuestionState';
import styles from './Questions.module.css';
import { SecretField } from './SecretField';
import { connectionTexts as texts } from './texts';

/** Anything but a password may be a code that the system can fill in. */
const autoComplete = (text: string): string => (/pass\s?(word|phrase|wd)/i.test(text) ? 'off' : 'one-time-code');

export function PromptsQuestion({ question, more, reply, cancel }: QuestionProps<'prompts'>) {
  const { hostName, title, instructions, prompts } = question;
  const [values, setValues] = useState<readonly string[]>(prompts.map(() => ''));
  const set = (at: number, value: string): void => setValues((now) => now.with(at, value));
  return (
    <Dialog
      // Who asks stands in our own words: the rest is the host's.
      title={texts.answerAsked(hostName)}
      onClose={cancel}
      onSubmit={() => reply({ kind: 'prompts', values: [...values] })}
      footer={
        <>
          <QuestionState more={more} expiresAt={question.expiresAt} />
          <Button onClick={cancel}>{baseTexts.cancel}</Button>
          <Button kind="primary" submit>
            {texts.send}
          </Button>
        </>
      }
    >
      {title !== '' && <p className={styles.asked}>{title}</p>}
      {instructions !== '' && <p className={styles.instructions}>{instructions}</p>}
      <div className={styles.prompts}>
        {prompts.map(({ text, echo }, at) => {
          const field = { label: text, value: values[at] ?? '', autoComplete: autoComplete(text) };
          return echo ? (
            // The prompts of one question never change their order.
            // oxlint-disable-next-line react/no-array-index-key
            <TextField key={at} {...field} type="text" maxLength={4096} onChange={(event) => set(at, event.target.value)} />
          ) : (
            // oxlint-disable-next-line react/no-array-index-key
            <SecretField key={at} {...field} onChange={(value) => set(at, value)} />
          );
        })}
      </div>
    </Dialog>
  );
}
