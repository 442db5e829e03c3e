/** The host's own questions (keyboard-interactive: one-time codes, expired passwords). */
import { useState } from 'react';
import { Button } from '../base/Button';
import { Dialog } from '../base/Dialog';
import { TextField } from '../base/Field';
import { baseTexts } from '../base/texts';
import { More } from './More';
import type { QuestionProps } from './Questions';
import styles from './Questions.module.css';
import { connectionTexts as texts } from './texts';

export function PromptsQuestion({ question, more, reply, cancel }: QuestionProps<'prompts'>) {
  const [values, setValues] = useState<readonly string[]>(question.prompts.map(() => ''));
  const set = (at: number, value: string): void => setValues((now) => now.with(at, value));
  return (
    <Dialog
      title={question.title === '' ? texts.answerAsked(question.hostName) : question.title}
      onClose={cancel}
      onSubmit={() => reply({ kind: 'prompts', values: [...values] })}
      footer={
        <>
          <More count={more} />
          <Button onClick={cancel}>{baseTexts.cancel}</Button>
          <Button kind="primary" submit>
            {texts.send}
          </Button>
        </>
      }
    >
      {/* Who asks stands in our own words: the rest is the host's. */}
      <p className={styles.text}>{texts.answerAsked(question.hostName)}</p>
      {question.instructions !== '' && <p className={styles.instructions}>{question.instructions}</p>}
      <div className={styles.prompts}>
        {question.prompts.map((prompt, at) => (
          <TextField
            // The prompts of one question never change their order.
            // oxlint-disable-next-line react/no-array-index-key
            key={at}
            type={prompt.echo ? 'text' : 'password'}
            label={prompt.text}
            maxLength={4096}
            value={values[at] ?? ''}
            onChange={(event) => set(at, event.target.value)}
          />
        ))}
      </div>
    </Dialog>
  );
}
