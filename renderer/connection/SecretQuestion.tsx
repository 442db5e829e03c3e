/** Asks for a password or a passphrase. What is typed stays in this dialog until it is sent. */
import { useState } from 'react';
import { Button } from '../base/Button';
import { Dialog } from '../base/Dialog';
import { Choice, TextField } from '../base/Field';
import { baseTexts } from '../base/texts';
import { More } from './More';
import type { QuestionProps } from './Questions';
import styles from './Questions.module.css';
import { connectionTexts as texts } from './texts';

export function SecretQuestion({ question, more, reply, cancel }: QuestionProps<'secret'>) {
  const [value, setValue] = useState('');
  const [remember, setRemember] = useState(false);
  const isPassword = question.purpose === 'password';
  return (
    <Dialog
      title={isPassword ? texts.passwordTitle(question.subject) : texts.passphraseTitle}
      onClose={cancel}
      onSubmit={() => reply({ kind: 'secret', value, remember })}
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
      <p className={styles.text}>{isPassword ? texts.answerAsked(question.hostName) : texts.passphraseOf(question.subject)}</p>
      <TextField
        type="password"
        label={isPassword ? texts.password : texts.passphrase}
        maxLength={4096}
        value={value}
        error={question.again ? texts.again : undefined}
        onChange={(event) => setValue(event.target.value)}
      />
      <div className={styles.remember}>
        {question.whyNotRemembered === undefined ? (
          <Choice label={texts.remember} checked={remember} onChange={setRemember} />
        ) : (
          <p className={styles.text}>
            {texts.notRemembered} {question.whyNotRemembered}
          </p>
        )}
      </div>
    </Dialog>
  );
}
